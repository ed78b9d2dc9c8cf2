"""The kinds of questions: one file and one line of `TYPES` each."""

from __future__ import annotations

from typing import Any

import msgspec

from app.core.course import Question, QuestionContent
from app.core.questions.base import FormFields, QuestionKind, QuestionSource
from app.core.questions.choices import EXAMPLE
from app.core.questions.choose_all import ChooseAll
from app.core.questions.choose_one import ChooseOne
from app.core.questions.gap import GapKind
from app.core.questions.match import Match
from app.core.questions.number import Number
from app.core.questions.order import Order
from app.core.questions.own_words import OwnWords
from app.core.questions.responses import MOVE
from app.core.questions.sort import Sort

TYPES: dict[str, QuestionKind] = {
    "order": Order(),
    "match": Match(),
    "sort": Sort(),
    "own-words": OwnWords(),
    "choose-all": ChooseAll(),
    "choose-one": ChooseOne(),
    "number": Number(),
    "gap": GapKind(),
}
"""Every kind by its name; the first that claims a source reads it."""


def kind_for(source: QuestionSource) -> QuestionKind:
    """Return the first kind that claims the source.

    When none does, the question has no answers: that is reported, and "choose one" reads on.
    """
    for kind in TYPES.values():
        if kind.claims(source):
            return kind
    source.report("question-without-answers", source.line, found=source.title, example=EXAMPLE)
    return TYPES["choose-one"]


def has_answers(source: QuestionSource) -> bool:
    """Whether some kind finds answers in the source; without them a heading is plain text."""
    return any(kind.claims(source) for kind in TYPES.values())


def kind_of(question: Question) -> QuestionKind:
    """Return the kind of a question.

    Raises:
        KeyError: No kind of that name is installed.
    """
    return TYPES[question.kind]


def known_classes() -> frozenset[str]:
    """Return the heading classes that some kind of question understands."""
    return frozenset({"critical", "fixed"}).union(*(kind.classes for kind in TYPES.values()))


def takes_quotes(classes: frozenset[str]) -> bool:
    """Whether a heading with these classes has block quotes as its answers."""
    return any(kind.takes_quotes and kind.classes & classes for kind in TYPES.values())


def decode_content(value: dict[str, Any]) -> QuestionContent:
    """Return stored question content as the type of its kind.

    Raises:
        KeyError: No kind of the stored name is installed.
        msgspec.ValidationError: The value does not have the shape of its kind.
    """
    return msgspec.convert(value, TYPES[value["kind"]].content_type)


def fields_after(prefix: str, form: FormFields) -> FormFields:
    """Return the form fields of the question with this prefix, with the prefix taken off."""
    return {
        name.removeprefix(prefix): values
        for name, values in form.items()
        if name.startswith(prefix)
    }


def only_rearranges(fields: FormFields) -> bool:
    """Whether the learner pressed "Move up" or "Move down": kept as a draft, not graded."""
    return MOVE in fields
