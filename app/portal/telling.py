"""A refusal on the page: each finding beside its field, with its clause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.kernel.citation import clauses
from app.kernel.errors import Finding, PortalError, Unlawful

PRACTICE = "平台规则:"
CUSTOM = "依惯例，无法定条款"


@dataclass(frozen=True)
class Said:
    """One sentence, where it rests and what that clause is about."""

    sentence: str
    clause: str = ""
    heading: str = ""


@dataclass
class Told:
    """What to say beside the fields and what above them."""

    beside: dict[str, list[Said]] = field(default_factory=dict)
    above: list[Said] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many things are to be mended."""
        return len(self.above) + sum(len(each) for each in self.beside.values())


def said(finding: Finding) -> Said:
    """A finding in the words of the page."""
    return resting(finding.clause, finding.sentence)


def resting(clause: str, sentence: str = "") -> Said:
    """Where something rests: a clause of the law, or the custom of the house."""
    known = clauses().get(clause)
    heading = f"{known.title} {known.heading}：{known.summary}" if known else ""
    return Said(sentence, CUSTOM if clause.startswith(PRACTICE) else clause, heading)


def tell(error: PortalError, names: Iterable[str]) -> Told:
    """Put each finding beside the first of its fields that is on the form."""
    told, names = Told(), set(names)
    found = dict.fromkeys(error.findings) if isinstance(error, Unlawful) else ()
    for finding in found:
        place = next((each for each in finding.fields if each in names), None)
        if place:
            told.beside.setdefault(place, []).append(said(finding))
        else:
            told.above.append(said(finding))
    if not isinstance(error, Unlawful):
        told.above.append(Said(str(error)))
    return told


def tell_typing(errors: dict[str, list[str]]) -> Told:
    """What could not be read at all."""
    return Told({name: [Said(str(each)) for each in said] for name, said in errors.items() if said})
