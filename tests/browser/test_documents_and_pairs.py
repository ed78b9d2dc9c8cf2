"""What needs a real browser of documents in parts and of sorting one statement at a time."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.support.browser import PHONE, SMALLEST, Visits, audit, overflowing
from tests.support.cast import Cast, session_cookie
from tests.support.courses import SLUG, course_files, publish
from tests.support.documents import LESSON, PATH

PRACTICE = f"/learn/{SLUG}/harjoitus/pareja"
DOCUMENT = f"/learn/{SLUG}/omat/suunnitelma"

PAIRS = """---
title: Harjoitus
---

## Lajittele {#pareja}

Lue ensin.

### Kumpaan nämä kuuluvat? {.sort #q-laatikot}
- Tunne
  - Pelko
    > Pelko on tunne.
  - Ilo
    > Ilo on tunne.
- Tieto
  - Päiväkirja
    > Keino on tietoa.

### Omin sanoin {.own-words #q-sanat}
> Kiitos, että kerroit.
"""


@pytest.fixture
def session(app: Flask, cast: Cast) -> str:
    """Aino's session at a course with a sorting question and a document in parts."""
    publish(app, course_files({"20-taito/10-harjoitus.fi.md": PAIRS, PATH: LESSON}))
    return session_cookie(app, cast.aino)


def shown(page: Page) -> int:
    return page.locator(".statement").locator("visible=true").count()


def test_statements_come_one_at_a_time_and_each_can_be_changed_in_the_end(
    open_tab: Visits, session: str
) -> None:
    page = open_tab(PRACTICE, session=session, viewport=PHONE)
    expect(page.locator("[data-choices]").first).to_be_visible()
    audit(page)
    assert shown(page) == 1
    assert page.locator(".option input[type=radio]").locator("visible=true").count() == 0
    for number in range(3):
        assert shown(page) == 1, number
        big = page.locator("[data-choices] button").locator("visible=true")
        assert big.count() == 2
        assert all((it.bounding_box() or {"height": 0})["height"] >= 44 for it in big.all())
        big.first.focus()
        page.keyboard.press("Enter")
        place = page.evaluate("document.activeElement.className")
        assert place == "statement", "The keyboard goes along"
    assert shown(page) == 3
    assert page.locator(".statement input:checked").count() == 3
    audit(page)
    other = page.locator(".statement").last.locator("input:not(:checked)")
    other.check()
    assert page.url.endswith(PRACTICE), "Nothing was sent on the way"
    page.locator("#q-q-laatikot button[formaction]").click()
    expect(page.locator("#feedback")).to_be_focused()
    assert shown(page) == 3, "What was answered stands together"


def test_without_a_script_all_statements_stand_together(open_tab: Visits, session: str) -> None:
    page = open_tab(PRACTICE, session=session, javascript=False)
    assert shown(page) == 3
    assert page.locator(".option input[type=radio]").count() == 6


def test_enter_in_a_field_of_a_reading_page_saves_and_stays(open_tab: Visits, session: str) -> None:
    page = open_tab(PRACTICE, session=session, javascript=False)
    page.fill("textarea", "Kesken")
    page.locator("main .button:not(.button-secondary)").last.click()
    page.goto(PRACTICE)
    assert page.locator("textarea").input_value() == "Kesken"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_document_is_filled_part_by_part(
    open_tab: Visits, session: str, *, javascript: bool
) -> None:
    page = open_tab(DOCUMENT, session=session, viewport=SMALLEST, javascript=javascript)
    for section in ("", "aikana", "lopuksi"):
        if section:
            expect(page).to_have_url(re.compile(rf"{DOCUMENT}\?section={section}$"))
        audit(page)
        assert overflowing(page) == []
        for field in page.locator("main textarea").all():
            field.fill("Omin sanoin.\nToinen rivi.")
        page.locator("main .button:not(.button-secondary)").last.click()
    expect(page.locator("h1")).to_have_text("Kenraaliharjoitus")


@pytest.mark.parametrize("empty", ["", "?empty=yes"])
def test_the_paper_is_readable_on_a_small_phone_and_on_a4(
    open_tab: Visits, session: str, empty: str
) -> None:
    page = open_tab(f"{DOCUMENT}/print{empty}", session=session, viewport=SMALLEST)
    audit(page)
    assert overflowing(page) == []
    page.emulate_media(media="print")
    size = page.locator(".paper").evaluate("it => getComputedStyle(it).fontSize")
    assert float(size.removesuffix("px")) >= 18, "Large type: 13.5 points at least"
