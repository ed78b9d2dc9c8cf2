"""Settings that would be unsafe stop the start; the demo's doors do not exist in production."""

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import event, text

from app import demo_links, extensions
from app.extensions import db, sqlite_module
from config import Settings, SettingsError
from tests.support.cast import Cast
from tests.support.installation import CopyDatabase, running
from tests.support.sources import ROOT
from tests.support.world import Hurried, hurried

KEY = "k" * 32
PRODUCTION: Mapping[str, str] = {
    "SECRET_KEY": KEY,
    "PUBLIC_ADDRESS": "https://polku.example.fi",
    "TRUSTED_HOSTS": "polku.example.fi",
}
DEMO: Mapping[str, str] = {"DEMO": "yes", "PUBLIC_ADDRESS": "http://127.0.0.1:8000"}


def read(folder: Path, **changes: str) -> Settings:
    return Settings.from_environment({**PRODUCTION, "DATA_DIR": str(folder), **changes})


def test_production_starts_with_what_it_needs(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.https
    assert not settings.demo
    assert settings.trusted_hosts == ("polku.example.fi",)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"PUBLIC_ADDRESS": ""}, "PUBLIC_ADDRESS"),
        ({"PUBLIC_ADDRESS": "polku.example.fi"}, "PUBLIC_ADDRESS"),
        ({"PUBLIC_ADDRESS": "ftp://polku.example.fi"}, "PUBLIC_ADDRESS"),
        ({"PUBLIC_ADDRESS": "https://polku.example.fi/folder"}, "PUBLIC_ADDRESS"),
        ({"PUBLIC_ADDRESS": "http://polku.example.fi"}, "PUBLIC_ADDRESS"),
        ({"TRUSTED_HOSTS": ""}, "TRUSTED_HOSTS"),
        ({"TRUSTED_HOSTS": " , "}, "TRUSTED_HOSTS"),
        ({"DEMO": "yes"}, "DEMO"),
        ({"DEMO": "yes", "PUBLIC_ADDRESS": "http://192.168.1.5:8000"}, "DEMO"),
        ({"DEMO": "perhaps"}, "DEMO"),
        ({"MAIL_PORT": "many"}, "MAIL_PORT"),
        ({"MAIL_PORT": "-1"}, "MAIL_PORT"),
        ({"MAIL_SECURITY": "some"}, "MAIL_SECURITY"),
        ({"PROXY_COUNT": "one"}, "PROXY_COUNT"),
        ({"SESSION_DAYS": "9.5"}, "SESSION_DAYS"),
        ({"SESSION_DAYS": "0"}, "SESSION_DAYS"),
        ({"IDLE_DAYS": "0"}, "IDLE_DAYS"),
        ({"MAIL_PORT": "70000"}, "MAIL_PORT"),
    ],
)
def test_a_setting_that_makes_no_sense_stops_the_start_and_is_named(
    tmp_path: Path, changes: dict[str, str], told: str
) -> None:
    with pytest.raises(SettingsError) as refusal:
        read(tmp_path, **changes)
    assert str(refusal.value).startswith(f"{told}:")


