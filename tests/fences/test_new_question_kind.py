"""Adding a kind of question touches three places: its file, one line of `TYPES`, its template."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader
from msgspec import Struct

from app import catalogue
from app.core.course import Course, Question, QuestionContent
from app.core.grading import grade_response
from app.core.publishing import adopt_ids, decode_course, encode_course
from app.core.questions import TYPES, kind_of
from app.core.questions.base import (
    FormFields,
    Grade,
    QuestionKind,
    QuestionSource,
    Remark,
    Response,
)
from app.core.quiz import Answer, draw_items, follow_attempt, pool_of, shuffle_for
from app.core.reader import read_course
from tests.support.cast import Cast, sign_in
from tests.support.clock import START
from tests.support.courses import SLUG, course_files, publish
from tests.support.sources import ROOT, files_ending, name_of
from tests.support.visitor import Visitor


# The kind's own file.
class TrueOrFalseContent(
    Struct, QuestionContent, frozen=True, tag="true-or-false", tag_field="kind"
):
    true: bool


class TrueOrFalse(QuestionKind):
    """A statement that is true or not: ``{.true-or-false}`` and one line, totta or tarua."""

    name = "true-or-false"
    content_type = TrueOrFalseContent
    classes = frozenset({"true-or-false"})

    def claims(self, source: QuestionSource) -> bool:
        return "true-or-false" in source.classes

    def read(self, source: QuestionSource) -> TrueOrFalseContent:
        words = [line.text.strip("- ") for line in source.answers if line.text.strip()]
        if words not in (["totta"], ["tarua"]):
            source.report("true-or-false-unclear", source.line, example="- totta")
        return TrueOrFalseContent(words == ["totta"])

    def draw(self, question: Question, random: Random | None) -> dict[str, Any]:
        del question, random
        return {"answers": ["true", "false"]}

    def parse(self, question: Question, fields: FormFields) -> Response | None:
        del question
        chosen = next((one for one in fields.get("answer", ()) if one in ("true", "false")), None)
        return {"chosen": chosen} if chosen else None

    def grade(self, question: Question, response: Response) -> Grade:
        content = question.content
        assert isinstance(content, TrueOrFalseContent)
        right = response.get("chosen") == ("true" if content.true else "false")
        return Grade(Fraction(int(right)), (Remark("answer", right),))

    def keep_right(self, question: Question, response: Response) -> Response:
        return response if self.grade(question, response).right else {}

    def describe(self, question: Question, response: Response) -> list[str]:
        del question
        return [str(response.get("chosen"))]

    def adopt_ids(self, old: QuestionContent, new: QuestionContent) -> QuestionContent:
        del old
        return new

    def examples(self, question: Question) -> tuple[FormFields, FormFields]:
        content = question.content
        assert isinstance(content, TrueOrFalseContent)
        both: tuple[FormFields, FormFields] = ({"answer": ["true"]}, {"answer": ["false"]})
        return both if content.true else (both[1], both[0])


# Its template.
TEMPLATE = """\
{% import "questions/frame.html" as frame with context %}
{% call frame.question_frame(_("True or false?")) %}
<div class="options">
{% for answer in view.answers %}
<div class="option">
{% set id = frame.control_id(answer, loop.first) %}
<input type="radio" id="{{ id }}" name="{{ field_prefix }}answer" value="{{ answer }}"
{{- " checked" if (response or {}).get("chosen") == answer }}>
<label for="{{ id }}">{{ answer }}</label>
</div>
{% endfor %}
</div>
{{ frame.mark(grade.remark("answer") if grade else none) }}
{% endcall %}
"""

# What a trainer writes.
LESSON = """---
title: Väittämät
---

## Harjoittele {#harjoittele}

Yksi väittämä.

### Ryhmässä saa olla hiljaa. {.true-or-false #q-hiljaa}
Mieti kokouksia, joissa olet ollut.

- totta

> [!RIGHT]
> Hiljaisuuskin on osallistumista.

## Testaa {.quiz #testi}

### Ohjaaja antaa hoito-ohjeita. {.true-or-false .critical #q-ohjeet}
- tarua
"""
LESSON_PATH = f"/learn/{SLUG}/vaittamat"


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line of `TYPES`.

    Publishing reads in a process of its own, which would not see it: here it reads in this one.
    """
    monkeypatch.setitem(TYPES, "true-or-false", TrueOrFalse())
    monkeypatch.setattr(
        catalogue, "read_sources", lambda files, slug, today: read_course(files, today, slug=slug)
    )


@pytest.fixture
def files() -> dict[str, bytes]:
    return course_files({"20-taito/30-vaittamat.fi.md": LESSON})


@pytest.fixture
def stored(files: dict[str, bytes]) -> Course:
    """The course as it comes back from the database."""
    reading = read_course(files, START.date(), slug=SLUG)
    assert reading.publishable
    course = adopt_ids(reading.courses["fi"], reading.courses["fi"])
    return decode_course(encode_course(course))


