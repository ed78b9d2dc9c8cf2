"""Progress: what is done stays done, whatever is edited."""

from __future__ import annotations

import string
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from app.core import certificate
from app.core.course import Course, Lesson, Line, Module, Page, PageContent, Text, address
from app.core.progress import Fact, Progress, Scope, Status, new_facts, progress, unwritten_facts

IDS = st.text(string.ascii_lowercase, min_size=1, max_size=3)


def make_page(page_id: str, *, optional: bool = False) -> Page:
    return Page(
        page_id, "reading", Line(page_id, "fi"), Text("", "fi"), PageContent(), optional=optional
    )


def make_course(shape: dict[str, dict[str, list[Page]]]) -> Course:
    modules = tuple(
        Module(
            module_id,
            number,
            Line(module_id, "fi"),
            Text("", "fi"),
            tuple(
                Lesson(lesson_id, f"{number}.{i}", Line(lesson_id, "fi"), tuple(pages), minutes=5)
                for i, (lesson_id, pages) in enumerate(lessons.items(), 1)
            ),
        )
        for number, (module_id, lessons) in enumerate(shape.items())
    )
    return Course("kurssi", "fi", Line("Kurssi", "fi"), Text("", "fi"), modules, ("fi",))


@st.composite
def courses(draw: st.DrawFn) -> Course:
    lesson_ids = draw(st.lists(IDS, unique=True, min_size=1, max_size=5))
    module_ids = draw(st.lists(IDS, unique=True, min_size=1, max_size=3))
    shape: dict[str, dict[str, list[Page]]] = {module_id: {} for module_id in module_ids}
    for lesson_id in lesson_ids:
        pages = draw(st.lists(IDS, unique=True, min_size=1, max_size=4))
        optional = draw(st.sets(st.sampled_from(pages)))
        shape[draw(st.sampled_from(module_ids))][lesson_id] = [
            make_page(page, optional=page in optional) for page in pages
        ]
    return make_course(shape)


@dataclass
class Learner:
    """A learner whose facts are written as the application writes them."""

    facts: frozenset[Fact] = frozenset()
    seen_done: set[Fact] = field(default_factory=set)

    def complete(self, course: Course, page: str) -> None:
        self.facts |= new_facts(course, self.facts, page)

    def settle(self, course: Course) -> None:
        """Write what the learner already sees as done, as publishing does."""
        self.facts |= unwritten_facts(course, self.facts)

    def look(self, course: Course) -> Progress:
        now = progress(course, self.facts)
        self.seen_done |= done_parts(now)
        return now


def done_parts(now: Progress) -> set[Fact]:
    parts = {
        Fact(Scope.PAGE, page.address)
        for lesson in now.lessons()
        for page in lesson.pages
        if page.done
    }
    parts |= {
        Fact(Scope.LESSON, lesson.lesson.id)
        for lesson in now.lessons()
        if lesson.status is Status.DONE
    }
    parts |= {
        Fact(Scope.MODULE, module.module.id)
        for module in now.modules
        if module.status is Status.DONE
    }
    if now.completed:
        parts.add(Fact(Scope.COURSE, ""))
    return parts


def exists_in(course: Course, fact: Fact) -> bool:
    places = {
        Scope.PAGE: {address(le.id, page.id) for le in course.lessons() for page in le.pages},
        Scope.LESSON: {lesson.id for lesson in course.lessons()},
        Scope.MODULE: {module.id for module in course.modules},
        Scope.COURSE: {""},
    }
    return fact.address in places[fact.scope]


@given(st.data(), st.lists(courses(), min_size=1, max_size=5))
def test_no_sequence_of_edits_takes_away_what_was_seen_as_done(
    data: st.DataObject, revisions: list[Course]
) -> None:
    learner = Learner()
    for course in revisions:
        learner.settle(course)
        pages = [address(le.id, page.id) for le in course.lessons() for page in le.pages]
        for page in data.draw(st.lists(st.sampled_from(pages), max_size=6)):
            learner.complete(course, page)
        now = learner.look(course)
        assert {fact for fact in learner.seen_done if exists_in(course, fact)} <= done_parts(now)
        assert not unwritten_facts(course, learner.facts)


@given(courses(), st.data())
def test_the_certificate_rule_agrees_with_the_list_and_the_learner(
    course: Course, data: st.DataObject
) -> None:
    learner = Learner()
    pages = [address(le.id, page.id) for le in course.lessons() for page in le.pages]
    for page in data.draw(st.lists(st.sampled_from(pages), max_size=20)):
        learner.complete(course, page)
    now = progress(course, learner.facts)
    assert certificate.earned(now) == now.completed == (now.status is Status.DONE)
    assert now.completed == (Fact(Scope.COURSE, "") in learner.facts)
    assert (now.next_page is None) == (now.pages_done == now.pages_required)
    assert 0 <= now.pages_done <= now.pages_required


@given(courses(), st.sets(st.builds(Fact, st.sampled_from(Scope), st.text(max_size=5))))
def test_junk_facts_never_raise(course: Course, facts: set[Fact]) -> None:
    assert progress(course, frozenset(facts)).pages_required >= 0


def test_a_page_added_to_a_completed_lesson_is_new_and_does_not_bind() -> None:
    before = make_course({"m": {"l": [make_page("a")]}})
    learner = Learner()
    learner.complete(before, "l/a")
    after = make_course({"m": {"l": [make_page("a"), make_page("b")]}})
    now = progress(after, learner.facts)
    (lesson,) = now.lessons()
    assert now.completed
    assert [page.new for page in lesson.pages] == [False, True]
    assert lesson.minutes_left == 0


def test_a_page_added_to_an_unfinished_lesson_binds() -> None:
    learner = Learner()
    learner.complete(make_course({"m": {"l": [make_page("a"), make_page("b")]}}), "l/a")
    after = make_course({"m": {"l": [make_page("a"), make_page("b"), make_page("c")]}})
    learner.complete(after, "l/b")
    now = progress(after, learner.facts)
    assert not now.completed
    assert now.next_page is not None
    assert now.next_page[1].address == "l/c"


def test_an_optional_page_is_not_waited_for() -> None:
    course = make_course({"m": {"l": [make_page("a"), make_page("b", optional=True)]}})
    learner = Learner()
    learner.complete(course, "l/a")
    assert progress(course, learner.facts).completed


def test_moving_a_lesson_to_another_module_keeps_its_pages() -> None:
    learner = Learner()
    learner.complete(make_course({"m": {"l": [make_page("a"), make_page("b")]}}), "l/a")
    moved = make_course({"n": {"l": [make_page("b"), make_page("a")]}, "m": {}})
    (lesson,) = progress(moved, learner.facts).lessons()
    assert [page.done for page in lesson.pages] == [False, True]


def test_minutes_left_shrink_page_by_page() -> None:
    course = make_course({"m": {"l": [make_page("a"), make_page("b")]}})
    learner = Learner()
    assert progress(course, learner.facts).minutes_left == 5
    learner.complete(course, "l/a")
    assert progress(course, learner.facts).minutes_left == 3
    learner.complete(course, "l/b")
    assert progress(course, learner.facts).minutes_left == 0
