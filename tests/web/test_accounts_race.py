"""Single use is decided by the database: many at once, on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.extensions import db
from app.models import Person, SignedInSession
from config import Settings
from tests.support.accounts import (
    JOIN_FIELDS,
    SLIP_FIELDS,
    ask_code,
    code_to,
    group_path,
    is_signed_in,
    people,
    personal_path,
    sign_in_slip,
    slip,
)
from tests.support.cast import SESSION_COOKIE, Cast, assemble
from tests.support.databases import PostgresqlDatabases, postgresql_server
from tests.support.installation import migrate_to_newest, running
from tests.support.visitor import Visitor

AT_ONCE = 8

Place = tuple[Flask, Cast]


@pytest.fixture(scope="module")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresqlDatabases]:
    """A PostgreSQL server with a migrated template."""
    folder = tmp_path_factory.mktemp("postgresql")
    with postgresql_server() as server:
        yield PostgresqlDatabases(server, partial(migrate_to_newest, folder))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def place(
    request: pytest.FixtureRequest, settings: Settings, clock: object, tmp_path: Path
) -> Iterator[Place]:
    """An application with the cast, on each database."""
    del clock, tmp_path
    if request.param == "sqlite":
        with running(settings) as app:
            yield app, assemble(app)
        return
    databases: PostgresqlDatabases = request.getfixturevalue("postgresql")
    with databases.copy() as address, running(replace(settings, database_url=address)) as app:
        yield app, assemble(app)


def visitor_of(app: Flask) -> Visitor:
    client = app.test_client()
    assert isinstance(client, Visitor)
    return client


def all_at_once(acts: list[Callable[[], TestResponse]]) -> list[int]:
    """Do everything at the same moment; give the status of each."""
    barrier = Barrier(len(acts))
    statuses: list[int] = []

    def act_at_the_barrier(act: Callable[[], TestResponse]) -> None:
        barrier.wait()
        statuses.append(act().status_code)

    threads = [Thread(target=act_at_the_barrier, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses)


def twin(client: Visitor) -> Visitor:
    """Give another window of the same browser: what a double click looks like."""
    cookie = client.get_cookie(SESSION_COOKIE)
    assert cookie is not None
    other = visitor_of(client.application)
    other.set_cookie(SESSION_COOKIE, cookie.value)
    return other


def test_one_slip_makes_one_account_however_many_try(place: Place) -> None:
    app, cast = place
    path, _ = slip(app, cast.pirkanmaa)
    clients = [visitor_of(app) for _ in range(AT_ONCE)]
    pages = [client.see(path) for client in clients]
    statuses = all_at_once(
        [partial(c.submit, p, SLIP_FIELDS) for c, p in zip(clients, pages, strict=True)]
    )
    assert statuses == [303] + [410] * (AT_ONCE - 1)
    assert len(people(app)) == 5
    assert sum(is_signed_in(client) for client in clients) == 1


def test_one_slip_sent_many_times_by_one_browser_signs_it_in(place: Place) -> None:
    app, cast = place
    path, _ = slip(app, cast.pirkanmaa)
    first = visitor_of(app)
    page = first.see(path)
    clients = [twin(first) for _ in range(AT_ONCE)]
    statuses = all_at_once([partial(client.submit, page, SLIP_FIELDS) for client in clients])
    assert statuses == [303] * AT_ONCE
    assert len(people(app)) == 5
    assert all(is_signed_in(client) for client in clients)


def test_one_code_sent_many_times_makes_one_account(place: Place) -> None:
    app, cast = place
    first = visitor_of(app)
    sent = first.look(first.submit(first.see(group_path(app, cast.pirkanmaa)), JOIN_FIELDS))
    code = code_to(app, JOIN_FIELDS["email"])
    clients = [twin(first) for _ in range(4)]
    statuses = all_at_once([partial(client.submit, sent, {"code": code}) for client in clients])
    assert statuses == [303] * 4
    assert len(people(app)) == 5
    assert all(is_signed_in(client) for client in clients)


def test_one_personal_invitation_makes_one_account_for_many_codes(place: Place) -> None:
    app, cast = place
    path = personal_path(app, cast.pirkanmaa, "x@example.org")
    clients = [visitor_of(app) for _ in range(AT_ONCE)]
    acts: list[Callable[[], TestResponse]] = []
    for number, client in enumerate(clients):
        fields = {**JOIN_FIELDS, "email": f"liisa{number}@example.org"}
        sent = client.look(client.submit(client.see(path), fields))
        acts.append(partial(client.submit, sent, {"code": code_to(app, fields["email"])}))
    assert all_at_once(acts) == [303] + [410] * (AT_ONCE - 1)
    assert len(people(app)) == 5


def test_one_sign_in_slip_signs_in_one_browser(place: Place) -> None:
    app, cast = place
    path, _ = sign_in_slip(app, cast.aino.id)
    clients = [visitor_of(app) for _ in range(AT_ONCE)]
    pages = [client.see(path) for client in clients]
    statuses = all_at_once(
        [partial(c.submit, p, None, "Sign in") for c, p in zip(clients, pages, strict=True)]
    )
    assert statuses == [303] + [410] * (AT_ONCE - 1)
    with app.app_context():
        mine = select(func.count()).where(SignedInSession.person_id == cast.aino.id)
        assert db.session.scalar(mine) == 1


def test_no_more_than_five_wrong_codes_are_compared_at_once(place: Place) -> None:
    app, cast = place
    first = visitor_of(app)
    sent = ask_code(first, cast.aino.email)
    code = code_to(app, cast.aino.email)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    clients = [twin(first) for _ in range(AT_ONCE)]
    statuses = all_at_once([partial(client.submit, sent, {"code": wrong}) for client in clients])
    assert statuses == [422] * AT_ONCE
    assert first.submit(sent, {"code": code}).status_code == 422
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Person)) == 4
