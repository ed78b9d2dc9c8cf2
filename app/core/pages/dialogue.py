"""Takes the text of a scene apart: who speaks, who writes in the chat, what happens meanwhile."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from msgspec import Struct

from app.core.pages.scenes import Participant

CAMERA_OFF = frozenset({"kamera kiinni", "kameran av", "kamera av", "camera off"})
HAND = frozenset({"käsi", "käsi ylhäällä", "hand", "handen", "handen uppe", "hand up"})
MUTED = frozenset(
    {"mykistetty", "mikrofoni kiinni", "mikrofonen av", "tystad", "muted", "microphone off"}
)
AWAY = frozenset({"poissa", "borta", "away"})
"""Notes of those who are not in this scene: they have no picture."""
CHAT = frozenset({"chat", "chatissa", "chatt", "chatten", "i chatten", "in the chat"})
"""Notes after a name that the picture of the meeting shows; all others are shown in words only."""

VOID = frozenset({"br", "hr", "img", "input", "source", "track", "wbr"})

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)\b[^>]*?(?P<empty>/?)>")
_SPOKEN = re.compile(
    r"<p><strong>(?P<name>[^<>():]{1,80}?)\s*(?:\((?P<note>[^()<>]{1,80})\))?\s*:</strong>"
    r"\s*(?P<html>.*)</p>",
    re.DOTALL,
)
_BETWEEN_NAMES = re.compile(r",\s+|\s+(?:ja|och|and)\s+")
_STAGE = re.compile(r"<p><em>(?:(?!</em>).)*</em></p>", re.DOTALL)


class Turn(Struct, frozen=True):
    """One thing that is said, written or done in a scene."""

    kind: str
    """``speech``, ``chat``, ``stage``, ``text``, or ``sign``: a note that nothing is said with."""
    html: str
    name: str = ""
    note: str = ""


class Tile(Struct, frozen=True):
    """One person's picture in the meeting."""

    name: str
    role: str = ""
    notes: tuple[str, ...] = ()
    """In the author's words, but for a raised hand, which is drawn and told in ours."""
    camera_off: bool = False
    hand: bool = False
    muted: bool = False
    speaks: bool = False
    """Whether something in this scene is said aloud by this person."""


def read_turns(html: str) -> tuple[Turn, ...]:
    """Return the published text of a scene as turns, in order; nothing is left out."""
    return tuple(_turn(block) for block in _blocks(html) if block.strip())


def lay_out_tiles(participants: Sequence[Participant], turns: Sequence[Turn]) -> tuple[Tile, ...]:
    """Return everybody's picture; a note in this scene replaces the one that somebody came with.

    Somebody who speaks without having been there before has come in and gets a picture too.
    """
    tiles = [_tile(one.name.text, one.note.text if one.note else "", turns) for one in participants]
    there = [tile for tile in tiles if not {note.casefold() for note in tile.notes} & AWAY]
    names = {tile.name for tile in tiles}
    came = dict.fromkeys(turn.name for turn in turns if turn.kind == "speech")
    return (*there, *(_tile(name, "", turns) for name in came if name not in names))


def _tile(participant: str, note: str, turns: Sequence[Turn]) -> Tile:
    """Return a picture; after a comma in the name stands the person's part in the meeting."""
    name, _, role = participant.partition(", ")
    said = [turn.note for turn in turns if turn.kind != "chat" and name in _named(turn)]
    here = dict.fromkeys(one for text in said for one in _notes(text))
    notes = tuple(here) or _notes(note)
    words = {one.casefold() for one in notes}
    return Tile(
        name,
        role=role,
        notes=tuple(one for one in notes if one.casefold() not in HAND),
        camera_off=bool(words & CAMERA_OFF),
        hand=bool(words & HAND),
        muted=bool(words & MUTED),
        speaks=any(turn.name == name and turn.kind == "speech" for turn in turns),
    )


def _named(turn: Turn) -> tuple[str, ...]:
    """Return whom a turn is about; a note without words may name several people."""
    return tuple(_BETWEEN_NAMES.split(turn.name)) if turn.kind == "sign" else (turn.name,)


def _notes(text: str) -> tuple[str, ...]:
    return tuple(note.strip() for note in text.split(",") if note.strip())


def _turn(block: str) -> Turn:
    spoken = _SPOKEN.fullmatch(block.strip())
    if spoken is not None:
        note = unescape(spoken["note"] or "").strip()
        html = spoken["html"].strip()
        kind = "chat" if note.casefold() in CHAT else "speech" if html else "sign"
        return Turn(kind, html, unescape(spoken["name"]).strip(), note)
    return Turn("stage" if _STAGE.fullmatch(block.strip()) else "text", block)


def _blocks(html: str) -> Iterator[str]:
    """Yield the outermost elements of published HTML, with any text between them."""
    depth, start = 0, 0
    for tag in _TAG.finditer(html):
        if tag["name"] in VOID or tag["empty"]:
            continue
        depth += -1 if tag["end"] else 1
        if depth == 0:
            yield html[start : tag.end()]
            start = tag.end()
    yield html[start:]
