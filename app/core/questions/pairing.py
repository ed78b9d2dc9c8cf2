"""What match and sort share: each statement takes one of the same few options."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from app.core.course import Question, QuestionContent, Text
from app.core.questions.base import FormFields, Grade, QuestionKind, Remark, Response
from app.core.questions.compare import normalise, plain
from app.core.questions.parts import Face, adopt_part_ids, content_of, part_number
from app.core.questions.responses import FIELD, field_choice, pairs_at

Part = TypeVar("Part", "Option", "Statement")


class Option(Struct, frozen=True):
    """A right side or a box."""

    id: str
    text: Text


class Statement(Struct, frozen=True):
    """A left side or an item, and the option where it belongs."""

    id: str
    text: Text
    answer: str
    """Id of the right option."""
    feedback: Text | None = None
    """Said when the statement is where it belongs: before that it would tell the answer."""


class PairingContent(Struct, QuestionContent, frozen=True, tag=None):
    """Statements and options; no id tells which belong together."""

    statements: tuple[Statement, ...]
    options: tuple[Option, ...]
    used: int = 0
    """Highest part number ever given."""


class PairingKind(QuestionKind):
    """A response is ``{"pairs": {statement id: option id}}``."""

    content_type: type[PairingContent]

    def draw(self, question: Question, random: Random | None) -> dict[str, Any]:
        content = content_of(question, self.content_type)
        shuffle = None if question.fixed else random
        statements = self.order_statements(content, shuffle)
        options = self.order_options(content, random)
        return {
            "statements": [{"id": one.id, "text": one.text} for one in statements],
            "options": [{"id": one.id, "text": one.text} for one in options],
        }

    def order_statements(self, content: PairingContent, random: Random | None) -> list[Statement]:
        """Return the statements in shown order."""
        raise NotImplementedError

    def order_options(self, content: PairingContent, random: Random | None) -> list[Option]:
        """Return the options in shown order."""
        raise NotImplementedError

    def parse(self, question: Question, fields: FormFields) -> Response | None:
        content = content_of(question, self.content_type)
        options = [option.id for option in content.options]
        chosen = {
            one.id: field_choice(fields, f"{FIELD}-{one.id}", options) for one in content.statements
        }
        pairs = {statement: option for statement, option in chosen.items() if option}
        return {"pairs": pairs} if pairs else None

    def grade(self, question: Question, response: Response) -> Grade:
        """Give the share of statements that are where they belong, each with the same weight.

        As Moodle's Matching question does: every sub-question weighs the same.
        """
        content = content_of(question, self.content_type)
        pairs = pairs_at(response, "pairs")
        known = {option.id for option in content.options}
        remarks = tuple(
            _remark(one, pairs[one.id]) for one in content.statements if pairs.get(one.id) in known
        )
        right = sum(remark.right for remark in remarks)
        whole = len(content.statements)
        return Grade(Fraction(right, whole) if whole else Fraction(0), remarks)

    def keep_right(self, question: Question, response: Response) -> Response:
        pairs = pairs_at(response, "pairs")
        remarks = self.grade(question, response).remarks
        kept = {remark.part: pairs[remark.part] for remark in remarks if remark.right}
        return {"pairs": kept} if kept else {}

    def describe(self, question: Question, response: Response) -> list[str]:
        content = content_of(question, self.content_type)
        words = {option.id: plain(option.text) for option in content.options}
        pairs = pairs_at(response, "pairs")
        return [
            f"{plain(one.text)} – {words[pairs[one.id]]}"
            for one in content.statements
            if pairs.get(one.id) in words
        ]

    def adopt_ids(self, old: QuestionContent, new: QuestionContent) -> QuestionContent:
        kind = self.content_type
        if not isinstance(old, kind) or not isinstance(new, kind):
            return new
        options, used = adopt_part_ids(_option_faces(old), _option_faces(new), old.used)
        statements, used = adopt_part_ids(_statement_faces(old), _statement_faces(new), used)
        return kind(
            tuple(
                replace(one, id=statements[one.id], answer=options[one.answer])
                for one in new.statements
            ),
            tuple(replace(one, id=options[one.id]) for one in new.options),
            used,
        )

    def examples(self, question: Question) -> tuple[FormFields, FormFields]:
        content = content_of(question, self.content_type)
        right = {f"{FIELD}-{one.id}": [one.answer] for one in content.statements}
        wrong = {
            f"{FIELD}-{one.id}": [other.id for other in content.options if other.id != one.answer]
            for one in content.statements
        }
        return right, wrong


def by_id(parts: Sequence[Part]) -> list[Part]:
    """Return the parts in the order of their ids, which follows from the words alone."""
    return sorted(parts, key=lambda part: part_number(part.id))


def _remark(statement: Statement, chosen: str) -> Remark:
    right = chosen == statement.answer
    return Remark(statement.id, right, statement.feedback if right else None)


def _statement_faces(content: PairingContent) -> list[Face]:
    words = {option.id: normalise(plain(option.text)) for option in content.options}
    return [
        Face(one.id, normalise(plain(one.text)), words.get(one.answer))
        for one in content.statements
    ]


def _option_faces(content: PairingContent) -> list[Face]:
    return [
        Face(
            option.id,
            normalise(plain(option.text)),
            tuple(
                normalise(plain(one.text)) for one in content.statements if one.answer == option.id
            ),
        )
        for option in content.options
    ]
