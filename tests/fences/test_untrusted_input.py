"""Whatever somebody sends, the answer is a page or a refusal and never a fault of ours."""

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.fences.route_table import TABLE, Route, fill
from tests.support import junk
from tests.support.world import Actor, Hurried, World

ROLES = (Actor.ANONYMOUS, Actor.LEARNER, Actor.OTHER_LEARNER, Actor.LOCAL_OWN, Actor.COORDINATOR)
"""Those who get further than the others; the route table shows that the rest are refused."""

EXAMPLES = 6
"""For each address, in the usual run."""

EXAMPLES_LONG = 100
"""For each address and role."""

Known = Mapping[str, str]


def name_of(route: Route) -> str:
    return f"{route.method} {route.rule}"


def known_values(world: World, route: Route) -> Known:
    """Give what stands in the tried address in the place of each parameter."""
    pattern = junk.PARAMETER.sub(r"(?P<\2>.+)", route.rule.replace(".", r"\."))
    found = re.fullmatch(pattern, fill(route.path, world.values))
    assert found, route
    return found.groupdict()


def address(route: Route, values: Known) -> str:
    """Put values into a rule, as a browser would send them."""
    return junk.PARAMETER.sub(lambda found: quote(values[found[2]], safe=""), route.rule)


def send(world: World, actor: Actor, route: Route, path: str, **what: object) -> TestResponse:
    client, token = world.browser(actor)
    form = what.get("form")
    if route.method == "GET":
        return client.get(path, query_string=what.get("query"), buffered=True)
    assert isinstance(form, dict)
    return client.post(path, data={**form, "csrf_token": token}, query_string=what.get("query"))


def check(response: TestResponse, told: object) -> None:
    assert response.status_code < 500, f"{response.status} for {told}"
    # Routing tidies double slashes by a redirect with our own host in it.
    location = response.headers.get("Location", "").removeprefix("http://localhost")
    assert not re.match(r"[a-z]+:|//|/\\", location), f"leads away to {location} for {told}"
    assert "\r" not in str(response.headers.get("Set-Cookie", "")), told


@pytest.mark.parametrize("route", [it for it in TABLE if "<" in it.rule], ids=name_of)
def test_junk_in_an_address_is_refused_politely(world: World, route: Route) -> None:
    known = known_values(world, route)
    for kind, name in junk.parameters(route.rule):
        for odd in junk.ODD_NUMBERS if kind == "int" else junk.ODD_NAMES:
            path = address(route, {**known, name: odd})
            response = send(world, Actor.COORDINATOR, route, path, form=filled(world, route))
            check(response, path[:200])


def filled(world: World, route: Route) -> dict[str, str]:
    return {name: fill(value, world.values) for name, value in route.form.items()}


@pytest.mark.parametrize("route", TABLE, ids=name_of)
def test_junk_in_queries_and_forms_is_refused_politely(world: World, route: Route) -> None:
    try_junk(world, route, ROLES, EXAMPLES)


@pytest.mark.long
@pytest.mark.parametrize("actor", list(Actor))
@pytest.mark.parametrize("route", TABLE, ids=name_of)
def test_much_junk_for_every_role(world: World, route: Route, actor: Actor) -> None:
    try_junk(world, route, (actor,), EXAMPLES_LONG)


_names: list[str] = []


def try_junk(world: World, route: Route, roles: tuple[Actor, ...], examples: int) -> None:
    if not _names:
        _names.extend(junk.field_names(world))
    known = known_values(world, route)

    @hypothesis_settings(
        max_examples=examples, suppress_health_check=list(HealthCheck), database=None
    )
    @given(
        actor=st.sampled_from(roles),
        parts=st.fixed_dictionaries(
            {
                name: st.one_of(st.just(known[name]), part_of(kind))
                for kind, name in junk.parameters(route.rule)
            }
        ),
        query=junk.fields(junk.QUERY_NAMES),
        form=junk.fields(_names),
        keep_form=st.booleans(),
    )
    def try_once(
        actor: Actor,
        parts: dict[str, str],
        query: dict[str, list[str]],
        form: dict[str, list[str]],
        keep_form: bool,
    ) -> None:
        path = address(route, parts)
        whole = {**(filled(world, route) if keep_form else {}), **form}
        check(
            send(world, actor, route, path, query=query, form=whole),
            (actor, route.method, path, query, whole),
        )

    run: Callable[[], None] = try_once
    run()


def part_of(kind: str) -> st.SearchStrategy[str]:
    if kind == "int":
        return st.integers(min_value=0).map(str)
    return junk.values.filter(lambda text: text not in {"", ".", ".."})


@pytest.mark.parametrize("actor", [Actor.ANONYMOUS, Actor.LEARNER])
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
        ("multipart/form-data", b"no boundary"),
        ("application/json", b'{"name": '),
        ("application/x-www-form-urlencoded; charset=nonsense", b"name=%ff%fe&name=%00"),
        ("application/x-www-form-urlencoded", b"&".join(b"f%d=x" % n for n in range(3_000))),
        ("text/plain", b"\xff\xfe\x00"),
        ("", b"name=x"),
    ],
)
def test_a_body_that_is_no_form_is_refused_politely(
    world: World, actor: Actor, content_type: str, body: bytes
) -> None:
    client, token = world.browser(actor)
    for path in ("/sign-in", "/me", "/learn/pieni/omat/pohdinta", "/verify", "/language"):
        response = client.post(
            path,
            input_stream=BytesIO(body),
            content_type=content_type,
            headers={"X-CSRFToken": token, "Content-Length": str(len(body))},
        )
        check(response, (path, content_type))


def test_odd_headers_are_harmless(world: World) -> None:
    client, _ = world.browser(Actor.LEARNER)
    for name in ("Accept-Language", "Cookie", "Referer", "User-Agent", "If-None-Match", "Range"):
        for odd in ("x" * 5_000, "ä;q=2", "*", ";;;", "bytes=9-1", 'fi;q="'):
            fresh = Hurried(world.app, world.app.response_class, use_cookies=False)
            check(fresh.get("/", headers={name: odd}), (name, odd))
            check(client.get("/static/icon.svg", headers={name: odd}, buffered=True), (name, odd))
