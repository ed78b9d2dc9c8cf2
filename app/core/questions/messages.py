"""Words of the problems that question kinds report; translated where a person reads them."""

from __future__ import annotations


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's extractor looks for
    """Mark a message for translation and return it as it is."""
    return message


MESSAGES: dict[str, str] = {
    "question-without-answers": N_("This question has no answers. Write its choices below it."),
    "answer-line-unclear": N_(
        "The line “%(found)s” is not an answer. Begin an answer with a dash, and indent its "
        "feedback."
    ),
    "answer-empty": N_("An answer has no text. Write it after the mark, or remove the line."),
    "answer-twice": N_(
        "The answer “%(found)s” is there twice. Nobody could tell which one counts."
    ),
    "tick-unclear": N_("The box “%(found)s” is unclear. Write %(expected)s."),
    "tick-missing": N_("“%(found)s” has no box, but the other answers do. Write %(expected)s."),
    "missing-right-answer": N_("No answer is marked right. Put an x in the box of the right one."),
    "one-choice-only": N_("There is only one choice. A question needs at least two."),
    "missing-feedback": N_("The choice “%(found)s” has no feedback. Add it, indented, below."),
    "gap-empty": N_("A gap has no answer in it. Write the accepted answers between the brackets."),
    "gap-open": N_("A gap is not closed. Write two closing brackets on the same line."),
    "gap-in-heading": N_(
        "The heading “%(found)s” holds a gap, so everybody would see its answer. Write the "
        "gap in the text below."
    ),
    "gap-misplaced": N_("A gap cannot be inside a link or a picture. Move it out."),
    "gap-one-choice": N_("The drop-down “%(found)s” has only one choice. Add others with |."),
    "gap-several-right": N_("The drop-down “%(found)s” has several right choices. Mark one."),
    "number-backwards": N_("The range “%(found)s” is backwards. Write %(expected)s."),
    "order-too-short": N_("There is nothing to put in order. Write at least two items."),
    "match-not-a-table": N_("The pairs are not a table. Write a heading row, dashes, then rows."),
    "match-cell-empty": N_("A pair lacks its left or right side. Fill in both, or remove the row."),
    "match-too-short": N_("There is nothing to match. Write at least two rows."),
    "match-one-option": N_("Every row has the same right side, so there is nothing to choose."),
    "sort-one-box": N_("There is only one box. Write at least two, each with its items below it."),
    "sort-no-items": N_("The boxes are empty. Write the items indented under their box."),
    "sort-too-deep": N_("“%(found)s” is indented too far. Boxes hold items, and nothing deeper."),
    "own-words-no-models": N_("This question has no model sentences. Add some as block quotes."),
}
"""Problem code to English message; ``%(found)s`` and ``%(expected)s`` are filled at the edge."""
