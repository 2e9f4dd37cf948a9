"""The matrix: a line for every table, a clause for every line, and nothing beyond it."""

from __future__ import annotations

import pytest

from app.access.grant import NOTHING, Can, Grant, Reach
from app.access.matrix import MATRIX, right
from app.kernel.audit import Audit, Refusal
from app.kernel.citation import cite
from app.kernel.counter import Counter
from app.kernel.model import Case, Ledger, Staff, managed_tables
from app.models.account import Account
from app.models.dispatch import Dispatch
from app.models.dispatch_copy import DispatchCopy
from app.models.enums import Post
from app.models.extension import Extension
from app.models.login_attempt import LoginAttempt
from app.models.look import Look
from app.models.objection import Objection
from app.models.parameter import Parameter
from app.models.participation import Participation
from app.models.reply import Reply
from app.models.ruling import Ruling
from app.models.unit import Unit
from app.models.visit import Visit
from app.models.work_order import WorkOrder

ALL, PART, TREE, OWN, NONE = Reach

#: Written out by hand, post for post, to be compared with what the matrix makes of its words.
EXPECTED = {
    WorkOrder: {
        "migrator": ("ri", ALL), "intake": ("rc", ALL),
        "dispatcher": ("rx", ALL), "reviewer": ("rx", ALL),
        "visitor": ("rx", ALL), "supervisor": ("rx", ALL), "assessor": ("rx", ALL),
        "auditor": ("rx", ALL), "coordinator": ("rx", PART), "handler": ("r", PART),
        "head": ("rx", PART),
    },
    Extension: {
        "migrator": ("r", ALL), "intake": ("r", ALL),
        "dispatcher": ("rx", ALL), "reviewer": ("rx", ALL),
        "visitor": ("rx", ALL), "supervisor": ("rx", ALL), "assessor": ("rx", ALL),
        "auditor": ("rx", ALL), "coordinator": ("rx", PART), "handler": ("r", PART),
        "head": ("rxc", PART),
    },
    Account: {
        "account_admin": ("cru", ALL), "security_admin": ("r", ALL), "auditor": ("r", ALL),
        "coordinator": ("r", TREE), "head": ("r", OWN),
    },
    Audit: {"auditor": ("rx", ALL), "security_admin": ("rx", ALL)},
    Counter: {"auditor": ("r", ALL), "security_admin": ("r", ALL)},
}  # fmt: skip

#: Who alone may do what on the tables that matter most.
ALONE = [
    (WorkOrder, "c", {"intake"}),
    (Dispatch, "c", {"dispatcher", "coordinator", "head"}),
    (Objection, "c", {"coordinator", "head"}),
    (Ruling, "c", {"reviewer"}),
    (Extension, "c", {"head"}),
    (Reply, "c", {"handler", "head"}),
    (Visit, "c", {"visitor"}),
    (Participation, "c", set()),
    (DispatchCopy, "c", set()),
    (Unit, "u", {"keeper"}),
    (Parameter, "c", {"keeper"}),
    (Account, "u", {"account_admin"}),
    (Audit, "r", {"auditor", "security_admin"}),
    (Refusal, "r", {"auditor", "security_admin"}),
    (LoginAttempt, "r", {"auditor", "security_admin"}),
]


def test_every_table_has_a_line():
    assert set(MATRIX) == set(managed_tables())


@pytest.mark.parametrize("table", MATRIX, ids=lambda table: table.__name__)
def test_every_line_cites_a_clause_on_file(table):
    assert cite(MATRIX[table].clause).summary


@pytest.mark.parametrize("table", EXPECTED, ids=lambda table: table.__name__)
def test_rights_are_as_written_out(table):
    for post in Post:
        verbs, reach = EXPECTED[table].get(post.value, ("", NONE))
        held = right(post, table)
        assert (set(held.verbs), held.reach) == (set(verbs), reach), post


@pytest.mark.parametrize(("table", "verb", "posts"), ALONE)
def test_who_alone_may(table, verb, posts):
    assert {post.value for post in Post if verb in right(post, table).verbs} == posts


def test_nobody_deletes():
    assert [post for table in MATRIX for post in Post if "d" in right(post, table).verbs] == []


def test_nobody_edits_a_case_or_the_ledger():
    for table in MATRIX:
        if issubclass(table, Case | Ledger):
            assert not any("u" in right(post, table).verbs for post in Post), table


def test_each_post_has_one_reach_over_all_cases():
    """Reading an order and reading its acts go together; one criterion covers the family."""
    for post in Post:
        reaches = {right(post, table).reach for table in MATRIX if issubclass(table, Case)}
        assert len(reaches) == 1, post


def test_a_reach_fits_its_table():
    """Taking part is said of cases, a subtree and an own unit of people."""
    fitting = {PART: Case, TREE: Staff, OWN: Staff}
    for table, grant in MATRIX.items():
        for can in grant.posts.values():
            assert issubclass(table, fitting.get(can.reach, table)), table


def test_whoever_may_anything_may_read():
    for table, grant in MATRIX.items():
        for post, can in grant.posts.items():
            assert "r" in can.verbs, (table, post)


def test_three_people_part_the_power():
    """账号管理员, 安全管理员 and the auditor see no more than their own part."""
    for post in (Post.ACCOUNT_ADMIN, Post.SECURITY_ADMIN):
        assert not any(
            "r" in right(post, table).verbs for table in MATRIX if issubclass(table, Case)
        )
    # When they last looked everybody writes down for themselves.
    shared = [table for table in MATRIX if table is not Look]
    writing = {
        post for table in shared for post in Post if {"c", "u"} & set(right(post, table).verbs)
    }
    assert not writing & {Post.SECURITY_ADMIN, Post.AUDITOR}


def test_a_verb_nobody_knows_fails_at_import():
    with pytest.raises(ValueError, match="unknown verb"):
        Can("rw", ALL)


def test_a_line_without_a_clause_on_file_fails_at_import():
    with pytest.raises(LookupError):
        Grant("条例:九十九", {})


def test_no_line_is_nothing():
    class Unlisted:
        pass

    assert right(Post.AUDITOR, Unlisted) is NOTHING
    assert right(Post.INTAKE, Audit) is NOTHING
