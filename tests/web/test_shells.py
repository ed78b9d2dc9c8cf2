"""A reading page that is drawn once shows each reader the own settings, tokens and answers."""

from flask import Flask

from app.extensions import db
from app.learn import shells
from app.models import LocalAssociation
from tests.support.cast import Cast, sign_in
from tests.support.courses import SLUG
from tests.support.learning import Learner
from tests.support.visitor import SeenPage, Visitor

PLAIN = f"/learn/{SLUG}/lukeminen/eka"
ASKING = f"/learn/{SLUG}/lukeminen/harjoittele"


def visitor_for(app: Flask) -> Visitor:
    client = app.test_client()
    assert isinstance(client, Visitor)
    return client


def tokens_of(seen: SeenPage) -> set[str]:
    return {form.values["csrf_token"] for form in seen.forms} | {
        form.values["writer"] for form in seen.forms if "writer" in form.values
    }


def test_a_page_is_drawn_once_and_carries_the_tokens_of_its_reader(
    app: Flask, aino: Learner, cast: Cast
) -> None:
    tiina = visitor_for(app)
    sign_in(tiina, cast.tiina)
    for path in (PLAIN, ASKING):
        hers = tokens_of(aino.client.see(path))
        drawn = len(shells._shells)  # noqa: SLF001 - what is remembered has no other door
        assert drawn > 0
        own = tokens_of(tiina.see(path))
        assert not hers & own
        if path == PLAIN:
            assert len(shells._shells) == drawn  # noqa: SLF001
        for shell in shells._shells.values():  # noqa: SLF001
            assert not [token for token in hers | own if token in shell]


def test_every_form_of_a_remembered_page_can_be_sent(aino: Learner) -> None:
    aino.client.see(PLAIN)
    aino.complete("lukeminen/eka")
    aino.complete("lukeminen/eka")
    assert ("page", "lukeminen/eka") in aino.facts()
    aino.open("lukeminen/harjoittele")
    assert "That is right" in aino.answer("q-yksi", {"answer": "c2"}).text


def test_each_form_of_a_remembered_question_has_its_own_key(aino: Learner) -> None:
    keys = {
        aino.form(aino.open("lukeminen/harjoittele"), "q-yksi").values["form_key"] for _ in range(3)
    }
    assert len(keys) == 3


def test_a_remembered_page_follows_its_readers_settings(app: Flask, aino: Learner) -> None:
    aino.client.see(PLAIN)
    aino.change(theme="dark", text_size="large", language="sv")
    seen = aino.client.get(PLAIN).get_data(as_text=True)
    assert 'data-theme="dark" data-text-size="large"' in seen
    assert '<html lang="sv"' in seen
    with app.app_context():
        local = db.session.get_one(LocalAssociation, aino.member.local_association_id)
        local.variables = {"contact.phone": "050 123 4567"}
        db.session.commit()
    aino.change(language="fi")
    assert "050 123 4567" in aino.client.get(PLAIN).get_data(as_text=True)


def test_only_those_who_may_see_the_office_get_its_link(
    app: Flask, aino: Learner, cast: Cast
) -> None:
    kaisa = visitor_for(app)
    sign_in(kaisa, cast.kaisa)
    assert 'href="/org"' in kaisa.get(PLAIN).get_data(as_text=True)
    assert 'href="/org"' not in aino.client.get(PLAIN).get_data(as_text=True)


def test_what_somebody_answered_is_not_remembered(app: Flask, aino: Learner, cast: Cast) -> None:
    aino.answer("q-sanat", {"answer": "Vain minun ajatukseni"})
    assert "Vain minun ajatukseni" in aino.open("lukeminen/harjoittele").text
    assert not [it for it in shells._shells.values() if "ajatukseni" in it]  # noqa: SLF001
    tiina = visitor_for(app)
    sign_in(tiina, cast.tiina)
    assert "ajatukseni" not in tiina.see(ASKING).text


def test_a_message_is_shown_once(aino: Learner) -> None:
    aino.client.see(PLAIN)
    with aino.client.session_transaction() as cookie:
        cookie["_flashes"] = [("info", "Only now")]
    assert "Only now" in aino.client.see(PLAIN).text
    assert "Only now" not in aino.client.see(PLAIN).text
