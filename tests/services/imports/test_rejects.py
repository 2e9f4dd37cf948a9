"""What was not taken: the rows as they came with their reasons, to be mended and sent again."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from tests.services.imports.office import LABELS, PLAIN, SENT, Office
from tests.services.imports.reading import workbook

FORMULAS = ["=1+1", "+86 10", "-5 度的水", "@某人", "＝1", "－1", "\t缩进", "\n换行"]
HEADINGS = [LABELS[each] for each in PLAIN]


def plain(**cells: str) -> list[str]:
    return list((PLAIN | cells).values())


def write(path: Path, *rows: list[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_there_is_no_file_of_nothing(office: Office) -> None:
    office.rejected = office.folder / "deep" / "rejects.csv"
    office.one()
    assert not office.rejected.parent.exists()


def test_it_is_in_the_order_of_the_file(office: Office) -> None:
    """Whether a row could not be read, or was refused by the law."""
    office.take({"contact": ""}, {"at": "昨天"}, {}, {"channel": "传真"}, {"contact": "无"})
    assert [row[-1].split("：")[0] for row in office.rejects()[1:]] == [
        f"第 {n} 行" for n in (2, 3, 5, 6)
    ]


def test_a_spreadsheet_rounds_no_number_in_it(office: Office) -> None:
    """Nor strips its zeros; and it is the same number when it is imported again."""
    office.take({"contact": "", "external_id": "20240220000000001", "place": "007"})
    row = dict(zip(*office.rejects(), strict=True))
    assert (row["外部编号"], row["发生地点"]) == ("20240220000000001\t", "007\t")
    head, cells = office.rejects()
    cells[head.index("联系方式")] = "13800138000"
    office.job(write(office.folder / "mended.csv", head, cells)).run()
    (order,) = office.orders()
    assert (order.external_id, order.place) == ("20240220000000001", "007")


def test_its_folder_is_made_when_it_is_needed(office: Office) -> None:
    office.rejected = office.folder / "deep" / "er" / "rejects.csv"
    office.refused(contact="")
    assert len(office.rejects()) == 2


def test_it_has_the_columns_of_the_file_and_the_reason(office: Office) -> None:
    """Only what was not taken, in the words of whatever refused it."""
    office.take({"contact": "无"}, {}, {"at": "2024-02-30", "external_id": "A"})
    head, *rows = office.rejects()
    assert head == [*HEADINGS, "原因"]
    told = {row[0]: row for row in rows}
    assert set(told) == {"1", "A"}
    assert told["1"][:-1] == plain(external_id="1", contact="无")
    assert told["1"][-1].startswith("第 2 行：工单缺少：真实可用的联系方式")
    assert told["A"][:-1] == plain(external_id="A", at="2024-02-30")
    assert told["A"][-1].startswith("第 4 行：登记时间：时间“2024-02-30”无效或不存在")


def test_it_begins_with_the_mark_that_spreadsheets_know(office: Office) -> None:
    office.refused(contact="")
    assert office.rejected.read_bytes().startswith(b"\xef\xbb\xbf")


def test_no_cell_of_it_is_a_formula(office: Office) -> None:
    """Nor does what came escaped become one."""
    rows = [{"contact": "", "content": each} for each in FORMULAS]
    office.take(*rows, {"contact": "", "content": "'=2+2"})
    told = [dict(zip(HEADINGS, row, strict=False))["诉求内容"] for row in office.rejects()[1:]]
    assert told == [f"'{each}" for each in FORMULAS] + ["'=2+2"]


def test_it_is_imported_again_once_mended(office: Office) -> None:
    """With its column of reasons, escaped cells and all: what is stored is what was meant."""
    contents = [*FORMULAS, '上\n“下”,"末"', "'引号"]
    office.take({}, *({"contact": "", "content": each} for each in contents))
    head, *rows = office.rejects()
    place = head.index("联系方式")
    mended = [[*row[:place], "13800138000", *row[place + 1 :]] for row in rows]
    again = office.job(write(office.folder / "mended.csv", head, *mended)).run()
    assert (again.done["imported"], again.rejected) == (len(contents), 0)
    stored = [each.content for each in office.orders()[1:]]
    assert stored == [each.strip() for each in contents]


def test_a_mended_file_beside_the_old_one(office: Office) -> None:
    """The whole file again, mended at its place: what is there is left alone."""
    office.take({}, {"contact": ""}, {})
    tally = office.take({}, {}, {})
    assert (tally.present, tally.done["imported"], tally.rejected) == (2, 1, 0)


def test_it_is_written_anew_by_the_next_run(office: Office) -> None:
    office.take({"contact": ""}, {"channel": ""})
    office.take({}, {"channel": ""})
    assert [row[0] for row in office.rejects()[1:]] == ["2"]


def test_what_could_not_be_divided_stays_together(office: Office) -> None:
    """A row too short, too long, or with quotes gone wrong; nothing of it is lost."""
    path = office.folder / "old.csv"
    write(
        path, HEADINGS, plain(external_id="1"), ["2", "短"], [*plain(external_id="3"), "多", "余"]
    )
    with path.open("a", encoding="utf-8") as file:
        file.write('4,"坏"引号,其余\n')
        file.write(",".join(plain(external_id="5")) + "\n")
    tally = office.job(path).run()
    assert (tally.rows, tally.done["imported"], tally.rejected) == (5, 2, 3)
    short, long, bad = office.rejects()[1:]
    assert {len(short), len(long), len(bad)} == {len(HEADINGS) + 1}
    assert short[:3] == ["2", "短", ""]
    assert long[:6] == plain(external_id="3")[:6]
    assert long[6] == f"{PLAIN['contact']},多,余"
    assert bad[0] == '4,"坏"引号,其余'
    assert [row[-1].split("：")[0] for row in (short, long, bad)] == [
        "第 3 行",
        "第 4 行",
        "第 5 行",
    ]


def test_rows_of_a_workbook_are_put_down_the_same_way(office: Office) -> None:
    def fill(book: Any, page: Any) -> None:
        page.write_row(0, 0, HEADINGS)
        page.write_row(1, 0, plain(external_id="1", contact="无"))
        page.write_row(2, 0, plain(external_id="2"))

    tally = office.job(workbook(office.folder / "old.xlsx", fill)).run()
    assert (tally.done["imported"], tally.rejected) == (1, 1)
    assert office.rejects()[1][:-1] == plain(external_id="1", contact="无")
    assert office.orders()[0].origin_note.startswith("old.xlsx 第 3 行")


def test_reasons_are_counted(office: Office) -> None:
    tally = office.take(
        {"contact": ""}, SENT | {"contact": ""}, {"channel": ""}, {"title": "", "content": ""}
    )
    assert sorted(tally.reasons.values()) == [1, 1, 2]
    assert sum(tally.reasons.values()) == tally.rejected == len(office.rejects()) - 1
