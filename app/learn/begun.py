"""Answers that were begun and not sent.

One form holds every question of a page, so each submit brings all of them along, and none is lost
whichever button is pressed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import request

from app.core.course import Question
from app.core.questions import fields_after, kind_of
from app.core.questions.base import FormFields, Grade, Response
from app.core.questions.responses import FIELD, SHOWN, field_text
from app.core.typed import fit_fields
from app.learn.places import places_of
from app.learn.revisions import as_shown
from app.learn.visits import Visit

WAS = "was"
"""Form field of a question: marks of the answers that it shows untouched."""

NOTHING = "-"
"""Mark of no answer."""


@dataclass(frozen=True)
class Begun:
    """An answer that differs from what its page showed at first."""

    question: Question
    fields: FormFields


def prefix_of(question: Question) -> str:
    """Return what a question's field names and ids begin with on a page of several."""
    return f"q-{question.id}-"


def sent_fields(question: Question) -> FormFields:
    """Return what was sent for one question, without its prefix."""
    return fields_after(prefix_of(question), fit_fields(request.form.to_dict(flat=False)))


def find_begun(visit: Visit, sent: Question | None = None) -> list[Begun]:
    """Return every begun answer of the submitted form, but for the question that is sent.

    A page beside the flow keeps none: nothing may tell that somebody was there.
    """
    if visit.place.is_beside:
        return []
    return [
        Begun(question, fields)
        for question in visit.page.questions
        if (sent is None or question.id != sent.id)
        and (fields := sent_fields(question))
        and is_begun(question, fields)
    ]


def is_begun(question: Question, fields: FormFields) -> bool:
    """Whether the fields of a question hold anything else than its page showed at first."""
    response = kind_of(question).parse(question, fields)
    if SHOWN in fields:
        shown = field_text(fields, SHOWN).split()
        return response is not None and list(response.values()) != [shown]
    was = field_text(fields, WAS).split()
    if response is None and not was:
        return any(
            value.strip()
            for name, values in fields.items()
            if name.startswith(FIELD)
            for value in values
        )
    return _mark(response) not in was


def marks_of(question: Question, response: Response | None, grade: Grade | None) -> str:
    """Return the marks that tell whether an answer is as its page showed it.

    After a wrong answer a page may show only what was right of it.
    """
    shown = {_mark(response)}
    if response is not None and grade is not None:
        shown.add(_mark(kind_of(question).keep_right(question, response)))
    return " ".join(sorted(shown))


def as_opened(visit: Visit) -> Visit:
    """Return the visit in the revision in which its submitted form was opened."""
    served = as_shown(visit.served, request.form.get("form_revision", ""))
    if served is visit.served:
        return visit
    place = places_of(served.revision_id, served.course.language).get(visit.address)
    return visit if place is None else replace(visit, served=served, place=place)


def _mark(response: Mapping[str, object] | Sequence[object] | None) -> str:
    if not response or (isinstance(response, Mapping) and not any(response.values())):
        return NOTHING
    body = json.dumps(response, sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()[:12]
