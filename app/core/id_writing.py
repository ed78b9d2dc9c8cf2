"""Write missing ids into course files, changing nothing but the headings that lack one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from app.core.folder import open_folder
from app.core.outline import Made
from app.core.problems import Problems
from app.core.reader import OUTLINED, main_language, read_outlines

_LINE_END = re.compile(rb"\r\n|\r|\n")


class WrittenId(Struct, frozen=True):
    """An id and where it was written."""

    path: str
    line: int
    id: str


def write_ids(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], tuple[WrittenId, ...]]:
    """Return the files with an id in every heading that needs one, and the ids written."""
    problems = Problems()
    texts = open_folder(files, problems)
    main = main_language(texts)
    read = [read_outlines(texts, main, problems, kind) for kind in OUTLINED]
    changed = dict(files)
    written: list[WrittenId] = []
    for one in (same for outlines in read for same in outlines.values()):
        for outline in one.values():
            path = outline.file.path
            changed[path] = _with_ids(files[path], outline.made)
            written += [WrittenId(path, made.line, made.id) for made in outline.made]
    return changed, tuple(sorted(written, key=lambda one: (one.path, one.line)))


def _with_ids(content: bytes, made: Sequence[Made]) -> bytes:
    pieces = _LINE_END.split(content)
    ends = _LINE_END.findall(content)
    for one in made:
        pieces[one.line - 1] = _with_id(pieces[one.line - 1], one.id.encode())
    return b"".join(
        piece + (ends[place] if place < len(ends) else b"") for place, piece in enumerate(pieces)
    )


def _with_id(line: bytes, new_id: bytes) -> bytes:
    """Return a heading line with the id in its braces, or in new ones at its end."""
    text = line.rstrip()
    tail = line[len(text) :]
    start = text.rfind(b"{")
    if text.endswith(b"}") and start > 0 and b"}" not in text[start:-1]:
        inside = text[start + 1 : -1].strip()
        joined = inside + b" #" + new_id if inside else b"#" + new_id
        return text[:start] + b"{" + joined + b"}" + tail
    return text + b" {#" + new_id + b"}" + tail
