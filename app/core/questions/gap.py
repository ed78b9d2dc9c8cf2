"""Fill the gap: words to type or to choose from a drop-down, inside the question's text."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from app.core.course import Line, Question, QuestionContent, Text
from app.core.questions.base import (
    FormFields,
    Grade,
    QuestionKind,
    QuestionSource,
    Remark,
    Response,
)
from app.core.questions.compare import normalise
from app.core.questions.gap_text import (
    EXAMPLE,
    WrittenGap,
    draw_pieces,
    find_gaps,
    has_gaps,
    read_text,
)
from app.core.questions.numbers import read_number, read_range
from app.core.questions.parts import Face, adopt_part_ids, content_of, number_ids
from app.core.questions.responses import FIELD, field_choice, field_text, pairs_at
from app.core.words import N_

MESSAGES = {
    "gap-empty": N_("A gap has no answer in it. Write the accepted answers between the brackets."),
    "gap-open": N_("A gap is not closed. Write two closing brackets on the same line."),
    "gap-in-heading": N_(
        "The heading “%(found)s” holds a gap, so everybody would see its answer. Write the "
        "gap in the text below."
    ),
    "gap-misplaced": N_("A gap cannot be inside a link or a picture. Move it out."),
    "gap-one-choice": N_("The drop-down “%(found)s” has only one choice. Add others with |."),
    "gap-several-right": N_("The drop-down “%(found)s” has several right choices. Mark one."),
}

DROP_DOWN_EXAMPLE = "Ryhmässä on [[yksi|*kaksi*|kolme]] ohjaajaa."


class GapChoice(Struct, frozen=True):
    """One line of a drop-down."""

    id: str
    text: Line
    right: bool


class Gap(Struct, frozen=True):
    """One gap: with choices it is a drop-down, without them a field to type in."""

    id: str
    accepted: Line
    """The answers that are right, parted by ``|`` as the trainer wrote them; empty for a
    drop-down. One line, so that each language has its own number of them."""
    choices: tuple[GapChoice, ...] = ()

    def takes(self, given: str) -> bool:
        """Whether what was typed or chosen is right."""
        if self.choices:
            return any(choice.right and choice.id == given for choice in self.choices)
        return any(_says(given, accepted) for accepted in self.accepted.text.split("|"))

    def told(self, given: str) -> str:
        """Return what was typed or chosen, in words."""
        return next((one.text.text for one in self.choices if one.id == given), given)


class GapContent(Struct, QuestionContent, frozen=True, tag="gap", tag_field="kind"):
    """The text with marks where the gaps are, and the gaps in that order."""

    text: Text
    gaps: tuple[Gap, ...]
    used: int = 0
    """Highest part number ever given, drop-down choices among them."""


def _says(given: str, accepted: str) -> bool:
    """Whether the words are the same, or the number is the one or within the range."""
    if not accepted.strip():
        return False
    numbers = read_range(accepted)
    same = normalise(given) == normalise(accepted)
    return same or (numbers is not None and numbers.holds(read_number(given)))


class GapKind(QuestionKind):
    """A response is ``{"gaps": {gap id: typed text or choice id}}``."""

    name = "gap"
    content_type = GapContent
    messages = MESSAGES

    def claims(self, source: QuestionSource) -> bool:
        return has_gaps(source)

    def read(self, source: QuestionSource) -> GapContent:
        text = read_text(source)
        written = find_gaps(source)
        ids = number_ids(len(written))
        used = len(written)
        gaps: list[Gap] = []
        for gap_id, gap in zip(ids, written, strict=True):
            gaps.append(_read_gap(gap_id, gap, text.lang, used, source))
            used += len(gaps[-1].choices)
        return GapContent(text, tuple(gaps), used)

    def draw(self, question: Question, random: Random | None) -> dict[str, Any]:
        content = content_of(question, GapContent)
        shuffle = None if question.fixed else random
        return draw_pieces(content.text, [_draw_gap(gap, shuffle) for gap in content.gaps])

    def parse(self, question: Question, fields: FormFields) -> Response | None:
        given: dict[str, str] = {}
        for gap in content_of(question, GapContent).gaps:
            name = f"{FIELD}-{gap.id}"
            choices = [choice.id for choice in gap.choices]
            value = field_choice(fields, name, choices) if choices else field_text(fields, name)
            if value.strip():
                given[gap.id] = value
        return {"gaps": given} if given else None

    def grade(self, question: Question, response: Response) -> Grade:
        """Give the share of gaps that are right, each with the same weight.

        As Moodle's "embedded answers" (Cloze) does when its gaps carry no weights of their own.
        """
        gaps = content_of(question, GapContent).gaps
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
        gaps = content_of(question, GapContent).gaps
        return [gap.told(given[gap.id]) for gap in gaps if gap.id in given]

    def adopt_ids(self, old: QuestionContent, new: QuestionContent) -> QuestionContent:
        if not isinstance(old, GapContent) or not isinstance(new, GapContent):
            return new
        kept, used = adopt_part_ids(_faces(old.gaps), _faces(new.gaps), old.used)
        before = {gap.id: gap for gap in old.gaps}
        gaps: list[Gap] = []
        for gap in new.gaps:
            twin = before.get(kept[gap.id])
            choices, used = _adopt_choices(twin.choices if twin else (), gap.choices, used)
            gaps.append(replace(gap, id=kept[gap.id], choices=choices))
        return GapContent(new.text, tuple(gaps), used)

    def examples(self, question: Question) -> tuple[FormFields, FormFields]:
        gaps = content_of(question, GapContent).gaps
        right = {f"{FIELD}-{gap.id}": [_right_answer(gap)] for gap in gaps}
        wrong = {f"{FIELD}-{gap.id}": [_wrong_answer(gap)] for gap in gaps}
        return right, wrong


def _read_gap(
    gap_id: str, written: WrittenGap, lang: str, used: int, source: QuestionSource
) -> Gap:
    answers = [one.strip() for one in written.inner.split("|")]
    if not any(answers) or (len(answers) > 1 and not all(answers)):
        source.report("gap-empty", written.line, found=f"[[{written.inner}]]", example=EXAMPLE)
    right = [_is_starred(answer) for answer in answers]
    if not any(right):
        return Gap(gap_id, Line("|".join(one for one in answers if one), lang))
    if len(answers) == 1 or sum(right) > 1:
        code = "gap-one-choice" if len(answers) == 1 else "gap-several-right"
        source.report(code, written.line, found=written.inner, example=DROP_DOWN_EXAMPLE)
    choices = tuple(
        GapChoice(id_, Line(answer.strip("*").strip(), lang), starred)
        for id_, answer, starred in zip(
            number_ids(len(answers), used + 1), answers, right, strict=True
        )
    )
    return Gap(gap_id, Line("", lang), choices)


def _is_starred(answer: str) -> bool:
    return len(answer) > len("**") and answer.startswith("*") and answer.endswith("*")


def _draw_gap(gap: Gap, random: Random | None) -> dict[str, Any]:
    choices = [{"id": choice.id, "text": choice.text} for choice in gap.choices]
    if random is not None:
        random.shuffle(choices)
    return {"id": gap.id, "choices": choices}


def _faces(gaps: tuple[Gap, ...]) -> list[Face]:
    return [
        Face(
            gap.id,
            "|".join([gap.accepted.text, *(choice.text.text for choice in gap.choices)]),
            bool(gap.choices),
        )
        for gap in gaps
    ]


def _adopt_choices(
    old: tuple[GapChoice, ...], new: tuple[GapChoice, ...], used: int
) -> tuple[tuple[GapChoice, ...], int]:
    faces = [
        [Face(one.id, normalise(one.text.text), one.right) for one in choices]
        for choices in (old, new)
    ]
    kept, used = adopt_part_ids(faces[0], faces[1], used)
    return tuple(replace(choice, id=kept[choice.id]) for choice in new), used


def _right_answer(gap: Gap) -> str:
    if gap.choices:
        return next((choice.id for choice in gap.choices if choice.right), "")
    return gap.accepted.text.split("|")[0]


def _wrong_answer(gap: Gap) -> str:
    if gap.choices:
        return next((choice.id for choice in gap.choices if not choice.right), "")
    return f"{gap.accepted.text.replace('|', ' ')} \u2205"
