"""A visitor without a browser: fetches pages, each examined, and fills in their forms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.support.cast import LANGUAGE
from tests.support.html_checks import Document, examine_page, tag_of, text_of

Filled = Mapping[str, str | list[str] | None]
"""What is written into a form, by field name; None leaves a field out."""

BUTTONS = {"submit", "image"}


@dataclass(frozen=True)
class Form:
    """A form as it came: what it would send if nobody touched it."""

    element: Element
    address: str
    method: str
    values: MultiDict[str, str]
    names: frozenset[str]
    outside: tuple[Element, ...] = ()
    """Controls that stand elsewhere on the page and belong to the form."""

    @property
    def buttons(self) -> dict[str, Element]:
        """The form's buttons by their words; those that nobody sees are only pressed by Enter."""
        inputs = [it for it in self.element.iter("input") if it.get("type") in BUTTONS]
        inside = [it for it in self.element.iter("button") if it.get("type") != "button"]
        outside = [it for it in self.outside if tag_of(it) == "button"]
        named = {text_of(it): it for it in (*inside, *outside) if not it.get("aria-hidden")}
        return named | {it.get("value", ""): it for it in inputs}

    def target(self, button: str | None) -> str:
        """Give where a button sends the form."""
        pressed = self.buttons.get(button or "")
        own = pressed.get("formaction") if pressed is not None else None
        return urljoin(self.address, own) if own else self.address

    def filled(self, changes: Filled, button: str | None) -> MultiDict[str, str]:
        """Give what the form sends after these changes, by this button or else the first."""
        unknown = set(changes) - self.names
        assert not unknown, f"The form has no field {sorted(unknown)}; it has {sorted(self.names)}"
        values = self.values.copy()
        for name, value in changes.items():
            values.setlist(name, [value] if isinstance(value, str) else value or [])
        pressed = self.buttons[button] if button else next(iter(self.buttons.values()), None)
        if pressed is not None and pressed.get("name"):
            values.add(pressed.get("name", ""), pressed.get("value", ""))
        return values


@dataclass(frozen=True)
class SeenPage:
    """A page that somebody is looking at; it has passed the checks for all pages."""

    path: str
    status: int
    source: str
    document: Document

    @property
    def heading(self) -> str:
        """The page's h1."""
        return text_of(self.document.all("h1")[0])

    @property
    def text(self) -> str:
        """Everything there is to read."""
        return text_of(self.document.root.find("body"))

    @property
    def links(self) -> dict[str, str]:
        """Addresses of the links by their words."""
        return {
            text_of(link): urljoin(self.path, link.get("href", ""))
            for link in self.document.all("a")
            if link.get("href")
        }

    @property
    def forms(self) -> list[Form]:
        """The forms, in the page's order."""
        return [self._form(element) for element in self.document.all("form")]

    def form_with(self, button: str | None = None, field: str | None = None) -> Form:
        """Give the only form with this button, or with this field."""
        found = [
            form
            for form in self.forms
            if (button is None or button in form.buttons) and (field is None or field in form.names)
        ]
        buttons = [list(form.buttons) for form in self.forms]
        assert len(found) == 1, f"One form was expected, found {len(found)} among {buttons}"
        return found[0]

    def _form(self, element: Element) -> Form:
        inside = [*element.iter()]
        outside = [
            it for it in self.document.root.iter() if it.get("form") == element.get("id", "-")
        ]
        controls = [it for it in (*inside, *outside) if it.get("name") and _sends(it)]
        return Form(
            element=element,
            address=urljoin(self.path, element.get("action", "")),
            method=element.get("method", "get").lower(),
            values=MultiDict([pair for control in controls for pair in _untouched(control)]),
            names=frozenset(control.get("name", "") for control in controls),
            outside=tuple(outside),
        )


class Visitor(FlaskClient):
    """Somebody with a browser of their own. Every page that is fetched is examined."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:  # noqa: ANN401 - as Werkzeug has it
        """Fetch as usual; a page that breaks what holds for all pages fails the test."""
        self.environ_base.setdefault("HTTP_ACCEPT_LANGUAGE", LANGUAGE)
        response = super().open(*args, **kwargs)
        if _is_page(response):
            examine_page(response.text)
        return response

    def see(self, path: str, status: int = 200) -> SeenPage:
        """Fetch a page, following redirects, and look at it."""
        return self.look(self.get(path, follow_redirects=True), status)

    def look(self, response: TestResponse, status: int = 200) -> SeenPage:
        """Look at the page a response brought, going where it leads."""
        if 300 <= response.status_code < 400:
            return self.see(urljoin(response.request.path, response.location), status)
        assert response.status_code == status, f"{response.status} {response.text[:500]}"
        return SeenPage(
            path=_path(response),
            status=status,
            source=response.text,
            document=examine_page(response.text),
        )

    def submit(
        self, page: SeenPage, changes: Filled | None = None, button: str | None = None
    ) -> TestResponse:
        """Fill in the form of a page and send it; on a page of several, name a field or button."""
        named = next(iter(changes or {}), None)
        form = page.form_with(button=button, field=named)
        values = form.filled(changes or {}, button)
        if form.method == "get":
            return self.get(form.address, query_string=values)
        return self.post(form.target(button), data=values)


def _is_page(response: TestResponse) -> bool:
    return (
        response.mimetype == "text/html"
        and not 300 <= response.status_code < 400
        and response.request.method != "HEAD"
        and not response.headers.get("Content-Encoding")
        and response.text.lstrip().lower().startswith("<!doctype")
    )


def _path(response: TestResponse) -> str:
    query = urlsplit(response.request.url).query
    return f"{response.request.path}?{query}" if query else response.request.path


def _sends(control: Element) -> bool:
    if tag_of(control) not in {"input", "select", "textarea"}:
        return False
    return (
        control.get("type") not in BUTTONS | {"button", "reset"} and control.get("disabled") is None
    )


def _untouched(control: Element) -> Iterator[tuple[str, str]]:
    """Give what a control sends that nobody has touched."""
    name = control.get("name", "")
    if tag_of(control) == "textarea":
        yield name, control.text or ""
    elif tag_of(control) == "select":
        options = [*control.iter("option")]
        chosen = [it for it in options if it.get("selected") is not None]
        for option in chosen or options[:1]:
            yield name, option.get("value", text_of(option))
    elif control.get("type") in {"radio", "checkbox"}:
        if control.get("checked") is not None:
            yield name, control.get("value", "on")
    else:
        yield name, control.get("value", "")
