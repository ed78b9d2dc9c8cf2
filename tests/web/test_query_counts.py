"""How often a page asks the database: the same few times, however many people there are."""

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.extensions import clock, db
from app.models import Answer, Completion, Course, CourseRevision, Writing
from tests.support.cast import Cast, add_person
from tests.support.courses import SLUG
from tests.support.learning import Learner
from tests.support.queries import count_queries

LESSON_PAGES = (
    "lukeminen/eka", "lukeminen/harjoittele", "lukeminen/raskas", "omat/pohdinta",
    "omat/muistilista", "omat/ohjelma", "omat/lupaus",
)  # fmt: skip


@pytest.fixture
def crowd(app: Flask, cast: Cast, aino: Learner) -> None:
    """Many people who have answered, written and completed, and Aino among them."""
    others = [add_person(app, f"Vertainen {number}", cast.pirkanmaa).id for number in range(30)]
    with app.app_context():
        course = db.session.query(Course).one()
        revision = db.session.query(CourseRevision).one()
        for person_id in (*others, aino.member.id):
            common = {"person_id": person_id, "course_id": course.id}
            for number in range(5):
                db.session.add(
                    Answer(
                        **common, address="lukeminen/harjoittele", question="lukeminen/q-yksi",
                        submit_key=f"key-{number}", revision_id=revision.id,
                        response={"choice": "c1"}, shown=["x"], credit="0",
                        answered_at=clock.now(),
                    )
                )  # fmt: skip
            db.session.add(
                Completion(
                    **common, scope="page", address="lukeminen/eka", revision_id=revision.id,
                    completed_at=clock.now(),
                )
            )  # fmt: skip
            db.session.add(
                Writing(
                    **common, address="omat/pohdinta", form_key="key-of-a-form",
                    fields={"miksi": "Syy"}, saved_at=clock.now(),
                )
            )  # fmt: skip
        db.session.commit()


def counted(aino: Learner, act: Callable[[], TestResponse]) -> list[str]:
    with count_queries(aino.app) as statements:
        assert act().status_code in {200, 303}
    return statements


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize("page", LESSON_PAGES)
def test_a_lesson_page_asks_three_times_at_most(aino: Learner, page: str) -> None:
    aino.open(page)
    statements = counted(aino, lambda: aino.client.get(f"/learn/{SLUG}/{page}"))
    assert len(statements) <= 3, "\n".join(statements)


@pytest.mark.usefixtures("crowd")
def test_an_answer_asks_five_times_at_most(aino: Learner) -> None:
    form = aino.form(aino.open("lukeminen/harjoittele"), "q-yksi")
    values = form.filled({"q-q-yksi-answer": "c2"}, None)
    statements = counted(aino, lambda: aino.client.post(form.address, data=values))
    assert len(statements) <= 5, "\n".join(statements)


@pytest.mark.usefixtures("crowd")
def test_continue_asks_five_times_at_most(aino: Learner) -> None:
    form = aino.open("lukeminen/harjoittele").form_with(button="Continue")
    statements = counted(aino, lambda: aino.client.post(form.address, data=form.values))
    assert len(statements) <= 5, "\n".join(statements)


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize("path", ["/learn", f"/learn/{SLUG}", f"/learn/{SLUG}/lukeminen"])
def test_an_overview_asks_four_times_at_most(aino: Learner, path: str) -> None:
    aino.client.get(path)
    statements = counted(aino, lambda: aino.client.get(path))
    assert len(statements) <= 4, "\n".join(statements)


def test_the_counter_counts(aino: Learner) -> None:
    statements = counted(aino, lambda: aino.client.get(f"/learn/{SLUG}/lukeminen/harjoittele"))
    assert len(statements) >= 2
