"""办理凭据和附件: what a reply rests on, what is taken in beside an order, what a mark needs."""

from __future__ import annotations

import pytest

from app.models.enums import Behaviour, DemandKind, MediaKind, Status
from app.models.work_order import WorkOrder
from tests import make
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import CLOSED, HANDLING, REGISTERED, on, order, then
from tests.world import DAY, MONDAY

BY = "handler.E1"
VOICE = {"name": "通话.mp3", "kind": MediaKind.VOICE, "media_type": "audio/mpeg"}

ASKED = order("handling", demand_kind=DemandKind.CONSULT)
REPORTED = order("handling", demand_kind=DemandKind.REPORT)
REACHED = (BY, make.contact)
MISSED = (BY, lambda order: make.contact(order, reached=False, heard=""))
PICTURE = (BY, make.attachment)
RECORDING = (BY, lambda order: make.attachment(order, **VOICE))
#: What was sent along when the demand came in.
SENT_ALONG = then(
    order(), ("intake.HOT", make.attachment), ("dispatcher.HOT", make.dispatch)
)  # fmt: skip
#: Proof of the first round is no proof of the second.
AGAIN = then(
    HANDLING, REACHED, (BY, make.reply), ("visitor.HOT", make.bad_visit), after=DAY
)  # fmt: skip


def answer(scene=HANDLING, proof="", **told):
    return on(scene, make.reply, proof=proof, **told)


def send(media_type: str, kind: MediaKind, **told):
    return on(HANDLING, make.attachment, media_type=media_type, kind=kind, **told)


#: No form says what a file is: it is found in the file (tests/portal).
FOUND = {"form": "no file"}
MOST = 100 * 1024**2


def mark(scene=REGISTERED, **told):
    return on(scene, make.mark, **told)


LAWS = [
    Law(
        "reply_rests_on_proof",
        "平台规则:proof_of_action",
        (
            case("a document is named", BY, answer(proof="京城管字〔2024〕7 号")),
            case("a consult", BY, answer(ASKED)),
            case("the complainant was reached", BY, answer(then(HANDLING, REACHED))),
            case("reached in the end", BY, answer(then(HANDLING, MISSED, REACHED))),
            case("a picture", BY, answer(then(HANDLING, PICTURE))),
            case("a recording", BY, answer(then(HANDLING, RECORDING))),
            case("a report with a picture", BY, answer(then(REPORTED, PICTURE))),
            case("a report with a document named", BY, answer(REPORTED, "照片 3 号")),
        ),
        (
            case("nothing", BY, answer()),
            case("blank", BY, answer(proof="　")),
            case("never reached", BY, answer(then(HANDLING, MISSED))),
            case("only what the complainant sent", BY, answer(SENT_ALONG)),
            case("only of the first round", BY,
                 answer(AGAIN, told_at=MONDAY + DAY), after=DAY),
            case("a report and only talk", BY, answer(then(REPORTED, REACHED))),
            case("a report and only a recording", BY, answer(then(REPORTED, RECORDING))),
        ),
    ),
    Law(
        "attachment_is_of_a_kind_taken_in",
        "条例:八(2)",
        (
            case("a picture", BY, send("image/jpeg", MediaKind.PICTURE), **FOUND),
            case("a voice", BY, send("audio/amr", MediaKind.VOICE), **FOUND),
            case("a video", BY, send("video/mp4", MediaKind.VIDEO), **FOUND),
            case("a document", BY, send("application/pdf", MediaKind.DOCUMENT), **FOUND),
            case("the largest", BY, send("video/mp4", MediaKind.VIDEO, size=MOST), **FOUND),
        ),
        (
            case("a programme", BY, send("application/x-dosexec", MediaKind.DOCUMENT), **FOUND),
            case("a page", BY, send("text/html", MediaKind.DOCUMENT), **FOUND),
            case("a voice said to be a picture", BY, send("audio/amr", MediaKind.PICTURE), **FOUND),
            case("a byte too large", BY,
                 send("video/mp4", MediaKind.VIDEO, size=MOST + 1), **FOUND),
        ),
    ),
    Law(
        "mark_rests_on_evidence",
        "条例:九(3)",
        (
            *(case(f"{each}", "intake.HOT", mark(kind=each)) for each in Behaviour),
            case("once it is closed", "supervisor.HOT", mark(CLOSED)),
        ),
        (
            case("no behaviour", "intake.HOT", mark(kind=None)),
            case("unlisted behaviour", "intake.HOT", mark(kind="rude"), form="unreadable"),
            case("no evidence", "intake.HOT", mark(evidence="")),
            case("blank evidence", "intake.HOT", mark(evidence="　")),
        ),
    ),
    Law(
        "mark_comes_after_dissuading",
        "条例:三十七",
        (
            case("dissuaded", "intake.HOT", mark()),
            case("dissuaded by the visitor", "visitor.HOT", mark(dissuaded="已讲明后果")),
        ),
        (
            case("nobody dissuaded", "intake.HOT", mark(dissuaded="")),
            case("blank", "supervisor.HOT", mark(dissuaded="　")),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)


def test_a_mark_stands_in_nobodys_way(world):
    """条例:三十七: the demand is handled all the same, and the next one is taken in."""
    ident = world.order()
    world.done("intake.HOT", make.mark(ident))
    world.done("dispatcher.HOT", make.dispatch(ident))
    assert world.get(WorkOrder, ident).status is Status.DISPATCHED
    following = world.done("intake.HOT", make.order())
    assert world.get(WorkOrder, following).status is Status.REGISTERED
