"""Assessment: schemes, periods, results."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Up."""

    op.create_table(
        "scheme",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Integer(), nullable=False),
        sa.Column("weight_response", sa.Integer(), nullable=False),
        sa.Column("weight_resolution", sa.Integer(), nullable=False),
        sa.Column("weight_satisfaction", sa.Integer(), nullable=False),
        sa.Column("basic_share", sa.Integer(), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("rounding", sa.String(24), nullable=False),
        sa.Column("least_valid", sa.Integer(), nullable=False),
        sa.Column("totals", sa.String(24), nullable=False),
        sa.Column("excellent_from", sa.Integer(), nullable=False),
        sa.Column("good_from", sa.Integer(), nullable=False),
        sa.Column("passing_from", sa.Integer(), nullable=False),
        sa.Column("consulted", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(length=120), nullable=False),
        sa.Column("grade", sa.String(24), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.CheckConstraint("basic_share BETWEEN 0 AND 100", name=op.f("ck_scheme_basic_share")),
        sa.CheckConstraint("decimals BETWEEN 0 AND 2", name=op.f("ck_scheme_decimals")),
        sa.CheckConstraint("least_valid >= 1", name=op.f("ck_scheme_least_valid")),
        sa.CheckConstraint("starts_on BETWEEN 1 AND 28", name=op.f("ck_scheme_starts_on")),
        sa.CheckConstraint(
            "weight_response + weight_resolution + weight_satisfaction = 100",
            name=op.f("ck_scheme_weights"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_scheme_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_scheme_by_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_scheme_code_valid_from")),
    )
    op.create_table(
        "period",
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_period_ends_on")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_period_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_period_by_unit_id")),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.id"], name=op.f("fk_period_scheme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period")),
        sa.UniqueConstraint("starts_on", "seq", name=op.f("uq_period_starts_on_seq")),
    )
    op.create_table(
        "result",
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("assessment_group", sa.String(24), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.Column("valid", sa.Integer(), nullable=False),
        sa.Column("contacted", sa.Integer(), nullable=False),
        sa.Column("solved", sa.Integer(), nullable=False),
        sa.Column("satisfied", sa.Integer(), nullable=False),
        sa.Column("basic", sa.Integer(), nullable=False),
        sa.Column("response", sa.Integer(), nullable=True),
        sa.Column("resolution", sa.Integer(), nullable=True),
        sa.Column("satisfaction", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("rated", sa.String(24), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("band", sa.String(24), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name=op.f("fk_result_period_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_result_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result")),
        sa.UniqueConstraint("period_id", "unit_id", name=op.f("uq_result_period_id_unit_id")),
    )
    with op.batch_alter_table("result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_result_unit_id"), ["unit_id"], unique=False)


def downgrade() -> None:
    """Down."""

    with op.batch_alter_table("result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_result_unit_id"))

    op.drop_table("result")
    op.drop_table("period")
    op.drop_table("scheme")
