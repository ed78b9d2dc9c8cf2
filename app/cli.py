"""The commands of the operator, joined to the app."""

from __future__ import annotations

import time

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import select

from app import demo
from app.core.names import sort_key
from app.core.policy import Role
from app.course_commands import course
from app.extensions import clock, db
from app.mail import send_due
from app.models import AuditEvent, Person, RoleGrant
from config import LANGUAGES

mail = AppGroup("mail", help="The outbox.")

PAUSE_SECONDS = 2


@mail.command("send")
def send() -> None:
    """Send what is due now."""
    click.echo(str(send_due(current_app.config["SETTINGS"])))


@mail.command("work")
def work() -> None:
    """Send whatever becomes due, until stopped; several may run at once."""
    while True:
        send_due(current_app.config["SETTINGS"])
        time.sleep(PAUSE_SECONDS)


owner = AppGroup("owner", help="Owners of the installation.")


@owner.command("add")
@click.argument("name")
@click.argument("email")
def add_owner(name: str, email: str) -> None:
    """Make somebody an owner: the first one, and the way back in.

    A person with this address and name gets the role; otherwise an account is made. Signing in
    still needs the code that is sent to the address.
    """
    key = email.strip().casefold()
    person = db.session.scalar(
        select(Person).where(Person.email_key == key, Person.name_key == sort_key(name))
    )
    if person is None:
        person = Person(
            name=name.strip(),
            email=email.strip(),
            email_key=key,
            language=next(iter(LANGUAGES)),
            created_at=clock.now(),
        )
        db.session.add(person)
        db.session.flush()
    held = select(RoleGrant.id).where(
        RoleGrant.person_id == person.id, RoleGrant.role == Role.OWNER.value
    )
    if db.session.scalar(held) is None:
        db.session.add(
            RoleGrant(person_id=person.id, role=Role.OWNER.value, granted_at=clock.now())
        )
    db.session.add(
        AuditEvent(at=clock.now(), actor_id=None, action="owner:add", subject=f"person:{person.id}")
    )
    db.session.commit()
    click.echo(f"{person.name} is an owner.")


def install(app: Flask) -> None:
    """Add the commands."""
    for group in (course, demo.commands, mail, owner):
        app.cli.add_command(group)
