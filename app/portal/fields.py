"""Form fields: how typed text becomes a value and back; looks are in ``admin/model/fields.html``.

A field that the post does not mention keeps the row's value; only boxes read absence as "no".
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from wtforms import Field

from app.kernel.clock import SHANGHAI, local
from app.kernel.types import Labeled
from app.portal.ajax import Loader

MINUTE, SECOND = "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"


class PortalField(Field):
    """``kind`` names the input; ``read`` may raise ``ValueError`` with a sentence.

    ``when``: it is asked only while another field holds one of these, as ``ui`` has it.
    """

    kind = "line"

    def __init__(
        self,
        *,
        help: str = "",
        when: str = "",
        required: bool = False,
        nullable: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(description=help, **kwargs)
        self.when, self.required, self.nullable = when, required, nullable

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = None
            self.data = self.read(str(valuelist[0]))

    def read(self, typed: str) -> Any:
        """A line of text; blanks around it are a slip of the hand."""
        return typed.strip() or (None if self.nullable else "")

    def text(self) -> str:
        """What the input holds: what was typed, else the value."""
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.write(self.data)

    def write(self, value: Any) -> str:
        """The value as the input wants it."""
        return str(value)

    def same(self) -> bool:
        """Whether saving would change nothing."""
        return bool(self.data == self.object_data) or self.text() == self.shown()

    def shown(self) -> str:
        """What the input held when the form was opened."""
        return "" if self.object_data is None else self.write(self.object_data)


class Line(PortalField):
    """One line of text."""


class Lines(PortalField):
    """Several lines, with one kind of line end."""

    kind = "lines"

    def read(self, typed: str) -> str | None:
        told = typed.replace("\r\n", "\n").replace("\r", "\n")
        return told or (None if self.nullable else "")

    def same(self) -> bool:
        return bool(self.data == self.read(self.object_data or ""))


class Number(PortalField):
    """A whole number."""

    kind = "number"

    def read(self, typed: str) -> int | None:
        try:
            return int(typed) if typed.strip() else None
        except ValueError:
            raise ValueError("请填写整数") from None


class Day(PortalField):
    """A Beijing day."""

    kind = "day"

    def read(self, typed: str) -> date | None:
        try:
            return date.fromisoformat(typed.strip()) if typed.strip() else None
        except ValueError:
            raise ValueError("日期无效，请按“年-月-日”填写") from None


class Moment(PortalField):
    """Beijing time on the form, an aware instant in UTC behind it."""

    kind = "moment"

    def read(self, typed: str) -> datetime | None:
        told = typed.strip().replace(" ", "T")
        if not told:
            return None
        try:
            shape = SECOND if told.count(":") == 2 else MINUTE
            return datetime.strptime(told, shape).replace(tzinfo=SHANGHAI).astimezone(UTC)
        except (ValueError, OverflowError):
            raise ValueError("时间无效，请按“年-月-日 时:分”填写") from None

    @property
    def step(self) -> int:
        """To the minute, unless a second is given."""
        return 1 if self.text().count(":") > 1 else 60

    def write(self, value: datetime) -> str:
        told = local(value)
        return told.strftime(SECOND if told.second else MINUTE)


class Choice(PortalField):
    """One member of an enumeration, or none yet."""

    kind = "choice"

    def __init__(self, members: type[Labeled], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.members = members

    @property
    def options(self) -> list[tuple[str, str]]:
        """Value and label of each."""
        return [(each.value, each.label) for each in self.members]

    def read(self, typed: str) -> Labeled | None:
        try:
            return self.members(typed) if typed else None
        except ValueError:
            raise ValueError("请在所列选项中选择") from None

    def write(self, value: Any) -> str:
        return str(getattr(value, "value", value))


class YesNo(PortalField):
    """Yes, no, or not answered."""

    kind = "choice"
    options = (("1", "是"), ("0", "否"))

    def read(self, typed: str) -> bool | None:
        if typed not in ("", "1", "0"):
            raise ValueError("请在所列选项中选择")
        return typed == "1" if typed else None

    def write(self, value: bool) -> str:
        return "1" if value else "0"


class Tick(PortalField):
    """Yes when ticked."""

    kind = "tick"

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = bool(valuelist) and valuelist[0] not in ("", "0", "false")

    def same(self) -> bool:
        return bool(self.data) == bool(self.object_data)


class Ticks(PortalField):
    """Several members of an enumeration, each with its box."""

    kind = "ticks"

    def __init__(self, members: type[Labeled], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.members = members

    @property
    def options(self) -> list[tuple[str, str]]:
        """Value and label of each."""
        return [(each.value, each.label) for each in self.members]

    def process_formdata(self, valuelist: list[Any]) -> None:
        known = {each.value for each in self.members}
        self.data = tuple(each for each in self.members if each.value in valuelist)
        if set(valuelist) - known:
            raise ValueError("请在所列选项中选择")

    def chosen(self) -> set[str]:
        """The ticked values."""
        return {str(each.value) for each in self.data or ()}

    def same(self) -> bool:
        return tuple(self.data or ()) == tuple(self.object_data or ())


class Relation(PortalField):
    """One row of another table, looked up through the session of the request."""

    kind = "relation"

    def __init__(self, loader: Loader, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.loader = loader

    def read(self, typed: str) -> Any:
        found = self.loader.get_one(typed.strip()) if typed.strip() else None
        if typed.strip() and found is None:
            raise ValueError("所选对象不存在，或不在您的范围内，请重新选择")
        return found

    def same(self) -> bool:
        return getattr(self.data, "id", None) == getattr(self.object_data, "id", None)

    def chosen(self) -> tuple[int, str] | None:
        """Id and name of the row, for the input."""
        return self.loader.format(self.data)
