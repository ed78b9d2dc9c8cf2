"""Signing in with a password instead of a code."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask

from app.accounts import passwords
from app.extensions import db
from app.models import Person
from tests.support.accounts import is_signed_in
from tests.support.cast import Cast, add_person
from tests.support.clock import FrozenClock
from tests.support.queries import count_queries
from tests.support.visitor import SeenPage, Visitor

PASSWORD = "kolme iloista karhua"


def give_password(app: Flask, person_id: int, password: str = PASSWORD) -> None:
    with app.app_context():
        db.session.get_one(Person, person_id).password_hash = passwords.hash_password(password)
        db.session.commit()


def try_password(client: Visitor, identifier: str, password: str, status: int = 200) -> SeenPage:
    page = client.see("/sign-in/password")
    return client.look(
        client.submit(page, {"identifier": identifier, "password": password}), status
    )


def test_the_right_password_signs_in(app: Flask, client: Visitor, cast: Cast) -> None:
    give_password(app, cast.aino.id)
    try_password(client, "Aino@Example.org ", PASSWORD)
    assert is_signed_in(client)


def test_letters_with_dots_may_be_typed_in_either_way(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    give_password(app, cast.aino.id, "\u00e4\u00e4ni ja \u00f6ljy")
    try_password(client, cast.aino.email, "a\u0308a\u0308ni ja o\u0308ljy")
    assert is_signed_in(client)


def test_known_and_unknown_people_get_the_same_answer_and_the_same_work(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    give_password(app, cast.aino.id)
    seen = []
    for identifier in (cast.aino.email, cast.olli.email, "nobody@example.org"):
        page = client.see("/sign-in/password")
        with count_queries(app) as queries:
            response = client.submit(page, {"identifier": identifier, "password": "x" * 12})
        shapes = [query.split(" ")[:3] for query in queries]
        seen.append((response.status_code, shapes, client.look(response, 422).text))
    assert seen[0] == seen[1] == seen[2]
    assert not is_signed_in(client)


@pytest.mark.parametrize("known", [True, False])
def test_every_try_compares_two_hashes(
    app: Flask, client: Visitor, cast: Cast, monkeypatch: pytest.MonkeyPatch, *, known: bool
) -> None:
    give_password(app, cast.aino.id)
    compared: list[str] = []

    def note(self: PasswordHasher, stored: str, password: str) -> bool:
        compared.append(stored)
        return real(self, stored, password)

    real = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", note)
    try_password(client, cast.aino.email if known else "nobody@example.org", "x" * 12, 422)
    assert len(compared) == 2
    assert {stored.split("$")[3] for stored in compared} == {"m=19456,t=2,p=1"}


def test_stored_and_dummy_hashes_cost_the_same() -> None:
    assert not passwords.HASHER.check_needs_rehash(passwords.DUMMY_HASH)
    assert not passwords.HASHER.check_needs_rehash(passwords.hash_password(PASSWORD))


def test_two_people_with_one_address_and_one_password_choose_who(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    eino = add_person(app, "Aino Eino", cast.pirkanmaa)
    for person_id in (cast.aino.id, eino.id):
        give_password(app, person_id)
    who = try_password(client, cast.aino.email, PASSWORD)
    assert who.heading == "Who are you?"
    assert "I am a new person" not in who.text
    client.look(client.submit(who, button="I am Aino Eino"))
    assert client.see("/me").form_with(field="name").values["name"] == "Aino Eino"


def test_tries_are_throttled_for_an_account_and_end_with_time(
    app: Flask, client: Visitor, cast: Cast, clock: FrozenClock
) -> None:
    give_password(app, cast.aino.id)
    for _ in range(10):
        try_password(client, cast.aino.email, "x" * 12, 422)
    page = try_password(client, cast.aino.email, PASSWORD, 429)
    assert "You can try again at" in page.text
    assert not is_signed_in(client)
    clock.move(timedelta(minutes=15))
    try_password(client, cast.aino.email, PASSWORD)
    assert is_signed_in(client)


def test_what_was_typed_is_shown_again_but_not_the_password(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    give_password(app, cast.aino.id)
    page = try_password(client, cast.aino.email, "not the password", 422)
    assert page.form_with(field="password").values["identifier"] == cast.aino.email
    assert "not the password" not in page.source


@pytest.mark.parametrize("junk", ["", "\x00", "@", "a" * 5000, "💛", "%", "' or 1=1 --"])
def test_junk_signs_nobody_in(app: Flask, client: Visitor, cast: Cast, junk: str) -> None:
    give_password(app, cast.aino.id)
    try_password(client, junk, junk, 422)
    assert not is_signed_in(client)


def test_a_closed_account_is_as_if_it_were_not(app: Flask, client: Visitor, cast: Cast) -> None:
    give_password(app, cast.aino.id)
    with app.app_context():
        person = db.session.get_one(Person, cast.aino.id)
        person.closed_at = person.created_at
        db.session.commit()
    try_password(client, cast.aino.email, PASSWORD, 422)
