"""A document as pages: one section at a time, every move saves, «Done» asks for own lines."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import kept
from app.core.pages.base import PageData
from app.core.pages.changes import lines_missing
from app.core.pages.document import SHOWN_SECTION, DocumentContent, FieldSection
from app.core.pages.fields import Field, text_at_first
from app.core.pages.timetable import Timetable, lay_out_timetable, timetables_of
from app.learn.begun import as_opened
from app.learn.practice import new_key
from app.learn.reading import go_on
from app.learn.sheets import lay_out_sheet, missing_fields
from app.learn.visits import Visit
from app.learn.writing import Written, choose_writing, clean_data, load_written, mark_of
from app.learn.writing import save_writing as keep
from app.learn.writing_pages import STOP, chosen_writing, form_of

SECTION = "section"
"""In the address: which section is shown, by its id; empty for one without a heading."""

GO, EXAMPLE, PRINT = "form_go", "form_example", "form_print"
"""Buttons: to another section, keep the example, and to paper."""


@dataclass(frozen=True)
class Part:
    """The section of a document that its page shows."""

    section: FieldSection
    fields: tuple[Field, ...]
    number: int
    """Counted from 1."""
    all: tuple[FieldSection, ...]

    @property
    def next(self) -> FieldSection | None:
        """The section after this one, or None."""
        return self.all[self.number] if self.number < len(self.all) else None

    @property
    def previous(self) -> FieldSection | None:
        """The section before this one, or None."""
        return self.all[self.number - 2] if self.number > 1 else None

    @property
    def has_example(self) -> bool:
        """Whether there is an example to keep."""
        return any(field.prefilled or field.rows for field in self.fields)


def show(visit: Visit) -> ResponseReturnValue:
    """Draw the section that the address names, else the first one."""
    unsent = _unsent()
    wanted = request.args.get(SECTION) or unsent.get(SHOWN_SECTION, [""])[0]
    return draw(visit, part_of(visit, wanted), unsent=unsent)


def draw(
    visit: Visit,
    part: Part,
    errors: tuple[tuple[str, str], ...] = (),
    unsent: dict[str, list[str]] | None = None,
) -> str:
    """Draw a section; ``errors`` are (id of the field, text)."""
    content, written = content_of(visit), load_written(visit)
    data = {**written.fields, **(clean_data(visit, unsent) if unsent else {})}
    return render_template(
        "pages/document.html",
        visit=visit,
        written=written,
        data=data,
        part=part,
        sheet=lay_out_sheet(content, written.fields),
        others=[(row, lay_out_sheet(content, row.fields)) for row in written.others],
        form_key=new_key(),
        base=mark_of(written.newest, part.section.fields),
        errors=errors,
        prefilled=text_at_first,
        timetables=_timetables(content, written),
        lines_missing=0 if written.done else lines_missing(content, written.fields),
    )


def save(visit: Visit) -> ResponseReturnValue:
    """Keep what was written, then go where the button leads; «Done» may also complete the page."""
    content, form = content_of(visit), request.form
    part = part_of(visit, form.get(SHOWN_SECTION, ""))
    data = clean_data(as_opened(visit), form.to_dict(flat=False))
    chosen = chosen_writing()
    if chosen is not None:
        choose_writing(visit, data, form_of(), chosen)
        return redirect(_link(visit, part.section, "saved"), 303)
    if EXAMPLE in form:
        data = {**data, **_kept_example(part, data)}
    if GO in form or PRINT in form or "form_later" in form:
        keep(visit, data, form_of(), done=False)
        return redirect(_target(visit, part), 303)
    if EXAMPLE in form and part.next is not None:
        keep(visit, data, form_of(), done=False)
        return redirect(_link(visit, part.next), 303)
    return _finish(visit, content, part, data)


def part_of(visit: Visit, section_id: str) -> Part:
    """Return the section with this id as its page shows it, else the first one."""
    content = content_of(visit)
    sections = content.parts()
    place = next((i for i, one in enumerate(sections) if one.id == section_id), 0)
    section = sections[place]
    return Part(section, content.fields_of(section), place + 1, sections)


def content_of(visit: Visit) -> DocumentContent:
    """Return the fields of the visited page.

    Raises:
        TypeError: the visited page is no document.
    """
    content = visit.page.content
    if not isinstance(content, DocumentContent):
        raise TypeError(f"{visit.address} is no document")
    return content


def _finish(
    visit: Visit, content: DocumentContent, part: Part, data: PageData
) -> ResponseReturnValue:
    """Keep everything; note the document as done when nothing is missing from the whole of it."""
    before = load_written(visit)
    whole = {**before.fields, **data}
    empty = missing_fields(content, whole)
    few = not before.done and lines_missing(content, whole) > 0
    module = keep(visit, data, form_of(), done=not empty and not few)
    if empty:
        where = next(one for one in content.parts() if empty[0].id in one.fields)
        here = [field for field in empty if field.id in where.fields]
        errors = tuple(
            (field.id, _("Write something here: %(label)s", label=field.label.text))
            for field in here
        )
        return draw(visit, part_of(visit, where.id), errors), 422
    if few:
        return redirect(_link(visit, part.section, "own-lines"), 303)
    return go_on(visit, module)


def _target(visit: Visit, part: Part) -> str:
    """Return where a button that only saves leads."""
    if PRINT in request.form:
        return visit.path_to("learn.print_document")
    if request.form.get("form_later") == STOP:
        return visit.path_to("learn.stop")
    if GO in request.form:
        return _link(visit, part_of(visit, request.form[GO]).section)
    return _link(visit, part.section, "saved")


def _link(visit: Visit, section: FieldSection, fragment: str = "") -> str:
    query = {SECTION: section.id} if section.id else {}
    return visit.link(fragment, **query)


def _kept_example(part: Part, data: PageData) -> PageData:
    """Return the example for the fields of the section that were left empty."""
    example: PageData = {
        field.id: [[cell.text for cell in row] for row in field.rows]
        if field.type == "table"
        else text_at_first(field)
        for field in part.fields
        if field.prefilled or field.rows
    }
    return {name: value for name, value in example.items() if not data.get(name)}


def _timetables(content: DocumentContent, written: Written) -> dict[str, Timetable]:
    """Return the programmes that have been saved, by their fields."""
    return {
        field.id: lay_out_timetable(content, field, written.fields)
        for field in timetables_of(content)
        if field.id in written.fields
    }


def _unsent() -> dict[str, list[str]]:
    """Return typed text of this form that could not be taken; any other the layout shows."""
    fields = kept.fields().to_dict(flat=False)
    if "form_key" in fields:
        return fields
    g.kept_claimed = False
    return {}
