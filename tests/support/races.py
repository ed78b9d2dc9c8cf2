"""Doing the same thing at the same moment, on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Barrier, Thread

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from config import Settings
from tests.support.cast import SESSION_COOKIE
from tests.support.databases import PostgresqlDatabases, postgresql_server
from tests.support.installation import migrate_to_newest, running
from tests.support.visitor import Visitor

AT_ONCE = 8


@pytest.fixture(scope="session")
def postgresql_databases(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[PostgresqlDatabases]:
    """Where migrated PostgreSQL databases come from, whatever TEST_DATABASE says."""
    folder: Path = tmp_path_factory.mktemp("postgresql")
    with postgresql_server() as server:
        yield PostgresqlDatabases(server, partial(migrate_to_newest, folder))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def app_on_each(
    request: pytest.FixtureRequest, settings: Settings, clock: object
) -> Iterator[Flask]:
    """An application with an empty database, on each kind of database."""
    del clock
    if request.param == "sqlite":
        with running(settings) as app:
            yield app
        return
    databases: PostgresqlDatabases = request.getfixturevalue("postgresql_databases")
    with databases.copy() as address, running(replace(settings, database_url=address)) as app:
        yield app


def all_at_once(acts: Sequence[Callable[[], TestResponse]]) -> list[TestResponse]:
    """Do everything at the same moment, each in a thread of its own; give the responses."""
    barrier = Barrier(len(acts))
    responses: list[TestResponse] = []

    def act_at_the_barrier(act: Callable[[], TestResponse]) -> None:
        barrier.wait()
        responses.append(act())

    threads = [Thread(target=act_at_the_barrier, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(responses) == len(acts), "One of them ended without an answer"
    return responses


def twin(client: Visitor) -> Visitor:
    """Give another window of the same browser: what a double click looks like."""
    cookie = client.get_cookie(SESSION_COOKIE)
    assert cookie is not None
    other = client.application.test_client()
    assert isinstance(other, Visitor)
    other.set_cookie(SESSION_COOKIE, cookie.value)
    return other
