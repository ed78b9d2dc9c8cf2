"""What the office does with invitations and slips: one transaction each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import invitations, mail
from app.core.errors import RuleError
from app.core.names import sort_key
from app.core.policy import Reach, Role, may_have_slip
from app.extensions import clock, db
from app.invitations import Kind, Secrets
from app.models import AuditEvent, Invitation, LocalAssociation, Person, RoleGrant


class AssociationExists(RuleError):
    """A local association of this name is there already."""


@dataclass(frozen=True)
class OpenLink:
    """A local association and the group link that is open for it, if any."""

    association: LocalAssociation
    invitation: Invitation | None

    @property
    def secrets(self) -> Secrets | None:
        """The link, to be shown and printed."""
        return invitations.group_link(self.invitation) if self.invitation else None


def associations_within(reach: Reach) -> list[LocalAssociation]:
    """Return the open local associations within reach, in alphabetical order."""
    query = select(LocalAssociation).where(LocalAssociation.closed_at.is_(None))
    if not reach.union:
        query = query.where(LocalAssociation.id.in_(reach.local_associations))
    return sorted(db.session.scalars(query), key=lambda found: sort_key(found.name))


def open_links(associations: Sequence[LocalAssociation]) -> list[OpenLink]:
    """Return each local association with its newest open group link; one query."""
    newest: dict[int, Invitation] = {}
    for invitation in db.session.scalars(
        select(Invitation)
        .where(
            Invitation.local_association_id.in_([found.id for found in associations]),
            Invitation.kind == Kind.GROUP.value,
            Invitation.closed_at.is_(None),
        )
        .order_by(Invitation.id)
    ):
        newest[invitation.local_association_id] = invitation
    return [OpenLink(found, newest.get(found.id)) for found in associations]


def add_association(name: str, actor_id: int) -> LocalAssociation:
    """Add a local association with its group link.

    Raises:
        AssociationExists: the name is taken.
    """
    association = LocalAssociation(name=name, variables={})
    db.session.add(association)
    try:
        db.session.flush()
    except IntegrityError as taken:
        db.session.rollback()
        raise AssociationExists from taken
    invitations.create_group_link(association.id, actor_id)
    _log(actor_id, "association:add", f"association:{association.id}")
    db.session.commit()
    return association


def renew_link(association: LocalAssociation, actor_id: int) -> None:
    """Close the local association's open link, if any, and open a new one."""
    association_id = association.id
    _take_turns(association_id)
    _close_all(association_id)
    invitations.create_group_link(association_id, actor_id)
    _log(actor_id, "link:renew", f"association:{association_id}")
    db.session.commit()


def close_link(association: LocalAssociation, actor_id: int) -> None:
    """Close the local association's open link; nobody joins with it any more."""
    association_id = association.id
    _take_turns(association_id)
    _close_all(association_id)
    _log(actor_id, "link:close", f"association:{association_id}")
    db.session.commit()


def invite_by_mail(
    association: LocalAssociation, actor: Person, *, name: str, email: str, form_key: str
) -> None:
    """Make a single-use invitation and put its mail in the outbox; the same form does it once."""
    seed = _seed(form_key, actor.id, association.id, email)
    made = invitations.create_personal(association.id, actor.id, email=email, name=name, seed=seed)
    if not made.new:
        db.session.rollback()
        return
    mail.enqueue(
        email,
        "invitation",
        actor.language,
        "Ohjaajapolku",
        link=made.link,
        name=name,
        association=current_app.config["SETTINGS"].association_name,
        local_association=association.name,
        days=invitations.PERSONAL_DAYS,
    )
    _log(actor.id, "invitation:send", f"invitation:{made.id}")
    db.session.commit()


def print_invitation(
    association: LocalAssociation, actor_id: int, *, name: str, form_key: str
) -> Secrets:
    """Make a paper invitation for somebody without e-mail; the same form makes it once."""
    seed = _seed(form_key, actor_id, association.id, name)
    made = invitations.create_slip(association.id, actor_id, name=name, seed=seed)
    if made.new:
        _log(actor_id, "slip:invite", f"invitation:{made.id}")
    db.session.commit()
    return made


def may_print_sign_in(person: Person) -> bool:
    """Whether a slip may be printed that signs this person in; see `policy.may_have_slip`."""
    held = db.session.scalars(select(RoleGrant.role).where(RoleGrant.person_id == person.id))
    return may_have_slip(frozenset(Role(role) for role in held))


def print_sign_in(person: Person, actor_id: int, *, form_key: str) -> Secrets:
    """Make a paper slip that signs a person in once; the same form makes it once."""
    person_id = person.id
    made = invitations.create_sign_in_slip(
        person_id, actor_id, seed=_seed(form_key, actor_id, person_id)
    )
    if made.new:
        _log(actor_id, "slip:sign-in", f"person:{person_id}")
    db.session.commit()
    return made


def _seed(form_key: str, *parts: object) -> str:
    """Return what one form, opened once, makes its codes of; empty for a form without a key."""
    return "\0".join([form_key, *map(str, parts)]) if form_key else ""


def _take_turns(association_id: int) -> None:
    """Wait for whoever changes this local association's links at this moment.

    Two renewals at once would else each close the old link and both leave a new one open.
    """
    db.session.execute(
        select(LocalAssociation.id).where(LocalAssociation.id == association_id).with_for_update()
    )


def _close_all(association_id: int) -> None:
    for invitation in db.session.scalars(
        select(Invitation)
        .where(
            Invitation.local_association_id == association_id,
            Invitation.kind == Kind.GROUP.value,
            Invitation.closed_at.is_(None),
        )
        .with_for_update()
    ):
        invitations.close(invitation)


def _log(actor_id: int, action: str, subject: str) -> None:
    db.session.add(AuditEvent(at=clock.now(), actor_id=actor_id, action=action, subject=subject))
