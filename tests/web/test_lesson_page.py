"""A lesson page: read, Continue, light view, content note, association's own words."""

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from app.extensions import db
from app.models import LocalAssociation
from tests.support.cast import Cast, add_person, sign_in
from tests.support.courses import SLUG
from tests.support.learning import Learner
from tests.support.visitor import Visitor


def test_a_page_tells_where_it_stands(aino: Learner) -> None:
    page = aino.open("lukeminen/harjoittele")
    assert page.heading == "Harjoittele"
    assert "Module 1 · Lukeminen · page 2 of 4" in page.text
    title = page.document.all("title")[0].text or ""
    assert title.strip() == "Harjoittele – Alku – Ohjaajapolku"


def test_continue_notes_the_page_as_done_and_leads_on(aino: Learner) -> None:
    page = aino.complete("lukeminen/eka")
    assert page.heading == "Harjoittele"
    assert aino.facts() == {("page", "lukeminen/eka")}


def test_opening_a_page_does_not_make_it_done(aino: Learner) -> None:
    aino.open("lukeminen/eka")
    assert aino.facts() == set()


def test_continue_sent_twice_gives_the_same_result(aino: Learner) -> None:
    page = aino.open("lukeminen/eka")
    first = aino.client.submit(page, button="Continue")
    second = aino.client.submit(page, button="Continue")
    assert first.location == second.location
    assert aino.facts() == {("page", "lukeminen/eka")}


def test_the_last_page_of_a_lesson_writes_the_lesson_too(aino: Learner) -> None:
    aino.complete("lukeminen/eka", "lukeminen/harjoittele", "lukeminen/raskas?opened=yes")
    assert ("lesson", "lukeminen") in aino.facts()


def test_a_content_note_comes_first_with_a_way_past_it(aino: Learner) -> None:
    page = aino.open("lukeminen/raskas")
    assert "Sivu käsittelee surua." in page.text
    assert "Suru kuuluu elämään." not in page.text
    opened = aino.client.see(page.links["Open the page"])
    assert "Suru kuuluu elämään." in opened.text
    assert page.links["Go past it for now"] == f"/learn/{SLUG}/lukeminen/lisaa"


def test_the_light_view_shows_the_summary_first_and_the_rest_on_demand(aino: Learner) -> None:
    aino.change(light_view=True)
    page = aino.open("lukeminen/eka")
    (rest,) = [it for it in page.document.all("details") if it.get("class") == "light-rest"]
    assert rest.get("open") is None
    inside = "".join(rest.itertext())
    assert "Show everything" in inside
    assert "Vertaistuki on" in inside
    assert "Tämä sivu on lyhyt." in page.text.split("Show everything")[0]
    assert "Continue" in page.form_with(button="Continue").buttons


def test_a_page_without_a_summary_is_whole_in_the_light_view(aino: Learner) -> None:
    aino.change(light_view=True)
    page = aino.open("lukeminen/harjoittele")
    assert not [it for it in page.document.all("details") if it.get("class") == "light-rest"]


def test_the_local_associations_own_number_is_shown_escaped(aino: Learner, cast: Cast) -> None:
    assert "Kysy yhdistyksestä." in aino.open("lukeminen/eka").text
    with aino.app.app_context():
        local = db.session.get_one(LocalAssociation, cast.pirkanmaa)
        local.variables = {"contact.phone": "040 <b>123</b>"}
        db.session.commit()
    page = aino.open("lukeminen/eka")
    assert "040 <b>123</b>" in page.text


def test_another_members_association_keeps_its_own_words(
    app: Flask, aino: Learner, cast: Cast
) -> None:
    with app.app_context():
        local = db.session.get_one(LocalAssociation, cast.pirkanmaa)
        local.variables = {"contact.phone": "040 123 4567"}
        db.session.commit()
    client = app.test_client()
    assert isinstance(client, Visitor)
    sign_in(client, add_person(app, "Helmi Hiltunen", cast.helsinki))
    assert "Kysy yhdistyksestä." in client.see(f"/learn/{SLUG}/lukeminen/eka").text
    assert "040 123 4567" in aino.open("lukeminen/eka").text


def test_a_word_of_the_glossary_opens_without_script(aino: Learner) -> None:
    page = aino.open("lukeminen/eka")
    assert "Tieto, joka on syntynyt omasta elämästä." in page.text


def test_stopping_says_that_everything_is_saved(aino: Learner) -> None:
    page = aino.open("lukeminen/eka")
    stopped = aino.client.see(page.links["Stop for now"])
    assert stopped.heading == "Saved. You can continue from this page any time."
    assert stopped.links["Back to the page"] == f"/learn/{SLUG}/lukeminen/eka"


def test_pages_need_signing_in_and_are_never_cached(aino: Learner, app: Flask) -> None:
    stranger = app.test_client()
    assert stranger.get(f"/learn/{SLUG}/lukeminen/eka").location == "/sign-in"
    response = aino.client.get(f"/learn/{SLUG}/lukeminen/eka")
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "page",
    [
        "lukeminen/eka", "lukeminen/harjoittele", "omat/pohdinta", "omat/muistilista",
        "omat/ohjelma", "omat/lupaus", "lukeminen/harjoittele/q-yksi",
        "lukeminen/harjoittele/q-jarjestys", "lukeminen/harjoittele/q-sanat",
        "lukeminen/harjoittele/autosave", "omat/ohjelma/autosave",
    ],
)  # fmt: skip
def test_junk_in_a_form_never_makes_a_fault(aino: Learner, page: str) -> None:
    names = st.sampled_from(
        ["answer", "q-q-yksi-answer", "q-q-jarjestys-answer-c1", "q-q-jarjestys-answer-shown",
         "q-q-jarjestys-answer-move", "q-q-sanat-answer", "form_key", "form_base", "form_revision",
         "question", "ticked", "nimi", "kulku.0.k1", "mukana", "form_use", "form_later", "page",
         "writer"]
    )  # fmt: skip
    values = st.lists(st.text(max_size=30) | st.sampled_from(["1", "c1", "c1:up", "q-yksi"]))

    @settings(max_examples=15)
    @given(st.dictionaries(names, values, max_size=5))
    def send(fields: dict[str, list[str]]) -> None:
        response = aino.client.post(f"/learn/{SLUG}/{page}", data=fields)
        assert response.status_code < 500, response.text[:300]

    aino.app.config["WTF_CSRF_ENABLED"] = False
    send()
