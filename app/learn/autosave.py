"""Saves what is being typed, for the script that sends it; answers with the time."""

from __future__ import annotations

from datetime import datetime

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app import kept
from app.access import course_for
from app.guard import public
from app.learn import practice, quiz_page, reading, writing
from app.learn.begun import find_begun
from app.learn.blueprint import bp
from app.learn.revisions import as_shown
from app.learn.visits import Visit, visit_for
from app.learn.writing_pages import form_of

WRITTEN = frozenset({"checklist", "document", "reflection"})
"""Kinds of pages whose form is kept as a whole."""


@bp.post("/learn/<slug>/<lesson_id>/<page_id>/autosave")
@public  # Answers a script: for somebody not signed in it keeps the text and says 401.
def autosave(slug: str, lesson_id: str, page_id: str) -> ResponseReturnValue:
    """Keep an unfinished answer or text; ``saved_at`` is null if its form was submitted since."""
    if not current_user.is_authenticated:
        kept.keep(kept.page_path(), request.form.to_dict(flat=False))
        return {"saved_at": None, "signed_in": False}, 401
    served = as_shown(course_for(slug), request.form.get("form_revision", ""))
    visit = visit_for(slug, lesson_id, page_id, served)
    if visit.page.kind in WRITTEN:
        data = writing.clean_data(visit, request.form.to_dict(flat=False))
        saved_at = writing.autosave_writing(visit, data, form_of())
    elif visit.page.kind == "quiz":
        saved_at = quiz_page.autosave(visit)
    else:
        saved_at = _save_drafts(visit)
    return {"saved_at": saved_at.isoformat() if saved_at else None}


def _save_drafts(visit: Visit) -> datetime | None:
    """Keep every answer of the page that was begun; an older form sends one question alone."""
    if visit.page.kind != "reading" or not visit.page.questions:
        abort(404)
    begun = reading.by_address(visit, find_begun(visit))
    return practice.save_drafts(visit, begun, request.form.get("form_key", ""))
