"""The second factor: six digits from an app on the phone (TOTP, RFC 6238)."""

from __future__ import annotations

import base64
import hashlib
import hmac

import pyotp
from flask import current_app
from sqlalchemy import or_, update

from app.extensions import clock, db
from app.models import Person

STEP_SECONDS = 30
STEPS_AROUND = (0, -1, 1)
"""A phone's clock may be half a minute off."""

SECRET_BYTES = 20
"""As RFC 4226 recommends."""

ISSUER = "Ohjaajapolku"


def pending_secret(person_id: int, nonce: str) -> str:
    """Return the secret offered while somebody sets the second factor up.

    It follows from the sign-in under way, so looking at the page stores nothing.
    """
    key = str(current_app.secret_key).encode()
    digest = hmac.new(key, f"totp\0{person_id}\0{nonce}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:SECRET_BYTES]).decode()


def address_of(secret: str, person_name: str) -> str:
    """Return the otpauth address that the phone's app reads from the QR picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=person_name, issuer_name=ISSUER)


def in_groups(secret: str) -> str:
    """Return the secret in groups of four, for typing."""
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))


def confirm(person_id: int, secret: str, digits: str) -> bool:
    """Take a first code, which proves that the app has the secret; commits if right."""
    step = _step_of(secret, digits)
    return step is not None and _use_step(
        person_id, step, totp_secret=secret, totp_confirmed_at=clock.now()
    )


def check(person_id: int, secret: str, digits: str) -> bool:
    """Take a code; commits if right. Each code works once."""
    step = _step_of(secret, digits)
    return step is not None and _use_step(person_id, step)


def _step_of(secret: str, digits: str) -> int | None:
    now = int(clock.now().timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    steps = [now + around for around in STEPS_AROUND]
    typed = digits.encode()
    right = [s for s in steps if hmac.compare_digest(totp.generate_otp(s).encode(), typed)]
    return right[0] if right else None


def _use_step(person_id: int, step: int, **values: object) -> bool:
    """Move the last used step forward; the database refuses one that was used."""
    used = db.session.execute(
        update(Person)
        .where(
            Person.id == person_id,
            or_(Person.totp_last_step.is_(None), Person.totp_last_step < step),
            *([Person.totp_confirmed_at.is_(None)] if values else []),
        )
        .values(totp_last_step=step, **values)
        .returning(Person.id),
        execution_options={"synchronize_session": False},
    ).one_or_none()
    db.session.commit()
    return used is not None
