"""A corrected key can only help."""

from __future__ import annotations

from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.course import Question
from app.core.grading import better, grade_response
from app.core.questions import TYPES, kind_of
from app.core.questions.base import Grade
from tests.support.questions import case, read_question

OLD = "- [x] a\n- [ ] b\n- [ ] c"
NEW = "- [ ] a\n- [x] b\n- [ ] c"
CHOICES = st.sampled_from(["c1", "c2", "c3", "c9", ""])


@pytest.mark.parametrize(("choice", "right"), [("c1", True), ("c2", True), ("c3", False)])
def test_an_answer_right_by_the_old_or_the_new_key_is_right(choice: str, right: bool) -> None:
    answered, corrected = read_question(OLD), read_question(NEW)
    assert grade_response(answered, {"choice": choice}, previous=corrected).right is right
    assert grade_response(corrected, {"choice": choice}, previous=answered).right is right


@given(choice=CHOICES, first=st.permutations("x  "), second=st.permutations("x  "))
def test_another_key_never_lowers_the_credit(
    choice: str, first: list[str], second: list[str]
) -> None:
    answered, other = (
        read_question(
            "\n".join(f"- [{tick}] {word}" for tick, word in zip(ticks, "abc", strict=True))
        )
        for ticks in (first, second)
    )
    alone = grade_response(answered, {"choice": choice})
    both = grade_response(answered, {"choice": choice}, previous=other)
    assert both.credit >= alone.credit
    assert both.credit >= kind_of(other).grade(other, {"choice": choice}).credit


@pytest.mark.parametrize("name", sorted(set(TYPES) - {"choose-one"}))
def test_a_question_that_changed_its_kind_is_graded_as_it_was_answered(name: str) -> None:
    answered = read_question(OLD)
    assert grade_response(answered, {"choice": "c1"}, previous=case(name)).right
    assert not grade_response(answered, {"choice": "c2"}, previous=case(name)).right


def test_of_two_equal_grades_the_first_keeps_its_words() -> None:
    first, second = Grade(Fraction(1, 2)), Grade(Fraction(1, 2), ())
    assert better(first, second) is first
    assert better(first, Grade(Fraction(2, 3))).credit == Fraction(2, 3)


def test_a_kind_that_is_not_installed_is_said_so() -> None:
    question = read_question(OLD)
    stranger = Question(question.id, "slider", question.prompt, question.content)
    with pytest.raises(KeyError):
        grade_response(stranger, {})
    assert msgspec.json.encode(stranger)
