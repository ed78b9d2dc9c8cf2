"""What each kind of infographic is drawn from, and the example that shows its right shape."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from app.core.blocks import Block, Table
from app.core.infographics.shapes import (
    Node,
    Phrase,
    head_and_rest,
    only_list,
    only_table,
)
from app.core.questions.base import SourceLine

Read = Callable[[Sequence[Block], Phrase], dict[str, Any] | None]
"""Returns what the template needs, or None for another shape."""

_TIMES = re.compile(r"(?P<times>\d{1,4}\s?[–-]\s?\d{1,4})\s*(?P<text>.*)")
_JUMP = re.compile(r"(?P<text>.*?)\s*(?:→|->)\s*(?P<target>\d{1,3})[.]?")


class Infographic(Struct, frozen=True):
    """One kind of infographic."""

    read: Read
    example: str


def _items(nodes: Sequence[Node], phrase: Phrase) -> list[dict[str, Any]]:
    """Return items with their head, the rest of their text and the items below."""
    drawn = []
    for node in nodes:
        head, rest = head_and_rest(node.text)
        drawn.append(
            {
                "head": phrase(head, node.line),
                "rest": phrase(rest, node.line) if rest else Markup(),
                "text": phrase(node.text, node.line),
                "items": _items(node.children, phrase),
            }
        )
    return drawn


def _steps(blocks: Sequence[Block], phrase: Phrase) -> dict[str, Any] | None:
    nodes = only_list(blocks)
    if len(nodes) < len(("first", "second")) or any(node.number is None for node in nodes):
        return None
    return {"items": _items(nodes, phrase)}


def _tree(blocks: Sequence[Block], phrase: Phrase) -> dict[str, Any] | None:
    nodes = only_list(blocks)
    if not nodes or not any(node.children for node in nodes):
        return None
    return {"items": _items(nodes, phrase)}


def _nested(blocks: Sequence[Block], phrase: Phrase) -> dict[str, Any] | None:
    nodes = only_list(blocks)
    if not nodes or not all(node.children for node in nodes):
        return None
    return {"items": _items(nodes, phrase)}


def _pillars(blocks: Sequence[Block], phrase: Phrase) -> dict[str, Any] | None:
    table = only_table(blocks)
    if table is not None:
        return {"pillars": _pillars_of(table, phrase)} if table.rows else None
    nodes = only_list(blocks)
    if len(nodes) < len(("first", "second")) or not all(n.text.startswith("**") for n in nodes):
        return None
    return {
        "pillars": [
            {"name": item["head"], "text": item["rest"], "rows": [], "items": item["items"]}
            for item in _items(nodes, phrase)
        ]
    }


def _pillars_of(table: Table, phrase: Phrase) -> list[dict[str, Any]]:
    """Return one pillar a column; a first column under an empty heading names the rows."""
    named = not table.head[0].text
    return [
        {
            "name": _cell(table.head[place], phrase),
            "text": Markup(),
            "items": [],
            "rows": [
                {
                    "name": _cell(row[0], phrase) if named else Markup(),
                    "text": _cell(row[place], phrase),
                }
                for row in table.rows
            ],
        }
        for place in range(int(named), len(table.head))
    ]


def _cell(cell: SourceLine, phrase: Phrase) -> Markup:
    return phrase(cell.text, cell.number) if cell.text else Markup()


def _table(blocks: Sequence[Block], phrase: Phrase) -> dict[str, Any] | None:
    table = only_table(blocks)
    if table is None or len(table.head) < len(("left", "right")) or not table.rows:
        return None
    return {
        "columns": [_cell(cell, phrase) for cell in table.head],
        "rows": [[_cell(cell, phrase) for cell in row] for row in table.rows],
        "named_rows": not table.head[0].text,
    }


def _rights(blocks: Sequence[Block], phrase: Phrase) -> dict[str, Any] | None:
    drawn = _table(blocks, phrase)
    return {**drawn, "named_rows": True} if drawn else None


def _timeline(blocks: Sequence[Block], phrase: Phrase) -> dict[str, Any] | None:
    lanes = []
    for node in only_list(blocks):
        times = [(_TIMES.fullmatch(child.text), child) for child in node.children]
        if not times or not all(match for match, _ in times):
            return None
        lanes.append(
            {
                "name": phrase(node.text, node.line),
                "items": [
                    {"times": match["times"], "text": phrase(match["text"], child.line)}
                    for match, child in times
                    if match
                ],
            }
        )
    return {"lanes": lanes} if lanes else None


def _path(blocks: Sequence[Block], phrase: Phrase) -> dict[str, Any] | None:
    nodes = only_list(blocks)
    if len(nodes) < len(("first", "second")) or any(node.number is None for node in nodes):
        return None
    steps = []
    for node in nodes:
        branches = [_branch(child, len(nodes), phrase) for child in node.children]
        if not all(branches):
            return None
        steps.append({"text": phrase(node.text, node.line), "branches": branches})
    return {"steps": steps}


def _branch(node: Node, count: int, phrase: Phrase) -> dict[str, Any] | None:
    jump = _JUMP.fullmatch(node.text)
    if not node.text.startswith("**") or jump is None or not 1 <= int(jump["target"]) <= count:
        return None
    return {"text": phrase(jump["text"], node.line), "target": int(jump["target"])}


_TABLE_EXAMPLE = "> | Vertainen | Ammattilainen |\n> |---|---|\n> | oma kokemus | koulutus |"

INFOGRAPHICS: dict[str, Infographic] = {
    "STEPS": Infographic(_steps, "> [!STEPS] Näin aloitat\n> 1. Kysy lupa.\n> 2. Sovi aika."),
    "CIRCLE": Infographic(
        _steps,
        "> [!CIRCLE] Tilaa antava ohjaus\n> 1. **Avaa paikka:** kysy nimellä.\n> 2. **Odota.**",
    ),
    "PILLARS": Infographic(
        _pillars,
        "> [!PILLARS] Vertaistuen pilarit\n> - **Turvallisuus:** yhteiset säännöt.\n"
        "> - **Vastavuoroisuus:** jokainen antaa ja saa.",
    ),
    "COMPARE": Infographic(_table, f"> [!COMPARE] Kaksi tukea\n{_TABLE_EXAMPLE}"),
    "RIGHTS": Infographic(
        _rights,
        "> [!RIGHTS] Kuka saa tehdä mitä\n> | | Järjestäjä | Osallistuja |\n> |---|---|---|\n"
        "> | Mykistää muita | kyllä | ei |",
    ),
    "TIMELINE": Infographic(
        _timeline,
        "> [!TIMELINE] Kaksi iltaa\n> - Perinteinen\n>   - 0–10 Avaus\n>   - 10–30 Kuulumiset",
    ),
    "PATH": Infographic(
        _path,
        "> [!PATH] Kun huoli herää\n> 1. Onko vaara nyt?\n>    - **Kyllä:** Soita 112. → 2\n"
        ">    - **Ei:** Kuuntele. → 2\n> 2. Kerro yhteyshenkilölle.",
    ),
    "FAULTS": Infographic(
        _nested,
        "> [!FAULTS] Kun tekniikka pettää\n> - Etkö kuulu?\n>   - Katso, onko mikrofoni auki.",
    ),
    "MAP": Infographic(
        _tree,
        "> [!MAP] Vertaistuen muotoja\n> - Kahden kesken\n>   - Sattumalta: juttuhetki\n"
        "> - Ryhmässä\n>   - Järjestetysti: vertaistukiryhmä",
    ),
    "SCREEN": Infographic(
        _nested,
        "> [!SCREEN] Kokousikkuna\n> - Tietokone\n>   - Yläreuna: mikrofoni, kamera\n"
        "> - Puhelin\n>   - Alareuna: mikrofoni, kamera",
    ),
}
"""Every kind by its name in the course files."""
