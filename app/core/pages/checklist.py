"""A page of lines to tick and print."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from app.core.blocks import LISTS, joined_items, split_blocks
from app.core.course import Line, PageContent
from app.core.headings import Section
from app.core.pages.base import PageData, PageParts, PageSource, kept_ids, own_content
from app.core.questions.base import FormFields, SourceLine

TICK_EXAMPLE = "- [ ] Kuulokkeet ovat käden ulottuvilla."

TICK = re.compile(r"\s*[-*+]\s+\[[ xX]?\]\s*(?P<text>.*\S)\s*")


class ChecklistItem(Struct, frozen=True):
    """One line to tick."""

    id: str
    text: Line


class ChecklistGroup(Struct, frozen=True):
    """Lines under one heading, or without one."""

    items: tuple[ChecklistItem, ...]
    title: Line | None = None


class ChecklistContent(PageContent, Struct, frozen=True):
    """The lines to tick, in groups."""

    groups: tuple[ChecklistGroup, ...]

    def items(self) -> list[ChecklistItem]:
        """Return every line in order."""
        return [item for group in self.groups for item in group.items]


class Checklist:
    """Lines ``- [ ]``; a ``###`` gathers some under a heading."""

    name = "checklist"
    content_type: type[PageContent] = ChecklistContent
    classes: frozenset[str] = frozenset()
    options: frozenset[str] = frozenset()

    def names(self, section: Section) -> bool:
        """A heading only gathers; the lines are told by their text."""
        del section
        return False

    def read(self, source: PageSource) -> PageParts:
        """Return the text above and the lines to tick."""
        text: list[SourceLine] = []
        groups = []
        taken = 0
        for title, lines in [
            (None, source.lines),
            *(
                (source.plain(part.heading.title, part.heading.line), part.lines)
                for part in source.sections
            ),
        ]:
            items, rest = _items(lines, source, taken)
            taken += len(items)
            text += rest
            if items:
                groups.append(ChecklistGroup(items, title))
        if not groups:
            source.report("checklist-empty", source.line, found=source.title, example=TICK_EXAMPLE)
        return PageParts(source.block(text), ChecklistContent(tuple(groups)))

    def clean(self, content: PageContent, fields: FormFields) -> PageData:
        """Return the ids of the ticked lines."""
        content = own_content(content, ChecklistContent)
        sent = set(fields.get("ticked", ()))
        return {"ticked": [item.id for item in content.items() if item.id in sent]}

    def seconds(self, content: PageContent) -> int:
        """Allow five seconds a line."""
        content = own_content(content, ChecklistContent)
        return 5 * len(content.items())

    def adopt_ids(self, old: PageContent, new: PageContent) -> PageContent:
        """Keep the id of a line by its text."""
        if not isinstance(old, ChecklistContent) or not isinstance(new, ChecklistContent):
            return new
        ids = iter(
            kept_ids(
                [(item.id, item.text.text) for item in old.items()],
                [(item.id, item.text.text) for item in new.items()],
            )
        )
        return ChecklistContent(
            tuple(
                msgspec.structs.replace(
                    group,
                    items=tuple(ChecklistItem(next(ids), item.text) for item in group.items),
                )
                for group in new.groups
            )
        )


def _items(
    lines: Sequence[SourceLine], source: PageSource, taken: int
) -> tuple[tuple[ChecklistItem, ...], list[SourceLine]]:
    items: list[ChecklistItem] = []
    rest: list[SourceLine] = []
    for block in split_blocks(lines):
        if block.kind not in LISTS or not any(TICK.fullmatch(s.text) for s in block.lines):
            rest += [*block.lines, SourceLine(block.line, "")]
            continue
        for line in joined_items(block.lines):
            match = TICK.fullmatch(line.text)
            if match is not None:
                items.append(
                    ChecklistItem(
                        f"i{taken + len(items) + 1}", source.plain(match["text"], line.number)
                    )
                )
            else:
                source.report(
                    "bad-tick", line.number, found=line.text.strip(), example=TICK_EXAMPLE
                )
    return tuple(items), rest
