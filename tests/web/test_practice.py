"""Practice questions: answered below the text, judged at once, tried again without limit."""

import threading
from fractions import Fraction

import pytest
from flask import Flask

from app import catalogue
from app.core.course import Question
from app.core.questions import TYPES, kind_of
from app.models import Answer, Draft
from tests.support.cast import SESSION_COOKIE, Cast, session_cookie, sign_in
from tests.support.courses import SLUG, course_files, publish
from tests.support.learning import Learner
from tests.support.visitor import Visitor

PAGE = "lukeminen/harjoittele"


def questions_of(app: Flask) -> dict[str, Question]:
    """Give the practice questions of the page as they are served."""
    with app.app_context():
        served = catalogue.load_course(SLUG, "fi")
    assert served is not None
    lesson = served.course.lesson("lukeminen")
    assert lesson is not None
    page = lesson.page("harjoittele")
    assert page is not None
    return {question.id: question for question in page.questions}


def example(app: Flask, question: str, *, right: bool) -> dict[str, list[str]]:
    found = questions_of(app)[question]
    fields = kind_of(found).examples(found)[0 if right else 1]
    return {name: list(values) for name, values in fields.items()}


def test_the_page_of_this_test_has_every_kind_of_question(aino: Learner) -> None:
    kinds = {question.kind for question in questions_of(aino.app).values()}
    assert kinds == set(TYPES)


QUESTIONS = [
    "q-yksi", "q-monta", "q-aukko", "q-luku", "q-jarjestys", "q-parit", "q-laatikot", "q-sanat",
]  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_right_answer_is_saved_and_told(aino: Learner, question: str) -> None:
    page = aino.answer(question, example(aino.app, question, right=True))
    box = page.document.by_id("feedback")
    assert box is not None
    assert box.get("tabindex") == "-1"
    assert ("That is right." in page.text) is (question != "q-sanat")
    (row,) = aino.rows(Answer)
    assert row.question == f"lukeminen/{question}"
    assert row.attempt_id is None
    assert Fraction(row.credit) == 1


@pytest.mark.parametrize("question", [it for it in QUESTIONS if it != "q-sanat"])
def test_a_wrong_answer_stays_open_and_may_be_tried_again(aino: Learner, question: str) -> None:
    page = aino.answer(question, example(aino.app, question, right=False))
    assert "Not quite – try again." in page.text
    assert "That is right." not in page.text
    again = aino.answer(question, example(aino.app, question, right=True))
    assert "That is right." in again.text
    assert [Fraction(row.credit) == 1 for row in aino.rows(Answer)] == [False, True]


def test_the_feedback_stands_before_its_question_and_the_redirect_leads_to_it(
    aino: Learner,
) -> None:
    response = aino.send(aino.open(PAGE), "q-yksi", {"answer": "c1"})
    assert response.status_code == 303
    assert response.location == f"/learn/{SLUG}/{PAGE}#feedback"
    page = aino.client.look(response)
    section = page.document.by_id("q-q-yksi")
    assert section is not None
    first = next(iter(section))
    assert first.get("id") == "feedback"
    fields = [it.get("name") for it in section.iter("input") if it.get("type") == "radio"]
    assert set(fields) == {"q-q-yksi-answer"}


def test_only_the_feedback_of_what_was_chosen_is_shown(aino: Learner) -> None:
    page = aino.answer("q-yksi", {"answer": "c1"})
    assert "Yleiseen kysymykseen jää usein vastaamatta." in page.text
    assert "Nimi rakentaa paikan" not in page.text


def test_no_feedback_is_sent_before_an_answer(aino: Learner) -> None:
    source = aino.open(PAGE).source
    feedback = ["jää usein vastaamatta", "Nimi rakentaa", "Neuvo ei ole", "Kiire tarttuu",
                "Hiljaisuus on tavallista", "Pelko on tunne", "Keino on tietoa"]  # fmt: skip
    assert [told for told in feedback if told in source] == []


