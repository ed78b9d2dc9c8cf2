"""Pictures, sound and video of a course: told by their content, never by their name alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from hashlib import sha256
from pathlib import PurePosixPath
from urllib.parse import quote

from msgspec import Struct

KINDS = {
    "png": "picture", "jpg": "picture", "jpeg": "picture", "webp": "picture",
    "mp3": "sound", "m4a": "sound", "ogg": "sound", "opus": "sound",
    "mp4": "video", "webm": "video",
}  # fmt: skip
COMPANIONS = frozenset({"vtt", "md"})
DIGEST_LETTERS = 16

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_HEAD, _VP8X_HEAD = 24, 10
_MARKER = 0xFF
_START_OF_FRAME = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


class Media(Struct, frozen=True):
    """A file inside the media folder."""

    path: str
    kind: str
    """``picture``, ``sound``, ``video``, ``captions``, or empty when it cannot be shown."""
    url: str
    width: int | None = None
    height: int | None = None


def read_media(slug: str, files: Mapping[str, bytes]) -> dict[str, Media]:
    """Return the media files by path in Unicode's composed form; addresses keep the stored name."""
    return {
        unicodedata.normalize("NFC", path): _read(slug, path, content)
        for path, content in files.items()
        if path.startswith("media/")
    }


def normal_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files with their paths as they are compared: in Unicode's composed form."""
    return {unicodedata.normalize("NFC", path): content for path, content in files.items()}


def _read(slug: str, path: str, content: bytes) -> Media:
    name = PurePosixPath(path).name
    digest = sha256(content).hexdigest()[:DIGEST_LETTERS]
    url = f"/media/{quote(slug)}/{digest}/{quote(name)}"
    ending = name.rpartition(".")[2].lower()
    if ending == "vtt" and content.lstrip(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        return Media(path, "captions", url)
    kind = KINDS.get(ending, "")
    if not kind or not _looks_like(kind, content):
        return Media(path, "", url)
    size = _size(content) if kind == "picture" else None
    return Media(path, kind, url, *(size or (None, None)))


def _looks_like(kind: str, content: bytes) -> bool:
    head = content[:16]
    if kind == "picture":
        webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
        return head.startswith((_PNG, b"\xff\xd8\xff")) or webp
    if kind == "sound":
        mp3 = head[:3] == b"ID3" or (head[:1] == b"\xff" and head[1:2] >= b"\xe0")
        return mp3 or head[:4] == b"OggS" or head[4:8] == b"ftyp"
    return head[4:8] == b"ftyp" or head[:4] == b"\x1aE\xdf\xa3"


def _size(content: bytes) -> tuple[int, int] | None:
    """Return width and height where the head of the file tells them simply."""
    if content.startswith(_PNG) and len(content) >= _PNG_HEAD:
        return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    if content.startswith(b"\xff\xd8"):
        return _jpeg_size(content)
    return _webp_size(content)


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    place = 2
    while place + 9 < len(content) and content[place] == _MARKER:
        if content[place + 1] in _START_OF_FRAME:
            height = int.from_bytes(content[place + 5 : place + 7], "big")
            return int.from_bytes(content[place + 7 : place + 9], "big"), height
        place += 2 + max(2, int.from_bytes(content[place + 2 : place + 4], "big"))
    return None


def _webp_size(content: bytes) -> tuple[int, int] | None:
    form, data = content[12:16], content[20:30]
    if form == b"VP8X" and len(data) == _VP8X_HEAD:
        width, height = data[4:7], data[7:10]
        return int.from_bytes(width, "little") + 1, int.from_bytes(height, "little") + 1
    if form == b"VP8 " and data[3:6] == b"\x9d\x01\x2a":
        return (
            int.from_bytes(data[6:8], "little") & 0x3FFF,
            int.from_bytes(data[8:10], "little") & 0x3FFF,
        )
    if form == b"VP8L" and data[:1] == b"\x2f":
        bits = int.from_bytes(data[1:5], "little")
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    return None


_PICTURE = re.compile(
    r" {0,3}!\[(?P<alt>(?:[^\[\]\\]|\\.)*)\]\(\s*<?(?P<path>[^\s()<>]*)>?"
    r"(?:\s+[\"”“'](?P<title>[^\"”“]*)[\"”“'])?\s*\)\s*(?:\{(?P<inside>[^{}]*)\})?\s*"
)


class Embed(Struct, frozen=True):
    """The image notation on a line of its own."""

    alt: str
    path: str
    title: str
    attributes: str


def read_embed(text: str) -> Embed | None:
    """Return what a line in image notation says, or None."""
    match = _PICTURE.fullmatch(text)
    if match is None:
        return None
    return Embed(
        match["alt"].strip(), match["path"], (match["title"] or "").strip(), match["inside"] or ""
    )
