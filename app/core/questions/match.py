"""Match: ``{.match}`` and a table with left side, right side and, if wanted, feedback."""

from __future__ import annotations

import re
from random import Random
from typing import NamedTuple

from app.core.questions.base import QuestionSource
from app.core.questions.choices import report_twins
from app.core.questions.compare import normalise
from app.core.questions.pairing import Option, PairingContent, PairingKind, Statement, by_id
from app.core.questions.parts import number_ids, scatter_ids
from app.core.words import N_

MESSAGES = {
    "match-not-a-table": N_("The pairs are not a table. Write a heading row, dashes, then rows."),
    "match-cell-empty": N_("A pair lacks its left or right side. Fill in both, or remove the row."),
    "match-too-short": N_("There is nothing to match. Write at least two rows."),
    "match-one-option": N_("Every row has the same right side, so there is nothing to choose."),
}

EXAMPLE = (
    "| Tilanne | Mitä teet |\n|---|---|\n"
    "| Joku ei pääse ääneen | Annan puheenvuoron |\n| On hiljaista | Odotan hetken |"
)

_CELL_END = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\s*:?-+:?\s*")
_SIDES = 2


class MatchContent(PairingContent, frozen=True, tag="match", tag_field="kind"):
    """Left sides in written order; right sides, each once."""


class _Row(NamedTuple):
    line: int
    cells: list[str]


class Match(PairingKind):
    """Match each left side with a right side; several may share one."""

    name = "match"
    content_type = MatchContent
    messages = MESSAGES
    classes = frozenset({"match"})

    def claims(self, source: QuestionSource) -> bool:
        return "match" in source.classes

    def read(self, source: QuestionSource) -> MatchContent:
        rows = _read_rows(source)
        report_twins(source, [(row.line, row.cells[0]) for row in rows])
        rights = {normalise(row.cells[1]): row for row in reversed(rows)}
        written = [row for row in rows if rights[normalise(row.cells[1])] is row]
        if rows and len(written) == 1:
            source.report("match-one-option", source.line, example=EXAMPLE)
        ids = dict(
            zip(
                [normalise(row.cells[1]) for row in written],
                scatter_ids([row.cells[1] for row in written], len(rows) + 1),
                strict=True,
            )
        )
        options = tuple(
            Option(ids[normalise(row.cells[1])], source.inline(row.cells[1], row.line))
            for row in written
        )
        statements = tuple(
            Statement(
                id_,
                source.inline(row.cells[0], row.line),
                ids[normalise(row.cells[1])],
                source.inline(row.cells[2], row.line) if "".join(row.cells[2:3]) else None,
            )
            for id_, row in zip(number_ids(len(rows)), rows, strict=True)
        )
        return MatchContent(statements, options, len(statements) + len(options))

    def order_statements(self, content: PairingContent, random: Random | None) -> list[Statement]:
        shown = list(content.statements)
        if random is not None:
            random.shuffle(shown)
        return shown

    def order_options(self, content: PairingContent, random: Random | None) -> list[Option]:
        """Never show the written order: it is that of the left sides."""
        shown = by_id(content.options)
        if random is not None:
            random.shuffle(shown)
        return shown


def _read_rows(source: QuestionSource) -> list[_Row]:
    table = [_Row(line.number, _cells(line.text)) for line in source.answers if line.text.strip()]
    if len(table) < _SIDES or not _is_rule(table[1]) or len(table[1].cells) < _SIDES:
        source.report("match-not-a-table", source.line, example=EXAMPLE)
        return []
    rows = [row for row in table[2:] if _is_clear(row, source)]
    if len(rows) < _SIDES:
        source.report("match-too-short", source.line, example=EXAMPLE)
    return rows


def _cells(text: str) -> list[str]:
    inner = text.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.strip().replace("\\|", "|") for cell in _CELL_END.split(inner)]


def _is_rule(row: _Row) -> bool:
    return all(_RULE.fullmatch(cell) for cell in row.cells)


def _is_clear(row: _Row, source: QuestionSource) -> bool:
    if len(row.cells) >= _SIDES and all(row.cells[:_SIDES]):
        return True
    source.report("match-cell-empty", row.line, found=" | ".join(row.cells), example=EXAMPLE)
    return False
