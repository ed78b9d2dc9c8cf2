"""Real Chromium for tests: a phone, with or without JavaScript, in light or dark, and axe."""

import json
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    Response,
    ViewportSize,
    sync_playwright,
)

from tests.support.cast import SESSION_COOKIE
from tools.chromium import find_chromium

PHONE = ViewportSize(width=360, height=740)
SMALLEST = ViewportSize(width=320, height=640)
DESKTOP = ViewportSize(width=1280, height=900)
# Chromium would otherwise ask its makers for updates and safe addresses.
SWITCHES = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--no-first-run",
)
AXE_RULES = ("wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice")
# The scheme changes colours and nothing else.
COLOUR_RULES = ("color-contrast", "link-in-text-block")

Rules = dict[str, object]
"""Which rules axe looks at, in its own words."""


class BrowserFaultError(AssertionError):
    """A page did in the browser what none of our pages may do."""


class Watch:
    """Notes what goes wrong in a tab without showing on the page."""

    def __init__(self, page: Page) -> None:
        """Begin to watch a tab."""
        self.faults: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # A page that answers 404 is no fault of the browser; `_response` looks at what it loads.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.hostname != "127.0.0.1":
            self.faults.append(f"wants to load from elsewhere: {request.url}")

    def _response(self, response: Response) -> None:
        is_page = response.request.is_navigation_request()
        if response.status >= (500 if is_page else 400):
            self.faults.append(f"{response.status} for {response.url}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium itself, started once."""
    program = find_chromium()
    assert program is not None, "No Chromium was found: make setup installs one."
    with sync_playwright() as playwright, _started(playwright, program) as browser:
        yield browser


class Visits:
    """The tabs of one test, each in a browser that nobody has used before."""

    def __init__(self, chromium: Browser, site: str) -> None:
        """Visit the application that runs at an address."""
        self._chromium = chromium
        self._site = site
        self._contexts: list[BrowserContext] = []
        self._watches: list[Watch] = []

    def __call__(
        self,
        path: str | None = None,
        *,
        javascript: bool = True,
        scheme: Literal["light", "dark"] = "light",
        viewport: ViewportSize = PHONE,
        language: str = "fi-FI",
        session: str | None = None,
    ) -> Page:
        """Open a tab, on a page of the application if a path is given.

        With a ``session`` of `tests.support.cast.session_cookie` somebody is signed in already.
        """
        context = self._chromium.new_context(
            base_url=self._site,
            java_script_enabled=javascript,
            color_scheme=scheme,
            viewport=viewport,
            locale=language,
            timezone_id="Europe/Helsinki",
            has_touch=viewport["width"] < DESKTOP["width"],
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        if session is not None:
            context.add_cookies([{"name": SESSION_COOKIE, "value": session, "url": self._site}])
        page = context.new_page()
        self._watches.append(Watch(page))
        if path is not None:
            page.goto(path)
        return page

    def end(self) -> None:
        """Close all tabs.

        Raises:
            BrowserFaultError: when something went wrong in one of them without showing.
        """
        for context in self._contexts:
            context.close()
        faults = [fault for watch in self._watches for fault in watch.faults]
        if faults:
            raise BrowserFaultError("\n".join(faults))


@pytest.fixture
def open_tab(chromium: Browser, site: str) -> Iterator[Visits]:
    """Open tabs of the running application: ``open_tab("/", javascript=False, scheme="dark")``."""
    visits = Visits(chromium, site)
    yield visits
    visits.end()


def audit(page: Page) -> None:
    """Let axe look at the page as it stands.

    Raises:
        BrowserFaultError: naming each broken rule, where it is broken, and what stands there.
    """
    _judge(page, {"type": "tag", "values": list(AXE_RULES)})


def audit_colours(page: Page) -> None:
    """Let axe look at what may differ between the schemes of a page that has passed `audit`.

    Raises:
        BrowserFaultError: as `audit` does.
    """
    _judge(page, {"type": "rule", "values": list(COLOUR_RULES)})


def _judge(page: Page, rules: Rules) -> None:
    if page.evaluate("matchMedia('(scripting: none)').matches"):
        found = _audit_a_copy(page, rules)
    else:
        found = _run_axe(page, rules)
    assert found["passes"] or found["violations"], "axe looked at nothing."
    if found["violations"]:
        raise BrowserFaultError("\n".join([page.url, *map(_told, found["violations"])]))


def _run_axe(page: Page, rules: Rules) -> dict[str, Any]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe_source())
    # Only violations are told node by node, and nothing is fetched a second time to be looked at.
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    return found


def _audit_a_copy(page: Page, rules: Rules) -> dict[str, Any]:
    # axe waits for timers, which stand still in a tab without JavaScript.
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    browser = page.context.browser
    assert browser is not None
    with browser.new_context(
        color_scheme="dark" if dark else "light", viewport=page.viewport_size
    ) as context:
        copy = context.new_page()
        # Where scripts run, what noscript holds would not be part of the page.
        copy.set_content(page.content().replace("<noscript>", "").replace("</noscript>", ""))
        return _run_axe(copy, rules)


def overflowing(page: Page) -> list[str]:
    """Give what is wider than the window, which a person would have to scroll sideways for."""
    wider: list[str] = page.evaluate(
        """() => [...document.body.querySelectorAll('*')]
            .filter(it => it.getBoundingClientRect().right > innerWidth + 1)
            .filter(it => !it.closest('.hidden'))
            .map(it => it.outerHTML.slice(0, 120))"""
    )
    return wider


def _started(playwright: Playwright, program: Path) -> Browser:
    # Without its sandbox Chromium starts as root and in containers; it sees only our own pages.
    return playwright.chromium.launch(
        executable_path=program, args=list(SWITCHES), chromium_sandbox=False
    )


@cache
def _axe_source() -> str:
    found = find_spec("axe_playwright_python")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).with_name("axe.min.js").read_text(encoding="utf-8")


def _told(violation: dict[str, Any]) -> str:
    lines = [f"{violation['id']} ({violation['impact']}): {violation['help']}"]
    for node in violation["nodes"]:
        lines += [f"  at {json.dumps(node['target'])}", f"     {node['html'][:200]}"]
        lines += [f"     {it['message']}" for it in (*node["any"], *node["all"], *node["none"])]
    return "\n".join(lines)
