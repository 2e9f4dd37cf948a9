"""Acts a file tells of: when they were recorded, whom it names, where an order is from."""

import sqlalchemy as sa
from alembic import op

from migrations.altering import unlocked

revision = "0002"
down_revision = "0001"

ACTS = (
    "contact", "dispatch", "dispatch_copy", "disposal", "extension", "extension_decision",
    "objection", "receipt", "reply", "ruling", "supplement", "visit",
)  # fmt: skip
INSTANT = sa.DateTime(timezone=True)
#: Table → column → type, and what older rows get.
ADDED = {table: (("named", sa.String(80), "''"), ("recorded_at", INSTANT, "at")) for table in ACTS}
ADDED["work_order"] = (*ADDED["visit"], ("origin_note", sa.Text(), "''"))


def upgrade() -> None:
    """Up."""
    for table, columns in ADDED.items():
        unlocked(table)
        with op.batch_alter_table(table) as batch:
            for name, kind, _ in columns:
                batch.add_column(sa.Column(name, kind, nullable=True))
        told = ", ".join(f"{name} = {value}" for name, _, value in columns)
        op.execute(f"UPDATE {table} SET {told}")
        with op.batch_alter_table(table) as batch:
            for name, kind, _ in columns:
                batch.alter_column(name, existing_type=kind, nullable=False)
            batch.create_check_constraint(op.f(f"ck_{table}_recorded_at"), "at <= recorded_at")
            if table == "dispatch":
                batch.add_column(sa.Column("given_due_at", INSTANT, nullable=True))
                batch.create_check_constraint(
                    op.f("ck_dispatch_given_due_at"), "given_due_at IS NULL OR source = 'import'"
                )
            if table == "work_order":
                batch.add_column(sa.Column("origin", sa.String(40), nullable=True))
                batch.add_column(sa.Column("external_id", sa.String(80), nullable=True))
                batch.create_unique_constraint(
                    op.f("uq_work_order_origin_external_id"), ["origin", "external_id"]
                )
                batch.create_check_constraint(
                    op.f("ck_work_order_external_id"), "(origin IS NULL) = (external_id IS NULL)"
                )
                batch.create_check_constraint(
                    op.f("ck_work_order_origin"), "origin IS NULL OR source = 'import'"
                )


def downgrade() -> None:
    """Down."""
    for table, columns in ADDED.items():
        gone = [f"ck_{table}_recorded_at"]
        gone += ["ck_dispatch_given_due_at"] if table == "dispatch" else []
        own = table == "work_order"
        gone += ["ck_work_order_external_id", "ck_work_order_origin"] if own else []
        unlocked(table)
        with op.batch_alter_table(table) as batch:
            for name in gone:
                batch.drop_constraint(op.f(name), type_="check")
            if own:
                batch.drop_constraint(op.f("uq_work_order_origin_external_id"), type_="unique")
                batch.drop_column("origin")
                batch.drop_column("external_id")
            if table == "dispatch":
                batch.drop_column("given_due_at")
            for name, _, _ in columns:
                batch.drop_column(name)
