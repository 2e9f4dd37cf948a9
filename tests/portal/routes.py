"""Every address of the portal with what it asks for, and who sees which row: told by the matrix."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

from app.access.grant import Reach
from app.access.matrix import MATRIX, right
from app.kernel.audit import Audit
from app.kernel.complete import relations
from app.kernel.model import Base, Case, Staff, columns
from app.models.account import Account
from app.models.calendar_day import CalendarDay
from app.models.enums import Post
from app.models.publication import TWO_PERSONS, Publication
from app.models.unit import Unit
from app.models.work_order import WorkOrder
from tests.portal.site import Site

#: Of each generated view: verb and methods. A closed one is nobody's.
GENERATED = {
    "index_view": ("r", {"GET"}),
    "details_view": ("r", {"GET"}),
    "create_view": ("c", {"GET", "POST"}),
    "edit_view": ("u", {"GET", "POST"}),
    "export": ("x", {"GET"}),
    "ajax_lookup": ("r", {"GET"}),
    "delete_view": ("closed", {"POST"}),
    "action_view": ("closed", {"POST"}),
    "ajax_update": ("closed", {"POST"}),
}

#: All others.
OTHERS = {
    "static": {"GET"},
    "admin.static": {"GET"},
    "auth.root": {"GET"},
    "auth.login": {"GET", "POST"},
    "auth.logout": {"POST"},
    "auth.password": {"GET", "POST"},
    "health.healthz": {"GET"},
    "admin.index": {"GET"},
    "acting.index": {"GET", "POST"},
    "workload.index": {"GET"},
    "whistles.index": {"GET"},
    "notices.index": {"GET"},
    "notices.look": {"POST"},
    "finding.index": {"GET"},
    "law.index": {"GET"},
    "law.clause": {"GET"},
    "rehearsal.index": {"GET"},
    "rehearsal.tried": {"GET"},
    "account.reset_view": {"POST"},
    "calendar_day.prefill_view": {"POST"},
    "reorganisation.carry_view": {"POST"},
    **{f"{table}.publish_view": {"GET", "POST"} for table in sorted(TWO_PERSONS)},
    "scheme.publish_view": {"GET", "POST"},
    "period.book_view": {"GET"},
    "attachment.file_view": {"GET"},
}

#: Acts of single views: what they ask for, what is posted, what it then answers.
ACTS = {
    "/admin/account/reset/": ("u", Account, {"id": "2000000000"}, 404),
    "/admin/calendar_day/prefill/": ("c", CalendarDay, {"year": "1"}, 302),
    **{f"/admin/{table}/publish/": ("c", Publication, {}, 302) for table in sorted(TWO_PERSONS)},
}

VIEWED: list[type[Base]] = [each for each in MATRIX if each.__area__]

#: One person a post; of the units' posts those of one street.
LOGINS = {
    post: f"{post.value}.{unit}"
    for post in Post
    for unit in [{"coordinator": "E", "handler": "E1", "head": "E1"}.get(post.value, "HOT")]
}

MALFORMED = ["abc", "1,2", "9" * 20, "%00", ".1.2", "1&id=2", "", "-1", "1.0", "１", "+1", "%201"]


@dataclass(frozen=True)
class Row:
    """One row of a table, and the units that see it; ``own``: those that see it as its author."""

    table: type[Base]
    id: int
    seen_by: frozenset[str]

    def visible(self, login: str) -> bool:
        """Whether the person reaches it."""
        post, _, unit = login.partition(".")
        held = right(Post(post), self.table)
        if "r" not in held.verbs or held.reach is Reach.NONE:
            return False
        return self.id != MISSING and (held.reach is Reach.ALL or unit in self.seen_by)


MISSING = 2_000_000_000


def samples(site: Site) -> dict[type[Base], list[Row]]:
    """Of each table some rows of each neighbourhood, and one that is not there."""
    codes = {each.id: each.code for each in site.stored(Unit)}
    told = {each.id: each for each in site.town.orders.values()}
    found: dict[type[Base], list[Row]] = {}
    for table in VIEWED:
        rows, kept = [], set()
        for each in site.stored(table):
            seen = _seen_by(each, codes, told)
            if seen not in kept:
                kept.add(seen)
                rows.append(Row(table, each.id, seen))
        found[table] = [*rows, Row(table, MISSING, frozenset())]
    return found


def chosen(rows: list[Row], login: str) -> list[Row]:
    """Of a table's rows a few within reach, a few beyond it, and the one that is not there."""
    near = [each for each in rows if each.visible(login)]
    far = [each for each in rows if not each.visible(login)]
    return [*near[:2], *far[:3], rows[-1]]


def _seen_by(row: Any, codes: dict[int, str], told: dict[int, Any]) -> frozenset[str]:
    if isinstance(row, Case):
        order = told[row.order_key]
        own = {order.former} if codes.get(row.by_unit_id) == order.former else set()
        return order.seen_by | own
    if isinstance(row, Staff):
        code = codes[row.unit_id]
        inside = {"E": {"E", "E1", "E2", "EC", "EM", "OLD"}, "W": {"W", "W1", "W2", "WC", "WM"}}
        return frozenset({code} | {key for key, held in inside.items() if code in held})
    return frozenset(codes.values())


def lookups(table: type[Base], post: Post) -> dict[str, int]:
    """Relation → the status its look-up answers this post."""
    held, found = right(post, table).verbs, {}
    for name, key, target in relations(table):
        meta = columns(table)[key]
        if "r" not in held:
            found[name] = 403
        elif not (meta["form"] or meta["filter"]):
            found[name] = 404
        else:
            used = meta["filter"] or set("cu") & set(held)
            found[name] = 200 if used and "r" in right(post, target).verbs else 403
    return found


def editable(table: type[Base], post: Post) -> bool:
    return "u" in right(post, table).verbs and table.__append_only__ is not True


def text_of(answer: Any) -> str:
    """What a body says; a workbook is opened."""
    if answer.data[:2] != b"PK":
        return str(answer.get_data(as_text=True))
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        return "".join(book.read(each).decode() for each in book.namelist())


def betrayed(site: Site, login: str, answer: Any) -> list[str]:
    """Foreign marks in a body; who had an order keeps what it wrote itself."""
    text, unit = text_of(answer), login.partition(".")[2]
    if "暗记" not in text:
        return []
    found = []
    for each in site.town.orders.values():
        own = "(?!异议|材料)" if each.former == unit else ""
        watched = answer.request.path.startswith("/admin/audit/") and watches(login)
        hidden = not watched and (sees_no_case(login) or unit not in each.seen_by | {"HOT"})
        if hidden and re.search(f"{each.mark}{own}", text):
            found.append(each.name)
    return found


def watches(login: str) -> bool:
    """The audit tells of every change to whoever may read it, particulars apart."""
    return "r" in right(Post(login.partition(".")[0]), Audit).verbs


def sees_no_case(login: str) -> bool:
    return "r" not in right(Post(login.partition(".")[0]), WorkOrder).verbs
