"""What people come back to: handbook, sources, glossary, and the pictures of the course."""

from __future__ import annotations

from io import BytesIO
from mimetypes import guess_type

from flask import Response, abort, render_template, request, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.access import course_for, language, me, page_for
from app.core.media import DIGEST_LETTERS, KINDS
from app.core.typed import fit_text
from app.extensions import db
from app.guard import signed_in
from app.learn.blueprint import bp
from app.learn.handbook import find_pages, print_text, reading_pages
from app.learn.posters import poster_of, posters_of
from app.learn.visits import Filler, variables_for
from app.models import Course, CourseRevision, SourceContent, SourceFile

A_YEAR = 365 * 24 * 60 * 60
"""Seconds; an address with the hash of its content never means anything else."""

LONGEST_QUERY = 100
"""Characters of a search."""


@bp.get("/learn/<slug>/handbook")
@signed_in
def handbook(slug: str) -> ResponseReturnValue:
    """Everything there is to read, to search and to print."""
    served = course_for(slug)
    words = Filler(variables_for(me()))
    if request.args.get("view") == "print":
        module = next(
            (one for one in served.course.modules if one.id == request.args.get("module")), None
        )
        return render_template(
            "learn/handbook_print.html",
            served=served,
            only=module,
            words=words,
            print_text=print_text,
        )
    if request.args.get("view") == "posters":
        return render_template("learn/posters.html", served=served, posters_of=posters_of)
    query = " ".join(fit_text(request.args.get("q", "")).split())[:LONGEST_QUERY]
    return render_template(
        "learn/handbook.html",
        served=served,
        query=query,
        found=find_pages(served.revision_id, language(), query) if query else (),
        readable=reading_pages(served.revision_id, language()),
    )


@bp.get("/learn/<slug>/poster/<lesson_id>/<page_id>/<figure_id>")
@signed_in
def poster(slug: str, lesson_id: str, page_id: str, figure_id: str) -> ResponseReturnValue:
    """One infographic alone, for a sheet of paper."""
    served, lesson, page = page_for(slug, lesson_id, page_id)
    drawn = poster_of(page, figure_id)
    if drawn is None:
        abort(404)
    words = Filler(variables_for(me()))
    return render_template(
        "learn/poster.html",
        course=served.course,
        lesson=lesson,
        page=page,
        drawn=drawn,
        words=words,
    )


@bp.get("/learn/<slug>/sources")
@signed_in
def sources(slug: str) -> ResponseReturnValue:
    """What the course is based on."""
    served = course_for(slug)
    return render_template("learn/sources.html", served=served, words=Filler(variables_for(me())))


@bp.get("/learn/<slug>/glossary")
@signed_in
def glossary(slug: str) -> ResponseReturnValue:
    """The words that the course explains."""
    served = course_for(slug)
    return render_template("learn/glossary.html", served=served, words=Filler(variables_for(me())))


@bp.get("/media/<slug>/<digest>/<name>")
@signed_in
def media(slug: str, digest: str, name: str) -> ResponseReturnValue:
    """A picture, sound or captions of any published revision, to be kept by the browser."""
    ending = name.rpartition(".")[2].lower()
    if len(digest) != DIGEST_LETTERS or (ending not in KINDS and ending != "vtt"):
        abort(404)
    content = db.session.scalar(
        select(SourceContent.content)
        .join(SourceFile, SourceFile.sha256 == SourceContent.sha256)
        .join(CourseRevision, CourseRevision.id == SourceFile.revision_id)
        .join(Course, Course.id == CourseRevision.course_id)
        .where(
            Course.slug == slug,
            SourceContent.sha256.startswith(digest, autoescape=True),
            SourceFile.path.startswith("media/"),
            SourceFile.path.endswith(f"/{name}", autoescape=True),
        )
        .limit(1)
    )
    if content is None:
        abort(404)
    kind = "text/vtt" if ending == "vtt" else guess_type(name)[0] or "application/octet-stream"
    response: Response = send_file(BytesIO(content), mimetype=kind, conditional=True)
    response.headers["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    return response
