"""The twelve infographics of the shipped course in real Chromium: drawn, stacked and on paper."""

import pytest
from flask import Flask
from playwright.sync_api import Page

from app.learn.posters import posters_of
from tests.browser.test_design import BIG_TEXT
from tests.support.browser import DESKTOP, SMALLEST, Visits, audit, audit_colours, overflowing
from tests.support.cast import Cast, session_cookie
from tests.support.courses import publish
from tests.support.pdf_reading import pypdf_document
from tests.support.shipped import course
from tools.coverage import COURSE

pytestmark = pytest.mark.browser

LONG_SIDE = 842
"""Of a sheet of A4, in points."""

WORDS_OUTSIDE = """() => {
  const drawing = document.querySelector('figure.infographic').getBoundingClientRect();
  const words = document.createTreeWalker(document.querySelector('figure.infographic'),
                                          NodeFilter.SHOW_TEXT);
  const found = [];
  while (words.nextNode()) {
    const it = words.currentNode;
    if (!it.data.trim() || it.parentElement.closest('thead, .cell-label')) continue;
    const range = document.createRange(); range.selectNodeContents(it);
    const box = range.getBoundingClientRect();
    if (!box.width) continue;
    if (box.left < drawing.left || box.right > drawing.right + 1 || box.top < drawing.top
        || box.bottom > drawing.bottom) found.push(it.data);
  }
  return found;
}"""
"""Words that stand outside their own drawing."""

COVERED = """parts => {
  const boxes = [...document.querySelectorAll(parts)].map(it => it.getBoundingClientRect());
  return boxes.flatMap((a, i) => boxes.slice(i + 1).filter(b => a.left < b.right - 1
    && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)).length;
}"""
"""How many pairs of the parts cover each other."""

UNREADABLE = """() => [...document.querySelectorAll('figure.infographic *')]
  .flatMap(it => [[it, null], [it, '::before']])
  .filter(([it, part]) => part ? /\\w/.test(getComputedStyle(it, part).content.replace('none', ''))
    && getComputedStyle(it, part).content.startsWith('counter')
    : [...it.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
  .filter(([it, part]) => getComputedStyle(it, part).color
    === getComputedStyle(it, part).backgroundColor)
  .map(([it]) => it.outerHTML.slice(0, 80))"""
"""Words in the very colour of what they stand on."""

RADII = """() => {
  const ring = document.querySelector('.ring-lines').getBoundingClientRect();
  const middle = [ring.left + ring.width / 2, ring.top + ring.height / 2];
  return [...document.querySelectorAll('.ring > ol > li')].map(it => {
    const box = it.getBoundingClientRect();
    return Math.hypot(box.left + box.width / 2 - middle[0], box.top + box.height / 2 - middle[1]);
  });
}"""

LANES = """() => [...document.querySelectorAll('.lane')].map(lane => {
  const zero = lane.querySelector('.tick').getBoundingClientRect().top;
  return {zero, blocks: [...lane.querySelectorAll('.slot')].map(it => {
    const [start, end] = it.querySelector('.time').textContent.split('–').map(Number);
    const box = it.getBoundingClientRect();
    return [start, end, box.top - zero, box.bottom - zero];
  })};
})"""


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


def posters() -> dict[str, str]:
    """Give the address of every infographic's own page by its id."""
    return {
        poster.id: f"/learn/{COURSE.name}/poster/{lesson.id}/{page.id}/{poster.id}"
        for lesson in course().lessons()
        for page in lesson.pages
        for poster in posters_of(page)
    }


def numbered() -> list[str]:
    """Give the addresses of I1 to I12."""
    return [posters()[f"i{number}"] for number in range(1, 13)]


def test_every_drawing_keeps_its_words_inside_on_the_smallest_phone(
    open_tab: Visits, session: str
) -> None:
    page = open_tab(viewport=SMALLEST, session=session)
    for path in posters().values():
        page.goto(path)
        assert not overflowing(page), path
        assert page.evaluate(WORDS_OUTSIDE) == [], path


