"""What holds for every page we send: valid HTML, one heading to start from, nothing unlabelled.

`examine_page` is run on each page that any test fetches, so accessibility is no suite to skip.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element

import html5lib

Check = Callable[["Document"], Iterator[str]]

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
NEED_NO_LABEL = {"hidden", "submit", "button", "reset", "image"}
GROUPED = {"radio", "checkbox"}
# Attributes that make the browser fetch something at once. A link that a person follows is free.
FETCHED = {
    "img": ("src", "srcset"), "script": ("src",), "source": ("src", "srcset"), "audio": ("src",),
    "video": ("src", "poster"), "iframe": ("src",), "embed": ("src",), "object": ("data",),
    "use": ("href",), "image": ("href",), "form": ("action",), "button": ("formaction",),
    "track": ("src",), "base": ("href",),
}  # fmt: skip
FETCHED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch"}
OTHER_PLACE = re.compile(
    r"^\s*([a-z][a-z0-9+.-]*:)?//|^\s*(?!data:)[a-z][a-z0-9+.-]*:", re.IGNORECASE
)
NAMES_OF_AN_ERROR = ("Error: ", "Virhe: ", "Fel: ")
"""What a title begins with, in each language, when a form needs another look."""


class PageFaultError(AssertionError):
    """A page breaks what holds for all pages; the message lists how and what to write instead."""


class Document:
    """A parsed page and what the checks ask of it again and again."""

    def __init__(self, source: str) -> None:
        """Parse the page; what the parser complains about is kept in `complaints`."""
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.root: Element = parser.parse(source)
        self.complaints = [
            f"line {position[0]}: {kind} {details or ''}".strip()
            for position, kind, details in parser.errors
        ]
        self.parents = {child: parent for parent in self.root.iter() for child in parent}
        self.ids = Counter(found for it in self.root.iter() if (found := it.get("id")))

    def all(self, *tags: str) -> list[Element]:
        """Give the elements with these tags, in the page's order."""
        return [it for it in self.root.iter() if tag_of(it) in tags]

    def by_id(self, wanted: str) -> Element | None:
        """Give the element with an id, if there is one."""
        return next((it for it in self.root.iter() if it.get("id") == wanted), None)

    def ancestors(self, element: Element) -> Iterator[Element]:
        """Give what an element is in, innermost first."""
        while element in self.parents:
            element = self.parents[element]
            yield element


@lru_cache(maxsize=16)
def examine_page(source: str) -> Document:
    """Check a whole page and give it parsed; a page just examined is not parsed again.

    Raises:
        PageFaultError: listing everything that is wrong with the page.
    """
    document = Document(source)
    faults = [fault for check in CHECKS for fault in check(document)]
    if faults:
        raise PageFaultError("\n".join(["This page needs mending:", *faults]))
    return document


def tag_of(element: Element) -> str:
    """Give an element's tag in small letters; a comment has none."""
    tag: object = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def text_of(element: Element | None) -> str:
    """Give the text inside an element as it is read, pictures by their alternative text."""
    if element is None:
        return ""
    parts: list[str] = []
    _collect_text(element, parts)
    return " ".join("".join(parts).split())


def _collect_text(element: Element, parts: list[str]) -> None:
    if tag_of(element) in {"", "script", "style", "template"}:
        return
    parts.append(element.get("alt") or element.get("aria-label") or "")
    parts.append(element.text or "")
    for child in element:
        _collect_text(child, parts)
        parts.append(child.tail or "")


def _is_valid(document: Document) -> Iterator[str]:
    for complaint in document.complaints:
        yield f"The HTML does not parse cleanly: {complaint}"


def _begins_with_its_heading(document: Document) -> Iterator[str]:
    headings = document.all("h1")
    if len(headings) != 1:
        yield f"A page has exactly one h1; this one has {len(headings)}"
        return
    heading, title = text_of(headings[0]), text_of(next(iter(document.all("title")), None))
    for prefix in NAMES_OF_AN_ERROR:
        title = title.removeprefix(prefix)
    if not heading or not title.startswith(heading):
        yield f"The title begins with the h1: {heading!r}, not {title!r}"


def _steps_through_headings(document: Document) -> Iterator[str]:
    # The feedback of an answer stands before its question, whose legend is the h1 (UX guide).
    level = 1
    for heading in document.all(*HEADINGS):
        own = HEADINGS.index(tag_of(heading)) + 1
        if own > level + 1:
            yield f"After h{level} comes h{level + 1}, not h{own}: {text_of(heading)!r}"
        level = own


