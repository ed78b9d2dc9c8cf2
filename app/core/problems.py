"""Collect what has to be mended in course files, so that an author sees all of it at once."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from app.core.errors import Problem, Severity
from app.core.questions.base import Reporter

MOST_PROBLEMS = 1000
"""More than this helps nobody and would let a text fill the memory."""

LONGEST_FOUND = 160
LONGEST_WORD, ALIKE, MOST_COMPARED, MOST_NAMED = 60, 4, 300, 20
"""Bounds of the search for what an author meant, so that many slips stay quick to tell."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that the author most likely meant, else all known words."""
    words = sorted(known)
    alike = [one for one in words if abs(len(one) - len(word)) <= ALIKE][:MOST_COMPARED]
    close = get_close_matches(word, alike, n=1, cutoff=0.6) if len(word) <= LONGEST_WORD else []
    return close[0] if close else ", ".join(words[:MOST_NAMED])


class Problems:
    """The problems of one reading; each is kept once."""

    def __init__(self) -> None:
        """Start without problems."""
        self._found: dict[Problem, None] = {}

    def add(self, problem: Problem) -> None:
        """Keep a problem unless it is known already or there are far too many."""
        if not self.full:
            self._found[problem] = None

    def reporter(self, file: str) -> Reporter:
        """Return a function that notes problems of this file."""

        def report(
            code: str,
            line: int,
            *,
            severity: Severity = Severity.ERROR,
            found: str = "",
            expected: str = "",
            example: str = "",
        ) -> None:
            shown = found if len(found) <= LONGEST_FOUND else found[:LONGEST_FOUND] + "…"
            self.add(Problem(file, line, severity, code, shown, expected, example))

        return report

    @property
    def full(self) -> bool:
        """Whether there are so many that reading on helps nobody."""
        return len(self._found) >= MOST_PROBLEMS

    def sorted(self) -> tuple[Problem, ...]:
        """Return the problems in file and line order."""
        return tuple(sorted(self._found))
