"""``flask law clock`` and ``flask law may`` say what the page says; a city's own due times hold."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import yaml

from app.kernel.session import GovernedSession
from app.models.work_order import WorkOrder
from app.services.clocks import clocks
from app.services.imports.rejects import REASON
from app.services.procedure import VERBS, steps
from tests import make_more
from tests.cli.test_commands import run
from tests.services.test_law_check import tamper
from tests.world import MONDAY

BOSTON = Path("seed/maps/boston311.yaml")


def number(city, order: int) -> str:
    return str(city.get(WorkOrder, order).number)


def test_every_limit_is_explained(portal, city):
    order = city.order("closed")
    status, said = run(portal, "law", "clock", number(city, order))
    assert status == 0
    with city.reading() as session:
        for each in clocks(session.get(WorkOrder, order)):
            assert f"{each.name}" in said
            assert each.standing(MONDAY) in said
            for line in each.lines():
                assert line in said


def test_what_a_person_may_do_is_told(portal, city):
    order = city.order("dispatched")
    person = city.people["handler.E1"]
    status, said = run(portal, "law", "may", number(city, order), "--as", "handler.E1")
    assert status == 0
    with GovernedSession(city.bind, person, writing=False) as session:
        found = steps(session, session.get(WorkOrder, order))
    assert [each.told() for each in found] == [each.strip() for each in said.splitlines()[1:]]
    assert len(found) == len(VERBS)
    assert "可以签收" in said
    assert "不能裁定异议：本工单没有待裁定的派单异议（条例:十二(3)）" in said


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("law", "clock", "2024"), "没有编号为 2024 的工单"),
        (("law", "clock"), "缺少 工单编号"),
        (("law", "may", "2024", "--as", "handler.E1"), "没有编号为 2024 的工单"),
        (("law", "may", "2024", "--as", "nobody"), "没有登录名为“nobody”的账号"),
    ],
)
def test_what_cannot_be_told(portal, city, args, why):
    status, said = run(portal, *args)
    assert status != 0
    assert why in said


def test_an_order_out_of_reach_is_not_told_of(portal, city):
    order = city.order("dispatched")
    status, said = run(portal, "law", "may", number(city, order), "--as", "handler.W1")
    assert status != 0
    assert "不在该账号的范围内" in said


#: id, registered, due, closed; what the city says of it (refused: none). The last was promised no
#: time, so that ours holds.
REQUESTS = [
    ("1", "2011-07-01 01:32:33", "2011-07-15 01:32:32", "2011-07-01 05:06:58", "按时"),
    ("2", "2011-07-01 02:18:31", "2011-07-05 02:18:31", "2011-07-05 02:18:31", "按时"),
    ("3", "2011-07-01 02:18:31", "2011-07-05 02:18:31", "2011-07-05 02:18:32", "超期"),
    ("4", "2011-07-01 03:00:00", "2011-07-02 03:00:00", "", "超期"),
    ("5", "2011-07-02 03:00:00", "2011-07-02 02:59:59", "2011-07-02 04:00:00", None),
    ("6", "2011-07-02 03:00:00", "", "2011-07-02 04:00:00", "按时"),
]  # fmt: skip


def test_a_citys_own_due_times(portal, city, tmp_path):
    """As the whole file is compared by ``python -m benchmarks deadlines``: row by row."""
    held = yaml.safe_load(BOSTON.read_text(encoding="utf-8"))
    held["constants"] |= {"district": "东城区人民政府", "township": "东城一街道", "entry": "L3",
                          "unit": "E1"}  # fmt: skip
    held["shift"]["weeks"] = 658
    mapped, file = tmp_path / "map.yaml", tmp_path / "requests.csv"
    mapped.write_text(yaml.safe_dump(held, allow_unicode=True), encoding="utf-8")
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["request_id", "created_at", "due_at", "closed_at", "subtype", "detail",
                         "channel", "resolution"])  # fmt: skip
        for ident, at, due, closed, _ in REQUESTS:
            writer.writerow([ident, at, due, closed, "Pothole", "Pothole", "Self Service", "Fixed"])
    rejects, verdicts = tmp_path / "rejects.csv", tmp_path / "verdicts.csv"
    told = ("--map", str(mapped), "--as", "migrator.HOT", "--clock", "2024-10-01")
    status, said = run(portal, "import", "orders", str(file), *told, "--rejects", str(rejects))
    assert status == 0, said
    told = ("--columns", "external_id,due_at,replied_at,verdict", "--as-of", "2024-03-03")
    assert run(portal, "export", "orders", "--as", "dispatcher.HOT", *told, "-o",
               str(verdicts))[0] == 0  # fmt: skip
    with verdicts.open(encoding="utf-8-sig", newline="") as each:
        found = {row[0]: row[3] for row in list(csv.reader(each))[1:]}
    assert found == {ident: verdict for ident, *_, verdict in REQUESTS if verdict is not None}
    with rejects.open(encoding="utf-8-sig", newline="") as each:
        (refused,) = csv.DictReader(each)
    assert refused["request_id"] == "5"
    assert "到期" in refused[REASON] or "期限" in refused[REASON]
    assert run(portal, "law", "check")[0] == 0


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_check_in_several_processes_says_the_same(portal, city, jobs):
    for _ in range(3):
        city.order("closed")
    tamper(city, "visit", "UPDATE visit SET attempt = 2")
    status, said = run(portal, "law", "check", "--jobs", jobs, "--json")
    told = json.loads(said)
    assert (status, told["orders"]) == (1, 3)
    assert [each["rule"] for each in told["findings"]] == ["standing_of_the_attempt"] * 3


def test_both_sides_of_a_whistle_are_counted(portal, city):
    """In words and as JSON; of whom an account may assess, or of all."""
    city.done("head.E1", make_more.whistle(city.order("handling")))
    span = ("--since", "2024-03-01", "--until", "2024-03-31")
    status, said = run(portal, "assess", "whistles", *span)
    assert status == 0
    assert "东城一街道　吹哨 1、召集 1" in said
    told = json.loads(run(portal, "assess", "whistles", *span, "--json")[1])
    assert (told["since"], told["until"]) == ("2024-03-01", "2024-03-31")
    assert [(each["unit"], each["吹哨"]) for each in told["streets"]] == [("东城一街道", 1)]
    assert [(each["unit"], each["被召集"]) for each in told["units"]] == [("东城区城管委", 1)]
    own = ("assess", "whistles", *span, "--json", "--as")
    assert json.loads(run(portal, *own, "head.EC")[1])["streets"] == []
    for refused in ((*own, "keeper.HOT"), ("assess", "whistles", "--since", "2024-04-01",
                                           "--until", "2024-03-01")):  # fmt: skip
        assert run(portal, *refused)[0] != 0
