"""A document to take along: on paper, as PDF, its meeting for a calendar; its writer's alone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import icalendar
from flask import abort, current_app, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.access import language
from app.certificates.document_pdf import (
    DocumentSheet,
    DrawnField,
    DrawnPart,
    render_document,
)
from app.core.ids import make_id
from app.core.pages.base import PageData
from app.core.pages.document import DocumentContent
from app.core.pages.timetable import Lack, Meeting, Timetable, plan_meeting, timetables_of
from app.extensions import clock, db
from app.guard import signed_in
from app.learn.blueprint import bp
from app.learn.document_pages import content_of
from app.learn.printing import PrintedField, PrintedPart, lay_out_paper
from app.learn.visits import Visit, visit_for
from app.learn.writing import load_written

HELSINKI = ZoneInfo("Europe/Helsinki")
"""Meetings are written in Finnish time."""

EMPTY = "empty"
"""In the address: without what was written, to be filled in by hand."""


@bp.get("/learn/<slug>/<lesson_id>/<page_id>/print")
@signed_in
def print_document(slug: str, lesson_id: str, page_id: str) -> ResponseReturnValue:
    """Show the document as it comes to paper, in large type."""
    visit, content = _document(slug, lesson_id, page_id)
    data = load_written(visit).fields
    empty = EMPTY in request.args
    return render_template(
        "learn/document_print.html",
        visit=visit,
        parts=lay_out_paper(content, data, empty=empty),
        empty=empty,
        has_meeting=_meeting(content, data) is not None,
    )


@bp.get("/learn/<slug>/<lesson_id>/<page_id>/document.pdf")
@signed_in
def document_pdf(slug: str, lesson_id: str, page_id: str) -> ResponseReturnValue:
    """Send the document as PDF, filled in or empty."""
    visit, content = _document(slug, lesson_id, page_id)
    empty = EMPTY in request.args
    parts = lay_out_paper(content, load_written(visit).fields, empty=empty)
    sheet = DocumentSheet(
        language=language(),
        title=visit.page.title.text,
        course_title=visit.served.course.title.text,
        parts=tuple(_drawn(part) for part in parts),
    )
    # Drawing takes a while: nobody else's writing waits for it.
    db.session.rollback()
    return send_file(
        BytesIO(render_document(sheet, clock.now())),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=f"{make_id(visit.page.title.text)}.pdf",
    )


@bp.get("/learn/<slug>/<lesson_id>/<page_id>/calendar.ics")
@signed_in
def document_calendar(slug: str, lesson_id: str, page_id: str) -> ResponseReturnValue:
    """Send the planned meeting for a calendar; nothing in it tells what the meeting is about."""
    visit, content = _document(slug, lesson_id, page_id)
    meeting = _meeting(content, load_written(visit).fields)
    if meeting is None:
        abort(404)
    return send_file(
        BytesIO(_calendar(visit, meeting).to_ical()),
        mimetype="text/calendar",
        as_attachment=True,
        download_name=f"{make_id(_('Meeting'))}.ics",
    )


def _document(slug: str, lesson_id: str, page_id: str) -> tuple[Visit, DocumentContent]:
    visit = visit_for(slug, lesson_id, page_id)
    if visit.page.kind != "document":
        abort(404)
    return visit, content_of(visit)


def _meeting(content: DocumentContent, data: PageData) -> Meeting | None:
    found = (plan_meeting(content, field, data) for field in timetables_of(content))
    return next((one for one in found if one is not None), None)


def _calendar(visit: Visit, meeting: Meeting) -> icalendar.Calendar:
    midnight = datetime.combine(meeting.day, time(), HELSINKI)
    event = icalendar.Event()
    event.add("uid", _uid(visit))
    event.add("dtstamp", clock.now())
    event.add("summary", _("Meeting"))
    # Added on the clock's face: on the days when clocks change that is not the time passed.
    event.add("dtstart", midnight + timedelta(minutes=meeting.starts))
    event.add("dtend", midnight + timedelta(minutes=meeting.ends))
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Ohjaajapolku//fi")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar


def _uid(visit: Visit) -> str:
    """Return the same name for the same document, so that a calendar updates its meeting."""
    own = f"{current_app.secret_key!s}/{visit.person_id}/{visit.slug}/{visit.page.id}"
    return f"{hashlib.sha256(own.encode()).hexdigest()[:32]}@ohjaajapolku"


def _drawn(part: PrintedPart) -> DrawnPart:
    return DrawnPart(part.title.text if part.title else "", tuple(map(_drawn_field, part.fields)))


def _drawn_field(field: PrintedField) -> DrawnField:
    ticks = tuple(f"[{'x' if one.ticked else '  '}] {one.text.text}" for one in field.ticks)
    head = tuple(one.text for one in field.head)
    programme = field.programme
    if programme is None or not programme.rows:
        return DrawnField(field.label.text, (*field.lines, *ticks), field.blank, head, field.rows)
    rows = tuple(
        (row.starts, ngettext("%(num)s min", "%(num)s min", row.minutes), " · ".join(row.cells))
        for row in programme.rows
    )
    head = (_("Time"), _("Length"), _("What happens"))
    return DrawnField(field.label.text, tuple(_notes(programme)), 0, head, rows)


def _notes(programme: Timetable) -> Sequence[str]:
    """Return when the programme ends and what it may lack, in words."""
    words = {
        Lack.OVERRUN: ngettext(
            "The plan runs %(num)s minute past the end. What could you leave out?",
            "The plan runs %(num)s minutes past the end. What could you leave out?",
            programme.over,
        ),
        Lack.NO_BREAK: _("There is no break in the plan yet. Everybody is glad of one."),
        Lack.NO_CLOSING: _(
            "There is no closing round in the plan yet. It lets everybody leave calmly."
        ),
    }
    total = ngettext(
        "It takes %(num)s minute in all.", "It takes %(num)s minutes in all.", programme.minutes
    )
    end = [_("It ends at %(time)s.", time=programme.ends)] if programme.ends else []
    return [" ".join([*end, total]), *(words[lack] for lack in programme.lacks)]
