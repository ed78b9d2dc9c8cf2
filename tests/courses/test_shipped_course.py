"""The course that is shipped: nothing to mend, and what the content brief asks for is there."""

import re
from datetime import date
from functools import cache
from pathlib import Path

from app.core.course import Course, Question
from app.core.errors import Severity
from app.core.questions.choose_all import ChooseAllContent
from app.core.questions.choose_one import ChooseOneContent
from app.core.questions.compare import plain
from app.core.reader import Reading, read_course

FOLDER = Path(__file__).parent.parent.parent / "courses" / "verkkovertaisohjaaja"
DAY = date(2026, 11, 21)


@cache
def reading() -> Reading:
    files = {
        file.relative_to(FOLDER).as_posix(): file.read_bytes()
        for file in sorted(FOLDER.rglob("*"))
        if file.is_file()
    }
    return read_course(files, DAY, slug=FOLDER.name)


def course() -> Course:
    return reading().courses["fi"]


def questions() -> list[Question]:
    return [q for lesson in course().lessons() for page in lesson.pages for q in page.questions]


def scored() -> list[Question]:
    return [
        question
        for lesson in course().lessons()
        for page in lesson.pages
        if page.kind == "quiz"
        for question in page.questions
    ]


def test_there_is_nothing_to_mend() -> None:
    assert reading().of(Severity.ERROR) == ()
    assert reading().of(Severity.WARNING) == ()
    assert reading().made_ids == {}


def test_unchecked_facts_are_waiting_for_a_person() -> None:
    assert "fact-unchecked" in {problem.code for problem in reading().of(Severity.REVIEW)}


def test_the_first_modules_and_their_lessons_are_there() -> None:
    modules = {module.id: module for module in course().modules}
    assert {"aloitus", "vertaistuki"} <= set(modules)
    assert [module.number for module in course().modules] == list(range(len(modules)))
    assert len(modules["aloitus"].lessons) >= 2
    assert len(modules["vertaistuki"].lessons) >= 7


def test_the_four_infographics_are_there() -> None:
    html = "".join(page.text.html for lesson in course().lessons() for page in lesson.pages)
    for name in ("i1", "i2", "i3", "i8"):
        assert re.search(rf'<figure class="infographic [^"]*" id="{name}"', html)
    assert reading().counts.infographics >= 4


def test_the_first_practice_conversation_is_there() -> None:
    assert reading().counts.scenarios >= 1


def test_there_are_enough_scored_questions() -> None:
    assert reading().counts.items == len(scored()) >= 16


def test_every_choice_has_feedback() -> None:
    for question in questions():
        if isinstance(question.content, (ChooseOneContent, ChooseAllContent)):
            for choice in question.content.choices:
                assert choice.feedback is not None, (question.id, choice.text.html)


def test_the_right_choice_is_not_told_by_its_length() -> None:
    asked = [one.content for one in questions() if isinstance(one.content, ChooseOneContent)]
    longest = [
        max(content.choices, key=lambda choice: len(plain(choice.text))).right for content in asked
    ]
    assert sum(longest) / len(longest) <= 0.4


def test_every_lesson_tells_where_it_comes_from() -> None:
    for lesson in course().lessons():
        if lesson.sources:
            assert any(page.id == "perusteet" for page in lesson.pages), lesson.id


def test_lessons_are_short() -> None:
    for lesson in course().lessons():
        assert lesson.minutes <= 20, lesson.id