def test_the_program_itself_does_not_start_without_its_settings(tmp_path: Path) -> None:
    tried = subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=ROOT,
        env={"DATA_DIR": str(tmp_path), "PUBLIC_ADDRESS": "https://polku.example.fi"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert tried.returncode != 0
    assert "SECRET_KEY" in tried.stderr or "TRUSTED_HOSTS" in tried.stderr


def test_the_demo_makes_itself_a_key_that_nobody_else_can_read(tmp_path: Path) -> None:
    settings = Settings.from_environment({**DEMO, "DATA_DIR": str(tmp_path)})
    again = Settings.from_environment({**DEMO, "DATA_DIR": str(tmp_path)})
    assert settings.secret_key == again.secret_key
    assert len(settings.secret_key) >= 64
    assert (tmp_path / "demo-secret-key").stat().st_mode & 0o077 == 0


def demo_paths(app: Flask, cast: Cast) -> tuple[str, ...]:
    link = demo_links.link_for(app.config["SETTINGS"], cast.kaisa.id)
    return (urlsplit(link).path, "/demo/mailbox", "/gallery")


def test_production_knows_no_demo_links(app: Flask, cast: Cast) -> None:
    client = hurried(app)
    for path in demo_paths(app, cast):
        assert client.get(path).status_code == 404, path
    link, *_ = demo_paths(app, cast)
    with client.session_transaction() as cookie:
        cookie["csrf_token"] = "x"
    assert client.post(link).status_code in {303, 404}
    assert client.get("/me").status_code == 303, "Nobody was signed in"


@pytest.fixture
def demo(app: Flask, settings: Settings, cast: Cast) -> Iterator[Flask]:
    """The same database as a demo."""
    del app, cast
    with running(replace(settings, demo=True)) as made:
        yield made


def test_demo_links_work_for_this_computer_only(demo: Flask, cast: Cast) -> None:
    for path in demo_paths(demo, cast):
        here = Hurried(demo, demo.response_class, use_cookies=True)
        base = "http://127.0.0.1"
        assert here.get(path, base_url=base).status_code == 200, path
        far = here.get(path, base_url=base, environ_base={"REMOTE_ADDR": "192.0.2.7"})
        assert far.status_code == 404, f"{path} opens for another computer"


def test_a_demo_link_of_another_installation_signs_nobody_in(demo: Flask, cast: Cast) -> None:
    settings: Settings = replace(
        demo.config["SETTINGS"], secret_key="another key, as long as it has to be"
    )
    link = urlsplit(demo_links.link_for(settings, cast.kaisa.id)).path
    here = Hurried(demo, demo.response_class, use_cookies=True)
    assert here.get(link, base_url="http://127.0.0.1").status_code == 404


def pragmas(app: Flask) -> dict[str, object]:
    names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
    with app.app_context(), db.engine.connect() as connection:
        return {name: connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in names}


@pytest.fixture
def sqlite_only(app: Flask) -> Flask:
    """The application, for what holds for SQLite."""
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("about SQLite's own settings")
    return app


def test_sqlite_waits_for_the_disk_and_forgets_what_is_deleted(sqlite_only: Flask) -> None:
    assert sqlite_module().sqlite_version_info >= (3, 51, 3)
    full, on = 2, 1
    assert pragmas(sqlite_only) == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": on,
        "secure_delete": on,
        "busy_timeout": 5000,
    }


def test_an_sqlite_with_the_wal_fault_gets_a_rollback_journal(
    sqlite_only: Flask,
    copy_database: CopyDatabase,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    del sqlite_only
    newest = sqlite_module()

    class Older:
        """The driver as it would be with the SQLite of an older system."""

        sqlite_version_info = (3, 40, 1)

        def __getattr__(self, name: str) -> object:
            return getattr(newest, name)

    monkeypatch.setattr(extensions, "newest_sqlite", Older())
    with copy_database() as address, running(replace(settings, database_url=address)) as older:
        found = pragmas(older)
    extra = 3
    assert (found["journal_mode"], found["synchronous"]) == ("delete", extra)
    assert (found["foreign_keys"], found["secure_delete"]) == (1, 1)


def test_a_post_takes_the_write_lock_at_once_and_a_get_does_not(
    sqlite_only: Flask, cast: Cast
) -> None:
    begun: list[str] = []
    with sqlite_only.app_context():
        engine = db.engine

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("BEGIN"):
            begun.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        client = hurried(sqlite_only)
        client.get("/")
        reading = list(begun)
        begun.clear()
        with client.session_transaction() as cookie:
            cookie["browser"] = "x"
        client.post("/verify", data={"certificate": "ABC"})
        client.post("/me", data={"name": cast.aino.name})
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert set(reading) <= {"BEGIN"}
    assert set(begun) == {"BEGIN IMMEDIATE"}


def test_every_setting_stands_in_the_manual() -> None:
    manual = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    code = (ROOT / "config.py").read_text(encoding="utf-8")
    names = set(re.findall(r'(?:env\.get\(|_integer\(env, |_boolean\(env, )"([A-Z_]+)"', code))
    assert {"SECRET_KEY", "TRUSTED_HOSTS", "DEMO", "MAIL_PORT"} <= names
    assert sorted(name for name in names if name not in manual) == []
