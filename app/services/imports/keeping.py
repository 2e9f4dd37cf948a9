"""What a row tells and no act of it can hold: word for word on the order, so nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.services.imports.fields import FIELDS, line
from app.services.imports.record import LONGEST_TITLE, Record

#: Where each fact goes: onto the order itself, or with one of the acts.
PARTS: dict[str, tuple[str, ...]] = {
    "order": ("external_id", "at", "content", "demand_kind", "channel", "complainant_kind",
              "complainant_name", "contact", "protected", "place", "named"),
    "answered": ("told",),
    "dispatched": ("district", "township", "unit", "dispatched_at", "due_at"),
    "signed": ("signed_at", "sign_late_reason"),
    "contacted": ("contacted_at", "contact_late_reason", "heard"),
    "replied": ("replied_at", "reply", "proof", "late_reason"),
    "unreached": ("visited_at", "valid", "opinion"),
    "visited": ("visited_at", "valid", "opinion", "contacted", "solved", "satisfied"),
}  # fmt: skip


def left_over(record: Record, parts: Iterable[str]) -> Iterator[str]:
    """Each cell that none of these parts, or single facts, holds: in the words of the file."""
    kept = {name for part in parts for name in PARTS.get(part, (part,))}
    title = line(record.cells.get("title", "")) or ""
    if len(title) <= LONGEST_TITLE or "content" not in record.cells:
        kept.add("title")
    for name, cell in record.cells.items():
        if name not in kept:
            yield f"来件另载{FIELDS[name].label}：{cell}"
