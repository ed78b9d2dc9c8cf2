"""The gallery in real Chromium: axe, narrow phones, big text, and text saved while it is typed."""

from dataclasses import replace
from typing import Literal

import pytest
from flask import Flask
from playwright.sync_api import Page, ViewportSize, expect

from tests.support.browser import DESKTOP, PHONE, SMALLEST, Visits, audit, overflowing
from tests.support.cast import Cast, session_cookie
from tests.support.courses import publish

pytestmark = pytest.mark.browser

BIG_TEXT = """() => {
  document.documentElement.style.fontSize = '225%';
  document.body.style.letterSpacing = '.12em';
  document.body.style.wordSpacing = '.16em';
}"""
"""Twice the usual size of 112.5 %, with the letter spacing that WCAG 1.4.12 asks for."""

SMALLEST_TARGET = 44
"""CSS pixels (WCAG 2.5.5)."""

TOO_SMALL = """least => [...document.querySelectorAll('button, input:not([type=hidden]), select,'
    + 'textarea, summary, nav a, .button, .task a')]
  .filter(it => it.offsetParent && !it.closest('.option'))
  .filter(it => Math.min(it.getBoundingClientRect().height, it.closest('.task')?.offsetHeight
    ?? Infinity) < least && !it.closest('.task'))
  .map(it => it.outerHTML.slice(0, 100))"""


@pytest.fixture(autouse=True)
def _demo(app: Flask) -> None:
    """The gallery is shown in the demo only."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], demo=True)


def open_gallery(
    open_tab: Visits,
    viewport: ViewportSize = PHONE,
    scheme: Literal["light", "dark"] = "light",
) -> Page:
    page = open_tab("/gallery", viewport=viewport, scheme=scheme)
    expect(page.locator("h1").first).to_have_text("Gallery")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_in_the_gallery(
    open_tab: Visits, scheme: Literal["light", "dark"], viewport: ViewportSize
) -> None:
    audit(open_gallery(open_tab, viewport, scheme))


def test_nothing_in_the_gallery_is_wider_than_the_smallest_phone(open_tab: Visits) -> None:
    assert not overflowing(open_gallery(open_tab, SMALLEST))


@pytest.mark.parametrize("path", ["/", "/help", "/privacy", "/accessibility"])
def test_nothing_is_wider_than_the_smallest_phone(open_tab: Visits, path: str) -> None:
    assert not overflowing(open_tab(path, viewport=SMALLEST))


def test_nothing_is_wider_with_text_twice_as_big(open_tab: Visits) -> None:
    page = open_gallery(open_tab)
    page.evaluate(BIG_TEXT)
    assert not overflowing(page)


def test_everything_that_is_pressed_is_big_enough(open_tab: Visits) -> None:
    page = open_gallery(open_tab)
    assert page.evaluate(TOO_SMALL, SMALLEST_TARGET) == []


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(open_tab: Visits) -> None:
    page = open_tab("/help")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_have_class("skip")
    assert focused.evaluate("it => getComputedStyle(it).outlineWidth") == "3px"
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_enter_in_a_form_presses_its_own_button(open_tab: Visits) -> None:
    page = open_tab("/sign-in")
    first = page.evaluate("() => document.querySelector('main form').elements.length")
    assert first
    owner = page.evaluate(
        """() => [...document.querySelector('main form').elements]
            .find(it => it.type === 'submit').closest('main') !== null"""
    )
    assert owner, "a language button would be pressed by Enter"


def test_the_circle_is_a_circle_where_there_is_room(open_tab: Visits) -> None:
    assert len(set(centres(open_gallery(open_tab, DESKTOP)))) == 7
    assert len(set(centres(open_gallery(open_tab, SMALLEST)))) == 1


def centres(page: Page) -> list[int]:
    """Give where the steps of the circle begin, from the left."""
    found: list[int] = page.evaluate(
        """() => [...document.querySelectorAll('#g-circle li')]
            .map(it => Math.round(it.getBoundingClientRect().x))"""
    )
    return found


def test_text_is_saved_soon_after_typing_stops(app: Flask, cast: Cast, open_tab: Visits) -> None:
    page = open_reflection(app, cast, open_tab)
    page.locator("main textarea").first.fill("Muistan ensimmäisen illan.")
    expect(page.locator("[data-saved]").first).to_contain_text("Saved", timeout=4000)
    page.reload()
    expect(page.locator("main textarea").first).to_have_value("Muistan ensimmäisen illan.")


def test_text_typed_without_a_connection_is_not_lost(
    app: Flask, cast: Cast, open_tab: Visits
) -> None:
    page = open_reflection(app, cast, open_tab)
    page.context.set_offline(True)
    page.locator("main textarea").first.fill("Tunnelissa kirjoitettu.")
    expect(page.locator("[data-saved]").first).to_contain_text("Not sent yet", timeout=4000)
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("main textarea").first).to_have_value("Tunnelissa kirjoitettu.")
    expect(page.locator("[data-saved]").first).to_contain_text("Saved", timeout=4000)
    assert page.evaluate("() => Object.keys(localStorage)") == []


def test_mirrored_text_never_shows_to_another_person(
    app: Flask, cast: Cast, open_tab: Visits
) -> None:
    page = open_reflection(app, cast, open_tab)
    page.context.set_offline(True)
    page.locator("main textarea").first.fill("Vain minulle.")
    expect(page.locator("[data-saved]").first).to_contain_text("Not sent yet", timeout=4000)
    page.context.set_offline(False)
    page.context.add_cookies(
        [{"name": "ohjaajapolku", "value": session_cookie(app, cast.kaisa), "url": page.url}]
    )
    page.reload()
    expect(page.locator("main textarea").first).to_have_value("")


def open_reflection(app: Flask, cast: Cast, open_tab: Visits) -> Page:
    """Open Aino's reflection page."""
    publish(app)
    return open_tab("/learn/pieni/omat/pohdinta", session=session_cookie(app, cast.aino))
