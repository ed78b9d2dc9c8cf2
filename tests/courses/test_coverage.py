"""Every founding idea stands in the course where docs/coverage.md says, and every mistake too."""

from dataclasses import replace
from functools import cache

import pytest

from app.core.course import Course
from tests.support.shipped import course
from tools.coverage import (
    TABLE,
    Carried,
    Rows,
    Told,
    alike,
    draw_table,
    find_faults,
    find_page,
    load_rows,
    text_of_page,
    wrong_choices,
)

IDEAS_OF_SOURCE = {"000": 15, "001": 16, "002": 9, "003": 16, "004": 12}
"""Rows of the brief's five tables."""


@cache
def rows() -> Rows:
    return load_rows()


def faults(changed: Rows, read: Course | None = None) -> list[str]:
    return list(find_faults(changed, read or course()))


def test_every_row_leads_to_what_it_says() -> None:
    found = faults(rows())
    assert not found, "\n" + "\n".join(found)


def test_the_table_is_what_the_rows_and_the_course_give() -> None:
    drawn = draw_table(rows(), course())
    assert TABLE.read_text() == drawn, "Run python -m tools.coverage"


def test_every_idea_of_the_five_tables_is_listed_once() -> None:
    wanted = [
        f"{source}-{n}" for source, count in IDEAS_OF_SOURCE.items() for n in range(1, count + 1)
    ]
    assert [idea.id for idea in rows().ideas] == wanted


def test_lessons_that_ideas_and_mistakes_name_exist() -> None:
    named = {lesson for idea in rows().ideas for lesson in idea.lessons}
    named |= {lesson for lesson, _ in rows().pitfalls}
    assert named <= {lesson.id for lesson in course().lessons()}


def test_every_mistake_is_listed_once() -> None:
    listed = [(lesson, alike(pitfall)) for lesson, pitfall in rows().pitfalls]
    assert len(listed) == len(set(listed)) == 124


def test_whatever_is_listed_stands_in_the_table() -> None:
    table = TABLE.read_text()
    for idea in rows().ideas:
        assert f"| {idea.id} |" in table
    for _, pitfall in rows().pitfalls:
        assert f"| {pitfall} |" in table


# The check sees what it is there for.


def first_told() -> Told:
    return next(row for _, row in rows().told if find_page(course(), row.page))


def with_told(row: Told) -> Rows:
    others = tuple((name, one) for name, one in rows().told if one.idea != row.idea)
    return replace(rows(), told=(("test.toml", row), *others))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"page": "ei-ole/sivua"}, "there is no page ei-ole/sivua"),
        ({"says": "Tätä virkettä ei kukaan ole kirjoittanut."}, "does not say"),
        ({"says": "Vertaistuki on"}, "name a whole sentence"),
    ],
)
def test_a_page_or_sentence_that_has_gone_is_told(change: dict[str, str], fault: str) -> None:
    row = first_told()
    found = faults(with_told(replace(row, **change)))
    assert any(one.startswith(f"test.toml: idea {row.idea}:") and fault in one for one in found)


def test_an_idea_without_a_row_is_told() -> None:
    row = first_told()
    kept = tuple(one for one in rows().told if one[1].idea != row.idea)
    assert any(
        one.startswith(f"idea {row.idea} has no row") for one in faults(replace(rows(), told=kept))
    )


def test_a_row_for_an_unknown_idea_is_told() -> None:
    found = faults(with_told(replace(first_told(), idea="009-1")))
    assert any("there is no such idea" in one for one in found)


def test_an_idea_that_another_lesson_carries_is_told() -> None:
    row = next(row for _, row in rows().told if row.idea == "000-1")
    elsewhere = next(
        f"{lesson.id}/{lesson.pages[0].id}"
        for lesson in course().lessons()
        if lesson.id != row.page.partition("/")[0]
    )
    found = faults(with_told(replace(row, page=elsewhere)))
    assert any(
        one.startswith("idea 000-1 has a row, but none in mita-vertaistuki-on") for one in found
    )


def first_carried() -> Carried:
    return next(row for _, row in rows().carried if wrong_choices(course(), row.item))


def with_carried(row: Carried) -> Rows:
    others = tuple(one for one in rows().carried if one[1].pitfall != row.pitfall)
    return replace(rows(), carried=(("test.toml", row), *others))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"item": "hiljaisuus/ei-ole"}, "there is no item hiljaisuus/ei-ole"),
        ({"item": "hiljaisuus/ei-ole#kohtaus"}, "there is no item"),
        ({"distractor": "Tätä ei ole."}, "has no wrong choice"),
    ],
)
def test_a_distractor_that_has_gone_is_told(change: dict[str, str], fault: str) -> None:
    found = faults(with_carried(replace(first_carried(), **change)))
    assert any(one.startswith("test.toml: pitfall ") and fault in one for one in found)


def test_a_mistake_without_a_row_is_told() -> None:
    row = first_carried()
    kept = tuple(one for one in rows().carried if one[1].pitfall != row.pitfall)
    found = faults(replace(rows(), carried=kept))
    assert f"pitfall {row.lesson}: {row.pitfall}: has no row" in found


def test_the_right_choice_carries_no_mistake() -> None:
    wrong = wrong_choices(course(), "vertaistuki-ja-ammatillinen-tuki/q-maija")
    page = next(
        page
        for lesson in course().lessons()
        for page in lesson.pages
        if any(question.id == "q-maija" for question in page.questions)
    )
    (question,) = [one for one in page.questions if one.id == "q-maija"]
    choices = len(question.content.choices)  # type: ignore[attr-defined] # it is "choose one"
    assert wrong is not None
    assert len(wrong) == choices - 1


def test_a_page_says_its_questions_and_scenes_too() -> None:
    lesson = course().lesson("hiljaisuus")
    assert lesson is not None
    (scenario,) = [page for page in lesson.pages if page.kind == "scenario"]
    assert "Kerrot viisi minuuttia omasta viikostasi." in text_of_page(scenario)
