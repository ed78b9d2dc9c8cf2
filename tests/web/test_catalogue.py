"""Publishing, serving and exporting courses, through the commands and the database."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app import catalogue
from app.core.errors import Severity
from app.extensions import clock, db
from app.models import CompiledCourse, CourseRevision, SourceContent, SourceFile
from tests.support.courses import forget_courses
from tests.support.reading import FRONT, LESSON, folder

QUESTION = (
    "## Sivu {#a}\n\nTeksti.\n\n### Kysymys? {#q}\n- [x] Kyllä\n  > Niin.\n- [ ] Ei\n  > Ei.\n"
)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x40\x00\x00\x00\xf0" + bytes(20)

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    forget_courses()
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=["course", *map(str, words)])


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course folder on disk."""
    return write(tmp_path / "kurssi", folder(QUESTION, **{"media/a.png": PNG}))


def write(path: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


def count(app: Flask, table: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_published_course_is_served_by_one_query(app: Flask, run: Run, course: Path) -> None:
    result = run("publish", course)
    assert result.exit_code == 0
    with app.app_context():
        served = catalogue.load_course("kurssi", "fi")
        assert served is not None
        assert served.course.title.text == "Peruskurssi"
        assert catalogue.course_at(served.revision_id, "sv").language == "fi"
        assert catalogue.load_course("muu", "fi") is None


def test_unchanged_sources_make_no_revision(app: Flask, run: Run, course: Path) -> None:
    run("publish", course)
    again = run("publish", course, "--language", "en")
    assert again.exit_code == 0
    assert "Nothing has changed since revision 1." in again.output
    assert count(app, CourseRevision) == 1


def test_a_change_makes_a_new_revision_and_keeps_the_old(
    app: Flask, run: Run, course: Path
) -> None:
    run("publish", course)
    (course / LESSON).write_text(FRONT + QUESTION.replace("Teksti.", "Toinen teksti."))
    assert run("publish", course).exit_code == 0
    with app.app_context():
        revisions = db.session.scalars(select(CourseRevision).order_by(CourseRevision.number)).all()
        assert [revision.number for revision in revisions] == [1, 2]
        texts = [
            catalogue.course_at(revision.id, "fi").modules[0].lessons[0].pages[0].text.html
            for revision in revisions
        ]
        assert texts == ["<p>Teksti.</p>", "<p>Toinen teksti.</p>"]
    assert count(app, SourceContent) == count(app, SourceFile) / 2 + 1


def test_publishing_writes_missing_ids_first(app: Flask, run: Run, course: Path) -> None:
    (course / LESSON).write_text(FRONT + QUESTION.replace(" {#a}", "").replace(" {#q}", ""))
    assert run("publish", course).exit_code == 0
    text = (course / LESSON).read_text()
    assert "## Sivu {#sivu}" in text
    assert "### Kysymys? {#kysymys}" in text
    with app.app_context():
        assert (catalogue.export("kurssi") or {})[LESSON] == text.encode()


def test_choices_keep_their_ids_from_revision_to_revision(
    app: Flask, run: Run, course: Path
) -> None:
    run("publish", course)
    turned = QUESTION.replace(
        "- [x] Kyllä\n  > Niin.\n- [ ] Ei\n  > Ei.\n", "- [ ] Ei\n  > Ei.\n- [x] Kyllä\n  > Niin.\n"
    )
    (course / LESSON).write_text(FRONT + turned)
    run("publish", course)
    with app.app_context():
        newest = db.session.scalar(select(func.max(CourseRevision.id))) or 0
        first = db.session.scalar(select(func.min(CourseRevision.id))) or 0
        ids = [
            {
                choice.text.html: choice.id
                for choice in catalogue.course_at(revision, "fi")
                .modules[0]
                .lessons[0]
                .pages[0]
                .questions[0]
                .content.choices  # type: ignore[attr-defined]  # choose one
            }
            for revision in (first, newest)
        ]
    assert ids[0] == ids[1]


def test_errors_stop_publishing_and_leave_everything_as_it_was(
    app: Flask, run: Run, course: Path
) -> None:
    run("publish", course)
    (course / LESSON).write_text(FRONT + "## Sivu {#a}\n\n<b>ei näin</b>\n")
    result = run("publish", course, "--language", "en")
    assert result.exit_code == 1
    assert f"{LESSON}:9: Stops publishing: “<b>” is HTML." in result.output
    assert "Nothing was published." in result.output
    assert count(app, CourseRevision) == 1


def test_a_question_that_changes_kind_needs_a_new_id(app: Flask, run: Run, course: Path) -> None:
    run("publish", course)
    gap = "## Sivu {#a}\n\nTeksti.\n\n### Kysymys? {#q}\n\nSana on [[yksi]].\n"
    (course / LESSON).write_text(FRONT + gap)
    with app.app_context():
        files = {
            file.relative_to(course).as_posix(): file.read_bytes()
            for file in course.rglob("*")
            if file.is_file()
        }
        result = catalogue.publish("kurssi", files, today=clock.today())
    (problem,) = [one for one in result.problems if one.severity is Severity.ERROR]
    assert (problem.code, problem.file, problem.line) == ("kind-changed", LESSON, 11)
    assert result.revision is None
    assert count(app, CourseRevision) == 1
    assert count(app, CompiledCourse) == 1


def test_export_gives_the_files_back_byte_for_byte(run: Run, course: Path, tmp_path: Path) -> None:
    (course / "muistio.txt").write_bytes(b"\xff\x00 mit\xe4 vain\r\n")
    run("publish", course)
    target = tmp_path / "ulos"
    assert run("export", "kurssi", target).exit_code == 0
    written = {f.relative_to(target): f.read_bytes() for f in target.rglob("*") if f.is_file()}
    original = {f.relative_to(course): f.read_bytes() for f in course.rglob("*") if f.is_file()}
    assert written == original


def test_export_overwrites_nothing_and_knows_its_courses(
    run: Run, course: Path, tmp_path: Path
) -> None:
    run("publish", course)
    assert run("export", "kurssi", course).exit_code == 1
    assert run("export", "muu", tmp_path / "ulos").exit_code == 1
    assert not (tmp_path / "ulos").exists()


# check and ids


def test_check_tells_all_problems_at_once(run: Run, course: Path) -> None:
    (course / LESSON).write_text(
        FRONT + "## Sivu {#a}\n\n<b>x</b>\n\n[y](lesson:muu)\n\n"
        "> [!CHECKED none review=2027-01-01] F\n> T.\n"
    )
    result = run("check", course, "--language", "en", "--today", "2026-11-21")
    assert result.exit_code == 1
    assert f"{LESSON}:9: Stops publishing" in result.output
    assert f"{LESSON}:11: Stops publishing: There is no lesson “muu”." in result.output
    assert f"{LESSON}:13: To be looked at: “F” has not been checked yet." in result.output
    assert "Example:" in result.output
    assert "2 errors, 0 warnings, 2 to review" in result.output


def test_check_gives_json_with_counts(run: Run, course: Path) -> None:
    result = run("check", course, "--json", "--today", "2026-11-21")
    assert result.exit_code == 0
    told = json.loads(result.output)
    assert told["counts"] == {
        "modules": 1,
        "lessons": 1,
        "scenarios": 0,
        "infographics": 0,
        "documents": 0,
        "items": 0,
    }
    assert told["errors"] == told["warnings"] == []
    assert [one["code"] for one in told["reviews"]] == ["label-unchecked"]
    assert told["reviews"][0]["file"] == "labels.fi.md"


def test_check_judges_facts_against_the_day_that_is_asked_for(run: Run, course: Path) -> None:
    fact = "> [!CHECKED 2026-01-01 review=2026-06-01] F\n> T.\n"
    (course / LESSON).write_text(FRONT + f"## Sivu {{#a}}\n\n{fact}")
    for day, overdue in (("2026-06-01", False), ("2026-06-02", True)):
        told = json.loads(run("check", course, "--json", "--today", day).output)
        assert ("fact-overdue" in {one["code"] for one in told["reviews"]}) is overdue


def test_check_changes_nothing(run: Run, course: Path, app: Flask) -> None:
    (course / LESSON).write_text(FRONT + "## Sivu\n\nTeksti.\n")
    before = (course / LESSON).read_bytes()
    assert run("check", course).exit_code == 0
    assert (course / LESSON).read_bytes() == before
    assert count(app, CourseRevision) == 0


def test_ids_writes_ids_and_lists_the_lines(run: Run, course: Path) -> None:
    (course / LESSON).write_text(FRONT + "## Sivu\n\nTeksti.\n")
    result = run("ids", course, "--language", "en")
    assert result.exit_code == 0
    assert f"{LESSON}:7: #sivu" in result.output
    assert "## Sivu {#sivu}" in (course / LESSON).read_text()
    assert "Everything has an id already." in run("ids", course, "--language", "en").output


def test_hidden_files_and_links_are_no_part_of_a_course(
    app: Flask, run: Run, course: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "salaisuus.txt"
    secret.write_text("salaisuus")
    (course / "media" / "linkki.txt").symlink_to(secret)
    (course / ".git").mkdir()
    (course / ".git" / "config").write_text("x")
    assert run("publish", course).exit_code == 0
    with app.app_context():
        assert set(catalogue.export("kurssi") or {}) == set(folder(QUESTION)) | {"media/a.png"}
