"""The list of people, one person, and the list as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flask import Response, abort, make_response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import format_date, to_user_timezone
from flask_babel import gettext as _

from app import catalogue
from app.access import language, me, my_reach, person_for
from app.audit import note
from app.catalogue import ServedCourse
from app.codes import make_link_code
from app.core.certificate import group_code
from app.core.policy import Action
from app.core.progress import Status
from app.extensions import clock
from app.guard import requires
from app.office.blueprint import bp
from app.office.filters import filter_from, place_from, place_text
from app.office.invitations import may_print_sign_in
from app.office.words import status_name
from app.reports import completion, spreadsheet


@bp.get("")
@requires(Action.PEOPLE_READ)
def people() -> ResponseReturnValue:
    """Who is done, who is on the way; filters stand in the address."""
    reach = my_reach(Action.PEOPLE_READ)
    served = _course()
    wanted = filter_from(request.args)
    rows, more = completion.people(reach, served, wanted, place_from(request.args))
    return render_template(
        "office/people.html",
        rows=rows,
        next_place=place_text(rows[-1].place) if more else None,
        wanted=wanted,
        counts=completion.count(reach, served, wanted),
        associations=[
            (str(found.id), found.name) for found in completion.local_associations(reach)
        ],
        statuses=[(status.value, status_name(status)) for status in Status],
        status_name=status_name,
        course=served.course,
        arguments={key: value for key, value in request.args.items() if key != "after" and value},
    )


@bp.get("/people/<int:person_id>")
@requires(Action.PEOPLE_READ)
def person(person_id: int) -> ResponseReturnValue:
    """One person's progress by lesson; opening it leaves a trace in the log."""
    found = person_for(Action.PEOPLE_READ, person_id)
    served = _course()
    row = completion.one(served, found)
    note(me().person.id, "person:read", f"person:{found.id}")
    return render_template(
        "office/person.html",
        found=found,
        row=row,
        status_name=status_name,
        may_print=me().may(Action.SLIPS_PRINT) and may_print_sign_in(found),
        group_code=group_code,
        form_key=make_link_code(),
    )


@bp.get("/people.csv")
@requires(Action.PEOPLE_EXPORT)
def people_csv() -> ResponseReturnValue:
    """The list as CSV, with the filters of the address."""
    lines = spreadsheet.csv_lines(_headings(), _cells())
    return _file(lines, "text/csv; charset=utf-8", "csv")


@bp.get("/people.xlsx")
@requires(Action.PEOPLE_EXPORT)
def people_xlsx() -> ResponseReturnValue:
    """The list as a spreadsheet, with the filters of the address."""
    chunks = spreadsheet.xlsx_chunks(_headings(), _cells(), _("People"))
    return _file(
        chunks, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"
    )


def _course() -> ServedCourse:
    """Return the course that is looked at: the one named in the address, else the first."""
    slug = request.args.get("course") or catalogue.first_slug()
    served = catalogue.load_course(slug, language()) if slug else None
    if served is None:
        abort(make_response(render_template("office/no_course.html"), 404))
    return served


def _headings() -> list[str]:
    return [
        _("Name"),
        _("Local association"),
        _("Status"),
        _("Pages done"),
        _("Pages in all"),
        _("Completed"),
        _("Certificate"),
        _("Certificate issued"),
    ]


def _cells() -> Iterator[list[spreadsheet.Cell]]:
    """Return the rows to stream; refusals and the log's row come before the first of them."""
    reach = my_reach(Action.PEOPLE_EXPORT)
    served = _course()
    note(me().person.id, "people:export", served.course.slug)
    return _rows(completion.everybody(reach, served, filter_from(request.args)))


def _rows(found: Iterator[completion.Row]) -> Iterator[list[spreadsheet.Cell]]:
    for row in found:
        yield [
            row.name,
            row.local_association,
            status_name(row.status),
            row.pages_done,
            row.pages_required,
            _day(row.completed_at),
            group_code(row.certificate_code) if row.certificate_code else None,
            _day(row.certificate_issued_at),
        ]


def _day(at: object) -> date | None:
    local: date | None = to_user_timezone(at).date() if at else None
    return local


def _file(chunks: Iterator[bytes], content_type: str, ending: str) -> Response:
    name = f"ohjaajapolku-{format_date(clock.today(), 'yyyy-MM-dd')}.{ending}"
    return Response(
        stream_with_context(chunks),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
