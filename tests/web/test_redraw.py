"""Unchanged sources are drawn anew when the code that draws has changed, and nothing else is."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import catalogue
from app.core.course import Course
from app.core.publishing import decode_course, encode_course
from app.core.reader import read_course
from app.extensions import db
from app.models import CompiledCourse, Completion, CourseRevision
from tests.support.clock import START
from tests.support.courses import course_files, forget_courses, publish
from tests.support.learning import Learner

OLDER = sha256(b"some older code").hexdigest()
TITLE = "Pieni kurssi"


@pytest.fixture
def older(app: Flask) -> Iterator[Flask]:
    """The small course, drawn by older code, which wrote its title and choice ids otherwise."""
    publish(app)
    with app.app_context():
        for row in db.session.scalars(select(CompiledCourse)):
            row.body = row.body.replace(TITLE.encode(), b"Vanha piirros")
            course = decode_course(row.body)
            row.body = row.body.replace(course.drawn_by.encode(), OLDER.encode())
        db.session.commit()
    forget_courses()
    yield app
    forget_courses()


def publish_again(app: Flask) -> catalogue.PublishResult:
    with app.app_context():
        return catalogue.publish("pieni", course_files(), today=START.date())


def served(app: Flask) -> Course:
    with app.test_request_context():
        found = catalogue.load_course("pieni", "fi")
        assert found is not None
        return found.course


def test_the_revision_is_drawn_anew_and_keeps_its_number(older: Flask) -> None:
    assert served(older).title.text == "Vanha piirros"
    result = publish_again(older)
    assert (result.redrawn, result.revision, result.changes) == (True, 1, None)
    assert served(older).title.text == TITLE
    assert served(older).drawn_by != OLDER
    with older.app_context():
        assert db.session.scalar(select(func.count()).select_from(CourseRevision)) == 1
        assert db.session.scalar(select(func.count()).select_from(CompiledCourse)) == 2


def test_the_command_says_so_once(older: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "pieni"
    for name, content in course_files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    runner = older.test_cli_runner()
    words = ["course", "publish", str(folder), "--language", "en"]
    assert "Revision 1 was drawn anew." in runner.invoke(args=words).output
    assert "Nothing has changed since revision 1." in runner.invoke(args=words).output


def test_the_same_code_draws_nothing_anew(app: Flask) -> None:
    publish(app)
    assert not publish_again(app).redrawn


def test_choices_keep_the_ids_under_which_answers_are_stored(older: Flask) -> None:
    with older.app_context():
        for row in db.session.scalars(select(CompiledCourse)):
            row.body = row.body.replace(b'"id":"c1"', b'"id":"kept-1"')
        db.session.commit()
    forget_courses()
    before = choice_ids(served(older))
    assert "kept-1" in before
    publish_again(older)
    assert choice_ids(served(older)) == before


def choice_ids(course: Course) -> list[str]:
    lesson = course.lesson("lukeminen")
    assert lesson is not None
    return [
        choice.id
        for page in lesson.pages
        for question in page.questions
        for choice in getattr(question.content, "choices", ())
    ]


def test_sources_that_today_have_an_error_keep_their_drawing(
    older: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = read_course({"course.fi.md": b"---\ntitel: A\n---\n"}, START.date())
    assert not broken.publishable
    monkeypatch.setattr(catalogue, "read_sources", lambda *_: broken)
    result = publish_again(older)
    assert (result.redrawn, result.revision) == (False, 1)
    assert served(older).title.text == "Vanha piirros"


def test_nobody_loses_what_they_completed(aino: Learner) -> None:
    aino.complete("lukeminen/eka")
    before = aino.rows(Completion)
    with aino.app.app_context():
        for row in db.session.scalars(select(CompiledCourse)):
            course = decode_course(row.body)
            row.body = encode_course(course).replace(course.drawn_by.encode(), OLDER.encode())
        db.session.commit()
    forget_courses()
    assert publish_again(aino.app).redrawn
    after = aino.rows(Completion)
    assert [(row.scope, row.address, row.completed_at) for row in after] == [
        (row.scope, row.address, row.completed_at) for row in before
    ]