def test_practice_never_makes_a_page_done_and_never_blocks(aino: Learner) -> None:
    aino.answer("q-yksi", {"answer": "c1"})
    assert aino.facts() == set()
    aino.complete(PAGE)
    assert ("page", PAGE) in aino.facts()


def test_an_empty_answer_gets_a_clear_message(aino: Learner) -> None:
    page = aino.client.look(aino.send(aino.open(PAGE), "q-yksi", {}), 422)
    assert "There is a problem" in page.text
    assert page.links["Choose or write an answer first."].endswith("#q-q-yksi-answer")
    assert aino.rows(Answer) == []


def test_the_same_submit_counts_once(aino: Learner) -> None:
    page = aino.open(PAGE)
    first = aino.send(page, "q-yksi", {"answer": "c1"})
    second = aino.send(page, "q-yksi", {"answer": "c1"})
    assert first.location == second.location
    assert len(aino.rows(Answer)) == 1


def test_another_answer_from_a_form_that_the_browser_went_back_to_counts_too(
    aino: Learner,
) -> None:
    page = aino.open(PAGE)
    aino.send(page, "q-yksi", {"answer": "c1"})
    aino.send(page, "q-yksi", {"answer": "c2"})
    assert [row.response for row in aino.rows(Answer)] == [{"choice": "c1"}, {"choice": "c2"}]


