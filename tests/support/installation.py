"""An installation of one test's own: settings, database, application and server."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Protocol
from wsgiref.types import WSGIApplication

import flask_migrate
import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from werkzeug.serving import WSGIRequestHandler, make_server

from app import extensions
from app.extensions import db
from config import Settings
from tests.support.cast import Cast, assemble
from tests.support.clock import FrozenClock
from tests.support.courses import forget_courses
from tests.support.databases import PostgresqlDatabases, SqliteDatabases, postgresql_server
from tests.support.smtp import Letterbox, SmtpServer, smtp_server
from tests.support.sources import ROOT
from tests.support.visitor import SeenPage, Visitor

ADDRESS = "127.0.0.1"
DATABASES = ("sqlite", "postgresql")

CopyDatabase = Callable[[], AbstractContextManager[str]]


class Databases(Protocol):
    """Hands out migrated databases; see `tests.support.databases`."""

    def copy(self) -> AbstractContextManager[str]:
        """Give the address of a fresh database, which goes away afterwards."""

    def renew(self, address: str) -> None:
        """Make a database that was handed out as fresh as on the first day."""


class _QuietHandler(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - Werkzeug's name
        """Say nothing: what a test expects is in the test."""


@pytest.fixture(scope="session")
def listening() -> Iterator[socket.socket]:
    """A port of this computer that is ours for the whole run, so that addresses are known early."""
    with socket.create_server((ADDRESS, 0)) as taken:
        yield taken


@pytest.fixture(scope="session")
def mail_server() -> Iterator[SmtpServer]:
    """A real SMTP server."""
    with smtp_server() as server:
        yield server


@pytest.fixture
def letterbox(mail_server: SmtpServer) -> Letterbox:
    """What this test's application has sent, empty at first."""
    mail_server.letterbox.messages.clear()
    mail_server.letterbox.refusal = None
    return mail_server.letterbox


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Where migrated databases come from, of the kind that TEST_DATABASE names."""
    kind = os.environ.get("TEST_DATABASE", "sqlite")
    assert kind in DATABASES, f"TEST_DATABASE is one of {DATABASES}, not {kind!r}"
    folder = tmp_path_factory.mktemp("databases")
    if kind == "sqlite":
        yield SqliteDatabases(folder, partial(migrate_to_newest, folder))
        return
    with postgresql_server() as server:
        yield PostgresqlDatabases(server, partial(migrate_to_newest, folder))


@pytest.fixture(scope="session")
def copy_database(databases: Databases) -> CopyDatabase:
    """Hand out databases beside the one that `app` uses."""
    return databases.copy


@pytest.fixture(scope="session")
def standing_app(
    databases: Databases,
    tmp_path_factory: pytest.TempPathFactory,
    listening: socket.socket,
    mail_server: SmtpServer,
) -> Iterator[Flask]:
    """The application that tests share in turn: making one takes longer than most tests."""
    with databases.copy() as database_url:
        settings = settings_for(
            database_url,
            tmp_path_factory.mktemp("data"),
            public_address=f"http://{ADDRESS}:{listening.getsockname()[1]}",
            mail_host=mail_server.hostname,
            mail_port=mail_server.port,
        )
        with running(settings) as made:
            yield made


@pytest.fixture
def settings(databases: Databases, standing_app: Flask) -> Settings:
    """Settings of an installation with a fresh database, whose mail goes to the letterbox."""
    settings: Settings = standing_app.config["SETTINGS"]
    _let_go(standing_app)
    databases.renew(settings.database_url)
    forget_courses()
    return settings


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    """The application's clock, standing at noon UTC on 21 November 2026."""
    frozen = FrozenClock()
    monkeypatch.setattr(extensions.clock, "now", frozen.now)
    return frozen


@pytest.fixture
def app(standing_app: Flask, settings: Settings, clock: FrozenClock) -> Iterator[Flask]:
    """The application with an empty database. Opens no context: requests open their own."""
    del clock, settings  # Asked for so that time stands still and the database is empty.
    config = dict(standing_app.config)
    yield standing_app
    standing_app.config.clear()
    standing_app.config.update(config)


@pytest.fixture
def cast(app: Flask) -> Cast:
    """Aino, Kaisa, Olli and Tiina."""
    return assemble(app)


@pytest.fixture
def client(app: Flask) -> Visitor:
    """A visitor nobody knows yet; every page they fetch is examined."""
    client = app.test_client()
    assert isinstance(client, Visitor)
    return client


@pytest.fixture
def page(client: Visitor) -> Callable[..., SeenPage]:
    """Look at a page: ``page("/help").heading``."""
    return client.see


@pytest.fixture
def site(app: Flask, listening: socket.socket) -> Iterator[str]:
    """The address of the running application, for a browser."""
    with serving(app, listening) as address:
        yield address


@contextmanager
def serving(app: WSGIApplication, listening: socket.socket) -> Iterator[str]:
    """Serve an application on a port that is ours, and give its address."""
    server = make_server(
        ADDRESS,
        listening.getsockname()[1],
        app,
        threaded=True,
        request_handler=_QuietHandler,
        fd=os.dup(listening.fileno()),
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://{ADDRESS}:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def running(settings: Settings) -> Iterator[Flask]:
    """Make an application and let go of its database afterwards."""
    from app.factory import create_app  # noqa: PLC0415 - the core's tests run without it

    made = create_app(settings)
    made.testing = True
    # Faults become the page a person would see; tests look for that page.
    made.config["PROPAGATE_EXCEPTIONS"] = False
    made.test_client_class = Visitor
    # Each test has its own application; they all draw with the same templates.
    made.jinja_env.bytecode_cache = FileSystemBytecodeCache(_folder_of_templates())
    try:
        yield made
    finally:
        _let_go(made)


def _let_go(app: Flask) -> None:
    """Close the connections to an application's database."""
    with app.app_context():
        db.engine.dispose()


@cache
def _folder_of_templates() -> str:
    folder = ROOT / ".cache" / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder)


def settings_for(database_url: str, folder: Path, **others: object) -> Settings:
    """Give the settings of an installation in a folder; others replace what is usual in tests."""
    usual: dict[str, object] = {
        "secret_key": "a key that protects nothing but a test",
        "public_address": f"http://{ADDRESS}:8000",
        "trusted_hosts": (ADDRESS, "localhost"),
        "mail_security": "none",
    }
    return Settings(database_url=database_url, data_dir=folder, **{**usual, **others})  # type: ignore[arg-type] # checked by Settings


def migrate_to_newest(folder: Path, database_url: str) -> None:
    """Bring a database to the newest migration, as the command does."""
    with running(settings_for(database_url, folder)) as app, app.app_context():
        flask_migrate.upgrade()
