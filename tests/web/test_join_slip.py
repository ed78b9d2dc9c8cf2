"""Joining with a slip on paper: for people without e-mail."""

from datetime import timedelta

import pytest
from flask import Flask

from app import codes
from tests.support.accounts import (
    SLIP_FIELDS,
    is_signed_in,
    people,
    person_named,
    sign_in_slip,
    slip,
)
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.visitor import Visitor

COOKIE = "ohjaajapolku"


def test_a_slip_makes_an_account_and_signs_in_at_once(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    path, _ = slip(app, cast.pirkanmaa)
    page = client.see(path)
    assert "email" not in page.form_with(field="name").names
    client.look(client.submit(page, SLIP_FIELDS))
    liisa = person_named(app, "Liisa Lehtonen")
    assert (liisa.email, liisa.local_association_id) == (None, cast.pirkanmaa)
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("old", "new"),
    [("", ""), (" ", "-"), ("ä", "a"), (" ", ", "), (" ", "   "), (" ", ". \n")],
    ids=["as they are", "hyphens", "no dots", "commas", "spaces", "lines"],
)
def test_words_are_taken_as_people_type_them(
    app: Flask, client: Visitor, cast: Cast, old: str, new: str
) -> None:
    _, words = slip(app, cast.pirkanmaa)
    typed = words.replace(old, new).upper() if old else words
    page = client.look(client.submit(client.see("/join"), {"words": typed}))
    client.look(client.submit(page, SLIP_FIELDS))
    assert person_named(app, "Liisa Lehtonen").email is None


def test_wrong_words_are_shown_again(app: Flask, client: Visitor, cast: Cast) -> None:
    slip(app, cast.pirkanmaa)
    again = client.look(client.submit(client.see("/join"), {"words": codes.make_words()}), 422)
    assert 'id="words-error"' in again.source
    client.look(client.submit(again, {"words": ""}), 422)


def test_looking_at_a_slip_does_not_use_it_up(app: Flask, client: Visitor, cast: Cast) -> None:
    path, words = slip(app, cast.pirkanmaa)
    for _ in range(3):
        client.see(path)
        client.look(client.submit(client.see("/join"), {"words": words}))


def test_a_slip_works_once(app: Flask, client: Visitor, cast: Cast) -> None:
    path, words = slip(app, cast.pirkanmaa)
    client.look(client.submit(client.see(path), SLIP_FIELDS))
    stranger = app.test_client()
    assert isinstance(stranger, Visitor)
    stranger.see(path, 410)
    used = stranger.look(stranger.submit(stranger.see("/join"), {"words": words}), 410)
    assert used.heading == "This invitation has been used"
    assert len(people(app)) == 5


def test_a_slip_expires_after_two_weeks(
    app: Flask, client: Visitor, cast: Cast, clock: FrozenClock
) -> None:
    path, _ = slip(app, cast.pirkanmaa)
    clock.move(timedelta(days=13, hours=23))
    page = client.see(path)
    clock.move(timedelta(hours=1))
    client.see(path, 410)
    client.look(client.submit(page, SLIP_FIELDS), 410)
    assert len(people(app)) == 4


