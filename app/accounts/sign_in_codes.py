"""Six-digit codes and links by e-mail: asked for, proved by the asking browser, used once."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, delete, select, update

from app import codes, mail, throttle
from app.accounts.people import people_at
from app.accounts.receipts import REPEATED_WITHIN
from app.core.errors import RuleError
from app.core.identity import compare_address
from app.extensions import clock, db
from app.models import SignInRequest
from app.throttle import DAY, HOUR, Limit

LASTS = timedelta(minutes=10)
MOST_TRIES = 5

REMEMBERED = timedelta(days=1)
"""How long a link that has grown too old still leads to a fresh code."""

ASKED_TWICE_WITHIN = timedelta(seconds=15)
"""A second submit of the same form within this is a double click: one mail is enough."""

HOURLY_PER_ADDRESS = Limit("codes to an address, hour", 6, HOUR)
DAILY_PER_ADDRESS = Limit("codes to an address, day", 20, DAY)
"""Keeps guessing hopeless too: at most 100 tries a day at a million codes."""
HOURLY_PER_NETWORK = Limit("codes from a network, hour", 60, HOUR)
"""A course evening shares one network."""

SUBJECT = "Ohjaajapolku"
"""Neutral: it shows on a lock screen."""

CODE_PURPOSE = "sign-in code"
LINK_PURPOSE = "sign-in link"


class NothingAsked(RuleError):
    """This browser has asked for no code."""


class CodeWrong(RuleError):
    """The digits are not those of the mail."""


class CodeExpired(RuleError):
    """The code is older than ten minutes."""


class NoTriesLeft(RuleError):
    """Five tries were made."""


class CodeUsed(RuleError):
    """The code or link has signed somebody in already."""


class LinkUnknown(RuleError):
    """No mail of ours holds this link, or it is long past."""


class OtherBrowser(RuleError):
    """The link was opened in a browser that did not ask for it."""


@dataclass(frozen=True)
class Wish:
    """What somebody wants who gives an address."""

    email: str
    language: str
    next_path: str = ""
    invitation_id: int | None = None
    join_form: dict[str, Any] | None = None
    """What the join form held; empty when signing in."""


def ask(wish: Wish, browser: str, network: str, *, again: bool = False) -> None:
    """Send a code and a link, bound to the browser. Does the same for every address.

    An address nobody has gets a mail that says so: neither page, work nor time tells.

    Raises:
        TooManyTries: too many codes for the address or from the network.
    """
    key = compare_address(wish.email)
    if not again and _asked_just_now(wish, browser):
        return
    throttle.count(
        (HOURLY_PER_ADDRESS, key), (DAILY_PER_ADDRESS, key), (HOURLY_PER_NETWORK, network)
    )
    now = clock.now()
    people = people_at(key)
    db.session.execute(delete(SignInRequest).where(SignInRequest.expires_at < now - REMEMBERED))
    digits, link = codes.make_digits(), codes.make_link_code()
    db.session.add(
        SignInRequest(
            email_key=key,
            code_hash=_code_hash(digits, browser),
            link_hash=codes.hash_secret(LINK_PURPOSE, link),
            browser_hash=browser,
            next_path=wish.next_path,
            invitation_id=wish.invitation_id,
            join_form=wish.join_form,
            created_at=now,
            expires_at=now + LASTS,
        )
    )
    if people and people[0].email:
        # Somebody who joins with a shared address may read another language than its first user.
        spoken = wish.language if wish.join_form else people[0].language
        wish = replace(wish, email=people[0].email, language=spoken)
    _send(wish, digits, link, known=bool(people))
    db.session.commit()


def ask_again(request: SignInRequest, browser: str, network: str, language: str) -> None:
    """Send a fresh code for the same wish, bound to the browser that wants it now.

    Raises:
        TooManyTries: see `ask`.
    """
    form = request.join_form
    wish = Wish(
        email=form["email"] if form else request.email_key,
        language=language,
        next_path=request.next_path,
        invitation_id=request.invitation_id,
        join_form=form,
    )
    ask(wish, browser, network, again=True)


def newest_of(browser: str | None) -> SignInRequest | None:
    """Return what this browser last asked for and has not used."""
    return db.session.scalar(
        select(SignInRequest)
        .where(
            SignInRequest.browser_hash == (browser or ""),
            SignInRequest.used_at.is_(None),
            SignInRequest.created_at > clock.now() - REMEMBERED,
        )
        .order_by(SignInRequest.id.desc())
        .limit(1)
    )


def begun_with(invitation_id: int, browser: str | None) -> dict[str, Any]:
    """Return what this browser wrote into the join form minutes ago, to be mended; else nothing."""
    newest = newest_of(browser)
    if newest is None or newest.expires_at <= clock.now():
        return {}
    return (newest.join_form or {}) if newest.invitation_id == invitation_id else {}


def prove(typed: str, browser: str | None) -> SignInRequest:
    """Return the request whose code was typed; counts the try and commits.

    Any code sent to this browser in the last ten minutes is taken: mails overtake each other.

    Raises:
        NothingAsked, CodeExpired, NoTriesLeft, CodeWrong: the reason.
    """
    now = clock.now()
    mine = (SignInRequest.browser_hash == (browser or "")) & (SignInRequest.email_key != "")
    live = mine & (SignInRequest.expires_at > now)
    counted = db.session.execute(
        update(SignInRequest)
        .where(live, SignInRequest.tries < MOST_TRIES)
        .values(tries=SignInRequest.tries + 1)
        .returning(SignInRequest.id, SignInRequest.code_hash),
        execution_options={"synchronize_session": False},
    ).all()
    if not counted:
        reason = _why_none_counts(live, mine)
        db.session.rollback()
        raise reason
    wanted = _code_hash(codes.read_digits(typed), browser or "")
    right = [row_id for row_id, code_hash in counted if hmac.compare_digest(code_hash, wanted)]
    if not right:
        db.session.commit()
        raise CodeWrong
    return _proved(right[0])


def request_of_link(link: str) -> SignInRequest:
    """Return the request that a mailed link belongs to, however old.

    Raises:
        LinkUnknown: none does.
    """
    found = db.session.scalar(
        select(SignInRequest).where(
            SignInRequest.link_hash == codes.hash_secret(LINK_PURPOSE, link)
        )
    )
    if found is None:
        raise LinkUnknown
    return found


def check_link(request: SignInRequest, browser: str | None) -> None:
    """Refuse a link that cannot sign this browser in; changes nothing.

    Raises:
        OtherBrowser, CodeUsed, CodeExpired: the reason.
    """
    if browser is None or not hmac.compare_digest(request.browser_hash, browser):
        raise OtherBrowser
    now = clock.now()
    if request.used_at is not None and request.used_at <= now - REPEATED_WITHIN:
        raise CodeUsed
    if request.expires_at <= now:
        raise CodeExpired


def prove_link(request: SignInRequest, browser: str | None) -> SignInRequest:
    """Return the request of a link whose button was pressed in the asking browser; commits.

    Raises:
        OtherBrowser, CodeUsed, CodeExpired: see `check_link`.
    """
    check_link(request, browser)
    return _proved(request.id)


def use(request_id: int) -> bool:
    """Use a proved request up; no commit. Returns whether it was still unused: it works once."""
    used = db.session.execute(
        update(SignInRequest)
        .where(SignInRequest.id == request_id, SignInRequest.used_at.is_(None))
        .values(used_at=clock.now())
        .returning(SignInRequest.id),
        execution_options={"synchronize_session": False},
    ).one_or_none()
    return used is not None


def note_person(request_id: int, person_id: int) -> None:
    """Note who signed in with a used request; no commit. Drops what the join form held."""
    db.session.execute(
        update(SignInRequest)
        .where(SignInRequest.id == request_id)
        .values(person_id=person_id, join_form=None),
        execution_options={"synchronize_session": False},
    )


def _asked_just_now(wish: Wish, browser: str) -> bool:
    newest = newest_of(browser)
    return (
        newest is not None
        and newest.created_at > clock.now() - ASKED_TWICE_WITHIN
        and newest.email_key == compare_address(wish.email)
        and _without_password(newest.join_form) == _without_password(wish.join_form)
    )


def _without_password(form: dict[str, Any] | None) -> dict[str, Any]:
    """Return the form without the hash, which is salted and so never the same twice."""
    return {name: value for name, value in (form or {}).items() if name != "password_hash"}


def _why_none_counts(live: ColumnElement[bool], mine: ColumnElement[bool]) -> RuleError:
    if db.session.scalar(select(SignInRequest.id).where(live).limit(1)) is not None:
        return NoTriesLeft()
    if db.session.scalar(select(SignInRequest.id).where(mine).limit(1)) is not None:
        return CodeExpired()
    return NothingAsked()


def _proved(request_id: int) -> SignInRequest:
    now = clock.now()
    db.session.execute(
        update(SignInRequest)
        .where(SignInRequest.id == request_id, SignInRequest.proved_at.is_(None))
        .values(proved_at=now),
        execution_options={"synchronize_session": False},
    )
    db.session.commit()
    return db.session.get_one(SignInRequest, request_id, populate_existing=True)


def _code_hash(digits: str, browser: str) -> str:
    return codes.hash_secret(CODE_PURPOSE, f"{browser}\0{digits}")


def _send(wish: Wish, digits: str, link: str, *, known: bool) -> None:
    address = current_app.config["SETTINGS"].public_address
    if known or wish.join_form is not None:
        template, path = "sign_in_code", f"/sign-in/link/{link}"
    else:
        template, path = "no_account", "/help"
    mail.enqueue(
        wish.email,
        template,
        wish.language,
        SUBJECT,
        code=digits,
        link=f"{address}{path}",
        joining=wish.join_form is not None,
    )
