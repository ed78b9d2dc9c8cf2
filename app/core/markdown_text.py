"""Turn one block of Markdown into clean HTML; no author text can make it slow or unsafe."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element, SubElement

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from msgspec import Struct

from app.core.questions.base import SourceLine

MOST_BRACKETS = 200
"""Markdown takes quadratic time on ``[``; 200 cost milliseconds."""
LONGEST_BLOCK = 12_000
"""Characters of one block."""
DEEPEST_LIST = 5

_SPECIAL = re.compile(r"[^\w\s.,;:?()/%+=”“’'\"–—…-]|_|://|www\.")
_MARKER = re.compile(r"(?P<indent>[ \t]*)(?P<mark>[-*+]|\d{1,9}[.)])(?P<space>[ \t]+)(?P<text>.*)")

_UNUSED = {
    "block": ("indent_code", "code", "hashheader", "setextheader", "reference", "quote"),
    "inline": ("html", "reference", "image_reference", "short_reference", "short_image_ref"),
}
"""Off: raw HTML, and notations that turn ordinary writing into something unforeseen."""

_CLEANER = nh3.Cleaner(
    tags={
        "a",
        "br",
        "code",
        "em",
        "hr",
        "li",
        "ol",
        "p",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    },
    attributes={"a": {"href", "class", "id", "rel"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
    strip_comments=True,
)
# Built once: a wrong option makes nh3 panic with something that is no Exception.


class Link(Struct, frozen=True):
    """Where a link leads."""

    href: str
    attributes: dict[str, str] = {}


Resolve = Callable[[str], Link | None]
"""Takes what stands between the parentheses; None leaves only the words."""


class _Links(Treeprocessor):
    """Gives every link its address."""

    resolve: Resolve = staticmethod(lambda _href: None)

    def run(self, root: Element) -> None:
        for anchor in root.iter("a"):
            link = self.resolve(anchor.get("href", ""))
            anchor.attrib.clear()
            if link is None:
                anchor.tag = "span"
                continue
            anchor.set("href", link.href)
            for name, value in link.attributes.items():
                anchor.set(name, value)


class _Notation(Extension):
    """The Markdown that course authors use."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - named by the library
        md.preprocessors.deregister("html_block")
        for name in _UNUSED["block"]:
            if name in md.parser.blockprocessors:
                md.parser.blockprocessors.deregister(name)
        for name in _UNUSED["inline"]:
            md.inlinePatterns.deregister(name)
        md.treeprocessors.register(_Links(md), "course_links", -10)


class MarkdownText:
    """Renders blocks and phrases; keep one for a whole reading."""

    def __init__(self) -> None:
        """Prepare the notation once; it takes longer than a paragraph."""
        self._markdown = Markdown(extensions=["tables", "sane_lists", _Notation()])

    def block(self, lines: Sequence[SourceLine], resolve: Resolve) -> str:
        """Return the clean HTML of a paragraph, list or table."""
        text = "\n".join(nested_by_four(lines))[:LONGEST_BLOCK]
        with_links = self._prepare(resolve)
        try:
            return _CLEANER.clean(with_links.convert(text)).strip()
        except RecursionError:
            return ""

    def phrase(self, text: str, resolve: Resolve) -> str:
        """Return the clean HTML of running text without a paragraph around it."""
        text = text[:LONGEST_BLOCK]
        if not _SPECIAL.search(text):
            return text.strip()
        with_links = self._prepare(resolve)
        root = Element("div")
        SubElement(root, "p").text = text
        for process in with_links.treeprocessors:
            if process is not with_links.treeprocessors["prettify"]:
                changed = process.run(root)
                root = root if changed is None else changed
        html = str(with_links.serializer(root))
        for finish in with_links.postprocessors:
            html = finish.run(html)
        clean = _CLEANER.clean(html)
        return clean.replace("<p>", "").replace("</p>", "").strip()

    def _prepare(self, resolve: Resolve) -> Markdown:
        self._markdown.reset()
        links = self._markdown.treeprocessors["course_links"]
        links.resolve = resolve  # type: ignore[attr-defined]  # our own _Links, registered above
        return self._markdown


def nested_by_four(lines: Sequence[SourceLine]) -> list[str]:
    """Return the lines with lists nested by four spaces a level, as the library wants them."""
    shaped: list[str] = []
    indents: list[int] = []
    for source in lines:
        text = source.text.expandtabs(4).rstrip()
        marker = _MARKER.fullmatch(text)
        if marker is not None:
            indent = len(marker["indent"])
            while indents and indent < indents[-1]:
                indents.pop()
            if not indents or (indent >= indents[-1] + 2 and len(indents) < DEEPEST_LIST):
                indents.append(indent)
            mark = marker["mark"] if marker["mark"] in "-*+" else f"{marker['mark'][:-1]}."
            shaped.append(f"{'    ' * (len(indents) - 1)}{mark} {marker['text']}")
        elif indents and text.startswith(" "):
            shaped.append(f"{'    ' * len(indents)}{text.strip()}")
        else:
            shaped.append(text)
    return shaped
