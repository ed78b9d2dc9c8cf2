"""Choose one: a tick list with one right choice."""

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
from app.core.questions.lists import has_boxes
from app.core.questions.parts import content_of
from app.core.questions.responses import FIELD, field_choice, text_at


class ChooseOneContent(Struct, QuestionContent, frozen=True, tag="choose-one", tag_field="kind"):
    """The choices of one question."""

    choices: tuple[Choice, ...]
    used: int = 0
    """Highest part number ever given; a removed choice's id is not used again."""


class ChooseOne(QuestionKind):
    """A response is ``{"choice": id}``."""

    name = "choose-one"
    content_type = ChooseOneContent

    def claims(self, source: QuestionSource) -> bool:
        return has_boxes(source)

    def read(self, source: QuestionSource) -> ChooseOneContent:
        choices = read_choices(source)
        return ChooseOneContent(choices, len(choices))

    def draw(self, question: Question, random: Random | None) -> dict[str, Any]:
        content = content_of(question, ChooseOneContent)
        return draw_choices(content.choices, None if question.fixed else random)

    def parse(self, question: Question, fields: FormFields) -> Response | None:
        content = content_of(question, ChooseOneContent)
        chosen = field_choice(fields, FIELD, [choice.id for choice in content.choices])
        return {"choice": chosen} if chosen else None

    def grade(self, question: Question, response: Response) -> Grade:
        """Give all or nothing, as one choice leaves no share."""
        choices = content_of(question, ChooseOneContent).choices
        remarks = remarks_on(choices, [text_at(response, "choice")])
        return Grade(Fraction(int(any(remark.right for remark in remarks))), remarks)

    def keep_right(self, question: Question, response: Response) -> Response:
        return response if self.grade(question, response).right else {}

    def describe(self, question: Question, response: Response) -> list[str]:
        choices = content_of(question, ChooseOneContent).choices
        return describe_choices(choices, [text_at(response, "choice")])

    def adopt_ids(self, old: QuestionContent, new: QuestionContent) -> QuestionContent:
        if not isinstance(old, ChooseOneContent) or not isinstance(new, ChooseOneContent):
            return new
        return ChooseOneContent(*adopt_choices(old.choices, new.choices, old.used))

    def examples(self, question: Question) -> tuple[FormFields, FormFields]:
        choices = content_of(question, ChooseOneContent).choices
        right = [choice.id for choice in choices if choice.right]
        wrong = [choice.id for choice in choices if not choice.right]
        return {FIELD: right[:1]}, {FIELD: wrong[:1]}
