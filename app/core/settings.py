"""What the front matter of each course file may say."""

from __future__ import annotations

from app.core.folder import FileKind
from app.core.front_matter import Shape

SCHEMAS: dict[FileKind, dict[str, Shape]] = {
    FileKind.COURSE: {
        "title": Shape.TEXT,
        "welcome": Shape.TEXT,
        "languages": Shape.WORDS,
        "fallback": Shape.TEXT,
        "valid_months": Shape.NUMBER,
    },
    FileKind.MODULE: {"title": Shape.TEXT, "id": Shape.TEXT},
    FileKind.LESSON: {
        "title": Shape.TEXT,
        "id": Shape.TEXT,
        "optional": Shape.FLAG,
        "minutes": Shape.MINUTES,
        "objectives": Shape.WORDS,
        "sources": Shape.WORDS,
        "review_by": Shape.DATE,
        "reviewers": Shape.WORDS,
        "expert": Shape.TEXT,
        "read_by": Shape.READER,
    },
    FileKind.EVENING: {"title": Shape.TEXT},
    FileKind.GLOSSARY: {"title": Shape.TEXT},
    FileKind.SOURCES: {"title": Shape.TEXT},
    FileKind.LABELS: {"title": Shape.TEXT},
    FileKind.HELP: {"title": Shape.TEXT},
}
"""Keys by kind of file; any other key is an error with "did you mean"."""
