"""The questions of the shipped course: enough of them, fair, and each about an objective."""

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

import pytest

from app.core.course import Module, QuestionContent
from app.core.pages.quiz import QuizContent
from app.core.questions.choices import Choice
from app.core.questions.choose_all import ChooseAllContent
from app.core.questions.choose_one import ChooseOneContent
from app.core.questions.compare import plain
from tests.support.shipped import Asked, course, items, questions, reading

POOLS = {1: (8, 16), 2: (10, 20), 3: (8, 16), 4: (10, 20), 5: (12, 24)}
"""By the module's number: how many are asked, and the least to draw them from."""
EXAM = (12, 36)
CRITICAL_IN_EXAM = 7
THEMES = {
    "hata",
    "kysy-suoraan",
    "ei-taytta-salaisuutta",
    "ei-hoito-ohjeita",
    "ei-tallenneta",
    "osallistujaluettelo",
    "kerro-samana-paivana",
}
MOST_LONGEST = 0.4
"""Share of "choose one" in which the right choice is longer than all others."""
MOST_IN_ONE_PLACE, FEWEST_IN_A_PLACE = 0.45, 0.15
"""Shares of the places in which the right choice stands; every question has the first three."""


def is_exam(asked: Asked) -> bool:
    content = asked.page.content
    return isinstance(content, QuizContent) and content.exam


def quizzed() -> list[Module]:
    """Give the modules with a quiz of their own, which is not the exam."""
    return [
        module
        for module in course().modules
        if any(
            isinstance(page.content, QuizContent) and not page.content.exam
            for lesson in module.lessons
            for page in lesson.pages
        )
    ]


def named_objectives() -> set[tuple[str, int]]:
    return {
        (one.question.objective_lesson or one.lesson.id, one.question.objective)
        for one in items()
        if one.question.objective is not None
    }


def test_every_scored_item_names_the_objective_it_tests() -> None:
    without = [one.place for one in items() if one.question.objective is None]
    assert not without, "\n" + "\n".join(without)


def test_every_objective_of_a_quizzed_module_has_an_item() -> None:
    named = named_objectives()
    missing = [
        f"{reading().where[lesson.id][0]}: objective={lesson.id}:{number} ({objective.text})"
        for module in quizzed()
        for lesson in module.lessons
        for number, objective in enumerate(lesson.objectives, start=1)
        if (lesson.id, number) not in named
    ]
    assert not missing, "\n" + "\n".join(missing)


def test_modules_one_to_five_have_a_quiz() -> None:
    assert [module.number for module in quizzed()] == list(POOLS)


@pytest.mark.parametrize("number", POOLS)
def test_a_module_quiz_draws_from_a_pool_that_is_large_enough(number: int) -> None:
    module = course().modules[number]
    pages = [page for one in module.lessons for page in one.pages if page.kind == "quiz"]
    (page,) = pages
    assert isinstance(page.content, QuizContent)
    draw, least = POOLS[number]
    assert page.content.draw == draw, f"{module.id}: draw={page.content.draw}"
    assert len(page.questions) >= least, f"{module.id}: {len(page.questions)} of {least} items"


def test_the_exam_has_its_own_pool_with_every_theme() -> None:
    pool = [one for one in items() if is_exam(one)]
    (page,) = {one.page.id: one.page for one in pool}.values()
    assert isinstance(page.content, QuizContent)
    assert (page.content.draw, page.content.critical) == (EXAM[0], CRITICAL_IN_EXAM)
    assert page.content.sources == ()
    assert len(pool) >= EXAM[1], f"{page.id}: {len(pool)} of {EXAM[1]} items"
    critical = {one.question.theme for one in pool if one.question.critical}
    assert critical == THEMES, f"{page.id}: without {THEMES - critical}"


def test_critical_items_have_a_theme_and_themes_are_critical() -> None:
    for one in items():
        assert one.question.critical == bool(one.question.theme), one.place
        assert one.question.theme in {"", *THEMES}, one.place


def test_no_situation_of_the_exam_is_one_of_the_quizzes() -> None:
    prompts = {one.question.prompt.text for one in questions() if not is_exam(one)}
    twice = [one.place for one in items() if is_exam(one) and one.question.prompt.text in prompts]
    assert not twice


def test_every_choice_has_feedback_of_its_own() -> None:
    without = [
        f"{one.place}: {plain(choice.text)}"
        for one in questions()
        for choice in choices_of(one.question.content)
        if choice.feedback is None
    ]
    assert not without, "\n" + "\n".join(without)


def choices_of(content: QuestionContent) -> tuple[Choice, ...]:
    return content.choices if isinstance(content, (ChooseOneContent, ChooseAllContent)) else ()


def choose_one() -> list[Asked]:
    return [one for one in questions() if isinstance(one.question.content, ChooseOneContent)]


def right_is_longest(content: ChooseOneContent) -> bool:
    right = max(len(plain(choice.text)) for choice in content.choices if choice.right)
    return all(len(plain(choice.text)) < right for choice in content.choices if not choice.right)


def right_place(content: ChooseOneContent) -> int:
    return next(place for place, choice in enumerate(content.choices) if choice.right)


@pytest.mark.parametrize("where", ["everywhere", "in quizzes", "in the exam"])
def test_the_right_choice_is_not_told_by_its_length(where: str) -> None:
    asked = among(where)
    longest = [one.place for one in asked if right_is_longest(content_of(one))]
    share = len(longest) / len(asked)
    assert share <= MOST_LONGEST, f"{share:.0%} in {len(asked)}:\n" + "\n".join(longest)


def test_no_module_gives_its_right_choices_away_by_length() -> None:
    for number, group in groupby(choose_one(), key=lambda one: one.lesson.number.partition(".")[0]):
        asked = list(group)
        longest = [one.place for one in asked if right_is_longest(content_of(one))]
        assert len(longest) <= MOST_LONGEST * len(asked) + 1, f"module {number}: {longest}"


@pytest.mark.parametrize("where", ["everywhere", "in quizzes", "in the exam"])
def test_right_choices_stand_in_every_place(where: str) -> None:
    asked = among(where)
    places = Counter(right_place(content_of(one)) for one in asked)
    shares = {place + 1: places[place] / len(asked) for place in range(4)}
    assert max(shares.values()) <= MOST_IN_ONE_PLACE, shares
    assert min(shares[place] for place in (1, 2, 3)) >= FEWEST_IN_A_PLACE, shares


def among(where: str) -> list[Asked]:
    kept: dict[str, Iterable[Asked]] = {
        "everywhere": choose_one(),
        "in quizzes": (one for one in choose_one() if one.page.kind == "quiz" and not is_exam(one)),
        "in the exam": (one for one in choose_one() if is_exam(one)),
    }
    found = list(kept[where])
    assert found, f"There are no questions {where}"
    return found


def content_of(asked: Asked) -> ChooseOneContent:
    assert isinstance(asked.question.content, ChooseOneContent)
    return asked.question.content
