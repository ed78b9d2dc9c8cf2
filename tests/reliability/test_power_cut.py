"""A power cut loses nothing acknowledged, and the test sees it when it would."""

import random
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from app import extensions
from app.extensions import db, sqlite_module
from tests.support.cast import assemble
from tests.support.courses import SLUG, forget_courses, publish
from tests.support.databases import SqliteDatabases
from tests.support.installation import migrate_to_newest, running, settings_for
from tests.support.killed_server import Browser, browser_of
from tests.support.recording_disk import (
    ACKNOWLEDGED,
    Note,
    acknowledged_before,
    is_possible,
    read_notes,
    recording,
    state_after,
)
from tests.support.world import Hurried

QUESTION = f"/learn/{SLUG}/lukeminen/harjoittele/q-luku"
DATABASE = "test.db"
ANSWERS = 120
"""More than one checkpoint's worth of pages."""

CUTS = 400
CUTS_OTHERWISE = 60
"""Enough to see what a variant does."""
CUTS_LONG = 5_000


@dataclass(frozen=True)
class Recording:
    """What a disk held at first, and all that happened to it while people answered."""

    first: dict[str, bytes]
    notes: Sequence[Note]


@dataclass(frozen=True)
class Damage:
    """What was wrong after the cuts."""

    cuts: int
    lost: int
    corrupt: int
    acknowledged: int
    """The most that had been acknowledged before any cut."""


@pytest.fixture(scope="module")
def possible() -> None:
    """Skip where no file system of one's own can be mounted; tests/skips.toml says why."""
    if not is_possible():
        pytest.skip("this computer does not let us mount a file system of our own")


@pytest.fixture
def template(tmp_path: Path) -> Iterator[Path]:
    """A folder with a migrated SQLite database that holds a course and a learner."""
    folder = tmp_path / "first"
    folder.mkdir()
    (tmp_path / "template").mkdir()
    databases = SqliteDatabases(tmp_path / "template", lambda url: migrate_to_newest(tmp_path, url))
    with databases.copy() as url:
        with running(settings_for(url, tmp_path)) as app:
            assemble(app)
            publish(app)
        shutil.copy(url.removeprefix("sqlite:///"), folder / DATABASE)
    (folder / ACKNOWLEDGED[1:]).touch()
    yield folder
    forget_courses()


def answer_on(disk: Path, folder: Path, weaker: str = "") -> None:
    """Run the application on a disk and let somebody answer; note each acknowledgement there."""
    with running(settings_for(f"sqlite:///{disk / DATABASE}", folder)) as app:
        if weaker:
            weaken(app, weaker)
        forget_courses()
        browser = browser_of(app, 1)
        client = Hurried(app, app.response_class, use_cookies=False)
        with (disk / ACKNOWLEDGED[1:]).open("ab", buffering=0) as told:
            for number in range(ANSWERS):
                key = f"key-of-form-{number:05}"
                if answer_once(client, browser, key, number):
                    told.write(f"{key}\n".encode())


def answer_once(client: Hurried, browser: Browser, key: str, number: int) -> bool:
    form = {
        "csrf_token": browser.token,
        "form_key": key,
        "q-q-luku-answer-c1": str(number),
    }
    response = client.post(QUESTION, data=form, headers={"Cookie": browser.cookie})
    assert response.status_code == 303, response.text[:300]
    return response.location.endswith("#feedback")


def weaken(app: Flask, pragma: str) -> None:
    """Let connections promise less than they do: to see that the test would notice."""
    with app.app_context():
        engine = db.engine
        engine.dispose()

        @event.listens_for(engine, "connect")
        def connect(connection: Any, _record: object) -> None:  # noqa: ANN401 - a driver's connection
            connection.execute(f"PRAGMA {pragma}")


def record(template: Path, tmp_path: Path, weaker: str = "") -> Recording:
    disk, notes_file = tmp_path / "disk", tmp_path / "notes"
    first = {f"/{path.name}": path.read_bytes() for path in template.iterdir()}
    with recording(disk, template, notes_file):
        answer_on(disk, tmp_path, weaker)
    return Recording(first, read_notes(notes_file))


def cut_power(recorded: Recording, cuts: int, folder: Path) -> Damage:
    """Cut the power at random moments and compare what is there with what had been promised."""
    choose = random.Random(20261121)  # noqa: S311 - the same cuts in every run
    lost = corrupt = most = 0
    for number in range(cuts):
        cut = choose.randrange(1, len(recorded.notes) + 1)
        told = acknowledged_before(recorded.notes, cut)
        most = max(most, len(told))
        state = state_after(recorded.first, recorded.notes, cut, choose)
        with laid_out(state, folder / str(number)) as file:
            stored, sound = reopen(file)
        corrupt += not sound
        lost += bool(set(told) - stored)
    return Damage(cuts, lost, corrupt, most)


@contextmanager
def laid_out(state: dict[str, bytes], folder: Path) -> Iterator[Path]:
    folder.mkdir()
    for path, content in state.items():
        (folder / path[1:]).write_bytes(content)
    try:
        yield folder / DATABASE
    finally:
        shutil.rmtree(folder)


def reopen(file: Path) -> tuple[set[str], bool]:
    """Open a database as after a restart; give the keys of its answers and whether it is sound."""
    module = sqlite_module()
    connection = module.connect(str(file))
    try:
        sound = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        keys = connection.execute("SELECT submit_key FROM answer").fetchall()
    except module.DatabaseError:
        return set(), False
    finally:
        connection.close()
    return {key.partition(".")[0] for (key,) in keys}, sound


def check_safe(recorded: Recording, cuts: int, folder: Path) -> None:
    assert sum(note.act == "sync" for note in recorded.notes) >= ANSWERS
    assert any(note.act == "write" and note.path == f"/{DATABASE}" for note in recorded.notes)
    damage = cut_power(recorded, cuts, folder)
    assert damage.acknowledged > ANSWERS / 2, "Hardly anything had been acknowledged"
    assert (damage.lost, damage.corrupt) == (0, 0), damage


@pytest.mark.usefixtures("possible")
def test_a_power_cut_loses_nothing_acknowledged(template: Path, tmp_path: Path) -> None:
    check_safe(record(template, tmp_path), CUTS, tmp_path)


@pytest.mark.usefixtures("possible")
def test_a_database_that_waits_less_for_the_disk_is_seen_to_lose(
    template: Path, tmp_path: Path
) -> None:
    damage = cut_power(record(template, tmp_path, "synchronous=normal"), CUTS_OTHERWISE, tmp_path)
    assert damage.lost > 0


@pytest.mark.usefixtures("possible")
def test_with_an_older_sqlite_a_power_cut_loses_nothing_either(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extensions, "WAL_SAFE_SINCE", (99,))
    check_safe(record(template, tmp_path), CUTS_OTHERWISE, tmp_path)


@pytest.mark.long
@pytest.mark.usefixtures("possible")
@pytest.mark.parametrize("wal_safe_since", [(3, 51, 3), (99,)], ids=["wal", "rollback journal"])
def test_many_power_cuts_lose_nothing(
    template: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    wal_safe_since: tuple[int, ...],
) -> None:
    monkeypatch.setattr(extensions, "WAL_SAFE_SINCE", wal_safe_since)
    check_safe(record(template, tmp_path), CUTS_LONG, tmp_path)
