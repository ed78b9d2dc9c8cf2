"""Brings the message catalogues up to date with the texts in code and templates.

`python -m tools.texts` after a change of texts; what is translated already stays.
"""

import tempfile
from pathlib import Path

from config import LANGUAGES
from tools.console import ROOT, run, stop
from tools.environment import PYBABEL, TRANSLATIONS

KEYWORDS = ("lazy_gettext", "lazy_ngettext:1,2", "_l")
# The same texts give the same file on every machine: no dates and no line numbers.
STEADY = ("--add-location=file", "--sort-output", "--omit-header")
# A guessed translation looks like a true one: better none.
CAREFUL = (
    "--init-missing",
    "--no-fuzzy-matching",
    "--ignore-obsolete",
    "--ignore-pot-creation-date",
)
WRITTEN_IN = "en"


def extract(catalogue: Path) -> None:
    """Write all texts of the interface into a catalogue without translations.

    Raises:
        SystemExit: when a template cannot be read; the lines above say which.
    """
    keywords = [word for keyword in KEYWORDS for word in ("-k", keyword)]
    mapping = ("-F", ROOT / "pyproject.toml")
    if run([PYBABEL, "-q", "extract", *mapping, *keywords, *STEADY, "-o", catalogue, "app"]) != 0:
        stop("The texts could not be collected; the lines above say why.")


def main() -> None:
    """Update each language's catalogue."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "messages.pot"
        extract(found)
        for language in set(LANGUAGES) - {WRITTEN_IN}:
            files = ("-i", found, "-d", TRANSLATIONS, "-l", language)
            if run([PYBABEL, "-q", "update", *CAREFUL, *files]) != 0:
                stop(f"The messages.po of {language} could not be updated; see the lines above.")


if __name__ == "__main__":
    main()
