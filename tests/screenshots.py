"""``python -m tests.screenshots``: pictures of the main pages on the demonstration's own data."""

from __future__ import annotations

import argparse
import tempfile
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from struct import pack
from typing import Any

from playwright.sync_api import BrowserContext, Page, sync_playwright
from sqlalchemy import select

from app import create_app
from app.access.principal import SYSTEM
from app.kernel import clock
from app.kernel.session import GovernedSession
from app.models.account import Account
from app.models.enums import Post, Status
from app.models.extension import Extension
from app.models.extension_decision import ExtensionDecision
from app.models.merger import Merger
from app.models.objection import Objection
from app.models.reply import Reply
from app.models.unit import Unit
from app.models.whistle import Whistle
from app.models.work_order import WorkOrder
from app.services.demo_people import PASSWORD
from config import ROOT, Config
from tests.browser.conftest import served
from tests.servers import chromium

FOLDER = ROOT / "docs" / "screenshots"
SIZES = {"desktop": {"width": 1366, "height": 768}, "phone": {"width": 375, "height": 812}}
LARGEST = 150 * 1024


class Pictures:
    """One browser window; each picture is taken by whoever is logged in."""

    def __init__(self, context: BrowserContext, address: str, size: str) -> None:
        self.page, self.blank = context.new_page(), context.new_page()
        self.address, self.size = address, size

    def enter(self, login: str) -> None:
        self.page.context.clear_cookies()
        self.open("/login")
        self.page.locator("[name=login]").fill(login)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.page.locator("main [type=submit]").click()
        self.page.wait_for_url("**/admin/")

    def open(self, address: str) -> None:
        self.page.goto(f"{self.address}{address}", wait_until="networkidle")

    def take(self, name: str, address: str = "") -> None:
        if address:
            self.open(address)
        path = FOLDER / f"{name}-{self.size}.png"
        self.page.screenshot(path=path, animations="disabled")
        path.write_bytes(tighter(path.read_bytes(), self.blank))
        size = path.stat().st_size
        print(f"{path.relative_to(ROOT)}  {size // 1024} KB")
        if size > LARGEST:
            raise SystemExit(f"{path.name} 超过 {LARGEST // 1024} KB")

    def look_up(self, name: str, typed: str) -> None:
        box = self.page.locator(f".lookup:has([name={name}]) [role=combobox]")
        box.click()
        box.fill(typed)
        found = self.page.locator(f".lookup:has([name={name}]) [role=option]")
        found.filter(has_text=typed).first.click()


#: The commonest 256 colours of a picture, and which of them each point has or comes nearest to.
PALETTE = """async (address) => {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const points = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
  const counts = new Map();
  for (const each of points) counts.set(each, (counts.get(each) || 0) + 1);
  const kept = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a)).slice(0, 256);
  const parts = (each) => [each & 255, (each >> 8) & 255, (each >> 16) & 255];
  const colours = kept.map(parts);
  const nearest = new Map(kept.map((each, place) => [each, place]));
  for (const each of counts.keys()) {
    if (nearest.has(each)) continue;
    const far = colours.map((own) => own.reduce((sum, v, n) => sum + (v - parts(each)[n]) ** 2, 0));
    nearest.set(each, far.indexOf(Math.min(...far)));
  }
  const text = (bytes) => btoa(Array.from(bytes, (each) => String.fromCharCode(each)).join(""));
  return [image.width, image.height, text(colours.flat()),
          text(Uint8Array.from(points, (each) => nearest.get(each)))];
}"""


