"""What the browser tests lean on finds each fault it is there for."""

import socket
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from werkzeug.wrappers import Request, Response

from tests.support.browser import (
    SMALLEST,
    BrowserFaultError,
    Visits,
    audit,
    audit_colours,
    overflowing,
)
from tests.support.installation import serving

GOOD = "<main><h1>Hei</h1><p>Tervetuloa.</p></main>"
FRAME = """<!doctype html><html lang="fi"><head><title>Hei</title>{style}</head>
<body>{body}</body></html>"""
BODIES = {
    "/good": GOOD,
    "/no-label": "<main><h1>Hei</h1><input></main>",
    "/script-error": GOOD + "<script>throw new Error('a fault')</script>",
    "/says-error": GOOD + "<script>console.error('a complaint')</script>",
    "/from-elsewhere": GOOD + '<img src="http://example.org/picture.png" alt="">',
    "/missing-picture": GOOD + '<img src="/nowhere.png" alt="">',
    "/wide": GOOD + "<div style='width: 900px'>x</div>",
    "/script": GOOD
    + "<p>ei</p><script>document.querySelectorAll('p')[1].textContent = 'on'</script>",
}
# Readable in light only: axe must see the page in the scheme that was asked for.
DARK_MISTAKE = """<style>:root { color-scheme: light dark }
@media (prefers-color-scheme: dark) { body { background: #222; color: #333 } }</style>"""

pytestmark = pytest.mark.browser


@Request.application
def small_site(request: Request) -> Response:
    body = BODIES.get(request.path)
    if request.path == "/dark-mistake":
        return Response(FRAME.format(style=DARK_MISTAKE, body=GOOD), mimetype="text/html")
    if body is None:
        return Response(FRAME.format(style="", body=GOOD), 404, mimetype="text/html")
    return Response(FRAME.format(style="", body=body), mimetype="text/html")


@pytest.fixture
def site(listening: socket.socket) -> Iterator[str]:
    with serving(small_site, listening) as address:
        yield address


def test_a_good_page_passes_in_light_and_dark(open_tab: Visits) -> None:
    audit(open_tab("/good"))
    audit(open_tab("/good", scheme="dark"))


def test_a_page_that_is_not_there_is_no_fault_of_the_browser(open_tab: Visits) -> None:
    assert open_tab("/gone").locator("h1").inner_text() == "Hei"


def test_axe_tells_the_rule_the_place_and_the_html(open_tab: Visits) -> None:
    with pytest.raises(BrowserFaultError, match=r"(?s)label \(critical\).*input.*<input>"):
        audit(open_tab("/no-label"))


def test_axe_sees_the_scheme_that_was_asked_for(open_tab: Visits) -> None:
    audit(open_tab("/dark-mistake"))
    with pytest.raises(BrowserFaultError, match="color-contrast"):
        audit(open_tab("/dark-mistake", scheme="dark"))
    with pytest.raises(BrowserFaultError, match="color-contrast"):
        audit_colours(open_tab("/dark-mistake", scheme="dark"))


def test_axe_looks_at_pages_without_javascript_too(open_tab: Visits) -> None:
    with pytest.raises(BrowserFaultError, match="label"):
        audit(open_tab("/no-label", javascript=False))


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/script-error", "a fault"),
        ("/says-error", "a complaint"),
        ("/from-elsewhere", "load from elsewhere"),
        ("/missing-picture", "404"),
    ],
)
def test_what_goes_wrong_behind_the_page_is_told(
    chromium: Browser, site: str, path: str, fault: str
) -> None:
    visits = Visits(chromium, site)
    visits(path)
    with pytest.raises(BrowserFaultError, match=fault):
        visits.end()


def test_a_tab_without_javascript_runs_no_script(open_tab: Visits) -> None:
    assert open_tab("/script").locator("p").last.inner_text() == "on"
    assert open_tab("/script", javascript=False).locator("p").last.inner_text() == "ei"


def test_what_is_too_wide_is_found(open_tab: Visits) -> None:
    assert overflowing(open_tab("/good", viewport=SMALLEST)) == []
    assert "900px" in overflowing(open_tab("/wide", viewport=SMALLEST))[0]
