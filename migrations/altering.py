"""What migrations need besides Alembic. Triggers are renewed by the environment afterwards."""

from __future__ import annotations

from alembic import op


def unlocked(table: str) -> None:
    """Take the append-only triggers off a table that a migration has to fill in."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for kind in ("update", "delete", "truncate"):
        on = f" ON {table}" if postgresql else ""
        op.execute(f"DROP TRIGGER IF EXISTS append_only_{table}_{kind}{on}")
