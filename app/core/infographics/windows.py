"""Recognise the devices, places and yes-or-no words that drawings are shaped by."""

from __future__ import annotations

import re

DEVICES = (
    ("browser", ("selai", "webbläs", "browser")),
    ("phone", ("puhel", "känny", "tablet", "mobil", "telefon", "phone", "surfplatt")),
    ("computer", ("tietoko", "kannettav", "läppär", "dator", "computer", "laptop")),
)
PLACES = (
    ("top", ("ylä", "ylhää", "ylim", "överkant", "upptill", "överst", "top", "upper")),
    ("bottom", ("ala", "alhaa", "alim", "nederkant", "nedtill", "nederst", "bottom", "lower")),
    ("right", ("oikea", "oikeal", "höger", "till höger", "right")),
    ("left", ("vase", "vänster", "till vänster", "left")),
    ("centre", ("keski", "keskel", "mitten", "i mitten", "mitt", "centre", "center", "middle")),
)
"""Beginnings of words in the languages that courses are written in."""

YES = frozenset({"kyllä", "ja", "yes"})
NO = frozenset({"ei", "nej", "no"})

OWN_PICTURE = ("oma kuva", "oma kuvasi", "egen bild", "own picture")
PICTURES = ("kuvat", "kuvia", "bilder", "pictures", "osallistuj", "deltaga", "participants")
EVERYBODY = 4
"""Faces that stand for all pictures of a meeting."""

MOST_OF_A_CHIP = 26
"""Characters of a word on the screen; what is longer is a sentence."""

_MARKS = re.compile(r"\[([^\]]*)\]\([^)]*\)|[*`]|\{\{|\}\}")
_BETWEEN = re.compile(r",\s+(?![^{(]*[)}])")
_LABEL = re.compile(r"\{\{[^{}]*\}\}")
_WORD = re.compile(r"[^\W\d_]+")


def find_device(text: str) -> str:
    """Return what kind of window a heading names: a computer's unless it says otherwise."""
    folded = text.casefold()
    return next(
        (name for name, parts in DEVICES if any(part in folded for part in parts)), "computer"
    )


def find_place(head: str) -> str:
    """Return where in a window a part lies; empty when its name does not tell."""
    folded = head.casefold()
    return next((name for name, parts in PLACES if folded.startswith(parts)), "")


def answer_of(text: str) -> str:
    """Return ``yes`` or ``no`` for a cell that begins so, else ``partly``."""
    first = _WORD.match(written(text).strip().casefold())
    word = first[0] if first else ""
    if word not in YES | NO:
        return "partly"
    if len(written(text).split()) > 1 and word in YES:
        return "partly"
    return "yes" if word in YES else "no"


def chips_of(text: str) -> tuple[str, ...]:
    """Return the words of a row of buttons; empty when the text is a sentence."""
    parts = tuple(part.strip() for part in _BETWEEN.split(text.rstrip(".")))
    short = all(len(written(part)) <= MOST_OF_A_CHIP for part in parts)
    return parts if short and (len(parts) > 1 or _LABEL.fullmatch(parts[0])) else ()


def faces_of(text: str) -> int:
    """Return how many faces are drawn in a part of a window: none where no pictures are told of."""
    folded = text.casefold()
    if any(words in folded for words in OWN_PICTURE):
        return 1
    return EVERYBODY if any(words in folded for words in PICTURES) else 0


def written(text: str) -> str:
    """Return the text without the marks of links and stress, to count what is seen."""
    return _MARKS.sub(lambda mark: mark[1] or "", text)
