"""Commands of the operator: owners, and a lost phone."""

from __future__ import annotations

from flask import Flask

from app.core.policy import Role
from app.extensions import clock, db
from app.models import AuditEvent, Person, RoleGrant, SignedInSession
from tests.support.cast import Cast, sign_in
from tests.support.visitor import Visitor


def test_the_first_owner_is_made(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["owner", "add", "Outi Orava", "Outi@example.org"])
    assert result.exit_code == 0, result.output
    with app.app_context():
        person = db.session.query(Person).one()
        assert (person.name, person.email_key) == ("Outi Orava", "outi@example.org")
        assert [grant.role for grant in db.session.query(RoleGrant)] == [Role.OWNER]


def test_an_address_that_is_none_is_refused(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["owner", "add", "Outi Orava", "outi"])
    assert result.exit_code != 0
    assert "address in full" in result.output


def test_a_person_who_is_there_gets_the_role_once(app: Flask, cast: Cast) -> None:
    for _ in range(2):
        app.test_cli_runner().invoke(args=["owner", "add", "kaisa  koski", "KAISA@example.org"])
    with app.app_context():
        grants = db.session.query(RoleGrant).filter_by(person_id=cast.kaisa.id, role=Role.OWNER)
        assert grants.count() == 1
        assert db.session.query(Person).count() == len(cast.everyone)


def test_a_lost_phone_is_reset_and_sessions_end(app: Flask, client: Visitor, cast: Cast) -> None:
    sign_in(client, cast.kaisa)
    with app.app_context():
        person = db.session.get_one(Person, cast.kaisa.id)
        person.totp_secret = "JBSWY3DPEHPK3PXP"
        person.totp_confirmed_at = clock.now()
        db.session.commit()
    result = app.test_cli_runner().invoke(
        args=["second-factor", "reset", cast.kaisa.name, cast.kaisa.email]
    )
    assert result.exit_code == 0, result.output
    with app.app_context():
        assert db.session.get_one(Person, cast.kaisa.id).totp_secret is None
        assert all(row.ended_at for row in db.session.query(SignedInSession))
        assert db.session.query(AuditEvent).one().action == "second-factor:reset"
    assert client.get("/learn").status_code == 303


def test_an_unknown_person_is_told_so(app: Flask, cast: Cast) -> None:
    result = app.test_cli_runner().invoke(
        args=["second-factor", "reset", "Kaisa Koski", cast.aino.email]
    )
    assert result.exit_code != 0
    assert "Check both" in result.output


def test_a_role_is_given_once(app: Flask, cast: Cast) -> None:
    arguments = ["role", "grant", "viewer", cast.aino.name, cast.aino.email]
    for _ in range(2):
        result = app.test_cli_runner().invoke(args=arguments)
        assert result.exit_code == 0, result.output
    with app.app_context():
        assert db.session.query(RoleGrant).filter_by(person_id=cast.aino.id).count() == 1


def test_a_local_contact_needs_the_local_association(app: Flask, cast: Cast) -> None:
    arguments = ["role", "grant", "local_contact", cast.aino.name, cast.aino.email]
    assert "needs --local-association" in app.test_cli_runner().invoke(args=arguments).output
    app.test_cli_runner().invoke(args=[*arguments, "--local-association", "Pirkanmaa"])
    with app.app_context():
        grant = db.session.query(RoleGrant).filter_by(person_id=cast.aino.id).one()
    assert grant.local_association_id == cast.pirkanmaa
