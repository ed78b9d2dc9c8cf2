"""Nothing is open by accident: every address, method and role against a hand-written table."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.extensions import READING_METHODS
from app.guard import policy_of
from tests.fences.route_table import PAGE_RULE, TABLE, Route, fill
from tests.support.world import STRANGERS, Actor, World

REFUSED = frozenset({401, 403, 404, 405})

METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})

LEAVES_FILES_OPEN = {"/static/icon.svg"}
"""Werkzeug closes the file of a HEAD only when it is collected, which warns."""

TYPED = re.compile(r"<(int|path):\w+>")
NAMES_OF_IDS = re.compile(r"<(?!int:)\w*:?(person|association|certificate)_id>")
ADDRESS = re.compile(r"(/([a-z0-9.-]+|<[a-z:_]+>))*/?")


def rules(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Give rule, method and endpoint of everything that can be opened."""
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            yield rule.rule, method, rule.endpoint


def test_every_address_stands_in_the_table_once_and_no_other_does(app: Flask) -> None:
    table = [(route.rule, route.method) for route in TABLE]
    there = {(rule, method) for rule, method, _ in rules(app)}
    advice = "Think about who may open it and add a line to tests/fences/route_table.py"
    assert there - set(table) == set(), advice
    assert set(table) - there == set(), "These lines are about addresses that are gone"
    assert len(table) == len(set(table))


def test_every_line_of_the_table_tells_about_everybody() -> None:
    assert [route.rule for route in TABLE if set(route.answers) != set(Actor)] == []


def test_every_endpoint_declares_its_policy(app: Flask) -> None:
    without = sorted({name for _, _, name in rules(app) if policy_of(app, name) is None})
    assert without == [], "Mark these views: @public, @signed_in or @requires(Action.…)"


def test_an_endpoint_without_a_policy_is_closed_to_everybody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgotten() -> str:
        return "secret"

    # Rules cannot be added after the first request: the view of an address is replaced instead.
    monkeypatch.setitem(world.app.view_functions, "public.help", forgotten)
    for actor in Actor:
        client, _ = world.browser(actor)
        response = client.get("/help")
        assert response.status_code == 403
        assert "secret" not in response.text


def test_addresses_are_lower_case_with_hyphens_and_typed_ids(app: Flask) -> None:
    for rule, _, _ in rules(app):
        assert ADDRESS.fullmatch(TYPED.sub("<x>", rule)), f"{rule}: small letters and hyphens"
        assert not NAMES_OF_IDS.search(rule), f"{rule}: say <int:…_id>"


@pytest.mark.parametrize("actor", list(Actor))
def test_everybody_gets_what_the_table_says(world: World, actor: Actor) -> None:
    wrong = []
    for route in TABLE:
        response = send(world, actor, route)
        fault = what_is_wrong(route, actor, response)
        if fault:
            wrong.append(f"{route.method} {route.path}: {fault}")
        if route.method != "GET":
            wrong += leave_as_it_was(world, route, response.status_code)
    assert wrong == []


@pytest.mark.parametrize("actor", [Actor.ANONYMOUS, Actor.OTHER_LEARNER, Actor.COORDINATOR])
def test_other_methods_open_nothing(world: World, actor: Actor) -> None:
    client, _ = world.browser(actor)
    answers = {fill(route.path, world.values): route for route in TABLE if route.method == "GET"}
    taken = {(fill(route.path, world.values), route.method) for route in TABLE}
    wrong = []
    for path, route in answers.items():
        for method in METHODS - READING_METHODS:
            if (path, method) not in taken:
                status = client.open(path, method=method, buffered=True).status_code
                if status not in closed_with(route):
                    wrong.append(f"{method} {path}: {status}")
        if not (route.writes or path in LEAVES_FILES_OPEN):
            head = client.head(path)
            if (head.status_code, head.data) != (route.answers[actor], b""):
                wrong.append(f"HEAD {path}: {head.status_code}")
    assert wrong == []


def closed_with(route: Route) -> frozenset[int]:
    """Give the statuses of a closed door: some addresses read as a question or a page too."""
    reads_as_another = route.rule.startswith(f"{PAGE_RULE}/") or route.rule in {
        "/learn/<slug>/module/<module_id>",
        "/learn/<slug>/evenings/<evening_id>/<page_id>",
    }
    return frozenset({405, 303}) if reads_as_another else frozenset({405})


def test_a_local_contact_sees_no_person_of_another_association_anywhere(world: World) -> None:
    client, _ = world.browser(Actor.LOCAL_OTHER)
    for path in ("/org", "/org?search=Aino", "/org/people.csv", "/org?association=1"):
        assert "Aino Aalto" not in client.get(path).text, path


def test_reading_methods_are_those_that_the_lock_takes_for_reading() -> None:
    assert {"GET", "HEAD", "OPTIONS"} == READING_METHODS


def send(world: World, actor: Actor, route: Route) -> TestResponse:
    client, token = world.browser(actor)
    path = fill(route.path, world.values)
    if route.method == "GET":
        response = client.get(path, buffered=True)
        if route.writes:
            world.restore()
        return response
    form = {name: fill(value, world.values) for name, value in route.form.items()}
    return client.post(path, data={"csrf_token": token, "page": "/", **form})


def what_is_wrong(route: Route, actor: Actor, response: TestResponse) -> str:
    wanted = route.answers[actor]
    if response.status_code != wanted:
        return f"{response.status_code} instead of {wanted}"
    if wanted == 303 and is_for_members(route) and actor in STRANGERS:
        where = urlsplit(response.location).path
        return "" if where == "/sign-in" else f"led to {where} instead of /sign-in"
    return ""


def is_for_members(route: Route) -> bool:
    """Whether those signed in get something else than strangers, or something of their own."""
    return route.rule.startswith(("/me", "/learn", "/media", "/org", "/sign-out"))


def leave_as_it_was(world: World, route: Route, status: int) -> list[str]:
    """Undo what a submit did; one that was refused may only have kept what was typed."""
    changed = world.restore()
    if status in REFUSED and not set(changed) <= {"kept_text"}:
        return [f"{route.method} {route.path}: refused, but changed {changed}"]
    return []
