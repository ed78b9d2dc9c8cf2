"""Nothing in the project knows on which machine or from which registry it was made."""

import re

import pytest

from tests.support.sources import name_of, project_files

# Written in parts, so that this file does not find itself.
MACHINE = re.compile(
    "|".join(
        [
            "(?<![A-Za-z0-9_.-])/" + "(work|farm|root)/",
            "/opt/" + "(wheels|pypi)",
            "/tmp/" + "(bash_jobs|ojp|v/)",
            r"\." + "library/",
            "--(extra-)?index" + "-url",
            "--find" + "-links",
            '"resolved": *' + '"http',
        ]
    )
)


def test_no_file_names_this_machine_or_a_registry() -> None:
    found = []
    for file in project_files():
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [
            f"{name_of(file)}:{number} {line.strip()[:100]}"
            for number, line in enumerate(lines, start=1)
            if MACHINE.search(line)
        ]
    assert not found, "\n".join(["Say it without the machine:", *found])


@pytest.mark.parametrize(
    "line", ["cd /" + "work/main", "pip install --index" + "-url x", '"resolved": ' + '"https:']
)
def test_a_line_with_a_machine_in_it_is_found(line: str) -> None:
    assert MACHINE.search(line)


@pytest.mark.parametrize(
    "line", ["see docs/wo" + "rk/notes.md", "the index of the course", "/works"]
)
def test_an_ordinary_line_passes(line: str) -> None:
    assert not MACHINE.search(line)
