"""The whole procedure: exceptions, conferences, co-handling, rework, contests, communities."""

import hashlib
from datetime import datetime, timedelta

import sqlalchemy as sa
from alembic import op

from migrations.altering import unlocked

revision = "0004"
down_revision = "0003"

INSTANT = sa.DateTime(timezone=True)
SHANGHAI = timedelta(hours=8)
UNITS = {"minutes": timedelta(minutes=1), "hours": timedelta(hours=1),
         "calendar_days": timedelta(days=1)}  # fmt: skip
#: Table → columns that are filled in for the rows there are: name, type, SQL for the value.
FILLED = {
    "contact": (("late_reason", sa.Text(), "''"), ("dispatch_id", sa.Integer(), "{live}")),
    "dispatch": (("sign_by", INSTANT, None), ("contact_by", INSTANT, None)),
    "disposal": tuple((each, kind, "''") for each, kind in (
        ("receipt", sa.String(80)), ("late_reason", sa.Text()), ("new_facts", sa.Text()),
        ("passed_to", sa.String(120)),
    )),
    "objection": (("rule_by", INSTANT, None),),
    "receipt": (("late_reason", sa.Text(), "''"),),
    "reply": (("proof", sa.Text(), "''"),),
    "visit": (("dispatch_id", sa.Integer(), "{live}"),),
    "work_order": (("contact_key", sa.String(64), None), ("secret", sa.Boolean(), "{no}")),
}  # fmt: skip
#: Table → columns that may stay empty.
EMPTY = {
    "dispatch": (("visit_id", sa.Integer()), ("send_by", INSTANT)),
    "disposal": (("line", sa.String(24)), ("handed_at", INSTANT), ("legal_channel", sa.String(24)),
                 ("earlier_id", sa.Integer())),
    "supplement": (("reported_unit_id", sa.Integer()),),
    "visit": (("workable", sa.Boolean()),),
    "work_order": (("reported_unit_id", sa.Integer()),),
}  # fmt: skip
#: Table → (column, table it points at).
KEYS = {
    "contact": (("dispatch_id", "dispatch"),),
    "dispatch": (("visit_id", "visit"),),
    "disposal": (("earlier_id", "work_order"),),
    "supplement": (("reported_unit_id", "unit"),),
    "visit": (("dispatch_id", "dispatch"),),
    "work_order": (("reported_unit_id", "unit"),),
}
INDEXED = {"visit": ("ix_visit_dispatch_id", ["dispatch_id"]),
           "work_order": ("ix_work_order_contact_key", ["contact_key", "at"])}  # fmt: skip
MADE = ("contest_ruling", "visit_contest", "co_result", "co_handling", "conference",
        "behaviour_mark", "attachment", "community_duty")  # fmt: skip
LIVE = (
    "(SELECT d.id FROM dispatch d WHERE d.order_id = {table}.order_id AND d.at <= {table}.at"
    " ORDER BY d.seq DESC LIMIT 1)"
)


