"""Trouble with the database is told as trouble, saves nothing by halves, and passes by itself."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event, select, text
from werkzeug.test import TestResponse

from app.extensions import db, sqlite_module
from app.models import Answer
from config import Settings
from tests.support.cast import Cast, sign_in
from tests.support.courses import SLUG, publish
from tests.support.learning import Learner
from tests.support.visitor import SeenPage
from tests.support.world import hurried

HELD = 8
"""Seconds."""


@pytest.fixture
def learner(app: Flask, cast: Cast) -> Learner:
    """Aino at a course, on SQLite: there the whole file is locked and can be full."""
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("about SQLite's own locks and files")
    publish(app)
    client = hurried(app)
    sign_in(client, cast.aino)
    return Learner(app, client, cast.aino)


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """Hold the write lock as another process would."""
    path = settings.database_url.removeprefix("sqlite:///")
    other = sqlite_module().connect(path, isolation_level=None, timeout=1)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@contextmanager
def full(app: Flask) -> Iterator[None]:
    """Let the database's file grow no more, as on a full disk."""
    with app.app_context():
        engine = db.engine
        with engine.connect() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        engine.dispose()

    def connect(connection: object, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")  # type: ignore[attr-defined] # a driver's connection

    event.listen(engine, "connect", connect)
    try:
        yield
    finally:
        event.remove(engine, "connect", connect)
        engine.dispose()


def check_told_as_trouble(response: TestResponse) -> None:
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert response.headers["Cache-Control"] == "no-store"
    assert "<h1" in response.text


def answers(learner: Learner) -> list[str]:
    with learner.app.app_context():
        return list(db.session.scalars(select(Answer.submit_key)))


def test_a_lock_held_for_long_is_told_and_the_same_form_is_taken_afterwards(
    learner: Learner, settings: Settings
) -> None:
    page = learner.open("lukeminen/harjoittele")
    with locked(settings):
        check_told_as_trouble(learner.send(page, "q-luku", {"answer-c1": "3"}))
        assert learner.client.get(f"/learn/{SLUG}").status_code == 200, "Reading goes on"
    assert answers(learner) == []
    assert learner.send(page, "q-luku", {"answer-c1": "3"}).status_code == 303
    assert len(answers(learner)) == 1


def test_a_lock_that_passes_in_time_is_only_waited_for(
    learner: Learner, settings: Settings
) -> None:
    page = learner.open("lukeminen/harjoittele")
    holding, release = threading.Event(), threading.Event()

    def hold() -> None:
        with locked(settings):
            holding.set()
            release.wait(2)

    thread = threading.Thread(target=hold)
    thread.start()
    holding.wait()
    threading.Timer(1, release.set).start()
    assert learner.send(page, "q-luku", {"answer-c1": "3"}).status_code == 303
    thread.join()


@pytest.mark.long
def test_a_lock_held_for_eight_seconds_is_outlived(learner: Learner, settings: Settings) -> None:
    page = learner.open("lukeminen/harjoittele")
    holding = threading.Event()

    def hold() -> None:
        with locked(settings):
            holding.set()
            threading.Event().wait(HELD)

    thread = threading.Thread(target=hold)
    thread.start()
    holding.wait()
    check_told_as_trouble(learner.send(page, "q-luku", {"answer-c1": "3"}))
    assert learner.send(page, "q-luku", {"answer-c1": "3"}).status_code == 303
    thread.join()
    assert len(answers(learner)) == 1


def test_a_full_disk_is_told_and_afterwards_everything_works_again(learner: Learner) -> None:
    text_too_long = "Paljon tekstiä. " * 6_000
    page = learner.open("omat/pohdinta")
    with full(learner.app):
        check_told_as_trouble(write(learner, page, text_too_long))
        assert learner.client.get("/learn").status_code == 200
    assert write(learner, page, text_too_long).status_code == 303
    assert learner.open("omat/pohdinta").form_with(field="miksi").values["miksi"]
    with learner.app.app_context():
        assert db.session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


def write(learner: Learner, page: SeenPage, what: str) -> TestResponse:
    return learner.client.submit(page, {"miksi": what})
