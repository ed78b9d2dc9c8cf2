"""A lesson that no professional has read goes out only when an owner says so, by name."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from app import catalogue
from app.extensions import db
from app.models import AuditEvent, CourseRevision, Person
from tests.support.cast import Cast
from tests.support.clock import START
from tests.support.courses import course_files, forget_courses, publish
from tests.support.learning import Learner
from tests.support.reading import folder

OWNER = "outi@example.org"
EXPERT = "expert: kriisityön ammattilainen\n"
LESSON = "---\ntitle: Huoli\n%s---\n\n## Sivu {#a}\n\nTeksti.\n"

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    forget_courses()
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(
        args=["course", "publish", *map(str, words), "--language", "en"]
    )


@pytest.fixture
def outi(app: Flask, cast: Cast) -> int:
    """The id of an owner, whose address is outi@example.org."""
    del cast
    made = app.test_cli_runner().invoke(args=["owner", "add", "Outi Orava", OWNER])
    assert made.exit_code == 0, made.output
    with app.app_context():
        return db.session.scalars(select(Person.id).where(Person.email == OWNER)).one()


def course_at(path: Path, mark: str) -> Path:
    for name, content in folder(LESSON % mark).items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


def revisions(app: Flask) -> int:
    with app.app_context():
        return len(db.session.scalars(select(CourseRevision)).all())


def log(app: Flask) -> list[tuple[int | None, str, str]]:
    with app.app_context():
        rows = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id))
        return [(row.actor_id, row.action, row.subject) for row in rows]


def test_publishing_stops_and_names_the_lessons(app: Flask, run: Run, tmp_path: Path) -> None:
    result = run(course_at(tmp_path / "kurssi", EXPERT))
    assert result.exit_code == 1
    assert "wait for a professional to read them:\n  tila\n" in result.output
    assert "--unread-confirmed-by" in result.output
    assert "Nothing was published." in result.output
    assert revisions(app) == 0


def test_an_owner_may_let_it_go_out_and_is_named_in_the_log(
    app: Flask, run: Run, tmp_path: Path, outi: int
) -> None:
    path = course_at(tmp_path / "kurssi", EXPERT)
    result = run(path, "--unread-confirmed-by", OWNER.upper())
    assert "Published as revision 1." in result.output
    assert (outi, "course:publish:unread", "lesson:kurssi/tila") in log(app)


@pytest.mark.parametrize("who", ["kaisa", "tiina", "nobody"])
def test_nobody_else_may(app: Flask, run: Run, tmp_path: Path, cast: Cast, who: str) -> None:
    email = getattr(cast, who).email if hasattr(cast, who) else "nobody@example.org"
    result = run(course_at(tmp_path / "kurssi", EXPERT), "--unread-confirmed-by", email)
    assert result.exit_code == 1
    assert f"No owner has the address {email}." in result.output
    assert revisions(app) == 0
    assert not [row for row in log(app) if row[1] == "course:publish:unread"]


def test_a_lesson_that_was_read_needs_nobody(app: Flask, run: Run, tmp_path: Path) -> None:
    mark = f"{EXPERT}read_by: Maija Meri 2025-01-15\n"
    assert run(course_at(tmp_path / "kurssi", mark)).exit_code == 0
    assert not log(app)


def test_the_confirmation_holds_for_one_revision_only(
    app: Flask, run: Run, tmp_path: Path, outi: int
) -> None:
    path = course_at(tmp_path / "kurssi", EXPERT)
    assert outi
    run(path, "--unread-confirmed-by", OWNER)
    assert "Nothing has changed since revision 1." in run(path).output
    (path / "glossary.fi.md").write_text("sana\n: Toinen selitys.\n")
    assert run(path).exit_code == 1
    assert revisions(app) == 1


def test_the_demo_publishes_freely(app: Flask) -> None:
    files = folder(LESSON % EXPERT)
    with app.app_context():
        held = catalogue.publish("kurssi", files, today=START.date())
        assert (held.revision, held.unread) == (None, ("tila",))
        let = catalogue.publish("kurssi", files, today=START.date(), allow_unread=True)
        assert let.revision == 1


def reading_lesson(mark: str) -> dict[str, bytes]:
    path = "10-alku/10-lukeminen.fi.md"
    text = course_files()[path].decode().replace("title: Lukeminen\n", f"title: Lukeminen\n{mark}")
    return course_files({path: text})


def test_readers_are_told_on_each_page_until_it_is_read(aino: Learner, outi: int) -> None:
    publish(aino.app, reading_lesson(EXPERT), unread_confirmed_by=outi)
    words = "No professional has checked this page yet. It should be read by: "
    for page in ("lukeminen/eka", "lukeminen/harjoittele", "lukeminen/raskas"):
        assert f"{words}kriisityön ammattilainen." in aino.open(page).text
    assert words not in aino.open("omat/pohdinta").text
    publish(aino.app, reading_lesson(f"{EXPERT}read_by: Maija Meri 2025-01-15\n"))
    assert words not in aino.open("lukeminen/eka").text
