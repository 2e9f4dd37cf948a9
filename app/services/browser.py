"""A person at the portal's own pages: opens a form, fills it in, sends it, reads the answer.

It is given a client and needs nothing of the web framework; whatever the form carries besides what
is filled in (token, version, defaults) goes back as it came.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Protocol

VOID = frozenset({"input", "br", "img", "meta", "link", "hr", "option"})
LOCK = "version"
SAYING = frozenset({"field-error", "alert-danger", "findings", "problem"})
NOISE = ("没有保存，有", "错误代码", "返回工作台")


class Client(Protocol):
    """What of a test client is used."""

    def get(self, address: str, **told: Any) -> Any:
        """Fetch a page."""

    def post(self, address: str, **told: Any) -> Any:
        """Send a form."""


@dataclass
class Form:
    """One form of a page, with what it holds already."""

    address: str
    values: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


@dataclass
class Answer:
    """What came back: ``sentences`` are those in which something is refused."""

    status: int
    body: str
    address: str

    @property
    def done(self) -> bool:
        """Saved, and sent on to the next page."""
        return self.status in (302, 303)

    @property
    def sentences(self) -> list[str]:
        """What the page says about what was refused."""
        said = dict.fromkeys(_read(self.body).said)
        return [each for each in said if not each.startswith(NOISE)]


class Page(HTMLParser):
    """The forms of a page and what it says about refusals."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.said: list[str] = []
        self._stack: list[tuple[str, bool]] = []
        self._select = ""
        self._area = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Fields as they come; a sentence begins with a new block."""
        told = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.forms.append(Form(told.get("action", "")))
        elif tag in ("input", "textarea", "select") and self.forms and told.get("name"):
            self._field(tag, told, dict(attrs))
        elif tag == "option" and self._select and "selected" in dict(attrs):
            self.forms[-1].values[self._select] = [told.get("value", "")]
        if tag in ("div", "li", "p", "h1"):
            self._flush()
        if tag not in VOID:
            saying = bool(SAYING & set(told.get("class", "").split()))
            self._stack.append((tag, saying))

    def _field(self, tag: str, told: dict[str, str], attrs: Mapping[str, Any]) -> None:
        name, form = told["name"], self.forms[-1]
        form.names.add(name)
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._area = name
        elif told.get("type") in ("checkbox", "radio"):
            if "checked" in attrs:
                form.values.setdefault(name, []).append(told.get("value", "on"))
        else:
            form.values[name] = [told.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        """A sentence ends with its block."""
        if tag in ("div", "li", "p", "h1"):
            self._flush()
        if tag == "select":
            self._select = ""
        if tag == "textarea" and self._area:
            self.forms[-1].values.setdefault(self._area, [""])
            self._area = ""
        while self._stack and self._stack.pop()[0] != tag:
            continue

    def handle_data(self, data: str) -> None:
        """Text of a field, or of a refusal."""
        if self._area:
            self.forms[-1].values[self._area] = [data.removeprefix("\n")]
        elif any(saying for _, saying in self._stack) and data.strip():
            self._text.append(data.strip())

    def _flush(self) -> None:
        if self._text:
            self.said.append("".join(self._text))
            self._text = []


def _read(body: str) -> Page:
    page = Page()
    page.feed(body)
    return page


class Visitor:
    """Somebody logged in, or about to be."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def enter(self, login: str, password: str) -> bool:
        """Log in through the form."""
        return self.fill("/login", {"login": login, "password": password}).done

    def open(self, address: str) -> Answer:
        """Look at a page."""
        return _answer(self.client.get(address), address)

    def find(self, table: str, relation: str, typed: str) -> str:
        """The id that the look-up behind a field offers first for what is typed."""
        told = {"name": relation, "query": typed}
        found = self.client.get(f"/admin/{table}/ajax/lookup/", query_string=told)
        listed: list[tuple[int, str]] = found.get_json() if found.status_code == 200 else []
        exact = [ident for ident, name in listed if f"（{typed}）" in name]
        first = [ident for ident, _ in listed]
        return str(next(iter(exact or first), ""))

    def fill(self, address: str, told: Mapping[str, str | list[str]]) -> Answer:
        """Open the form at an address, fill it in and send it; where there is none, what it said.

        A field the form does not have is sent all the same: a person could forge it.
        """
        opened = self.open(address)
        forms = [each for each in _read(opened.body).forms if "csrf_token" in each.names]
        wanted = [each for each in forms if LOCK in each.names or set(told) & each.names]
        if opened.status != 200 or not wanted:
            return opened
        form = wanted[-1]
        sent = {name: list(held) for name, held in form.values.items()}
        sent |= {name: [v] if isinstance(v, str) else v for name, v in told.items()}
        to = form.address or address
        return _answer(self.client.post(to, data=dict(_pairs(sent))), to)


def _pairs(sent: Mapping[str, list[str]]) -> Iterator[tuple[str, Any]]:
    for name, held in sent.items():
        if held:
            yield name, held if len(held) > 1 else held[0]


def _answer(response: Any, address: str) -> Answer:
    return Answer(response.status_code, response.get_data(as_text=True), address)
