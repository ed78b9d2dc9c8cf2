"""Every package we depend on is pinned and has its reason in writing."""

import re
from pathlib import Path

from tests.support.sources import ROOT

DECISION = ROOT / "docs" / "decisions" / "0001-tooling-and-dependencies.md"
LISTS = (ROOT / "requirements.txt", ROOT / "requirements-dev.txt")
PINNED = re.compile(r"(?P<name>[A-Za-z0-9_.-]+)(\[[a-z,]+\])?==[0-9][A-Za-z0-9.]*")
REASON = re.compile(r"^- \*\*(?P<name>[A-Za-z0-9_.-]+)\*\*: (?P<reason>.{15,})$", re.MULTILINE)


def test_every_requirement_is_pinned_to_one_version() -> None:
    for file in LISTS:
        for line in _lines(file):
            assert PINNED.fullmatch(line), f"{file.name}: write {line} as name==version"


def test_every_requirement_has_its_reason_in_the_decisions() -> None:
    missing = requirements() - reasons()
    assert not missing, (
        f"{DECISION.name} needs a line for each of {sorted(missing)}: - **name**: why we take it"
    )


def test_no_reason_outlives_its_requirement() -> None:
    left_over = reasons() - requirements()
    assert not left_over, f"{DECISION.name} speaks of {sorted(left_over)}, which is not required"


def requirements() -> set[str]:
    """Give the names of all required packages, in small letters."""
    found = (PINNED.match(line) for file in LISTS for line in _lines(file))
    return {match["name"].lower() for match in found if match}


def reasons() -> set[str]:
    """Give the names of the packages that the decision gives a reason for."""
    text = DECISION.read_text(encoding="utf-8")
    return {match["name"].lower() for match in REASON.finditer(text)}


def _lines(file: Path) -> list[str]:
    lines = (line.partition("#")[0].strip() for line in file.read_text("utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("-r ")]
