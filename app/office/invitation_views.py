"""Pages for inviting: links with QR, single invitations by e-mail and slips on paper."""

from __future__ import annotations

from typing import TypeVar

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import kept
from app.access import local_association_for, me, my_reach, person_for
from app.core.policy import Action
from app.guard import requires
from app.office import invitations
from app.office.blueprint import bp
from app.office.forms import AssociationForm, InviteByMailForm, InviteForm

MANAGE = Action.INVITATIONS_MANAGE

AnyInviteForm = TypeVar("AnyInviteForm", bound=InviteForm)


@bp.get("/invitations")
@requires(MANAGE)
def invitations_page() -> ResponseReturnValue:
    """Links to the local associations, and the ways to invite one person."""
    reach = my_reach(MANAGE)
    links = invitations.open_links(invitations.associations_within(reach))
    return render_template("office/invitations.html", links=links, may_add=reach.union)


@bp.get("/invitations/by-mail")
@requires(MANAGE)
def mail_invitation() -> ResponseReturnValue:
    """Ask whom to send an invitation."""
    return _mail_page(_offering(InviteByMailForm(kept.fields() or None)))


@bp.post("/invitations/by-mail")
@requires(MANAGE)
def invite_by_mail() -> ResponseReturnValue:
    """Send one person an invitation."""
    form = _offering(InviteByMailForm())
    if not form.validate():
        return _mail_page(form), 422
    association = local_association_for(MANAGE, form.association.data)
    email = form.email.data or ""
    invitations.invite_by_mail(
        association,
        me().person,
        name=form.name.data or "",
        email=email,
        form_key=form.form_key.data or "",
    )
    flash(_("The invitation is on its way to %(email)s.", email=email), "ok")
    return redirect(url_for(".mail_invitation"), 303)


@bp.get("/invitations/slip")
@requires(Action.SLIPS_PRINT)
def paper_invitation() -> ResponseReturnValue:
    """Ask for whom to make a slip."""
    return _paper_page(_offering(InviteForm(kept.fields() or None)))


@bp.post("/invitations/slip")
@requires(Action.SLIPS_PRINT)
def invitation_slip() -> ResponseReturnValue:
    """Make a slip for somebody without e-mail and show it for printing, once."""
    form = _offering(InviteForm())
    if not form.validate():
        return _paper_page(form), 422
    association = local_association_for(Action.SLIPS_PRINT, form.association.data)
    made = invitations.print_invitation(
        association,
        me().person.id,
        name=form.name.data or "",
        form_key=form.form_key.data or "",
    )
    return render_template(
        "office/slip.html",
        made=made,
        name=form.name.data,
        title=_("Invitation"),
        where=url_for("accounts.words", _external=False),
    )


@bp.post("/people/<int:person_id>/slip")
@requires(Action.SLIPS_PRINT)
def sign_in_slip(person_id: int) -> ResponseReturnValue:
    """Make a slip that signs a person in once, and show it for printing."""
    found = person_for(Action.SLIPS_PRINT, person_id)
    if not invitations.may_print_sign_in(found):
        abort(403)
    name = found.name
    made = invitations.print_sign_in(
        found, me().person.id, form_key=request.form.get("form_key", "")
    )
    return render_template(
        "office/slip.html",
        made=made,
        name=name,
        title=_("Sign in"),
        where=url_for("accounts.words", _external=False),
    )


@bp.get("/invitations/association")
@requires(MANAGE)
def new_association() -> ResponseReturnValue:
    """Ask for the name of a new local association."""
    _only_the_union()
    return _association_page(AssociationForm(kept.fields() or None))


@bp.post("/invitations/association")
@requires(MANAGE)
def add_association() -> ResponseReturnValue:
    """Add a local association; only for those who see the whole union."""
    _only_the_union()
    form = AssociationForm()
    if not form.validate():
        return _association_page(form), 422
    try:
        invitations.add_association(form.association_name.data or "", me().person.id)
    except invitations.AssociationExists:
        form.association_name.errors = [_("A local association of this name is there already.")]
        return _association_page(form), 422
    flash(_("Added. Its link is open."), "ok")
    return redirect(url_for(".invitations_page"), 303)


@bp.get("/invitations/<int:association_id>/renew")
@requires(MANAGE)
def confirm_renewal(association_id: int) -> ResponseReturnValue:
    """Say what renewing the link means."""
    return render_template(
        "office/renew_link.html", association=local_association_for(MANAGE, association_id)
    )


@bp.post("/invitations/<int:association_id>/renew")
@requires(MANAGE)
def renew_link(association_id: int) -> ResponseReturnValue:
    """Close the link of a local association and open a new one."""
    invitations.renew_link(local_association_for(MANAGE, association_id), me().person.id)
    flash(_("The new link is open. The old one leads nowhere any more."), "ok")
    return redirect(url_for(".invitations_page"), 303)


@bp.get("/invitations/<int:association_id>/close")
@requires(MANAGE)
def confirm_closing(association_id: int) -> ResponseReturnValue:
    """Say what closing the link means."""
    return render_template(
        "office/close_link.html", association=local_association_for(MANAGE, association_id)
    )


@bp.post("/invitations/<int:association_id>/close")
@requires(MANAGE)
def close_link(association_id: int) -> ResponseReturnValue:
    """Close the link of a local association."""
    invitations.close_link(local_association_for(MANAGE, association_id), me().person.id)
    flash(_("The link is closed."), "ok")
    return redirect(url_for(".invitations_page"), 303)


@bp.get("/invitations/<int:association_id>/poster")
@requires(MANAGE)
def link_poster(association_id: int) -> ResponseReturnValue:
    """The link of a local association as a page to print and put on a wall."""
    association = local_association_for(MANAGE, association_id)
    (found,) = invitations.open_links([association])
    if found.secrets is None:
        abort(404)
    return render_template("office/poster.html", association=association, made=found.secrets)


def _offering(form: AnyInviteForm) -> AnyInviteForm:
    form.offer(invitations.associations_within(my_reach(MANAGE)))
    return form


def _only_the_union() -> None:
    if not my_reach(MANAGE).union:
        abort(403)


def _mail_page(form: InviteByMailForm) -> str:
    return render_template("office/invite_by_mail.html", details=form)


def _paper_page(form: InviteForm) -> str:
    return render_template("office/invite_on_paper.html", details=form)


def _association_page(form: AssociationForm) -> str:
    return render_template("office/add_association.html", details=form)
