"""Documents: one section a page, and how much of one is the writer's own."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from app.core.course import Line
from app.core.pages import KINDS
from app.core.pages.changes import count_changes, lines_missing
from app.core.pages.document import DocumentContent
from app.core.pages.fields import Column, Field, Option
from tests.support.reading import found, page_of, read

PLAN = """
## Suunnitelma {.document #suunnitelma changes=3}

Täytä omin sanoin.

### Ennen {.section #ennen}

Mieti etukäteen.

### Nimi {.text #nimi}
> Keskiviikkoryhmä

### Alkaa {.time #alkaa}
> 18.00

### Aikana {.section #aikana}

### Kulku {.table #kulku}
| Min {.minutes} | Mitä |
|---|---|
| 10 | Avaus |

### Mukana {.ticks #mukana}
- työpari
- tekstitys
"""

WORDS = st.text(string.ascii_letters + "åäö ", min_size=1, max_size=30).filter(str.strip)


def document(lesson: str = PLAN) -> DocumentContent:
    content = page_of(lesson).content
    assert isinstance(content, DocumentContent)
    return content


def test_a_heading_with_the_class_section_begins_a_section() -> None:
    content = document()
    assert [(part.id, part.fields) for part in content.parts()] == [
        ("ennen", ("nimi", "alkaa")),
        ("aikana", ("kulku", "mukana")),
    ]
    first = content.parts()[0]
    assert first.title == Line("Ennen", "fi")
    assert first.text is not None
    assert "Mieti etukäteen" in first.text.html
    assert [field.id for field in content.fields] == ["nimi", "alkaa", "kulku", "mukana"]


def test_fields_before_the_first_section_are_a_section_without_a_name() -> None:
    content = document(
        "## A {.document #a}\n\n### Nimi {.text #nimi}\n\n"
        "### Sitten {.section #sitten}\n\n### Aihe {.long #aihe}\n"
    )
    assert [(part.id, part.fields) for part in content.parts()] == [
        ("", ("nimi",)),
        ("sitten", ("aihe",)),
    ]


def test_a_document_without_sections_is_shown_at_once() -> None:
    content = document("## A {.document #a}\n\n### Nimi {.text #nimi}\n\n### Aihe {.long #aihe}\n")
    assert content.sections == ()
    (only,) = content.parts()
    assert content.fields_of(only) == content.fields


def test_a_section_without_fields_and_a_strange_number_of_changes_are_reported() -> None:
    reading = read(
        "## A {.document #a changes=monta}\n\n### Tyhjä {.section #tyhja}\n\n"
        "### Ennen {.section #ennen}\n\n### Nimi {.text #nimi}\n"
    )
    assert {(one.code, one.found) for one in reading.problems} >= {
        ("document-empty", "Tyhjä"),
        ("bad-value", "changes=monta"),
    }


def test_a_form_of_one_section_says_nothing_about_the_others() -> None:
    content, kind = document(), KINDS["document"]
    data = kind.clean(content, {"form_section": ["ennen"], "nimi": ["Torstai"], "alkaa": ["17:00"]})
    assert data == {"nimi": "Torstai", "alkaa": "17:00"}
    ticked = kind.clean(content, {"form_section": ["aikana"]})
    assert ticked == {"kulku": [], "mukana": []}


def test_a_field_that_moved_to_another_section_is_still_taken() -> None:
    sent = {"form_section": ["ennen"], "nimi": ["Torstai"], "kulku.0.k2": ["Kuulumiset"]}
    assert KINDS["document"].clean(document(), sent) == {
        "nimi": "Torstai",
        "alkaa": "",
        "kulku": [["", "Kuulumiset"]],
    }


def test_a_form_without_a_section_is_about_every_field() -> None:
    assert set(KINDS["document"].clean(document(), {"nimi": ["x"]})) == {
        "nimi",
        "alkaa",
        "kulku",
        "mukana",
    }


def test_the_example_is_no_change() -> None:
    data = {"nimi": "keskiviikkoryhmä ", "alkaa": "18:00", "kulku": [["10", "Avaus"]], "mukana": []}
    assert count_changes(document(), data) == 0
    assert lines_missing(document(), data) == 3
    assert lines_missing(document(), {}) == 3


def test_each_own_line_row_and_choice_counts_and_ticks_count_as_one() -> None:
    data = {
        "nimi": "Torstairyhmä",
        "alkaa": "17:30",
        "kulku": [["10", "Avaus"], ["20", "Kuulumiset"], ["", ""]],
        "mukana": ["o1", "o2"],
    }
    assert count_changes(document(), data) == 4
    assert lines_missing(document(), data) == 0


def test_emptying_the_example_does_not_make_it_ones_own() -> None:
    assert count_changes(document(), {"nimi": "", "alkaa": "", "kulku": [], "mukana": []}) == 0


@given(example=st.lists(WORDS, max_size=6), own=st.lists(WORDS, max_size=6), data=st.data())
def test_changes_are_the_lines_that_the_example_does_not_have(
    example: list[str], own: list[str], data: st.DataObject
) -> None:
    field = Field("f", Line("F", "fi"), "long", prefilled=Line("\n".join(example), "fi"))
    content = DocumentContent((field,), changes=3)
    known = {" ".join(line.split()).casefold() for line in example}
    written = data.draw(st.permutations([*example, *own]))
    expected = sum(" ".join(line.split()).casefold() not in known for line in own)
    assert count_changes(content, {"f": "\n".join(written)}) == expected
    assert lines_missing(content, {"f": "\n".join(written)}) == max(0, 3 - expected)


def test_nothing_stored_brings_the_count_down() -> None:
    table = Field("t", Line("T", "fi"), "table", columns=(Column("k1", Line("K", "fi")),))
    ticks = Field("r", Line("R", "fi"), "ticks", options=(Option("o1", Line("O", "fi")),))
    content = DocumentContent((table, ticks))
    for junk in (None, 3, {"a": 1}, [None, 3], "x", [["a"]], []):
        assert count_changes(content, {"t": junk, "r": junk}) >= 0


def test_an_unknown_class_beside_section_is_reported() -> None:
    text = "## A {.document #a}\n\n### E {.section .long #e}\n\n### N {.text #n}\n"
    assert found(text) == [("unknown-class", 3)]
