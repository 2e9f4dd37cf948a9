"""What may go wrong on purpose. Nothing else is raised deliberately anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One broken sentence of the law: rule, clause, sentence, and the fields it is about."""

    rule: str
    clause: str
    sentence: str
    fields: tuple[str, ...] = ()
    table: str = ""
    row_id: int | None = None

    def __str__(self) -> str:
        """The sentence with its clause, as every surface shows it."""
        return f"{self.sentence}（{self.clause}）" if self.clause else self.sentence


class PortalError(Exception):
    """Something a person can be told in one Chinese sentence."""

    status = 400


class Unlawful(PortalError):
    """A write that the law refuses; carries every finding, not the first."""

    status = 422

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Keep the findings in the order the rules were examined."""
        self.findings = tuple(findings)
        super().__init__("；".join(str(each) for each in self.findings))


class Forbidden(PortalError):
    """Not this person's to do, or to see."""

    status = 403


class Stale(PortalError):
    """Somebody else acted in between."""

    status = 409


class BulkWriteForbidden(PortalError):
    """A statement that would pass the law by: Core, text, bulk insert, update or delete."""

    status = 403


class NoLawInForce(PortalError):
    """A parameter, entry or calendar day is asked for on a date that has none; never guessed."""

    status = 422