def tighter(picture: bytes, blank: Page) -> bytes:
    """The same picture in 256 colours: half the size, and the eye sees no difference."""
    address = f"data:image/png;base64,{b64encode(picture).decode()}"
    width, height, colours, points = blank.evaluate(PALETTE, address)
    held = b64decode(points)
    lines = b"".join(b"\0" + held[y * width : (y + 1) * width] for y in range(height))
    return b"".join(
        (
            picture[:8],
            _chunk(b"IHDR", pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", b64decode(colours)),
            _chunk(b"IDAT", zlib.compress(lines, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))


class Found:
    """Rows of the demonstration that show something."""

    def __init__(self, engine: Any) -> None:
        with GovernedSession(engine, SYSTEM, writing=False) as session:
            self.until = session.scalars(select(WorkOrder.at).order_by(WorkOrder.at.desc())).first()
            self.waiting = self._order(session, WorkOrder.status == Status.REGISTERED)
            decided = select(ExtensionDecision.order_id)
            self.story, self.handler = self._story(session, decided)
            open_ = session.scalars(
                select(Extension).where(~Extension.order_id.in_(decided)).order_by(Extension.id)
            ).all()
            self.asking, self.coordinator = self._asking(session, open_)
            self.whistled, self.street = self._whistled(session)
            self.merged = self._order(session, WorkOrder.id.in_(select(Merger.order_id)))
            self.kept = self._order(session, WorkOrder.status == Status.LEDGER)

    def _order(self, session: Any, *wanted: Any) -> int:
        return int(session.scalars(select(WorkOrder.id).where(*wanted).limit(1)).one())

    def _story(self, session: Any, decided: Any) -> tuple[int, str]:
        """A closed order with a long story, and a handler of its lead."""
        orders = session.scalars(
            select(WorkOrder).where(
                WorkOrder.status == Status.CLOSED,
                WorkOrder.id.in_(select(Reply.order_id)),
                WorkOrder.id.in_(decided) | WorkOrder.id.in_(select(Objection.order_id)),
            )
        ).unique()
        for order in orders:
            handler = _login(session, Post.HANDLER, order.lead_id)
            if handler:
                return order.id, handler
        raise SystemExit("演示资料中没有可供展示的工单")

    def _whistled(self, session: Any) -> tuple[int, str]:
        """An order whose street has whistled, and the street's head."""
        called = select(Whistle.order_id)
        wanted = (WorkOrder.status == Status.HANDLING, WorkOrder.id.in_(called))
        order = session.scalars(select(WorkOrder).where(*wanted)).first()
        return order.id, _login(session, Post.HEAD, order.lead_id)

    def _asking(self, session: Any, extensions: Any) -> tuple[int, str]:
        for each in extensions:
            unit = session.get(Unit, each.by_unit_id)
            post = Post.COORDINATOR if unit.district_id else Post.REVIEWER
            login = _login(session, post, unit.district_id)
            order = session.get(WorkOrder, each.order_id)
            if login and order.status in (Status.DISPATCHED, Status.HANDLING):
                return each.order_id, login
        raise SystemExit("演示资料中没有待审批的延期申请")


def _login(session: Any, post: Post, unit: int | None) -> str | None:
    query = select(Account.login).where(Account.post == post)
    return session.scalars(query.where(Account.unit_id == unit) if unit else query).first()


def shoot(pictures: Pictures, found: Found) -> None:
    """Every page, in the order of the manual."""
    pictures.take("login", "/login")
    pictures.enter(found.handler)
    pictures.take("home-handler", "/admin/")
    pictures.take("order-list", "/admin/work_order/")
    pictures.take("order", f"/admin/work_order/details/?id={found.story}")
    pictures.page.locator(".clock:has-text('办理') > summary").first.click()
    pictures.page.locator(".clock[open]").first.scroll_into_view_if_needed()
    pictures.take("clock")
    pictures.take("not-found", "/admin/work_order/details/?id=99999999")
    pictures.enter("dispatcher")
    pictures.take("home-dispatcher", "/admin/")
    pictures.open(f"/admin/work_order/details/?id={found.waiting}")
    pictures.page.locator("details.barred > summary").click()
    pictures.take("what-may-i-do")
    pictures.open(f"/admin/disposal/new/?order_id={found.waiting}")
    pictures.page.select_option("[name=kind]", "emergency")
    pictures.take("disposal")
    pictures.open(f"/admin/dispatch/new/?order_id={found.waiting}")
    pictures.look_up("entry", "050101")
    pictures.look_up("place", "望京街道")
    pictures.look_up("unit", "学院路街道")
    pictures.page.locator("form.admin-form [type=submit]").click()
    pictures.page.wait_for_selector(".field-error, .alert-danger")
    pictures.take("dispatch-refused")
    pictures.enter("keeper")
    pictures.take("catalogue", "/admin/catalogue_entry/")
    pictures.take("units", "/admin/unit/")
    pictures.take("parameters", "/admin/parameter/")
    if pictures.size == "desktop":
        pictures.open("/admin/parameter/?search=handle.L3")
        pictures.page.get_by_role("link", name="新版本").first.click()
        pictures.page.fill("[name=value]", "5")
        pictures.page.fill("[name=valid_from]", f"{clock.local_date(clock.now())}")
        pictures.page.locator("form.admin-form [type=submit]").click()
        pictures.page.wait_for_selector(".alert-success")
    pictures.enter("keeper2")
    pictures.take("publish", "/admin/parameter/publish/")
    pictures.page.get_by_role("link", name="试算").last.click()
    pictures.take("rehearsal")
    pictures.enter(found.street)
    pictures.take("whistled", f"/admin/work_order/details/?id={found.whistled}")
    pictures.take("whistle", f"/admin/whistle/new/?order_id={found.whistled}")
    pictures.take("notices", "/admin/notices/")
    pictures.enter("supervisor")
    pictures.take("whistles", "/admin/whistles/")
    pictures.take("findings", "/admin/finding/")
    pictures.take("law", "/admin/law/")
    pictures.take("ledger", f"/admin/work_order/details/?id={found.kept}")
    pictures.take("merged", f"/admin/work_order/details/?id={found.merged}")
    pictures.take("workload", "/admin/workload/")
    pictures.enter("reviewer")
    pictures.take("objections", "/admin/objection/")
    pictures.enter(found.coordinator)
    pictures.take("extension-decision", f"/admin/extension_decision/new/?order_id={found.asking}")
    pictures.enter("visitor")
    pictures.take("visits", "/admin/visit/")
    pictures.enter("auditor")
    pictures.take("audit", "/admin/audit/")


def portal(database: Path | None, folder: Path) -> Any:
    """The portal on the demonstration's data: on file, or made for the purpose."""
    made = database or folder / "demo.db"
    app = create_app(Config(database_url=f"sqlite:///{made}", secret_key="k" * 40))
    if database is None:
        for command in (["db", "upgrade"], ["seed", "reference"], ["seed", "demo"]):
            answer = app.test_cli_runner().invoke(args=command)
            if answer.exit_code:
                raise SystemExit(answer.output)
    return app


def windows(address: str) -> Iterator[Pictures]:
    path = chromium()
    if path is None:
        raise SystemExit("没有找到浏览器 chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for size, viewport in SIZES.items():
            context = browser.new_context(viewport=viewport, locale="zh-CN")  # type: ignore[arg-type]
            yield Pictures(context, address, size)
            context.close()
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="为主要页面截图")
    parser.add_argument("--database", type=Path, help="已载入演示资料的 SQLite 数据库")
    given = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        app = portal(given.database, Path(folder))
        found = Found(app.extensions["portal.engine"])
        with clock.at(found.until), served(app) as address:
            for pictures in windows(address):
                shoot(pictures, found)


if __name__ == "__main__":
    main()
