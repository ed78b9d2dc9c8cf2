"""Put in order: ``{.order}`` and a list in the right order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from app.core.course import Question, QuestionContent, Text
from app.core.questions.base import (
    FormFields,
    Grade,
    QuestionKind,
    QuestionSource,
    Remark,
    Response,
)
from app.core.questions.choices import report_twins
from app.core.questions.compare import normalise, plain
from app.core.questions.lists import Item, feedback_of, read_items
from app.core.questions.parts import Face, adopt_part_ids, content_of, part_number, scatter_ids
from app.core.questions.responses import FIELD, MOVE, SHOWN, field_text, texts_at
from app.core.words import N_

MESSAGES = {
    "order-too-short": N_("There is nothing to put in order. Write at least two items."),
}

EXAMPLE = "1. Tervehdi osallistujia.\n2. Kerro säännöt.\n3. Avaa kierros."

_PLACE = re.compile(r"[0-9]{1,3}")


class OrderItem(Struct, frozen=True):
    """One thing that has its place."""

    id: str
    text: Text
    feedback: Text | None = None
    """Said when the item follows the right one: before that it would tell the order."""


class OrderContent(Struct, QuestionContent, frozen=True, tag="order", tag_field="kind"):
    """The items in their right order; the ids follow the words and tell nothing of it."""

    items: tuple[OrderItem, ...]
    used: int = 0
    """Highest part number ever given."""


class Order(QuestionKind):
    """A response is ``{"order": [id, …]}`` from first to last."""

    name = "order"
    content_type = OrderContent
    messages = MESSAGES
    classes = frozenset({"order"})

    def claims(self, source: QuestionSource) -> bool:
        return "order" in source.classes

    def read(self, source: QuestionSource) -> OrderContent:
        written = read_items(source)
        items = [item for item in written if _is_clear(item, source)]
        if len(items) < len(("first", "second")):
            source.report("order-too-short", source.line, example=EXAMPLE)
        report_twins(source, [(item.line, item.text) for item in items])
        ids = scatter_ids([item.text for item in items])
        return OrderContent(
            tuple(
                OrderItem(id_, source.inline(item.text, item.line), feedback_of(item, source))
                for id_, item in zip(ids, items, strict=True)
            ),
            len(items),
        )

    def draw(self, question: Question, random: Random | None) -> dict[str, Any]:
        """Return the items in any order but the right one."""
        right = list(content_of(question, OrderContent).items)
        shown = sorted(right, key=lambda item: part_number(item.id))
        if random is not None and not question.fixed:
            random.shuffle(shown)
        if shown == right:
            shown = shown[1:] + shown[:1]
        return {"steps": [{"id": item.id, "text": item.text} for item in shown]}

    def parse(self, question: Question, fields: FormFields) -> Response | None:
        names = {f"{FIELD}-{item.id}": item.id for item in content_of(question, OrderContent).items}
        if not any(name in fields for name in names):
            return None
        told = [one for one in field_text(fields, SHOWN).split() if one in names.values()]
        shown = list(dict.fromkeys([*told, *(names[one] for one in fields if one in names)]))
        shown += [item_id for item_id in names.values() if item_id not in shown]
        chosen = [field_text(fields, f"{FIELD}-{item_id}") for item_id in shown]
        return {"order": _move(_rank(shown, chosen), field_text(fields, MOVE))}

    def grade(self, question: Question, response: Response) -> Grade:
        """Give the share of neighbours that follow each other as they should.

        One item in the wrong place then costs its own joints and not every item after it.
        Moodle's Ordering question calls this "relative to the next item (excluding last)".
        """
        items = content_of(question, OrderContent).items
        place = {item.id: number for number, item in enumerate(items)}
        said = {item.id: item.feedback for item in items}
        given = [item_id for item_id in texts_at(response, "order") if item_id in place]
        remarks = tuple(
            Remark(after, place[after] == place[before] + 1, said[after])
            for before, after in pairwise(given)
        )
        hits = sum(remark.right for remark in remarks)
        joints = len(items) - 1
        credit = Fraction(hits, joints) if joints > 0 else Fraction(int(bool(given)))
        return Grade(credit, tuple(_hold_back(remark) for remark in remarks))

    def keep_right(self, question: Question, response: Response) -> Response:
        """Keep the learner's own order whole: what is right in it is who follows whom."""
        return response if self.grade(question, response).credit else {}

    def describe(self, question: Question, response: Response) -> list[str]:
        words = {item.id: plain(item.text) for item in content_of(question, OrderContent).items}
        return [words[one] for one in texts_at(response, "order") if one in words]

    def adopt_ids(self, old: QuestionContent, new: QuestionContent) -> QuestionContent:
        if not isinstance(old, OrderContent) or not isinstance(new, OrderContent):
            return new
        kept, used = adopt_part_ids(_faces(old), _faces(new), old.used)
        return OrderContent(tuple(replace(item, id=kept[item.id]) for item in new.items), used)

    def examples(self, question: Question) -> tuple[FormFields, FormFields]:
        ids = [item.id for item in content_of(question, OrderContent).items]
        return _as_fields(ids), _as_fields(ids[::-1])


def _is_clear(item: Item, source: QuestionSource) -> bool:
    for child in item.children:
        source.report("answer-line-unclear", child.line, found=child.text, example=EXAMPLE)
    if not item.text:
        source.report("answer-empty", item.line, example=EXAMPLE)
    return bool(item.text)


def _rank(shown: Sequence[str], chosen: Sequence[str]) -> list[str]:
    """Return the ids by chosen place; two on one place: whoever was moved there takes it."""

    def rank(index: int) -> tuple[int, int, int]:
        place = int(chosen[index]) if _PLACE.fullmatch(chosen[index]) else index + 1
        moved = (place > index + 1) - (place < index + 1)
        return place, moved, index

    return [shown[index] for index in sorted(range(len(shown)), key=rank)]


def _move(order: list[str], press: str) -> list[str]:
    """Return the order after a press of "Move up" (``c2:up``) or "Move down" (``c2:down``)."""
    item_id, _, way = press.partition(":")
    if item_id not in order or way not in ("up", "down"):
        return order
    rest = [one for one in order if one != item_id]
    place = order.index(item_id) + (1 if way == "down" else -1)
    rest.insert(max(0, place), item_id)
    return rest


def _hold_back(remark: Remark) -> Remark:
    return remark if remark.right else replace(remark, text=None)


def _faces(content: OrderContent) -> list[Face]:
    return [Face(item.id, normalise(plain(item.text)), None) for item in content.items]


def _as_fields(ids: Sequence[str]) -> FormFields:
    return {f"{FIELD}-{one}": [str(place)] for place, one in enumerate(ids, 1)}
