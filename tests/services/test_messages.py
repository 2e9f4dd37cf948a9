"""Messages from a file: read as an import reads them; moved under the law, order kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.kernel.clock import SHANGHAI
from app.models.enums import DemandKind, UnitKind
from app.services.imports.faults import Unreadable
from app.services.message_run import unit_for
from app.services.messages import EARLIEST, Message, moved, read
from tests import make
from tests.world import MONDAY, World

HEAD = "id,user,title,body,created_at\n"
LINES = (
    "1,甲,咨询路灯不亮,三天了,2019-01-01 10:00:00\n2,,,只有正文,2019/1/2 8:05\n3,丙,,,2019-01-03\n"
    "4,丁,物业,有,2019-02-30 10:00\n"
)


def test_messages_are_read_with_what_their_words_point_to(tmp_path: Path) -> None:
    """Rows that cannot be read are left out and told."""
    file = tmp_path / "messages.csv"
    file.write_text(HEAD + LINES, encoding="utf-8")
    held, faults = read(file, 10)
    assert [each.title for each in held] == ["咨询路灯不亮", "只有正文"]
    assert held[0].entries == ("050203",)
    assert held[0].kinds[0] is DemandKind.CONSULT
    assert held[1].user == "来件 2"
    assert [each[:4] for each in faults] == ["第 4 ", "第 5 "]


def test_no_more_are_read_than_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "messages.csv"
    file.write_text(HEAD + LINES, encoding="utf-8")
    assert len(read(file, 1)[0]) == 1


def test_a_file_without_messages_is_told(tmp_path: Path) -> None:
    file = tmp_path / "empty.csv"
    file.write_text(HEAD, encoding="utf-8")
    with pytest.raises(Unreadable, match="没有来件"):
        read(file, 10)


def message(number: int, sent: datetime) -> Message:
    return Message(str(number), "甲", "标题", "正文", sent)


def test_old_messages_move_by_whole_weeks() -> None:
    """Weekday and hour stay, and so does the order."""
    first = datetime(2019, 3, 5, 8, 30, tzinfo=SHANGHAI)
    told = [message(2, first + timedelta(days=1)), message(1, first)]
    dated = moved(told, MONDAY)
    assert [m.id for _, m in dated] == ["1", "2"]
    assert dated[0][0] >= EARLIEST
    assert (dated[0][0] - first) % timedelta(weeks=1) == timedelta()


@pytest.mark.parametrize("year", [2000, 2023, 2040])
def test_nothing_is_moved_into_the_future(year: int) -> None:
    """However long ago, far apart or wrong their dates are."""
    first = datetime(year, 1, 1, tzinfo=SHANGHAI)
    dated = moved([message(n, first + n * timedelta(days=900)) for n in range(3)], MONDAY)
    assert EARLIEST <= dated[0][0] <= dated[-1][0] <= MONDAY


def test_unit_is_competent_at_the_place(world: World) -> None:
    """A territorial matter is the street's; another that of the body of its district."""
    with world.reading() as session:
        units = list(session.query(make.Unit).order_by(make.Unit.code))
        place = next(each for each in units if each.code == "E1")
        entries = {each.code: each for each in session.query(make.CatalogueEntry)}
        assert unit_for(entries["L3"], place, units, 5) is place
        district = unit_for(entries["E48"], place, units, 5)
        assert district is not None
        assert (district.code, district.kind) == ("EM", UnitKind.DISTRICT_DEPARTMENT)
