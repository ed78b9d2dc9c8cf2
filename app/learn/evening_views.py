"""Live evenings: what a trainer, or three volunteers, need for holding one; all of it prints."""

from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from app.access import course_for, me
from app.guard import signed_in
from app.learn.blueprint import bp
from app.learn.evenings import place_in
from app.learn.visits import Filler, variables_for


@bp.get("/learn/<slug>/evenings")
@signed_in
def evenings(slug: str) -> ResponseReturnValue:
    """The evenings of a course and their pages."""
    return render_template("learn/evenings.html", course=course_for(slug).course)


@bp.get("/learn/<slug>/evenings/<evening_id>/<page_id>")
@signed_in
def evening(slug: str, evening_id: str, page_id: str) -> ResponseReturnValue:
    """One page of an evening: a text, slides, or a form to print."""
    course = course_for(slug).course
    place = place_in(course, evening_id, page_id)
    if place is None:
        abort(404)
    return render_template(
        "learn/evening.html", course=course, place=place, words=Filler(variables_for(me()))
    )
