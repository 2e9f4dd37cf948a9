"""The clock, and the clauses on file."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.kernel import clock
from app.kernel.citation import cite, clauses

LATE = datetime(2024, 3, 4, 15, 59, 59, tzinfo=UTC)


def test_now_is_aware_and_whole_seconds(monkeypatch):
    monkeypatch.setattr(clock, "_set_to", None)
    told = clock.now()
    assert (told.tzinfo, told.microsecond) == (UTC, 0)
    assert abs(datetime.now(UTC) - told) < timedelta(seconds=5)


def test_the_clock_is_set_for_a_while_and_put_back():
    before = clock._set_to
    with clock.at(LATE.replace(microsecond=7).astimezone(clock.SHANGHAI)) as told:
        assert told == clock.now() == LATE
        assert clock.now().tzinfo is UTC
        with clock.at(LATE + timedelta(days=1)):
            assert clock.now() > LATE
        assert clock.now() == LATE
        with pytest.raises(ZeroDivisionError), clock.at(LATE + timedelta(days=2)):
            raise ZeroDivisionError
        assert clock.now() == LATE
    assert clock._set_to is before


def test_days_are_beijing_days():
    assert clock.local(LATE).hour == 23
    assert clock.local_date(LATE) == date(2024, 3, 4)
    assert clock.local_date(LATE + timedelta(seconds=1)) == date(2024, 3, 5)
    assert clock.start_of(date(2024, 3, 4)) == datetime(2024, 3, 3, 16, tzinfo=UTC)
    assert clock.end_of(date(2024, 3, 4)) == clock.start_of(date(2024, 3, 5))


def test_a_clause_on_file_is_cited():
    told = cite("条例:十五(二)")
    assert told.citation == "条例:十五(二)"
    assert told.title
    assert told.heading
    assert told.summary


@pytest.mark.parametrize("wrong", ["条例:十五（二）", "十五(二)", "条例:九十九", "别的:一", ""])
def test_a_clause_not_on_file_is_not_cited(wrong):
    with pytest.raises(LookupError, match="not on file in app/law/text"):
        cite(wrong)


def test_every_clause_is_told_whole():
    """A heading and our own sentence each; what no rule can enforce says why."""
    assert len(clauses()) > 38
    for citation, told in clauses().items():
        assert told.citation == citation
        assert told.heading.strip(), citation
        assert told.summary.strip(), citation
        assert bool(told.why) == told.declaratory, citation
