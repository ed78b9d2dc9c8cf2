"""Typed text that could not be taken is kept here and returns only to its writer.

A session may have ended, a token may not fit, a fault may have struck: the text of the form is
stored, bound to the person who opened the form, or for somebody not signed in to the browser's
own secret, and the same page shows it again.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Response, current_app, g, has_request_context, request, session
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import ColumnElement, delete, or_, select
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from app.core.typed import fit_fields
from app.extensions import READING_METHODS, clock, db
from app.models import KeptText

NEVER_KEPT = frozenset(
    {"csrf_token", "writer", "page", "action", "password", "new_password", "code", "words", "way"}
    | {"language"}
)
"""Secrets, the form's own plumbing, and the way through a safe practice conversation."""

MARKS = frozenset(
    {
        "form_key",
        "form_base",
        "form_revision",
        "form_use",
        "form_later",
        "form_next",
        "form_go",
        "form_example",
        "form_print",
        "form_section",
        "form_save",
        "question",
        "item",
        "run",
        "step",
        "try",
    }
)
"""What a form says about itself: kept with the text, but nobody typed it."""

LONGEST_KEPT = 200_000
"""Characters kept of one form; a form of ours is far shorter."""

KEPT_DAYS = 30
"""Days after which text that nobody came back for is removed."""


def writer_token() -> str:
    """Return a signed mark of who opened this form; empty for somebody not signed in."""
    person_id = g.get("person_id")
    return "" if person_id is None else _serializer().dumps(person_id)


def browser_hash(*, make: bool = False) -> str | None:
    """Return the hash of this browser's own secret, making the secret when asked to."""
    secret = session.get("browser")
    if secret is None:
        if not make:
            return None
        secret = session["browser"] = secrets.token_urlsafe(24)
        # An old phone drops the browser while its owner looks for the code in the mail.
        session.permanent = True
    return hashlib.sha256(str(secret).encode()).hexdigest()


def local_path(address: str | None) -> str | None:
    """Return the address if it is a path of this site, else None."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or any(ord(ch) < 32 for ch in address):  # noqa: PLR2004 - control characters
        return None
    return address[:500]


def page_path() -> str:
    """Return the page that the submitted form stood on."""
    try:
        stood_on = request.form.get("page")
    except HTTPException:  # a form too large to be read
        stood_on = None
    return local_path(stood_on) or request.path


def keep(path: str, fields: Mapping[str, Sequence[str]]) -> bool:
    """Keep the fields for their writer and commit; return whether there was anything to keep."""
    g.kept_now = True
    kept = fit_fields({name: fields[name] for name in fields if name not in NEVER_KEPT})
    typed = [values for name, values in kept.items() if not _is_mark(name)]
    if not any(value.strip() for values in typed for value in values):
        return False
    if sum(len(value) for values in kept.values() for value in values) > LONGEST_KEPT:
        return False
    person_id = g.get("person_id") or _writer(request.form.get("writer", ""))
    now = clock.now()
    db.session.rollback()
    db.session.execute(delete(KeptText).where(KeptText.kept_at < now - timedelta(days=KEPT_DAYS)))
    row = KeptText(
        person_id=person_id,
        browser_hash=None if person_id else browser_hash(make=True),
        path=path,
        fields=kept,
        kept_at=now,
    )
    _drop_earlier(row)
    db.session.add(row)
    db.session.commit()
    session["kept"] = True
    return True


def fields() -> MultiDict[str, str]:
    """Return what the visitor had typed on this page and that was kept; empty mostly.

    A page that calls this shows the text in its own fields. For the others the layout shows it.
    """
    g.kept_claimed = True
    return _load()


def unclaimed() -> list[tuple[str, str]]:
    """Return kept fields that the page did not show itself, for the layout."""
    if g.get("kept_claimed"):
        return []
    return [
        (name, value)
        for name, value in _load().items(multi=True)
        if not _is_mark(name) and value.strip()
    ]


def forget(path: str, part: str = "") -> None:
    """Remove what was kept of a page, of one form on it where there are several; commits."""
    rows = db.session.scalars(select(KeptText).where(_mine())).all()
    taken = [row for row in rows if row.path == path and _part(row) == part]
    for row in taken:
        db.session.delete(row)
    db.session.commit()
    if len(taken) == len(rows):
        session.pop("kept", None)


def note_sign_in() -> None:
    """Look for kept text once after signing in, so that pages need not ask each time."""
    found = db.session.scalar(select(KeptText.id).where(_mine()).limit(1))
    if found is None:
        session.pop("kept", None)
    else:
        session["kept"] = True


def forget_when_taken(response: Response) -> Response:
    """After a submit that was taken, forget what was kept of its page."""
    taken = request.method not in READING_METHODS and response.status_code < 400  # noqa: PLR2004 - HTTP
    if taken and session.get("kept") and not g.get("kept_now", False):
        forget(page_path(), request.form.get("question", ""))
    return response


def _is_mark(name: str) -> bool:
    """Whether a form says this about itself; a question of several ends it with ``-was``."""
    return name in MARKS or name.endswith("-was")


def _part(row: KeptText) -> str:
    """Return which form of its page a kept text belongs to; most pages have one."""
    return next(iter(row.fields.get("question", [])), "")


def _drop_earlier(row: KeptText) -> None:
    """Remove what the same form sent before: a script sends again and again."""
    key = row.fields.get("form_key")
    if not key:
        return
    owner = (
        KeptText.browser_hash == row.browser_hash
        if row.person_id is None
        else KeptText.person_id == row.person_id
    )
    for earlier in db.session.scalars(select(KeptText).where(KeptText.path == row.path, owner)):
        if earlier.fields.get("form_key") == key:
            db.session.delete(earlier)


def _load() -> MultiDict[str, str]:
    if not has_request_context() or not session.get("kept"):
        return MultiDict()
    if "kept_fields" not in g:
        row = db.session.scalar(
            select(KeptText)
            .where(KeptText.path == request.path, _mine())
            .order_by(KeptText.id.desc())
            .limit(1)
        )
        g.kept_fields = MultiDict(
            [(name, value) for name, values in row.fields.items() for value in values]
            if row
            else []
        )
    kept: MultiDict[str, str] = g.kept_fields
    return kept


def _mine() -> ColumnElement[bool]:
    person_id = g.get("person_id")
    browser = browser_hash()
    choices: list[ColumnElement[bool]] = [KeptText.id < 0]
    if person_id is not None:
        choices.append(KeptText.person_id == person_id)
    if browser is not None:
        choices.append(KeptText.browser_hash == browser)
    return or_(*choices)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="writer of a form")


def _writer(token: str) -> int | None:
    try:
        value = _serializer().loads(token)
    except BadSignature:
        return None
    return value if isinstance(value, int) else None