def questions_of(course: Course) -> dict[str, Question]:
    lesson = course.lesson("vaittamat")
    assert lesson is not None
    return {question.id: question for page in lesson.pages for question in page.questions}


def test_the_new_kind_is_read_stored_and_restored(stored: Course) -> None:
    question = questions_of(stored)["q-hiljaa"]
    assert question.kind == "true-or-false"
    assert question.content == TrueOrFalseContent(true=True)
    assert question.body is not None
    assert question.feedback_right is not None


def test_its_problems_are_reported_with_the_others() -> None:
    broken = course_files({"20-taito/30-vaittamat.fi.md": LESSON.replace("- tarua", "- ehkä")})
    problems = read_course(broken, START.date(), slug=SLUG).problems
    (found,) = [one for one in problems if one.code == "true-or-false-unclear"]
    assert (
        found.line
        == LESSON.splitlines().index(
            "### Ohjaaja antaa hoito-ohjeita. {.true-or-false .critical #q-ohjeet}"
        )
        + 1
    )


def test_it_is_drawn_and_graded_in_a_quiz(stored: Course) -> None:
    lesson = stored.lesson("vaittamat")
    assert lesson is not None
    page = lesson.pages[1]
    pool = pool_of(stored, lesson.id, page)
    drawn = draw_items(page.content, pool, shuffle_for("a", "draw", 1))  # type: ignore[arg-type] # a quiz page
    assert drawn == ("vaittamat/q-ohjeet",)
    question = questions_of(stored)["q-ohjeet"]
    grades = []
    for fields in kind_of(question).examples(question):
        response = kind_of(question).parse(question, fields)
        assert response is not None
        grades.append(grade_response(question, response))
    assert [grade.right for grade in grades] == [True, False]
    known = {item.address: item for item in pool.own}
    for grade in grades:
        answers = [Answer(drawn[0], grade.credit)]
        attempt = follow_attempt(page.content, drawn, known, answers, "a")  # type: ignore[arg-type] # a quiz page
        assert attempt.passed is grade.right


@pytest.fixture
def learner(
    app: Flask, client: Visitor, cast: Cast, files: dict[str, bytes], tmp_path: Path
) -> Visitor:
    """Aino, with the template in its place and the course published."""
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "true-or-false.html").write_text(TEMPLATE)
    assert app.jinja_env.loader is not None
    app.jinja_env.loader = ChoiceLoader([FileSystemLoader(tmp_path), app.jinja_env.loader])
    publish(app, files)
    sign_in(client, cast.aino)
    return client


def test_it_is_shown_answered_and_graded_on_a_reading_page(learner: Visitor) -> None:
    shown = learner.see(f"{LESSON_PATH}/harjoittele")
    assert "Ryhmässä saa olla hiljaa." in shown.text
    assert "Mieti kokouksia" in shown.text
    assert "Hiljaisuuskin" not in shown.text
    wrong = learner.look(
        learner.submit(shown, {"q-q-hiljaa-answer": "false"}, button="Check answer")
    )
    assert "Your choice: not quite" in wrong.text
    assert "Hiljaisuuskin" not in wrong.text
    right = learner.look(
        learner.submit(wrong, {"q-q-hiljaa-answer": "true"}, button="Check answer")
    )
    assert "Your choice: right" in right.text
    assert "Hiljaisuuskin on osallistumista." in right.text


def test_it_is_asked_and_passed_in_a_quiz(learner: Visitor) -> None:
    start = learner.see(f"{LESSON_PATH}/testi")
    asked = learner.look(learner.submit(start, button="Start"))
    assert asked.heading == "Ohjaaja antaa hoito-ohjeita."
    wrong = learner.look(learner.submit(asked, {"answer": "true"}, button="Check answer"))
    assert "Your choice: not quite" in wrong.text
    right = learner.look(learner.submit(wrong, {"answer": "false"}, button="Check answer"))
    assert "Your choice: right" in right.text
    result = learner.see(right.links["Continue"])
    assert result.forms
    assert "Check answer" not in result.text


def test_no_other_part_of_the_application_knows_a_kind_by_name() -> None:
    names = "|".join(name for name in TYPES if "-" in name)
    told_apart = re.compile(
        rf"""(?<!class=)["'](?:{names})["']|question\.kind (?:==|!=|in|not in) """
    )
    own = ("app/core/questions/", "app/templates/questions/")
    strangers = [
        f"{name_of(file)}: {line.strip()}"
        for file in files_ending(".py", ".html", ".js")
        if name_of(file).startswith("app/") and not name_of(file).startswith(own)
        for line in file.read_text().splitlines()
        if told_apart.search(line)
    ]
    assert strangers == [], (
        "Ask the kind (see app/core/questions/base.py) instead of telling kinds apart by name"
    )


def test_every_kind_has_its_template() -> None:
    folder = ROOT / "app" / "templates" / "questions"
    for name in set(TYPES) - {"true-or-false"}:
        assert (folder / f"{name}.html").is_file()
