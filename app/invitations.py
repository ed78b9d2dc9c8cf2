"""Invitations and slips: made by the office, read and used up when somebody joins or signs in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer
from markupsafe import Markup
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app import codes
from app.core.errors import RuleError
from app.extensions import clock, db
from app.models import Invitation, SignInSlip

PERSONAL_DAYS = 30
SLIP_DAYS = 14
"""A slip lies about on a table and its words are shorter than a link: it lasts less long."""

TYPED_WORDS_SECONDS = 24 * 60 * 60
"""How long the address works to which right words lead."""

LINK_PURPOSE = "invitation link"
WORDS_PURPOSE = "invitation words"
SLIP_LINK_PURPOSE = "sign-in slip link"
SLIP_WORDS_PURPOSE = "sign-in slip words"


class Kind(StrEnum):
    """What an invitation is for."""

    GROUP = "group"
    """A local association's link: serves many, until it is closed."""
    PERSONAL = "personal"
    """Sent to one person; makes one account."""
    SLIP = "slip"
    """On paper, for one person without e-mail."""


class InvitationUnknown(RuleError):
    """No invitation has this code."""


class InvitationClosed(RuleError):
    """The association has closed it."""


class InvitationExpired(RuleError):
    """Its time is over."""


class InvitationUsed(RuleError):
    """It has made its account already."""


@dataclass(frozen=True)
class Secrets:
    """What leads to an invitation or sign-in; shown or sent now and never stored."""

    id: int
    link: str
    """Whole address."""
    words: str = ""
    """Five words, for paper only."""
    new: bool = True
    """Whether it was made now; a form that is sent twice gives the first one again."""

    def draw_qr(self, title: str) -> Markup:
        """Return the link as a QR picture with an accessible name."""
        return codes.draw_qr(self.link, title)


def create_group_link(local_association_id: int, created_by_id: int | None) -> Invitation:
    """Add a link that serves many; no commit. It leads only to the learner role."""
    code = codes.make_link_code()
    return _add(
        Invitation(
            kind=Kind.GROUP.value,
            code_hash=codes.hash_secret(LINK_PURPOSE, code),
            code=code,
            local_association_id=local_association_id,
            created_by_id=created_by_id,
            created_at=clock.now(),
        )
    )


def group_link(invitation: Invitation) -> Secrets:
    """Return the address of a group link, whose code is kept so that it can be shown again.

    Raises:
        ValueError: the invitation is of another kind.
    """
    if invitation.code is None:
        raise ValueError("only a group link can be shown again")
    return Secrets(invitation.id, _address(f"/join/{invitation.code}"))


def close(invitation: Invitation) -> None:
    """Close an invitation for good; no commit. Closing twice changes nothing."""
    db.session.execute(
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.closed_at.is_(None))
        .values(closed_at=clock.now())
    )


def renew(invitation: Invitation, created_by_id: int | None) -> Invitation:
    """Close a group link and add another for the same local association; no commit."""
    close(invitation)
    return create_group_link(invitation.local_association_id, created_by_id)


def create_personal(
    local_association_id: int,
    created_by_id: int | None,
    *,
    email: str,
    name: str = "",
    seed: str = "",
) -> Secrets:
    """Add an invitation for one person with e-mail, once for each seed; no commit."""
    code = codes.make_link_code(seed)
    now = clock.now()
    invitation, new = _add_once(
        Invitation(
            kind=Kind.PERSONAL.value,
            code_hash=codes.hash_secret(LINK_PURPOSE, code),
            local_association_id=local_association_id,
            email=email,
            name=name or None,
            created_by_id=created_by_id,
            created_at=now,
            expires_at=now + timedelta(days=PERSONAL_DAYS),
        )
    )
    return Secrets(invitation.id, _address(f"/join/{code}"), new=new)


def create_slip(
    local_association_id: int, created_by_id: int | None, *, name: str = "", seed: str = ""
) -> Secrets:
    """Add a paper invitation for one person without e-mail, once for each seed; no commit."""
    code, words = codes.make_link_code(seed), codes.make_words(seed)
    now = clock.now()
    invitation, new = _add_once(
        Invitation(
            kind=Kind.SLIP.value,
            code_hash=codes.hash_secret(LINK_PURPOSE, code),
            words_hash=codes.hash_secret(WORDS_PURPOSE, codes.read_words(words)),
            local_association_id=local_association_id,
            name=name or None,
            created_by_id=created_by_id,
            created_at=now,
            expires_at=now + timedelta(days=SLIP_DAYS),
        )
    )
    return Secrets(invitation.id, _address(f"/join/{code}"), words, new)


def create_sign_in_slip(person_id: int, created_by_id: int | None, *, seed: str = "") -> Secrets:
    """Add a paper slip that signs one person in once; no commit. Older slips of theirs end."""
    code, words = codes.make_link_code(seed), codes.make_words(seed)
    link = _address(f"/sign-in/slip/{code}")
    made = slip_with_link(code)
    if made is not None:
        return Secrets(made.id, link, words, new=False)
    now = clock.now()
    db.session.execute(
        update(SignInSlip)
        .where(
            SignInSlip.person_id == person_id,
            SignInSlip.used_at.is_(None),
            SignInSlip.expires_at > now,
        )
        .values(expires_at=now)
    )
    slip = SignInSlip(
        person_id=person_id,
        code_hash=codes.hash_secret(SLIP_LINK_PURPOSE, code),
        words_hash=codes.hash_secret(SLIP_WORDS_PURPOSE, codes.read_words(words)),
        created_by_id=created_by_id,
        created_at=now,
        expires_at=now + timedelta(days=SLIP_DAYS),
    )
    db.session.add(slip)
    db.session.flush()
    return Secrets(slip.id, link, words)


