"""Words that course texts do without, by language, and how they are found in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from app.core.errors import Severity
from app.core.questions.base import Reporter, SourceLine

AVOIDED: Mapping[str, Mapping[str, str]] = {
    "fi": {
        # They say that what is hard for the reader should be easy.
        r"helposti": "",
        r"vain": "vasta, yksi, ainoa",
        r"yksinkertaisesti": "",
        r"pitäisi jaksaa": "saa levätä",
        # Officialese.
        r"tulee tehdä": "tee",
        r"mahdollista(?:a|vat|vaa|nut|isi|a)": "auttaa, voi",
        r"toimesta": "kuka tekee",
        r"liittyen": "tästä aiheesta",
        # Roles that nobody has in a peer group. Compounds such as potilasyhdistys are names.
        r"potila(?:s|an|sta|alle|alla|alta|assa|ana|at|iden|ita|ille|illa|ilta)": "sairastava",
        r"asiak(?:as|kaan|asta|kaalle|kaalla|kaalta|kaat|kaiden|kaita|kaille)": "osallistuja",
        r"uhr(?:i|in|ia|ille|illa|ilta|iksi|ina|it|ien|eja|eille|eilla)": "sairastava",
        # War.
        r"taistel\w+": "",
        r"so(?:ta|dan|taa|dassa|tia)": "",
    },
    "sv": {
        r"enkelt": "",
        r"bara": "först, en enda",
        r"lätt": "",
        r"möjliggör\w*": "hjälper, kan",
        r"patient(?:en|er|erna|ens)?": "den som är sjuk",
        r"klient(?:en|er|erna|ens)?": "deltagare",
        r"offer": "den som är sjuk",
        r"kämpa\w*": "",
    },
    "en": {
        r"easily": "",
        r"simply": "",
        r"patients": "people with the illness",
        r"clients?": "participant",
        r"victims?": "person with the illness",
        r"battl(?:e|es|ing)": "",
    },
}
"""Patterns of whole words with what to write instead; a few whose cost to readers is plain."""

_NOT_SAID = re.compile(r"`[^`]*`|\{\{[^{}]*\}\}|\]\([^()]*\)|\{[^{}]*\}")
"""Code, variables, addresses and attributes: nobody reads these."""
_PATTERNS = {
    language: [
        # A word in quotation marks is spoken about, not used.
        (re.compile(rf"(?<![\w”\"»«-]){pattern}(?![\w”\"»«-])", re.IGNORECASE), instead)
        for pattern, instead in words.items()
    ]
    for language, words in AVOIDED.items()
}


def find_avoided(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a line that should be avoided, each with what may stand instead."""
    said = _NOT_SAID.sub(" ", text)
    for pattern, instead in _PATTERNS.get(language.partition("-")[0], ()):
        for match in pattern.finditer(said):
            yield match[0], instead


def check_wording(lines: Sequence[SourceLine], language: str, report: Reporter) -> None:
    """Warn of words that course texts do without."""
    for source in lines:
        for word, instead in find_avoided(source.text, language):
            code = "word-avoided" if instead else "word-left-out"
            report(code, source.number, severity=Severity.WARNING, found=word, expected=instead)
