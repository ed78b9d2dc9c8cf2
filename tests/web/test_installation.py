"""What every test leans on: a fresh database, the cast, sessions, mail, the clock and a browser."""

from datetime import timedelta

import pytest
from flask import Flask, has_app_context
from sqlalchemy import select

from app import extensions
from app.extensions import db
from app.models import LocalAssociation, Person
from tests.support.browser import Visits
from tests.support.cast import Cast, add_person, session_cookie, sign_in
from tests.support.clock import START, FrozenClock
from tests.support.visitor import Visitor


@pytest.mark.parametrize("_", [1, 2])
def test_each_test_has_a_database_of_its_own(app: Flask, _: int) -> None:
    add_person(app, "Only One", _local_association(app))
    with app.app_context():
        assert db.session.scalars(select(Person.name)).all() == ["Only One"]


def test_the_clock_stands_until_it_is_moved(clock: FrozenClock) -> None:
    assert extensions.clock.now() == START
    clock.move(timedelta(days=1, hours=13))
    assert extensions.clock.today().isoformat() == "2026-11-23"


def test_a_visitor_signs_in_and_others_stay_strangers(
    client: Visitor, app: Flask, cast: Cast
) -> None:
    sign_in(client, cast.aino)
    assert client.get("/learn").status_code == 200
    assert app.test_client().get("/learn").status_code == 303


def test_no_context_stays_open_around_requests(client: Visitor, cast: Cast) -> None:
    sign_in(client, cast.aino)
    client.get("/")
    assert not has_app_context()


@pytest.mark.browser
def test_a_browser_can_hold_a_session(open_tab: Visits, app: Flask, cast: Cast) -> None:
    page = open_tab("/learn", session=session_cookie(app, cast.aino))
    assert page.url.endswith("/learn")
    assert page.get_by_role("link", name="Settings").is_visible()


def _local_association(app: Flask) -> int:
    with app.app_context():
        association = LocalAssociation(name="Pirkanmaa")
        db.session.add(association)
        db.session.commit()
        return association.id
