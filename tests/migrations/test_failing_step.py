"""A step that does not work out leaves the database as it was, whatever came before it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent, indent

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.extensions import db
from tests.support.installation import CopyDatabase, running, settings_for
from tests.support.sample_rows import Rows, fill_tables, read_rows
from tests.support.sources import ROOT

STEP = '''
import sqlalchemy as sa
from alembic import op

revision = "{name}"
down_revision = "{below}"


def upgrade() -> None:
{lines}


def downgrade() -> None:
    """Nothing to take back."""
'''


class Steps:
    """The project's steps, and more that a test adds after them."""

    def __init__(self, folder: Path) -> None:
        """Copy the project's steps into a folder."""
        self.folder = folder
        ours = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "migrations", folder, ignore=ours)
        (self._newest,) = ScriptDirectory(str(folder)).get_heads()

    def add(self, name: str, lines: str) -> None:
        """Add a step that does what these lines say."""
        text = STEP.format(name=name, below=self._newest, lines=indent(dedent(lines), "    "))
        (self.folder / "versions" / f"{name}.py").write_text(text, encoding="utf-8")
        self._newest = name

    def run(self) -> None:
        """Bring the database to the newest step."""
        flask_migrate.upgrade(directory=str(self.folder))


@pytest.fixture
def steps(copy_database: CopyDatabase, tmp_path: Path) -> Iterator[Steps]:
    """Steps that run on a database in which each table has a row."""
    with (
        copy_database() as address,
        running(settings_for(address, tmp_path)) as app,
        app.app_context(),
    ):
        with db.engine.begin() as connection:
            fill_tables(connection)
        yield Steps(tmp_path / "migrations")


def state() -> tuple[str, Rows]:
    """Give the step that the database says it is at, and all its rows."""
    with db.engine.connect() as connection:
        version = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
        return str(version), read_rows(connection)


def foreign_keys_hold() -> bool:
    """Try to write a row that points to nothing."""
    try:
        with db.engine.begin() as connection:
            connection.execute(sa.text("UPDATE consent SET person_id = 4711"))
    except IntegrityError:
        return True
    return False


def test_what_a_failing_step_did_before_it_failed_is_taken_back(steps: Steps) -> None:
    steps.add(
        "fails",
        """
        op.add_column("person", sa.Column("nickname", sa.String(20)))
        op.create_table("club", sa.Column("id", sa.Integer, primary_key=True))
        op.execute("UPDATE person SET name = 'Nobody'")
        op.execute("INSERT INTO nowhere VALUES (1)")
        """,
    )
    before = state()
    with pytest.raises(DatabaseError, match="nowhere"):
        steps.run()
    assert state() == before
    assert foreign_keys_hold()


def test_a_good_step_before_a_failing_one_is_taken_back_with_it(steps: Steps) -> None:
    steps.add("works", 'op.create_table("club", sa.Column("id", sa.Integer, primary_key=True))')
    steps.add("fails", 'op.execute("INSERT INTO nowhere VALUES (1)")')
    before = state()
    with pytest.raises(DatabaseError, match="nowhere"):
        steps.run()
    assert state() == before


def test_a_step_that_leaves_rows_pointing_to_nothing_is_taken_back(steps: Steps) -> None:
    steps.add("forgets", 'op.execute("DELETE FROM person")')
    before = state()
    # SQLite looks at the end and Flask-Migrate ends the command; PostgreSQL refuses at once.
    with pytest.raises((SystemExit, IntegrityError)):
        steps.run()
    assert state() == before
    assert foreign_keys_hold()


def test_rebuilding_a_table_keeps_its_rows_and_those_that_point_to_it(steps: Steps) -> None:
    steps.add(
        "rebuilds",
        """
        with op.batch_alter_table("person", recreate="auto") as person:
            person.add_column(sa.Column("nickname", sa.String(20)))
            person.alter_column("name", existing_type=sa.String(120), type_=sa.String(300))
        """,
    )
    _, before = state()
    steps.run()
    version, after = state()
    assert version == "rebuilds"
    assert [row.pop("nickname") for row in after["person"]] == [None]
    assert after == before
    assert foreign_keys_hold()