def invitation_for(code: str) -> Invitation:
    """Return the invitation that a link leads to; reading it uses nothing up.

    Raises:
        InvitationUnknown: nothing has this code.
        InvitationClosed, InvitationExpired, InvitationUsed: it serves no more.
    """
    invitation = find_invitation(code)
    if invitation is None:
        raise InvitationUnknown
    check_open(invitation)
    return invitation


def find_invitation(code: str) -> Invitation | None:
    """Return the invitation that a link leads to, whether it still serves or not."""
    typed = _typed_invitation_id(code)
    which = (
        Invitation.code_hash == codes.hash_secret(LINK_PURPOSE, code)
        if typed is None
        else Invitation.id == typed
    )
    return db.session.scalar(
        select(Invitation).where(which).options(joinedload(Invitation.local_association))
    )


def check_open(invitation: Invitation) -> None:
    """Refuse an invitation that serves no more.

    Raises:
        InvitationClosed, InvitationExpired, InvitationUsed: the reason.
    """
    if invitation.used_at is not None:
        raise InvitationUsed
    if invitation.closed_at is not None:
        raise InvitationClosed
    if invitation.expires_at is not None and invitation.expires_at <= clock.now():
        raise InvitationExpired


def code_for_words(words: str) -> str | None:
    """Return a code for the join page of the invitation with these words, or None.

    The code is signed and short-lived: the slip's own link code is not stored. Whether the
    invitation still serves is said by the join page.
    """
    words_hash = codes.hash_secret(WORDS_PURPOSE, codes.read_words(words))
    invitation_id = db.session.scalar(
        select(Invitation.id).where(Invitation.words_hash == words_hash)
    )
    return None if invitation_id is None else _typed_words().dumps(invitation_id)


def use_up(invitation_id: int, person_id: int) -> None:
    """Mark a single-use invitation as used by this person; no commit. A group link stays open.

    The database decides who comes first.

    Raises:
        InvitationUsed: somebody was faster.
        InvitationClosed: it was closed meanwhile.
    """
    invitation = db.session.get_one(Invitation, invitation_id, populate_existing=True)
    if invitation.closed_at is not None:
        raise InvitationClosed
    if invitation.kind == Kind.GROUP:
        return
    used = db.session.execute(
        update(Invitation)
        .where(
            Invitation.id == invitation_id,
            Invitation.used_at.is_(None),
            Invitation.closed_at.is_(None),
        )
        .values(used_at=clock.now(), used_by_id=person_id)
        .returning(Invitation.id),
        execution_options={"synchronize_session": False},
    ).one_or_none()
    if used is None:
        raise InvitationUsed


def slip_with_link(code: str) -> SignInSlip | None:
    """Return the sign-in slip whose link this is, used or not."""
    return db.session.scalar(
        select(SignInSlip).where(SignInSlip.code_hash == codes.hash_secret(SLIP_LINK_PURPOSE, code))
    )


def slip_with_words(words: str) -> SignInSlip | None:
    """Return the sign-in slip with these words, used or not."""
    words_hash = codes.hash_secret(SLIP_WORDS_PURPOSE, codes.read_words(words))
    return db.session.scalar(select(SignInSlip).where(SignInSlip.words_hash == words_hash))


def use_slip(slip: SignInSlip) -> bool:
    """Use a sign-in slip up; no commit. Returns whether it was still good: it works once."""
    now = clock.now()
    used = db.session.execute(
        update(SignInSlip)
        .where(SignInSlip.id == slip.id, SignInSlip.used_at.is_(None), SignInSlip.expires_at > now)
        .values(used_at=now)
        .returning(SignInSlip.id),
        execution_options={"synchronize_session": False},
    ).one_or_none()
    return used is not None


def _add_once(invitation: Invitation) -> tuple[Invitation, bool]:
    """Add an invitation unless its code is there already; the database decides which is first."""
    try:
        with db.session.begin_nested():
            db.session.add(invitation)
    except IntegrityError:
        same = select(Invitation).where(Invitation.code_hash == invitation.code_hash)
        return db.session.scalars(same).one(), False
    return invitation, True


def _add(invitation: Invitation) -> Invitation:
    db.session.add(invitation)
    db.session.flush()
    return invitation


def _address(path: str) -> str:
    return f"{current_app.config['SETTINGS'].public_address}{path}"


def _typed_words() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="words of an invitation")


def _typed_invitation_id(code: str) -> int | None:
    """Return the invitation whose words were typed, if the code is of that kind."""
    try:
        value = _typed_words().loads(code, max_age=TYPED_WORDS_SECONDS)
    except BadSignature:
        return None
    return value if isinstance(value, int) else None
