"""Small courses for tests of the reader, written the way a trainer writes them."""

from datetime import date
from textwrap import dedent

from app.core.course import Course, Lesson, Page, Question
from app.core.errors import Severity
from app.core.reader import Reading, read_course

TODAY = date(2026, 11, 21)
LESSON = "10-vertaistuki/10-tila.fi.md"

COURSE_FILES = {
    "course.fi.md": "---\ntitle: Peruskurssi\nlanguages: [fi]\n---\n\nTervetuloa.\n",
    "glossary.fi.md": "kokemustieto\n: Tieto, joka on syntynyt omasta elämästä.\n",
    "sources.fi.md": "000\n: Verkkosivu, 2023.\n\nP1\n: Tiedote, 2023.\n",
    "labels.fi.md": (
        "lobby\n: Odotustila\n: Missä: luettelo\n: Laite: tietokone\n: Tarkistettu: none\n\n"
        "hand\n: Nosta käsi\n: Missä: yläreuna\n: Laite: tietokone\n: Tarkistettu: 2026-11-01\n"
        ": Kuka: T. Testaaja\n"
    ),
    "10-vertaistuki/module.fi.md": "---\ntitle: Vertaistuki\n---\n\nOpit antamaan tilaa.\n",
}
FRONT = "---\ntitle: Tilaa muille\nobjectives:\n  - Osaat kutsua.\n---\n\n"


def folder(lesson: str = "", /, **more: str | bytes | None) -> dict[str, bytes]:
    """Give the files of a course with one lesson; more by path, None leaves one out."""
    files: dict[str, str | bytes | None] = {**COURSE_FILES}
    if lesson:
        text = dedent(lesson)
        files[LESSON] = text if text.startswith("---") else FRONT + text
    files.update(more)
    return {
        path: content.encode() if isinstance(content, str) else content
        for path, content in files.items()
        if content is not None
    }


def read(lesson: str = "", /, **more: str | bytes | None) -> Reading:
    """Read a course with this lesson."""
    return read_course(folder(lesson, **more), TODAY, slug="kurssi")


def course_of(reading: Reading, language: str = "fi") -> Course:
    """Give a course that was read without an error."""
    assert reading.of(Severity.ERROR) == ()
    return reading.courses[language]


def lesson_of(lesson: str, **more: str | bytes | None) -> Lesson:
    """Give the lesson of a text that is right."""
    found = course_of(read(lesson, **more)).lesson("tila")
    assert found is not None
    return found


def page_of(lesson: str, **more: str | bytes | None) -> Page:
    """Give the first page of a text that is right."""
    return lesson_of(lesson, **more).pages[0]


def question_of(lesson: str) -> Question:
    """Give the first question of the first page."""
    return page_of(lesson).questions[0]


def codes(reading: Reading, severity: Severity = Severity.ERROR) -> list[str]:
    """Give the codes of what was found, in file order."""
    return [problem.code for problem in reading.of(severity)]


def found(lesson: str, severity: Severity = Severity.ERROR) -> list[tuple[str, int]]:
    """Give code and line of what a lesson's text brings up; line 1 is its first own line."""
    before = 0 if dedent(lesson).startswith("---") else FRONT.count("\n")
    return [
        (problem.code, problem.line - before)
        for problem in read(lesson).of(severity)
        if problem.file == LESSON
    ]
