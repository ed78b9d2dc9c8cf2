"""Live evenings: found from the handbook, read, shown as slides, and printed as forms."""

import re

import pytest

from app import catalogue
from app.assets import style_sheet
from tests.support.courses import FILES, SLUG, course_files, publish
from tests.support.html_checks import text_of
from tests.support.learning import Learner

EVENING = "evenings/ilta"
SCENES_RULE = ".to-write{break-inside:avoid}"


def test_the_handbook_leads_to_the_evenings_and_they_to_their_pages(aino: Learner) -> None:
    assert aino.open("handbook").links["Live evenings"] == f"/learn/{SLUG}/evenings"
    page = aino.open("evenings")
    assert page.links["Kulku"] == f"/learn/{SLUG}/{EVENING}/kulku"
    assert page.links["Palaute"] == f"/learn/{SLUG}/{EVENING}/palaute"
    heading = page.document.by_id("ilta")
    assert heading is not None
    assert text_of(heading) == "Harjoitteluilta"


def test_a_course_without_evenings_has_no_way_to_them(aino: Learner) -> None:
    publish(aino.app, course_files({"evenings/10-ilta.fi.md": None}))
    assert "Live evenings" not in aino.open("handbook").links
    assert "There is nothing here yet." in aino.open("evenings").text


def test_a_script_is_read_with_the_associations_own_words(aino: Learner) -> None:
    page = aino.open(f"{EVENING}/kulku")
    assert "Ilta kestää 90 minuuttia." in page.text
    assert "0–10 Avaus" in page.text
    assert "Järjestäjä:" in page.text
    assert "{{" not in page.text
    assert page.links["jokaista nimeltä"] == f"/learn/{SLUG}/lukeminen/eka"
    assert text_of(page.document.all("title")[0]).startswith("Kulku – Harjoitteluilta")


def test_slides_stand_one_after_the_other_and_lead_on(aino: Learner) -> None:
    page = aino.open(f"{EVENING}/diat")
    slides = [it for it in page.document.all("section") if it.get("class", "") == "slide"]
    assert [it.get("id", "") for it in slides] == ["slide-1", "slide-2"]
    assert "Tervetuloa Kamera on vapaa. Slide 1 of 2" in text_of(slides[0])
    assert page.links["Next slide"] == f"/learn/{SLUG}/{EVENING}/diat#slide-2"
    assert page.source.count('href="#slide-') == 1


def test_a_form_has_lines_and_boxes_and_no_field_that_would_send_anything(aino: Learner) -> None:
    page = aino.open(f"{EVENING}/palaute")
    assert page.source.count('<p class="blank" aria-hidden="true">') == 3
    assert "☐ sopi" in page.text
    assert "☐ liian nopea" in page.text
    assert "The form is filled in by hand. Nothing is saved here." in page.text
    main = page.source.partition("<main")[2].partition("</main>")[0]
    assert not re.search(r"<(?:form|input|textarea)\b", main)


@pytest.mark.parametrize(
    ("page_id", "joins"), [("kulku", False), ("diat", True), ("palaute", True)]
)
def test_the_rules_for_paper_come_with_the_pages_that_need_them(
    aino: Learner, page_id: str, joins: bool
) -> None:
    assert SCENES_RULE in style_sheet(with_scenes=True)
    assert (SCENES_RULE in aino.open(f"{EVENING}/{page_id}").source) is joins


@pytest.mark.parametrize("path", ["ilta/muu", "muu/kulku", "ilta/%2E", "lukeminen/eka"])
def test_an_unknown_evening_or_page_is_not_found(aino: Learner, path: str) -> None:
    aino.open(f"evenings/{path}", 404)


def test_a_stranger_is_led_to_signing_in(aino: Learner) -> None:
    stranger = aino.app.test_client()
    for path in ("evenings", f"{EVENING}/kulku"):
        assert stranger.get(f"/learn/{SLUG}/{path}").location == "/sign-in"


def test_reading_an_evening_is_no_progress(aino: Learner) -> None:
    aino.open(f"{EVENING}/kulku")
    assert aino.facts() == set()
    assert "Harjoitteluilta" not in aino.open().text


def test_an_evening_comes_back_from_the_database_byte_for_byte(aino: Learner) -> None:
    path = "evenings/10-ilta.fi.md"
    odd = FILES[path].replace("\n", "\r\n").encode() + "\r\n\ufeff  loppu\t".encode()
    publish(aino.app, {**course_files(), path: odd})
    with aino.app.app_context():
        exported = catalogue.export(SLUG)
    assert exported is not None
    assert exported[path] == odd
