"""The learner's pages: studies, course, lesson pages, practice, what was finished."""

from __future__ import annotations

from importlib import import_module

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import course_for, lesson_for, me
from app.core.course import Question
from app.core.progress import Status, progress
from app.core.questions import kind_of, only_rearranges
from app.extensions import db
from app.guard import signed_in
from app.learn import overview, practice, reading
from app.learn.begun import find_begun, sent_fields
from app.learn.blueprint import bp
from app.learn.facts import load_facts
from app.learn.kinds import PAGE_VIEWS
from app.learn.revisions import as_shown
from app.learn.visits import OPENED, Filler, Visit, page_path, variables_for, visit_for

__all__ = ["bp"]

MORE_VIEWS = ("autosave", "certificate_views", "document_files", "evening_views", "reference")
"""Modules of this feature that register further addresses; a new one is named here."""


@bp.get("/learn")
@signed_in
def studies() -> ResponseReturnValue:
    """My studies: where to continue and what the certificate still needs."""
    return render_template("learn/studies.html", courses=overview.load_studies(me()))


@bp.get("/learn/<slug>")
@signed_in
def course(slug: str) -> ResponseReturnValue:
    """A course: its modules and lessons as a task list."""
    study = overview.load_course_study(me(), course_for(slug))
    words = Filler(variables_for(me()))
    return render_template("learn/course.html", study=study, words=words)


@bp.get("/learn/<slug>/<lesson_id>")
@signed_in
def lesson(slug: str, lesson_id: str) -> ResponseReturnValue:
    """Open a lesson at its first page not done; a finished one shows its pages."""
    served, found = lesson_for(slug, lesson_id)
    where = progress(served.course, frozenset(load_facts(me().person.id, served.course_id)))
    own = next(one for one in where.lessons() if one.lesson.id == found.id)
    if own.next_page is not None and own.status is not Status.DONE:
        return redirect(page_path(slug, own.next_page.address), 303)
    return render_template(
        "learn/lesson.html", served=served, own=own, module=served.course.module_of(found.id)
    )


@bp.route("/learn/<slug>/<lesson_id>/<page_id>", methods=["GET", "POST"])
@signed_in
def page(slug: str, lesson_id: str, page_id: str) -> ResponseReturnValue:
    """One page of a lesson; a content note comes first. A POST is its main button."""
    visit = visit_for(slug, lesson_id, page_id)
    view = PAGE_VIEWS.get(visit.page.kind)
    if view is None:
        abort(404)
    if request.method == "POST":
        return view.save(visit)
    if visit.page.content_note is not None and request.args.get("opened") != OPENED:
        return render_template("learn/content_note.html", visit=visit)
    return view.show(visit)


@bp.post("/learn/<slug>/<lesson_id>/<page_id>/<question_id>", endpoint="practice")
@signed_in
def practise(slug: str, lesson_id: str, page_id: str, question_id: str) -> ResponseReturnValue:
    """Take an answer to a practice question and lead to its feedback."""
    visit, question = _question_for(slug, lesson_id, page_id, question_id)
    fields, begun = sent_fields(question), find_begun(visit, sent=question)
    if only_rearranges(fields):
        return reading.save(visit)
    response = kind_of(question).parse(question, fields)
    others = reading.by_address(visit, begun)
    if response is None:
        practice.add_drafts(visit, others)
        db.session.commit()
        return reading.draw(visit, question, (_no_answer(question),)), 422
    if visit.place.is_beside:
        return reading.show_answer(visit, question, response)
    key = request.form.get("form_key", "")
    practice.save_answer(visit, question, response, key, others)
    return redirect(visit.link("feedback"), 303)


@bp.get("/learn/<slug>/<lesson_id>/<page_id>/stop")
@signed_in
def stop(slug: str, lesson_id: str, page_id: str) -> ResponseReturnValue:
    """Stop for now: everything is saved."""
    return render_template("learn/stop.html", visit=visit_for(slug, lesson_id, page_id))


@bp.get("/learn/<slug>/module/<module_id>")
@signed_in
def module_done(slug: str, module_id: str) -> ResponseReturnValue:
    """A finished module: what you can do now and what is next."""
    study = overview.load_study(me(), course_for(slug))
    found = next((one for one in study.modules if one.module.id == module_id), None)
    if found is None:
        abort(404)
    if found.status is not Status.DONE:
        return redirect(url_for(".course", slug=slug, _anchor=f"module-{module_id}"), 303)
    words = Filler(variables_for(me()))
    return render_template("learn/module_done.html", study=study, own=found, words=words)


def _question_for(
    slug: str, lesson_id: str, page_id: str, question_id: str
) -> tuple[Visit, Question]:
    """Return a practice question as its form showed it, or end with 404."""
    served = as_shown(course_for(slug), request.form.get("form_revision", ""))
    visit = visit_for(slug, lesson_id, page_id, served)
    if visit.page.kind != "reading":
        abort(404)
    question = next((one for one in visit.page.questions if one.id == question_id), None)
    if question is None:
        abort(404)
    return visit, question


def _no_answer(question: Question) -> str:
    if not kind_of(question).scored:
        return str(_("Write something first, or look at the model sentences."))
    return str(_("Choose or write an answer first."))


for _name in MORE_VIEWS:
    import_module(f"app.learn.{_name}")
