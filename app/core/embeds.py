"""Draw pictures, sound and video; refuse those that some readers could not see or hear."""

from __future__ import annotations

import posixpath
import unicodedata
from html import escape
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from app.core.headings import read_attributes
from app.core.media import Embed, Media
from app.core.problems import nearest
from app.core.words import TRANSCRIPT

if TYPE_CHECKING:
    from app.core.rendering import Renderer

PICTURE_EXAMPLE = '![Nainen puhuu videopuhelussa.](../media/ohjaaja.webp "Tapaaminen alkaa.")'
DECORATIVE = "decorative"


def draw_embed(embed: Embed, line: int, renderer: Renderer) -> str:
    """Return the HTML of a picture, sound or video; report what is missing."""
    report = renderer.report
    attributes = read_attributes(embed.attributes, line, report, PICTURE_EXAMPLE)
    for name in sorted(attributes.classes - {DECORATIVE}):
        report("unknown-class", line, found=f".{name}", expected=f".{DECORATIVE}")
    media = _find(embed, line, renderer)
    if media is None:
        return ""
    decorative = DECORATIVE in attributes.classes
    if not embed.alt and not (decorative and media.kind == "picture"):
        report("picture-without-text", line, found=embed.path, example=PICTURE_EXAMPLE)
    caption = renderer.inline(embed.title, line).html if embed.title else ""
    figcaption = f"\n<figcaption>{caption}</figcaption>" if caption else ""
    if media.kind == "picture":
        size = f' width="{media.width}" height="{media.height}"' if media.width else ""
        alt = "" if decorative else escape(embed.alt)
        image = f'<img src="{escape(media.url)}" alt="{alt}"{size} loading="lazy">'
        return f'<figure class="picture">\n{image}{figcaption}\n</figure>'
    return _player(embed, media, line, renderer, figcaption)


def _find(embed: Embed, line: int, renderer: Renderer) -> Media | None:
    known = renderer.places.media
    path = posixpath.normpath(posixpath.join(posixpath.dirname(renderer.path), unquote(embed.path)))
    media = known.get(unicodedata.normalize("NFC", path))
    if "://" in embed.path or embed.path.startswith("//"):
        renderer.report("media-elsewhere", line, found=embed.path, example=PICTURE_EXAMPLE)
        return None
    if media is None:
        renderer.report(
            "missing-media",
            line,
            found=embed.path,
            expected=nearest(path, known),
            example=PICTURE_EXAMPLE,
        )
        return None
    if media.kind not in {"picture", "sound", "video"}:
        renderer.report("media-kind", line, found=embed.path, expected="png, jpg, webp, mp3, mp4")
        return None
    return media


def _beside(media: Media, ending: str, renderer: Renderer) -> str:
    """Return the path of a companion file, such as captions, in the file's own language."""
    return str(PurePosixPath(media.path).with_suffix(f".{renderer.language}.{ending}"))


def _player(embed: Embed, media: Media, line: int, renderer: Renderer, figcaption: str) -> str:
    transcript = renderer.transcripts(_beside(media, "md", renderer))
    if transcript is None:
        renderer.report(
            "missing-transcript", line, found=embed.path, expected=_beside(media, "md", renderer)
        )
    track = ""
    if media.kind == "video":
        captions = renderer.places.media.get(_beside(media, "vtt", renderer))
        if captions is None or captions.kind != "captions":
            renderer.report(
                "missing-captions", line, found=embed.path, expected=_beside(media, "vtt", renderer)
            )
        else:
            lang = escape(renderer.language)
            track = f'<track kind="captions" src="{escape(captions.url)}" srclang="{lang}" default>'
    tag = "video" if media.kind == "video" else "audio"
    name, url = escape(embed.alt), escape(media.url)
    player = f'<{tag} controls preload="none" src="{url}" aria-label="{name}">{track}</{tag}>'
    words = renderer.block(transcript).html if transcript else ""
    summary = escape(renderer.words.say(renderer.language, TRANSCRIPT))
    return (
        f'<figure class="{media.kind}">\n{player}{figcaption}\n'
        f"<details>\n<summary>{summary}</summary>\n{words}\n</details>\n</figure>"
    )
