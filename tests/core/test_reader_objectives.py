"""Questions name the objective they test, their theme, and pages that nobody is spared."""

import pytest

from app.core.course import Course, Question
from app.core.errors import Problem, Severity
from app.core.pages.quiz import QuizContent
from app.core.reader import Reading
from app.core.rereading import pages_to_read
from tests.support.reading import course_of, page_of, read

ITEM = "### Kumpi? {#q %s}\n- [ ] Ei\n  > Ei.\n- [x] Kyllä\n  > Niin.\n"
OTHER = "20-verkko/10-hiljaisuus.fi.md"
SAME = "10-vertaistuki/20-roolit.fi.md"
QUIZ = "10-vertaistuki/30-kertaus.fi.md"
LESSON = "---\ntitle: %s\nobjectives:\n  - Osaat yhden.\n  - Osaat kaksi.\n---\n\n"
READING = LESSON % "Roolit" + "## Roolit {#roolit}\n\nTeksti.\n\n## Rajat {#rajat}\n\nTeksti.\n"


def read_quiz(attributes: str, page_class: str = ".quiz") -> Reading:
    quiz = LESSON % "Kertaus" + f"## Testi {{{page_class} #testi}}\n\n" + ITEM % attributes
    more = {
        SAME: READING,
        QUIZ: quiz,
        "20-verkko/module.fi.md": "---\ntitle: Verkossa\n---\n\nOpit.\n",
        OTHER: LESSON % "Hiljaisuus" + "## Hiljaa {#hiljaa}\n\nTeksti.\n",
    }
    return read("## Sivu {#sivu}\n\nTeksti.\n", **more)


def question_in(course: Course) -> Question:
    lesson = course.lesson("kertaus")
    assert lesson is not None
    return lesson.pages[0].questions[0]


def error_in(reading: Reading) -> Problem:
    (problem,) = reading.of(Severity.ERROR)
    return problem


def test_a_question_names_an_objective_of_another_lesson_of_its_module() -> None:
    question = question_in(course_of(read_quiz("objective=roolit:2")))
    assert (question.objective_lesson, question.objective) == ("roolit", 2)


def test_an_objective_of_its_own_lesson_needs_no_name() -> None:
    for written in ("objective=2", "objective=kertaus:2"):
        question = question_in(course_of(read_quiz(written)))
        assert (question.objective_lesson, question.objective) == ("", 2)


def test_a_lesson_of_another_module_is_for_the_exam_only() -> None:
    problem = error_in(read_quiz("objective=hiljaisuus:1"))
    assert (problem.code, problem.found) == ("objective-lesson", "hiljaisuus")
    question = question_in(course_of(read_quiz("objective=hiljaisuus:1", ".quiz .exam")))
    assert question.objective_lesson == "hiljaisuus"


@pytest.mark.parametrize(
    ("written", "code", "expected"),
    [
        ("objective=rooli:1", "objective-lesson", "roolit"),
        ("objective=:1", "objective-lesson", "kertaus, roolit, tila"),
        ("objective=roolit:3", "unknown-objective", "1–2"),
        ("objective=roolit:", "unknown-objective", "1–2"),
        ("objective=roolit:toinen", "unknown-objective", "1–2"),
        ("objective=0", "unknown-objective", "1–2"),
        ("objective=²", "unknown-objective", "1–2"),
    ],
)
def test_what_is_no_objective_is_told_with_an_example(
    written: str, code: str, expected: str
) -> None:
    problem = error_in(read_quiz(written))
    assert (problem.file, problem.line, problem.code) == (QUIZ, 10, code)
    assert problem.expected == expected
    assert "objective=hiljaisuus:2" in problem.example


def test_missed_questions_lead_to_the_lesson_whose_objective_they_name() -> None:
    course = course_of(read_quiz("objective=roolit:1"))
    found = pages_to_read(course, "kertaus/q", question_in(course))
    assert [(one.lesson.id, one.page.id) for one in found] == [
        ("roolit", "roolit"),
        ("roolit", "rajat"),
    ]


def test_an_exam_question_leads_to_a_lesson_of_another_module() -> None:
    course = course_of(read_quiz("objective=hiljaisuus:2", ".quiz .exam"))
    found = pages_to_read(course, "kertaus/q", question_in(course))
    assert [(one.lesson.id, one.page.id) for one in found] == [("hiljaisuus", "hiljaa")]


def test_a_question_that_names_no_lesson_leads_to_the_lessons_before_the_quiz() -> None:
    course = course_of(read_quiz("objective=2"))
    found = pages_to_read(course, "kertaus/q", question_in(course))
    assert [one.lesson.id for one in found] == ["roolit", "roolit"]


def test_a_critical_question_has_a_theme() -> None:
    question = question_in(course_of(read_quiz(".critical theme=kysy-suoraan")))
    assert (question.critical, question.theme) == (True, "kysy-suoraan")


def test_a_theme_is_written_like_an_id() -> None:
    problem = error_in(read_quiz("theme=Hätä"))
    assert (problem.code, problem.found) == ("bad-value", "theme=Hätä")


def test_a_quiz_may_be_the_exam() -> None:
    course = course_of(read_quiz("", ".quiz .exam"))
    lesson = course.lesson("kertaus")
    assert lesson is not None
    assert lesson.pages[0].content == QuizContent(exam=True)


@pytest.mark.parametrize("kind", ["", ".checklist", ".reflection"])
def test_a_page_of_any_kind_may_be_binding(kind: str) -> None:
    text = "## Sivu {#a %s}\n\n- [ ] Kohta\n"
    bound = page_of(text % f"{kind} .binding .practice-meeting")
    assert (bound.binding, bound.practice_meeting) == (True, True)
    free = page_of(text % kind)
    assert (free.binding, free.practice_meeting) == (False, False)
