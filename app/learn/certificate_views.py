"""The certificate: what it still needs, confirming the name, the certificate as page and as PDF."""

from __future__ import annotations

from io import BytesIO

from flask import redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel import to_user_timezone
from wtforms import Form, StringField

from app import codes, consents, kept
from app.access import course_for, language, me
from app.certificates.issuing import Award, find_certificate, issue_certificate, sheet_of
from app.certificates.name_field import NameToPrint
from app.certificates.pdf import render_pdf
from app.core.certificate import NotEarned, earned, state_at
from app.core.ids import make_id
from app.extensions import clock, db
from app.guard import signed_in
from app.learn import overview
from app.learn.blueprint import bp
from app.learn.overview import Study
from app.learn.visits import variables_for
from app.models import Certificate


class NameForm(Form):
    """The name, looked at once more before it is printed."""

    name = StringField(_l("Your name"), [NameToPrint()])


@bp.get("/learn/<slug>/certificate")
@signed_in
def certificate(slug: str) -> ResponseReturnValue:
    """Show the certificate; before it is issued, the name; before it is earned, what is missing."""
    study = _study(slug)
    found = find_certificate(me().person.id, study.served.course_id)
    if found is not None:
        return _draw(study, found)
    if not earned(study.progress):
        return render_template("learn/certificate/missing.html", study=study)
    typed = kept.fields()
    form = NameForm(typed if "name" in typed else None, name=me().person.name)
    return render_template("learn/certificate/confirm.html", study=study, details=form)


@bp.post("/learn/<slug>/certificate")
@signed_in
def issue(slug: str) -> ResponseReturnValue:
    """Issue the certificate with the confirmed name; sent again it changes nothing."""
    study = _study(slug)
    form = NameForm(request.form)
    if not form.validate():
        return render_template("learn/certificate/confirm.html", study=study, details=form), 422
    try:
        claim_certificate(study, form.name.data or "")
    except NotEarned:
        db.session.rollback()
    return redirect(url_for(".certificate", slug=slug), 303)


@bp.get("/learn/<slug>/certificate.pdf")
@signed_in
def certificate_pdf(slug: str) -> ResponseReturnValue:
    """Send the certificate as PDF: drawn from what was frozen, so it is always the same file."""
    served = course_for(slug)
    found = find_certificate(me().person.id, served.course_id)
    if found is None:
        return redirect(url_for(".certificate", slug=slug), 303)
    sheet, issued_at = sheet_of(found), found.issued_at
    # Drawing takes a while: nobody else's writing waits for it.
    db.session.rollback()
    return send_file(
        BytesIO(render_pdf(sheet, issued_at)),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=f"{make_id(sheet.title)}-{make_id(sheet.holder_name)}.pdf",
    )


def claim_certificate(study: Study, name: str) -> Certificate:
    """Issue the certificate of the person signed in; one transaction.

    Raises:
        NotEarned: something that the certificate needs is not done yet.
    """
    served = study.served
    award = Award(served.course, served.course_id, served.revision_id, study.progress)
    issued = issue_certificate(me().person, award, name, language())
    db.session.commit()
    return issued


def _study(slug: str) -> Study:
    return overview.load_study(me(), course_for(slug))


def _draw(study: Study, found: Certificate) -> str:
    sheet = sheet_of(found)
    today = to_user_timezone(clock.now()).date()
    return render_template(
        "learn/certificate/certificate.html",
        study=study,
        sheet=sheet,
        state=state_at(found.state, found.valid_until, today).value,
        valid_until=found.valid_until,
        qr=codes.draw_qr(sheet.check_url, sheet.qr_description),
        contact=variables_for(me()),
        name_public=consents.current(me().person.id).get(consents.PUBLIC_NAME, False),
    )
