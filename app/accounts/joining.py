"""Making an account: after the code has proved the address, or from a slip."""

from __future__ import annotations

from typing import Any

from app import consents
from app.accounts import receipts, sign_in_codes
from app.accounts.sign_in_codes import CodeUsed
from app.core.identity import compare_address
from app.extensions import clock, db
from app.invitations import InvitationUsed, use_up
from app.models import Invitation, Person, SignInRequest


def create_account(request: SignInRequest) -> int:
    """Make the account that a proved request asked for; commits. Returns the person's id.

    The same request, sent twice, makes one account: the database decides.

    Raises:
        InvitationUsed, InvitationClosed: the invitation serves no more.
        CodeUsed: the request was used for something else.
    """
    request_id, invitation_id, form = request.id, request.invitation_id, request.join_form
    if form is None or invitation_id is None or not sign_in_codes.use(request_id):
        db.session.rollback()
        return _used_by(request_id)
    person_id = _add_person(form, _local_association_of(invitation_id))
    use_up(invitation_id, person_id)
    sign_in_codes.note_person(request_id, person_id)
    db.session.commit()
    return person_id


def sign_in_as(request: SignInRequest, person_id: int) -> int:
    """Use a proved request up for somebody who has an account; commits.

    Returns who was signed in, which a double click decided before.

    Raises:
        CodeUsed: the request was used longer ago.
    """
    request_id = request.id
    if not sign_in_codes.use(request_id):
        db.session.rollback()
        return _used_by(request_id)
    sign_in_codes.note_person(request_id, person_id)
    db.session.commit()
    return person_id


def join_with_slip(invitation: Invitation, form: dict[str, Any], browser: str) -> int:
    """Make the account of a person without e-mail; commits. Returns the person's id.

    Raises:
        InvitationUsed, InvitationClosed: the slip serves no more.
    """
    invitation_id = invitation.id
    try:
        person_id = _add_person(form, invitation.local_association_id)
        use_up(invitation_id, person_id)
    except InvitationUsed:
        db.session.rollback()
        earlier = receipts.find(f"invitation {invitation_id}", browser)
        if earlier is None:
            raise
        return earlier
    receipts.leave(f"invitation {invitation_id}", browser, person_id, invitation_id)
    db.session.commit()
    return person_id


def _used_by(request_id: int) -> int:
    """Return for whom a request was used a moment ago."""
    request = db.session.get_one(SignInRequest, request_id, populate_existing=True)
    recent = (
        request.used_at is not None and request.used_at > clock.now() - receipts.REPEATED_WITHIN
    )
    if request.person_id is None or not recent:
        raise CodeUsed
    return request.person_id


def _local_association_of(invitation_id: int) -> int:
    return db.session.get_one(Invitation, invitation_id).local_association_id


def _add_person(form: dict[str, Any], local_association_id: int) -> int:
    email = form.get("email")
    person = Person(
        name=form["name"],
        email=email,
        email_key=compare_address(email) if email else None,
        language=form["language"],
        local_association_id=local_association_id,
        password_hash=form.get("password_hash"),
        created_at=clock.now(),
    )
    db.session.add(person)
    db.session.flush()
    consents.record(
        person.id,
        form["consents"],
        form["text_language"],
        {consent.kind for consent in consents.CONSENTS},
    )
    return person.id
