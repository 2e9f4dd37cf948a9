"""Form fields of the portal: native inputs, labels for values, messages in Chinese."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import render_template
from markupsafe import Markup
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.clock import SHANGHAI, local
from app.kernel.types import Labeled
from app.portal.ajax import Loader

MINUTE, SECOND = "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"


class Line(StringField):
    """One line of text; blanks around it are a slip of the hand."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = valuelist[0].strip()


class Lines(TextAreaField):
    """Several lines, with one kind of line end."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = valuelist[0].replace("\r\n", "\n").replace("\r", "\n")


class Number(IntegerField):
    """A whole number."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = int(valuelist[0])
            except ValueError:
                raise ValueError("请填写整数") from None


class Day(DateField):
    """A Beijing day."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                super().process_formdata(valuelist)
            except ValueError:
                raise ValueError("日期无效，请按“年-月-日”填写") from None


class Moment(DateTimeLocalField):
    """Beijing time on the form, an aware instant in UTC behind it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, format=[MINUTE, SECOND], **kwargs)

    def process_data(self, value: datetime | None) -> None:
        self.data = value

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        if not (valuelist and valuelist[0].strip()):
            return
        try:
            super().process_formdata(valuelist)
            naive: Any = self.data
            self.data = naive.replace(tzinfo=SHANGHAI).astimezone(UTC)
        except (ValueError, OverflowError):
            self.data = None
            raise ValueError("时间无效，请按“年-月-日 时:分”填写") from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        shown = local(self.data)
        return shown.strftime(SECOND if shown.second else MINUTE)


class Choice(SelectField):
    """One member of an enumeration, or none yet."""

    def __init__(self, kind: type[Labeled], blank: str, **kwargs: Any) -> None:
        offered = [("", blank), *((each.value, each.label) for each in kind)]
        super().__init__(
            choices=offered, coerce=lambda raw: kind(raw) if raw else None, **kwargs
        )

    def pre_validate(self, form: Any) -> None:
        """Whether it must be chosen is for the law to say, in its own words."""


class YesNo(SelectField):
    """Yes, no, or not answered."""

    WORDS = {"": None, "1": True, "0": False, "True": True, "False": False, "None": None}

    def __init__(self, blank: str, **kwargs: Any) -> None:
        super().__init__(
            choices=[("", blank), ("1", "是"), ("0", "否")], coerce=self._read, **kwargs
        )

    def _read(self, raw: Any) -> bool | None:
        try:
            return self.WORDS[str(raw)]
        except KeyError:
            raise ValueError(raw) from None

    def pre_validate(self, form: Any) -> None:
        """Every answer is allowed, none too."""

    def iter_choices(self) -> Any:
        for value, label, _, more in super().iter_choices():
            yield value, label, self._read(value) is self.data, more


class Ticks(SelectMultipleField):
    """Several members of an enumeration, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, kind: type[Labeled], **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(choices=[(each.value, each.label) for each in kind], **kwargs)

    def process_data(self, value: Any) -> None:
        self.data = [each.value for each in value or ()]

    @property
    def members(self) -> tuple[Labeled, ...]:
        """What was ticked, in order of declaration."""
        return tuple(each for each in self.kind if each.value in (self.data or ()))

    def populate_obj(self, obj: Any, name: str) -> None:
        setattr(obj, name, self.members)


class LookupWidget:
    """A text box that searches as one types, and the id it found."""

    def __call__(self, field: Any, **options: Any) -> Markup:
        chosen = field.loader.format(field.data)
        return Markup(  # noqa: S704 -- the template escapes
            render_template("admin/model/lookup.html", field=field, chosen=chosen, options=options)
        )


class Relation(StringField):
    """One row of another table, looked up through the session of the request."""

    widget = LookupWidget()

    def __init__(self, loader: Loader, **kwargs: Any) -> None:
        self.loader = loader
        super().__init__(**kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = self.loader.get_one(typed) if typed else None
        if typed and self.data is None:
            raise ValueError("所选对象不存在，或不在您的范围内，请重新选择")


class Tick(BooleanField):
    """Yes when ticked."""


__all__ = [
    "Choice", "Day", "Line", "Lines", "Moment", "Number", "Relation", "Tick", "Ticks",
    "ValidationError", "YesNo",
]  # fmt: skip
