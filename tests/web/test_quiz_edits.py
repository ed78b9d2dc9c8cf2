"""A trainer edits the course while somebody is in the middle of its quiz: nothing is lost."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Completion
from tests.support.cast import Cast, sign_in
from tests.support.quizzes import (
    ORDER,
    QUIZ,
    SILENCE,
    SPACE,
    answer,
    answers,
    attempts,
    later,
    publish_quiz,
    start,
)
from tests.support.visitor import Visitor

OTHER_KEY = SPACE.replace("- [x] Tilan", "- [ ] Tilan").replace("- [ ] Nopeus", "- [x] Nopeus")


@pytest.fixture
def aino(app: Flask, client: Visitor, cast: Cast) -> Visitor:
    """Aino, signed in, on a course with two questions in its quiz."""
    publish_quiz(app, SPACE, SILENCE)
    sign_in(client, cast.aino)
    return client


def is_done(app: Flask) -> bool:
    with app.app_context():
        done = select(Completion.id).where(Completion.address == "harjoitus/testi")
        return db.session.scalar(done) is not None


def test_the_attempt_keeps_its_words(app: Flask, aino: Visitor) -> None:
    start(aino)
    publish_quiz(app, SPACE.replace("Mikä on tärkeintä?", "Mikä merkitsee eniten?"), SILENCE)
    assert aino.see(QUIZ).heading == "Mikä on tärkeintä?"


def test_an_added_question_is_not_asked_in_an_attempt_that_began(app: Flask, aino: Visitor) -> None:
    page = start(aino)
    publish_quiz(app, ORDER, SPACE, SILENCE)
    page = answer(aino, page, "Tilan antaminen")
    page = answer(aino, aino.see(page.links["Continue"]), "Odotan")
    assert aino.see(page.links["Continue"]).heading == "You passed the quiz"


def test_a_form_opened_before_the_edit_counts(app: Flask, aino: Visitor) -> None:
    page = start(aino)
    publish_quiz(app, SPACE.replace("Tilan antaminen", "Tilan antaminen muille"), SILENCE)
    page = answer(aino, page, "Tilan antaminen")
    assert "That is right." in page.text
    assert answers(app)[0].shown == ["Tilan antaminen"]


def test_a_corrected_key_helps_an_answer_that_was_wrong(app: Flask, aino: Visitor) -> None:
    page = answer(aino, start(aino), "Nopeus")
    answer(aino, later(aino, page), "Odotan")
    assert not is_done(app)
    publish_quiz(app, OTHER_KEY, SILENCE)
    result = aino.see(QUIZ)
    assert result.heading == "You passed the quiz"
    aino.submit(result, button="Continue")
    assert is_done(app)


def test_the_old_key_counts_on_after_a_correction(app: Flask, aino: Visitor) -> None:
    page = answer(aino, start(aino), "Tilan antaminen")
    publish_quiz(app, OTHER_KEY, SILENCE)
    page = answer(aino, aino.see(page.links["Continue"]), "Odotan")
    assert aino.see(page.links["Continue"]).heading == "You passed the quiz"
    assert is_done(app)


def test_both_keys_are_right_for_a_question_still_open(app: Flask, aino: Visitor) -> None:
    page = start(aino)
    publish_quiz(app, OTHER_KEY, SILENCE)
    assert "That is right." in answer(aino, page, "Nopeus").text
    assert "That is right." in answer(aino, page, "Tilan antaminen").text


def test_a_removed_question_is_skipped_and_its_answer_stays(app: Flask, aino: Visitor) -> None:
    page = answer(aino, start(aino), "Nopeus")
    publish_quiz(app, SILENCE)
    page = later(aino, page)
    assert page.heading == "Mitä teet hiljaisuudessa?"
    assert "question 1 of 1" in page.text
    answer(aino, page, "Odotan")
    assert is_done(app)
    assert len(answers(app)) == 2


def test_removing_the_last_open_question_passes_and_continue_notes_it(
    app: Flask, aino: Visitor
) -> None:
    answer(aino, start(aino), "Tilan antaminen")
    publish_quiz(app, SPACE)
    result = aino.see(QUIZ)
    assert result.heading == "You passed the quiz"
    assert not is_done(app)
    aino.submit(result, button="Continue")
    assert is_done(app)
    assert [attempt.passed for attempt in attempts(app)] == [True]


def test_an_attempt_without_any_question_left_makes_room_for_a_new_one(
    app: Flask, aino: Visitor
) -> None:
    start(aino)
    publish_quiz(app, ORDER)
    page = aino.see(QUIZ)
    assert page.heading == "Testaa"
    page = aino.look(aino.submit(page, button="Start"))
    assert page.heading == "Missä järjestyksessä?"
    assert len(attempts(app)) == 2


def test_an_answer_to_a_question_that_was_removed_meanwhile_is_told_kindly(
    app: Flask, aino: Visitor
) -> None:
    page = start(aino)
    publish_quiz(app, SILENCE)
    sent = page.form_with(button="Check answer").filled({"answer": "c2"}, None)
    told = aino.look(aino.post(QUIZ, data=sent))
    assert "no longer part of this quiz" in told.text
    assert told.heading == "Mitä teet hiljaisuudessa?"


def test_a_higher_pass_mark_does_not_bind_an_attempt_that_began(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    publish_quiz(app, SPACE, SILENCE, options="pass=50")
    sign_in(client, cast.aino)
    page = answer(client, start(client), "Tilan antaminen")
    publish_quiz(app, SPACE, SILENCE.replace("#t-hiljaa", ".critical #t-hiljaa"))
    page = answer(client, client.see(page.links["Continue"]), "Täytän sen")
    assert later(client, page).heading == "You passed the quiz"
