"""The course page: every lesson as a row, with its status and minutes."""

import pytest

from tests.support.courses import SLUG, course_files, publish
from tests.support.learning import Learner
from tests.support.visitor import SeenPage


def status_of(page: SeenPage, lesson: str) -> str:
    """Give the words of a lesson's status, which belong to its link."""
    found = page.document.by_id(f"lesson-{lesson}-status")
    assert found is not None
    told = [it for it in page.document.all("a") if it.get("aria-describedby") == found.get("id")]
    assert [it.get("href") for it in told] == [f"/learn/{SLUG}/{lesson}"]
    return "".join(found.itertext()).strip()


def test_lessons_stand_under_their_modules_with_numbers_and_minutes(aino: Learner) -> None:
    page = aino.open()
    assert page.heading == "Pieni kurssi"
    assert "Tervetuloa pienelle kurssille." in page.text
    assert "1.1 Lukeminen" in page.links
    assert "2.1 Harjoitus" in page.links
    assert "minutes" in page.text


def test_statuses_follow_what_was_done(aino: Learner) -> None:
    assert status_of(aino.open(), "lukeminen") == "Not started"
    aino.complete("lukeminen/eka")
    assert status_of(aino.open(), "lukeminen") == "In progress"
    aino.complete("lukeminen/harjoittele", "lukeminen/raskas?opened=yes")
    assert status_of(aino.open(), "lukeminen") == "Done"


def test_a_page_added_to_a_finished_lesson_is_shown_as_new_and_does_not_bind(
    aino: Learner,
) -> None:
    aino.complete("lukeminen/eka", "lukeminen/harjoittele", "lukeminen/raskas?opened=yes")
    path = "10-alku/10-lukeminen.fi.md"
    text = course_files()[path].decode()
    publish(aino.app, course_files({path: f"{text}\n## Uusi sivu {{#uusi}}\n\nUutta asiaa.\n"}))
    assert status_of(aino.open(), "lukeminen") == "New"
    assert ("lesson", "lukeminen") in aino.facts()
    assert "Continue: Pohdi" in aino.client.see("/learn").links


def test_a_lesson_opens_at_its_first_page_not_done(aino: Learner) -> None:
    aino.complete("lukeminen/eka")
    response = aino.client.get(f"/learn/{SLUG}/lukeminen")
    assert response.status_code == 303
    assert response.location == f"/learn/{SLUG}/lukeminen/harjoittele"


def test_a_finished_lesson_shows_its_pages(aino: Learner) -> None:
    aino.complete("lukeminen/eka", "lukeminen/harjoittele", "lukeminen/raskas?opened=yes")
    page = aino.open("lukeminen")
    assert page.heading == "Lukeminen"
    assert page.links["Ensimmäinen sivu"] == f"/learn/{SLUG}/lukeminen/eka"


def test_the_course_speaks_the_readers_language_where_it_can(aino: Learner) -> None:
    aino.change(language="sv")
    page = aino.open()
    assert page.heading == "Liten kurs"
    (welcome,) = [it for it in page.document.all("div") if it.get("class") == "text"]
    assert welcome.get("lang") is None
    lesson = aino.open("omat/pohdinta")
    heading = lesson.document.all("h1")[0]
    assert heading.get("lang") == "fi"


def test_another_language_keeps_what_was_done(aino: Learner) -> None:
    aino.complete("lukeminen/eka")
    aino.change(language="sv")
    assert ("page", "lukeminen/eka") in aino.facts()
    response = aino.client.get(f"/learn/{SLUG}/lukeminen")
    assert response.location == f"/learn/{SLUG}/lukeminen/harjoittele"


@pytest.mark.parametrize("path", ["ei-ole", "lukeminen/ei-ole", "module/ei-ole", "ei/ole/stop"])
def test_an_unknown_address_leads_on(aino: Learner, path: str) -> None:
    page = aino.open(path, 404)
    assert "/learn" in page.links.values() or "/" in page.links.values()
