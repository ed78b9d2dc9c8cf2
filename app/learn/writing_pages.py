"""Reflections and checklists as pages: one form, private to its writer."""

from __future__ import annotations

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app import kept
from app.core.pages.base import PageData
from app.core.pages.checklist import ChecklistContent
from app.learn.begun import as_opened
from app.learn.practice import new_key
from app.learn.reading import go_on
from app.learn.sheets import Sheet, lay_out_sheet
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


def draw(visit: Visit) -> str:
    """Draw the page."""
    written = load_written(visit)
    return render_template(
        f"pages/{visit.page.kind}.html",
        visit=visit,
        written=written,
        data=_data_to_show(visit, written),
        sheet=_sheet(visit, written),
        others=[(row, lay_out_sheet(visit.page.content, row.fields)) for row in written.others],
        form_key=new_key(),
        base=mark_of(written.newest, clean_data(visit, {})),
        errors=(),
        left=left_to_tick(visit, written.fields),
    )


def save(visit: Visit) -> ResponseReturnValue:
    """Keep what was written; the main button also notes the page as done."""
    data = clean_data(as_opened(visit), request.form.to_dict(flat=False))
    form = form_of()
    chosen = chosen_writing()
    if chosen is not None:
        choose_writing(visit, data, form, chosen)
        return redirect(visit.link("saved"), 303)
    done = "form_later" not in request.form and _is_enough(visit, data)
    module = save_writing(visit, data, form, done=done)
    if request.form.get("form_later") == STOP:
        return redirect(visit.path_to("learn.stop"), 303)
    if "form_next" in request.form:
        return go_on(visit, module)
    return redirect(visit.link("saved"), 303)


def chosen_writing() -> int | None:
    """Return the number of the text from another window that is to come on top, or None."""
    chosen = request.form.get("form_use", "")
    is_number = chosen.isascii() and chosen.isdigit() and len(chosen) <= LONGEST_ID
    return int(chosen) if is_number else None


def left_to_tick(visit: Visit, data: PageData) -> int:
    """Return how many lines are not ticked yet where the page is done only with all of them."""
    content = visit.page.content
    if not visit.page.practice_meeting or not isinstance(content, ChecklistContent):
        return 0
    return sum(item.id not in data.get("ticked", ()) for item in content.items())


def form_of() -> WritingForm:
    """Return what the submitted form tells about itself."""
    return WritingForm(request.form.get("form_key", ""), request.form.get("form_base", ""))


def _is_enough(visit: Visit, data: PageData) -> bool:
    """Whether saving this makes the page done; an empty one is enough but for a meeting held."""
    return left_to_tick(visit, data) == 0


def _data_to_show(visit: Visit, written: Written) -> PageData:
    """Return the values of the fields: typed text that could not be taken, else the newest."""
    fields = kept.fields().to_dict(flat=False)
    if "form_key" not in fields:
        g.kept_claimed = False
        return written.fields
    return {**written.fields, **clean_data(visit, fields)}


def _sheet(visit: Visit, written: Written) -> Sheet:
    return lay_out_sheet(visit.page.content, written.fields)
