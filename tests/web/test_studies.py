"""My studies: one Continue button, what is left, what the certificate still needs."""

from tests.support.courses import SLUG
from tests.support.learning import Learner
from tests.support.visitor import SeenPage

READING = ("lukeminen/eka", "lukeminen/harjoittele", "lukeminen/raskas?opened=yes")


def button_of(page: SeenPage) -> str:
    """Give the words of the one main button."""
    (button,) = [text for text in page.links if text.startswith(("Start:", "Continue:"))]
    return button


def test_a_newcomer_starts_with_the_first_page(aino: Learner) -> None:
    page = aino.client.see("/learn")
    assert page.heading == "My studies"
    assert button_of(page) == "Start: Ensimmäinen sivu"
    assert page.links[button_of(page)] == f"/learn/{SLUG}/lukeminen/eka"


def test_continue_opens_the_first_page_not_done(aino: Learner) -> None:
    aino.complete("lukeminen/eka")
    page = aino.client.see("/learn")
    assert button_of(page) == "Continue: Harjoittele"


def test_the_minutes_left_shrink_with_every_page(aino: Learner) -> None:
    before = aino.client.see("/learn").text
    aino.complete(*READING)
    after = aino.client.see("/learn").text
    assert "About 18 minutes left" in before
    assert "About 18 minutes left" not in after
    assert "minutes left" in after


def test_it_says_what_the_certificate_still_needs(aino: Learner) -> None:
    page = aino.client.see("/learn")
    assert "What the certificate still needs" in page.text
    assert "7 pages to read or write" in page.text
    assert "1 test to pass" in page.text
    assert "1 practice conversation" in page.text
    assert "1 promise to accept" in page.text


def test_optional_pages_are_never_what_is_left(aino: Learner) -> None:
    aino.complete(*READING)
    assert button_of(aino.client.see("/learn")) == "Continue: Pohdi"


def test_modules_are_rows_with_their_status(aino: Learner) -> None:
    aino.complete("lukeminen/eka")
    page = aino.client.see("/learn")
    rows = [it for it in page.document.all("li") if it.get("class") == "task"]
    assert len(rows) == 2
    assert page.links["Alku"] == f"/learn/{SLUG}#module-alku"
    assert "In progress" in page.text
    assert "Not started" in page.text


def test_without_a_course_it_says_so(aino: Learner) -> None:
    page = aino.client.see("/learn/no-such-course", 404)
    assert page.links