def upgrade() -> None:
    """Up."""
    op.create_table(
        "community_duty",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("in_force", sa.Boolean(), nullable=False),
        sa.Column("role", sa.String(24), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_community_duty_by_id")),
        sa.ForeignKeyConstraint(
            ["by_unit_id"], ["unit.id"], name=op.f("fk_community_duty_by_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community_duty")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_community_duty_code_valid_from")),
    )
    op.create_table(
        "attachment",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("named", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("at <= recorded_at", name=op.f("ck_attachment_recorded_at")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_attachment_digest")),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachment_size")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_attachment_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_attachment_by_unit_id")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_attachment_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.create_index("ix_attachment_order_id", ["order_id"], unique=False)

    op.create_table(
        "behaviour_mark",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("dissuaded", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("named", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("at <= recorded_at", name=op.f("ck_behaviour_mark_recorded_at")),
        sa.CheckConstraint("length(trim(dissuaded)) > 0", name=op.f("ck_behaviour_mark_dissuaded")),
        sa.CheckConstraint("length(trim(evidence)) > 0", name=op.f("ck_behaviour_mark_evidence")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_behaviour_mark_by_id")),
        sa.ForeignKeyConstraint(
            ["by_unit_id"], ["unit.id"], name=op.f("fk_behaviour_mark_by_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_behaviour_mark_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_behaviour_mark")),
    )
    with op.batch_alter_table("behaviour_mark") as batch_op:
        batch_op.create_index("ix_behaviour_mark_order_id", ["order_id"], unique=False)

    op.create_table(
        "conference",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("participants", sa.Text(), nullable=False),
        sa.Column("opinions", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("named", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("at <= recorded_at", name=op.f("ck_conference_recorded_at")),
        sa.CheckConstraint("length(trim(opinions)) > 0", name=op.f("ck_conference_opinions")),
        sa.CheckConstraint(
            "length(trim(participants)) > 0", name=op.f("ck_conference_participants")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_conference_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_conference_by_unit_id")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_conference_order_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_conference_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference")),
    )
    with op.batch_alter_table("conference") as batch_op:
        batch_op.create_index("ix_conference_order_id", ["order_id"], unique=False)

    op.create_table(
        "co_handling",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("named", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("at <= recorded_at", name=op.f("ck_co_handling_recorded_at")),
        sa.CheckConstraint("due_at > at", name=op.f("ck_co_handling_due_at")),
        sa.CheckConstraint("length(trim(matter)) > 0", name=op.f("ck_co_handling_matter")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_co_handling_by_id")),
        sa.ForeignKeyConstraint(
            ["by_unit_id"], ["unit.id"], name=op.f("fk_co_handling_by_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["dispatch_id"], ["dispatch.id"], name=op.f("fk_co_handling_dispatch_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_co_handling_order_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_co_handling_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_co_handling")),
        sa.UniqueConstraint(
            "dispatch_id", "unit_id", name=op.f("uq_co_handling_dispatch_id_unit_id")
        ),
    )
    with op.batch_alter_table("co_handling") as batch_op:
        batch_op.create_index("ix_co_handling_order_id", ["order_id"], unique=False)

    op.create_table(
        "co_result",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("late_reason", sa.Text(), nullable=False),
        sa.Column("co_handling_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("named", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("at <= recorded_at", name=op.f("ck_co_result_recorded_at")),
        sa.CheckConstraint("length(trim(content)) > 0", name=op.f("ck_co_result_content")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_co_result_by_id")),
        sa.ForeignKeyConstraint(["by_unit_id"], ["unit.id"], name=op.f("fk_co_result_by_unit_id")),
        sa.ForeignKeyConstraint(
            ["co_handling_id"], ["co_handling.id"], name=op.f("fk_co_result_co_handling_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_co_result_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_co_result")),
    )
    with op.batch_alter_table("co_result") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_co_result_co_handling_id"), ["co_handling_id"], unique=False
        )
        batch_op.create_index("ix_co_result_order_id", ["order_id"], unique=False)
        batch_op.create_index(
            "uq_co_result_final",
            ["co_handling_id"],
            unique=True,
            sqlite_where=sa.text("final"),
            postgresql_where=sa.text("final"),
        )

    op.create_table(
        "visit_contest",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("named", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("at <= recorded_at", name=op.f("ck_visit_contest_recorded_at")),
        sa.CheckConstraint("length(trim(evidence)) > 0", name=op.f("ck_visit_contest_evidence")),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_visit_contest_reason")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_visit_contest_by_id")),
        sa.ForeignKeyConstraint(
            ["by_unit_id"], ["unit.id"], name=op.f("fk_visit_contest_by_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_visit_contest_order_id")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_contest_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_contest")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_visit_contest_visit_id")),
    )
    with op.batch_alter_table("visit_contest") as batch_op:
        batch_op.create_index("ix_visit_contest_order_id", ["order_id"], unique=False)

    op.create_table(
        "contest_ruling",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_unit_id", sa.Integer(), nullable=True),
        sa.Column("by_post", sa.String(24), nullable=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("named", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("at <= recorded_at", name=op.f("ck_contest_ruling_recorded_at")),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_contest_ruling_reason")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_contest_ruling_by_id")),
        sa.ForeignKeyConstraint(
            ["by_unit_id"], ["unit.id"], name=op.f("fk_contest_ruling_by_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["visit_contest.id"], name=op.f("fk_contest_ruling_contest_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_contest_ruling_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_ruling")),
        sa.UniqueConstraint("contest_id", name=op.f("uq_contest_ruling_contest_id")),
    )
    with op.batch_alter_table("contest_ruling") as batch_op:
        batch_op.create_index("ix_contest_ruling_order_id", ["order_id"], unique=False)
    altered = sorted({*FILLED, *EMPTY})
    for table in altered:
        unlocked(table)
        with op.batch_alter_table(table) as batch:
            for name, kind, *_ in (*FILLED.get(table, ()), *EMPTY.get(table, ())):
                batch.add_column(sa.Column(name, kind, nullable=True))
    _fill()
    for table in altered:
        with op.batch_alter_table(table) as batch:
            for name, kind, _ in FILLED.get(table, ()):
                batch.alter_column(name, existing_type=kind, nullable=False)
            for column, target in KEYS.get(table, ()):
                name = op.f(f"fk_{table}_{column}")
                batch.create_foreign_key(name, target, [column], ["id"])
            if table == "dispatch":
                batch.create_unique_constraint(op.f("uq_dispatch_visit_id"), ["visit_id"])
            if table in INDEXED:
                name, columns = INDEXED[table]
                batch.create_index(op.f(name), columns)


def _fill() -> None:
    bind = op.get_bind()
    no = "0" if bind.dialect.name == "sqlite" else "false"
    for table, columns in FILLED.items():
        for name, _, told in columns:
            if told is not None:
                value = told.format(live=LIVE.format(table=table), no=no)
                op.execute(f"UPDATE {table} SET {name} = {value}")
    _keys_of_contacts(bind)
    _Pins(bind).write()


def _keys_of_contacts(bind: sa.Connection) -> None:
    marks = str.maketrans("", "", " \t-()（）－—　")
    for ident, contact in bind.execute(sa.text("SELECT id, contact FROM work_order")).all():
        told = contact.casefold().translate(marks)
        digits = told.removeprefix("+").removeprefix("00").removeprefix("86")
        same = digits if digits.isdigit() and len(digits) >= 7 else told
        key = hashlib.sha256(same.encode()).hexdigest()
        write = sa.text("UPDATE work_order SET contact_key = :key WHERE id = :id")
        bind.execute(write, {"key": key, "id": ident})


class _Pins:
    """Windows of dispatches and objections there are, by the parameters of their day."""

    def __init__(self, bind: sa.Connection) -> None:
        self.bind = bind
        told = "SELECT key, value, measure, valid_from FROM parameter ORDER BY valid_from, id"
        self.parameters = [(k, v, m, str(on)) for k, v, m, on in bind.execute(sa.text(told))]
        days = "SELECT day, kind FROM calendar_day ORDER BY id"
        self.days = {str(day): kind for day, kind in bind.execute(sa.text(days))}

    def write(self) -> None:
        columns = {"id": sa.Integer(), "at": INSTANT, "level": sa.String(), "seq": sa.Integer(),
                   "begun": INSTANT}  # fmt: skip
        dispatches = sa.text(
            "SELECT d.id, d.at, d.limit_class AS level, d.seq, o.at AS begun FROM dispatch d"
            " JOIN work_order o ON o.id = d.order_id"
        ).columns(**columns)
        instant = sa.bindparam("till", type_=INSTANT)
        for ident, at, level, seq, begun in self.bind.execute(dispatches).all():
            told = {"sign_by": self.after(at, f"sign.{level}"),
                    "contact_by": self.after(at, f"contact.{level}")}  # fmt: skip
            if seq == 1:
                told["send_by"] = self.after(begun, f"dispatch.limit.{level}")
            for name, till in told.items():
                write = sa.text(f"UPDATE dispatch SET {name} = :till WHERE id = :id")
                self.bind.execute(write.bindparams(instant), {"till": till, "id": ident})
        objections = sa.text(
            "SELECT o.id, o.at, d.limit_class AS level FROM objection o"
            " JOIN dispatch d ON d.id = o.dispatch_id"
        ).columns(id=sa.Integer(), at=INSTANT, level=sa.String())
        for ident, at, level in self.bind.execute(objections).all():
            till = self.after(at, f"objection.review.{level}")
            write = sa.text("UPDATE objection SET rule_by = :till WHERE id = :id")
            self.bind.execute(write.bindparams(instant), {"till": till, "id": ident})

    def after(self, at: datetime, key: str) -> datetime:
        """When a limit ends; a working day the calendar lacks counts as one."""
        on = str((at.replace(tzinfo=None) + SHANGHAI).date())
        held = [each for each in self.parameters if each[0] == key and each[3] <= on]
        value, measure = (held[-1][1], held[-1][2]) if held else (1, "calendar_days")
        if measure in UNITS:
            return at + value * UNITS[measure]
        day = (at.replace(tzinfo=None) + SHANGHAI).replace(hour=0, minute=0, second=0)
        while value:
            day += timedelta(days=1)
            value -= self.days.get(str(day.date()), "workday") in ("workday", "makeup_workday")
        return (day + timedelta(days=1) - SHANGHAI).replace(tzinfo=at.tzinfo)


def downgrade() -> None:
    """Down."""
    for table in sorted({*FILLED, *EMPTY}):
        unlocked(table)
        with op.batch_alter_table(table) as batch:
            if table in INDEXED:
                batch.drop_index(op.f(INDEXED[table][0]))
            if table == "dispatch":
                batch.drop_constraint(op.f("uq_dispatch_visit_id"), type_="unique")
            for column, _ in KEYS.get(table, ()):
                batch.drop_constraint(op.f(f"fk_{table}_{column}"), type_="foreignkey")
            for name, *_ in (*FILLED.get(table, ()), *EMPTY.get(table, ())):
                batch.drop_column(name)
    for table in MADE:
        op.drop_table(table)
