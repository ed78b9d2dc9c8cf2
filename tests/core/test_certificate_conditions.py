"""What the certificate needs: shown from the first day, and exactly what the rule asks."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.core.certificate import Needed, conditions, earned
from app.core.course import Course, Line, Page, PageContent, Text, address
from app.core.knowing import can_be_freed, check_quiz, facts_of, freed_pages, knew_everything
from app.core.pages.checklist import ChecklistContent
from app.core.pages.document import DocumentContent
from app.core.pages.quiz import QuizContent
from app.core.pages.reading import PromiseContent, ReadingContent
from app.core.pages.scenario import ScenarioContent
from app.core.progress import Fact, Scope, Status, new_facts, progress
from app.core.quiz import Answer
from app.core.routes import flow_of, stands_for
from tests.core.test_progress import make_course

CONTENTS: dict[str, tuple[str, PageContent]] = {
    "lue": ("reading", ReadingContent()),
    "keskustelu": ("scenario", ScenarioContent(())),
    "kriisi": ("scenario", ScenarioContent((), safe=True, other="toisin")),
    "toisin": ("reading", ReadingContent()),
    "lomake": ("document", DocumentContent(())),
    "lupaus": ("promise", PromiseContent()),
    "lista": ("checklist", ChecklistContent(())),
    "testi": ("quiz", QuizContent()),
    "koe": ("quiz", QuizContent(exam=True)),
}


def make(page_id: str) -> Page:
    kind, content = CONTENTS[page_id]
    return Page(page_id, kind, Line(page_id, "fi"), Text("", "fi"), content)


def everything() -> Course:
    """A course with two modules: one of each kind of page, then a meeting and an exam."""
    meeting = replace(make("lista"), id="harjoitus", binding=True, practice_meeting=True)
    binding = replace(make("lue"), id="sitova", binding=True)
    extra = replace(make("lue"), id="lisaa", optional=True)
    first = [make(one) for one in CONTENTS if one != "koe"]
    return make_course(
        {
            "yksi": {"a": [*first, extra, binding]},
            "kaksi": {"b": [make("lue"), meeting], "c": [make("koe")]},
        }
    )


def complete(course: Course, *pages: str) -> frozenset[Fact]:
    facts: frozenset[Fact] = frozenset()
    for page in pages:
        facts |= new_facts(course, facts, page)
    return facts


def test_every_condition_is_there_on_the_first_day() -> None:
    course = everything()
    found = conditions(course, progress(course, frozenset()))
    assert [(one.kind, one.module.id, one.page.id, one.left) for one in found] == [
        (Needed.READING, "yksi", "lue", 4),
        (Needed.SAFE_CONVERSATION, "yksi", "kriisi", 1),
        (Needed.DOCUMENT, "yksi", "lomake", 1),
        (Needed.PROMISE, "yksi", "lupaus", 1),
        (Needed.QUIZ, "yksi", "testi", 1),
        (Needed.READING, "kaksi", "lue", 1),
        (Needed.PRACTICE_MEETING, "kaksi", "harjoitus", 1),
        (Needed.EXAM, "kaksi", "koe", 1),
    ]
    assert {one.status for one in found} == {Status.NOT_STARTED}


def test_a_condition_tells_how_far_it_is_and_what_comes_next() -> None:
    course = everything()
    reading = conditions(course, progress(course, complete(course, "a/lue", "a/lomake")))[0]
    assert (reading.status, reading.page.id, reading.left) == (
        Status.IN_PROGRESS,
        "keskustelu",
        3,
    )
    document = conditions(course, progress(course, complete(course, "a/lomake")))[2]
    assert document.status is Status.DONE


@given(st.data())
def test_the_certificate_is_earned_exactly_when_each_condition_is_met(data: st.DataObject) -> None:
    course = everything()
    pages = [address(lesson.id, page.id) for lesson in course.lessons() for page in flow_of(lesson)]
    facts: frozenset[Fact] = frozenset()
    for page in data.draw(st.permutations(pages)):
        facts |= new_facts(course, facts, page)
        now = progress(course, facts)
        met = all(one.status is Status.DONE for one in conditions(course, now))
        assert earned(now) is met


def test_what_was_completed_before_a_page_was_added_stays_earned() -> None:
    course = make_course({"yksi": {"a": [make("lue")]}})
    facts = complete(course, "a/lue")
    later = make_course(
        {"yksi": {"a": [make("lue"), make("lomake")]}, "kaksi": {"b": [make("koe")]}}
    )
    now = progress(later, facts)
    assert earned(now)
    assert {one.status for one in conditions(later, now)} == {Status.DONE}


def test_the_other_route_stands_beside_the_flow_and_counts_as_the_conversation() -> None:
    course = everything()
    lesson = course.modules[0].lessons[0]
    assert "toisin" not in [page.id for page in flow_of(lesson)]
    other = lesson.page("toisin")
    assert other is not None
    assert stands_for(lesson, other).id == "kriisi"
    assert stands_for(lesson, make("lue")).id == "lue"
    shown = [page.page.id for one in progress(course, frozenset()).lessons() for page in one.pages]
    assert "toisin" not in shown


def test_a_conversation_that_is_not_safe_has_no_other_route() -> None:
    page = replace(make("kriisi"), content=ScenarioContent((), other="lue"))
    course = make_course({"yksi": {"a": [make("lue"), page]}})
    lesson = course.modules[0].lessons[0]
    assert flow_of(lesson) == lesson.pages


def test_knowing_a_module_frees_its_reading_and_nothing_that_everybody_does() -> None:
    course = everything()
    freed = freed_pages(course, "a", "testi")
    assert set(freed) == {"a/lue", "a/keskustelu", "a/lista"}
    assert facts_of(freed) == {Fact(Scope.PAGE, where) for where in freed}
    for page_id in ("kriisi", "lomake", "lupaus", "testi", "koe"):
        assert not can_be_freed(make(page_id)), page_id


def test_only_the_check_quiz_of_a_module_frees_it_and_the_exam_frees_nothing() -> None:
    course = everything()
    first, second = course.modules
    found = check_quiz(first)
    assert found is not None
    assert found[1].id == "testi"
    assert check_quiz(second) is None
    assert freed_pages(course, "c", "koe") == {}
    assert freed_pages(course, "a", "lue") == {}
    assert freed_pages(course, "x", "testi") == {}


def given_answers(*credits_: tuple[str, int]) -> list[Answer]:
    return [Answer(item, Fraction(credit)) for item, credit in credits_]


def test_knowing_means_each_item_right_at_the_first_go() -> None:
    drawn = ["a/q1", "a/q2"]
    assert knew_everything(drawn, given_answers(("a/q2", 1), ("a/q1", 1)))
    assert not knew_everything(drawn, given_answers(("a/q1", 0), ("a/q1", 1), ("a/q2", 1)))
    assert not knew_everything(drawn, given_answers(("a/q1", 1)))
    assert not knew_everything([], [])


@given(st.lists(st.tuples(st.sampled_from(["a/q1", "a/q2", "a/q3"]), st.integers(0, 1))))
def test_a_miss_at_the_first_go_is_never_forgotten(pairs: list[tuple[str, int]]) -> None:
    drawn = ["a/q1", "a/q2", "a/q3"]
    first = dict(reversed(pairs))
    assert knew_everything(drawn, given_answers(*pairs)) is (
        set(first) == set(drawn) and all(first.values())
    )
