"""Collect what has to be mended in course files, so that an author sees all of it at once."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from app.core.errors import Problem, Severity
from app.core.questions.base import Reporter

MOST_PROBLEMS = 1000
"""More than this helps nobody and would let a text fill the memory."""

LONGEST_FOUND = 160


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that the author most likely meant, else all known words."""
    words = sorted(known)
    close = get_close_matches(word[:80], words, n=1, cutoff=0.6)
    return close[0] if close else ", ".join(words[:20])


class Problems:
    """The problems of one reading; each is kept once."""

    def __init__(self) -> None:
        """Start without problems."""
        self._found: dict[Problem, None] = {}

    def add(self, problem: Problem) -> None:
        """Keep a problem unless it is known already or there are far too many."""
        if len(self._found) < MOST_PROBLEMS:
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

    def sorted(self) -> tuple[Problem, ...]:
        """Return the problems in file and line order."""
        return tuple(sorted(self._found))
