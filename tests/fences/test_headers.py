"""Every answer carries the headers that keep people safe; nothing of theirs is ever cached."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.assets import content_security_policy
from app.guard import public
from config import Settings
from tests.fences.route_table import FURTHER_PAGES, TABLE, fill
from tests.support.installation import running
from tests.support.world import Actor, Hurried, World

KEPT_BY_BROWSERS = ("/static/", "/media/")
"""Files named by their content. All other answers may hold somebody's data."""

SOURCES_ALLOWED = re.compile(r"'none'|'self'|'sha256-[A-Za-z0-9+/]{43}='")


def answers(world: World, actor: Actor) -> Iterator[tuple[str, TestResponse]]:
    """Open everything there is, and something that is not there."""
    client, _ = world.browser(actor)
    paths = [route.path for route in TABLE if route.method == "GET"]
    for path in (*paths, *FURTHER_PAGES, "/nothing/here", "/org/people/999999"):
        filled = fill(path, world.values)
        yield filled, client.get(filled, buffered=True)
    yield "POST /learn", client.post("/learn")
    yield "POST /sign-in without a token", client.post("/sign-in", data={"email": "a@example.org"})
    yield "too much", client.post("/sign-in", data={"email": "a" * 1_100_000})


@pytest.mark.parametrize("actor", [Actor.ANONYMOUS, Actor.LEARNER, Actor.COORDINATOR])
def test_every_answer_carries_the_headers(world: World, actor: Actor) -> None:
    faults = [f"{path}: {fault}" for path, it in answers(world, actor) for fault in faults_of(it)]
    assert faults == []


@pytest.mark.parametrize("actor", [Actor.ANONYMOUS, Actor.LEARNER, Actor.COORDINATOR])
def test_nothing_but_named_files_is_ever_cached(world: World, actor: Actor) -> None:
    for path, response in answers(world, actor):
        told = response.headers.get_all("Cache-Control")
        if path.startswith(KEPT_BY_BROWSERS) and response.status_code == 200:
            assert told != ["no-store"], path
            if path.startswith("/media/"):
                assert "private" in told[0], f"{path}: a proxy may not keep it"
        else:
            assert told == ["no-store"], path
            assert not response.headers.get("ETag"), path


def test_the_policy_for_content_lets_only_our_own_files_act() -> None:
    policy = dict(part.split(" ", 1) for part in content_security_policy().split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert policy["script-src"] == "'self'"
    assert "'self'" not in policy["style-src"], "The style sheet stands in the page, by its hash"
    for name, sources in policy.items():
        for source in sources.split():
            assert SOURCES_ALLOWED.fullmatch(source), f"{name} {source}"


def test_no_page_needs_inline_script_or_style(world: World) -> None:
    hashes = re.findall(r"sha256-[^']+", content_security_policy())
    assert hashes
    for actor in (Actor.ANONYMOUS, Actor.LEARNER, Actor.COORDINATOR):
        for path, response in answers(world, actor):
            if response.mimetype == "text/html":
                text = response.text
                assert not re.search(r"<[^>]+\s(?:style|on\w+)=", text), path
                assert not re.search(r"<script(?![^>]*\ssrc=\"/static/)", text), path
                assert "javascript:" not in text, path


def test_faults_and_trouble_carry_the_headers_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> str:
        raise RuntimeError("a fault of ours")

    public(broken)
    monkeypatch.setitem(world.app.view_functions, "public.help", broken)
    client, _ = world.browser(Actor.LEARNER)
    response = client.get("/help")
    assert response.status_code == 500
    assert faults_of(response) == []
    assert response.headers["Cache-Control"] == "no-store"
    assert "a fault of ours" not in response.text


@pytest.fixture
def https_app(app: Flask, settings: Settings) -> Iterator[Flask]:
    """The same installation, reached over https."""
    del app
    with running(
        replace(
            settings, public_address="https://polku.example.fi", trusted_hosts=("polku.example.fi",)
        )
    ) as made:
        yield made


def test_https_is_demanded_for_two_years_and_the_cookie_is_for_https_only(https_app: Flask) -> None:
    client = Hurried(https_app, https_app.response_class, use_cookies=True)
    for path in ("/", "/sign-in", "/nothing", "/static/icon.svg"):
        response = client.get(path, base_url="https://polku.example.fi", buffered=True)
        assert response.headers["Strict-Transport-Security"].startswith("max-age=63072000"), path
        assert faults_of(response) == []
    fresh = Hurried(https_app, https_app.response_class, use_cookies=True)
    cookie = fresh.get("/sign-in", base_url="https://polku.example.fi").headers["Set-Cookie"]
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))


def test_a_form_of_our_own_page_passes_over_https(https_app: Flask) -> None:
    """With no-referrer every form would be refused: the token's check wants the Referer."""
    client = Hurried(https_app, https_app.response_class, use_cookies=True)
    base = "https://polku.example.fi"
    page = client.get("/sign-in", base_url=base).text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    form = {"csrf_token": found[1], "email": "aino@example.org"}
    ours = client.post("/sign-in", base_url=base, data=form, headers={"Referer": f"{base}/sign-in"})
    assert ours.location == "/sign-in/sent"
    others = client.post(
        "/sign-in", base_url=base, data=form, headers={"Referer": "https://evil.example/"}
    )
    assert others.location != "/sign-in/sent"


def faults_of(response: TestResponse) -> list[str]:
    headers = response.headers
    wanted = {
        "Content-Security-Policy": content_security_policy(),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
    }
    faults = [
        f"{name}: {headers.get(name)}" for name in wanted if headers.get(name) != wanted[name]
    ]
    return faults + [f"tells {name}" for name in ("Server", "X-Powered-By") if name in headers]
