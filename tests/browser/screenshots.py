"""Takes the screenshots of the main pages from a running demo.

``python -m tests.browser.screenshots http://127.0.0.1:8000 docs/screenshots`` with the demo's own
settings in the environment (``DEMO=yes DATA_DIR=…``): it makes sign-in links for whom it needs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select

from app import demo_links
from app.extensions import db
from app.factory import create_app
from app.models import Certificate, Invitation, Person
from config import Settings
from tests.support.browser import DESKTOP, PHONE
from tools.chromium import find_chromium

COURSE = "/learn/verkkovertaisohjaaja"
QUIZ = f"{COURSE}/kertaustesti/testi"
SCENARIO = f"{COURSE}/hiljaisuus/kukaan-ei-sano"

PAGES: dict[str, tuple[str, str]] = {
    "start": ("", "/"),
    "sign-in": ("", "/sign-in"),
    "join": ("", "/join/{invitation}"),
    "verify": ("", "/verify/{certificate}"),
    "studies": ("liisa", "/learn"),
    "course": ("liisa", COURSE),
    "lesson-pillars": ("liisa", f"{COURSE}/kolme-pilaria/pilarit"),
    "lesson-map": ("liisa", f"{COURSE}/vertaistuen-muodot/missa"),
    "lesson-compare": ("liisa", f"{COURSE}/vertaistuki-ja-ammatillinen-tuki/eroja"),
    "lesson-circle": ("liisa", f"{COURSE}/tilaa-antava/seitseman-siirtoa"),
    "lesson-path": ("liisa", f"{COURSE}/kun-huoli-heraa/viisi-askelta?opened=yes"),
    "lesson-window": ("liisa", f"{COURSE}/kokouksen-aikana"),
    "document": ("liisa", f"{COURSE}/kasikirjoitus/suunnitelma"),
    "reflection": ("liisa", f"{COURSE}/oma-lahtopiste/pohdinta-lahtopiste"),
    "quiz-question": ("liisa", QUIZ),
    "quiz-feedback": ("liisa", QUIZ),
    "scenario": ("liisa", SCENARIO),
    "scenario-consequence": ("liisa", SCENARIO),
    "certificate": ("pertti", f"{COURSE}/certificate"),
    "reading-settings": ("liisa", "/me/reading"),
    "people": ("kaisa", "/org"),
    "invitations": ("kaisa", "/org/invitations"),
}
"""Name of the picture: who looks, and at what."""

QUALITY = 60
"""Per cent; text stays sharp and the repository small."""

TALLEST = 2200
"""Pixels; the end of a long page shows nothing new."""

PEOPLE = {"liisa": "Liisa Virtanen", "pertti": "Pertti Peltola", "kaisa": "Kaisa Koski"}


def main(site: str, folder: Path) -> None:
    """Take every picture on a phone and on a desktop, in light and in dark."""
    links, values = _ways_in(site)
    program = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, chromium_sandbox=False)
        for device, scheme in _settings():
            for name, (person, path) in PAGES.items():
                page = _open(browser, device, scheme)
                if person:
                    page.goto(links[person])
                    page.locator("main form button").first.click()
                page.goto(site + path.format(**values))
                _act(name, page)
                _take(page, folder / f"{name}-{device}-{scheme}.jpg")
                page.context.close()
        browser.close()


def _take(page: Page, path: Path) -> None:
    size = page.evaluate("() => [document.body.scrollWidth, document.body.scrollHeight]")
    page.screenshot(
        path=path,
        full_page=True,
        type="jpeg",
        quality=QUALITY,
        clip={"x": 0, "y": 0, "width": size[0], "height": min(size[1], TALLEST)},
    )


def _settings() -> Iterator[tuple[str, Literal["light", "dark"]]]:
    for device in ("phone", "desktop"):
        yield device, "light"
        yield device, "dark"


def _open(browser: Browser, device: str, scheme: Literal["light", "dark"]) -> Page:
    context = browser.new_context(
        viewport=PHONE if device == "phone" else DESKTOP,
        color_scheme=scheme,
        locale="fi-FI",
        timezone_id="Europe/Helsinki",
        reduced_motion="reduce",
    )
    return context.new_page()


def _act(name: str, page: Page) -> None:
    """Do on the page what the picture is about."""
    if name.startswith("quiz"):
        if not page.locator("#quiz-form").count():
            page.locator("#start button").click()
        if name == "quiz-feedback":
            _answer_somehow(page)
    if name == "scenario-consequence":
        page.locator("#choice-form button").first.click()
    page.wait_for_load_state()


def _answer_somehow(page: Page) -> None:
    """Answer whichever question was drawn, rightly or not, and check it."""
    alone = page.locator("#quiz-form [data-choices] button").locator("visible=true")
    while alone.count():
        alone.first.click()
    for field in page.locator("#quiz-form input[type=text]").all():
        field.fill("1")
    choices = page.locator("#quiz-form input[name=answer]:not([type=text])")
    if choices.count():
        choices.nth(1).check()
    page.locator("#quiz-form > p.actions button").click()


def _ways_in(site: str) -> tuple[dict[str, str], dict[str, str]]:
    app = create_app(Settings.from_environment())
    with app.app_context():
        settings: Settings = app.config["SETTINGS"]
        links = {}
        for key, name in PEOPLE.items():
            person_id = db.session.scalars(select(Person.id).where(Person.name == name)).one()
            address = demo_links.link_for(settings, person_id)
            links[key] = site + address.removeprefix(settings.public_address)
        code = db.session.scalars(select(Certificate.code).limit(1)).one()
        invitation = db.session.scalars(
            select(Invitation.code).where(Invitation.code.is_not(None)).limit(1)
        ).one()
    return links, {"certificate": code, "invitation": str(invitation)}


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]))
