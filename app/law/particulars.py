"""Whether a text says who the complainant is or how they are reached (条例:八(3))."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from app.models.work_order import WorkOrder

#: Where one way of reaching somebody ends and the next begins.
BETWEEN = re.compile(r"[\s/,，、;；]+")
SHORTEST_NAME, SHORTEST_CONTACT = 2, 4


def essence(text: str | None) -> str:
    """Letters and digits alone, so that 138-0013 8000 and １３８００１３８０００ are the same."""
    return "".join(each for each in normalize("NFKC", text or "").casefold() if each.isalnum())


def says_whom(text: str | None, order: WorkOrder | None) -> bool:
    """Whether the name or the contact of the complainant stands in a text."""
    if order is None or not (told := essence(text)):
        return False
    return any(each in told for each in _betraying(order))


def _betraying(order: WorkOrder) -> Iterator[str]:
    name = essence(order.complainant_name)
    if len(name) >= SHORTEST_NAME:
        yield name
    for each in {order.contact or "", *BETWEEN.split(order.contact or "")}:
        way = essence(each).removeprefix("00").removeprefix("86")
        if len(way) >= SHORTEST_CONTACT:
            yield way
