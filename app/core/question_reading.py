"""Read one question section through the kind that claims it."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.course import Question, Text
from app.core.cutting import Cut, cut
from app.core.headings import Section
from app.core.problems import nearest
from app.core.questions import kind_for, known_classes
from app.core.questions.base import QuestionSource, Reporter, SourceLine
from app.core.rendering import Renderer

OPTIONS = frozenset({"objective"})
FEEDBACK_EXAMPLE = "> [!RIGHT]\n> Juuri niin.\n\n> [!WRONG]\n> Mieti vielä, kenen vuoro on."


def read_question(section: Section, renderer: Renderer, objectives: int) -> Question:
    """Return the question that a section holds.

    Args:
        section: The ``###`` section with its id.
        renderer: Renders the texts and notes the problems.
        objectives: How many objectives the lesson has.
    """
    report = renderer.report
    heading = section.heading
    parts = cut(section)
    _check_attributes(section, report)
    for stray in parts.strays:
        report(
            "text-after-answers",
            stray.line,
            found=stray.lines[0].text.strip(),
            example=FEEDBACK_EXAMPLE,
        )
    source = _source(section, parts, renderer)
    kind = kind_for(source)
    return Question(
        id=section.id,
        kind=kind.name,
        prompt=renderer.plain(heading.title, heading.line),
        content=kind.read(source),
        body=_text(parts.before, renderer),
        hint=_text(parts.hint, renderer),
        feedback=_text(parts.feedback, renderer),
        feedback_right=_text(parts.right, renderer),
        feedback_wrong=_text(parts.wrong, renderer),
        critical="critical" in section.classes,
        fixed="fixed" in section.classes,
        objective=_objective(section, objectives, report),
    )


def _source(section: Section, parts: Cut, renderer: Renderer) -> QuestionSource:
    return QuestionSource(
        id=section.id,
        title=section.heading.title,
        line=section.heading.line,
        classes=section.classes,
        options=section.heading.attributes.options,
        before=parts.before,
        answers=parts.answers,
        report=renderer.report,
        inline=renderer.inline,
        block=renderer.block,
    )


def _text(lines: Sequence[SourceLine], renderer: Renderer) -> Text | None:
    return renderer.block(lines) if any(source.text.strip() for source in lines) else None


def _check_attributes(section: Section, report: Reporter) -> None:
    line = section.heading.line
    known = known_classes()
    for name in sorted(section.classes - known):
        report("unknown-class", line, found=f".{name}", expected=nearest(name, known))
    for name in sorted(set(section.heading.attributes.options) - OPTIONS):
        report("unknown-option", line, found=name, expected=nearest(name, OPTIONS))


def _objective(section: Section, objectives: int, report: Reporter) -> int | None:
    written = section.heading.attributes.options.get("objective")
    if written is None:
        return None
    if not written.isascii() or not written.isdigit() or not 1 <= int(written[:6]) <= objectives:
        report(
            "unknown-objective",
            section.heading.line,
            found=f"objective={written}",
            expected=f"1–{objectives}" if objectives else "objectives:",
        )
        return None
    return int(written)
