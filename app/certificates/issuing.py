"""Issues certificates: once for each person and course, with every word frozen."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal, cast

from flask import current_app
from flask_babel import force_locale, ngettext, to_user_timezone
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.certificates.pdf import CertificateSheet, as_printed
from app.core.certificate import (
    CODE_ALPHABET,
    CODE_CHARACTERS,
    NotEarned,
    add_months,
    earned,
    group_code,
)
from app.core.course import Course
from app.core.progress import Progress
from app.dates import format_day
from app.extensions import clock, db
from app.models import Certificate, Person
from config import LANGUAGES, Settings

LONG = 90
"""Minutes; a longer course is told in hours."""


@dataclass(frozen=True)
class Award:
    """What a certificate is issued for."""

    course: Course
    """In the language of the certificate."""
    course_id: int
    revision_id: int
    progress: Progress
    """How far the person is in the course."""


def find_certificate(person_id: int, course_id: int) -> Certificate | None:
    """Return a person's newest certificate of a course in whatever state, or None; one query."""
    return db.session.scalar(
        select(Certificate)
        .where(Certificate.person_id == person_id, Certificate.course_id == course_id)
        .order_by(Certificate.number.desc())
        .limit(1)
    )


def issue_certificate(person: Person, award: Award, name: str, language: str) -> Certificate:
    """Return the person's certificate, issued now if there is none; no commit.

    However many submits come at once, the database lets one of them issue; the others get that
    one. Name and texts are frozen as they are now, in the given language, and the person's own
    name becomes the one that is printed.

    Args:
        person: Whose certificate it is.
        award: The course and how far the person is in it.
        name: As it is to be printed; cleaned and printable.
        language: One of the interface languages.

    Raises:
        NotEarned: something that the certificate needs is not done yet.
    """
    found = find_certificate(person.id, award.course_id)
    if found is not None:
        return found
    if not earned(award.progress):
        raise NotEarned
    made = _freeze(person.id, award, as_printed(name), language)
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        found = find_certificate(person.id, award.course_id)
        if found is None:
            raise
        return found
    person.name = made.name
    return made


def sheet_of(certificate: Certificate) -> CertificateSheet:
    """Return the frozen words of a certificate."""
    stored = dict(certificate.sheet)
    facts = tuple((str(label), str(value)) for label, value in stored.pop("facts"))
    content = tuple(str(line) for line in stored.pop("content"))
    return CertificateSheet(facts=facts, content=content, **stored)


def make_code() -> str:
    """Return a new code for the public check: 130 random bits."""
    return "".join(secrets.choice(CODE_ALPHABET) for _number in range(CODE_CHARACTERS))


def check_address(code: str) -> str:
    """Return where anybody can check a certificate, as it is printed and put into the QR."""
    settings: Settings = current_app.config["SETTINGS"]
    return f"{settings.public_address}/verify/{group_code(code)}"


def _freeze(person_id: int, award: Award, name: str, language: str) -> Certificate:
    now = clock.now()
    day: date = to_user_timezone(now).date()
    months = award.course.valid_months
    valid_until = add_months(day, months) if months else None
    code = make_code()
    language = language if language in LANGUAGES else next(iter(LANGUAGES))
    with force_locale(language):
        sheet = _write_sheet(award.course, name, (day, valid_until), code, language)
    return Certificate(
        person_id=person_id,
        course_id=award.course_id,
        code=code,
        name=name,
        language=language,
        sheet=_plain(sheet),
        revision_id=award.revision_id,
        issued_at=now,
        valid_until=valid_until,
    )


def _write_sheet(
    course: Course, name: str, days: tuple[date, date | None], code: str, language: str
) -> CertificateSheet:
    settings: Settings = current_app.config["SETTINGS"]
    return CertificateSheet(
        language=cast("Literal['fi', 'sv', 'en']", language),
        association_name=settings.association_name,
        title=_("Certificate of completion"),
        before_name=_("This is to certify that"),
        holder_name=name,
        after_name=_("has completed the training"),
        course_title=course.title.text,
        facts=_facts(course, *days),
        content_heading=_("What the training holds"),
        content=tuple(module.title.text for module in course.modules),
        check_heading=_("Check this certificate"),
        check_text=_(
            "Point a phone camera at the square code, or open the address. "
            "The page tells whether the certificate is valid."
        ),
        check_url=check_address(code),
        qr_description=_("Square code that opens the page where this certificate is checked"),
        code_label=_("Code of the certificate"),
        code=group_code(code),
        note=_(
            "The certificate tells that the training was completed. "
            "It is not a professional qualification."
        ),
    )


def _facts(course: Course, issued: date, valid_until: date | None) -> tuple[tuple[str, str], ...]:
    facts = [(_("Issued"), format_day(issued, "medium"))]
    if valid_until is not None:
        facts.append((_("Valid until"), format_day(valid_until, "medium")))
    if course.minutes:
        facts.append((_("Extent"), _extent(course.minutes)))
    return tuple(facts)


def _extent(minutes: int) -> str:
    if minutes <= LONG:
        return str(ngettext("about %(num)s minute", "about %(num)s minutes", minutes))
    hours = round(minutes / 60)
    return str(ngettext("about %(num)s hour", "about %(num)s hours", hours))


def _plain(sheet: CertificateSheet) -> dict[str, Any]:
    """Return the sheet as it comes back from JSON, so that old and new rows look alike."""
    values = asdict(sheet)
    values["facts"] = [list(fact) for fact in sheet.facts]
    values["content"] = list(sheet.content)
    return values
