"""Looking changes nothing: after every GET by everybody each table holds the same rows."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import AuditEvent, SignedInSession
from tests.fences.route_table import FURTHER_PAGES, TABLE, fill
from tests.support.clock import FrozenClock
from tests.support.snapshots import changed_tables, read_content
from tests.support.world import MEMBERS, Actor, World

LOGGED = {
    "/org/people/{person}": "person:read",
    "/org/people.csv": "people:export",
    "/org/people.xlsx": "people:export",
}
"""The only GETs that leave a row: who opened a person, who took a list along."""

ODD_PAGES = (
    "/learn/{slug}/harjoitus/testi?ask=harjoitus/t-tila",
    "/learn/{slug}/harjoitus/testi?answered=harjoitus/t-tila",
    "/learn/{slug}/harjoitus/hiljenee?run=key-of-a-run-0123&step=1",
    "/learn/nothing",
    "/join/nothing",
    "/verify/nothing",
    "/sign-in/link/nothing",
    "/sign-in/slip/nothing",
    "/org?association=1&status=done&search=a",
    "/org/people/999999",
)


def test_the_named_exceptions_are_those_of_the_table() -> None:
    assert {route.path for route in TABLE if route.writes} == set(LOGGED)


@pytest.mark.parametrize("actor", list(Actor))
def test_looking_changes_nothing(world: World, actor: Actor) -> None:
    client, _ = world.browser(actor)
    before = read_content(world.app)
    paths = [route.path for route in TABLE if route.method == "GET"]
    for path in (*paths, *FURTHER_PAGES, *ODD_PAGES):
        client.get(fill(path, world.values), buffered=True)
        after = read_content(world.app)
        changed = changed_tables(before, after)
        if path in LOGGED and changed:
            assert list(changed) == ["audit_event"], path
            before = after
        assert path in LOGGED or changed == {}, path


def test_opening_a_person_and_exporting_leave_one_row_of_ids_each(world: World) -> None:
    client, _ = world.browser(Actor.COORDINATOR)
    for path in LOGGED:
        assert client.get(fill(path, world.values), buffered=True).status_code == 200
    with world.app.app_context():
        rows = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
        new = [(row.action, row.actor_id, row.subject) for row in rows][-3:]
    kaisa = world.members[Actor.COORDINATOR].id
    assert new == [
        ("person:read", kaisa, f"person:{world.values['person']}"),
        ("people:export", kaisa, world.values["slug"]),
        ("people:export", kaisa, world.values["slug"]),
    ]


def test_who_is_refused_leaves_no_row(world: World) -> None:
    for actor in (Actor.LEARNER, Actor.LOCAL_OTHER, Actor.TRAINER):
        client, _ = world.browser(actor)
        client.get(fill("/org/people/{person}", world.values))
    assert world.restore() == {}


def test_the_day_of_last_use_is_noted_once_a_day_and_nothing_else(
    world: World, clock: FrozenClock
) -> None:
    clock.move(timedelta(days=1))
    for actor in sorted(MEMBERS):
        client, _ = world.browser(actor)
        before = read_content(world.app)
        client.get("/learn")
        noted = read_content(world.app)
        assert changed_tables(before, noted) == {
            "signed_in_session": (len(before["signed_in_session"]),) * 2
        }
        client.get("/learn")
        client.get("/me")
        assert changed_tables(noted, read_content(world.app)) == {}
    with world.app.app_context():
        days = db.session.scalars(select(SignedInSession.last_used_on)).all()
    assert days.count(clock.now().date()) == len(MEMBERS)
