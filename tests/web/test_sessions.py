"""Sessions: begun anew, ended everywhere, limited in time."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.accounts import passwords
from app.extensions import db
from app.models import Person, SignedInSession
from tests.support.accounts import ask_code, code_to, is_signed_in
from tests.support.cast import SESSION_COOKIE, Cast, sign_in
from tests.support.clock import FrozenClock
from tests.support.visitor import Visitor


def cookie_of(client: Visitor) -> str:
    cookie = client.get_cookie(SESSION_COOKIE)
    assert cookie is not None
    return cookie.value


def browser_with(app: Flask, cookie: str) -> Visitor:
    client = app.test_client()
    assert isinstance(client, Visitor)
    client.set_cookie(SESSION_COOKIE, cookie)
    return client


def last_used(app: Flask) -> list[str]:
    with app.app_context():
        return [str(day) for day in db.session.scalars(select(SignedInSession.last_used_on))]


def test_a_copied_cookie_stops_working_at_sign_out(app: Flask, client: Visitor, cast: Cast) -> None:
    sign_in(client, cast.aino)
    thief = browser_with(app, cookie_of(client))
    assert is_signed_in(thief)
    bye = client.look(client.submit(client.see("/me"), button="Sign out"))
    assert "You have signed out" in bye.text
    assert not is_signed_in(client)
    assert not is_signed_in(thief)


def test_the_language_stays_after_signing_out_and_after_the_session_ended(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    with app.app_context():
        db.session.execute(update(Person).values(language="sv"))
        db.session.commit()
    sign_in(client, cast.aino)
    with app.app_context():
        db.session.execute(update(SignedInSession).values(ended_at=SignedInSession.created_at))
        db.session.commit()
    assert client.see("/me").document.root.get("lang") == "sv"
    sign_in(client, cast.aino)
    (sign_out,) = [form for form in client.see("/me").forms if form.address == "/sign-out"]
    bye = client.look(client.post("/sign-out", data=sign_out.values))
    assert bye.path == "/"
    assert bye.document.root.get("lang") == "sv"


def test_signing_out_is_a_post_with_a_token(client: Visitor, cast: Cast) -> None:
    sign_in(client, cast.aino)
    assert client.get("/sign-out").status_code == 405
    client.post("/sign-out")
    assert is_signed_in(client)


def test_signing_out_in_one_browser_leaves_the_others(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    sign_in(client, cast.aino)
    phone = app.test_client()
    assert isinstance(phone, Visitor)
    sign_in(phone, cast.aino)
    client.look(client.submit(client.see("/me"), button="Sign out"))
    assert is_signed_in(phone)


def test_a_cookie_from_before_a_password_change_stops_working(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    sign_in(client, cast.aino)
    phone = app.test_client()
    assert isinstance(phone, Visitor)
    sign_in(phone, cast.aino)
    copied = browser_with(app, cookie_of(phone))
    client.look(client.submit(client.see("/me/password"), {"new_password": "tuuli ja aalto"}))
    assert is_signed_in(client)
    assert not is_signed_in(phone)
    assert not is_signed_in(copied)


def test_closing_the_account_ends_its_sessions(app: Flask, client: Visitor, cast: Cast) -> None:
    sign_in(client, cast.aino)
    with app.app_context():
        db.session.execute(
            update(Person).where(Person.id == cast.aino.id).values(closed_at=Person.created_at)
        )
        db.session.commit()
    assert not is_signed_in(client)


def test_a_session_in_use_lasts_its_whole_time_and_then_ends(
    client: Visitor, cast: Cast, clock: FrozenClock
) -> None:
    sign_in(client, cast.aino)
    for _ in range(89):
        clock.move(timedelta(days=1))
        assert is_signed_in(client)
    clock.move(timedelta(days=1))
    assert not is_signed_in(client)


def test_an_unused_session_ends_after_a_month(
    client: Visitor, cast: Cast, clock: FrozenClock
) -> None:
    sign_in(client, cast.aino)
    clock.move(timedelta(days=30))
    assert is_signed_in(client)
    clock.move(timedelta(days=31))
    assert not is_signed_in(client)


def test_the_day_of_use_is_noted_once_a_day_by_reading(
    app: Flask, client: Visitor, cast: Cast, clock: FrozenClock
) -> None:
    sign_in(client, cast.aino)
    assert last_used(app) == ["2026-11-21"]
    clock.move(timedelta(days=1))
    client.see("/me")
    assert last_used(app) == ["2026-11-22"]


def test_the_first_submit_of_a_day_is_taken_and_notes_the_day(
    app: Flask, client: Visitor, cast: Cast, clock: FrozenClock
) -> None:
    sign_in(client, cast.aino)
    page = client.see("/me/reading")
    clock.move(timedelta(days=1))
    assert client.submit(page, {"theme": "dark"}).status_code == 303
    assert last_used(app) == ["2026-11-22"]
    with app.app_context():
        assert db.session.get_one(Person, cast.aino.id).theme == "dark"


def test_nobody_can_prepare_a_session_for_somebody_else(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    sent = ask_code(client, cast.aino.email)
    planted = browser_with(app, cookie_of(client))
    client.look(client.submit(sent, {"code": code_to(app, cast.aino.email)}))
    assert is_signed_in(client)
    assert not is_signed_in(planted)


def test_signing_in_as_somebody_else_ends_the_first_session(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    sent = ask_code(client, cast.aino.email)
    sign_in_cookie = cookie_of(client)
    client.look(client.submit(sent, {"code": code_to(app, cast.aino.email)}))
    first = browser_with(app, cookie_of(client))
    assert sign_in_cookie != cookie_of(client)
    with app.app_context():
        db.session.get_one(Person, cast.olli.id).password_hash = passwords.hash_password("x" * 12)
        db.session.commit()
    page = client.see("/sign-in/password")
    client.look(client.submit(page, {"identifier": cast.olli.email, "password": "x" * 12}))
    assert cast.olli.email in client.see("/me").text
    assert not is_signed_in(first)


@pytest.mark.parametrize("path", ["/me", "/me/data", "/sign-in", "/sign-in/sent", "/join"])
def test_pages_are_never_stored_by_the_browser(client: Visitor, cast: Cast, path: str) -> None:
    if path.startswith("/me"):
        sign_in(client, cast.aino)
    assert client.get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://example.org/", "//example.org", "/\\example.org", "http:example.org", "javascript:x"],
)
def test_sign_in_leads_nowhere_else(
    app: Flask, client: Visitor, cast: Cast, elsewhere: str
) -> None:
    with client.session_transaction() as session:
        session["next"] = elsewhere
    sent = ask_code(client, cast.aino.email)
    arrived = client.submit(sent, {"code": code_to(app, cast.aino.email)})
    assert arrived.location == "/learn"


def test_the_cookie_is_out_of_reach_for_scripts(client: Visitor, cast: Cast) -> None:
    sent = ask_code(client, cast.aino.email)
    arrived = client.submit(sent, {"code": code_to(client.application, cast.aino.email)})
    cookie = arrived.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" in cookie, "It lasts weeks, not until the browser closes"
