"""A form that the learner fills in, keeps and prints."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from app.core.course import PageContent
from app.core.headings import Section
from app.core.pages.base import PageData, PageParts, PageSource, first_value, kept_ids, own_content
from app.core.pages.fields import Field, read_field
from app.core.questions.base import FormFields

MOST_ROWS = 200


class DocumentContent(PageContent, Struct, frozen=True):
    """The fields in order."""

    fields: tuple[Field, ...]

    def field(self, field_id: str) -> Field | None:
        """Return the field with this id, or None."""
        return next((field for field in self.fields if field.id == field_id), None)


class Document:
    """Every ``###`` is a field; its class tells what is written in it."""

    name = "document"
    content_type: type[PageContent] = DocumentContent
    classes: frozenset[str] = frozenset()
    options: frozenset[str] = frozenset()

    def names(self, section: Section) -> bool:
        """What was written is kept by the id of its field."""
        del section
        return True

    def read(self, source: PageSource) -> PageParts:
        """Return the introduction and the fields."""
        fields = tuple(read_field(section, source) for section in source.sections)
        if not fields:
            source.report("document-empty", source.line, found=source.title)
        return PageParts(source.block(source.lines), DocumentContent(fields))

    def clean(self, content: PageContent, fields: FormFields) -> PageData:
        """Return what was written, by field: a text, a list of option ids, or rows of texts.

        The cells of a table are sent as ``field.row.column``, rows counted from 0.
        """
        content = own_content(content, DocumentContent)
        return {field.id: _clean_field(field, fields) for field in content.fields}

    def seconds(self, content: PageContent) -> int:
        """Allow 40 seconds a field."""
        content = own_content(content, DocumentContent)
        return 40 * len(content.fields)

    def adopt_ids(self, old: PageContent, new: PageContent) -> PageContent:
        """Keep the ids of options and columns by their text."""
        if not isinstance(old, DocumentContent) or not isinstance(new, DocumentContent):
            return new
        return DocumentContent(
            tuple(
                field if (before := old.field(field.id)) is None else _adopt(before, field)
                for field in new.fields
            )
        )


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
