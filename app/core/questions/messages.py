"""Words of the problems that question kinds report; translated where a person reads them."""

from __future__ import annotations

from app.core.questions import TYPES
from app.core.words import N_

SHARED = {
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
}
"""What several kinds report; what only one does stands in its own file."""

MESSAGES: dict[str, str] = SHARED | {
    code: message for kind in TYPES.values() for code, message in kind.messages.items()
}
"""Problem code to English message; ``%(found)s`` and ``%(expected)s`` are filled at the edge."""
