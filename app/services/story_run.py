"""Telling the story: each scene through the portal's own form, checked and put into words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from app.kernel import clock
from app.kernel.clock import local
from app.models.work_order import WorkOrder
from app.services.browser import Answer, Client, Visitor
from app.services.story import FIRST, HIDDEN, NOW, RELATIONS, Scene, Tale

BARRED = (403, 404)
BEYOND = "不在您的范围内"


@dataclass(frozen=True)
class Told:
    """One scene as it went."""

    line: str
    right: bool


class Teller:
    """Plays scenes one after another; everybody logs in once, with a browser of their own."""

    def __init__(
        self,
        browser: Callable[[], Client],
        password: str,
        titles: dict[str, str],
        newest: Callable[[], WorkOrder | None],
        latest: Callable[[str], int],
    ) -> None:
        """``titles``: how people are called. ``newest``: the latest order as it is stored.

        ``latest``: the number of the latest row of a table.
        """
        self.browser, self.password = browser, password
        self.titles, self.newest, self.latest = titles, newest, latest
        self.inside: dict[str, Visitor] = {}
        self.first: str = ""

    def tell(self, tale: Tale) -> Iterator[Told]:
        """The scenes, each on the newest order of the tale, named even where no form offers it."""
        at, before, self.first = tale.begins, self.newest(), ""
        for scene in tale.scenes:
            at += scene.after
            with clock.at(at):
                order = self.newest()
                began = order is not None and (before is None or order.id != before.id)
                if began and order is not None:
                    self.first = self.first or order.number or ""
                answer = self._play(scene, order.id if began and order is not None else None)
                yield self._judge(scene, answer)

    def _play(self, scene: Scene, order: int | None) -> Answer:
        visitor = self._visitor(scene.login)
        if "/" in scene.table:
            return self._press(visitor, scene)
        known = {"order_id": order} if order is not None else {}
        address = f"/admin/{scene.table}/new/?{urlencode(known)}"
        told = {name: self._value(visitor, scene.table, name, value)
                for name, value in scene.told.items()}  # fmt: skip
        if order is not None:
            told["order"] = str(order)
        return visitor.fill(address, told)

    def _press(self, visitor: Visitor, scene: Scene) -> Answer:
        """A button on the page of the latest row of a table: the form that carries its number."""
        table, _, page = scene.table.partition("/")
        ident = str(self.latest(table))
        return visitor.fill(f"/admin/{table}/{page}/?id={ident}", {"id": ident} | scene.told)

    def _value(self, visitor: Visitor, table: str, name: str, value: str) -> str:
        if value == NOW:
            return f"{local(clock.now()):%Y-%m-%dT%H:%M}"
        value = self.first if value == FIRST else value
        return visitor.find(table, name, value) if name in RELATIONS and value else value

    def _visitor(self, login: str) -> Visitor:
        if login not in self.inside:
            visitor = Visitor(self.browser())
            if not visitor.enter(login, self.password):
                raise RuntimeError(f"{login} cannot log in")
            self.inside[login] = visitor
        return self.inside[login]

    def _judge(self, scene: Scene, answer: Answer) -> Told:
        order = self.newest()
        said = "；".join(answer.sentences) or f"状态码 {answer.status}"
        when = f"{local(clock.now()):%m-%d %H:%M}"
        who = self.titles.get(scene.login, scene.login)
        if scene.refused:
            right = self._refused(scene, answer)
            sign = "拒绝" if right else "应拒未拒"
            return Told(f"    [{sign}] {when} {who} {scene.what}：{said}", right)
        right = answer.done and order is not None and order.status is scene.status
        if not right or order is None:
            return Told(f"    [出错] {when} {who} {scene.what}：{said}", False)
        due = f"，期限 {local(order.due_at):%Y-%m-%d %H:%M}" if order.due_at else ""
        lead = f"，承办 {order.lead.name}" if order.lead else ""
        return Told(f"{when} {who} {scene.what} → {order.status.label}{lead}{due}", True)

    def _refused(self, scene: Scene, answer: Answer) -> bool:
        if scene.refused == HIDDEN:
            return answer.status in BARRED or any(BEYOND in each for each in answer.sentences)
        return answer.status == 422 and any(f"（{scene.refused}）" in s for s in answer.sentences)
