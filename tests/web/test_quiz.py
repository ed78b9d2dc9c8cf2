"""A quiz: one question a page, each answer saved at once, retried until it is right."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.extensions import db
from app.models import Completion, Draft, QuizAttempt, SignedInSession
from tests.support.cast import Cast, sign_in
from tests.support.clock import FrozenClock
from tests.support.courses import SLUG
from tests.support.queries import count_queries
from tests.support.quizzes import (
    HEAD,
    MANY,
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
    values_of,
)
from tests.support.visitor import Visitor


@pytest.fixture
def aino(app: Flask, client: Visitor, cast: Cast) -> Visitor:
    """Aino, signed in, on a course with two questions in its quiz."""
    publish_quiz(app, SPACE, SILENCE)
    sign_in(client, cast.aino)
    return client


def completions(app: Flask) -> set[tuple[str, str]]:
    with app.app_context():
        rows = db.session.execute(select(Completion.scope, Completion.address))
        return {(scope, address) for scope, address in rows}


def test_the_start_page_tells_what_is_asked_and_starts_nothing(app: Flask, aino: Visitor) -> None:
    page = aino.see(QUIZ)
    assert page.heading == "Testaa"
    assert "2 questions, one on a page" in page.text
    assert "You pass when each of them is right" in page.text
    assert "stop at any question" in page.text
    assert not attempts(app)


def test_a_pass_mark_is_told_in_percent(app: Flask, client: Visitor, cast: Cast) -> None:
    publish_quiz(app, SPACE, SILENCE, options="pass=50")
    sign_in(client, cast.aino)
    assert "You pass when 50% is right" in client.see(QUIZ).text


def test_starting_twice_is_one_attempt(app: Flask, aino: Visitor) -> None:
    page = aino.see(QUIZ)
    aino.submit(page, button="Start")
    aino.submit(page, button="Start")
    assert len(attempts(app)) == 1


def test_one_question_stands_on_a_page_as_its_heading(aino: Visitor) -> None:
    page = start(aino)
    assert page.heading == "Mikä on tärkeintä?"
    assert "question 1 of 2" in page.text
    assert "Mitä teet hiljaisuudessa?" not in page.text


def test_a_wrong_answer_is_told_only_about_itself_and_stays_open(app: Flask, aino: Visitor) -> None:
    page = answer(aino, start(aino), "Nopeus")
    assert "Not quite – try again." in page.text
    assert "Kiire tarttuu." in page.text
    assert "Juuri niin." not in page.source
    assert "Hoidosta päättää" not in page.source
    assert "Your choice: not quite" in page.text
    assert page.document.by_id("feedback") is not None
    assert [row.credit for row in answers(app)] == ["0"]
    assert "Leave for later" in page.form_with(field="answer").buttons
    assert page.form_with(button="Check answer").method == "post"


def test_trying_again_keeps_the_right_ticks_and_frees_the_wrong_ones(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    publish_quiz(app, MANY)
    sign_in(client, cast.aino)
    page = answer(client, start(client), "Kuunteleminen", "Neuvominen")
    assert "Your choice: not quite" in page.text
    values = values_of(page)
    boxes = [it for it in page.document.all("input") if it.get("type") == "checkbox"]
    ticked = [it.get("value") for it in boxes if it.get("checked") is not None]
    assert ticked == [values["Kuunteleminen"]]


def test_a_right_answer_leads_on(app: Flask, aino: Visitor) -> None:
    page = answer(aino, start(aino), "Tilan antaminen")
    assert "That is right." in page.text
    assert "Juuri niin." in page.text
    assert "1 right so far" in page.text
    following = aino.see(page.links["Continue"])
    assert following.heading == "Mitä teet hiljaisuudessa?"
    assert [row.shown for row in answers(app)] == [["Tilan antaminen"]]


def test_the_choices_keep_their_order_at_every_reload(aino: Visitor) -> None:
    first = start(aino)
    orders = {tuple(values_of(aino.see(QUIZ))) for _time in range(5)}
    assert orders == {tuple(values_of(first))}
    wrong = answer(aino, first, "Nopeus")
    assert list(values_of(wrong)) == list(values_of(first))


def test_what_was_left_is_asked_after_a_look_at_what_to_read(app: Flask, aino: Visitor) -> None:
    page = answer(aino, start(aino), "Nopeus")
    page = answer(aino, later(aino, page), "Odotan")
    result = aino.see(page.links["Continue"])
    assert result.heading == "You are on the way"
    assert "You have 1 of 2 questions right." in result.text
    assert "Mikä on tärkeintä?" in result.text
    assert "Mitä teet hiljaisuudessa?" not in result.text
    assert result.links["Mitä hiljaisuus on?"] == f"/learn/{SLUG}/harjoitus/hiljaisuus-on"
    again = aino.see(result.links["Try again"])
    assert again.heading == "Mikä on tärkeintä?"
    assert "Not quite" not in again.text
    last = answer(aino, again, "Tilan antaminen")
    assert aino.see(last.links["Continue"]).heading == "You passed the quiz"
    assert len(answers(app)) == 3


def test_passing_is_noted_with_the_last_answer_and_continue_goes_on(
    app: Flask, aino: Visitor
) -> None:
    page = answer(aino, start(aino), "Tilan antaminen")
    assert ("page", "harjoitus/testi") not in completions(app)
    page = answer(aino, aino.see(page.links["Continue"]), "Odotan")
    assert ("page", "harjoitus/testi") in completions(app)
    assert [row.passed for row in attempts(app)] == [True]
    result = aino.see(page.links["Continue"])
    assert "You have 2 of 2 questions right." in result.text
    gone_on = aino.submit(result, button="Continue")
    assert gone_on.location == f"/learn/{SLUG}/module/taito", "All right at once frees the rest"


def test_continuing_without_having_passed_notes_nothing(app: Flask, aino: Visitor) -> None:
    start(aino)
    form = aino.see(QUIZ).form_with(button="Check answer")
    token = form.values["csrf_token"]
    answered = aino.post(QUIZ, data={"csrf_token": token, "action": "continue"})
    assert answered.location == QUIZ
    assert not completions(app)


def test_a_passed_quiz_stays_passed_when_it_is_tried_again(app: Flask, aino: Visitor) -> None:
    page = answer(aino, start(aino), "Tilan antaminen")
    page = answer(aino, aino.see(page.links["Continue"]), "Odotan")
    result = aino.see(QUIZ)
    page = aino.look(aino.submit(result, button="Try the quiz again"))
    answer(aino, page, "Nopeus")
    assert len(attempts(app)) == 2
    assert ("page", "harjoitus/testi") in completions(app)


def test_the_same_submit_sent_again_is_one_answer(app: Flask, aino: Visitor) -> None:
    page = start(aino)
    form = page.form_with(button="Check answer")
    sent = form.filled({"answer": values_of(page)["Nopeus"]}, "Check answer")
    places = [aino.post(QUIZ, data=sent).location for _time in range(3)]
    assert len(set(places)) == 1
    assert len(answers(app)) == 1


def test_another_answer_from_the_same_form_is_another_answer(app: Flask, aino: Visitor) -> None:
    page = start(aino)
    form = page.form_with(button="Check answer")
    for words in ("Nopeus", "Tilan antaminen"):
        aino.post(QUIZ, data=form.filled({"answer": values_of(page)[words]}, None))
    assert [row.credit for row in answers(app)] == ["0", "1"]


def test_two_tabs_with_two_questions_both_count(app: Flask, aino: Visitor) -> None:
    first = start(aino)
    second = aino.see(f"{QUIZ}?ask=harjoitus/t-hiljaa")
    answer(aino, second, "Odotan")
    answer(aino, first, "Tilan antaminen")
    assert [row.passed for row in attempts(app)] == [True]


def test_sending_nothing_is_asked_for_and_saves_nothing(app: Flask, aino: Visitor) -> None:
    page = start(aino)
    answered = aino.look(aino.submit(page, button="Check answer"), 422)
    assert "Choose or write an answer first." in answered.text
    assert answered.source.count("<title>Error: ") + answered.source.count("Error: ") >= 1
    assert answered.links["Choose or write an answer first."].endswith("#answer")
    assert not answers(app)


@pytest.mark.parametrize("question", ["harjoitus/q-none", "", "x" * 5000, "\x00", "t-tila"])
def test_a_question_that_is_not_asked_changes_nothing(
    app: Flask, aino: Visitor, question: str
) -> None:
    form = start(aino).form_with(button="Check answer")
    sent = form.filled({"question": question, "answer": "c2"}, None)
    page = aino.look(aino.post(QUIZ, data=sent))
    assert "no longer part of this quiz" in page.text
    assert not answers(app)


@pytest.mark.parametrize("place", ["?ask=", "?answered=harjoitus/t-tila", "?ask=x&try=9999999"])
def test_any_address_of_the_quiz_shows_a_question(aino: Visitor, place: str) -> None:
    start(aino)
    assert aino.see(QUIZ + place).heading == "Mikä on tärkeintä?"


def test_an_answer_asks_the_database_at_most_five_times(app: Flask, aino: Visitor) -> None:
    page = start(aino)
    form = page.form_with(button="Check answer")
    sent = form.filled({"answer": values_of(page)["Nopeus"]}, None)
    with count_queries(app) as queries:
        aino.post(QUIZ, data=sent)
    assert len(queries) <= 5, queries


def test_a_question_asks_the_database_at_most_three_times(app: Flask, aino: Visitor) -> None:
    page = answer(aino, start(aino), "Nopeus")
    for path in (QUIZ, page.path):
        with count_queries(app) as queries:
            aino.get(path)
        assert len(queries) <= 3, queries


def test_the_answer_that_passes_costs_only_what_the_facts_cost(app: Flask, aino: Visitor) -> None:
    page = answer(aino, start(aino), "Tilan antaminen")
    page = aino.see(page.links["Continue"])
    sent = page.form_with(button="Check answer").filled({"answer": values_of(page)["Odotan"]}, None)
    with count_queries(app) as queries:
        aino.post(QUIZ, data=sent)
    # Beside an answer's own: were earlier attempts made, what is done already, and writing it.
    # PostgreSQL locks the person's row besides.
    assert len(queries) <= 10, queries


def test_an_answer_given_after_the_session_ended_waits_for_its_writer(
    app: Flask, aino: Visitor, cast: Cast, clock: FrozenClock
) -> None:
    page = start(aino)
    sent = page.form_with(button="Check answer").filled({"answer": values_of(page)["Nopeus"]}, None)
    with app.app_context():
        db.session.execute(update(SignedInSession).values(ended_at=clock.now()))
        db.session.commit()
    assert aino.post(QUIZ, data=sent).location == "/sign-in"
    assert not answers(app)
    sign_in(aino, cast.aino)
    with aino.session_transaction() as cookie:
        cookie["kept"] = True
    back = aino.see(QUIZ)
    chosen = [it.get("value") for it in back.document.all("input") if it.get("checked") is not None]
    assert chosen == [values_of(page)["Nopeus"]]


@pytest.mark.parametrize("pause", [timedelta(minutes=61), timedelta(days=1)])
def test_waiting_with_a_question_open_costs_nothing(
    app: Flask, aino: Visitor, clock: FrozenClock, pause: timedelta
) -> None:
    page = start(aino)
    clock.move(pause)
    assert "That is right." in answer(aino, page, "Tilan antaminen").text
    assert len(answers(app)) == 1


def test_a_half_thought_answer_is_kept_and_gone_once_it_is_sent(app: Flask, aino: Visitor) -> None:
    page = start(aino)
    form = page.form_with(button="Check answer")
    sent = form.filled({"answer": values_of(page)["Nopeus"]}, None)
    saved = aino.post(form.element.get("data-autosave", ""), data=sent)
    assert saved.get_json()["saved_at"]
    reopened = aino.see(QUIZ)
    chosen = [it for it in reopened.document.all("input") if it.get("checked") is not None]
    assert [it.get("value") for it in chosen] == [values_of(page)["Nopeus"]]
    answer(aino, reopened, "Tilan antaminen")
    with app.app_context():
        assert db.session.scalars(select(Draft)).all() == []


def test_what_a_form_sends_by_itself_after_its_submit_is_not_kept(
    app: Flask, aino: Visitor
) -> None:
    page = start(aino)
    form = page.form_with(button="Check answer")
    sent = form.filled({"answer": values_of(page)["Nopeus"]}, None)
    aino.post(QUIZ, data=sent)
    late = aino.post(form.element.get("data-autosave", ""), data=sent)
    assert late.get_json()["saved_at"] is None
    with app.app_context():
        assert db.session.scalars(select(Draft)).all() == []


def test_moving_a_step_is_kept_and_not_judged(app: Flask, client: Visitor, cast: Cast) -> None:
    publish_quiz(app, ORDER)
    sign_in(client, cast.aino)
    page = start(client)
    first = next(it for it in page.document.all("button") if it.get("name") == "answer-move")
    form = page.form_with(button="Check answer")
    sent = form.filled({}, "Check answer")
    sent["answer-move"] = first.get("value", "")
    moved = client.look(client.post(QUIZ, data=sent))
    before = [it.get("id") for it in page.document.all("li") if "-step" in (it.get("id") or "x")]
    after = [it.get("id") for it in moved.document.all("li") if "-step" in (it.get("id") or "x")]
    assert sorted(before, key=str) == sorted(after, key=str)
    assert not answers(app)
    selects = {it.get("name"): it for it in moved.document.all("select")}
    assert selects
    with app.app_context():
        assert len(db.session.scalars(select(Draft)).all()) == 1


def test_others_see_nothing_of_an_attempt(app: Flask, aino: Visitor, cast: Cast) -> None:
    answer(aino, start(aino), "Nopeus")
    olli = app.test_client()
    assert isinstance(olli, Visitor)
    sign_in(olli, cast.olli)
    assert olli.see(f"{QUIZ}?answered=harjoitus/t-tila").heading == "Testaa"


def test_a_quiz_draws_from_the_quizzes_of_a_module(app: Flask, client: Visitor, cast: Cast) -> None:
    final = f"""{SPACE}