def _names_its_language(document: Document) -> Iterator[str]:
    if not document.root.get("lang"):
        yield "The html element says the page's language: lang"


def _uses_each_id_once(document: Document) -> Iterator[str]:
    for name, times in document.ids.items():
        if times > 1:
            yield f"An id stands once on a page; {name!r} stands {times} times"


def _points_to_what_exists(document: Document) -> Iterator[str]:
    for element in document.root.iter():
        for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls", "form"):
            for name in element.get(attribute, "").split():
                if name not in document.ids:
                    yield f"{tag_of(element)} {attribute}={name!r} points to nothing on this page"
        href = element.get("href", "")
        if tag_of(element) == "a" and href.startswith("#") and href[1:] not in document.ids:
            yield f"The link {href} leads to nothing on this page"


def _labels_every_control(document: Document) -> Iterator[str]:
    for control in document.all("input", "select", "textarea"):
        kind = control.get("type", "text").lower()
        if tag_of(control) == "input" and kind in NEED_NO_LABEL:
            continue
        if not _label(document, control):
            yield f"{tag_of(control)} {control.get('name')!r} needs a label"
    for element in document.all("button", "a"):
        named = text_of(element) or _label(document, element)
        if not named and (tag_of(element) == "button" or element.get("href")):
            yield f"{tag_of(element)} without words: say what it does"


def _label(document: Document, control: Element) -> str:
    by_id = [text_of(document.by_id(name)) for name in control.get("aria-labelledby", "").split()]
    outside = [
        text_of(it) for it in document.all("label") if it.get("for") == control.get("id", "-")
    ]
    around = [text_of(it) for it in document.ancestors(control) if tag_of(it) == "label"]
    return " ".join([control.get("aria-label", ""), *by_id, *outside, *around]).strip()


def _groups_choices(document: Document) -> Iterator[str]:
    choices = [it for it in document.all("input") if it.get("type") in GROUPED]
    for name, times in Counter(it.get("name") for it in choices).items():
        first = next(it for it in choices if it.get("name") == name)
        groups = [it for it in document.ancestors(first) if tag_of(it) == "fieldset"]
        if times > 1 and not any(text_of(it.find("legend")) for it in groups):
            yield f"The choices {name!r} stand in a fieldset whose legend is the question"


def _protects_every_form(document: Document) -> Iterator[str]:
    for form in document.all("form"):
        tokens = [it for it in form.iter("input") if it.get("name") == "csrf_token"]
        if form.get("method", "get").lower() == "post" and len(tokens) != 1:
            yield f"The form to {form.get('action')!r} needs one csrf_token"
        if form.get("method", "get").lower() == "get" and tokens:
            yield f"The form to {form.get('action')!r} would put its csrf_token into the address"


def _describes_every_picture(document: Document) -> Iterator[str]:
    for picture in document.all("img"):
        if picture.get("alt") is None:
            yield f"The picture {picture.get('src')!r} needs alt; empty when it only adorns"


def _keeps_script_and_style_outside(document: Document) -> Iterator[str]:
    for script in document.all("script"):
        if not script.get("src"):
            yield "A script stands in a file of its own"
    if len(document.all("style")) > 1:
        yield "There is one style sheet"
    for element in document.root.iter():
        for attribute, value in element.attrib.items():
            if attribute == "style" or attribute.startswith("on"):
                yield f"{tag_of(element)} carries {attribute}: use a class or a script file"
            if value.strip().lower().startswith("javascript:"):
                yield f"{tag_of(element)} {attribute} runs a script: use a link or a form"


def _fetches_only_from_here(document: Document) -> Iterator[str]:
    for element in document.root.iter():
        attributes = FETCHED.get(tag_of(element), ())
        if tag_of(element) == "link" and FETCHED_LINKS & set(element.get("rel", "").split()):
            attributes = ("href",)
        for attribute in attributes:
            address = element.get(attribute, "")
            if OTHER_PLACE.match(address):
                yield f"{tag_of(element)} {attribute} fetches from elsewhere: {address}"


CHECKS: tuple[Check, ...] = (
    _is_valid,
    _begins_with_its_heading,
    _steps_through_headings,
    _names_its_language,
    _uses_each_id_once,
    _points_to_what_exists,
    _labels_every_control,
    _groups_choices,
    _protects_every_form,
    _describes_every_picture,
    _keeps_script_and_style_outside,
    _fetches_only_from_here,
)
