"""The commands of the operator, joined to the app."""

from __future__ import annotations

import time

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app import demo
from app.course_commands import course
from app.mail import send_due

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


def install(app: Flask) -> None:
    """Add the commands."""
    for group in (course, demo.commands, mail):
        app.cli.add_command(group)
