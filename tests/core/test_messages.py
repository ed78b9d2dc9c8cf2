"""Every problem has words, in which its values stand where they belong."""

import re
from pathlib import Path

import pytest

from app.core.errors import Problem, Severity
from app.core.infographics import INFOGRAPHICS
from app.core.messages import MESSAGES, word_problem

CORE = Path(__file__).parent.parent.parent / "app" / "core"
_REPORTED = re.compile(r"(?:report|reporter\([^()]*\)|Missing)\(\s*\"([a-z0-9-]+)\"")
_CHOSEN = re.compile(r"code = \"([a-z-]+)\" if .* else \"([a-z-]+)\"")


def reported_codes() -> set[str]:
    found: set[str] = set()
    for file in CORE.rglob("*.py"):
        text = file.read_text()
        found.update(_REPORTED.findall(text))
        found.update(code for pair in _CHOSEN.findall(text) for code in pair)
    return found


def test_every_reported_code_has_words() -> None:
    assert len(reported_codes()) > 80
    assert reported_codes() - set(MESSAGES) == set()


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_words_take_the_values_and_do_not_blame(code: str) -> None:
    problem = Problem("a.md", 1, Severity.ERROR, code, found="100 %", expected="%(x)s")
    words = word_problem(problem, lambda message: message)
    assert words.endswith((".", "?", "”", ")"))
    assert not re.search(r"invalid|illegal|failed|oops|wrong", words, re.IGNORECASE)
    if "%(found)s" in MESSAGES[code]:
        assert "100 %" in words


def test_a_code_without_words_is_shown_as_it_is() -> None:
    assert word_problem(Problem("a.md", 1, Severity.ERROR, "new-code"), str) == "new-code"


def test_words_are_translated_before_the_values_are_put_in() -> None:
    problem = Problem("a.md", 1, Severity.ERROR, "unknown-key", "titel", "title")
    assert word_problem(problem, lambda _message: "%(found)s: %(expected)s?") == "titel: title?"


def test_every_infographic_is_listed_by_an_upper_case_name() -> None:
    assert all(name.isupper() for name in INFOGRAPHICS)
