"""A form that the learner fills in, keeps and prints, one section at a time."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from app.core.course import Line, PageContent, Text
from app.core.headings import Section
from app.core.pages.base import PageData, PageParts, PageSource, first_value, kept_ids, own_content
from app.core.pages.fields import Field, read_field
from app.core.questions.base import FormFields

MOST_ROWS = 200
MOST_CHANGES = 50

SECTION = "section"
"""Class of a heading that begins a section."""

SHOWN_SECTION = "form_section"
"""Form field that tells which section was on the page."""

SECTION_EXAMPLE = "### Ennen tapaamista {.section #ennen}"


class FieldSection(Struct, frozen=True):
    """Fields that are shown on one page."""

    id: str
    """Empty for the fields that stand before the first heading of a section."""
    title: Line | None
    text: Text | None
    fields: tuple[str, ...]
    """Ids of its fields."""


class DocumentContent(PageContent, Struct, frozen=True):
    """The fields in order."""

    fields: tuple[Field, ...]
    sections: tuple[FieldSection, ...] = ()
    """Empty when all fields are shown together."""
    changes: int = 0
    """Lines that have to differ from the example before the document is done."""

    def field(self, field_id: str) -> Field | None:
        """Return the field with this id, or None."""
        return next((field for field in self.fields if field.id == field_id), None)

    def parts(self) -> tuple[FieldSection, ...]:
        """Return the sections; one that holds every field when the document has none."""
        everything = FieldSection("", None, None, tuple(field.id for field in self.fields))
        return self.sections or (everything,)

    def fields_of(self, section: FieldSection) -> tuple[Field, ...]:
        """Return the fields of a section in order."""
        return tuple(field for field in self.fields if field.id in section.fields)


class Document:
    """Every ``###`` is a field or begins a section; its class tells what is written in it."""

    name = "document"
    content_type: type[PageContent] = DocumentContent
    classes: frozenset[str] = frozenset()
    options = frozenset({"changes"})

    def names(self, section: Section) -> bool:
        """What was written is kept by the id of its field; a section is opened by its own."""
        del section
        return True

    def read(self, source: PageSource) -> PageParts:
        """Return the introduction, the sections and their fields."""
        found = {
            section.id: read_field(section, source)
            for section in source.sections
            if SECTION not in section.classes
        }
        if not found:
            source.report("document-empty", source.line, found=source.title)
        content = DocumentContent(
            tuple(found.values()), _sections(source), _changes(source, len(found))
        )
        return PageParts(source.block(source.lines), content)

    def clean(self, content: PageContent, fields: FormFields) -> PageData:
        """Return what was written, by field: a text, a list of option ids, or rows of texts.

        The cells of a table are sent as ``field.row.column``, rows counted from 0. A form that
        names its section says nothing about the fields of others, unless it sent them: they may
        have moved to another section since it was opened.
        """
        content = own_content(content, DocumentContent)
        shown = first_value(fields, SHOWN_SECTION) if SHOWN_SECTION in fields else None
        own = next((part.fields for part in content.parts() if part.id == shown), ())
        return {
            field.id: _clean_field(field, fields)
            for field in content.fields
            if shown is None or field.id in own or _was_sent(field, fields)
        }

    def seconds(self, content: PageContent) -> int:
        """Allow 40 seconds a field."""
        content = own_content(content, DocumentContent)
        return 40 * len(content.fields)

    def adopt_ids(self, old: PageContent, new: PageContent) -> PageContent:
        """Keep the ids of options and columns by their text."""
        if not isinstance(old, DocumentContent) or not isinstance(new, DocumentContent):
            return new
        return msgspec.structs.replace(
            new,
            fields=tuple(
                field if (before := old.field(field.id)) is None else _adopt(before, field)
                for field in new.fields
            ),
        )


def _sections(source: PageSource) -> tuple[FieldSection, ...]:
    """Return the sections with their fields; one without fields is reported and left out."""
    groups: list[tuple[Section | None, list[str]]] = [(None, [])]
    for section in source.sections:
        if SECTION in section.classes:
            groups.append((section, []))
        else:
            groups[-1][1].append(section.id)
    if len(groups) == 1:
        return ()
    found = []
    for heading, fields in groups:
        if fields:
            found.append(_section(heading, fields, source))
        elif heading is not None:
            source.report(
                "document-empty",
                heading.heading.line,
                found=heading.heading.title,
                example=SECTION_EXAMPLE,
            )
    return tuple(found)


def _section(section: Section | None, fields: Sequence[str], source: PageSource) -> FieldSection:
    if section is None:
        return FieldSection("", None, None, tuple(fields))
    heading = section.heading
    for name in sorted(section.classes - {SECTION}):
        source.report("unknown-class", heading.line, found=f".{name}", expected=f".{SECTION}")
    has_text = any(line.text.strip() for line in section.lines)
    return FieldSection(
        section.id,
        source.plain(heading.title, heading.line),
        source.block(section.lines) if has_text else None,
        tuple(fields),
    )


def _changes(source: PageSource, fields: int) -> int:
    text = source.options.get("changes")
    if text is None:
        return 0
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= MOST_CHANGES:
        source.report("bad-value", source.line, found=f"changes={text}", example="changes=3")
        return 0
    return int(text) if fields else 0


def _was_sent(field: Field, fields: FormFields) -> bool:
    return field.id in fields or any(name.startswith(f"{field.id}.") for name in fields)


def _clean_field(field: Field, fields: FormFields) -> str | list[str] | list[list[str]]:
    if field.type == "ticks":
        sent = set(fields.get(field.id, ()))
        return [option.id for option in field.options if option.id in sent]
    if field.type == "choice":
        chosen = first_value(fields, field.id)
        return chosen if chosen in {option.id for option in field.options} else ""
    if field.type == "table":
        return _clean_rows(field, fields)
    return first_value(fields, field.id)


def _clean_rows(field: Field, fields: FormFields) -> list[list[str]]:
    rows = [
        [first_value(fields, f"{field.id}.{row}.{column.id}") for column in field.columns]
        for row in range(MOST_ROWS)
    ]
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _adopt(old: Field, new: Field) -> Field:
    options = kept_ids(
        [(one.id, one.label.text) for one in old.options],
        [(one.id, one.label.text) for one in new.options],
    )
    columns = kept_ids(
        [(one.id, one.label.text) for one in old.columns],
        [(one.id, one.label.text) for one in new.columns],
    )
    return msgspec.structs.replace(
        new,
        options=tuple(
            msgspec.structs.replace(one, id=kept)
            for one, kept in zip(new.options, options, strict=True)
        ),
        columns=tuple(
            msgspec.structs.replace(one, id=kept)
            for one, kept in zip(new.columns, columns, strict=True)
        ),
    )
