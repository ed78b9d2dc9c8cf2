"""The last steps of every way in: who is it, the second factor if need be, then the session."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import abort, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app import kept
from app.accounts import joining
from app.accounts.people import grants_of, is_open, people_at
from app.accounts.receipts import REPEATED_WITHIN
from app.accounts.sign_in_codes import CodeUsed
from app.core.policy import needs_second_factor
from app.extensions import clock
from app.models import SignInRequest
from app.sessions import end_session, start_session

BETWEEN_STEPS = 15 * 60
"""Seconds for which a first step holds; afterwards sign-in begins anew."""

HOME = "/learn"


@dataclass(frozen=True)
class Choice:
    """People of whom one is signing in, and the request behind it (none for a password)."""

    people: tuple[int, ...]
    request_id: int | None


@dataclass(frozen=True)
class FirstStep:
    """A person who has shown who they are and still owes the second factor."""

    person_id: int
    nonce: str


def enter(request: SignInRequest) -> ResponseReturnValue:
    """Go on with a request whose code or link was right.

    Raises:
        CodeUsed, InvitationUsed, InvitationClosed: it leads nowhere any more.
    """
    if request.next_path:
        session["next"] = request.next_path
    if request.used_at is not None:
        if request.person_id is None or request.used_at <= clock.now() - REPEATED_WITHIN:
            raise CodeUsed
        return admit(request.person_id)
    people = people_at(request.email_key)
    joins = request.join_form is not None
    if joins and not people:
        return admit(joining.create_account(request))
    if len(people) == 1 and not joins:
        return admit(joining.sign_in_as(request, people[0].id))
    if not people:
        abort(404)
    return ask_who([person.id for person in people], request.id)


def ask_who(people: list[int], request_id: int | None) -> ResponseReturnValue:
    """Let somebody choose among the people whose sign-in was right."""
    session["choice"] = [people, request_id, _now()]
    return redirect(url_for("accounts.who"), 303)


def open_choice() -> Choice | None:
    """Return the choice this browser is at, if it is not too old."""
    people, request_id, since = session.get("choice") or ([], None, 0)
    if not people or since < _now() - BETWEEN_STEPS:
        return None
    return Choice(tuple(people), request_id)


def admit(person_id: int) -> ResponseReturnValue:
    """Let a person in whose first step was right, by way of the second factor if they need it."""
    if not is_open(person_id):
        abort(404)
    if needs_second_factor(grants_of(person_id)):
        session["first_step"] = [person_id, secrets.token_hex(16), _now()]
        return redirect(url_for("accounts.second_factor"), 303)
    return let_in(person_id)


def first_step() -> FirstStep | None:
    """Return the first step this browser has made, if it is not too old."""
    person_id, nonce, since = session.get("first_step") or (0, "", 0)
    if not person_id or since < _now() - BETWEEN_STEPS:
        return None
    return FirstStep(person_id, nonce)


def let_in(person_id: int) -> ResponseReturnValue:
    """Start the session and lead to where the person was going; an older session here ends."""
    if current_user.is_authenticated:
        end_session(current_user.get_id())
    start_session(person_id)
    return redirect(next_path(), 303)


def next_path() -> str:
    """Return where somebody goes after signing in: where they were headed, else their studies."""
    path = kept.local_path(session.pop("next", None))
    if path is None or path.startswith("/sign-"):
        return HOME
    return path


def _now() -> int:
    return int(clock.now().timestamp())
