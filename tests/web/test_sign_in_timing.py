"""Time tells nobody who has an account: measured, so only in the long run."""

from statistics import median
from time import perf_counter

import pytest
from flask import Flask
from sqlalchemy import delete

from app.accounts import passwords
from app.extensions import db
from app.models import Person, Throttle
from tests.support.cast import Cast
from tests.support.visitor import Visitor

ROUNDS = 60
PAGE_UNREAD = {"Accept-Encoding": "gzip"}
"""A compressed page is not examined by the visitor: only the server's time counts."""


def ratio(client: Visitor, path: str, field: str, addresses: tuple[str, str]) -> float:
    """Give how much longer the first address takes than the second, measured in turns."""
    values = client.see(path).forms[0].values
    times: dict[str, list[float]] = {address: [] for address in addresses}
    for _ in range(ROUNDS):
        for address in addresses:
            _forget_tries(client.application)
            data = {**values, field: address, "password": "x" * 12}
            began = perf_counter()
            client.post(path, data=data, headers=PAGE_UNREAD)
            times[address].append(perf_counter() - began)
    return median(times[addresses[0]]) / median(times[addresses[1]])


@pytest.mark.long
def test_asking_for_a_code_takes_the_same_time_for_everybody(client: Visitor, cast: Cast) -> None:
    found = ratio(client, "/sign-in", "email", (cast.aino.email, "nobody@example.org"))
    assert 0.8 <= found <= 1.25


@pytest.mark.long
def test_a_wrong_password_takes_the_same_time_for_everybody(client: Visitor, cast: Cast) -> None:
    with client.application.app_context():
        person = db.session.get_one(Person, cast.aino.id)
        person.password_hash = passwords.hash_password("tuuli ja aalto")
        db.session.commit()
    pair = (cast.aino.email, "nobody@example.org")
    found = ratio(client, "/sign-in/password", "identifier", pair)
    assert 0.8 <= found <= 1.25


def _forget_tries(app: Flask) -> None:
    with app.app_context():
        db.session.execute(delete(Throttle))
        db.session.commit()
