"""The second factor: for owners, coordinators and trainers."""

from datetime import timedelta

import pytest
from flask import Flask

from app.core.policy import Role
from app.extensions import db
from app.models import Person
from tests.support.accounts import ask_code, code_to, is_signed_in, people, phone_code
from tests.support.cast import Cast, Member, add_person
from tests.support.clock import FrozenClock
from tests.support.html_checks import text_of
from tests.support.visitor import SeenPage, Visitor


def first_step(client: Visitor, member: Member) -> SeenPage:
    sent = ask_code(client, member.email)
    return client.look(client.submit(sent, {"code": code_to(client.application, member.email)}))


def secret_on(page: SeenPage) -> str:
    (shown,) = page.document.all("code")
    return text_of(shown)


def set_up(client: Visitor, member: Member, clock: FrozenClock) -> str:
    """Set the second factor up and sign in; give the secret."""
    page = first_step(client, member)
    secret = secret_on(page)
    client.look(client.submit(page, {"code": phone_code(secret, clock.now())}))
    return secret


def another(app: Flask) -> Visitor:
    client = app.test_client()
    assert isinstance(client, Visitor)
    return client


def test_the_first_time_it_is_set_up(
    app: Flask, client: Visitor, cast: Cast, clock: FrozenClock
) -> None:
    page = first_step(client, cast.kaisa)
    assert page.heading == "Protect your account with your phone"
    assert page.document.all("svg")
    assert not is_signed_in(client)
    client.look(client.submit(page, {"code": phone_code(secret_on(page), clock.now())}))
    assert is_signed_in(client)
    assert next(p for p in people(app) if p.id == cast.kaisa.id).totp_confirmed_at == clock.now()


def test_looking_at_the_page_stores_nothing(app: Flask, client: Visitor, cast: Cast) -> None:
    page = first_step(client, cast.kaisa)
    assert secret_on(client.see("/sign-in/second-factor")) == secret_on(page)
    assert all(person.totp_secret is None for person in people(app))


def test_later_only_the_code_is_asked(
    app: Flask, client: Visitor, cast: Cast, clock: FrozenClock
) -> None:
    secret = set_up(client, cast.tiina, clock)
    clock.move(timedelta(hours=2))
    other = another(app)
    page = first_step(other, cast.tiina)
    assert page.heading == "The code from your phone"
    assert secret.replace(" ", "") not in page.source.replace(" ", "")
    assert not is_signed_in(other)
    other.look(other.submit(page, {"code": phone_code(secret, clock.now())}))
    assert is_signed_in(other)


def test_a_code_works_once(app: Flask, client: Visitor, cast: Cast, clock: FrozenClock) -> None:
    secret = set_up(client, cast.kaisa, clock)
    other = another(app)
    page = first_step(other, cast.kaisa)
    used = phone_code(secret, clock.now())
    assert other.submit(page, {"code": used}).status_code == 422
    assert not is_signed_in(other)
    clock.move(timedelta(seconds=30))
    other.look(other.submit(page, {"code": phone_code(secret, clock.now())}))
    assert is_signed_in(other)


@pytest.mark.parametrize(("seconds", "status"), [(-60, 422), (-30, 303), (30, 303), (60, 422)])
def test_the_phones_clock_may_be_half_a_minute_off(
    client: Visitor, cast: Cast, clock: FrozenClock, seconds: int, status: int
) -> None:
    page = first_step(client, cast.kaisa)
    at = clock.now() + timedelta(seconds=seconds)
    response = client.submit(page, {"code": phone_code(secret_on(page), at)})
    assert response.status_code == status


def test_a_wrong_code_is_asked_again(client: Visitor, cast: Cast, clock: FrozenClock) -> None:
    page = first_step(client, cast.kaisa)
    right = phone_code(secret_on(page), clock.now())
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    again = client.look(client.submit(page, {"code": wrong}), 422)
    assert secret_on(again) == secret_on(page)
    client.look(client.submit(again, {"code": f"{right[:3]} {right[3:]}"}))
    assert is_signed_in(client)


@pytest.mark.parametrize("junk", ["", "abc", "٣٣٣٣٣٣", "💛", "1" * 3000])
def test_junk_is_no_code(client: Visitor, cast: Cast, junk: str) -> None:
    page = first_step(client, cast.kaisa)
    assert client.submit(page, {"code": junk}).status_code == 422
    assert not is_signed_in(client)


def test_tries_are_throttled(client: Visitor, cast: Cast, clock: FrozenClock) -> None:
    page = first_step(client, cast.kaisa)
    right = phone_code(secret_on(page), clock.now())
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    for _ in range(10):
        assert client.submit(page, {"code": wrong}).status_code == 422
    assert client.submit(page, {"code": right}).status_code == 429
    assert not is_signed_in(client)


def test_the_first_step_does_not_wait_for_ever(
    client: Visitor, cast: Cast, clock: FrozenClock
) -> None:
    page = first_step(client, cast.kaisa)
    code = phone_code(secret_on(page), clock.now())
    clock.move(timedelta(minutes=16))
    assert client.submit(page, {"code": code}).location == "/sign-in"
    assert client.get("/sign-in/second-factor").location == "/sign-in"


def test_a_stranger_is_led_to_sign_in(client: Visitor, cast: Cast) -> None:
    del cast
    assert client.get("/sign-in/second-factor").location == "/sign-in"


def test_volunteers_and_local_contacts_are_not_asked(client: Visitor, cast: Cast) -> None:
    for member in (cast.aino, cast.olli):
        browser = another(client.application)
        first_step(browser, member)
        assert is_signed_in(browser)


@pytest.mark.parametrize("role", [Role.OWNER, Role.COORDINATOR, Role.TRAINER])
def test_these_roles_are_asked(client: Visitor, cast: Cast, role: Role) -> None:
    member = add_person(client.application, "Outi Orava", cast.pirkanmaa, role)
    first_step(client, member)
    assert not is_signed_in(client)


def test_a_secret_of_one_sign_in_does_not_fit_another(
    app: Flask, client: Visitor, cast: Cast, clock: FrozenClock
) -> None:
    first = secret_on(first_step(client, cast.kaisa))
    other = another(app)
    page = first_step(other, cast.kaisa)
    assert secret_on(page) != first
    assert other.submit(page, {"code": phone_code(first, clock.now())}).status_code == 422


def test_nobody_can_replace_a_second_factor_that_is_set_up(
    app: Flask, client: Visitor, cast: Cast, clock: FrozenClock
) -> None:
    early = another(app)
    waiting = first_step(early, cast.kaisa)
    set_up(client, cast.kaisa, clock)
    clock.move(timedelta(minutes=1))
    code = phone_code(secret_on(waiting), clock.now())
    assert early.submit(waiting, {"code": code}).status_code == 422
    assert not is_signed_in(early)
    with app.app_context():
        assert db.session.get_one(Person, cast.kaisa.id).totp_secret != secret_on(waiting)
