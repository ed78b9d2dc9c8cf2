"""A finished module: what you can do now, what is next, also when pressed twice."""

from tests.support.courses import SLUG, course_files, publish
from tests.support.learning import Learner

READING = ("lukeminen/eka", "lukeminen/harjoittele", "lukeminen/raskas?opened=yes")


def finish_first_module(aino: Learner) -> str:
    """Do module 1, its document last; give where Done led."""
    aino.complete(*READING)
    aino.save(aino.open("omat/pohdinta"))
    aino.save(aino.open("omat/muistilista"))
    aino.press(aino.open("omat/lupaus"), "I accept this promise")
    return aino.press(aino.open("omat/ohjelma"), "Done").path


def test_the_last_page_of_a_module_leads_to_what_was_finished(aino: Learner) -> None:
    assert finish_first_module(aino) == f"/learn/{SLUG}/module/alku"
    page = aino.open("module/alku")
    assert page.heading == "You have finished module 1"
    assert "Osaat lukea sivun." in page.text
    assert page.links["Next module"] == f"/learn/{SLUG}/harjoitus"
    assert {("module", "alku"), ("lesson", "omat")} <= aino.facts()


def test_the_same_press_again_leads_to_the_same_place(aino: Learner) -> None:
    finish_first_module(aino)
    assert aino.press(aino.open("omat/ohjelma"), "Done").path == f"/learn/{SLUG}/module/alku"


def test_reading_an_earlier_page_again_leads_on_as_usual(aino: Learner) -> None:
    finish_first_module(aino)
    assert aino.complete("lukeminen/eka").heading == "Harjoittele"


def test_a_module_not_finished_leads_to_the_course(aino: Learner) -> None:
    response = aino.client.get(f"/learn/{SLUG}/module/alku")
    assert response.status_code == 303
    assert response.location == f"/learn/{SLUG}#module-alku"


def test_a_finished_module_stays_finished_when_a_page_is_added(aino: Learner) -> None:
    finish_first_module(aino)
    path = "10-alku/20-omat.fi.md"
    text = course_files()[path].decode()
    publish(aino.app, course_files({path: f"{text}\n## Uusi {{#uusi}}\n\nLisää.\n"}))
    assert aino.open("module/alku").heading == "You have finished module 1"
    assert "Start" not in aino.client.see("/learn").links


def test_a_removed_page_takes_no_completion_away(aino: Learner) -> None:
    finish_first_module(aino)
    before = aino.facts()
    path = "10-alku/10-lukeminen.fi.md"
    text = course_files()[path].decode()
    start, end = text.index("## Raskas aihe"), text.index("## Lisää aiheesta")
    publish(aino.app, course_files({path: text[:start] + text[end:]}))
    aino.open("module/alku")
    assert aino.facts() == before


def test_continue_leads_across_lessons_and_modules(aino: Learner) -> None:
    assert aino.complete("lukeminen/lisaa").heading == "Pohdi"
    aino.press(aino.open("omat/lupaus"), "I accept this promise")
    following = aino.open("omat/lupaus").links["Continue"]
    assert following == f"/learn/{SLUG}/harjoitus/hiljaisuus-on"