def test_every_drawing_keeps_its_words_inside_where_it_is_wide(
    open_tab: Visits, session: str
) -> None:
    page = open_tab(viewport=DESKTOP, session=session)
    for path in posters().values():
        page.goto(path)
        assert not overflowing(page), path
        assert page.evaluate(WORDS_OUTSIDE) == [], path
        assert page.evaluate(COVERED, ".piece") == 0, path


def test_axe_finds_nothing_in_the_twelve(open_tab: Visits, session: str) -> None:
    light = open_tab(viewport=DESKTOP, session=session)
    dark = open_tab(viewport=SMALLEST, scheme="dark", session=session)
    for path in numbered():
        light.goto(path)
        audit(light)
        dark.goto(path)
        audit_colours(dark)


def test_words_are_readable_in_forced_colours(open_tab: Visits, session: str) -> None:
    page = open_tab(viewport=DESKTOP, session=session)
    page.emulate_media(forced_colors="active")
    for path in numbered():
        page.goto(path)
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        assert page.evaluate(UNREADABLE) == [], path


def test_the_circle_is_a_circle(open_tab: Visits, session: str) -> None:
    page = open_tab(posters()["i5"], viewport=DESKTOP, session=session)
    radii = page.evaluate(RADII)
    assert len(radii) == 7
    assert max(radii) - min(radii) < 1
    assert min(radii) > 100


def test_the_circle_is_a_list_with_very_big_text_and_loses_nothing(
    open_tab: Visits, session: str
) -> None:
    page = open_tab(posters()["i5"], viewport=DESKTOP, session=session)
    page.evaluate(BIG_TEXT)
    assert not page.locator(".ring-lines").is_visible()
    assert page.evaluate(WORDS_OUTSIDE) == []


def test_both_evenings_share_one_axis(open_tab: Visits, session: str) -> None:
    page = open_tab(posters()["i6"], viewport=DESKTOP, session=session)
    first, second = page.evaluate(LANES)
    assert first["zero"] == pytest.approx(second["zero"], abs=0.5)
    assert_proportional(page)


def test_blocks_are_as_high_as_they_are_long_on_a_phone_too(open_tab: Visits, session: str) -> None:
    page = open_tab(posters()["i6"], viewport=SMALLEST, session=session)
    assert_proportional(page)


def assert_proportional(page: Page) -> None:
    """Every block begins and ends where its minutes are, on the scale of the whole."""
    lanes = page.evaluate(LANES)
    minute = lanes[0]["blocks"][-1][3] / 120
    assert minute > 1
    for lane in lanes:
        for start, end, top, bottom in lane["blocks"]:
            assert top == pytest.approx(start * minute, abs=minute)
            assert bottom == pytest.approx(end * minute, abs=minute)


def test_each_of_the_twelve_is_one_sheet_of_paper(open_tab: Visits, session: str) -> None:
    page = open_tab(viewport=DESKTOP, session=session)
    for path in numbered():
        page.goto(path)
        sheets = pypdf_document(page.pdf(prefer_css_page_size=True)).pages
        assert len(sheets) == 1, path
        box = sheets[0].mediabox
        assert max(round(box.width), round(box.height)) == LONG_SIDE, path


def test_a_meeting_is_whole_on_the_smallest_phone_and_axe_finds_nothing(
    open_tab: Visits, session: str
) -> None:
    page = open_tab(viewport=SMALLEST, session=session)
    for lesson in course().lessons():
        for scene in (one for one in lesson.pages if one.kind == "scenario"):
            page.goto(f"/learn/{COURSE.name}/{lesson.id}/{scene.id}?opened=yes")
            assert page.locator(".meeting .tile").count() > 3
            assert not overflowing(page), page.url
            audit(page)
            with page.expect_navigation():
                page.locator("form.choices button").first.click()
            assert page.locator(".meeting .tile").count() > 3
            assert not overflowing(page), page.url
