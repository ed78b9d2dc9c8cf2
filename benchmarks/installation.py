"""An installation to measure: the shipped course, a thousand people, two of them signed in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import flask_migrate
from flask import Flask, session
from flask.testing import FlaskClient
from psycopg import sql
from sqlalchemy import insert, select, text

from app import catalogue
from app.core.course import Course as CourseText
from app.core.course import address
from app.core.policy import Role
from app.extensions import clock, db
from app.factory import create_app
from app.models import (
    Answer,
    Completion,
    Course,
    CourseRevision,
    LocalAssociation,
    Person,
    RoleGrant,
)
from app.sessions import start_session
from benchmarks import floor
from config import Settings
from tests.support.databases import postgresql_server

PEOPLE = 1_000
"""Learners in the database beside the two who are measured."""

ANSWERS_EACH = 20
"""Practice answers of each of them."""

SLUG = "verkkovertaisohjaaja"
COURSE_FOLDER = Path(__file__).resolve().parent.parent / "courses" / SLUG
LANGUAGE = "fi"


@dataclass(frozen=True)
class Installation:
    """A running application with two people signed in."""

    app: Flask
    course: CourseText
    learner: FlaskClient
    learner_id: int
    coordinator: FlaskClient


@contextmanager
def installed(database: str) -> Iterator[Installation]:
    """Set up an installation on ``sqlite`` or ``postgresql``; it goes away afterwards."""
    with TemporaryDirectory(prefix="bench-") as name, _address(database, Path(name)) as url:
        app = create_app(
            Settings(
                secret_key="a key that protects nothing but a measurement",  # noqa: S106
                database_url=url,
                public_address="http://localhost:8000",
                trusted_hosts=("localhost",),
                data_dir=Path(name),
                mail_security="none",
            )
        )
        floor.install(app)
        with app.app_context():
            flask_migrate.upgrade()
            learner_id, coordinator_id, course = _fill()
        try:
            yield Installation(
                app,
                course,
                _signed_in(app, learner_id),
                learner_id,
                _signed_in(app, coordinator_id),
            )
        finally:
            with app.app_context():
                db.engine.dispose()


@contextmanager
def _address(database: str, folder: Path) -> Iterator[str]:
    if database == "sqlite":
        yield f"sqlite:///{folder / 'bench.db'}"
        return
    with postgresql_server() as server:
        server.execute(sql.SQL("CREATE DATABASE bench"))
        yield server.address("bench")


def _fill() -> tuple[int, int, CourseText]:
    """Publish the course and add everybody; give learner, coordinator and course."""
    course = _publish()
    association = LocalAssociation(name="Pirkanmaa")
    db.session.add(association)
    db.session.flush()
    names = ["Aino Aalto", "Kaisa Koski", *(f"Vertainen {number}" for number in range(PEOPLE))]
    now = clock.now()
    db.session.add_all(
        Person(
            name=name,
            email=f"person{number}@example.org",
            email_key=f"person{number}@example.org",
            language=LANGUAGE,
            local_association_id=association.id,
            created_at=now - timedelta(minutes=number),
        )
        for number, name in enumerate(names)
    )
    db.session.flush()
    learner_id, coordinator_id, *others = db.session.scalars(select(Person.id).order_by(Person.id))
    db.session.add(RoleGrant(person_id=coordinator_id, role=Role.COORDINATOR.value, granted_at=now))
    _study(others, course)
    db.session.commit()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ANALYZE"))
        db.session.commit()
    return learner_id, coordinator_id, course


def _publish() -> CourseText:
    files = {
        file.relative_to(COURSE_FOLDER).as_posix(): file.read_bytes()
        for file in sorted(COURSE_FOLDER.rglob("*"))
        if file.is_file()
    }
    result = catalogue.publish(SLUG, files, today=clock.today(), allow_unread=True)
    if result.revision is None:
        raise RuntimeError(f"The shipped course has problems: {result.problems}")
    revision = db.session.scalars(select(CourseRevision.id)).one()
    return catalogue.course_at(revision, LANGUAGE)


def _study(people: list[int], course: CourseText) -> None:
    """Let people read the first half of the pages and answer questions."""
    course_id = db.session.scalars(select(Course.id)).one()
    revision_id = db.session.scalars(select(CourseRevision.id)).one()
    common = {"course_id": course_id, "revision_id": revision_id}
    pages = [
        address(lesson.id, page.id)
        for module in course.modules
        for lesson in module.lessons
        for page in lesson.pages
    ]
    read = pages[: len(pages) // 2]
    now = clock.now()
    db.session.execute(
        insert(Completion),
        [
            {**common, "person_id": one, "scope": "page", "address": where, "completed_at": now}
            for one in people
            for where in read
        ],
    )
    db.session.execute(
        insert(Answer),
        [
            {
                **common,
                "person_id": one,
                "address": read[number % len(read)],
                "question": read[number % len(read)],
                "submit_key": f"answer-{number}",
                "response": {"choice": "c1"},
                "shown": ["An answer"],
                "credit": "1",
                "answered_at": now,
            }
            for one in people
            for number in range(ANSWERS_EACH)
        ],
    )


def _signed_in(app: Flask, person_id: int) -> FlaskClient:
    client = app.test_client()
    with app.test_request_context():
        start_session(person_id)
        content = dict(session)
    with client.session_transaction() as cookie:
        cookie.update(content)
    return client
