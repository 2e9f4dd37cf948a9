"""What can be wrong with a file, a map or a row, in one Chinese sentence."""

from __future__ import annotations

from app.kernel.errors import PortalError


class Unreadable(PortalError):
    """A file no row of which can be read, or a map that cannot be used."""


class Wrong(PortalError):
    """One row that cannot be taken; the others go on."""
