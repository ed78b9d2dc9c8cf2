"""Choose all that fit: a tick list with several right choices, or with ``{.multiple}``."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from msgspec import Struct

from app.core.course import Question, QuestionContent
from app.core.questions.base import FormFields, Grade, QuestionKind, QuestionSource, Response
from app.core.questions.choices import (
    Choice,
    adopt_choices,
    describe_choices,
    draw_choices,
    read_choices,
    remarks_on,
)
from app.core.questions.lists import count_ticks, has_boxes
from app.core.questions.parts import content_of
from app.core.questions.responses import FIELD, texts_at


class ChooseAllContent(Struct, QuestionContent, frozen=True, tag="choose-all", tag_field="kind"):
    """The choices of one question."""

    choices: tuple[Choice, ...]
    used: int = 0
    """Highest part number ever given; a removed choice's id is not used again."""


class ChooseAll(QuestionKind):
    """A response is ``{"choices": [id, …]}``."""

    name = "choose-all"
    content_type = ChooseAllContent
    classes = frozenset({"multiple"})

    def claims(self, source: QuestionSource) -> bool:
        return has_boxes(source) and ("multiple" in source.classes or count_ticks(source) > 1)

    def read(self, source: QuestionSource) -> ChooseAllContent:
        choices = read_choices(source)
        return ChooseAllContent(choices, len(choices))

    def draw(self, question: Question, random: Random | None) -> dict[str, Any]:
        content = content_of(question, ChooseAllContent)
        return draw_choices(content.choices, None if question.fixed else random)

    def parse(self, question: Question, fields: FormFields) -> Response | None:
        ticked = fields.get(FIELD, ())
        known = [
            choice.id
            for choice in content_of(question, ChooseAllContent).choices
            if choice.id in ticked
        ]
        return {"choices": known} if known else None

    def grade(self, question: Question, response: Response) -> Grade:
        """Give max(0, right ticked minus wrong ticked) ÷ all right ones.

        A wrong tick takes away what a right one gives, so ticking everything earns nothing when
        half is wrong. Moodle's "multiple answers" does the same when its right choices share
        100 % and each wrong one weighs as much in minus (docs.moodle.org, Multiple Choice
        question type), as does rule "true" of R/exams (`exams_eval`).
        """
        choices = content_of(question, ChooseAllContent).choices
        remarks = remarks_on(choices, texts_at(response, "choices"))
        right = sum(choice.right for choice in choices)
        hits = sum(remark.right for remark in remarks)
        if not right:
            return Grade(Fraction(0), remarks)
        return Grade(Fraction(max(0, hits - (len(remarks) - hits)), right), remarks)

    def keep_right(self, question: Question, response: Response) -> Response:
        kept = [remark.part for remark in self.grade(question, response).remarks if remark.right]
        return {"choices": kept} if kept else {}

    def describe(self, question: Question, response: Response) -> list[str]:
        choices = content_of(question, ChooseAllContent).choices
        return describe_choices(choices, texts_at(response, "choices"))

    def adopt_ids(self, old: QuestionContent, new: QuestionContent) -> QuestionContent:
        if not isinstance(old, ChooseAllContent) or not isinstance(new, ChooseAllContent):
            return new
        return ChooseAllContent(*adopt_choices(old.choices, new.choices, old.used))

    def examples(self, question: Question) -> tuple[FormFields, FormFields]:
        choices = content_of(question, ChooseAllContent).choices
        right = [choice.id for choice in choices if choice.right]
        wrong = [choice.id for choice in choices if not choice.right]
        return {FIELD: right}, {FIELD: wrong or right[1:]}
