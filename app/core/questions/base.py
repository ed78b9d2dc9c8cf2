"""The contract that every question kind fulfils: read, draw, parse, grade; pure, no request."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any, Protocol

from msgspec import Struct

from app.core.course import Question, QuestionContent, Text
from app.core.errors import Severity

Response = dict[str, Any]
"""What a learner answered, as plain JSON values; its shape belongs to the question kind."""

FormFields = Mapping[str, Sequence[str]]
"""Submitted form fields: name to all values, as text."""


class SourceLine(Struct, frozen=True):
    """One line of a course file."""

    number: int
    """Counted from 1 in its file."""
    text: str


class Reporter(Protocol):
    """Notes a problem at a line; see `app.core.errors.Problem` for the parts."""

    def __call__(
        self,
        code: str,
        line: int,
        *,
        severity: Severity = Severity.ERROR,
        found: str = "",
        expected: str = "",
        example: str = "",
    ) -> None:
        """Note one problem."""


@dataclass(frozen=True)
class QuestionSource:
    """One question block as the reader cut it out, before any Markdown runs.

    ``before`` holds the lines from the heading to the first answer line, hint quote left out;
    ``answers`` the answer lines with their indented feedback (list, table or block quotes);
    of a question with gaps they are the text from its first gap to its last;
    text after the answers (feedback for the whole question) has been taken by the reader.
    """

    id: str
    title: str
    line: int
    classes: frozenset[str]
    options: Mapping[str, str]
    before: tuple[SourceLine, ...]
    answers: tuple[SourceLine, ...]
    report: Reporter
    inline: Callable[[str, int], Text]
    """Render inline Markdown found at a line."""
    block: Callable[[Sequence[SourceLine]], Text]
    """Render block Markdown."""


class Remark(Struct, frozen=True):
    """Feedback on one thing that the learner chose (never on what was left unchosen)."""

    part: str
    """Id of the choice, item, gap or pair."""
    right: bool
    text: Text | None = None


class Grade(Struct, frozen=True):
    """How one response was judged."""

    credit: Fraction
    """0 to 1; 1 is right."""
    remarks: tuple[Remark, ...] = ()

    @property
    def right(self) -> bool:
        """Whether the response earned full credit."""
        return self.credit == 1

    def remark(self, part: str) -> Remark | None:
        """Return what is said about one part, or None."""
        return next((remark for remark in self.remarks if remark.part == part), None)


class QuestionKind(Protocol):
    """One kind of question. Instances are stateless and listed in `app.core.questions.TYPES`.

    The template `templates/questions/<name>.html` draws what `draw` returns.
    """

    name: str
    content_type: type[QuestionContent]
    """Its tag is ``name`` and its tag field ``kind``, so that stored content says what it is."""
    classes: frozenset[str] = frozenset()
    """Heading classes that this kind understands, beside ``critical`` and ``fixed``."""
    messages: Mapping[str, str] = {}
    """Code to English message of the problems that only this kind reports."""
    takes_quotes: bool = False
    """Whether block quotes are its answers, so that none of them is a hint or feedback; needs a
    class of its own to be told by."""
    scored: bool = True
    """Whether the credit counts in a quiz; what is not scored has only to be answered."""

    def claims(self, source: QuestionSource) -> bool:
        """Whether this kind reads the given source block."""

    def read(self, source: QuestionSource) -> QuestionContent:
        """Return the content; report problems to ``source.report``; never raise on bad text."""

    def draw(self, question: Question, random: Random | None) -> dict[str, Any]:
        """Return what the template needs, in shown order, without any key.

        ``random`` gives the shuffle; None or ``question.fixed`` keeps the written order.
        """

    def parse(self, question: Question, fields: FormFields) -> Response | None:
        """Return the response that the form fields hold, or None when nothing was answered.

        Unknown values are left out; no input raises.
        """

    def grade(self, question: Question, response: Response) -> Grade:
        """Judge a response, whatever it holds; junk earns no credit and never raises."""

    def keep_right(self, question: Question, response: Response) -> Response:
        """Return the part of a response that was right, to start the next try from."""

    def describe(self, question: Question, response: Response) -> list[str]:
        """Return the texts that the learner saw and chose, in plain words, for the record."""

    def adopt_ids(self, old: QuestionContent, new: QuestionContent) -> QuestionContent:
        """Return new content that keeps the part ids of the old wherever a part is the same.

        Both are in the main language; other languages take their ids from the outcome.
        """

    def examples(self, question: Question) -> tuple[FormFields, FormFields]:
        """Return form fields of a right and of a wrong answer, for tests of the kind."""
