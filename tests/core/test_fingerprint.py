"""The fingerprint of what draws a course follows the code, the templates and the words."""

import shutil
from pathlib import Path

import pytest

import app.core.fingerprint
from app.core.fingerprint import fingerprint, fingerprint_of
from app.core.words import BACK, Words

CORE = Path(app.core.fingerprint.__file__).parent


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the code that draws."""
    return Path(
        shutil.copytree(CORE, tmp_path / "core", ignore=shutil.ignore_patterns("__pycache__"))
    )


def test_the_same_code_has_the_same_fingerprint_everywhere(copied: Path) -> None:
    assert fingerprint_of(copied) == fingerprint_of(CORE)


@pytest.mark.parametrize(
    "path", ["rendering.py", "pages/reading.py", "infographics/templates/steps.html"]
)
def test_a_change_of_code_or_template_changes_it(copied: Path, path: str) -> None:
    file = copied / path
    file.write_text(file.read_text() + "\n")
    assert fingerprint_of(copied) != fingerprint_of(CORE)


def test_a_renamed_file_changes_it(copied: Path) -> None:
    (copied / "ids.py").rename(copied / "idz.py")
    assert fingerprint_of(copied) != fingerprint_of(CORE)


def test_a_corrected_word_changes_it() -> None:
    some = fingerprint(Words({"fi": {BACK: "Takaisin"}}))
    assert some == fingerprint(Words({"fi": {BACK: "Takaisin"}}))
    assert some != fingerprint(Words({"fi": {BACK: "Takaisin tekstiin"}}))
