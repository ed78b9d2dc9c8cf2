"""Number: one or more gaps in the text that take a number or a number within a range."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
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
from app.core.questions.gap_text import WrittenGap, draw_pieces, find_gaps, read_text
from app.core.questions.numbers import Range, read_number, read_range
from app.core.questions.parts import Face, adopt_part_ids, content_of, number_ids
from app.core.questions.responses import FIELD, field_text, pairs_at
from app.core.words import N_

MESSAGES = {
    "number-backwards": N_("The range “%(found)s” is backwards. Write %(expected)s."),
}


class NumberGap(Struct, frozen=True):
    """One number to type; both ends of the range are right."""

    id: str
    low: Decimal
    high: Decimal

    def takes(self, typed: str) -> bool:
        return Range(self.low, self.high).holds(read_number(typed))


class NumberContent(Struct, QuestionContent, frozen=True, tag="number", tag_field="kind"):
    """The text with marks where the numbers go, and the numbers in that order."""

    text: Text
    gaps: tuple[NumberGap, ...]
    used: int = 0
    """Highest part number ever given."""


class Number(QuestionKind):
    """A response is ``{"gaps": {gap id: typed text}}``."""

    name = "number"
    content_type = NumberContent
    messages = MESSAGES

    def claims(self, source: QuestionSource) -> bool:
        gaps = find_gaps(source)
        return bool(gaps) and all(read_range(gap.inner) is not None for gap in gaps)

    def read(self, source: QuestionSource) -> NumberContent:
        text = read_text(source)
        written = find_gaps(source)
        gaps = tuple(
            _read_gap(id_, gap, source)
            for id_, gap in zip(number_ids(len(written)), written, strict=True)
        )
        return NumberContent(text, gaps, len(gaps))

    def draw(self, question: Question, random: Random | None) -> dict[str, Any]:
        del random  # the text gives the order
        content = content_of(question, NumberContent)
        return draw_pieces(content.text, [{"id": gap.id, "choices": []} for gap in content.gaps])

    def parse(self, question: Question, fields: FormFields) -> Response | None:
        typed = {
            gap.id: field_text(fields, f"{FIELD}-{gap.id}")
            for gap in content_of(question, NumberContent).gaps
        }
        given = {gap_id: text for gap_id, text in typed.items() if text.strip()}
        return {"gaps": given} if given else None

    def grade(self, question: Question, response: Response) -> Grade:
        """Give the share of numbers that are right, each with the same weight.

        As Moodle's "embedded answers" (Cloze) does when its gaps carry no weights of their own.
        """
        gaps = content_of(question, NumberContent).gaps
        given = pairs_at(response, "gaps")
        remarks = tuple(
            Remark(gap.id, gap.takes(given[gap.id]))
            for gap in gaps
            if given.get(gap.id, "").strip()
        )
        right = sum(remark.right for remark in remarks)
        return Grade(Fraction(right, len(gaps)) if gaps else Fraction(0), remarks)

    def keep_right(self, question: Question, response: Response) -> Response:
        given = pairs_at(response, "gaps")
        remarks = self.grade(question, response).remarks
        kept = {remark.part: given[remark.part] for remark in remarks if remark.right}
        return {"gaps": kept} if kept else {}

    def describe(self, question: Question, response: Response) -> list[str]:
        given = pairs_at(response, "gaps")
        gaps = content_of(question, NumberContent).gaps
        return [given[gap.id] for gap in gaps if gap.id in given]

    def adopt_ids(self, old: QuestionContent, new: QuestionContent) -> QuestionContent:
        if not isinstance(old, NumberContent) or not isinstance(new, NumberContent):
            return new
        kept, used = adopt_part_ids(_faces(old), _faces(new), old.used)
        gaps = tuple(replace(gap, id=kept[gap.id]) for gap in new.gaps)
        return NumberContent(new.text, gaps, used)

    def examples(self, question: Question) -> tuple[FormFields, FormFields]:
        gaps = content_of(question, NumberContent).gaps
        right = {f"{FIELD}-{gap.id}": [f"{gap.high:f}".replace(".", ",")] for gap in gaps}
        wrong = {f"{FIELD}-{gap.id}": [f"{gap.high + 1:f}"] for gap in gaps}
        return right, wrong


def _read_gap(gap_id: str, written: WrittenGap, source: QuestionSource) -> NumberGap:
    found = read_range(written.inner) or Range(Decimal(0), Decimal(0))
    if found.low > found.high:
        turned = f"[[{found.high}..{found.low}]]"
        source.report(
            "number-backwards",
            written.line,
            found=f"[[{written.inner}]]",
            expected=turned,
            example=turned,
        )
    return NumberGap(gap_id, min(found), max(found))


def _faces(content: NumberContent) -> list[Face]:
    return [Face(gap.id, f"{gap.low}..{gap.high}", None) for gap in content.gaps]
