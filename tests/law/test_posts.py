"""条例:五: each post sits with the body whose duty it carries out."""

from __future__ import annotations

import pytest

from app.models.enums import Post
from tests import make
from tests.law.cases import Law, case, each, try_case

ADMIN = "account_admin.HOT"


def place(post: Post, unit: str):
    return lambda world: make.account(f"{post.value}.x", post=post, unit=unit)


LAWS = [
    Law(
        "account_sits_in_a_unit_in_use",
        "平台规则:account",
        (case("one in use", ADMIN, place(Post.HANDLER, "W2")),),
        (case("a disused one", ADMIN, place(Post.HANDLER, "OLD")),),
    ),
    Law(
        "hotline_posts_sit_in_the_hotline",
        "条例:五(4)",
        (case("intake in the centre", ADMIN, place(Post.INTAKE, "HOT")),),
        tuple(
            case(f"{post} in a street", ADMIN, place(post, "E1"))
            for post in (Post.INTAKE, Post.DISPATCHER, Post.REVIEWER, Post.VISITOR,
                         Post.SUPERVISOR)
        ),
    ),
    Law(
        "city_posts_sit_in_a_city_body",
        "条例:五(3)",
        (
            case("keeper in a city department", ADMIN, place(Post.KEEPER, "CD")),
            case("auditor in the centre", ADMIN, place(Post.AUDITOR, "HOT")),
        ),
        tuple(
            case(f"{post} in a district department", ADMIN, place(post, "EC"))
            for post in (Post.KEEPER, Post.ASSESSOR, Post.AUDITOR, Post.ACCOUNT_ADMIN,
                         Post.SECURITY_ADMIN)
        ),
    ),
    Law(
        "coordinator_sits_with_the_district",
        "条例:五(2)",
        (case("in a district", ADMIN, place(Post.COORDINATOR, "W")),),
        (
            case("in a street", ADMIN, place(Post.COORDINATOR, "E1")),
            case("in the city", ADMIN, place(Post.COORDINATOR, "BJ")),
        ),
    ),
    Law(
        "handling_posts_sit_in_handling_units",
        "条例:五(6)",
        (
            case("handler in a street", ADMIN, place(Post.HANDLER, "W2")),
            case("head in an enterprise", ADMIN, place(Post.HEAD, "WATER")),
        ),
        (
            case("handler in the centre", ADMIN, place(Post.HANDLER, "HOT")),
            case("head in a district", ADMIN, place(Post.HEAD, "E")),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)
