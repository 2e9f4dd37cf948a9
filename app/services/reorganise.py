"""公布施行: a draft is brought into force; a reorganisation changes its unit with it."""

from __future__ import annotations

from app.kernel.session import GovernedSession
from app.law.reorganisation import functions_in
from app.models.act import Stamped
from app.models.enums import ReorganisationKind
from app.models.publication import Publication
from app.models.reorganisation import Reorganisation
from app.models.unit import SEPARATOR, Unit


def publish(session: GovernedSession, draft: Stamped, note: str = "") -> Publication:
    """One draft; whether this person may bring it into force is for ``app.law`` to say."""
    made = Publication(
        table_name=draft.__tablename__,  # type: ignore[attr-defined]
        row_id=draft.id,  # type: ignore[attr-defined]
        note=note,
    )
    session.add(made)
    if isinstance(draft, Reorganisation):
        with session.no_autoflush:
            enact(draft)
    return made


def enact(act: Reorganisation) -> None:
    """The unit as the reorganisation has it; nothing of what it did before is touched."""
    unit, after = act.unit, act.successor
    if act.kind is ReorganisationKind.RENAMED:
        unit.name = act.new_name.strip()
        unit.short_name = act.new_short_name.strip() or unit.short_name
    elif after is not None and act.kind is ReorganisationKind.MERGED:
        _give(after, functions_in(unit.functions))
        unit.active, unit.successor = False, after
    elif after is not None:
        moved = functions_in(act.functions)
        _give(after, moved)
        kept = [each for each in functions_in(unit.functions) if each not in moved]
        unit.functions = SEPARATOR.join(kept)


def _give(unit: Unit, functions: list[str]) -> None:
    held = functions_in(unit.functions)
    unit.functions = SEPARATOR.join(dict.fromkeys([*held, *functions]))
