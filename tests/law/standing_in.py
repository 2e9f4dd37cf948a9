"""Who stands in for whom, and who changes posts, in the cases of the law."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from app.access.principal import principal_for, principal_of
from app.models.account import Account
from app.models.delegation import Delegation
from app.models.enums import Post
from tests import make, make_more
from tests.make import Draft
from tests.world import World

ADMIN = "account_admin.HOT"
#: Under what name a person acts for somebody in the cases.
DEPUTY = "deputy.E1"


def arranged(world: World, absent: str = "head.E1", deputy: str = "handler.E1", **told: Any) -> int:
    """A delegation between two people, made by the account admin."""
    return world.done(ADMIN, between(absent, deputy, **told)(world))


def between(absent: str, deputy: str, **told: Any) -> Callable[[World], Draft]:
    """The draft of one; who is not there yet is an account opened for it."""

    def made(world: World) -> Draft:
        people = [_account(world, login) for login in (absent, deputy)]
        return make_more.delegation(*people, **told)

    return made


def _account(world: World, login: str) -> int:
    if login in world.people:
        return world.people[login].account_id
    post, _, unit = login.partition(".")
    world.system(make.account(login, post=Post(post.rstrip("2")), unit=unit, must_change=False))
    return int(world.rows[0].id)


def acting(world: World, delegation: int, name: str = DEPUTY) -> str:
    """The deputy of a delegation as somebody who acts, whatever the hour; the name to act under."""
    with world.reading() as session:
        held = session.scalars(select(Delegation).where(Delegation.id == delegation)).one()
        world.people = world.people | {name: principal_for(held)}
    return name


def moved(world: World, login: str, post: Post, unit: str = "HOT") -> str:
    """The same person in another post."""
    ident = world.people[login].account_id
    world.system(make.change(Account, ident, post=post, unit=unit))
    with world.reading() as session:
        account = session.scalars(select(Account).where(Account.id == ident)).one()
        world.people = world.people | {login: principal_of(account)}
    return login
