"""Signing in with a code or link by e-mail."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app import mail
from app.extensions import db
from app.models import SignedInSession, SignInRequest
from config import Settings
from tests.support.accounts import (
    ask_code,
    code_to,
    is_signed_in,
    link_to,
    mails_to,
    people,
)
from tests.support.cast import Cast, add_person
from tests.support.clock import FrozenClock
from tests.support.queries import count_queries
from tests.support.smtp import Letterbox, code_in, links_in, text_of
from tests.support.visitor import Visitor

COOKIE = "ohjaajapolku"


def another(app: Flask) -> Visitor:
    client = app.test_client()
    assert isinstance(client, Visitor)
    return client


def test_the_code_arrives_by_real_mail_after_a_refusal_and_signs_in(
    client: Visitor, cast: Cast, settings: Settings, letterbox: Letterbox, clock: FrozenClock
) -> None:
    app = client.application
    sent = ask_code(client, cast.aino.email)
    letterbox.refusal = "451 later"
    with app.app_context():
        assert mail.send_due(settings) == 0
        letterbox.refusal = None
        clock.move(timedelta(minutes=3))
        assert mail.send_due(settings) == 1
        assert mail.send_due(settings) == 0
    message = letterbox.newest()
    assert message["Subject"] == "Ohjaajapolku"
    assert message["To"] == cast.aino.email
    html = message.get_body(("html",))
    assert html is not None
    assert code_in(message) in html.get_content()
    assert len(links_in(message)) == 1
    assert "Esimerkkiliitto" in text_of(message)
    client.look(client.submit(sent, {"code": code_in(message)}))
    assert is_signed_in(client)


def test_a_mail_waits_while_the_mail_server_is_away_for_a_day(
    client: Visitor, cast: Cast, settings: Settings, letterbox: Letterbox, clock: FrozenClock
) -> None:
    ask_code(client, cast.aino.email)
    letterbox.refusal = "451 later"
    with client.application.app_context():
        for _hour in range(24):
            assert mail.send_due(settings) == 0
            clock.move(timedelta(hours=1))
        letterbox.refusal = None
        clock.move(mail.LONGEST_PAUSE)
        assert mail.send_due(settings) == 1
    assert letterbox.newest()["To"] == cast.aino.email


@pytest.mark.parametrize("shape", ["{0}{1}", " {0} {1} ", "{0}-{1}", "\t{0}\u00a0{1}"])
def test_a_code_may_be_pasted_with_spaces(
    app: Flask, client: Visitor, cast: Cast, shape: str
) -> None:
    sent = ask_code(client, cast.aino.email)
    code = code_to(app, cast.aino.email)
    client.look(client.submit(sent, {"code": shape.format(code[:3], code[3:])}))
    assert is_signed_in(client)


def test_the_address_is_found_in_any_case_and_the_mail_goes_to_the_stored_one(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    ask_code(client, " AINO@Example.ORG ")
    assert len(mails_to(app, cast.aino.email)) == 1


def test_the_code_field_can_be_filled_by_the_phone(client: Visitor, cast: Cast) -> None:
    sent = ask_code(client, cast.aino.email)
    assert 'autocomplete="one-time-code"' in sent.source
    assert 'inputmode="numeric"' in sent.source


def test_a_wrong_code_can_be_tried_again(app: Flask, client: Visitor, cast: Cast) -> None:
    sent = ask_code(client, cast.aino.email)
    code = code_to(app, cast.aino.email)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    again = client.look(client.submit(sent, {"code": wrong}), 422)
    assert "not the code we sent" in again.text
    assert not is_signed_in(client)
    client.look(client.submit(again, {"code": code}))
    assert is_signed_in(client)


def test_the_sixth_try_is_refused_even_with_the_right_code(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    sent = ask_code(client, cast.aino.email)
    code = code_to(app, cast.aino.email)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(5):
        sent = client.look(client.submit(sent, {"code": wrong}), 422)
    refused = client.look(client.submit(sent, {"code": code}), 422)
    assert "tried five times" in refused.text
    assert not is_signed_in(client)
    client.look(client.submit(refused, button="Send a new code"))
    client.look(client.submit(client.see("/sign-in/sent"), {"code": code_to(app, cast.aino.email)}))
    assert is_signed_in(client)


@pytest.mark.parametrize("junk", ["", "abcdef", "12345", "1" * 5000, "\x00", "١٢٣٤٥٦", "💛"])
def test_junk_is_no_code(client: Visitor, cast: Cast, junk: str) -> None:
    sent = ask_code(client, cast.aino.email)
    response = client.submit(sent, {"code": junk})
    assert response.status_code == 422


def test_a_code_lasts_ten_minutes(
    app: Flask, client: Visitor, cast: Cast, clock: FrozenClock
) -> None:
    sent = ask_code(client, cast.aino.email)
    clock.move(timedelta(minutes=10))
    late = client.look(client.submit(sent, {"code": code_to(app, cast.aino.email)}), 422)
    assert "ten minutes old" in late.text
    client.look(client.submit(late, button="Send a new code"))
    client.look(client.submit(client.see("/sign-in/sent"), {"code": code_to(app, cast.aino.email)}))
    assert is_signed_in(client)


def test_a_code_belongs_to_the_browser_that_asked(app: Flask, client: Visitor, cast: Cast) -> None:
    ask_code(client, cast.aino.email)
    other = another(app)
    refused = other.submit(other.see("/sign-in/sent"), {"code": code_to(app, cast.aino.email)})
    assert refused.status_code == 422
    assert not is_signed_in(other)


def test_a_code_works_once(app: Flask, client: Visitor, cast: Cast, clock: FrozenClock) -> None:
    sent = ask_code(client, cast.aino.email)
    code = code_to(app, cast.aino.email)
    before = client.get_cookie(COOKIE)
    assert before is not None
    client.look(client.submit(sent, {"code": code}))
    clock.move(timedelta(minutes=2))
    client.set_cookie(COOKIE, before.value)
    client.look(client.submit(sent, {"code": code}), 410)
    assert not is_signed_in(client)


def test_an_earlier_code_still_works_after_asking_again(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    sent = ask_code(client, cast.aino.email)
    first = code_to(app, cast.aino.email)
    client.look(client.submit(sent, button="Send a new code"))
    assert len(mails_to(app, cast.aino.email)) == 2
    client.look(client.submit(client.see("/sign-in/sent"), {"code": first}))
    assert is_signed_in(client)


def test_the_link_signs_in_through_a_button(app: Flask, client: Visitor, cast: Cast) -> None:
    ask_code(client, cast.aino.email)
    path = link_to(app, cast.aino.email)
    page = client.see(path)
    assert not is_signed_in(client)
    client.look(client.submit(page, button="Sign in"))
    assert is_signed_in(client)


def test_a_scanner_that_opens_the_link_changes_nothing(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    ask_code(client, cast.aino.email)
    path = link_to(app, cast.aino.email)
    scanner = another(app)
    for _ in range(3):
        scanner.see(path)
        scanner.head(path)
    with app.app_context():
        assert db.session.scalars(select(SignInRequest.proved_at)).all() == [None]
    client.look(client.submit(client.see(path), button="Sign in"))
    assert is_signed_in(client)


def test_the_link_in_another_browser_leads_on_with_a_fresh_code(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    client.get("/me")
    ask_code(client, cast.aino.email)
    old_code = code_to(app, cast.aino.email)
    path = link_to(app, cast.aino.email)
    other = another(app)
    page = other.see(path)
    assert page.heading == "Type the code into the window where you started"
    assert other.post(path, data=page.form_with("Continue here").values).status_code == 200
    assert not is_signed_in(other)
    sent = other.look(other.submit(page, button="Continue here"))
    assert other.submit(sent, {"code": old_code}).status_code == 422
    arrived = other.submit(sent, {"code": code_to(app, cast.aino.email)})
    assert arrived.location == "/me", "It leads to where the person was going"
    assert is_signed_in(other)
    assert not is_signed_in(client)


def test_an_old_link_leads_on_with_a_fresh_code(
    app: Flask, client: Visitor, cast: Cast, clock: FrozenClock
) -> None:
    ask_code(client, cast.aino.email)
    path = link_to(app, cast.aino.email)
    clock.move(timedelta(minutes=11))
    page = client.see(path, 410)
    sent = client.look(client.submit(page, button="Send a new code"))
    client.look(client.submit(sent, {"code": code_to(app, cast.aino.email)}))
    assert is_signed_in(client)


def test_an_unknown_link_says_so(client: Visitor, cast: Cast) -> None:
    del cast
    page = client.see("/sign-in/link/unknown", 404)
    assert "Sign in" in page.links
    values = client.see("/sign-in").form_with(field="email").values
    assert client.post("/sign-in/link/unknown", data=values).status_code == 404
    assert client.post("/sign-in/link/unknown/here", data=values).status_code == 404


def test_two_people_at_one_address_choose_who_after_the_code(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    eino = add_person(app, "Aino Eino", cast.pirkanmaa)
    assert eino.email == cast.aino.email
    assert client.get("/sign-in/who").location == "/sign-in"
    sent = ask_code(client, cast.aino.email)
    assert "Eino" not in sent.text
    who = client.look(client.submit(sent, {"code": code_to(app, cast.aino.email)}))
    assert who.heading == "Who are you?"
    assert not is_signed_in(client)
    client.look(client.submit(who, button="I am Aino Eino"))
    assert client.see("/me").form_with(field="name").values["name"] == "Aino Eino"


@pytest.mark.parametrize("chosen", ["2", "999", "new", "", "x"])
def test_nobody_else_can_be_chosen(app: Flask, client: Visitor, cast: Cast, chosen: str) -> None:
    add_person(app, "Aino Eino", cast.pirkanmaa)
    sent = ask_code(client, cast.aino.email)
    who = client.look(client.submit(sent, {"code": code_to(app, cast.aino.email)}))
    values = who.form_with("I am Aino Eino").values
    client.post("/sign-in/who", data={**values, "person": chosen})
    assert not is_signed_in(client)
    assert len(people(app)) == 5


def test_known_and_unknown_addresses_get_the_same_page_and_the_same_work(
    app: Flask, cast: Cast
) -> None:
    seen = []
    for address in (cast.aino.email, "nobody@example.org"):
        client = another(app)
        page = client.see("/sign-in")
        with count_queries(app) as queries:
            response = client.submit(page, {"email": address})
        shapes = [query.split(" ")[:3] for query in queries]
        text = client.look(response).text.replace(address, "…")
        seen.append((response.status_code, response.location, shapes, text))
        assert len(mails_to(app, address)) == 1
    assert seen[0] == seen[1]


def test_an_unknown_address_gets_a_mail_without_a_code(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    del cast
    ask_code(client, "nobody@example.org")
    (text,) = mails_to(app, "nobody@example.org")
    assert "no account" in text
    assert link_to(app, "nobody@example.org") == "/help"


def test_asking_is_throttled_for_an_address_and_says_when_to_try_again(
    app: Flask, client: Visitor, cast: Cast, clock: FrozenClock
) -> None:
    for _ in range(6):
        ask_code(client, cast.aino.email)
        clock.move(timedelta(minutes=1))
    values = client.see("/sign-in").form_with(field="email").values
    refused = client.post("/sign-in", data={**values, "email": cast.aino.email})
    page = client.look(refused, 429)
    assert "You can try again at" in page.text
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert len(mails_to(app, cast.aino.email)) == 6
    ask_code(client, cast.olli.email)
    clock.move(timedelta(hours=1))
    ask_code(client, cast.aino.email)
    assert len(mails_to(app, cast.aino.email)) == 7


def test_a_double_click_sends_one_code(app: Flask, client: Visitor, cast: Cast) -> None:
    page = client.see("/sign-in")
    client.submit(page, {"email": cast.aino.email})
    client.submit(page, {"email": cast.aino.email})
    assert len(mails_to(app, cast.aino.email)) == 1


def test_a_closed_account_gets_no_code(app: Flask, client: Visitor, cast: Cast) -> None:
    with app.app_context():
        person = people(app)[0]
        db.session.merge(person).closed_at = person.created_at
        db.session.commit()
    ask_code(client, cast.aino.email)
    assert "no account" in mails_to(app, cast.aino.email)[0]


def test_sign_in_leads_back_to_where_the_person_was_going(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    client.get("/me/reading")
    sent = ask_code(client, cast.aino.email)
    arrived = client.submit(sent, {"code": code_to(app, cast.aino.email)})
    assert arrived.location == "/me/reading"


def test_each_sign_in_begins_a_new_session(app: Flask, cast: Cast) -> None:
    for _ in range(2):
        browser = another(app)
        sent = ask_code(browser, cast.aino.email)
        browser.look(browser.submit(sent, {"code": code_to(app, cast.aino.email)}))
    with app.app_context():
        assert len(set(db.session.scalars(select(SignedInSession.token_hash)))) == 2


def test_a_form_without_token_signs_nobody_in(app: Flask, client: Visitor, cast: Cast) -> None:
    ask_code(client, cast.aino.email)
    response = client.post("/sign-in/sent", data={"code": code_to(app, cast.aino.email)})
    assert response.status_code == 303
    assert not is_signed_in(client)


def test_an_address_that_is_none_is_shown_again(client: Visitor, cast: Cast) -> None:
    del cast
    again = client.look(client.submit(client.see("/sign-in"), {"email": "aino"}), 422)
    assert again.form_with(field="email").values["email"] == "aino"
