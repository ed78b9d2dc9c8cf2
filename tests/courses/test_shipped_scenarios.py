"""The practice conversations of the shipped course: real choices, none given away by its form."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from app.core.course import Lesson, Page
from app.core.pages.scenario import ScenarioContent
from app.core.pages.scenes import Scene
from app.core.questions.own_words import OwnWordsContent
from tests.support.shipped import course, reading

MODELS = 3
QUOTED = re.compile(r"[”\"»«]")
THANKS = re.compile(r"^[”\"»«]?\s*kiit", re.IGNORECASE)


class Conversation(NamedTuple):
    """A practice conversation with where it stands."""

    lesson: Lesson
    page: Page
    content: ScenarioContent

    def at(self, scene: Scene) -> str:
        """Name a scene so that a writer finds it."""
        file, _ = reading().where[self.lesson.id]
        return f"{file} #{self.page.id} #{scene.id}"

    def decisions(self) -> Iterator[tuple[Scene, list[str], list[str]]]:
        """Give each scene of several choices: the labels that lead well, and the others."""
        for scene in self.content.scenes:
            good: list[str] = []
            other: list[str] = []
            for choice in scene.choices:
                target = self.content.scene(choice.target)
                assert target is not None
                (good if target.outcome == "good" else other).append(choice.label.text)
            if len(scene.choices) > 1:
                yield scene, good, other


def conversations() -> list[Conversation]:
    return [
        Conversation(lesson, page, page.content)
        for lesson in course().lessons()
        for page in lesson.pages
        if isinstance(page.content, ScenarioContent)
    ]


each = pytest.mark.parametrize("one", conversations(), ids=lambda one: one.page.id)


def test_there_are_eight() -> None:
    assert len(conversations()) == 8


@each
def test_it_has_several_moments_and_endings(one: Conversation) -> None:
    assert len(list(one.decisions())) >= 2
    endings = [scene for scene in one.content.scenes if scene.ending]
    assert len(endings) >= 2, f"{one.page.id} has one ending"


@each
def test_a_moment_offers_two_to_four_choices(one: Conversation) -> None:
    for scene, good, other in one.decisions():
        assert 2 <= len(good) + len(other) <= 4, one.at(scene)


@each
def test_one_moment_has_two_choices_that_can_be_defended(one: Conversation) -> None:
    assert any(len(good) >= 2 for _, good, _ in one.decisions()), one.page.id


@each
def test_the_good_choice_is_not_told_by_its_length(one: Conversation) -> None:
    for scene, good, other in one.decisions():
        if good and other:
            longest = max(map(len, other))
            assert max(map(len, good)) <= longest, f"{one.at(scene)}: the good one is longest"


@each
@pytest.mark.parametrize(("form", "name"), [(QUOTED, "quotation marks"), (THANKS, "a thank-you")])
def test_the_good_choice_is_not_told_by_its_form(
    one: Conversation, form: re.Pattern[str], name: str
) -> None:
    for scene, good, other in one.decisions():
        with_form = [bool(form.search(label)) for label in (*good, *other)]
        assert len(set(with_form)) == 1, f"{one.at(scene)}: only some choices have {name}"


@each
def test_every_step_says_what_it_led_to(one: Conversation) -> None:
    targets = {choice.target for scene in one.content.scenes for choice in scene.choices}
    for scene in one.content.scenes:
        if scene.id in targets and scene.outcome:
            assert scene.consequence is not None, one.at(scene)


@each
def test_one_writes_own_words_before_the_models_open(one: Conversation) -> None:
    models = [
        question.content.models
        for page in one.lesson.pages
        for question in page.questions
        if isinstance(question.content, OwnWordsContent)
    ]
    assert any(len(found) >= MODELS for found in models), one.lesson.id


def test_only_the_crisis_conversation_is_a_safe_one_and_it_has_another_way() -> None:
    (crisis,) = [one for one in conversations() if one.content.safe]
    assert crisis.lesson.id == "kun-huoli-heraa"
    assert [one.page.id for one in conversations() if one.content.other] == [crisis.page.id]
    other = crisis.lesson.page(crisis.content.other)
    assert other is not None
    assert other.kind == "reading"
    assert len(other.questions) >= 2
