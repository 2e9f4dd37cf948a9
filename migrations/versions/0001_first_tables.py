"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Up."""
    op.create_table(
        "counter",
        sa.Column("series", sa.String(length=40), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter")),
        sa.UniqueConstraint("series", name=op.f("uq_counter_series")),
    )
    op.create_table(
        "login_attempt",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("login", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempt")),
    )
    op.create_index("ix_login_attempt_address", "login_attempt", ["address", "at"], unique=False)
    op.create_index("ix_login_attempt_login", "login_attempt", ["login", "at"], unique=False)

    op.create_table(
        "unit",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("short_name", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(24), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("functions", sa.String(length=400), nullable=False),
        sa.Column("assessment_group", sa.String(24), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.String(length=120), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("parent_id IS NULL OR parent_id <> id", name=op.f("ck_unit_parent")),
        sa.ForeignKeyConstraint(["district_id"], ["unit.id"], name=op.f("fk_unit_district_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["unit.id"], name=op.f("fk_unit_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_code")),
    )
    op.create_index("ix_unit_kind_district", "unit", ["kind", "district_id"], unique=False)
    op.create_index(op.f("ix_unit_parent_id"), "unit", ["parent_id"], unique=False)
    op.create_index(op.f("ix_unit_path"), "unit", ["path"], unique=False)

    op.create_table(
        "account",
        sa.Column("login", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("post", sa.String(24), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("session_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_account_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
    )
    op.create_index(op.f("ix_account_unit_id"), "account", ["unit_id"], unique=False)

    op.create_table(
        "audit",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("verb", sa.String(length=10), nullable=False),
        sa.Column("table", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("then", sa.JSON(), nullable=False),
        sa.Column("now", sa.JSON(), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("law", sa.String(length=12), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_audit_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_audit_by_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_at", "audit", ["at"], unique=False)
    op.create_index("ix_audit_order", "audit", ["order_id"], unique=False)
    op.create_index("ix_audit_row", "audit", ["table", "row_id"], unique=False)

    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_calendar_day_by_id")),
        sa.ForeignKeyConstraint(
            ["by_unit_id"], ["unit.id"], name=op.f("fk_calendar_day_by_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
        sa.UniqueConstraint("day", "valid_from", name=op.f("uq_calendar_day_day_valid_from")),
    )
    op.create_table(
        "catalogue_entry",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("in_force", sa.Boolean(), nullable=False),
        sa.Column("level1", sa.String(length=40), nullable=False),
        sa.Column("level2", sa.String(length=40), nullable=False),
        sa.Column("level3", sa.String(length=60), nullable=False),
        sa.Column("demand_kinds", sa.String(120), nullable=False),
        sa.Column("competent_kind", sa.String(24), nullable=True),
        sa.Column("competent_function", sa.String(length=40), nullable=True),
        sa.Column("named_unit_id", sa.Integer(), nullable=True),
        sa.Column("territorial", sa.Boolean(), nullable=False),
        sa.Column("limit_class", sa.String(24), nullable=False),
        sa.Column("extension_allowed", sa.Boolean(), nullable=False),
        sa.Column("duty_list", sa.String(24), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("co_units", sa.String(length=200), nullable=False),
        sa.Column("keywords", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.CheckConstraint(
            "NOT in_force OR competent_kind IS NOT NULL OR named_unit_id IS NOT NULL",
            name=op.f("ck_catalogue_entry_competent"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_catalogue_entry_by_id")),
        sa.ForeignKeyConstraint(
            ["by_unit_id"], ["unit.id"], name=op.f("fk_catalogue_entry_by_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["named_unit_id"], ["unit.id"], name=op.f("fk_catalogue_entry_named_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_entry")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_catalogue_entry_code_valid_from")),
    )
    op.create_table(
        "parameter",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(24), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(length=120), nullable=False),
        sa.Column("grade", sa.String(24), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.CheckConstraint("value >= 0", name=op.f("ck_parameter_value")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_parameter_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_parameter_by_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parameter")),
        sa.UniqueConstraint("key", "valid_from", name=op.f("uq_parameter_key_valid_from")),
    )
    op.create_table(
        "refusal",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("rule", sa.String(length=80), nullable=False),
        sa.Column("clause", sa.String(length=60), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("table", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_refusal_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusal")),
    )
    op.create_index("ix_refusal_at", "refusal", ["at"], unique=False)

    op.create_table(
        "work_order",
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("demand_kind", sa.String(24), nullable=False),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("complainant_kind", sa.String(24), nullable=False),
        sa.Column("complainant_name", sa.String(length=60), nullable=False),
        sa.Column("contact", sa.String(length=80), nullable=False),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("status", sa.String(24), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("limit_class", sa.String(24), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("citizen_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.CheckConstraint("length(trim(contact)) > 0", name=op.f("ck_work_order_contact")),
        sa.CheckConstraint("length(trim(content)) > 0", name=op.f("ck_work_order_content")),
        sa.CheckConstraint("length(trim(title)) > 0", name=op.f("ck_work_order_title")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_work_order_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_work_order_by_unit_id")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["catalogue_entry.id"], name=op.f("fk_work_order_entry_id")
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["unit.id"], name=op.f("fk_work_order_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_order")),
        sa.UniqueConstraint("number", name=op.f("uq_work_order_number")),
    )
    op.create_index("ix_work_order_at", "work_order", ["at", "id"], unique=False)
    op.create_index("ix_work_order_due", "work_order", ["status", "due_at"], unique=False)
    op.create_index(op.f("ix_work_order_lead_id"), "work_order", ["lead_id"], unique=False)
    op.create_index("ix_work_order_status", "work_order", ["status", "at", "id"], unique=False)

    op.create_table(
        "contact",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(24), nullable=False),
        sa.Column("contacted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("heard", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_contact_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_contact_by_unit_id")),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name=op.f("fk_contact_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index("ix_contact_order_id", "contact", ["order_id"], unique=False)

    op.create_table(
        "dispatch",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(24), nullable=False),
        sa.Column("ruling_id", sa.Integer(), nullable=True),
        sa.Column("limit_class", sa.String(24), nullable=False),
        sa.Column("limit_text", sa.String(length=40), nullable=False),
        sa.Column("limit_basis", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("warn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("object_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("parameter_id", sa.Integer(), nullable=False),
        sa.Column("calendar_version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.CheckConstraint("due_at > starts_at", name=op.f("ck_dispatch_due_at")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_dispatch_seq")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_dispatch_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_dispatch_by_unit_id")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["catalogue_entry.id"], name=op.f("fk_dispatch_entry_id")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name=op.f("fk_dispatch_order_id")),
        sa.ForeignKeyConstraint(
            ["parameter_id"], ["parameter.id"], name=op.f("fk_dispatch_parameter_id")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["unit.id"], name=op.f("fk_dispatch_place_id")),
        *_ruling_key(),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_dispatch_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch")),
        sa.UniqueConstraint("order_id", "seq", name=op.f("uq_dispatch_order_id_seq")),
        sa.UniqueConstraint("ruling_id", name=op.f("uq_dispatch_ruling_id")),
    )
    op.create_index("ix_dispatch_order_id", "dispatch", ["order_id"], unique=False)
    op.create_index(op.f("ix_dispatch_unit_id"), "dispatch", ["unit_id"], unique=False)

    op.create_table(
        "disposal",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_disposal_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_disposal_by_unit_id")),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name=op.f("fk_disposal_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal")),
        sa.UniqueConstraint("order_id", name=op.f("uq_disposal_order_id")),
    )
    op.create_index("ix_disposal_order_id", "disposal", ["order_id"], unique=False)

    op.create_table(
        "participation",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(24), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(24), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_participation_order_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_participation_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
        sa.UniqueConstraint("unit_id", "order_id", name=op.f("uq_participation_unit_id_order_id")),
    )
    op.create_index("ix_participation_order_id", "participation", ["order_id"], unique=False)
    op.create_index(
        "ix_participation_unit_due", "participation", ["unit_id", "status", "due_at"], unique=False
    )
    op.create_index(
        "ix_participation_unit_received",
        "participation",
        ["unit_id", "received_at", "order_id"],
        unique=False,
    )
    op.create_index(
        "ix_participation_unit_status",
        "participation",
        ["unit_id", "status", "received_at", "order_id"],
        unique=False,
    )

    op.create_table(
        "supplement",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.CheckConstraint("length(trim(content)) > 0", name=op.f("ck_supplement_content")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_supplement_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_supplement_by_unit_id")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_supplement_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement")),
    )
    op.create_index("ix_supplement_order_id", "supplement", ["order_id"], unique=False)

    op.create_table(
        "visit",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(24), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("contacted", sa.Boolean(), nullable=True),
        sa.Column("solved", sa.Boolean(), nullable=True),
        sa.Column("satisfied", sa.String(24), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("valid", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.CheckConstraint(
            "reached = (contacted IS NOT NULL) AND reached = (solved IS NOT NULL)"
            " AND reached = (satisfied IS NOT NULL)",
            name=op.f("ck_visit_answers"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_visit_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_visit_by_unit_id")),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name=op.f("fk_visit_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("order_id", "attempt", name=op.f("uq_visit_order_id_attempt")),
    )
    op.create_index("ix_visit_order_id", "visit", ["order_id"], unique=False)

    op.create_table(
        "dispatch_copy",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_dispatch_copy_by_id")),
        sa.ForeignKeyConstraint(
            ["by_unit_id"], ["unit.id"], name=op.f("fk_dispatch_copy_by_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["dispatch_id"], ["dispatch.id"], name=op.f("fk_dispatch_copy_dispatch_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_dispatch_copy_order_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_dispatch_copy_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch_copy")),
        sa.UniqueConstraint(
            "dispatch_id", "unit_id", name=op.f("uq_dispatch_copy_dispatch_id_unit_id")
        ),
    )
    op.create_index("ix_dispatch_copy_order_id", "dispatch_copy", ["order_id"], unique=False)

    op.create_table(
        "extension",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("old_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.CheckConstraint("days > 0", name=op.f("ck_extension_days")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_extension_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_extension_by_unit_id")),
        sa.ForeignKeyConstraint(
            ["dispatch_id"], ["dispatch.id"], name=op.f("fk_extension_dispatch_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_extension_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    op.create_index("ix_extension_order_id", "extension", ["order_id"], unique=False)

    op.create_table(
        "objection",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("suggested_unit_id", sa.Integer(), nullable=True),
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.CheckConstraint("length(trim(evidence)) > 0", name=op.f("ck_objection_evidence")),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_objection_reason")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_objection_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_objection_by_unit_id")),
        sa.ForeignKeyConstraint(
            ["dispatch_id"], ["dispatch.id"], name=op.f("fk_objection_dispatch_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_objection_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["suggested_unit_id"], ["unit.id"], name=op.f("fk_objection_suggested_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint(
            "order_id", "by_unit_id", name=op.f("uq_objection_order_id_by_unit_id")
        ),
    )
    op.create_index("ix_objection_order_id", "objection", ["order_id"], unique=False)

    op.create_table(
        "receipt",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_receipt_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_receipt_by_unit_id")),
        sa.ForeignKeyConstraint(
            ["dispatch_id"], ["dispatch.id"], name=op.f("fk_receipt_dispatch_id")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name=op.f("fk_receipt_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("dispatch_id", name=op.f("uq_receipt_dispatch_id")),
    )
    op.create_index("ix_receipt_order_id", "receipt", ["order_id"], unique=False)

    op.create_table(
        "reply",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_way", sa.String(24), nullable=False),
        sa.Column("late_reason", sa.Text(), nullable=False),
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.CheckConstraint("length(trim(content)) > 0", name=op.f("ck_reply_content")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_reply_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_reply_by_unit_id")),
        sa.ForeignKeyConstraint(
            ["dispatch_id"], ["dispatch.id"], name=op.f("fk_reply_dispatch_id")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name=op.f("fk_reply_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
        sa.UniqueConstraint("dispatch_id", name=op.f("uq_reply_dispatch_id")),
    )
    op.create_index("ix_reply_order_id", "reply", ["order_id"], unique=False)

    op.create_table(
        "extension_decision",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("extension_id", sa.Integer(), nullable=False),
        sa.Column("old_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("new_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_extension_decision_reason")),
        sa.CheckConstraint("new_due_at >= old_due_at", name=op.f("ck_extension_decision_longer")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_extension_decision_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_unit_id"], ["unit.id"], name=op.f("fk_extension_decision_by_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["extension_id"], ["extension.id"], name=op.f("fk_extension_decision_extension_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_extension_decision_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension_decision")),
        sa.UniqueConstraint("extension_id", name=op.f("uq_extension_decision_extension_id")),
    )
    op.create_index(
        "ix_extension_decision_order_id", "extension_decision", ["order_id"], unique=False
    )

    op.create_table(
        "ruling",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.CheckConstraint("NOT upheld OR unit_id IS NOT NULL", name=op.f("ck_ruling_unit")),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_ruling_reason")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_ruling_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_ruling_by_unit_id")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["catalogue_entry.id"], name=op.f("fk_ruling_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["objection_id"], ["objection.id"], name=op.f("fk_ruling_objection_id")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name=op.f("fk_ruling_order_id")),
        sa.ForeignKeyConstraint(["place_id"], ["unit.id"], name=op.f("fk_ruling_place_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_ruling_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling")),
        sa.UniqueConstraint("objection_id", name=op.f("uq_ruling_objection_id")),
    )
    op.create_index("ix_ruling_order_id", "ruling", ["order_id"], unique=False)

    if op.get_bind().dialect.name != "sqlite":
        op.create_foreign_key("fk_dispatch_ruling_id", "dispatch", "ruling", ["ruling_id"], ["id"])


def _ruling_key() -> list[sa.ForeignKeyConstraint]:
    """Dispatch and ruling point at each other: inline on SQLite, afterwards on PostgreSQL."""
    if op.get_bind().dialect.name != "sqlite":
        return []
    return [sa.ForeignKeyConstraint(["ruling_id"], ["ruling.id"], name="fk_dispatch_ruling_id")]


def downgrade() -> None:
    """Down."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint("fk_dispatch_ruling_id", "dispatch", type_="foreignkey")

    op.drop_index("ix_ruling_order_id", "ruling")

    op.drop_table("ruling")
    op.drop_index("ix_extension_decision_order_id", "extension_decision")

    op.drop_table("extension_decision")
    op.drop_index("ix_reply_order_id", "reply")

    op.drop_table("reply")
    op.drop_index("ix_receipt_order_id", "receipt")

    op.drop_table("receipt")
    op.drop_index("ix_objection_order_id", "objection")

    op.drop_table("objection")
    op.drop_index("ix_extension_order_id", "extension")

    op.drop_table("extension")
    op.drop_index("ix_dispatch_copy_order_id", "dispatch_copy")

    op.drop_table("dispatch_copy")
    op.drop_index("ix_visit_order_id", "visit")

    op.drop_table("visit")
    op.drop_index("ix_supplement_order_id", "supplement")

    op.drop_table("supplement")
    op.drop_index("ix_participation_unit_status", "participation")
    op.drop_index("ix_participation_unit_received", "participation")
    op.drop_index("ix_participation_unit_due", "participation")
    op.drop_index("ix_participation_order_id", "participation")

    op.drop_table("participation")
    op.drop_index("ix_disposal_order_id", "disposal")

    op.drop_table("disposal")
    op.drop_index(op.f("ix_dispatch_unit_id"), "dispatch")
    op.drop_index("ix_dispatch_order_id", "dispatch")

    op.drop_table("dispatch")
    op.drop_index("ix_contact_order_id", "contact")

    op.drop_table("contact")
    op.drop_index("ix_work_order_status", "work_order")
    op.drop_index(op.f("ix_work_order_lead_id"), "work_order")
    op.drop_index("ix_work_order_due", "work_order")
    op.drop_index("ix_work_order_at", "work_order")

    op.drop_table("work_order")
    op.drop_index("ix_refusal_at", "refusal")

    op.drop_table("refusal")
    op.drop_table("parameter")
    op.drop_table("catalogue_entry")
    op.drop_table("calendar_day")
    op.drop_index("ix_audit_row", "audit")
    op.drop_index("ix_audit_order", "audit")
    op.drop_index("ix_audit_at", "audit")

    op.drop_table("audit")
    op.drop_index(op.f("ix_account_unit_id"), "account")

    op.drop_table("account")
    op.drop_index(op.f("ix_unit_path"), "unit")
    op.drop_index(op.f("ix_unit_parent_id"), "unit")
    op.drop_index("ix_unit_kind_district", "unit")

    op.drop_table("unit")
    op.drop_index("ix_login_attempt_login", "login_attempt")
    op.drop_index("ix_login_attempt_address", "login_attempt")

    op.drop_table("login_attempt")
    op.drop_table("counter")
