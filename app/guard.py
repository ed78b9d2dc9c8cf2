"""The lock: every address is closed unless its view declares who may open it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar, cast

from flask import (
    Flask,
    Response,
    abort,
    after_this_request,
    current_app,
    flash,
    g,
    redirect,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin, UserMixin, current_user
from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Bundle, joinedload

from app import kept
from app.core.policy import Action, Grant, Role, reach
from app.extensions import READING_METHODS, clock, db, login_manager
from app.models import Person, SignedInSession


@dataclass(frozen=True)
class Policy:
    """Who may open an address."""

    public: bool = False
    action: Action | None = None


class Visitor(UserMixin):  # type: ignore[misc] # flask-login is untyped
    """The person signed in with this session, as flask-login wants to see them."""

    def __init__(self, token: str, person: Person) -> None:
        """Wrap a person whose roles and local association are loaded."""
        self.token = token
        self.person = person
        self.grants = frozenset(
            Grant(Role(grant.role), grant.local_association_id) for grant in person.roles
        )

    @property
    def roles(self) -> frozenset[str]:
        """Names of the roles held, for templates."""
        return frozenset(grant.role.value for grant in self.grants)

    def may(self, action: str) -> bool:
        """Whether an action, by its name, reaches anything for this person."""
        return bool(reach(self.grants, Action(action)))

    def get_id(self) -> str:
        """Return the session's token: ending the session on the server ends it everywhere."""
        return self.token


class Stranger(AnonymousUserMixin):  # type: ignore[misc] # flask-login is untyped
    """Somebody not signed in."""

    person = None
    grants: frozenset[Grant] = frozenset()
    roles: frozenset[str] = frozenset()

    def may(self, action: str) -> bool:
        """Strangers may nothing beyond public pages."""
        del action
        return False


View = TypeVar("View", bound=Callable[..., object])


def public(view: View) -> View:
    """Let anybody open the view."""
    return _declare(view, Policy(public=True))


def signed_in(view: View) -> View:
    """Let everybody signed in open the view."""
    return _declare(view, Policy())


def requires(action: Action) -> Callable[[View], View]:
    """Let those open the view who may do the action somewhere; doors decide where."""
    return lambda view: _declare(view, Policy(action=action))


def _declare(view: View, policy: Policy) -> View:
    view.policy = policy  # type: ignore[attr-defined] # a mark on the function itself
    return view


def policy_of(app: Flask, endpoint: str) -> Policy | None:
    """Return what the endpoint's view declared, or None."""
    policy: Policy | None = getattr(app.view_functions[endpoint], "policy", None)
    return policy


def install(app: Flask) -> None:
    """Close every address of the app and load its sessions."""
    login_manager.init_app(app)
    login_manager.session_protection = None
    login_manager.anonymous_user = Stranger
    login_manager.user_loader(load_visitor)
    public(app.view_functions["static"])
    app.before_request(check)


def check() -> ResponseReturnValue | None:
    """Refuse whatever the endpoint's policy does not allow; what has none is refused to all."""
    if request.endpoint is None:
        return None
    policy = policy_of(current_app, request.endpoint)
    if policy is None:
        current_app.logger.error("endpoint %s declares no policy", request.endpoint)
        abort(403)
    if request.endpoint == "static":
        return None
    visitor = cast("Visitor | Stranger", current_user)
    if policy.public:
        return None
    if not visitor.is_authenticated:
        return send_to_sign_in()
    if policy.action is not None and not visitor.may(policy.action.value):
        abort(403)
    return None


def send_to_sign_in() -> ResponseReturnValue:
    """Lead to signing in and back; what a submit held is kept for its writer."""
    reading = request.method in READING_METHODS
    path = request.full_path.rstrip("?") if reading else kept.page_path()
    if not reading and kept.keep(path, request.form.to_dict(flat=False)):
        flash(_("Your text is safe. Sign in and you will find it where you wrote it."), "info")
    session["next"] = path
    return redirect(url_for("accounts.sign_in"), 303)


def token_hash(token: str) -> str:
    """Return the hash under which a session's token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


# Made once: building a statement costs more than running it.
_ROW: Bundle[Any] = Bundle(
    "row",
    SignedInSession.token_hash,
    SignedInSession.person_id,
    SignedInSession.expires_at,
    SignedInSession.ended_at,
    SignedInSession.last_used_on,
)
_SESSION = (
    select(_ROW, Person)
    .join(SignedInSession.person)
    .where(SignedInSession.token_hash == bindparam("token_hash"))
    .options(joinedload(Person.roles), joinedload(Person.local_association))
)


def load_visitor(token: str) -> Visitor | None:
    """Return who is signed in with this token, or None if the session has ended.

    Sets ``g.person_id`` even for an ended session: typed text still belongs to that person.
    """
    found = db.session.execute(_SESSION, {"token_hash": token_hash(token)}).unique().one_or_none()
    if found is None:
        return None
    row, person = found
    g.person_id = row.person_id
    now = clock.now()
    today = now.date()
    idle = row.last_used_on + timedelta(days=current_app.config["IDLE_DAYS"]) < today
    if row.ended_at or row.expires_at <= now or idle or person.closed_at:
        return None
    if row.last_used_on < today:
        _note_use_afterwards(row.token_hash)
    return Visitor(token, person)


def _note_use_afterwards(token_hash: str) -> None:
    """Write the session's last-used day: the one write that a GET may make, once a day.

    It waits until the request has let go of the database: a POST holds the write lock.
    """

    @after_this_request
    def note_use(response: Response) -> Response:
        db.session.rollback()
        try:
            with db.engine.connect().execution_options(write=True) as connection:
                connection.execute(
                    update(SignedInSession)
                    .where(SignedInSession.token_hash == token_hash)
                    .values(last_used_on=clock.today())
                )
                connection.commit()
        except DatabaseError:
            current_app.logger.warning("a session's last-used day was not noted")
        return response
