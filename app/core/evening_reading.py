"""Read the live evenings of a course: pages of text, slides, and forms that are printed."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.blocks import Block, BlockKind, joined_items, split_blocks
from app.core.course import Evening, EveningPage, EveningPart, Line
from app.core.headings import Section
from app.core.outline import Outline
from app.core.pages.checklist import TICK, TICK_EXAMPLE
from app.core.problems import nearest
from app.core.questions.base import SourceLine
from app.core.rendering import Renderer

TEXT, SLIDES, SHEET = "text", "slides", "sheet"
CLASSES = frozenset({SLIDES, SHEET})
LINES = "lines"
MOST_LINES = 30
"""As many lines to write on as a sheet of paper has room for."""
USUAL_LINES = 2

EMPTY = {SLIDES: "slides-empty", SHEET: "sheet-empty"}
EXAMPLES = {
    SLIDES: "## Diat {.slides #diat}\n\n### Tervetuloa",
    SHEET: "## Palaute {.sheet #palaute}\n\n### Mikä oli hyvää? {lines=3}",
}
EVENING_EXAMPLE = "---\ntitle: Ensimmäinen ilta\n---\n\n## Näin ilta kulkee {#kulku}"


def read_evening(outline: Outline, renderer: Renderer) -> Evening:
    """Return the evening; report what cannot be one."""
    title = outline.front.text("title")
    if not title:
        renderer.report("missing-title", 1, example=EVENING_EXAMPLE)
    lines = (line for page in outline.pages for line in page.all_lines()[1:])
    if not any(line.text.strip() for line in lines):
        renderer.report("evening-empty", 1, found=outline.file.path, example=EVENING_EXAMPLE)
    return Evening(
        id=outline.lesson_id,
        title=renderer.plain(title, outline.front.line("title")),
        pages=tuple(_read_page(page, renderer) for page in outline.pages),
    )


def _read_page(section: Section, renderer: Renderer) -> EveningPage:
    kind = _kind_of(section, renderer)
    heading = section.heading
    renderer.begin_page()
    parts: list[EveningPart] = []
    lines = list(section.lines)
    if kind == TEXT:
        lines += [line for part in section.sections for line in part.all_lines()]
    text = renderer.block(lines)
    if kind != TEXT:
        parts = [_read_part(part, kind, renderer) for part in section.sections]
        if not parts:
            renderer.report(EMPTY[kind], heading.line, found=heading.title, example=EXAMPLES[kind])
    page = EveningPage(
        id=section.id,
        kind=kind,
        title=renderer.plain(heading.title, heading.line),
        text=text,
        parts=tuple(parts),
    )
    renderer.end_page(heading.line)
    return page


def _kind_of(section: Section, renderer: Renderer) -> str:
    """Return what kind of page the classes name; report those that are not known here."""
    _check_heading(section, renderer, CLASSES, frozenset())
    named = sorted(section.classes & CLASSES)
    if len(named) > 1:
        renderer.report(
            "two-page-kinds",
            section.heading.line,
            found=" ".join(f".{name}" for name in named),
            example=EXAMPLES[SLIDES],
        )
    return named[0] if named else TEXT


def _check_heading(
    section: Section, renderer: Renderer, classes: frozenset[str], options: frozenset[str]
) -> None:
    heading = section.heading
    for name in sorted(section.classes - classes):
        renderer.report(
            "unknown-class", heading.line, found=f".{name}", expected=nearest(name, classes)
        )
    for name in sorted(set(heading.attributes.options) - options):
        renderer.report("unknown-option", heading.line, found=name, expected=nearest(name, options))


def _read_part(section: Section, kind: str, renderer: Renderer) -> EveningPart:
    is_sheet = kind == SHEET
    _check_heading(section, renderer, frozenset(), frozenset({LINES}) if is_sheet else frozenset())
    blocks = split_blocks(section.lines)
    boxes = [block for block in blocks if block.kind is BlockKind.TICKS] if is_sheet else []
    ticks = tuple(tick for block in boxes for tick in _read_ticks(block, renderer))
    heading = section.heading
    return EveningPart(
        title=renderer.plain(heading.title, heading.line),
        text=renderer.block(_lines_of([block for block in blocks if block not in boxes])),
        ticks=ticks,
        lines=_read_lines(section, renderer, 0 if ticks else USUAL_LINES) if is_sheet else 0,
    )


def _lines_of(blocks: Sequence[Block]) -> list[SourceLine]:
    """Return the lines of the blocks with an empty one after each."""
    return [line for block in blocks for line in (*block.lines, SourceLine(block.line, ""))]


def _read_ticks(block: Block, renderer: Renderer) -> list[Line]:
    ticks = []
    for line in joined_items(block.lines):
        match = TICK.fullmatch(line.text)
        if match is None:
            renderer.report("bad-tick", line.number, found=line.text.strip(), example=TICK_EXAMPLE)
            continue
        ticks.append(renderer.plain(match["text"], line.number))
    return ticks


def _read_lines(section: Section, renderer: Renderer, usual: int) -> int:
    """Return how many empty lines the part has to write on."""
    heading = section.heading
    written = heading.attributes.options.get(LINES)
    if written is None:
        return usual
    whole = written.isascii() and written.isdigit() and len(written) <= len(str(MOST_LINES))
    if not whole or int(written) > MOST_LINES:
        renderer.report(
            "bad-value", heading.line, found=f"{LINES}={written}", example=EXAMPLES[SHEET]
        )
        return usual
    return int(written)
