"""Who acts: frozen, named, and no further than the matrix goes."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest
from sqlalchemy import select

from app.access.principal import SYSTEM, Principal, principal_for, principal_of
from app.access.privacy import sees_particulars
from app.kernel.errors import Forbidden
from app.kernel.model import Case, managed_tables
from app.kernel.session import GovernedSession
from app.models.account import Account
from app.models.delegation import Delegation
from app.models.enums import Level, Post, UnitKind
from app.models.unit import Unit
from app.models.work_order import WorkOrder
from tests.world import MONDAY


def person(post=Post.HANDLER, unit_id=5):
    return Principal(
        1, "li", "李四", post, unit_id, "一街道", "BJ/E/E1/", UnitKind.STREET, Level.STREET
    )


def test_a_principal_never_changes():
    with pytest.raises(FrozenInstanceError):
        person().post = Post.AUDITOR


def test_it_is_named_by_unit_post_and_name():
    assert person().title == "一街道承办员李四"
    assert SYSTEM.title == "系统"


def test_who_acts_for_somebody_has_the_post_of_the_other_and_the_own_account(connection):
    with GovernedSession(connection, SYSTEM) as session:
        query = select(Account).where(Account.login.in_(("head.E1", "handler.E1")))
        head, handler = session.scalars(query.order_by(Account.post.desc())).all()
        held = Delegation(account=head, deputy=handler, ends_at=MONDAY)
        told = principal_for(held)
        assert (told.account_id, told.login, told.name) == (
            handler.id, handler.login, handler.name,
        )  # fmt: skip
        assert (told.post, told.unit_id) == (Post.HEAD, head.unit_id)
        assert (told.for_id, told.for_name, told.until) == (head.id, head.name, MONDAY)
        assert told.title == "东城一街道承办单位负责人承办员（代承办单位负责人）"


def test_however_long_the_names_the_audit_can_keep_them():
    long = Principal(
        1, "li", "李" * 40, Post.HEAD, 5, "街" * 40, "x/", UnitKind.STREET, Level.STREET,
        for_id=2, for_name="张" * 40,
    )  # fmt: skip
    assert len(long.title) == 120


def test_it_is_what_the_account_was(connection):
    with GovernedSession(connection, SYSTEM) as session:
        account = session.scalars(select(Account).where(Account.post == Post.HEAD)).first()
        told = principal_of(account)
        assert (told.account_id, told.login, told.name) == (account.id, account.login, account.name)
        assert (told.post, told.unit_id, told.unit_path) == (
            Post.HEAD, account.unit_id, account.unit.path,
        )  # fmt: skip
        assert (told.unit_kind, told.unit_level) == (account.unit.kind, account.unit.level)
        assert (told.session_version, told.must_change) == (
            account.session_version, account.must_change,
        )  # fmt: skip
        assert (told.system, told.unit_name) == (False, account.unit.short_name)


def test_the_system_may_anything_but_a_case():
    for table in managed_tables():
        for verb in "crud":
            assert SYSTEM.may(verb, table) is not issubclass(table, Case)
    assert SYSTEM.reaches(Unit())
    assert SYSTEM.guards() == ()


def test_the_system_writes_no_case(connection):
    with GovernedSession(connection, SYSTEM) as session:
        session.add(WorkOrder(title="修路", content="路坏了", contact="1"))
        with pytest.raises(Forbidden, match="系统无权新增工单"):
            session.flush()


@pytest.mark.parametrize(
    ("post", "lead", "protected", "sees"),
    [
        (Post.INTAKE, 9, False, True),
        (Post.DISPATCHER, 9, True, True),
        (Post.VISITOR, None, True, True),
        (Post.HANDLER, 5, False, True),
        (Post.HEAD, 5, False, True),
        (Post.HANDLER, 5, True, False),
        (Post.HANDLER, 9, False, False),
        (Post.HEAD, None, False, False),
        (Post.COORDINATOR, 5, False, False),
        (Post.AUDITOR, 5, False, False),
        (Post.SUPERVISOR, 5, False, False),
        (Post.REVIEWER, 5, False, False),
    ],
)
def test_particulars_are_for_those_who_speak_with_the_complainant(post, lead, protected, sees):
    order = WorkOrder(lead_id=lead, protected=protected)
    assert sees_particulars(person(post), order) is sees
