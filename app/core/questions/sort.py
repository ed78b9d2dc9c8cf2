"""Sort into boxes: ``{.sort}`` and a nested list, each box with its items."""

from __future__ import annotations

from random import Random

from app.core.questions.base import QuestionSource
from app.core.questions.choices import report_twins
from app.core.questions.lists import Item, feedback_of, read_items
from app.core.questions.pairing import Option, PairingContent, PairingKind, Statement, by_id
from app.core.questions.parts import number_ids, scatter_ids
from app.core.words import N_

MESSAGES = {
    "sort-one-box": N_("There is only one box. Write at least two, each with its items below it."),
    "sort-no-items": N_("The boxes are empty. Write the items indented under their box."),
    "sort-too-deep": N_("“%(found)s” is indented too far. Boxes hold items, and nothing deeper."),
}

EXAMPLE = (
    "- Vertaisen tehtävä\n  - Kuuntelee\n  - Kertoo omasta kokemuksestaan\n"
    "- Ammattilaisen tehtävä\n  - Tekee hoitopäätöksen"
)


class SortContent(PairingContent, frozen=True, tag="sort", tag_field="kind"):
    """The items are the statements, the boxes the options."""


class Sort(PairingKind):
    """Put each item into its box; a box may stay empty."""

    name = "sort"
    content_type = SortContent
    messages = MESSAGES
    classes = frozenset({"sort"})

    def claims(self, source: QuestionSource) -> bool:
        return "sort" in source.classes

    def read(self, source: QuestionSource) -> SortContent:
        boxes = [box for box in read_items(source) if _has_text(box, source)]
        places = [
            (box_id, item)
            for box_id, box in zip(number_ids(len(boxes)), boxes, strict=True)
            for item in box.children
            if _has_text(item, source)
        ]
        _report_shape(boxes, [item for _, item in places], source)
        ids = scatter_ids([item.text for _, item in places], len(boxes) + 1)
        statements = tuple(
            Statement(id_, source.inline(item.text, item.line), box_id, feedback_of(item, source))
            for id_, (box_id, item) in zip(ids, places, strict=True)
        )
        options = tuple(
            Option(box_id, source.inline(box.text, box.line))
            for box_id, box in zip(number_ids(len(boxes)), boxes, strict=True)
        )
        return SortContent(statements, options, len(statements) + len(options))

    def order_statements(self, content: PairingContent, random: Random | None) -> list[Statement]:
        """Never show the written order: it lists the items box by box."""
        shown = by_id(content.statements)
        if random is not None:
            random.shuffle(shown)
        return shown

    def order_options(self, content: PairingContent, random: Random | None) -> list[Option]:
        """Keep the boxes where they are written, so that the buttons stay in their places."""
        del random
        return list(content.options)


def _has_text(item: Item, source: QuestionSource) -> bool:
    if not item.text:
        source.report("answer-empty", item.line, example=EXAMPLE)
    return bool(item.text)


def _report_shape(boxes: list[Item], items: list[Item], source: QuestionSource) -> None:
    if len(boxes) == 1:
        source.report("sort-one-box", source.line, example=EXAMPLE)
    if not items:
        source.report("sort-no-items", source.line, example=EXAMPLE)
    for item in items:
        for child in item.children:
            source.report("sort-too-deep", child.line, found=child.text, example=EXAMPLE)
    report_twins(source, [(box.line, box.text) for box in boxes])
    report_twins(source, [(item.line, item.text) for item in items])
