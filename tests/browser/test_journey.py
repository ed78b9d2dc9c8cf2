"""From the invitation to the certificate on the real course, on a phone, in Finnish."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pypdf
import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app import invitations
from app.catalogue import load_course, publish
from app.core.course import Course
from app.core.pages import KINDS
from app.course_commands import read_folder
from app.extensions import clock, db
from app.mail import send_due
from config import Settings
from tests.browser.hands import Finger, Hands, Keyboard
from tests.browser.learner import Learner
from tests.support.browser import PHONE, Visits, audit, audit_colours, overflowing
from tests.support.cast import Cast, session_cookie
from tests.support.courses import SLUG, publish_sample
from tests.support.smtp import Letterbox

pytestmark = pytest.mark.browser

COURSE = Path(__file__).parents[2] / "courses" / "verkkovertaisohjaaja"
NAME = "Ŋiŋŋá Öšterberg-Žukova"
EMAIL = "ninna@example.org"

AUDIT_EVERY_PAGE = "script, every page audited"

PIECES = """() => [...document.body.querySelectorAll('*')].map(
    it => `${it.parentElement.localName} ${it.localName} ${it.getAttribute('class')} ${it.type}`
)"""
"""What a page is made of. A page of which every piece was audited already has nothing new for axe;
what the words of a page can break, such as a doubled id, the tests of the pages look at."""


@dataclass(frozen=True)
class Place:
    """Where the journey begins."""

    link: str
    course: Course


@pytest.fixture
def place(app: Flask, cast: Cast, way: str) -> Place:
    """A published course, and an open link of Aino's local association.

    With Tab alone a small course is walked that has every kind of page: the whole one would take
    minutes of every test run, and is walked by the long tests.
    """
    slug = SLUG if way == "keyboard" else "verkkovertaisohjaaja"
    if slug == SLUG:
        publish_sample(app)
    with app.test_request_context():
        if slug != SLUG:
            publish(slug, read_folder(COURSE), today=clock.today(), allow_unread=True)
        served = load_course(slug, "fi")
        assert served is not None
        made = invitations.create_group_link(cast.pirkanmaa, cast.kaisa.id)
        link = invitations.group_link(made).link
        db.session.commit()
    return Place(link, served.course)


def join(page: Page, hands: Hands, place: Place) -> None:
    """Fill in the form of the invitation; the optional consents are given."""
    page.goto(place.link)
    hands.write(page.locator("#name"), NAME)
    hands.write(page.locator("#email"), EMAIL)
    for box in page.locator("#join-form input[type=checkbox]").all():
        assert not box.is_checked(), "no consent is given beforehand"
        hands.tick(box)
    hands.press(page.locator("#join-form button"))


def code_from(app: Flask, settings: Settings, letterbox: Letterbox) -> str:
    """Send the outbox and read the six digits from the mail that arrived."""
    with app.app_context():
        send_due(settings)
    body = letterbox.messages[-1].get_body(("plain",))
    assert body is not None
    found = re.search(r"\b\d{6}\b", body.get_content())
    assert found is not None
    return found[0]


def travel(  # noqa: PLR0917 - what a journey needs
    app: Flask,
    settings: Settings,
    letterbox: Letterbox,
    place: Place,
    page: Page,
    hands: Hands,
    way: str,
) -> Learner:
    """Join, write the code, and walk until the certificate."""
    every = way == AUDIT_EVERY_PAGE
    audited: set[str] = set()

    def look(seen: Page) -> None:
        assert not overflowing(seen), seen.url
        if isinstance(hands, Finger) and _scripted(seen):
            pieces = set(seen.evaluate(PIECES))
            if every or not pieces <= audited:
                audited.update(pieces)
                _audit_both(seen)

    join(page, hands, place)
    look(page)
    hands.write(page.locator("#code"), code_from(app, settings, letterbox))
    hands.press(page.locator("#code-form button"))
    learner = Learner(page, hands, place.course, look)
    learner.walk()
    look(page)
    return learner


def _scripted(page: Page) -> bool:
    return not page.evaluate("matchMedia('(scripting: none)').matches")


def _audit_both(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    audit(page)
    page.emulate_media(color_scheme="dark")
    audit_colours(page)


@pytest.mark.parametrize(
    "way",
    [
        "script",
        "no script",
        "keyboard",
        pytest.param(AUDIT_EVERY_PAGE, marks=pytest.mark.long),
        pytest.param("keyboard, whole course", marks=pytest.mark.long),
    ],
)
def test_a_volunteer_goes_from_invitation_to_certificate(  # noqa: PLR0917 - fixtures
    app: Flask,
    settings: Settings,
    letterbox: Letterbox,
    place: Place,
    cast: Cast,
    open_tab: Visits,
    way: str,
) -> None:
    page = open_tab(javascript=way != "no script", viewport=PHONE)
    hands: Hands = Keyboard(page) if way.startswith("keyboard") else Finger(page)
    learner = travel(app, settings, letterbox, place, page, hands, way)
    assert learner.kinds == set(KINDS)
    assert learner.mistakes == 1
    assert learner.practised

    expect(page.locator("#name")).to_have_value(NAME)
    hands.press(page.locator("#certificate-form button"))
    expect(page.locator(".certificate-name")).to_have_text(NAME)
    _check_pdf(page)
    check = page.locator(".certificate-check a").get_attribute("href")
    assert check is not None
    _check_publicly(open_tab, check)
    _check_office(app, cast, open_tab)


def _check_pdf(page: Page) -> None:
    href = page.locator("main a[href$='.pdf']").first.get_attribute("href")
    assert href is not None
    answer = page.request.get(href)
    text = "\n".join(
        found.extract_text() for found in pypdf.PdfReader(io.BytesIO(answer.body())).pages
    )
    assert NAME in " ".join(text.split())


def _check_publicly(open_tab: Visits, check: str) -> None:
    stranger = open_tab(check)
    expect(stranger.locator("main")).to_contain_text(NAME)
    _audit_both(stranger)


def _check_office(app: Flask, cast: Cast, open_tab: Visits) -> None:
    office = open_tab("/org?status=done", session=session_cookie(app, cast.kaisa))
    expect(office.locator("table")).to_contain_text(NAME)
    _audit_both(office)
    href = office.locator("a[href*='.xlsx']").get_attribute("href")
    assert href is not None
    sheet = openpyxl.load_workbook(io.BytesIO(office.request.get(href).body())).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == [NAME]
    assert rows[0][6], "the certificate's code stands in the list"
