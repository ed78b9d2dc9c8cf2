"""Typed text that could not be taken comes back to its writer, and to nobody else."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.extensions import db
from app.models import KeptText, SignedInSession
from tests.support.accounts import ask_code, code_to
from tests.support.cast import SESSION_COOKIE, Cast, Member, sign_in
from tests.support.clock import FrozenClock
from tests.support.visitor import SeenPage, Visitor

TYPED = "Aino Uusi-Aalto"


def name_on(page: SeenPage) -> str:
    return page.form_with("Save").values["name"]


def sign_in_by_code(client: Visitor, member: Member) -> SeenPage:
    sent = ask_code(client, member.email)
    code = code_to(client.application, member.email)
    return client.look(client.submit(sent, {"code": code}))


def end_sessions(app: Flask) -> None:
    with app.app_context():
        db.session.execute(update(SignedInSession).values(ended_at=SignedInSession.created_at))
        db.session.commit()


def test_after_the_session_ended_the_text_comes_back_through_sign_in(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    sign_in(client, cast.aino)
    page = client.see("/me")
    end_sessions(app)
    led = client.look(client.submit(page, {"name": TYPED}))
    assert led.heading == "Sign in"
    assert "Your text is safe" in led.text
    again = sign_in_by_code(client, cast.aino)
    assert again.path == "/me"
    assert name_on(again) == TYPED
    client.look(client.submit(again, button="Save"))
    assert name_on(client.see("/me")) == TYPED
    with app.app_context():
        assert db.session.scalar(select(KeptText)) is None, "What was taken is not kept longer"


@pytest.mark.parametrize("later", [timedelta(days=31), timedelta(days=91)])
def test_after_weeks_the_text_comes_back_too(
    client: Visitor, cast: Cast, clock: FrozenClock, later: timedelta
) -> None:
    sign_in(client, cast.aino)
    page = client.see("/me")
    clock.move(later)
    client.look(client.submit(page, {"name": TYPED}))
    assert name_on(sign_in_by_code(client, cast.aino)) == TYPED


def test_without_any_cookie_the_form_itself_says_whose_text_it_is(
    client: Visitor, cast: Cast
) -> None:
    sign_in(client, cast.aino)
    page = client.see("/me")
    client.delete_cookie(SESSION_COOKIE)
    led = client.look(client.submit(page, {"name": TYPED}))
    assert led.heading == "Sign in"
    assert "Your text is safe. Sign in" in led.text
    assert name_on(sign_in_by_code(client, cast.aino)) == TYPED


def test_after_signing_out_in_another_tab_the_text_comes_back_through_sign_in(
    client: Visitor, cast: Cast
) -> None:
    sign_in(client, cast.aino)
    page = client.see("/me")
    client.look(client.submit(client.see("/me"), button="Sign out"))
    led = client.look(client.submit(page, {"name": TYPED}))
    assert led.heading == "Sign in"
    assert "Your text is safe. Sign in" in led.text
    assert name_on(sign_in_by_code(client, cast.aino)) == TYPED


def test_in_another_browser_the_text_comes_back_too(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    sign_in(client, cast.aino)
    page = client.see("/me")
    client.delete_cookie(SESSION_COOKIE)
    client.submit(page, {"name": TYPED})
    other = app.test_client()
    assert isinstance(other, Visitor)
    sign_in_by_code(other, cast.aino)
    assert name_on(other.see("/me")) == TYPED


def test_somebody_else_who_signs_in_sees_nothing_of_it(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    sign_in(client, cast.aino)
    page = client.see("/me")
    end_sessions(app)
    client.submit(page, {"name": TYPED})
    arrived = sign_in_by_code(client, cast.olli)
    assert arrived.path == "/me"
    assert name_on(arrived) == cast.olli.name
    assert TYPED not in arrived.source
    other = app.test_client()
    assert isinstance(other, Visitor)
    sign_in_by_code(other, cast.aino)
    assert name_on(other.see("/me")) == TYPED, "Its writer still finds it"


def test_without_cookie_somebody_else_sees_nothing_of_it(client: Visitor, cast: Cast) -> None:
    sign_in(client, cast.aino)
    page = client.see("/me")
    client.delete_cookie(SESSION_COOKIE)
    client.submit(page, {"name": TYPED})
    arrived = sign_in_by_code(client, cast.olli)
    assert TYPED not in arrived.source
    assert TYPED not in client.see("/me").source


def test_a_made_up_writer_gets_nothing_into_another_persons_form(
    client: Visitor, cast: Cast
) -> None:
    client.post("/me", data={"name": TYPED, "page": "/me", "writer": "MQ.made-up"})
    sign_in(client, cast.aino)
    assert TYPED not in client.see("/me").source


def test_a_wrong_token_keeps_the_text_and_asks_to_send_it_again(
    client: Visitor, cast: Cast
) -> None:
    sign_in(client, cast.aino)
    values = client.see("/me").form_with("Save").values
    again = client.look(client.post("/me", data={**values, "name": TYPED, "csrf_token": "wrong"}))
    assert "Nothing was lost" in again.text
    assert name_on(again) == TYPED
    client.look(client.submit(again, button="Save"))
    assert name_on(client.see("/me")) == TYPED


def test_a_form_open_since_before_signing_in_again_keeps_its_text(
    client: Visitor, cast: Cast
) -> None:
    sign_in(client, cast.aino)
    page = client.see("/me")
    client.look(client.submit(page, button="Sign out"))
    sign_in_by_code(client, cast.aino)
    again = client.look(client.submit(page, {"name": TYPED}))
    assert name_on(again) == TYPED


@pytest.mark.parametrize("minutes", [61, 24 * 60])
def test_a_form_does_not_die_of_waiting(
    client: Visitor, cast: Cast, clock: FrozenClock, minutes: int
) -> None:
    sign_in(client, cast.aino)
    page = client.see("/me")
    clock.move(timedelta(minutes=minutes))
    client.look(client.submit(page, {"name": TYPED}))
    assert name_on(client.see("/me")) == TYPED


def test_passwords_and_codes_are_never_kept(app: Flask, client: Visitor, cast: Cast) -> None:
    sign_in(client, cast.aino)
    page = client.see("/me/password")
    end_sessions(app)
    client.submit(page, {"new_password": "tuuli ja aalto"})
    client.post("/sign-in/sent", data={"code": "123456", "page": "/sign-in/sent"})
    client.post("/join", data={"words": "aalto aarre aasi", "page": "/join"})
    with app.app_context():
        assert db.session.scalars(select(KeptText)).all() == []


def test_a_throttled_form_keeps_what_was_typed(client: Visitor, cast: Cast) -> None:
    values = client.see("/sign-in/password").form_with(field="password").values
    wrong = {**values, "identifier": cast.aino.email, "password": "x" * 12}
    statuses = [client.post("/sign-in/password", data=wrong).status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    again = client.see("/sign-in/password").form_with(field="identifier")
    assert again.values["identifier"] == cast.aino.email
    assert not again.values["password"]
