"""A submit counts only with the token of our own page; without one nothing changes or gets lost."""

import re
from collections.abc import Mapping

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import KeptText
from tests.fences.route_table import FURTHER_PAGES, TABLE, Route, fill
from tests.support.snapshots import changed_tables, read_content, take_snapshot
from tests.support.world import Actor, Hurried, World

POSTS = tuple(route for route in TABLE if route.method == "POST")

FOREIGN: Mapping[str, str] = {
    "person_id": "2",
    "person": "2",
    "id": "2",
    "user_id": "2",
    "email_key": "someone@example.org",
    "role": "owner",
    "roles": "owner",
    "local_association_id": "2",
    "association_id": "2",
    "closed_at": "",
    "totp_secret": "",
    "created_at": "2020-01-01",
    "passed": "1",
    "credit": "1",
    "state": "current",
    "number": "99",
    "code_hash": "x",
}
"""Names of columns that no form of ours has."""

CHANGES_BY_TURNS = frozenset(
    {
        "browser_hash",
        "code",
        "code_hash",
        "html",
        "link_hash",
        "password_hash",
        "text",
        "token_hash",
        "words_hash",
    }
)

WRITTEN = ("learn/{slug}/omat/pohdinta", "Tämä on pitkä ajatus, jota en halua menettää.")


def best_actor(route: Route) -> Actor:
    """Give somebody who may do it."""
    order = (Actor.COORDINATOR, Actor.LEARNER, Actor.ANONYMOUS)
    allowed = (actor for actor in order if route.answers[actor] not in {401, 403, 404})
    return next(allowed, Actor.ANONYMOUS)


@pytest.mark.parametrize("token", [None, "", "wrong", "of somebody else"])
def test_no_submit_counts_without_its_token(world: World, token: str | None) -> None:
    _, others_token = world.browser(Actor.TRAINER)
    sent = others_token if token == "of somebody else" else token
    for route in POSTS:
        actor = Actor.COORDINATOR
        client, _ = world.browser(actor)
        before = read_content(world.app)
        form = {name: fill(value, world.values) for name, value in route.form.items()}
        response = client.post(
            fill(route.path, world.values),
            data={"page": "/help", **form} | ({} if sent is None else {"csrf_token": sent}),
        )
        assert response.status_code == 303, route.path
        assert response.location == "/help", route.path
        changed = changed_tables(before, read_content(world.app))
        assert set(changed) <= {"kept_text"}, route.path


def test_what_was_typed_returns_after_a_token_that_does_not_fit(world: World) -> None:
    client, _ = world.browser(Actor.LEARNER)
    page, text = fill("/" + WRITTEN[0], world.values), WRITTEN[1]
    response = client.post(
        page, data={"csrf_token": "old", "page": page, "toive": text, "miksi": ""}
    )
    assert response.location == page
    shown = client.get(page).text
    assert text in shown
    assert "Nothing was lost." in shown


def test_what_a_stranger_typed_returns_in_the_same_browser_only(world: World) -> None:
    client, _ = world.browser(Actor.ANONYMOUS)
    path = fill("/join/{invitation}", world.values)
    client.get(path)
    client.post(path, data={"csrf_token": "old", "page": path, "name": "Liisa Lehtonen"})
    assert "Liisa Lehtonen" in client.get(path).text
    other, _ = world.browser(Actor.ANONYMOUS)
    assert "Liisa Lehtonen" not in other.get(path).text


def test_secrets_are_not_among_what_is_kept(world: World) -> None:
    client, _ = world.browser(Actor.ANONYMOUS)
    secrets = {
        "password": "salainen-1",
        "code": "123457",
        "words": "yksi kaksi",
        "new_password": "s-2",
    }
    client.post("/sign-in/password", data={"csrf_token": "old", "identifier": "aino", **secrets})
    with world.app.app_context():
        (row,) = db.session.scalars(select(KeptText))
        assert row.fields == {"identifier": ["aino"]}


@pytest.mark.parametrize("route", POSTS, ids=lambda route: route.path)
def test_extra_fields_change_nothing(world: World, route: Route) -> None:
    actor = best_actor(route)
    plain = outcome(world, actor, route, {})
    world.restore()
    assert outcome(world, actor, route, FOREIGN) == plain


def test_only_who_asks_is_changed_whoever_the_form_names(world: World) -> None:
    client, token = world.browser(Actor.OTHER_LEARNER)
    aino, lauri = world.members[Actor.LEARNER].id, world.members[Actor.OTHER_LEARNER].id
    form = {"csrf_token": token, "person_id": str(aino), "person": str(aino), "id": str(aino)}
    client.post("/me", data={**form, "name": "Uusi Nimi", "own_language": "en"})
    client.post(
        "/me/reading", data={**form, "text_size": "large", "spacing": "wide", "theme": "dark"}
    )
    client.post("/learn/pieni/omat/lupaus", data=form)
    client.post(
        "/learn/pieni/omat/pohdinta", data={**form, "miksi": "x", "form_key": "key-of-a-form-9"}
    )
    after = read_content(world.app)
    for table, rows in after.items():
        own = set(map(str, rows)) - set(map(str, world.content[table]))
        for row in own:
            assert "Aino" not in row, (table, row)
    names = [row for row in after["person"] if row[0] == aino]
    assert names == [row for row in world.content["person"] if row[0] == aino]
    assert any(row[0] == lauri and "Uusi Nimi" in row for row in after["person"])


def test_a_token_stands_in_every_form_that_sends_something(world: World) -> None:
    for actor in (Actor.ANONYMOUS, Actor.LEARNER, Actor.OTHER_LEARNER, Actor.COORDINATOR):
        client, _ = world.browser(actor)
        for path in paths_of_forms():
            for form in forms_in(client, fill(path, world.values)):
                assert 'name="csrf_token"' in form, f"{path}: use components/form.html"


def paths_of_forms() -> list[str]:
    return [*(route.path for route in TABLE if route.method == "GET"), *FURTHER_PAGES]


def forms_in(client: Hurried, path: str) -> list[str]:
    text = client.get(path, buffered=True)
    if text.mimetype != "text/html":
        return []
    return re.findall(r'<form[^>]*method="post".*?</form>', text.text, re.DOTALL | re.IGNORECASE)


def outcome(
    world: World, actor: Actor, route: Route, extra: Mapping[str, str]
) -> tuple[object, ...]:
    """Give what a submit led to: where, and which rows, but for what is random."""
    client, token = world.browser(actor)
    form = {name: fill(value, world.values) for name, value in route.form.items()}
    own = {"csrf_token": token, "page": "/", "form_key": "key-of-a-form-0123"}
    response = client.post(fill(route.path, world.values), data={**extra, **own, **form})
    where = re.sub(r"[\w.-]{20,}", "…", response.location or "")
    return response.status_code, where, rows_without_secrets(world)


def rows_without_secrets(world: World) -> dict[str, list[dict[str, object]]]:
    """Give all rows without hashes and codes, and without text that was only kept."""
    return {
        table: sorted(
            (
                {name: value for name, value in row.items() if name not in CHANGES_BY_TURNS}
                for row in rows
            ),
            key=str,
        )
        for table, rows in take_snapshot(world.app).items()
        if table not in {"kept_text", "throttle"}
    }
