"""The shipped evenings in real Chromium: axe, the smallest phone, and what comes out on paper."""

import pytest
from flask import Flask
from playwright.sync_api import Page, PdfMargins

from app.core.course import EveningPage
from app.core.evening_reading import SHEET, SLIDES
from tests.support.browser import DESKTOP, SMALLEST, Visits, audit, overflowing
from tests.support.cast import Cast, session_cookie
from tests.support.courses import publish
from tests.support.pdf_reading import pypdf_document
from tests.support.shipped import course
from tools.coverage import COURSE

pytestmark = pytest.mark.browser

MARGIN: PdfMargins = {"top": "1cm", "right": "1cm", "bottom": "1cm", "left": "1cm"}
"""As most printers leave it."""

LANDSCAPE_A4 = (842, 595)
"""Points."""


@pytest.fixture
def session(app: Flask, cast: Cast) -> str:
    """Aino's session at the shipped course."""
    files = {
        str(path.relative_to(COURSE)): path.read_bytes()
        for path in COURSE.rglob("*")
        if path.is_file()
    }
    publish(app, files, COURSE.name, unread_confirmed_by=cast.aino.id)
    return session_cookie(app, cast.aino)


def pages() -> list[tuple[str, EveningPage]]:
    return [
        (f"/learn/{COURSE.name}/evenings/{evening.id}/{page.id}", page)
        for evening in course().evenings
        for page in evening.pages
    ]


def print_page(page: Page) -> tuple[int, tuple[int, int]]:
    """Give how many sheets a page takes, and the size of the first one in points."""
    sheets = pypdf_document(page.pdf(format="A4", prefer_css_page_size=True, margin=MARGIN)).pages
    box = sheets[0].mediabox
    return len(sheets), (round(box.width), round(box.height))


def test_evenings_are_readable_on_every_screen_and_axe_finds_nothing(
    open_tab: Visits, session: str
) -> None:
    phone = open_tab(f"/learn/{COURSE.name}/evenings", viewport=SMALLEST, session=session)
    desktop = open_tab(viewport=DESKTOP, session=session)
    audit(phone)
    for path, page in pages():
        phone.goto(path)
        assert not overflowing(phone), path
        desktop.goto(path)
        assert not overflowing(desktop), path
        if page.kind in {SLIDES, SHEET}:
            audit(phone)
            audit(desktop)


def test_each_slide_takes_a_sheet_and_each_form_fits_on_one(open_tab: Visits, session: str) -> None:
    tab = open_tab(viewport=DESKTOP, session=session)
    for path, page in pages():
        tab.goto(path)
        if page.kind == SLIDES:
            assert print_page(tab) == (len(page.parts), LANDSCAPE_A4), path
        if page.kind == SHEET:
            assert print_page(tab)[0] == 1, path
