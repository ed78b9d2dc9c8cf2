"""Stopping in a quiz: nothing chosen is lost, and one comes back to the same place."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Draft
from tests.support.cast import Cast, sign_in
from tests.support.quizzes import (
    QUIZ,
    SILENCE,
    SPACE,
    answer,
    answers,
    later,
    publish_quiz,
    start,
    values_of,
)
from tests.support.visitor import Visitor


@pytest.fixture
def aino(app: Flask, client: Visitor, cast: Cast) -> Visitor:
    """Aino, signed in, on a course with two questions in its quiz."""
    publish_quiz(app, SPACE, SILENCE)
    sign_in(client, cast.aino)
    return client


def test_stopping_leads_back_to_the_same_question(aino: Visitor) -> None:
    page = answer(aino, start(aino), "Tilan antaminen")
    stopped = aino.see(page.links["Stop for now"])
    assert "Saved." in stopped.heading
    assert aino.see(stopped.links["Back to the page"]).heading == "Mitä teet hiljaisuudessa?"


def test_stopping_keeps_what_was_chosen_but_not_sent(app: Flask, aino: Visitor) -> None:
    page = start(aino)
    chosen = next(iter(values_of(page).values()))
    (stop,) = [it for it in page.document.all("button") if it.get("value") == "stop"]
    form = page.form_with(field="answer")
    assert stop.get("form") == form.element.get("id")
    sent = form.filled({"answer": chosen}, None)
    sent["action"] = "stop"
    stopped = aino.look(aino.post(form.address, data=sent))
    assert "Saved." in stopped.heading
    again = aino.see(stopped.links["Back to the page"])
    (ticked,) = [it for it in again.document.all("input") if it.get("checked") is not None]
    assert ticked.get("value") == chosen
    assert not answers(app)


def test_leaving_for_later_keeps_what_was_chosen_and_not_sent(app: Flask, aino: Visitor) -> None:
    page = answer(aino, start(aino), "Hoito-ohjeet")
    following = later(aino, page, "Tilan antaminen")
    assert following.heading == "Mitä teet hiljaisuudessa?"
    (draft,) = drafts(app)
    assert draft.question == "harjoitus/t-tila"
    again = aino.see(f"{QUIZ}?ask=harjoitus/t-tila")
    (ticked,) = [it for it in again.document.all("input") if it.get("checked") is not None]
    assert ticked.get("value") == values_of(page)["Tilan antaminen"]
    assert len(answers(app)) == 1


def test_leaving_for_later_without_a_change_keeps_nothing_twice(app: Flask, aino: Visitor) -> None:
    page = answer(aino, start(aino), "Hoito-ohjeet")
    assert later(aino, page).heading == "Mitä teet hiljaisuudessa?"
    assert drafts(app) == []


def drafts(app: Flask) -> list[Draft]:
    """Give the unfinished answers."""
    with app.app_context():
        return list(db.session.scalars(select(Draft).order_by(Draft.id)))
