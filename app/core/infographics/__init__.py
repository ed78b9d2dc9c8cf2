"""Draw infographics as semantic HTML in which every word is real text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.core.infographics.kinds import INFOGRAPHICS, Infographic

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def draw_infographic(
    kind: str, parts: dict[str, Any], *, anchor: str, title: str, level: int, intro: str, note: str
) -> str:
    """Return the infographic as HTML.

    Args:
        kind: A name in `INFOGRAPHICS`.
        parts: What the kind read.
        anchor: The id of the figure on its page.
        title: The heading, as HTML.
        level: The heading's level, 2 to 6.
        intro: HTML before the drawing.
        note: HTML after the drawing.
    """
    template = _TEMPLATES.get_template(f"{kind.lower()}.html")
    return template.render(
        **parts,
        anchor=anchor,
        title=Markup(title),  # noqa: S704 - sanitised by the renderer
        level=level,
        intro=Markup(intro),  # noqa: S704 - the same
        note=Markup(note),  # noqa: S704 - the same
    ).strip()


__all__ = ["INFOGRAPHICS", "Infographic", "draw_infographic"]
