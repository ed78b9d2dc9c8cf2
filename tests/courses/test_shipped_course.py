"""The course that is shipped: nothing to mend, and what the content brief asks for is there."""

from dataclasses import asdict, dataclass

import pytest
from msgspec import to_builtins

from app.core.course import Lesson
from app.core.errors import Severity
from app.core.style import FOUNDATIONS, count_lesson_words
from tests.support.shipped import course, reading

FEWEST_WORDS, MOST_WORDS = 350, 700
"""Of a reading lesson; see `count_lesson_words`."""
LONGEST_MINUTES = 20
LONG_LESSONS = {"kenraaliharjoitus", "loppukoe"}
"""A practice outside the platform, and the exam: 25 minutes each (content brief, section 2)."""


@dataclass(frozen=True)
class Least:
    """How much there has to be."""

    lessons: int = 50
    infographics: int = 12
    items: int = 132


def test_there_is_nothing_to_mend() -> None:
    found = [
        f"{one.file}:{one.line} {one.severity.value} {one.code} {one.found} ({one.expected})"
        for one in reading().problems
        if one.severity is not Severity.REVIEW
    ]
    assert not found, "\n" + "\n".join(found)
    assert reading().made_ids == {}


def test_the_course_is_whole() -> None:
    counts = to_builtins(reading().counts)
    assert (counts["modules"], counts["scenarios"], counts["documents"]) == (7, 8, 5)
    for name, least in asdict(Least()).items():
        assert counts[name] >= least, f"{counts[name]} {name}, {least} are needed"
    assert set(counts) == {
        "modules",
        "lessons",
        "scenarios",
        "infographics",
        "documents",
        "items",
    }


def test_modules_are_numbered_from_nought() -> None:
    assert [module.number for module in course().modules] == list(range(7))


def lessons() -> list[Lesson]:
    return list(course().lessons())


@pytest.mark.parametrize("lesson", lessons(), ids=lambda lesson: lesson.id)
def test_every_lesson_has_objectives(lesson: Lesson) -> None:
    assert lesson.objectives, f"{reading().where[lesson.id][0]} has no objectives"


def reading_lessons() -> list[Lesson]:
    """Give the lessons that have more than one page to read beside where they come from."""
    return [
        lesson
        for lesson in lessons()
        if sum(page.kind == "reading" and page.id != FOUNDATIONS for page in lesson.pages) > 1
    ]


@pytest.mark.parametrize("lesson", reading_lessons(), ids=lambda lesson: lesson.id)
def test_a_reading_lesson_is_neither_thin_nor_long(lesson: Lesson) -> None:
    words = count_lesson_words(lesson)
    file = reading().where[lesson.id][0]
    assert FEWEST_WORDS <= words <= MOST_WORDS, f"{file}: {words} words without {FOUNDATIONS}"


def test_lessons_are_short() -> None:
    long = {one.id for one in lessons() if one.minutes > LONGEST_MINUTES}
    assert long == LONG_LESSONS


def test_every_lesson_tells_where_it_comes_from() -> None:
    for lesson in lessons():
        if lesson.sources:
            assert any(page.id == FOUNDATIONS for page in lesson.pages), lesson.id


def test_the_help_text_is_there() -> None:
    help_text = course().help
    assert help_text is not None
    assert 'href="tel:112"' in help_text.html


def test_the_crisis_lesson_waits_for_a_professional() -> None:
    unread = {lesson.id: lesson.expert for lesson in lessons() if lesson.unread}
    assert {"kun-huoli-heraa", "tietosuoja", "lupaus-luottamuksellisuudesta"} <= set(unread)
    expert = unread["kun-huoli-heraa"]
    assert expert is not None
    assert "kriisityö" in expert.text


def test_documents_promise_and_practice_meeting_bind_everybody() -> None:
    pages = [page for lesson in lessons() for page in lesson.pages]
    documents = {page.id: page for page in pages if page.kind == "document"}
    assert set(documents) == {
        "suunnitelma",
        "saannot",
        "tekninen-muistilista",
        "jaksamissuunnitelma",
        "turvakortti",
    }
    assert {key for key, page in documents.items() if page.optional} == {
        "tekninen-muistilista",
        "turvakortti",
    }
    assert [page.kind for page in pages].count("promise") == 1
    (meeting,) = [page for page in pages if page.practice_meeting]
    assert (meeting.id, meeting.kind, meeting.binding) == (
        "kenraaliharjoitus",
        "checklist",
        True,
    )
