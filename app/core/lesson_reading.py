"""Read the pages of one lesson from its outline."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from app.core.blocks import Block, BlockKind, callout_mark, split_blocks
from app.core.callouts import Callout, read_callout
from app.core.course import Lesson, Line, Page
from app.core.errors import Severity
from app.core.headings import Section
from app.core.links import Places
from app.core.objectives import Objectives
from app.core.outline import ANY_PAGE, BINDING, OPTIONAL, PRACTICE_MEETING, Outline, page_kind
from app.core.pages import KINDS
from app.core.pages.base import PageSource
from app.core.pages.quiz import EXAM
from app.core.problems import nearest
from app.core.question_reading import read_question
from app.core.questions.base import Reporter, SourceLine
from app.core.rendering import Renderer
from app.core.routes import in_flow
from app.core.style import count_read_words

WORDS_A_MINUTE = 110
SECONDS_A_QUESTION = 45
EXPERT = "expert: kriisityön ammattilainen\nread_by: Tiina Tammi 2027-01-15"
SUMMARY, CONTENT_NOTE = "SUMMARY", "CONTENT-NOTE"


def read_lesson(outline: Outline, renderer: Renderer) -> Lesson:
    """Return the lesson; its shown number is given when the course is put together."""
    front, report = outline.front, renderer.report
    _check_front(outline, renderer)
    objectives = tuple(
        renderer.plain(text, front.line("objectives")) for text in front.words("objectives")
    )
    pages = tuple(_read_page(page, outline, renderer) for page in outline.pages)
    lines = (line for page in outline.pages for line in page.all_lines()[1:])
    if not any(line.text.strip() for line in lines):
        report("lesson-empty", 1, found=outline.file.path)
    entry, read_by = front.entries.get(OPTIONAL), front.entries.get("read_by")
    return Lesson(
        id=outline.lesson_id,
        number="",
        title=renderer.plain(front.text("title"), front.line("title")),
        pages=pages,
        minutes=_read_minutes(outline, count_minutes(in_flow(pages)), report),
        optional=entry is not None and entry.flag,
        objectives=objectives,
        sources=front.words("sources"),
        expert=_read_expert(outline, renderer),
        read_by=front.text("read_by"),
        read_on=read_by.day if read_by is not None else None,
    )


def _read_minutes(outline: Outline, counted: int, report: Reporter) -> int:
    """Return the minutes that are shown: those an author declares, unless they are too few."""
    declared = outline.front.entries.get("minutes")
    if declared is None:
        return counted
    if declared.number < counted:
        report(
            "minutes-too-few",
            declared.line,
            severity=Severity.WARNING,
            found=str(declared.number),
            expected=str(counted),
        )
    return max(declared.number, counted)


def count_minutes(pages: Sequence[Page]) -> int:
    """Return the minutes of the pages: words, questions and parts, rounded up; at least one.

    An optional page takes nobody's time who does not want it.
    """
    seconds = sum(
        60 * count_read_words(page.text.html) / WORDS_A_MINUTE
        + SECONDS_A_QUESTION * _asked(page)
        + KINDS[page.kind].seconds(page.content)
        for page in pages
        if not page.optional
    )
    return max(1, math.ceil(seconds / 60))


def _asked(page: Page) -> int:
    """Return how many questions a learner meets: a quiz may draw fewer than it has."""
    drawn = getattr(page.content, "draw", None)
    return min(len(page.questions), drawn) if drawn else len(page.questions)


def _check_front(outline: Outline, renderer: Renderer) -> None:
    front, report = outline.front, renderer.report
    if not front.text("title"):
        report("missing-title", 1, example="---\ntitle: Ryhmän ohjaaminen\n---")
    for tag in front.words("sources"):
        if tag not in renderer.places.sources:
            report(
                "unknown-source",
                front.line("sources"),
                found=tag,
                expected=nearest(tag, renderer.places.sources),
            )
    review = front.entries.get("review_by")
    if review is not None and review.day is not None and review.day < renderer.today:
        report(
            "lesson-overdue",
            review.line,
            severity=Severity.REVIEW,
            found=outline.file.path,
            expected=review.day.isoformat(),
        )


def _read_expert(outline: Outline, renderer: Renderer) -> Line | None:
    """Return who has to read the lesson; report that nobody of that profession has."""
    expert, read_by = outline.front.entries.get("expert"), outline.front.entries.get("read_by")
    if expert is None:
        if read_by is not None:
            renderer.report("read-by-nobody", read_by.line, found=read_by.words[0], example=EXPERT)
        return None
    shown = renderer.plain(expert.words[0], expert.line)
    if read_by is None:
        renderer.report(
            "expert-unread", expert.line, severity=Severity.REVIEW, found=shown.text, example=EXPERT
        )
    elif read_by.day is not None and read_by.day > renderer.today:
        renderer.report(
            "fact-in-future",
            read_by.line,
            severity=Severity.REVIEW,
            found=read_by.words[0],
            expected=read_by.day.isoformat(),
        )
    return shown


def _read_page(section: Section, outline: Outline, renderer: Renderer) -> Page:
    heading = section.heading
    kind = KINDS[page_kind(section)]
    _check_page(section, renderer)
    renderer.begin_page([part.id for part in section.sections if part.id])
    objectives = known_objectives(section, outline, renderer.places)
    kept, summary, note = _take_notes(section, renderer)
    source = PageSource(
        title=heading.title,
        line=heading.line,
        classes=section.classes,
        options=heading.attributes.options,
        lines=kept.lines,
        sections=kept.sections,
        report=renderer.report,
        block=renderer.block,
        plain=renderer.plain,
        question=lambda part: read_question(part, renderer, objectives),
    )
    parts = kind.read(source)
    _check_other_route(section, outline, renderer)
    page = Page(
        id=section.id,
        kind=kind.name,
        title=renderer.plain(heading.title, heading.line),
        text=parts.text,
        content=parts.content,
        questions=parts.questions,
        optional=OPTIONAL in section.classes,
        binding=BINDING in section.classes,
        practice_meeting=PRACTICE_MEETING in section.classes,
        content_note=renderer.callout_text(note) if note else None,
        summary=renderer.callout_text(summary) if summary else None,
    )
    renderer.end_page(heading.line)
    return page


def known_objectives(section: Section, outline: Outline, places: Places) -> Objectives:
    """Return the objectives that the questions of a page may name."""
    lesson = outline.lesson_id
    module = places.modules.get(lesson)
    counts = {
        other: count
        for other, count in places.objectives.items()
        if EXAM in section.classes or places.modules.get(other) == module
    }
    return Objectives(lesson, counts)


def _check_other_route(section: Section, outline: Outline, renderer: Renderer) -> None:
    """Report another route that is no reading page of the same lesson."""
    other = section.heading.attributes.options.get("other", "").lstrip("#")
    kinds = renderer.places.lessons.get(outline.lesson_id, {})
    if other and kinds.get(other) != "reading":
        readable = [page for page, kind in kinds.items() if kind == "reading"]
        renderer.report(
            "unknown-option",
            section.heading.line,
            found=f"other={other}",
            expected=nearest(other, readable),
        )


def _check_page(section: Section, renderer: Renderer) -> None:
    line, kinds = section.heading.line, section.classes & set(KINDS)
    kind = KINDS[page_kind(section)]
    known = {*KINDS, *ANY_PAGE, *kind.classes}
    if len(kinds) > 1:
        renderer.report(
            "two-page-kinds", line, found=" ".join(f".{name}" for name in sorted(kinds))
        )
    for name in sorted(section.classes - known):
        renderer.report("unknown-class", line, found=f".{name}", expected=nearest(name, known))
    for name in sorted(set(section.heading.attributes.options) - kind.options):
        renderer.report("unknown-option", line, found=name, expected=nearest(name, kind.options))


def _take_notes(
    section: Section, renderer: Renderer
) -> tuple[Section, Callout | None, Callout | None]:
    """Return the section without its content note, and the summary and the note themselves."""
    found: dict[str, Callout] = {}
    kept: list[SourceLine] = []
    for block in split_blocks(section.lines):
        kind = _callout_kind(block)
        callout = read_callout(block, renderer.report) if kind in (SUMMARY, CONTENT_NOTE) else None
        if callout is not None and callout.kind in found:
            renderer.report("callout-twice", block.line, found=callout.kind)
        if callout is not None:
            found.setdefault(callout.kind, callout)
        if kind != CONTENT_NOTE:
            kept += [*block.lines, SourceLine(block.lines[-1].number, "")]
    return (
        msgspec.structs.replace(section, lines=tuple(kept)),
        found.get(SUMMARY),
        found.get(CONTENT_NOTE),
    )


def _callout_kind(block: Block) -> str:
    mark = callout_mark(block.lines[0]) if block.kind is BlockKind.CALLOUT else None
    return mark[0].partition(" ")[0].upper() if mark else ""
