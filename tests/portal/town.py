"""A city at work: orders of every standing, each carrying a mark that betrays it wherever shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from app.kernel import clock
from app.models.dispatch import Dispatch
from app.models.enums import DemandKind
from tests import make
from tests.world import DAY, HOUR, MONDAY, World


@dataclass
class Told:
    """One order: its id, the mark in all its texts, the units that may see it, and its acts."""

    name: str
    id: int
    seen_by: frozenset[str]
    mark: str
    former: str = ""


@dataclass
class Town:
    """The orders by name; ``world`` acts on."""

    world: World
    orders: dict[str, Told] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Told:
        return self.orders[name]

    def foreign(self, login: str) -> list[str]:
        """The marks of orders that a person's unit has no part in."""
        unit = login.partition(".")[2]
        return [each.mark for each in self.orders.values() if unit not in each.seen_by | {"HOT"}]


#: name → the unit it is sent to (none: not sent), the units that see it, what is done after.
PLAN = {
    "waiting": (None, "", ""),
    "answered": (None, "", "disposal"),
    "sent": ("E1", "E1 E", ""),
    "late": ("E1", "E1 E", ""),
    "disputed": ("E1", "E1 E", "objection"),
    "handling": ("E1", "E1 E", "receipt contact supplement"),
    "asking": ("E1", "E1 E", "receipt extension"),
    "extended": ("E1", "E1 E", "receipt extension decision"),
    "replied": ("E1", "E1 E", "receipt contact reply"),
    "closed": ("E1", "E1 E", "receipt contact reply visit"),
    "moved": ("E1", "EC E", "objection ruling"),
    "district": ("E", "E", ""),
    "neighbour": ("E2", "E2 E", "receipt contact extension decision reply visit supplement"),
    "neighbour2": ("E2", "E2 E", "objection"),
    "other": ("W1", "W1 W", "receipt contact extension decision reply visit supplement"),
    "other2": ("W1", "W1 W", "objection"),
    "other3": ("W2", "W2 W", ""),
    "water": ("WATER", "WATER", "receipt"),
    "city": ("CD", "CD", "receipt extension"),
    "urgent": ("WATER", "WATER", ""),
    "consult": ("CD", "CD", "receipt"),
}
ENTRY = {"water": "L2", "urgent": "L1", "city": "ANY", "consult": "C1"}


def raised(bind: object) -> Town:
    """Everybody does their part."""
    town = Town(World(bind))
    for number, name in enumerate(PLAN):
        long_ago = name in ("late", "closed", "neighbour", "other")
        ago = 11 * DAY if long_ago else 2 * HOUR
        with clock.at(MONDAY - ago + timedelta(minutes=number)):
            _live(town, name, f"暗记{number:02d}号")
    _assessed(town)
    return town


def _assessed(town: Town) -> None:
    """The period is assessed, so that everybody has results to see, or not to."""
    town.world.done("assessor.HOT", make.period())


def _live(town: Town, name: str, mark: str) -> None:
    world, (unit, seen_by, acts) = town.world, PLAN[name]
    consult = name in ("answered", "consult")
    made = world.done(
        "intake.HOT",
        make.order(
            title=f"{mark}题目", content=f"{mark}内容", contact=f"{mark}电话", place=f"{mark}地点",
            complainant_name=f"{mark}姓名", protected=name == "sent",
            demand_kind=DemandKind.CONSULT if consult else DemandKind.COMPLAINT,
        ),
    )  # fmt: skip
    told = Told(name, made, frozenset(seen_by.split()), mark, "E1" if name == "moved" else "")
    town.orders[name] = told
    if unit:
        place = None if unit in ("WATER", "CD") else unit
        entry = ENTRY.get(name, "L3")
        world.done(
            "dispatcher.HOT",
            make.dispatch(made, unit=unit, place=place, entry=entry, note=f"{mark}派单"),
        )
    for act in acts.split():
        act_on(world, act, told, unit or "")


def act_on(world: World, act: str, told: Told, unit: str) -> int:
    """One act of whoever does it, with the order's mark in its texts."""
    mark = told.mark
    city = unit in ("WATER", "CD", "")
    decider = "reviewer.HOT" if city else f"coordinator.{unit[0]}"
    who, draft = {
        "disposal": ("intake.HOT", make.disposal(told.id, told=f"{mark}告知")),
        "receipt": (f"handler.{unit}", make.receipt(told.id, note=f"{mark}签收")),
        "contact": (f"handler.{unit}", make.contact(told.id, heard=f"{mark}意见")),
        "supplement": ("intake.HOT", make.supplement(told.id, content=f"{mark}补充")),
        "objection": (f"head.{unit}", make.objection(told.id, reason=f"{mark}异议",
                                                     evidence=f"{mark}材料")),
        "ruling": ("reviewer.HOT", make.ruling(told.id, reason=f"{mark}裁定")),
        "extension": (f"head.{unit}", make.extension(told.id, reason=f"{mark}延期",
                                                     legal_basis=f"{mark}法定")),
        "decision": (decider, make.decision(told.id, reason=f"{mark}审批")),
        "reply": (f"handler.{unit}", make.reply(told.id, content=f"{mark}反馈")),
        "visit": ("visitor.HOT", make.visit(told.id, opinion=f"{mark}回访")),
    }[act]  # fmt: skip
    return world.done(who, draft)


def dispatch_of(world: World, order: int) -> Dispatch:
    """The live one."""
    return world.of(order, Dispatch)[-1]
