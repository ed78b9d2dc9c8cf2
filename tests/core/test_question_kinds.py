"""What every kind of question promises, whatever it asks."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.course import Question
from app.core.errors import Severity
from app.core.questions import TYPES, decode_content, kind_for, kind_of, known_classes
from app.core.questions.base import FormFields
from app.core.questions.messages import MESSAGES
from app.core.quiz import shuffle_for
from tests.support.questions import (
    CASES,
    case,
    draw_html,
    parse_html,
    problems_of,
    read_question,
    sent_fields,
    source_of,
    unprefixed,
)

KINDS = sorted(TYPES)
SCORED = sorted(name for name, kind in TYPES.items() if kind.scored)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)
KEYS = st.sampled_from(["choice", "choices", "gaps", "order", "pairs", "text"])
IDS = st.sampled_from([f"c{number}" for number in range(12)])
LIKELY = st.dictionaries(
    KEYS, JUNK | IDS | st.lists(IDS | JUNK) | st.dictionaries(IDS, IDS | st.text() | JUNK)
)
NAMES = st.sampled_from(["answer", "answer-move", *(f"answer-c{number}" for number in range(12))])
FIELDS = st.dictionaries(
    NAMES | st.text(), st.lists(IDS | st.text() | st.sampled_from(["c1:up", "c2:down", "3"]))
)

every_kind = pytest.mark.parametrize("name", KINDS)
every_scored_kind = pytest.mark.parametrize("name", SCORED)


def right_and_wrong(question: Question) -> tuple[FormFields, FormFields]:
    return kind_of(question).examples(question)


def grade_fields(question: Question, fields: FormFields) -> Fraction:
    kind = kind_of(question)
    response = kind.parse(question, fields)
    assert response is not None
    return kind.grade(question, response).credit


def test_every_kind_has_a_good_question_here() -> None:
    assert sorted(CASES) == KINDS


@every_kind
def test_a_good_question_is_read_by_its_own_kind_without_a_problem(name: str) -> None:
    classes, answers = CASES[name]
    source, notebook = source_of(answers, classes=classes)
    assert kind_for(source).name == name
    kind_for(source).read(source)
    assert notebook.notes == []


@every_kind
def test_a_kind_is_listed_under_the_name_that_its_stored_content_carries(name: str) -> None:
    kind = TYPES[name]
    stored = json.loads(msgspec.json.encode(case(name).content))
    assert (kind.name, stored["kind"]) == (name, name)
    assert kind.classes <= known_classes()


@every_kind
def test_content_comes_back_from_storage_as_it_was(name: str) -> None:
    content = case(name).content
    assert decode_content(json.loads(msgspec.json.encode(content))) == content


@every_kind
@settings(max_examples=50)
@given(response=LIKELY | JUNK)
def test_no_response_raises_and_credit_stays_between_nothing_and_full(
    name: str,
    response: Any,  # noqa: ANN401 - anything may stand in a database column
) -> None:
    question = case(name)
    kind = kind_of(question)
    grade = kind.grade(question, response)
    assert 0 <= grade.credit <= 1
    assert len({remark.part for remark in grade.remarks}) == len(grade.remarks)
    kept = kind.keep_right(question, response)
    assert kind.grade(question, kept).credit >= grade.credit
    assert all(isinstance(words, str) for words in kind.describe(question, response))


@every_kind
@settings(max_examples=50)
@given(fields=FIELDS)
def test_no_form_raises_and_what_is_parsed_is_plain_json(name: str, fields: FormFields) -> None:
    question = case(name)
    response = kind_of(question).parse(question, fields)
    if response is not None:
        assert json.loads(json.dumps(response)) == response
        assert 0 <= kind_of(question).grade(question, response).credit <= 1


@every_scored_kind
def test_the_right_example_earns_everything_and_the_wrong_one_does_not(name: str) -> None:
    question = case(name)
    right, wrong = right_and_wrong(question)
    assert grade_fields(question, right) == 1
    assert grade_fields(question, wrong) < 1


def test_own_words_are_accepted_whatever_they_say() -> None:
    question = case("own-words")
    assert [grade_fields(question, fields) for fields in right_and_wrong(question)] == [1, 1]
    assert not TYPES["own-words"].scored


def test_own_words_leave_no_trace_in_the_record() -> None:
    question = case("own-words")
    assert TYPES["own-words"].describe(question, {"text": "Olen väsynyt."}) == []


@every_kind
def test_an_untouched_empty_form_is_no_answer(name: str) -> None:
    question = case(name)
    assert kind_of(question).parse(question, {}) is None
    assert kind_of(question).parse(question, {"answer": [""], "answer-c1": [" "]}) is None or (
        name == "order"
    )


@every_scored_kind
@settings(max_examples=5)
@given(tries=st.integers(0, 1000))
def test_a_shuffle_changes_no_grade(name: str, tries: int) -> None:
    question = case(name)
    view = kind_of(question).draw(question, shuffle_for("seed", question.id, tries))
    for fields in right_and_wrong(question):
        response = kind_of(question).parse(question, fields)
        html = draw_html(question, view, response=response)
        sent = unprefixed(sent_fields(parse_html(html)))
        assert grade_fields(question, sent) == grade_fields(question, fields)


@every_kind
def test_an_answer_comes_back_from_the_page_as_it_was_given(name: str) -> None:
    question = case(name)
    kind = kind_of(question)
    for fields in right_and_wrong(question):
        response = kind.parse(question, fields)
        html = draw_html(
            question, kind.draw(question, shuffle_for("seed", question.id, 1)), response=response
        )
        sent = unprefixed(sent_fields(parse_html(html)))
        assert kind.parse(question, sent) == response


@every_kind
def test_the_same_shuffle_shows_the_same_order(name: str) -> None:
    question = case(name)
    kind = kind_of(question)
    assert kind.draw(question, shuffle_for("seed", question.id, 5)) == kind.draw(
        question, shuffle_for("seed", question.id, 5)
    )


@every_scored_kind
def test_a_wrong_answer_reveals_nothing_about_what_was_not_chosen(name: str) -> None:
    question = case(name)
    kind = kind_of(question)
    _, wrong = right_and_wrong(question)
    response = kind.parse(question, wrong)
    assert response is not None
    grade = kind.grade(question, response)
    chosen = json.dumps(response)
    assert grade.remarks
    assert all(f'"{remark.part}"' in chosen for remark in grade.remarks)


@every_kind
def test_ids_survive_a_reading_of_the_same_text(name: str) -> None:
    kind = TYPES[name]
    content = case(name).content
    assert kind.adopt_ids(content, case(name).content) == content


@every_kind
def test_content_of_another_kind_lends_no_ids(name: str) -> None:
    other = "choose-one" if name != "choose-one" else "gap"
    new = case(name).content
    assert TYPES[name].adopt_ids(case(other).content, new) is new


@every_kind
@given(text=st.text(alphabet="[]|*-x> 1.\n#aä(){}:", max_size=80))
def test_no_answer_text_raises_and_every_problem_has_words(name: str, text: str) -> None:
    classes, _ = CASES[name]
    assert set(problems_of(text, classes=classes)) <= set(MESSAGES)


@every_kind
def test_an_empty_question_is_reported_with_an_example(name: str) -> None:
    source, notebook = source_of("", classes=CASES[name][0] - {"multiple"})
    kind_for(source).read(source)
    assert notebook.notes
    assert all(note.example for note in notebook.notes)
    if TYPES[name].scored:
        assert notebook.notes[0].severity is Severity.ERROR


def test_numbers_are_stored_exactly() -> None:
    question = read_question("Kestää [[1,10..2]] tuntia.")
    stored = json.loads(msgspec.json.encode(question.content))
    assert stored["gaps"][0]["low"] == "1.10"
    content = decode_content(stored)
    assert content == question.content
    assert question.kind == "number"
    assert Decimal(stored["gaps"][0]["high"]) == 2
