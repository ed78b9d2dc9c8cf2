"""The commands for course files: check, write ids, publish, export."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click
import msgspec
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy import select

from app import catalogue
from app.core.errors import Problem, Severity
from app.core.id_writing import write_ids
from app.core.identity import compare_address
from app.core.messages import EXAMPLE, SEVERITIES, word_problem
from app.core.policy import Role
from app.extensions import clock, db
from app.models import Person, RoleGrant
from config import LANGUAGES, Settings

course = AppGroup("course", help="Course files.")

DEFAULT_LANGUAGE = next(iter(LANGUAGES))
LARGEST_FOLDER = 500_000_000
"""Bytes; a course with a few short videos has a tenth of it."""
LONGEST_PATH = 300

_folder = click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
_language = click.option(
    "--language",
    type=click.Choice(list(LANGUAGES)),
    default=DEFAULT_LANGUAGE,
    show_default=True,
    help="Language of the messages.",
)
_today = click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day against which facts and reviews are judged; otherwise the present one.",
)


def read_folder(path: Path) -> dict[str, bytes]:
    """Return the files of a course folder by path; hidden files and links are left out.

    Raises:
        click.ClickException: The folder is too large or a path in it too long.
    """
    files: dict[str, bytes] = {}
    size = 0
    for file in sorted(path.rglob("*")):
        inside = file.relative_to(path)
        if file.is_symlink() or not file.is_file() or _is_hidden(inside):
            continue
        size += file.stat().st_size
        name = inside.as_posix()
        if size > LARGEST_FOLDER or len(name) > LONGEST_PATH:
            raise click.ClickException(_("The folder is too large: %(path)s", path=name))
        files[name] = file.read_bytes()
    return files


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") or part.endswith("~") for part in path.parts)


def slug_of(path: Path) -> str:
    """Return the name of the course: that of its folder."""
    return path.resolve().name


@course.command("check")
@_folder
@_language
@_today
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check(path: Path, language: str, today: date | None, as_json: bool) -> None:  # noqa: FBT001 - a switch of the command line
    """Tell everything that should be mended in the course at PATH."""
    day = _day(today)
    with force_locale(language):
        reading = catalogue.read_sources(read_folder(path), slug_of(path), day)
        if as_json:
            click.echo(
                json.dumps(
                    {
                        "counts": msgspec.to_builtins(reading.counts),
                        "errors": [_told(one) for one in reading.of(Severity.ERROR)],
                        "warnings": [_told(one) for one in reading.of(Severity.WARNING)],
                        "reviews": [_told(one) for one in reading.of(Severity.REVIEW)],
                    },
                    ensure_ascii=False,
                    indent=2,
                )
            )
        else:
            _show(reading.problems)
            click.echo(_summary(reading.problems))
    if not reading.publishable:
        raise SystemExit(1)


def _day(today: date | None) -> date:
    """Return the day that was asked for; click gives a time of it."""
    return date(today.year, today.month, today.day) if today is not None else clock.today()


def _told(problem: Problem) -> dict[str, object]:
    return {
        "file": problem.file,
        "line": problem.line,
        "code": problem.code,
        "message": word_problem(problem, _),
        "found": problem.found,
        "expected": problem.expected,
        "example": problem.example,
    }


def _show(problems: Iterable[Problem]) -> None:
    """Print the problems, the weightiest first, each with its place and its example."""
    order = list(Severity)
    for problem in sorted(problems, key=lambda one: (order.index(one.severity), one)):
        weight = _(SEVERITIES[problem.severity])
        click.echo(f"{problem.file}:{problem.line}: {weight}: {word_problem(problem, _)}")
        if problem.example:
            click.echo(f"    {_(EXAMPLE)}")
            for line in problem.example.splitlines():
                click.echo(f"      {line}")


def _summary(problems: Iterable[Problem]) -> str:
    counts = dict.fromkeys(Severity, 0)
    for problem in problems:
        counts[problem.severity] += 1
    return ", ".join(
        [
            ngettext("%(num)d error", "%(num)d errors", counts[Severity.ERROR]),
            ngettext("%(num)d warning", "%(num)d warnings", counts[Severity.WARNING]),
            ngettext("%(num)d to review", "%(num)d to review", counts[Severity.REVIEW]),
        ]
    )


@course.command("ids")
@_folder
@_language
def ids(path: Path, language: str) -> None:
    """Write the missing ids into the files at PATH and list the lines."""
    with force_locale(language):
        files = read_folder(path)
        changed, written = write_ids(files)
        _save(path, files, changed)
        for one in written:
            click.echo(f"{one.path}:{one.line}: #{one.id}")
        if not written:
            click.echo(_("Everything has an id already."))


def _save(path: Path, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    for name, content in after.items():
        if before.get(name) != content:
            (path / name).write_bytes(content)


@course.command("publish")
@_folder
@_language
@click.option(
    "--unread-confirmed-by",
    metavar="EMAIL",
    help="An owner who lets lessons go out that no professional has read yet.",
)
def publish(path: Path, language: str, unread_confirmed_by: str | None) -> None:
    """Publish the course at PATH; its folder's name is its name in addresses."""
    with force_locale(language):
        owner = _owner_named(unread_confirmed_by) if unread_confirmed_by is not None else None
        settings: Settings = current_app.config["SETTINGS"]
        publish_folder(path, allow_unread=settings.demo, unread_confirmed_by=owner)


def _owner_named(email: str) -> int:
    """Return the id of the owner with this address.

    Raises:
        click.ClickException: No owner has it.
    """
    owner = db.session.scalar(
        select(Person.id)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            Person.email_key == compare_address(email.strip()),
            RoleGrant.role == Role.OWNER.value,
            Person.closed_at.is_(None),
        )
        .order_by(Person.id)
        .limit(1)
    )
    if owner is None:
        raise click.ClickException(_("No owner has the address %(email)s.", email=email))
    return owner


def publish_folder(
    path: Path, *, allow_unread: bool = False, unread_confirmed_by: int | None = None
) -> None:
    """Publish a course folder and say what happened.

    Raises:
        SystemExit: An error in the files stopped it, or a lesson that nobody has read yet.
    """
    files = read_folder(path)
    result = catalogue.publish(
        slug_of(path),
        files,
        today=clock.today(),
        allow_unread=allow_unread,
        unread_confirmed_by=unread_confirmed_by,
    )
    if result.revision is None:
        _show(result.problems)
        if result.unread:
            click.echo(_("These lessons wait for a professional to read them:"))
            click.echo("\n".join(f"  {lesson}" for lesson in result.unread))
            click.echo(_("An owner can let them go out as they are: --unread-confirmed-by EMAIL"))
        click.echo(_("Nothing was published."))
        raise SystemExit(1)
    _save(path, files, dict(result.files))
    if result.redrawn:
        click.echo(_("Revision %(number)s was drawn anew.", number=result.revision))
    elif result.changes is None:
        click.echo(_("Nothing has changed since revision %(number)s.", number=result.revision))
    else:
        click.echo(_("Published as revision %(number)s.", number=result.revision))


@course.command("export")
@click.argument("slug")
@click.argument("path", type=click.Path(path_type=Path))
@_language
def export(slug: str, path: Path, language: str) -> None:
    """Write the files of the published course SLUG to the new folder PATH."""
    with force_locale(language):
        files = catalogue.export(slug)
        if files is None:
            raise click.ClickException(_("There is no course “%(slug)s”.", slug=slug))
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise click.ClickException(_("%(path)s is there already.", path=path))
        for name, content in files.items():
            target = path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        click.echo(ngettext("%(num)d file written.", "%(num)d files written.", len(files)))
