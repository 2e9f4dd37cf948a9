"""演示工单的安排: which orders there are, so that every state and every desk has some today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, select

from app.kernel.clock import end_of
from app.kernel.session import GovernedSession
from app.models.calendar_day import CalendarDay
from app.models.enums import DisposalKind
from app.models.publication import published
from app.services.demo_case import Case
from app.services.demo_texts import STREET, Situation

SEED = 12345
DAYS, ORDINARY = 60, 150
#: An objection's window may need the next working day, and that has to be in the calendar.
MARGIN = timedelta(days=5)

OBJECTED = {"objection": "pending", "until": "object"}
ASKED = {"extension": "pending", "until": "extend"}
HELPED = {"helper": "-01", "answer_after": None, "until": "ask_help"}
REPEATED = {"repeated": True, "until": "dispose"}
REWORK = {"answer_after": 0.02, "rework": True, "until": "visit"}
CALLED = {"calls": "whistle", "until": "whistle"}
ARRIVED = {"calls": "whistle", "until": "report_in"}
ASKING = {"calls": "escalate", "until": "escalate"}
URGED = {"calls": "urge", "until": "urge"}
WARNED = {"calls": "alert", "until": "alert"}
KEPT = {"calls": "keep", "answer_after": 0.02, "until": "visit"}
JOINED = {"calls": "merge", "until": "merge"}
CONTESTED = {"answer_after": 0.02, "contest": "pending"}

# fmt: off
#: Catalogue entries, hours ago (from, to), how many, what is decided.
STAGED: tuple[tuple[str, float, float, int, dict[str, Any]], ...] = (
    ("050101 050203 190102 010101",        0.1,  0.8, 7, {"until": "register"}),
    ("050102 190103 070103 040103 170401", 0.5,  1.6, 9, {"until": "dispatch"}),
    ("150102 190202",                      0.3,  0.9, 2, {"onward": True, "until": "dispatch"}),
    ("150102 190202",                      0.5,  1.6, 2, {"onward": True, "until": "receive"}),
    ("170102 060201 010101 020102",       20.4, 23.4, 5, {"until": "contact"}),
    ("190102 050103 050201 090201",      145.0, 166.0, 5, {"until": "contact"}),
    ("080301 040103 070201",             314.0, 356.0, 4, {"until": "contact"}),
    ("050102 050203 010101 170301",       26.0, 60.0, 5, {"until": "contact"}),
    ("190202 070103 020201",             178.0, 230.0, 3, {"until": "sign"}),
    ("050102 050105 070103",               1.0,  3.0, 4, OBJECTED),
    ("080301 070103 010501 070201",       20.0, 60.0, 6, ASKED),
    ("050101 170102 050203 190103",        6.0, 30.0, 8, {"answer_after": 0.05, "until": "reply"}),
    ("070103 040103",                      6.0, 40.0, 3, HELPED),
    ("190102 050103",                      3.0, 20.0, 2, REPEATED),
    ("050101 190103",                     30.0, 60.0, 3, REWORK),
    ("050102 050203",                     30.0, 60.0, 2, CONTESTED),
    ("070103 040103",                      3.0, 20.0, 4, CALLED),
    ("070103 040103",                      5.0, 20.0, 2, ARRIVED),
    ("070103 040103",                      6.0, 40.0, 3, ASKING),
    ("190102 050103",                      3.0,  8.0, 3, URGED),
    ("190102 050103",                      0.4,  1.0, 2, WARNED),
    ("070103 040103",                     30.0, 80.0, 3, KEPT),
    ("190102 050103",                      3.0, 20.0, 3, JOINED),
)
# fmt: on


def anchor(session: GovernedSession, now: datetime) -> datetime | None:
    """The moment at which the story stands still; ``None`` without a calendar."""
    last = session.scalar(select(func.max(CalendarDay.day)).where(published(CalendarDay)))
    return None if last is None else min(now, end_of(last) - MARGIN)


def cases(
    draw: Random, until: datetime, situations: Sequence[Situation], streets: Sequence[str]
) -> list[Case]:
    """All of them; the same each time for the same dice."""
    return [
        *_ordinary(draw, until, situations, streets),
        *_staged(draw, until, situations, streets),
    ]


def _ordinary(
    draw: Random, until: datetime, situations: Sequence[Situation], streets: Sequence[str]
) -> Iterator[Case]:
    """Two months of everyday, thicker towards the end."""
    for number in range(ORDINARY):
        ago = timedelta(minutes=draw.triangular(1.2 * 1440, DAYS * 1440, 8 * 1440))
        situation = situations[number % len(situations)]
        yield Case(
            at=until - ago,
            street=draw.choice(streets),
            situation=situation,
            ends=_ending(number),
            onward=situation.unit == STREET and draw.random() < 0.08,
            objection=_objection(draw, situation),
            extension=_extension(draw, situation),
            conference=draw.random() < 0.04,
            helper=draw.choice(("-01", "-02")) if draw.random() < 0.1 else "",
            rework=draw.random() < 0.05,
            calls=_calls(draw, situation),
            contest=draw.choice(("upheld", "rejected")) if draw.random() < 0.05 else "",
            answer_after=draw.choices((0.3, 0.55, 0.8, 1.15, None), (5, 6, 4, 1.5, 0.5))[0],
            unreached=draw.choices((0, 1, 2, 3), (80, 12, 4, 4))[0],
        )


def _calls(draw: Random, situation: Situation) -> str:
    """What an ordinary order of a street may need besides."""
    if situation.unit != STREET or draw.random() > 0.3:
        return ""
    return draw.choice(("whistle", "escalate", "urge", "social", "alert", "keep", "merge"))


#: Every sixth order ends without a unit: half of those are answered, the others take turns.
ENDINGS = [
    kind
    for each in DisposalKind
    if each not in (DisposalKind.ANSWERED, DisposalKind.REPEAT)
    for kind in (DisposalKind.ANSWERED, each)
]


def _ending(number: int) -> DisposalKind | None:
    turn, rest = divmod(number, 6)
    return ENDINGS[turn % len(ENDINGS)] if rest == 0 else None


def _objection(draw: Random, situation: Situation) -> str:
    if situation.other and draw.random() < 0.35:
        return draw.choice(("upheld", "upheld", "rejected"))
    return ""


#: Entries that allow more time; the law refuses the others anyway.
EXTENSIBLE = frozenset({"070103", "040103", "080301", "150102", "070201", "090301", "010501"})


def _extension(draw: Random, situation: Situation) -> str:
    if situation.code in EXTENSIBLE and draw.random() < 0.4:
        return draw.choice(("granted", "granted", "refused"))
    return ""


def _staged(
    draw: Random, until: datetime, situations: Sequence[Situation], streets: Sequence[str]
) -> Iterator[Case]:
    """What lies on the desks today."""
    held, turn = {each.code: each for each in situations}, 0
    for codes, least, most, count, decided in STAGED:
        chosen = codes.split()
        for number in range(count):
            ago = least + (most - least) * (number + draw.random()) / count
            turn += 1
            yield Case(
                at=until - timedelta(hours=ago),
                street=streets[turn % len(streets)],
                situation=held[chosen[number % len(chosen)]],
                quick=True,
                **decided,
            )