## Loppukoe {{.quiz #loppukoe from="taito:2"}}

Kysymykset tulevat moduulista.
"""
    publish_quiz(app, SILENCE, final)
    sign_in(client, cast.aino)
    path = f"/learn/{SLUG}/harjoitus/loppukoe"
    page = client.look(client.submit(client.see(path), button="Start"))
    assert page.heading in {"Mikä on tärkeintä?", "Mitä teet hiljaisuudessa?"}
    right = {"Tilan antaminen", "Odotan"} & set(values_of(page))
    page = answer(client, page, *right)
    assert "That is right." in page.text
    assert [row.address for row in answers(app)] == ["harjoitus/loppukoe"]


def test_a_lower_pass_mark_passes_with_something_missed(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    publish_quiz(app, SPACE, SILENCE, options="pass=50")
    sign_in(client, cast.aino)
    page = answer(client, start(client), "Tilan antaminen")
    page = answer(client, client.see(page.links["Continue"]), "Täytän sen")
    result = later(client, page)
    assert result.heading == "You passed the quiz"
    assert "You have 1 of 2 questions right." in result.text
    assert "Mitä teet hiljaisuudessa?" in result.text


def test_a_critical_question_is_needed_whatever_the_pass_mark(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    publish_quiz(app, SPACE, SILENCE.replace("#t-hiljaa", ".critical #t-hiljaa"), options="pass=50")
    sign_in(client, cast.aino)
    page = answer(client, start(client), "Tilan antaminen")
    page = answer(client, client.see(page.links["Continue"]), "Täytän sen")
    assert later(client, page).heading == "You are on the way"
    assert not any(attempt.passed for attempt in attempts(app))


def test_changing_the_language_keeps_the_question_and_the_choice(app: Flask, aino: Visitor) -> None:
    page = start(aino)
    chosen = values_of(page)["Tilan antaminen"]
    form = page.form_with(button="Check answer")
    sent = form.filled({"answer": chosen}, None)
    sent["language"] = "sv"
    swedish = aino.look(aino.post("/language", query_string={"page": QUIZ}, data=sent))
    assert swedish.document.root.get("lang") == "sv"
    assert swedish.heading == "Mikä on tärkeintä?"
    (ticked,) = [it for it in swedish.document.all("input") if it.get("checked") is not None]
    assert ticked.get("value") == chosen
    aino.post(QUIZ, data=swedish.form_with(field="answer").filled({}, None))
    assert [row.credit for row in answers(app)] == ["1"]


def test_a_seed_gives_the_same_questions_and_order_to_the_end(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    publish_quiz(app, SPACE, SILENCE, ORDER, options="draw=2", head=HEAD)
    sign_in(client, cast.aino)
    start(client)
    drawn = attempts(app)[0].drawn
    assert len(drawn) == 2
    for _time in range(3):
        client.see(QUIZ)
    with app.app_context():
        assert db.session.scalars(select(QuizAttempt.drawn)).all() == [drawn]
