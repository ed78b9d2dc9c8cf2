"""An acknowledged answer is never lost or doubled, whoever kills the server's processes when."""

import random
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.core.progress import Scope
from app.extensions import db
from app.models import Answer, Certificate, Completion, Course, CourseRevision
from config import Settings
from tests.support.cast import Member, add_person, assemble
from tests.support.courses import SLUG, forget_courses, publish
from tests.support.installation import CopyDatabase, running, settings_for
from tests.support.killed_server import (
    Browser,
    Sending,
    Server,
    browser_of,
    run_clients,
    send_until_acknowledged,
    served,
)

QUESTION = f"/learn/{SLUG}/lukeminen/harjoittele/q-luku"
CERTIFICATE = f"/learn/{SLUG}/certificate"
PAGES = (
    *("lukeminen/eka", "lukeminen/harjoittele", "lukeminen/raskas", "omat/pohdinta"),
    *("omat/muistilista", "omat/ohjelma", "omat/lupaus", "harjoitus/hiljaisuus-on"),
    *("harjoitus/hiljenee", "harjoitus/testi"),
)
CLIENTS = 6
FINISHERS = 3


@dataclass
class Storm:
    """A prepared installation and the people who use it."""

    app: Flask
    settings: Settings
    folder: Path
    answering: list[Sending]
    finishing: list[Browser]


@pytest.fixture
def storm(copy_database: CopyDatabase, tmp_path: Path) -> Iterator[Storm]:
    """A course, six learners at work and three who have finished; the clock is the real one."""
    with copy_database() as database_url:
        settings = settings_for(database_url, tmp_path, trusted_hosts=("127.0.0.1",))
        with running(settings) as app:
            cast = assemble(app)
            publish(app)
            people = [add_person(app, f"Oppija {n}", cast.pirkanmaa) for n in range(CLIENTS)]
            finished = [add_person(app, f"Valmis {n}", cast.pirkanmaa) for n in range(FINISHERS)]
            for member in finished:
                finish_course(app, member)
            yield Storm(
                app,
                settings,
                tmp_path,
                [Sending(browser_of(app, member.id)) for member in people],
                [browser_of(app, member.id) for member in finished],
            )
    forget_courses()


def finish_course(app: Flask, member: Member) -> None:
    """Note every page of the course as done."""
    with app.app_context():
        course_id = db.session.scalars(select(Course.id)).one()
        revision = db.session.scalars(select(CourseRevision)).one()
        lessons = {page.partition("/")[0] for page in PAGES}
        facts = [
            *((Scope.PAGE, page) for page in PAGES),
            *((Scope.LESSON, lesson) for lesson in lessons),
            *((Scope.MODULE, module) for module in ("alku", "taito")),
            (Scope.COURSE, ""),
        ]
        db.session.add_all(
            Completion(
                person_id=member.id,
                course_id=course_id,
                scope=scope.value,
                address=address,
                revision_id=revision.id,
                completed_at=revision.published_at,
            )
            for scope, address in facts
        )
        db.session.commit()


def answering(server: Server, sending: Sending) -> Callable[[threading.Event], None]:
    """Give a client that answers again and again, each time with a new form."""

    def work(stop: threading.Event) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            key = f"key-{sending.browser.person_id}-{number:05}"
            sending.attempted.add(key)
            form = {"form_key": key, "q-q-luku-answer-c1": str(number)}
            if send_until_acknowledged(server, sending, QUESTION, form, stop):
                sending.acknowledged[key] = str(number)
            if number % 3 == 0:
                # The same form once more, as after a lost answer: it may not count twice.
                send_until_acknowledged(server, sending, QUESTION, form, stop)

    return work


def claiming(
    server: Server, browser: Browser, claims: list[str]
) -> Callable[[threading.Event], None]:
    """Give a client that asks for its certificate all the time, as an impatient finger does."""
    sending = Sending(browser)

    def work(stop: threading.Event) -> None:
        while not stop.is_set():
            if send_until_acknowledged(
                server, sending, CERTIFICATE, {"name": "Valmis Oppija"}, stop
            ):
                claims.append(browser.cookie)
            time.sleep(0.2)

    return work


def killing(
    server: Server, every: float, whole_server: int, done: list[str]
) -> Callable[[threading.Event], None]:
    """Give what kills a worker every so often, and the whole server now and then."""
    choose = random.Random(7)  # noqa: S311 - nothing secret

    def work(stop: threading.Event) -> None:
        number = 0
        while not stop.wait(every * choose.uniform(0.5, 1.5)):
            number += 1
            if number % 3 == 0 and done.count("server") < whole_server:
                server.kill()
                done.append("server")
                server.start()
            else:
                server.kill_a_worker(choose)
                done.append("worker")

    return work


