"""Coordination, ledger, merging, reorganisation, delegation, publication; acts say for whom."""

import sqlalchemy as sa
from alembic import op

from migrations.altering import unlocked

revision = "0005"
down_revision = "0004"

#: Tables whose rows say who did it; now also for whom.
STAMPED = (
    "attachment", "behaviour_mark", "calendar_day", "catalogue_entry", "co_handling",
    "co_result", "community_duty", "conference", "contact", "contest_ruling", "dispatch",
    "dispatch_copy", "disposal", "extension", "extension_decision", "objection", "parameter",
    "period", "receipt", "reply", "ruling", "scheme", "supplement", "visit", "visit_contest",
    "work_order",
)  # fmt: skip
MADE = (
    "whistle_result",
    "report_in",
    "supervision_answer",
    "summons",
    "ledger_review",
    "ledger_removal",
    "escalation_answer",
    "whistle",
    "supervision",
    "merger_undo",
    "ledger",
    "escalation",
    "alert_receipt",
    "social_help",
    "merger",
    "exemption",
    "alert",
    "reorganisation",
    "publication",
    "look",
    "delegation",
)
#: Tables whose rows a second person brings into force from now on.
PUBLISHED = ("parameter", "calendar_day", "catalogue_entry", "community_duty")


def upgrade() -> None:
    """Up."""
    op.create_table(
        "delegation",
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("account_id <> deputy_id", name=op.f("ck_delegation_deputy")),
        sa.CheckConstraint("ends_at > begins_at", name=op.f("ck_delegation_ends_at")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_delegation_account_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_delegation_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_delegation_by_unit_id")),
        sa.ForeignKeyConstraint(
            ["deputy_id"], ["account.id"], name=op.f("fk_delegation_deputy_id")
        ),
        sa.ForeignKeyConstraint(["for_id"], ["account.id"], name=op.f("fk_delegation_for_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_delegation_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    with op.batch_alter_table("delegation") as batch_op:
        batch_op.create_index("ix_delegation_deputy_id", ["deputy_id", "ends_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegation_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "look",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_look_account_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_look_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look")),
        sa.UniqueConstraint("account_id", "unit_id", name=op.f("uq_look_account_id_unit_id")),
    )
    op.create_table(
        "publication",
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_publication_by_id")),
        sa.ForeignKeyConstraint(
            ["by_unit_id"], ["unit.id"], name=op.f("fk_publication_by_unit_id")
        ),
        sa.ForeignKeyConstraint(["for_id"], ["account.id"], name=op.f("fk_publication_for_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("table_name", "row_id", name=op.f("uq_publication_table_name_row_id")),
    )
    op.create_table(
        "reorganisation",
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("functions", sa.String(length=400), nullable=False),
        sa.Column("new_name", sa.String(length=80), nullable=False),
        sa.Column("new_short_name", sa.String(length=40), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(trim(basis)) > 0", name=op.f("ck_reorganisation_basis")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_reorganisation_by_id")),
        sa.ForeignKeyConstraint(
            ["by_unit_id"], ["unit.id"], name=op.f("fk_reorganisation_by_unit_id")
        ),
        sa.ForeignKeyConstraint(["for_id"], ["account.id"], name=op.f("fk_reorganisation_for_id")),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["unit.id"], name=op.f("fk_reorganisation_successor_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_reorganisation_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reorganisation")),
    )
    with op.batch_alter_table("reorganisation") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reorganisation_successor_id"), ["successor_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_reorganisation_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "alert",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("sign", sa.String(24), nullable=False),
        sa.Column("situation", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("named", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("at <= recorded_at", name=op.f("ck_alert_recorded_at")),
        sa.CheckConstraint("length(trim(situation)) > 0", name=op.f("ck_alert_situation")),
        sa.CheckConstraint("noticed_at <= at", name=op.f("ck_alert_noticed_at")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_alert_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_alert_by_unit_id")),
        sa.ForeignKeyConstraint(["for_id"], ["account.id"], name=op.f("fk_alert_for_id")),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name=op.f("fk_alert_order_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_alert_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
    )
    with op.batch_alter_table("alert") as batch_op:
        batch_op.create_index("ix_alert_order_id", ["order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "exemption",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("named", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("at <= recorded_at", name=op.f("ck_exemption_recorded_at")),
        sa.CheckConstraint("length(trim(evidence)) > 0", name=op.f("ck_exemption_evidence")),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_exemption_reason")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_exemption_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_exemption_by_unit_id")),
        sa.ForeignKeyConstraint(["for_id"], ["account.id"], name=op.f("fk_exemption_for_id")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_exemption_order_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_exemption_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption")),
        sa.UniqueConstraint(
            "order_id", "unit_id", "kind", name=op.f("uq_exemption_order_id_unit_id_kind")
        ),
    )
    with op.batch_alter_table("exemption") as batch_op:
        batch_op.create_index("ix_exemption_order_id", ["order_id"], unique=False)

    op.create_table(
        "merger",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("main_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("named", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("at <= recorded_at", name=op.f("ck_merger_recorded_at")),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_merger_reason")),
        sa.CheckConstraint("main_id <> order_id", name=op.f("ck_merger_main")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_merger_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_merger_by_unit_id")),
        sa.ForeignKeyConstraint(["for_id"], ["account.id"], name=op.f("fk_merger_for_id")),
        sa.ForeignKeyConstraint(["main_id"], ["work_order.id"], name=op.f("fk_merger_main_id")),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name=op.f("fk_merger_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merger")),
    )
    with op.batch_alter_table("merger") as batch_op:
        batch_op.create_index(batch_op.f("ix_merger_main_id"), ["main_id"], unique=False)
        batch_op.create_index("ix_merger_order_id", ["order_id"], unique=False)

    op.create_table(
        "social_help",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("named", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("at <= recorded_at", name=op.f("ck_social_help_recorded_at")),
        sa.CheckConstraint(
            "length(trim(organisation)) > 0", name=op.f("ck_social_help_organisation")
        ),
        sa.CheckConstraint("length(trim(task)) > 0", name=op.f("ck_social_help_task")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_social_help_by_id")),
        sa.ForeignKeyConstraint(
            ["by_unit_id"], ["unit.id"], name=op.f("fk_social_help_by_unit_id")
        ),
        sa.ForeignKeyConstraint(["for_id"], ["account.id"], name=op.f("fk_social_help_for_id")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_social_help_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_social_help")),
    )
    with op.batch_alter_table("social_help") as batch_op:
        batch_op.create_index("ix_social_help_order_id", ["order_id"], unique=False)

    op.create_table(
        "alert_receipt",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("named", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("at <= recorded_at", name=op.f("ck_alert_receipt_recorded_at")),
        sa.CheckConstraint("length(trim(measures)) > 0", name=op.f("ck_alert_receipt_measures")),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_alert_receipt_alert_id")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_alert_receipt_by_id")),
        sa.ForeignKeyConstraint(
            ["by_unit_id"], ["unit.id"], name=op.f("fk_alert_receipt_by_unit_id")
        ),
        sa.ForeignKeyConstraint(["for_id"], ["account.id"], name=op.f("fk_alert_receipt_for_id")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_alert_receipt_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_receipt")),
        sa.UniqueConstraint("alert_id", name=op.f("uq_alert_receipt_alert_id")),
    )
    with op.batch_alter_table("alert_receipt") as batch_op:
        batch_op.create_index("ix_alert_receipt_order_id", ["order_id"], unique=False)

    op.create_table(
        "escalation",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("own_action", sa.Text(), nullable=False),
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("named", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("at <= recorded_at", name=op.f("ck_escalation_recorded_at")),
        sa.CheckConstraint("length(trim(matter)) > 0", name=op.f("ck_escalation_matter")),
        sa.CheckConstraint("length(trim(own_action)) > 0", name=op.f("ck_escalation_own_action")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_escalation_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_escalation_by_unit_id")),
        sa.ForeignKeyConstraint(
            ["dispatch_id"], ["dispatch.id"], name=op.f("fk_escalation_dispatch_id")
        ),
        sa.ForeignKeyConstraint(["for_id"], ["account.id"], name=op.f("fk_escalation_for_id")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_escalation_order_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_escalation_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
    )
    with op.batch_alter_table("escalation") as batch_op:
        batch_op.create_index("ix_escalation_order_id", ["order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_escalation_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "ledger",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=60), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("named", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("at <= recorded_at", name=op.f("ck_ledger_recorded_at")),
        sa.CheckConstraint("length(trim(owner)) > 0", name=op.f("ck_ledger_owner")),
        sa.CheckConstraint("length(trim(plan)) > 0", name=op.f("ck_ledger_plan")),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_ledger_reason")),
        sa.CheckConstraint("told_at <= at", name=op.f("ck_ledger_told_at")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_ledger_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_ledger_by_unit_id")),
        sa.ForeignKeyConstraint(
            ["dispatch_id"], ["dispatch.id"], name=op.f("fk_ledger_dispatch_id")
        ),
        sa.ForeignKeyConstraint(["for_id"], ["account.id"], name=op.f("fk_ledger_for_id")),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name=op.f("fk_ledger_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger")),
    )
    with op.batch_alter_table("ledger") as batch_op:
        batch_op.create_index("ix_ledger_order_id", ["order_id"], unique=False)

    op.create_table(
        "merger_undo",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("merger_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("named", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("at <= recorded_at", name=op.f("ck_merger_undo_recorded_at")),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_merger_undo_reason")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_merger_undo_by_id")),
        sa.ForeignKeyConstraint(
            ["by_unit_id"], ["unit.id"], name=op.f("fk_merger_undo_by_unit_id")
        ),
        sa.ForeignKeyConstraint(["for_id"], ["account.id"], name=op.f("fk_merger_undo_for_id")),
        sa.ForeignKeyConstraint(
            ["merger_id"], ["merger.id"], name=op.f("fk_merger_undo_merger_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_merger_undo_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merger_undo")),
        sa.UniqueConstraint("merger_id", name=op.f("uq_merger_undo_merger_id")),
    )
    with op.batch_alter_table("merger_undo") as batch_op:
        batch_op.create_index("ix_merger_undo_order_id", ["order_id"], unique=False)

    op.create_table(
        "supervision",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("demand", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("named", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("at <= recorded_at", name=op.f("ck_supervision_recorded_at")),
        sa.CheckConstraint("length(trim(demand)) > 0", name=op.f("ck_supervision_demand")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_supervision_by_id")),
        sa.ForeignKeyConstraint(
            ["by_unit_id"], ["unit.id"], name=op.f("fk_supervision_by_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["dispatch_id"], ["dispatch.id"], name=op.f("fk_supervision_dispatch_id")
        ),
        sa.ForeignKeyConstraint(["for_id"], ["account.id"], name=op.f("fk_supervision_for_id")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_supervision_order_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_supervision_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision")),
    )
    with op.batch_alter_table("supervision") as batch_op:
        batch_op.create_index("ix_supervision_order_id", ["order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_supervision_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "whistle",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("gather", sa.String(length=120), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("named", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("at <= recorded_at", name=op.f("ck_whistle_recorded_at")),
        sa.CheckConstraint("length(trim(gather)) > 0", name=op.f("ck_whistle_gather")),
        sa.CheckConstraint("length(trim(matter)) > 0", name=op.f("ck_whistle_matter")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_whistle_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_whistle_by_unit_id")),
        sa.ForeignKeyConstraint(
            ["dispatch_id"], ["dispatch.id"], name=op.f("fk_whistle_dispatch_id")
        ),
        sa.ForeignKeyConstraint(["for_id"], ["account.id"], name=op.f("fk_whistle_for_id")),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name=op.f("fk_whistle_order_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_whistle_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whistle")),
    )
    with op.batch_alter_table("whistle") as batch_op:
        batch_op.create_index("ix_whistle_order_id", ["order_id"], unique=False)

    op.create_table(
        "escalation_answer",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("late_reason", sa.Text(), nullable=False),
        sa.Column("escalation_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("named", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("at <= recorded_at", name=op.f("ck_escalation_answer_recorded_at")),
        sa.CheckConstraint(
            "length(trim(measures)) > 0", name=op.f("ck_escalation_answer_measures")
        ),
        sa.CheckConstraint("length(trim(opinion)) > 0", name=op.f("ck_escalation_answer_opinion")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_escalation_answer_by_id")),
        sa.ForeignKeyConstraint(
            ["by_unit_id"], ["unit.id"], name=op.f("fk_escalation_answer_by_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["escalation_id"], ["escalation.id"], name=op.f("fk_escalation_answer_escalation_id")
        ),
        sa.ForeignKeyConstraint(
            ["for_id"], ["account.id"], name=op.f("fk_escalation_answer_for_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_escalation_answer_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_answer")),
        sa.UniqueConstraint("escalation_id", name=op.f("uq_escalation_answer_escalation_id")),
    )
    with op.batch_alter_table("escalation_answer") as batch_op:
        batch_op.create_index("ix_escalation_answer_order_id", ["order_id"], unique=False)

    op.create_table(
        "ledger_removal",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("ledger_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("named", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("at <= recorded_at", name=op.f("ck_ledger_removal_recorded_at")),
        sa.CheckConstraint("length(trim(evidence)) > 0", name=op.f("ck_ledger_removal_evidence")),
        sa.CheckConstraint("length(trim(result)) > 0", name=op.f("ck_ledger_removal_result")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_ledger_removal_by_id")),
        sa.ForeignKeyConstraint(
            ["by_unit_id"], ["unit.id"], name=op.f("fk_ledger_removal_by_unit_id")
        ),
        sa.ForeignKeyConstraint(["for_id"], ["account.id"], name=op.f("fk_ledger_removal_for_id")),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["ledger.id"], name=op.f("fk_ledger_removal_ledger_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_ledger_removal_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_removal")),
        sa.UniqueConstraint("ledger_id", name=op.f("uq_ledger_removal_ledger_id")),
    )
    with op.batch_alter_table("ledger_removal") as batch_op:
        batch_op.create_index("ix_ledger_removal_order_id", ["order_id"], unique=False)

    op.create_table(
        "ledger_review",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("ledger_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("named", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("at <= recorded_at", name=op.f("ck_ledger_review_recorded_at")),
        sa.CheckConstraint("length(trim(findings)) > 0", name=op.f("ck_ledger_review_findings")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_ledger_review_by_id")),
        sa.ForeignKeyConstraint(
            ["by_unit_id"], ["unit.id"], name=op.f("fk_ledger_review_by_unit_id")
        ),
        sa.ForeignKeyConstraint(["for_id"], ["account.id"], name=op.f("fk_ledger_review_for_id")),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["ledger.id"], name=op.f("fk_ledger_review_ledger_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_ledger_review_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_review")),
    )
    with op.batch_alter_table("ledger_review") as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_review_ledger_id"), ["ledger_id"], unique=False)
        batch_op.create_index("ix_ledger_review_order_id", ["order_id"], unique=False)

    op.create_table(
        "summons",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("whistle_id", sa.Integer(), nullable=False),
        sa.Column("arrive_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("named", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("arrive_by > at", name=op.f("ck_summons_arrive_by")),
        sa.CheckConstraint("at <= recorded_at", name=op.f("ck_summons_recorded_at")),
        sa.CheckConstraint("length(trim(task)) > 0", name=op.f("ck_summons_task")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_summons_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_summons_by_unit_id")),
        sa.ForeignKeyConstraint(["for_id"], ["account.id"], name=op.f("fk_summons_for_id")),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name=op.f("fk_summons_order_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_summons_unit_id")),
        sa.ForeignKeyConstraint(["whistle_id"], ["whistle.id"], name=op.f("fk_summons_whistle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summons")),
        sa.UniqueConstraint("whistle_id", "unit_id", name=op.f("uq_summons_whistle_id_unit_id")),
    )
    with op.batch_alter_table("summons") as batch_op:
        batch_op.create_index("ix_summons_order_id", ["order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_summons_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "supervision_answer",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("late_reason", sa.Text(), nullable=False),
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("named", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("at <= recorded_at", name=op.f("ck_supervision_answer_recorded_at")),
        sa.CheckConstraint("length(trim(content)) > 0", name=op.f("ck_supervision_answer_content")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_supervision_answer_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_unit_id"], ["unit.id"], name=op.f("fk_supervision_answer_by_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["for_id"], ["account.id"], name=op.f("fk_supervision_answer_for_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_supervision_answer_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["supervision_id"],
            ["supervision.id"],
            name=op.f("fk_supervision_answer_supervision_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_answer")),
        sa.UniqueConstraint("supervision_id", name=op.f("uq_supervision_answer_supervision_id")),
    )
    with op.batch_alter_table("supervision_answer") as batch_op:
        batch_op.create_index("ix_supervision_answer_order_id", ["order_id"], unique=False)

    op.create_table(
        "report_in",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.String(length=120), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("justified", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("late_reason", sa.Text(), nullable=False),
        sa.Column("summons_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("named", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("at <= recorded_at", name=op.f("ck_report_in_recorded_at")),
        sa.CheckConstraint("length(trim(people)) > 0", name=op.f("ck_report_in_people")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_report_in_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_report_in_by_unit_id")),
        sa.ForeignKeyConstraint(["for_id"], ["account.id"], name=op.f("fk_report_in_for_id")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_report_in_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["summons_id"], ["summons.id"], name=op.f("fk_report_in_summons_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_in")),
        sa.UniqueConstraint("summons_id", name=op.f("uq_report_in_summons_id")),
    )
    with op.batch_alter_table("report_in") as batch_op:
        batch_op.create_index("ix_report_in_order_id", ["order_id"], unique=False)

    op.create_table(
        "whistle_result",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(24), nullable=False),
        sa.Column("rating", sa.String(24), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("summons_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("named", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("at <= recorded_at", name=op.f("ck_whistle_result_recorded_at")),
        sa.CheckConstraint("length(trim(content)) > 0", name=op.f("ck_whistle_result_content")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_whistle_result_by_id")),
        sa.ForeignKeyConstraint(
            ["by_unit_id"], ["unit.id"], name=op.f("fk_whistle_result_by_unit_id")
        ),
        sa.ForeignKeyConstraint(["for_id"], ["account.id"], name=op.f("fk_whistle_result_for_id")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_whistle_result_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["summons_id"], ["summons.id"], name=op.f("fk_whistle_result_summons_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_whistle_result_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whistle_result")),
        sa.UniqueConstraint("summons_id", name=op.f("uq_whistle_result_summons_id")),
    )
    with op.batch_alter_table("whistle_result") as batch_op:
        batch_op.create_index("ix_whistle_result_order_id", ["order_id"], unique=False)

    for table in STAMPED:
        unlocked(table)
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("for_id", sa.Integer(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_{table}_for_id"), "account", ["for_id"], ["id"])
            if table == "work_order":
                batch.add_column(sa.Column("alarm", sa.String(60), nullable=True))
    _publish()


def _publish() -> None:
    """What people had entered before was in force from then on, and stays so."""
    for table in PUBLISHED:
        op.execute(
            "INSERT INTO publication (table_name, row_id, note, at, source)"
            f" SELECT '{table}', id, '迁移前已生效', at, 'desk' FROM {table}"
            " WHERE by_post IS NOT NULL ORDER BY id"
        )


def downgrade() -> None:
    """Down."""
    for table in STAMPED:
        unlocked(table)
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"fk_{table}_for_id"), type_="foreignkey")
            batch.drop_column("for_id")
            if table == "work_order":
                batch.drop_column("alarm")
    for table in MADE:
        op.drop_table(table)