def test_eight_at_once_with_one_key_make_one_answer(aino: Learner) -> None:
    form = aino.form(aino.open(PAGE), "q-yksi")
    values = form.filled({"q-q-yksi-answer": "c2"}, None)
    cookie = aino.client.get_cookie(SESSION_COOKIE)
    assert cookie is not None
    barrier = threading.Barrier(8)
    statuses: list[int] = []

    def submit() -> None:
        client = aino.app.test_client()
        client.set_cookie(SESSION_COOKIE, cookie.value)
        barrier.wait()
        statuses.append(client.post(form.address, data=values).status_code)

    threads = [threading.Thread(target=submit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303] * 8
    assert len(aino.rows(Answer)) == 1


def test_move_up_keeps_the_order_without_judging_it(aino: Learner) -> None:
    page = aino.open(PAGE)
    form = aino.form(page, "q-jarjestys")
    pressed = [it.get("value", "") for it in form.element.iter("button")]
    moved = next(value for value in pressed if value.endswith(":down")).partition(":")[0]
    values = form.filled({}, "Check answer")
    values.add("q-q-jarjestys-answer-move", f"{moved}:down")
    response = aino.client.post(form.address, data=values)
    assert response.location.endswith("#q-q-jarjestys")
    assert aino.rows(Answer) == []
    assert len(aino.rows(Draft)) == 1
    order = [it.get("id") for it in aino.form(aino.client.look(response), "q-jarjestys")
             .element.iter("li")]  # fmt: skip
    assert order[1] == f"q-q-jarjestys-step-{moved}"


def test_own_words_stay_private_and_open_the_models(aino: Learner) -> None:
    page = aino.answer("q-sanat", {"answer": "Kiitos sinulle."})
    assert "Nobody else reads it." in page.text
    assert "Kiitos, että kerroit." in page.text
    (row,) = aino.rows(Answer)
    assert row.shown == []
    assert row.response == {"text": "Kiitos sinulle."}


def test_an_answer_is_judged_by_the_revision_that_was_shown(aino: Learner) -> None:
    page = aino.open(PAGE)
    path = "10-alku/10-lukeminen.fi.md"
    text = course_files()[path].decode()
    start, end = text.index("### Kumpi antaa tilaa?"), text.index("### Mitkä sopivat?")
    publish(aino.app, course_files({path: text[:start] + text[end:]}))
    response = aino.send(page, "q-yksi", {"answer": "c2"})
    assert response.status_code == 303
    (row,) = aino.rows(Answer)
    assert row.credit == "1"
    assert row.shown == ["Avaintosi: nimi ja kysymys"]


def test_answers_survive_a_reworded_question(aino: Learner) -> None:
    aino.answer("q-yksi", {"answer": "c2"})
    path = "10-alku/10-lukeminen.fi.md"
    text = course_files()[path].decode().replace("Kumpi antaa tilaa?", "Kumpi antaa tilaa muille?")
    publish(aino.app, course_files({path: text}))
    page = aino.open(PAGE)
    assert "Kumpi antaa tilaa muille?" in page.text
    assert "That is right." in page.text


def test_text_typed_when_the_session_had_ended_comes_back_to_its_writer(aino: Learner) -> None:
    page = aino.open(PAGE)
    with aino.client.session_transaction() as cookie:
        cookie.pop("_user_id")
    response = aino.send(page, "q-sanat", {"answer": "Tämä on tärkeä lause."})
    assert response.location == "/sign-in"
    sign_in(aino.client, aino.member)
    form = aino.form(aino.open(PAGE), "q-sanat")
    assert form.values["q-q-sanat-answer"].strip() == "Tämä on tärkeä lause."
    # Answering another question of the page does not take it away.
    aino.answer("q-yksi", {"answer": "c2"})
    form = aino.form(aino.open(PAGE), "q-sanat")
    assert form.values["q-q-sanat-answer"].strip() == "Tämä on tärkeä lause."
    aino.answer("q-sanat", {"answer": "Tämä on tärkeä lause."})
    assert aino.rows(Answer)[-1].response == {"text": "Tämä on tärkeä lause."}


def test_nobody_else_sees_what_was_written(aino: Learner, app: Flask, cast: Cast) -> None:
    aino.answer("q-sanat", {"answer": "Vain Ainolle."})
    client = app.test_client()
    assert isinstance(client, Visitor)
    client.set_cookie(SESSION_COOKIE, session_cookie(app, cast.kaisa))
    page = client.see(f"/learn/{SLUG}/{PAGE}")
    assert "Vain Ainolle." not in page.source


@pytest.mark.parametrize(
    "path", [f"{PAGE}/ei-ole", "omat/pohdinta/miksi", "harjoitus/testi/t-tila"]
)
def test_what_is_no_practice_question_cannot_be_answered(aino: Learner, path: str) -> None:
    aino.app.config["WTF_CSRF_ENABLED"] = False
    assert aino.client.post(f"/learn/{SLUG}/{path}", data={"answer": "c1"}).status_code == 404


def test_without_the_token_nothing_is_saved_and_nothing_is_lost(aino: Learner) -> None:
    page = aino.open(PAGE)
    form = aino.form(page, "q-sanat")
    values = form.filled({"q-q-sanat-answer": "Pitkään mietitty."}, None)
    values.setlist("csrf_token", ["junk"])
    back = aino.client.look(aino.client.post(form.address, data=values))
    assert "Nothing was lost." in back.text
    assert aino.rows(Answer) == []
    assert aino.form(back, "q-sanat").values["q-q-sanat-answer"].strip() == "Pitkään mietitty."


def test_changing_the_language_keeps_what_was_chosen_but_not_sent(aino: Learner) -> None:
    path = f"/learn/{SLUG}/{PAGE}"
    page = aino.client.see(path)
    buttons = [it for it in page.document.all("button") if it.get("name") == "language"]
    form = page.form_with(field="q-q-yksi-answer")
    assert {it.get("form") for it in buttons} == {form.element.get("id")}
    chosen = example(aino.app, "q-yksi", right=False)["answer"][0]
    values = form.filled({"q-q-yksi-answer": chosen}, None)
    values["language"] = "sv"
    again = aino.client.look(aino.client.post(buttons[1].get("formaction", ""), data=values))
    assert again.path == path
    assert again.form_with(field="q-q-yksi-answer").values["q-q-yksi-answer"] == chosen
    assert not aino.rows(Answer)