def weather(
    storm: Storm, server: Server, *, acknowledged: int, servers: int, within: float
) -> None:
    """Let everybody work in the storm until enough is acknowledged and enough was killed."""
    done: list[str] = []
    claims: list[str] = []
    clients = [
        *(answering(server, sending) for sending in storm.answering),
        *(claiming(server, browser, claims) for browser in storm.finishing for _ in range(2)),
        killing(server, 2, servers, done),
    ]

    def enough() -> bool:
        total = sum(len(sending.acknowledged) for sending in storm.answering)
        return total >= acknowledged and done.count("server") >= servers and "worker" in done

    run_clients(clients, enough, within)
    assert enough(), (done, sum(len(it.acknowledged) for it in storm.answering))
    assert set(claims) == {browser.cookie for browser in storm.finishing}
    assert sum(sending.repeated for sending in storm.answering) > 0, "Nothing was interrupted"
    assert [odd for sending in storm.answering for odd in sending.odd] == []


def check_nothing_is_lost_or_doubled(storm: Storm) -> None:
    with storm.app.app_context():
        rows = db.session.execute(
            select(Answer.person_id, Answer.submit_key, Answer.response)
        ).all()
        stored = {(row.person_id, row.submit_key.partition(".")[0]): row for row in rows}
        assert len(stored) == len(rows), "An answer is there twice"
        for sending in storm.answering:
            for key, value in sending.acknowledged.items():
                row = stored.get((sending.browser.person_id, key))
                assert row is not None, f"{key} was acknowledged and is lost"
                assert value in str(row.response)
        sent = {(it.browser.person_id, key) for it in storm.answering for key in it.attempted}
        assert set(stored) <= sent, "Something is there that nobody sent"
        holders = list(db.session.scalars(select(Certificate.person_id)))
        assert sorted(holders) == sorted(browser.person_id for browser in storm.finishing)
        if db.engine.dialect.name == "sqlite":
            assert db.session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
            assert db.session.execute(text("PRAGMA foreign_key_check")).all() == []


def test_nothing_acknowledged_is_lost_while_workers_are_killed(storm: Storm) -> None:
    server = Server(storm.settings, storm.folder)
    with served(server):
        weather(storm, server, acknowledged=100, servers=1, within=180)
    check_nothing_is_lost_or_doubled(storm)


@pytest.mark.long
def test_nothing_acknowledged_is_lost_in_a_long_storm(storm: Storm) -> None:
    server = Server(storm.settings, storm.folder)
    with served(server):
        weather(storm, server, acknowledged=500, servers=5, within=600)
    check_nothing_is_lost_or_doubled(storm)


@pytest.mark.long
@pytest.mark.parametrize("when", [3, 4, 5, 8])
def test_a_worker_killed_at_a_write_to_the_disk_loses_nothing(storm: Storm, when: int) -> None:
    """Each worker dies at its n-th wait for the disk: between the commit and its answer.

    Fewer than three let no worker get as far as an answer: a new log begins with a wait.
    """
    if db_kind(storm) != "sqlite" or shutil.which("strace") is None:
        pytest.skip("strace, or a database in the worker itself, is not there")
    server = Server(storm.settings, storm.folder, workers=1)
    calls = "fdatasync,fsync"
    server.before = (
        *("strace", "-f", "-qq", "-o", str(storm.folder / "strace.log"), "-e", f"trace={calls}"),
        *("-e", f"inject={calls}:signal=SIGKILL:when={when}"),
    )
    with served(server):
        clients = [answering(server, sending) for sending in storm.answering[:2]]
        clients += [claiming(server, browser, []) for browser in storm.finishing]
        run_clients(
            clients,
            lambda: sum(len(sending.acknowledged) for sending in storm.answering) >= 30,
            within=300,
        )
    assert sum(len(sending.acknowledged) for sending in storm.answering) >= 30
    log = (storm.folder / "strace.log").read_text(encoding="utf-8", errors="replace")
    assert log.count("killed by SIGKILL") > 3, "Hardly any worker was killed"
    with storm.app.app_context():
        found = set(db.session.scalars(select(Certificate.person_id)))
    storm.finishing = [browser for browser in storm.finishing if browser.person_id in found]
    check_nothing_is_lost_or_doubled(storm)


def db_kind(storm: Storm) -> str:
    with storm.app.app_context():
        return db.engine.dialect.name
