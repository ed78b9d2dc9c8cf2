"""Who may do what: roles, actions and the one table that joins them."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Role(StrEnum):
    """What a person is beside being a learner, which everybody signed in is."""

    OWNER = "owner"
    COORDINATOR = "coordinator"
    VIEWER = "viewer"
    LOCAL_CONTACT = "local_contact"
    TRAINER = "trainer"


class Action(StrEnum):
    """Something that needs more than signing in, named ``scope:resource:action``."""

    PEOPLE_READ = "association:people:read"
    PEOPLE_EXPORT = "association:people:export"
    INVITATIONS_MANAGE = "association:invitations:manage"
    SLIPS_PRINT = "association:slips:print"
    COURSES_READ = "union:courses:read"


_UNION = frozenset({Action.PEOPLE_READ, Action.PEOPLE_EXPORT})
_MANAGE = frozenset({Action.INVITATIONS_MANAGE, Action.SLIPS_PRINT})

ALLOWED: dict[Role, frozenset[Action]] = {
    Role.OWNER: _UNION | _MANAGE,
    Role.COORDINATOR: _UNION | _MANAGE,
    Role.VIEWER: _UNION,
    Role.LOCAL_CONTACT: _UNION | _MANAGE,
    Role.TRAINER: frozenset({Action.COURSES_READ}),
}
"""A local contact's actions reach the own local association only (see `Reach`)."""

SECOND_FACTOR_ROLES = frozenset({Role.OWNER, Role.COORDINATOR, Role.TRAINER})
"""Roles that sign in with a second factor: they see or change much (security promise 14)."""


class Reach(Struct, frozen=True):
    """How far an action reaches for one person."""

    union: bool = False
    local_associations: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        """Whether it reaches anything at all."""
        return self.union or bool(self.local_associations)

    def covers(self, local_association_id: int | None) -> bool:
        """Whether something of this local association (None: of none) is within reach."""
        return self.union or (
            local_association_id is not None and local_association_id in self.local_associations
        )


class Grant(Struct, frozen=True):
    """One role as it was given."""

    role: Role
    local_association_id: int | None = None


def reach(grants: frozenset[Grant], action: Action) -> Reach:
    """Return how far an action reaches with these roles; roles add up."""
    holding = [grant for grant in grants if action in ALLOWED[grant.role]]
    return Reach(
        union=any(grant.role is not Role.LOCAL_CONTACT for grant in holding),
        local_associations=frozenset(
            grant.local_association_id
            for grant in holding
            if grant.role is Role.LOCAL_CONTACT and grant.local_association_id is not None
        ),
    )


def needs_second_factor(grants: frozenset[Grant]) -> bool:
    """Whether somebody with these roles signs in with a second factor."""
    return any(grant.role in SECOND_FACTOR_ROLES for grant in grants)


def may_have_slip(roles: frozenset[Role]) -> bool:
    """Whether a printed slip may sign in somebody with these roles.

    Whoever prints it could use it, so it must not lead to more than a local contact may do; staff
    of the union sign in by e-mail.
    """
    return roles <= {Role.LOCAL_CONTACT}
