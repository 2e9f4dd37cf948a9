"""Every kind of page in a browser: nothing blocked, nothing foreign, nothing off the screen."""

from __future__ import annotations

import re

import pytest

from app.access.matrix import right
from app.law.proof import TAKEN
from app.models.disposal import Disposal
from app.models.enums import Post
from tests import make
from tests.browser.conftest import NARROW, WIDE
from tests.city import ENTRIES, UNITS
from tests.portal.routes import VIEWED, editable

#: Who looks at what: together every view, form and page.
LOOKERS = ["intake.HOT", "dispatcher.HOT", "reviewer.HOT", "visitor.HOT", "keeper.HOT",
           "coordinator.E", "handler.E1", "head.E1", "auditor.HOT", "account_admin.HOT",
           "security_admin.HOT"]  # fmt: skip

#: Words that are written so in Chinese offices, codes of the law's classes, and ids.
CODES = {each[0] for each in UNITS} | {each.values["code"] for each in (*ENTRIES, make.scheme())}
WORD = re.compile(r"(?<![\w.\-/])[A-Za-z]{2,}(?![\w.\-/])")
FAMILIAR = {"CSV", "Excel", "APP", "MB", *WORD.findall(TAKEN)}

UNLABELLED = """() => [...document.querySelectorAll('input, select, textarea')]
  .filter(each => each.type !== 'hidden' && each.offsetParent !== null)
  .filter(each => !(each.labels && each.labels.length) && !each.getAttribute('aria-label')
                  && !each.getAttribute('aria-labelledby'))
  .map(each => each.outerHTML)"""
NAMELESS = """() => [...document.querySelectorAll('a, button')]
  .filter(each => each.offsetParent !== null && !each.closest('details:not([open])'))
  .filter(each => !(each.innerText.trim() || each.getAttribute('aria-label') || each.title))
  .map(each => each.outerHTML)"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def addresses(login: str, seen: set[str]) -> list[str]:
    """The pages of one post that nobody has looked at before."""
    post, found = Post(login.partition(".")[0]), ["/admin/"]
    for table in VIEWED:
        base, held = f"/admin/{table.__tablename__}", right(post, table).verbs
        if "r" not in held:
            continue
        ident = 3 if table.__tablename__ != "audit" else 400
        wanted = [f"{base}/", f"{base}/details/?id={ident}"]
        if "c" in held:
            wanted.append(f"{base}/new/")
        if editable(table, post):
            wanted.append(f"{base}/edit/?id={ident}")
        found += [each for each in wanted if each not in seen]
    seen.update(found)
    return found


def plan() -> dict[str, list[str]]:
    seen: set[str] = set()
    return {login: addresses(login, seen) for login in LOOKERS}


@pytest.mark.parametrize(("login", "pages"), plan().items(), ids=LOOKERS)
def test_every_page_is_whole(come, login, pages):
    person = come(login)
    for address in [*pages, "/admin/nothing/", "/password"]:
        page = person.open(address)
        look(page, address)


def test_the_log_in_page_is_whole(come):
    look(come().open("/login"), "/login")


def look(page, address: str) -> None:
    """What holds of every page, on a desk and on a telephone."""
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.locator("h1").count() == 1, address
    assert page.evaluate(UNLABELLED) == [], address
    assert page.evaluate(NAMELESS) == [], address
    foreign = set(WORD.findall(page.inner_text("body"))) - FAMILIAR - CODES
    assert not foreign, (address, foreign)
    page.set_viewport_size(NARROW)
    assert page.evaluate(WIDER) <= 0, address
    page.set_viewport_size(WIDE)
    assert page.evaluate(WIDER) <= 0, address


def test_the_order_page_at_both_sizes(come, portal):
    for login in ("head.E1", "dispatcher.HOT", "auditor.HOT"):
        person = come(login)
        for name in ("sent", "handling", "extended", "closed"):
            look(person.open(f"/admin/work_order/details/?id={portal.town[name].id}"), name)


def test_a_refused_form_shows_where(come, portal):
    """The cursor is in what was refused; what was typed is still there."""
    person = come("head.E1")
    page = person.open(f"/admin/objection/new/?order_id={portal.town['sent'].id}")
    page.locator("[name=reason]").fill("不是我们的")
    page.locator("form.admin-form [type=submit]").click()
    page.wait_for_selector(".field-error")
    look(page, "refused")
    assert page.locator("[name=reason]").input_value() == "不是我们的"
    assert page.evaluate("document.activeElement.classList.contains('is-invalid')")
    person.page.close(run_before_unload=False)


def test_the_menu_on_a_telephone(come):
    person = come("auditor.HOT", NARROW)
    page = person.page
    assert not page.locator("#menu a").first.is_visible()
    page.get_by_role("button", name="菜单").click()
    page.locator("#menu").get_by_role("link", name="工单", exact=True).click()
    page.wait_for_url("**/admin/work_order/")
    assert page.locator("h1").inner_text() == "工单"


def test_what_is_typed_by_an_attacker_stays_text(come, portal):
    """A title that is a script is read, not run."""
    world, evil = portal.town.world, "<img src=x onerror=\"document.title='run'\">"
    order = world.done("intake.HOT", make.order(title=evil, content=evil))
    person = come("dispatcher.HOT")
    for address in ("/admin/work_order/", f"/admin/work_order/details/?id={order}",
                    f"/admin/dispatch/new/?order_id={order}"):  # fmt: skip
        page = person.open(address)
        assert page.title() != "run"
    assert evil in page.inner_text("body") or page.locator("[name=order]").count()


def test_only_what_the_answer_calls_for_is_asked(come, portal):
    """The fields of an emergency show for an emergency, and what is hidden is not sent."""
    order = portal.town.world.done("intake.HOT", make.order())
    page = come("intake.HOT").open(f"/admin/disposal/new/?order_id={order}")
    line, channel = page.locator("[name=line]"), page.locator("[name=legal_channel]")
    assert not line.is_visible()
    page.select_option("[name=kind]", "emergency")
    assert (line.is_visible(), channel.is_visible()) == (True, False)
    page.select_option("[name=line]", "119")
    page.select_option("[name=kind]", "legal")
    assert (line.is_visible(), channel.is_visible()) == (False, True)
    look(page, "disposal")
    page.select_option("[name=legal_channel]", index=1)
    page.locator("[name=told]").fill("请向人民法院起诉")
    page.locator(".now-button >> visible=true").first.click()
    page.locator("form.admin-form [type=submit]").click()
    page.wait_for_url("**/admin/work_order/details/**")
    (made,) = portal.town.world.of(order, Disposal)
    assert (made.line, made.told) == (None, "请向人民法院起诉")


def test_a_list_on_a_telephone_reads_as_cards(come):
    page = come("auditor.HOT", NARROW).open("/admin/work_order/")
    first = page.locator(".rows tbody tr").first
    assert first.evaluate("each => getComputedStyle(each).display") == "block"
    assert first.locator("td").first.evaluate(
        "each => getComputedStyle(each, '::before').content"
    ) == '"工单编号"'  # fmt: skip
