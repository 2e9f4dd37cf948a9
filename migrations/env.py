"""Alembic's environment: the database by configuration, the triggers from the models."""

from alembic import context
from sqlalchemy import Connection, Enum, NullPool, create_engine

import app.access.matrix  # noqa: F401  (registers every table)
from app.kernel import triggers
from app.kernel.model import Base
from app.kernel.types import Fixed, Instant, Several


def render(kind, item, _autogen):
    """Plain types in the migration files, so that they never depend on later code."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Several):
        return "sa.String(120)"
    if kind == "type" and isinstance(item, Fixed):
        return "sa.Integer()"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String({item.length})"
    return False


def migrate(connection: Connection) -> None:
    """Run, renew the triggers and, on SQLite, check the keys not enforced meanwhile."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_server_default=True,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render,
    )
    with context.begin_transaction():
        context.run_migrations()
        triggers.renew(connection)
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise SystemExit(f"外键检查未通过：{broken[:3]}")


engine = create_engine(context.config.attributes["url"], poolclass=NullPool)
with engine.connect() as connection:
    migrate(connection)
    connection.commit()
