"""Reflections, checklists and documents as pages: one form, private to its writer."""

from __future__ import annotations

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import kept
from app.core.pages.base import PageData
from app.core.pages.fields import text_at_first
from app.learn.practice import new_key
from app.learn.reading import go_on
from app.learn.sheets import Sheet, lay_out_sheet, missing_fields
from app.learn.visits import Visit
from app.learn.writing import (
    WritingForm,
    Written,
    choose_writing,
    clean_data,
    load_written,
    mark_of,
    save_writing,
)

STOP = "stop"
"""Value of the button that keeps what was written and stops for now."""

LONGEST_ID = 18
"""Digits; more would not fit the database's integers."""


def show(visit: Visit) -> ResponseReturnValue:
    """Draw the page with what was written on it before."""
    return draw(visit)


def draw(visit: Visit, errors: tuple[tuple[str, str], ...] = ()) -> str:
    """Draw the page; ``errors`` are (id of the field, text)."""
    written = load_written(visit)
    return render_template(
        f"pages/{visit.page.kind}.html",
        visit=visit,
        written=written,
        data=_data_to_show(visit, written),
        sheet=_sheet(visit, written),
        others=[(row, lay_out_sheet(visit.page.content, row.fields)) for row in written.others],
        form_key=new_key(),
        base=mark_of(written.newest),
        errors=errors,
        prefilled=text_at_first,
    )


def save(visit: Visit) -> ResponseReturnValue:
    """Keep what was written; the main button also notes the page as done."""
    data = clean_data(visit, request.form.to_dict(flat=False))
    form = form_of()
    chosen = request.form.get("form_use", "")
    if chosen.isascii() and chosen.isdigit() and len(chosen) <= LONGEST_ID:
        choose_writing(visit, data, form, int(chosen))
        return redirect(visit.link("saved"), 303)
    later = "form_later" in request.form
    missing = () if later else missing_fields(visit.page.content, data)
    module = save_writing(visit, data, form, done=not later and not missing)
    if missing:
        errors = tuple(
            (field.id, _("Write something here: %(label)s", label=field.label.text))
            for field in missing
        )
        return draw(visit, errors), 422
    if request.form.get("form_later") == STOP:
        where = url_for(
            "learn.stop",
            slug=visit.slug,
            lesson_id=visit.lesson.id,
            page_id=visit.page.id,
        )
        return redirect(where, 303)
    if "form_next" in request.form or (visit.page.kind == "document" and not later):
        return go_on(visit, module)
    return redirect(visit.link("saved"), 303)


def form_of() -> WritingForm:
    """Return what the submitted form tells about itself."""
    return WritingForm(request.form.get("form_key", ""), request.form.get("form_base", ""))


def _data_to_show(visit: Visit, written: Written) -> PageData:
    """Return the values of the fields: typed text that could not be taken, else the newest."""
    fields = kept.fields().to_dict(flat=False)
    if "form_key" not in fields:
        g.kept_claimed = False
        return written.fields
    return {**written.fields, **clean_data(visit, fields)}


def _sheet(visit: Visit, written: Written) -> Sheet:
    return lay_out_sheet(visit.page.content, written.fields)
