"""What each kind of infographic is drawn from, and the example that shows its right shape."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from app.core.blocks import Block, Table
from app.core.infographics.geometry import net_of_threads, ring_of_arrows, sides_of
from app.core.infographics.shapes import (
    Later,
    Node,
    Phrase,
    head_and_rest,
    only_list,
    only_table,
)
from app.core.infographics.windows import (
    answer_of,
    chips_of,
    faces_of,
    find_device,
    find_place,
    written,
)
from app.core.questions.base import SourceLine

Read = Callable[[Sequence[Block], Phrase], dict[str, Any] | None]
"""Returns what the template needs, or None for another shape."""

_TIMES = re.compile(r"(?P<times>(?P<start>\d{1,4})\s?[–-]\s?(?P<end>\d{1,4}))\s*(?P<text>.*)")
_JUMP = re.compile(r"(?P<text>.*?)\s*(?:→|->)\s*(?P<target>\d{1,3})[.]?")

LEAST_AROUND, MOST_AROUND, LONGEST_AROUND = 3, 8, 110
"""How many items stand around a ring or a person, and how many characters each may have."""
MOST_STAIRS, LONGEST_ON_STAIR = 5, 90
"""More steps are a trail; longer ones a list."""
TICK, LONGEST_EVENING = 15, 200
"""Minutes between the lines of a time line; one longer than this has half as many."""
ENDLESS = 10_000


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
                "head": Later(phrase, head, node.line),
                "rest": Later(phrase, rest, node.line) if rest else None,
                "text": Later(phrase, node.text, node.line),
                "items": _items(node.children, phrase),
            }
        )
    return drawn


def _numbered(blocks: Sequence[Block]) -> tuple[Node, ...]:
    nodes = only_list(blocks)
    right = len(nodes) >= len(("first", "second")) and all(n.number is not None for n in nodes)
    return nodes if right else ()


def _longest(nodes: Sequence[Node]) -> int:
    """Return the characters of the longest item; endless where there are items below one."""
    if any(node.children for node in nodes):
        return ENDLESS
    return max(len(written(node.text)) for node in nodes)


def _steps(blocks: Sequence[Block], phrase: Phrase) -> dict[str, Any] | None:
    nodes = _numbered(blocks)
    if not nodes:
        return None
    short = _longest(nodes) <= LONGEST_ON_STAIR
    # Stages have names, orders have not: a short list of things to do stays a list.
    stair = short and len(nodes) <= MOST_STAIRS and all(n.text.startswith("**") for n in nodes)
    trail = short and len(nodes) > MOST_STAIRS
    shape = "stair" if stair else "trail" if trail else ""
    return {"items": _items(nodes, phrase), "shape": shape}


def _circle(blocks: Sequence[Block], phrase: Phrase) -> dict[str, Any] | None:
    nodes = _numbered(blocks)
    if not nodes:
        return None
    fits = LEAST_AROUND <= len(nodes) <= MOST_AROUND and _longest(nodes) <= LONGEST_AROUND
    return {
        "items": _items(nodes, phrase),
        "arrows": ring_of_arrows(len(nodes)) if fits else (),
        "sides": sides_of(len(nodes)),
    }


def _map(blocks: Sequence[Block], phrase: Phrase) -> dict[str, Any] | None:
    nodes = only_list(blocks)
    if not nodes or not any(node.children for node in nodes):
        return None
    knots = nodes[0].children if len(nodes) == 1 else ()
    fits = LEAST_AROUND <= len(knots) <= MOST_AROUND and _longest(knots) <= LONGEST_AROUND
    return {
        "items": _items(nodes, phrase),
        "threads": net_of_threads(len(knots)) if fits else (),
        "rows": max(len(node.children) for node in nodes),
    }


def _nested(blocks: Sequence[Block], phrase: Phrase) -> dict[str, Any] | None:
    nodes = only_list(blocks)
    if not nodes or not all(node.children for node in nodes):
        return None
    return {"items": _items(nodes, phrase)}


def _screen(blocks: Sequence[Block], phrase: Phrase) -> dict[str, Any] | None:
    drawn = _nested(blocks, phrase)
    if drawn is None:
        return None
    for node, item in zip(only_list(blocks), drawn["items"], strict=True):
        item["device"] = find_device(node.text)
        for child, part in zip(node.children, item["items"], strict=True):
            head, rest = head_and_rest(child.text)
            part["place"] = find_place(head) or "centre"
            part["faces"] = faces_of(rest) if part["place"] == "centre" else 0
            part["chips"] = [phrase(chip, child.line) for chip in chips_of(rest)]
    return drawn


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
    table = only_table(blocks)
    if drawn is None or table is None:
        return None
    marks = [["", *(answer_of(cell.text) for cell in row[1:])] for row in table.rows]
    return {**drawn, "named_rows": True, "marks": marks}


def _timeline(blocks: Sequence[Block], phrase: Phrase) -> dict[str, Any] | None:
    lanes = [_lane(node, phrase) for node in only_list(blocks)]
    if not lanes or not all(lane["items"] for lane in lanes):
        return None
    end = max(item["end"] for lane in lanes for item in lane["items"])
    tags = dict.fromkeys(
        str(tag) for lane in lanes for item in lane["items"] for tag in item["tags"]
    )
    return {
        "lanes": lanes,
        "ticks": range(0, end + 1, TICK if end <= LONGEST_EVENING else TICK * 2),
        "rest": end % TICK,
        "numbers": {tag: number for number, tag in enumerate(tags, start=1)},
    }


def _lane(node: Node, phrase: Phrase) -> dict[str, Any]:
    """Return a lane; without items where a time is missing or runs backwards."""
    items: list[dict[str, Any]] = []
    for child in node.children:
        match = _TIMES.fullmatch(child.text)
        start, end = (int(match["start"]), int(match["end"])) if match else (0, 0)
        before = items[-1]["end"] if items else 0
        if match is None or end <= start or start < before:
            return {"name": phrase(node.text, node.line), "items": []}
        text, *tags = match["text"].split(" · ")
        items.append(
            {
                "times": match["times"],
                "text": phrase(text.strip(), child.line),
                "tags": [
                    *(phrase(tag.strip(), child.line) for tag in tags),
                    *(phrase(tag.text, tag.line) for tag in child.children),
                ],
                "wait": start - before,
                "length": end - start,
                "end": end,
            }
        )
    return {"name": phrase(node.text, node.line), "items": items}


def _path(blocks: Sequence[Block], phrase: Phrase) -> dict[str, Any] | None:
    nodes = _numbered(blocks)
    steps = []
    for number, node in enumerate(nodes, start=1):
        branches = [_branch(child, len(nodes), phrase) for child in node.children]
        if not all(branches):
            return None
        goes_on = not branches or any(b and b["target"] == number + 1 for b in branches)
        steps.append(
            {
                "text": phrase(node.text, node.line),
                "branches": branches,
                "goes_on": goes_on and number < len(nodes),
            }
        )
    return {"steps": steps} if steps else None


def _branch(node: Node, count: int, phrase: Phrase) -> dict[str, Any] | None:
    jump = _JUMP.fullmatch(node.text)
    if not node.text.startswith("**") or jump is None or not 1 <= int(jump["target"]) <= count:
        return None
    head, rest = head_and_rest(jump["text"])
    return {
        "answer": phrase(head, node.line),
        "text": phrase(rest, node.line) if rest else Markup(),
        "target": int(jump["target"]),
    }


_TABLE_EXAMPLE = "> | Vertainen | Ammattilainen |\n> |---|---|\n> | oma kokemus | koulutus |"

INFOGRAPHICS: dict[str, Infographic] = {
    "STEPS": Infographic(_steps, "> [!STEPS] Näin aloitat\n> 1. Kysy lupa.\n> 2. Sovi aika."),
    "CIRCLE": Infographic(
        _circle,
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
        "> [!TIMELINE] Kaksi iltaa\n> - Perinteinen\n>   - 0–10 Avaus\n"
        ">   - 10–30 Kuulumiset · tunteet",
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
        _map,
        "> [!MAP] Vertaistuen muotoja\n> - Kahden kesken\n>   - Sattumalta: juttuhetki\n"
        "> - Ryhmässä\n>   - Järjestetysti: vertaistukiryhmä",
    ),
    "SCREEN": Infographic(
        _screen,
        "> [!SCREEN] Kokousikkuna\n> - Tietokone\n>   - Yläreuna: mikrofoni, kamera\n"
        "> - Puhelin\n>   - Alareuna: mikrofoni, kamera",
    ),
}
"""Every kind by its name in the course files."""
