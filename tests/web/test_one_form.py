"""A reading page with several questions: one form, so no button loses what another field holds."""

import pytest

from app.models import Answer, Draft
from tests.support.courses import SLUG
from tests.support.learning import Learner
from tests.support.queries import count_queries
from tests.support.visitor import Form, SeenPage

PAGE = "lukeminen/harjoittele"
PATH = f"/learn/{SLUG}/{PAGE}"
WORDS = {"q-q-sanat-answer": "Vielä mietin tätä.", "q-q-luku-answer-c1": "7"}


def whole(page: SeenPage) -> Form:
    return page.form_with(button="Continue")


def begun(page: SeenPage) -> dict[str, str]:
    values = whole(page).values
    return {name: values[name].strip() for name in WORDS}


def test_continue_keeps_what_was_typed_in_every_question(aino: Learner) -> None:
    page = aino.press(aino.open(PAGE), "Continue", WORDS)
    assert page.path == f"/learn/{SLUG}/lukeminen/raskas"
    assert begun(aino.open(PAGE)) == WORDS
    assert aino.rows(Answer) == []
    assert {row.question for row in aino.rows(Draft)} == {"lukeminen/q-sanat", "lukeminen/q-luku"}


def test_checking_one_question_keeps_what_was_typed_in_the_others(aino: Learner) -> None:
    form = aino.form(aino.open(PAGE), "q-yksi")
    values = form.filled({**WORDS, "q-q-yksi-answer": "c2"}, "Check answer")
    page = aino.client.look(aino.client.post(form.address, data=values))
    assert "That is right." in page.text
    assert begun(page) == WORDS
    assert [row.question for row in aino.rows(Answer)] == ["lukeminen/q-yksi"]


def test_a_missing_answer_keeps_what_was_typed_in_the_others(aino: Learner) -> None:
    form = aino.form(aino.open(PAGE), "q-yksi")
    response = aino.client.post(form.address, data=form.filled(WORDS, "Check answer"))
    page = aino.client.look(response, 422)
    assert begun(page) == WORDS


def test_the_language_buttons_keep_what_was_typed_in_every_question(aino: Learner) -> None:
    page = aino.open(PAGE)
    values = whole(page).filled(WORDS, None)
    values["language"] = "sv"
    address = whole(page).target("Svenska")
    again = aino.client.look(aino.client.post(address, data=values))
    form = again.form_with(field="q-q-sanat-answer")
    assert {name: form.values[name].strip() for name in WORDS} == WORDS
    # The next submit stores what was only kept until then.
    aino.client.post(form.address, data=form.values)
    assert {row.question for row in aino.rows(Draft)} == {"lukeminen/q-sanat", "lukeminen/q-luku"}


def test_stopping_and_moving_rows_keep_it_too(aino: Learner) -> None:
    page = aino.open(PAGE)
    moves = [it.get("value", "") for it in page.document.all("button")]
    down = next(value for value in moves if value.endswith(":down"))
    values = whole(page).filled(WORDS, None)
    values.add("q-q-jarjestys-answer-move", down)
    response = aino.client.post(whole(page).address, data=values)
    assert response.location == f"{PATH}#q-q-jarjestys"
    assert begun(aino.client.look(response)) == WORDS
    stopped = aino.press(aino.open(PAGE), "Stop for now", {"q-q-luku-answer-c1": "8"})
    assert "Saved." in stopped.heading
    assert begun(aino.open(PAGE))["q-q-luku-answer-c1"] == "8"
    assert aino.facts() == set()


def test_enter_presses_a_button_that_saves_and_stays(aino: Learner) -> None:
    page = aino.open(PAGE)
    first = next(it for it in whole(page).element.iter("button"))
    assert first.get("aria-hidden") == "true"
    assert first.get("tabindex") == "-1"
    values = whole(page).filled({"q-q-luku-answer-c1": "7"}, None)
    values.add(first.get("name", ""), first.get("value", ""))
    response = aino.client.post(whole(page).address, data=values)
    assert response.location == f"{PATH}#q-q-luku"
    assert begun(aino.client.look(response))["q-q-luku-answer-c1"] == "7"
    assert aino.facts() == set()
    assert aino.rows(Answer) == []


def test_what_nobody_touched_is_not_taken_for_begun(aino: Learner) -> None:
    for question, field in (("q-yksi", "c1"), ("q-monta", ["c1", "c2"])):
        aino.answer(question, {"answer": field})
    aino.answer("q-jarjestys", {})
    aino.press(aino.open(PAGE), "Continue")
    assert aino.rows(Draft) == []
    page = aino.open(PAGE)
    assert page.text.count("Not quite – try again.") >= 2, "The feedback is still there"


def test_a_begun_change_of_an_answered_question_is_kept(aino: Learner) -> None:
    aino.answer("q-sanat", {"answer": "Ensin näin."})
    aino.press(aino.open(PAGE), "Continue", {"q-q-sanat-answer": "Sitten toisin."})
    assert begun(aino.open(PAGE))["q-q-sanat-answer"] == "Sitten toisin."
    assert aino.rows(Answer)[0].response == {"text": "Ensin näin."}


def test_two_questions_with_the_same_answer_are_two_answers(aino: Learner) -> None:
    page = aino.open(PAGE)
    for question in ("q-luku", "q-aukko"):
        form = aino.form(page, question)
        aino.client.post(form.address, data=form.filled({f"q-{question}-answer-c1": "3"}, None))
    assert len(aino.rows(Answer)) == 2


@pytest.mark.parametrize("check", [True, False])
def test_keeping_what_was_begun_costs_one_query_more_at_most(aino: Learner, *, check: bool) -> None:
    def count(words: dict[str, str]) -> int:
        page = aino.open(PAGE)
        form = aino.form(page, "q-yksi") if check else whole(page)
        chosen = {"q-q-yksi-answer": "c2"} if check else {}
        values = form.filled({**words, **chosen}, "Check answer" if check else "Continue")
        with count_queries(aino.app) as statements:
            assert aino.client.post(form.address, data=values).status_code == 303
        return len(statements)

    usual = count({})
    assert usual <= 5
    assert count(WORDS) <= usual + 1