def test_a_double_click_makes_one_account_and_signs_in(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    path, _ = slip(app, cast.pirkanmaa)
    page = client.see(path)
    before = client.get_cookie(COOKIE)
    assert before is not None
    client.look(client.submit(page, SLIP_FIELDS))
    client.set_cookie(COOKIE, before.value)
    client.look(client.submit(page, SLIP_FIELDS))
    assert is_signed_in(client)
    assert len(people(app)) == 5


def test_a_sign_in_slip_signs_in_by_link_through_a_button(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    path, _ = sign_in_slip(app, cast.aino.id)
    client.see(path)
    page = client.see(path)
    assert not is_signed_in(client)
    client.look(client.submit(page, button="Sign in"))
    assert is_signed_in(client)


def test_a_sign_in_slip_signs_in_by_its_words(app: Flask, client: Visitor, cast: Cast) -> None:
    _, words = sign_in_slip(app, cast.aino.id)
    client.look(client.submit(client.see("/join"), {"words": words}))
    assert is_signed_in(client)


def test_a_sign_in_slip_works_once_but_forgives_a_double_click(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    path, words = sign_in_slip(app, cast.aino.id)
    page = client.see(path)
    before = client.get_cookie(COOKIE)
    assert before is not None
    client.look(client.submit(page, button="Sign in"))
    client.set_cookie(COOKIE, before.value)
    client.look(client.submit(page, button="Sign in"))
    assert is_signed_in(client)
    stranger = app.test_client()
    assert isinstance(stranger, Visitor)
    stranger.see(path, 410)
    stranger.look(stranger.submit(stranger.see("/join"), {"words": words}), 410)
    assert not is_signed_in(stranger)


def test_a_new_sign_in_slip_ends_the_older_one(app: Flask, client: Visitor, cast: Cast) -> None:
    older, _ = sign_in_slip(app, cast.aino.id)
    newer, _ = sign_in_slip(app, cast.aino.id)
    client.see(older, 410)
    client.see(newer)


def test_an_old_sign_in_slip_says_so(
    app: Flask, client: Visitor, cast: Cast, clock: FrozenClock
) -> None:
    path, words = sign_in_slip(app, cast.aino.id)
    clock.move(timedelta(days=14))
    client.see(path, 410)
    client.look(client.submit(client.see("/join"), {"words": words}), 410)
    client.see("/sign-in/slip/unknown", 404)


def test_a_coordinators_slip_still_asks_for_the_second_factor(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    path, _ = sign_in_slip(app, cast.kaisa.id)
    page = client.look(client.submit(client.see(path), button="Sign in"))
    assert page.heading == "Protect your account with your phone"
    assert not is_signed_in(client)


def test_a_person_without_e_mail_signs_in_with_name_and_password(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    path, _ = slip(app, cast.pirkanmaa)
    fields = {**SLIP_FIELDS, "name": "Åke Öhman", "password": "tuuli ja aalto"}
    client.look(client.submit(client.see(path), fields))
    other = app.test_client()
    assert isinstance(other, Visitor)
    form = other.see("/sign-in/password")
    other.look(other.submit(form, {"identifier": "åke  öhman", "password": "tuuli ja aalto"}))
    assert is_signed_in(other)


def test_words_are_throttled(app: Flask, client: Visitor, cast: Cast) -> None:
    _, words = slip(app, cast.pirkanmaa)
    page = client.see("/join")
    values = page.form_with(field="words").values
    for _ in range(60):
        assert (
            client.post(
                "/join", data={**values, "words": "x"}, headers={"Accept-Encoding": "gzip"}
            ).status_code
            == 422
        )
    refused = client.post("/join", data={**values, "words": words})
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0


def test_the_word_list_is_long_and_its_words_are_distinct() -> None:
    words = codes.word_list()
    folded = [codes.read_words(word) for word in words]
    assert len(words) >= 1024
    assert len(set(folded)) == len(words), "Words must differ without their dots"
    assert all(4 <= len(word) <= 9 and word.isalpha() and word.islower() for word in words)
    assert not _one_letter_apart(folded)


def _one_letter_apart(words: list[str]) -> set[str]:
    """Give the words that another one becomes by one letter changed, dropped or added."""
    shapes: dict[str, str] = {}
    found = set()
    for word in words:
        for shape in (
            {word[:i] + "*" + word[i + 1 :] for i in range(len(word))}
            | {word[:i] + word[i + 1 :] for i in range(len(word))}
            | {word}
        ):
            if shapes.setdefault(shape, word) != word and "*" in shape:
                found.add(f"{word} {shapes[shape]}")
    return found | {word for word in words if shapes[word] != word}
