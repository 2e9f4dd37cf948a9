"""Messages from a file: whatever wrote it, they are read; moved under the law, order kept."""

from __future__ import annotations

import gzip
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.kernel.clock import SHANGHAI
from app.models.enums import DemandKind, UnitKind
from app.services.classify import classify, kind_of, unit_for
from app.services.messages import EARLIEST, Message, Unreadable, moved, read
from tests import make
from tests.world import MONDAY, World

HEAD = "id,user,title,body,created_at\n"
LINES = HEAD + "1,甲,路灯不亮,三天了,2019-01-01 10:00:00\n2,,,只有正文,2019/1/2 8:05\n3,丙,,,\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("packed", [False, True])
def test_any_usual_file_is_read(tmp_path: Path, encoding: str, packed: bool) -> None:
    """Packed or not, in either encoding; an empty message is left out and counted."""
    raw = LINES.encode(encoding)
    file = tmp_path / "messages"
    file.write_bytes(gzip.compress(raw) if packed else raw)
    held, empty = read(file, 10)
    assert [each.title for each in held] == ["路灯不亮", "只有正文"]
    assert (held[1].user, empty) == ("来件 2", 1)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "缺少列"),
        (HEAD.encode(), "没有来件"),
        (b"\xff\xfe\x00x", "编码无法识别"),
        (b"\x1f\x8bnot packed", "不是完好的压缩文件"),
        (b"a,b\n1,2\n", "缺少列：id、user、title、body、created_at"),
    ],
)
def test_bad_files_are_told(tmp_path: Path, raw: bytes, said: str) -> None:
    """One sentence, never a traceback."""
    file = tmp_path / "bad"
    file.write_bytes(raw)
    with pytest.raises(Unreadable, match=said):
        read(file, 10)


def test_missing_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="没有文件"):
        read(tmp_path / "none", 1)
    with pytest.raises(Unreadable, match="是目录"):
        read(tmp_path, 1)


def message(number: int, sent: datetime | None) -> Message:
    return Message(str(number), "甲", "标题", "正文", sent)


def test_old_messages_move_by_whole_weeks() -> None:
    """Weekday and hour stay, and so does the order."""
    first = datetime(2019, 3, 5, 8, 30, tzinfo=SHANGHAI)
    told = [message(2, first + timedelta(days=1)), message(1, first), message(3, None)]
    dated = moved(told, MONDAY)
    assert [m.id for _, m in dated] == ["1", "3", "2"]
    assert dated[0][0] >= EARLIEST
    assert (dated[0][0] - first) % timedelta(weeks=1) == timedelta()


@pytest.mark.parametrize("year", [2000, 2023, 2040])
def test_nothing_is_moved_into_the_future(year: int) -> None:
    """However long ago, far apart or wrong their dates are."""
    first = datetime(year, 1, 1, tzinfo=SHANGHAI)
    dated = moved([message(n, first + n * timedelta(days=900)) for n in range(3)], MONDAY)
    assert EARLIEST <= dated[0][0] <= dated[-1][0] <= MONDAY


def test_title_weighs_double_and_long_words_win(world: World) -> None:
    """Of several entries the one the text is most about."""
    drafts = {"LAMP": "路灯|照明", "ROAD": "道路|坑洼", "NONE": ""}
    entries = world.system(*(make.entry(code, keywords=w) for code, w in drafts.items()))

    def code(title: str, body: str) -> str | None:
        found = classify(title, body, entries)
        return found.code if found else None

    assert code("路灯坏了", "道路很黑") == "LAMP"
    assert code("反映问题", "道路坑洼，路灯还行") == "ROAD"
    assert code("你好", "谢谢") is None


def test_kind_is_one_the_entry_covers(world: World) -> None:
    """Else the dispatch would be refused."""
    (entry,) = world.system(make.entry("ASK", demand_kinds=(DemandKind.CONSULT,)))
    assert kind_of("举报违法搭建", None) is DemandKind.REPORT
    assert kind_of("举报违法搭建", entry) is DemandKind.CONSULT
    assert kind_of("灯坏了", None) is DemandKind.HELP


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
