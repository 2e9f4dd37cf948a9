"""Each kind of cell read: texts, lines, instants, yes or no, one of a list."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum

import pytest

from app.models.enums import Channel, ComplainantKind, DemandKind, Satisfaction
from app.services.imports.faults import Wrong
from app.services.imports.fields import FIELDS, NO, YES
from app.services.imports.mapping import DATES

TEXTS = {"content", "heard", "told", "reply", "proof", "late_reason", "sign_late_reason",
         "contact_late_reason", "opinion"}  # fmt: skip
FLAGS = {"protected", "valid", "contacted", "solved", "workable"}
MEMBERS: dict[str, type[Enum]] = {
    "demand_kind": DemandKind, "channel": Channel, "complainant_kind": ComplainantKind,
    "satisfied": Satisfaction,
}  # fmt: skip
LINES = set(FIELDS) - TEXTS - FLAGS - set(MEMBERS) - set(DATES)


def refusal(name: str, typed: str) -> str:
    with pytest.raises(Wrong) as caught:
        FIELDS[name].read(typed)
    return str(caught.value)


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("typed", ["", " ", "　\t\n"])
def test_a_blank_cell_says_nothing(name: str, typed: str) -> None:
    assert FIELDS[name].read(typed) is None


def test_every_field_has_a_name_of_its_own() -> None:
    labels = [each.label for each in FIELDS.values()]
    assert len(labels) == len(set(labels)) > 30
    assert not any(each.isascii() for each in labels)


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_text_keeps_its_lines(name: str) -> None:
    assert FIELDS[name].read(" 上\n  下 \n") == "上\n  下"


@pytest.mark.parametrize("name", sorted(LINES))
def test_a_line_is_one_line(name: str) -> None:
    assert FIELDS[name].read("  上\n  下　末\t") == "上 下 末"


WHEN = datetime(2024, 3, 1, 0, 5, 7, tzinfo=UTC)
MINUTE, MIDNIGHT = WHEN.replace(second=0), datetime(2024, 2, 29, 16, tzinfo=UTC)


@pytest.mark.parametrize("name", DATES)
@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("2024-03-01 08:05:07", WHEN),
        ("2024-3-1 8:5:7", WHEN),
        ("  2024-03-01   08:05:07\n", WHEN),
        ("2024-03-01T08:05:07", WHEN),
        ("2024/3/1 08:05:07", WHEN),
        ("2024年3月1日 08:05:07", WHEN),
        ("2024-03-01 08:05", MINUTE),
        ("2024-03-01T08:05", MINUTE),
        ("2024/03/01 8:05", MINUTE),
        ("2024年03月01日 08:05", MINUTE),
        ("2024-03-01", MIDNIGHT),
        ("2024/3/1", MIDNIGHT),
        ("2024年3月1日", MIDNIGHT),
    ],
)
def test_an_instant_is_of_beijing(name: str, typed: str, instant: datetime) -> None:
    """However it is written; what is kept knows its zone."""
    got = FIELDS[name].read(typed)
    assert got == instant
    assert got.tzinfo is not None


@pytest.mark.parametrize("typed", ["2024-02-29", "2000-02-29 23:59:59"])
def test_leap_days_are_days(typed: str) -> None:
    assert FIELDS["at"].read(typed) is not None


@pytest.mark.parametrize(
    "typed",
    [
        "2024-02-30", "2023-02-29", "2024-13-01", "2024-00-10", "2024-04-31 10:00", "昨天",
        "2024-03-01 24:00:00", "2024-03-01 10:60", "2024-03-01 10:00:00.000", "03-01", "45352",
        "01/03/2024", "2024-03-01 10:00:00+08:00", "0000-01-01",
    ],
)  # fmt: skip
def test_no_instant_is_guessed(typed: str) -> None:
    """Neither a day that there is not, nor which of two numbers is the month."""
    told = f"时间“{typed}”无效或不存在，请按“年-月-日 时:分:秒”填写"
    assert refusal("at", typed) == told


@pytest.mark.parametrize(
    "typed", ["0001-01-01", "1899-12-31 23:59:59", "2300-01-01", "9999-12-31 23:59:59"]
)
@pytest.mark.parametrize("name", DATES)
def test_no_year_is_beyond_all_reason(name: str, typed: str) -> None:
    """Neither the first nor the last of the calendar, which old systems write for none."""
    assert refusal(name, typed) == f"时间“{typed}”不在 1900 年至 2299 年之间，请核对年份"


@pytest.mark.parametrize("typed", ["1900-01-01", "2299-12-31 23:59:59"])
def test_the_first_and_the_last_year_are_read(typed: str) -> None:
    assert FIELDS["at"].read(typed) is not None


def test_what_is_said_of_a_cell_is_short() -> None:
    assert refusal("at", "长" * 500).startswith(f"时间“{'长' * 40}”无效")
    assert refusal("channel", "长" * 500).startswith(f"“{'长' * 40}”不在可选范围内")


@pytest.mark.parametrize("name", sorted(FLAGS))
@pytest.mark.parametrize("value", [True, False])
def test_yes_and_no_have_many_words(name: str, value: bool) -> None:
    words = YES if value else NO
    assert {"是", "1", "true"} <= words or {"否", "0", "false"} <= words
    for each in words:
        assert FIELDS[name].read(f" {each.upper()} ") is value


@pytest.mark.parametrize("typed", ["也许", "2", "是的吧", "-"])
def test_no_answer_is_guessed(typed: str) -> None:
    assert refusal("solved", typed) == f"“{typed}”须为“是”或“否”"


@pytest.mark.parametrize("name", MEMBERS)
def test_one_of_a_list_by_its_label_or_value(name: str) -> None:
    for each in MEMBERS[name]:
        assert FIELDS[name].read(f" {each.label} ") is each  # type: ignore[attr-defined]
        assert FIELDS[name].read(str(each.value)) is each
    held = "、".join(each.label for each in MEMBERS[name])  # type: ignore[attr-defined]
    assert refusal(name, "别的") == f"“别的”不在可选范围内（{held}）"


def test_satisfaction_is_read_in_its_own_words() -> None:
    """不满意 contains 满意."""
    got = [FIELDS["satisfied"].read(each) for each in ("满意", "基本满意", "不满意")]
    assert got == [Satisfaction.SATISFIED, Satisfaction.BASIC, Satisfaction.DISSATISFIED]
