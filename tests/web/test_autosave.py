"""Autosave: what is typed is on the server at once and never beats a newer submit."""

from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app.models import Answer, Draft, KeptText, Writing
from tests.support.cast import SESSION_COOKIE, session_cookie, sign_in
from tests.support.clock import START, FrozenClock
from tests.support.courses import SLUG
from tests.support.learning import Learner
from tests.support.visitor import Filled, Form, Visitor

PRACTICE = "lukeminen/harjoittele"
REFLECTION = "omat/pohdinta"


def question_form(aino: Learner) -> Form:
    return aino.form(aino.open(PRACTICE), "q-sanat")


def typed(form: Form, text: str) -> MultiDict[str, str]:
    changes: Filled = {next(it for it in form.names if it in {"miksi", "q-q-sanat-answer"}): text}
    return form.filled(changes, None)


def send(aino: Learner, form: Form, text: str) -> TestResponse:
    """Send what the script sends while somebody types."""
    practice = f"/learn/{SLUG}/{PRACTICE}/autosave"
    return aino.client.post(form.element.get("data-autosave", practice), data=typed(form, text))


def writing_form(aino: Learner) -> Form:
    return aino.open(REFLECTION).form_with(field="miksi")


def test_an_unfinished_answer_comes_back(aino: Learner) -> None:
    response = send(aino, question_form(aino), "Kesken jäänyt")
    assert response.json == {"saved_at": START.isoformat()}
    assert question_form(aino).values["q-q-sanat-answer"].strip() == "Kesken jäänyt"
    assert aino.rows(Answer) == []


def test_a_submitted_answer_removes_its_draft(aino: Learner) -> None:
    form = question_form(aino)
    send(aino, form, "Kesken")
    aino.client.post(form.address, data=typed(form, "Valmis"))
    assert aino.rows(Draft) == []
    assert question_form(aino).values["q-q-sanat-answer"].strip() == "Valmis"


def test_a_late_autosave_never_beats_the_submit(aino: Learner) -> None:
    form = question_form(aino)
    aino.client.post(form.address, data=typed(form, "Valmis"))
    assert send(aino, form, "Vanhempi").json == {"saved_at": None}
    assert aino.rows(Draft) == []


def test_an_answer_changed_after_submitting_is_a_new_draft(
    aino: Learner, clock: FrozenClock
) -> None:
    form = question_form(aino)
    aino.client.post(form.address, data=typed(form, "Valmis"))
    clock.move(timedelta(minutes=1))
    send(aino, question_form(aino), "Valmis ja vielä muuta")
    assert question_form(aino).values["q-q-sanat-answer"].strip() == "Valmis ja vielä muuta"


def test_a_text_comes_back_and_the_page_is_not_done(aino: Learner) -> None:
    send(aino, writing_form(aino), "Kesken")
    assert writing_form(aino).values["miksi"].strip() == "Kesken"
    assert aino.facts() == set()


def test_typing_on_keeps_one_text(aino: Learner) -> None:
    form = writing_form(aino)
    for text in ("K", "Ke", "Kesken"):
        send(aino, form, text)
    assert len(aino.rows(Writing)) == 1


def test_a_late_autosave_never_overwrites_a_submitted_text(aino: Learner) -> None:
    form = writing_form(aino)
    send(aino, form, "Ensin")
    aino.client.post(form.address, data=typed(form, "Lopullinen"))
    assert send(aino, form, "Ensin ja").json == {"saved_at": None}
    assert writing_form(aino).values["miksi"].strip() == "Lopullinen"
    assert len(aino.rows(Writing)) == 1


def test_autosave_in_two_windows_keeps_both(aino: Learner) -> None:
    one, other = writing_form(aino), writing_form(aino)
    send(aino, one, "Yksi")
    send(aino, other, "Kaksi")
    send(aino, one, "Yksi jatkuu")
    page = aino.open(REFLECTION)
    assert {"Yksi jatkuu", "Kaksi"} == {row.fields["miksi"] for row in aino.rows(Writing)}
    assert "Texts from another window" in page.text


@pytest.mark.parametrize("make_form", [question_form, writing_form])
def test_after_the_session_the_text_waits_for_its_writer(
    aino: Learner, app: Flask, make_form: type
) -> None:
    form = make_form(aino)
    with aino.client.session_transaction() as cookie:
        cookie.pop("_user_id")
    for text in ("Kirj", "Kirjoitan vielä"):
        response = send(aino, form, text)
        assert response.status_code == 401
        assert response.json == {"saved_at": None, "signed_in": False}
    (kept,) = aino.rows(KeptText)
    assert kept.person_id == aino.member.id
    again = app.test_client()
    assert isinstance(again, Visitor)
    again.set_cookie(SESSION_COOKIE, session_cookie(app, aino.member))
    page = again.see(form.address.rpartition("/q-")[0] or form.address)
    assert "Kirjoitan vielä" in page.text


def test_text_of_an_unknown_writer_is_bound_to_the_browser(aino: Learner) -> None:
    form = writing_form(aino)
    values = typed(form, "Kenen tämä on?")
    values.setlist("writer", ["junk"])
    with aino.client.session_transaction() as cookie:
        cookie.pop("_user_id")
    aino.client.post(form.element.get("data-autosave", ""), data=values)
    (kept,) = aino.rows(KeptText)
    assert kept.person_id is None
    sign_in(aino.client, aino.member)


def test_nothing_is_kept_without_the_token(aino: Learner) -> None:
    form = writing_form(aino)
    values = typed(form, "Vieras lähetti tämän")
    values.setlist("csrf_token", [])
    response = aino.client.post(form.element.get("data-autosave", ""), data=values)
    assert response.status_code != 200
    assert aino.rows(Writing) == []


@pytest.mark.parametrize("page", ["lukeminen/eka", "omat/lupaus", "harjoitus/hiljenee", "ei/ole"])
def test_pages_without_a_form_of_ones_own_have_no_autosave(aino: Learner, page: str) -> None:
    aino.app.config["WTF_CSRF_ENABLED"] = False
    assert aino.client.post(f"/learn/{SLUG}/{page}/autosave", data={"a": "b"}).status_code == 404
