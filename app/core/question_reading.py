"""Read one question section through the kind that claims it."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.course import Question, Text
from app.core.cutting import Cut, cut
from app.core.headings import Section
from app.core.ids import is_id
from app.core.objectives import Objective, Objectives, read_objective
from app.core.problems import nearest
from app.core.questions import kind_for, known_classes
from app.core.questions.base import QuestionSource, Reporter, SourceLine
from app.core.rendering import Renderer

OPTIONS = frozenset({"objective", "theme"})
THEME_EXAMPLE = "### Mitä teet? {#q-hata .critical theme=hata}"
FEEDBACK_EXAMPLE = "> [!RIGHT]\n> Juuri niin.\n\n> [!WRONG]\n> Mieti vielä, kenen vuoro on."


def read_question(section: Section, renderer: Renderer, objectives: Objectives) -> Question:
    """Return the question that a section holds.

    Args:
        section: The ``###`` section with its id.
        renderer: Renders the texts and notes the problems.
        objectives: Those that the question may name.
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
    objective = _objective(section, objectives, report)
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
        objective=objective.number if objective else None,
        objective_lesson=objective.lesson if objective else "",
        theme=_theme(section, report),
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


def _objective(section: Section, known: Objectives, report: Reporter) -> Objective | None:
    written = section.heading.attributes.options.get("objective")
    if written is None:
        return None
    return read_objective(written, known, section.heading.line, report)


def _theme(section: Section, report: Reporter) -> str:
    """Return the theme, which has the shape of an id."""
    theme = section.heading.attributes.options.get("theme", "")
    if theme and not is_id(theme):
        line = section.heading.line
        report("bad-value", line, found=f"theme={theme}", example=THEME_EXAMPLE)
        return ""
    return theme
