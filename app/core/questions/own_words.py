"""Own words: ``{.own-words}``, a private text; block quotes are model sentences to compare with."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from msgspec import Struct

from app.core.course import Question, QuestionContent, Text
from app.core.errors import Severity
from app.core.questions.base import (
    FormFields,
    Grade,
    QuestionKind,
    QuestionSource,
    Response,
    SourceLine,
)
from app.core.questions.parts import content_of
from app.core.questions.responses import FIELD, field_text
from app.core.words import N_

MESSAGES = {
    "own-words-no-models": N_("This question has no model sentences. Add some as block quotes."),
}

EXAMPLE = "> Kiitos, että kerroit. Haluaisitko kuulla, miten muut ovat toimineet?"


class OwnWordsContent(Struct, QuestionContent, frozen=True, tag="own-words", tag_field="kind"):
    """The model sentences. They are no key: there is no wrong answer."""

    models: tuple[Text, ...]


class OwnWords(QuestionKind):
    """A response is ``{"text": …}``."""

    name = "own-words"
    content_type = OwnWordsContent
    messages = MESSAGES
    classes = frozenset({"own-words"})
    takes_quotes = True
    scored = False

    def claims(self, source: QuestionSource) -> bool:
        return "own-words" in source.classes

    def read(self, source: QuestionSource) -> OwnWordsContent:
        models = tuple(source.block(quote) for quote in _read_quotes(source))
        if not models:
            source.report(
                "own-words-no-models", source.line, severity=Severity.WARNING, example=EXAMPLE
            )
        return OwnWordsContent(models)

    def draw(self, question: Question, random: Random | None) -> dict[str, Any]:
        del random  # the models keep their order
        return {"models": list(content_of(question, OwnWordsContent).models)}

    def parse(self, question: Question, fields: FormFields) -> Response | None:
        del question
        text = field_text(fields, FIELD)
        return {"text": text} if text.strip() else None

    def grade(self, question: Question, response: Response) -> Grade:
        """Accept everything: own words are never scored."""
        del question, response
        return Grade(Fraction(1))

    def keep_right(self, question: Question, response: Response) -> Response:
        del question
        return response

    def describe(self, question: Question, response: Response) -> list[str]:
        """Tell nothing: what people write in their own words stays theirs."""
        del question, response
        return []

    def adopt_ids(self, old: QuestionContent, new: QuestionContent) -> QuestionContent:
        del old  # nothing is chosen, so no part has an id
        return new

    def examples(self, question: Question) -> tuple[FormFields, FormFields]:
        """Return two answers that are both accepted."""
        del question
        return {FIELD: ["Kiitos, että kerroit."]}, {FIELD: ["En tiedä."]}


def _read_quotes(source: QuestionSource) -> list[list[SourceLine]]:
    quotes: list[list[SourceLine]] = [[]]
    for line in source.answers:
        words = line.text.strip()
        if words.startswith(">"):
            quotes[-1].append(SourceLine(line.number, words[1:].removeprefix(" ")))
        elif not words:
            quotes.append([])
        elif quotes[-1]:
            # Markdown lets a quoted paragraph run on without its mark.
            quotes[-1].append(SourceLine(line.number, words))
        else:
            source.report("answer-line-unclear", line.number, found=words, example=EXAMPLE)
    return [quote for quote in quotes if any(line.text.strip() for line in quote)]
