"""The public check: anybody with its code can see whether a certificate holds."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import to_user_timezone
from sqlalchemy import select

from app import consents, kept, throttle
from app.certificates.issuing import sheet_of
from app.certificates.pdf import CertificateSheet
from app.core.certificate import CODE_CHARACTERS, State, read_code, state_at
from app.extensions import clock, db
from app.guard import public
from app.models import Certificate
from app.public.views import bp

LONGEST_CODE = 200
"""Characters looked at of what was typed."""

CHECKS = throttle.Limit("certificate check", most=60, seconds=throttle.HOUR)
"""Codes typed from one network; following a printed address is not counted, as looking at a page
changes nothing. Nobody guesses 130 random bits in either way: this only keeps machines away."""


@dataclass(frozen=True)
class Checked:
    """What anybody may know of a certificate."""

    state: State
    certificate: Certificate
    sheet: CertificateSheet
    name: str | None
    """Only if its holder allowed it."""


@bp.get("/verify")
@bp.get("/verify/<code>")
@public
def verify(code: str = "") -> ResponseReturnValue:
    """Say whether the certificate with this code holds; without a code, ask for it."""
    if not code:
        return _draw_form(kept.fields().get("certificate", ""))
    checked = check_certificate(code)
    if checked is None:
        return _draw_form(code, not_found=True), 404
    return render_template("public/verify.html", checked=checked)


@bp.post("/verify")
@public
def verify_typed() -> ResponseReturnValue:
    """Lead to the certificate whose code was typed."""
    typed = request.form.get("certificate", "")[:LONGEST_CODE]
    try:
        throttle.count((CHECKS, throttle.network_of(request.remote_addr)))
    except throttle.TooManyTries as refusal:
        page = _draw_form(typed, again_at=to_user_timezone(refusal.again_at).time())
        return page, 429
    code = read_code(typed.rpartition("/")[2])
    if not code:
        return _draw_form(typed, not_found=True), 422
    return redirect(url_for(".verify", code=code), 303)


def check_certificate(typed: str) -> Checked | None:
    """Return what may be told of the certificate with this code, or None; two queries."""
    code = read_code(typed[:LONGEST_CODE])
    if len(code) != CODE_CHARACTERS:
        return None
    found = db.session.scalar(select(Certificate).where(Certificate.code == code))
    if found is None:
        return None
    today = to_user_timezone(clock.now()).date()
    may_show = consents.current(found.person_id).get(consents.PUBLIC_NAME, False)
    return Checked(
        state=state_at(found.state, found.valid_until, today),
        certificate=found,
        sheet=sheet_of(found),
        name=found.name if may_show else None,
    )


def _draw_form(typed: str = "", *, not_found: bool = False, again_at: object = None) -> str:
    return render_template(
        "public/verify_form.html", typed=typed, not_found=not_found, again_at=again_at
    )
