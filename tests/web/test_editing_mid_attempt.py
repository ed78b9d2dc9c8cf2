"""Editing a course takes nothing away, whatever is edited and wherever a learner is."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from app.catalogue import load_course
from app.core.certificate import earned
from app.core.policy import Reach
from app.core.progress import Fact, Progress, Scope, Status, progress
from app.extensions import db
from app.models import Completion
from app.reports import completion
from tests.support.cast import Cast, sign_in
from tests.support.clock import FrozenClock
from tests.support.course_edits import BEGINNING, EDITS, Edit, Sketch, add_page, remove_page, write
from tests.support.courses import SLUG, publish
from tests.support.html_checks import text_of
from tests.support.learning import Learner
from tests.support.snapshots import Snapshot, put_back, take_snapshot
from tests.support.visitor import SeenPage
from tests.support.world import hurried

KEPT_FOR_EVER = ("answer", "completion", "certificate", "promise", "writing", "quiz_attempt")
"""Tables of what people did: no row may go, and of most none may change."""

MAY_CHANGE = {
    "quiz_attempt": {"finished_at", "passed"},
    "writing": {"fields", "saved_at", "form_key"},
}

WORDS = {
    # A lesson is new when a page was added after somebody had done it.
    Status.DONE: ("Done", "New"),
    Status.IN_PROGRESS: ("In progress",),
    Status.NOT_STARTED: ("Not started",),
}

EXAMPLES = 5
EXAMPLES_LONG = 150


@dataclass
class Story:
    """A learner, a coordinator and a course that keeps changing under them."""

    app: Flask
    learner: Learner
    office: Learner
    course: Sketch = BEGINNING
    earned_once: bool = False
    done_once: set[tuple[str, str]] = field(default_factory=set)

    def publish(self, course: Sketch) -> None:
        """Let the trainer publish, and see that nothing is gone."""
        before = take_snapshot(self.app)
        self.course = course
        publish(self.app, write(course))
        self.check_rows(before)
        self.check_agreement()

    def study(self, steps: int) -> None:
        """Let the learner go on for some steps, wherever Continue leads."""
        before = take_snapshot(self.app)
        for _ in range(steps):
            page = self.learner.open("")
            ways = [to for text, to in page.links.items() if text.startswith(("Start", "Continue"))]
            self.do(self.learner.client.see(ways[0]) if ways else page)
        self.check_rows(before)
        self.check_agreement()

    def do(self, page: SeenPage) -> None:
        """Do what the page asks for, as far as one press of a button goes."""
        client = self.learner.client
        if "Try again" in page.links:
            page = client.see(page.links["Try again"])
        for form in page.forms:
            if "Check answer" in form.buttons and form.element.get("id") == "quiz-form":
                self.answer(page)
                return
        buttons = [button for form in page.forms for button in form.buttons]
        for button in ("Start", "I accept this promise", "Continue", "Save", "Mark as done"):
            if button in buttons:
                client.look(client.submit(page, button=button))
                return

    def answer(self, page: SeenPage) -> None:
        """Try one answer, and the other if it is not right."""
        client = self.learner.client
        after = client.look(client.submit(page, {"answer": "c1"}, button="Check answer"))
        if any("Check answer" in form.buttons for form in after.forms):
            client.look(client.submit(after, {"answer": "c2"}, button="Check answer"))

    def check_rows(self, before: Snapshot) -> None:
        after = take_snapshot(self.app)
        for table in KEPT_FOR_EVER:
            now = {row["id"]: row for row in after[table]}
            for row in before[table]:
                assert row["id"] in now, f"{table} lost {row}"
                free = MAY_CHANGE.get(table, set())
                kept = {name: value for name, value in row.items() if name not in free}
                assert kept.items() <= now[row["id"]].items(), f"{table} changed {row}"

    def check_agreement(self) -> None:
        """See that every view tells the same, and that nothing earned was taken away."""
        where = self.progress()
        done = {("module", it.module.id) for it in where.modules if it.status is Status.DONE}
        done |= {("lesson", it.lesson.id) for it in where.lessons() if it.status is Status.DONE}
        there = {("module", it.module.id) for it in where.modules}
        there |= {("lesson", it.lesson.id) for it in where.lessons()}
        assert self.done_once & there <= done, "Something that was done is not done any more"
        self.done_once |= done
        self.earned_once = self.earned_once or earned(where)
        assert earned(where) == self.earned_once, "What was earned is not earned any more"
        self.check_pages(where)

    def check_pages(self, where: Progress) -> None:
        name = self.learner.member.name
        certificate = self.learner.open("certificate")
        assert ("still needs" not in certificate.text) == earned(where)
        for status in Status:
            listed = name in self.office.client.see(f"/org?status={status.value}&search=Aino").text
            assert listed == (status is where.status), f"The list disagrees about {status}"
        course = self.learner.open("").document
        for lesson in where.lessons():
            (mark,) = [
                it
                for it in course.all("div")
                if it.get("id") == f"lesson-{lesson.lesson.id}-status"
            ]
            assert text_of(mark) in WORDS[lesson.status]

    def progress(self) -> Progress:
        with self.app.test_request_context():
            served = load_course(SLUG, "fi")
            assert served is not None
            rows = db.session.query(Completion).filter_by(person_id=self.learner.member.id).all()
            facts = frozenset(Fact(Scope(row.scope), row.address) for row in rows)
            own = progress(served.course, facts)
            everyone = completion.people(Reach(union=True), served, completion.Filter())[0]
            row = next(it for it in everyone if it.person_id == self.learner.member.id)
            assert (row.status, row.pages_done) == (own.status, own.pages_done)
            return own


@pytest.fixture
def story(app: Flask, cast: Cast) -> Story:
    """Aino at the beginning, watched by Kaisa."""
    publish(app, write(BEGINNING))
    people = []
    for member in (cast.aino, cast.kaisa):
        client = hurried(app)
        sign_in(client, member)
        people.append(Learner(app, client, member))
    learner, office = people
    return Story(app, learner, office)


edits = st.tuples(st.sampled_from(EDITS), st.integers(0, 3), st.integers(0, 5))
happenings = st.lists(st.one_of(st.integers(1, 4), edits), min_size=3, max_size=8)


def live_through(story: Story, examples: int) -> None:
    beginning = take_snapshot(story.app)

    @hypothesis_settings(
        max_examples=examples,
        suppress_health_check=list(HealthCheck),
        database=None,
        # Publishing takes a while: a failure is told as it was found.
        phases=[Phase.generate],
    )
    @given(happenings)
    def live(what: list[int | tuple[Edit, int, int]]) -> None:
        put_back(story.app, beginning)
        publish(story.app, write(BEGINNING))
        story.course, story.earned_once, story.done_once = BEGINNING, False, set()
        for one in what:
            if isinstance(one, int):
                story.study(one)
            else:
                edit, lesson, page = one
                story.publish(edit(story.course, lesson, page))

    live()


def test_no_sequence_of_edits_takes_anything_away(story: Story) -> None:
    live_through(story, EXAMPLES)


@pytest.mark.long
def test_no_long_sequence_of_edits_takes_anything_away(story: Story) -> None:
    live_through(story, EXAMPLES_LONG)


def finish(story: Story) -> None:
    for _ in range(30):
        if earned(story.progress()):
            return
        story.study(1)
    pytest.fail(f"The course was not finished: {story.learner.facts()}")


def test_a_certificate_outlives_every_edit(story: Story, clock: FrozenClock) -> None:
    finish(story)
    learner = story.learner
    learner.client.look(learner.client.submit(learner.open("certificate"), {"name": "Aino Aalto"}))
    before = learner.client.get(f"/learn/{SLUG}/certificate.pdf").data
    clock.move(timedelta(days=3))
    course = story.course
    for number, edit in enumerate(EDITS):
        course = edit(course, number, number)
    story.publish(course)
    assert learner.client.get(f"/learn/{SLUG}/certificate.pdf").data == before
    assert "Aino Aalto" in learner.open("certificate").text


def test_who_has_earned_it_can_still_take_it_after_pages_were_added(story: Story) -> None:
    finish(story)
    course = story.course
    for number in range(4):
        course = add_page(course, number, 0)
    story.publish(course)
    seen = story.learner.open("certificate")
    after = story.learner.client.look(story.learner.client.submit(seen, {"name": "Aino Aalto"}))
    assert "Aino Aalto" in after.text
    assert len(take_snapshot(story.app)["certificate"]) == 1


def test_a_page_that_goes_away_under_the_reader_leads_on(story: Story) -> None:
    story.study(1)
    page = story.learner.open("taito/luen")
    story.publish(remove_page(story.course, 1, 0))
    response = story.learner.client.submit(page, button="Continue")
    assert response.status_code == 404
    assert "/learn" in story.learner.client.look(response, 404).source


def test_what_a_removed_page_completed_stays_complete(story: Story) -> None:
    """The last open page goes away, and with it everything is done; later pages do not bind."""
    while ("page", "taito/luen") not in story.learner.facts():
        story.study(1)
    assert ("course", "") not in story.learner.facts()
    story.publish(remove_page(story.course, 1, 1))
    assert ("course", "") in story.learner.facts()
    story.publish(add_page(add_page(story.course, 0, 0), 1, 0))
    assert story.earned_once
