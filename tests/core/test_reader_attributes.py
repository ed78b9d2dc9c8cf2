"""Headings, the attributes in braces that end them, and front matter."""

import pytest

from app.core.errors import Severity
from tests.support.reading import FRONT, LESSON, codes, found, lesson_of, page_of, read


@pytest.mark.parametrize(
    "braces",
    [
        "{#eka .optional}",
        "{.optional #eka}",
        "{ #eka  .optional }",
        "{.optional\t#eka}",
    ],
)
def test_attributes_may_come_in_any_order(braces: str) -> None:
    page = page_of(f"## Sivu {braces}\n\nTeksti.\n")
    assert (page.id, page.optional, page.title.text) == ("eka", True, "Sivu")


@pytest.mark.parametrize("mark", ['"', "”", "“", "'", "’", "″"])
def test_values_may_be_quoted_as_people_type(mark: str) -> None:
    reading = read(
        f"## Testi {{.quiz #t from={mark}vertaistuki:1 vertaistuki:1{mark}}}\n\n"
        "### Kysymys? {#q}\n- [ ] Ei\n  > Ei.\n- [x] Kyllä\n  > Niin.\n"
    )
    assert codes(reading) == []
    page = reading.courses["fi"].modules[0].lessons[0].pages[0]
    assert [one.module for one in page.content.sources] == ["vertaistuki"] * 2  # type: ignore[attr-defined]  # a quiz


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("## Sivu {tila}", "attribute-unknown"),
        ("## Sivu {#tila", "attribute-unknown"),
        ("## Sivu #tila}", "attribute-unknown"),
        ("## Sivu {#tila} lisää", "attribute-unknown"),
        ("## Sivu {#tila .quiz,}", "attribute-unknown"),
        ("## Sivu {# tila}", "attribute-unknown"),
        ("## Sivu {#a #b}", "attribute-twice"),
        ("## Sivu {#Tila}", "bad-id"),
        ("## Sivu {#1}", "bad-id"),
        ("## {#tila}", "heading-empty"),
        ("## Sivu {.skenaario}", "unknown-class"),
        ("## Sivu {draw=3}", "unknown-option"),
        ("## Sivu {.quiz .scenario}", "two-page-kinds"),
        ("## Sivu {{contact.name}}", "attribute-unknown"),
    ],
)
def test_anything_else_in_braces_is_an_error_with_its_line(heading: str, code: str) -> None:
    assert (code, 1) in found(f"{heading}\n\nTeksti.\n")


def test_a_misspelt_class_names_the_nearest_one() -> None:
    (problem,) = read("## Sivu {.scenari #a}\n\nTeksti.\n").of(Severity.ERROR)
    assert problem.expected == "scenario"
    assert problem.file == LESSON


def test_a_title_of_the_whole_file_belongs_in_the_front_matter() -> None:
    assert ("heading-one", 1) in found("# Otsikko\n\n## Sivu\n\nTeksti.\n")


def test_a_skipped_level_is_a_warning() -> None:
    assert found("## Sivu {#a}\n\n#### Väliotsikko\n\nTeksti.\n", Severity.WARNING) == [
        ("heading-skipped", 3)
    ]


def test_text_before_the_first_heading_belongs_to_the_first_page() -> None:
    (page,) = lesson_of("Alkuteksti.\n\n## Sivu {#a}\n\nJatkuu.\n").pages
    assert page.id == "a"
    assert page.text.html.index("Alkuteksti") < page.text.html.index("Jatkuu")


def test_a_lesson_without_headings_is_one_page_named_by_its_file() -> None:
    (page,) = lesson_of("Vain tekstiä.\n").pages
    assert (page.id, page.title.text) == ("tila", "Tilaa muille")


def test_headings_inside_a_page_begin_below_its_title() -> None:
    html = page_of("## Sivu {#a}\n\n### Väli\n\n#### Vielä\n\nTeksti.\n").text.html
    assert "<h2>Väli</h2>" in html
    assert "<h3>Vielä</h3>" in html


@pytest.mark.parametrize(
    ("front", "code", "line"),
    [
        ("title: A\ntitel: B", "unknown-key", 3),
        ("title: A\noptional: ehkä", "bad-value", 3),
        ("title: A\nreview_by: huomenna", "bad-value", 3),
        ("title: A\nreview_by: 2026-13-40", "bad-value", 3),
        ("title: [a, b]", "bad-value", 2),
        ("title: A\nobjectives: {a: b}", "bad-value", 3),
        ("title: A\ntitle: B", "attribute-twice", 3),
        ("title: 'A", "front-matter-broken", 2),
        ("- a", "front-matter-broken", 2),
        ("a: &x [*x]", "unknown-key", 2),
        ("title: " + "[" * 60, "front-matter-too-large", 2),
        ("id: Oma Tunnus\ntitle: A", "bad-id", 2),
        ("title: A\nsources: [P2]", "unknown-source", 3),
        ("optional: true", "missing-title", 1),
    ],
)
def test_front_matter_is_strict_about_keys_and_values(front: str, code: str, line: int) -> None:
    assert (code, line) in found(f"---\n{front}\n---\n\n## Sivu {{#a}}\n\nTeksti.\n")


def test_front_matter_that_is_not_closed_is_told() -> None:
    assert ("front-matter-open", 1) in found("---\ntitle: A\n\n## Sivu {#a}\n")


def test_values_stay_what_was_written() -> None:
    lesson = lesson_of("---\ntitle: 18:30\nsources: [000, P1]\noptional: no\n---\n\nTeksti.\n")
    assert lesson.title.text == "18:30"
    assert lesson.sources == ("000", "P1")
    assert not lesson.optional
    assert lesson_of("---\ntitle: A\noptional: kyllä\n---\n\nTeksti.\n").optional


def test_a_lesson_may_name_its_own_id() -> None:
    reading = read("---\ntitle: A\nid: oma-tunnus\n---\n\nTeksti.\n")
    assert [lesson.id for lesson in reading.courses["fi"].lessons()] == ["oma-tunnus"]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("10-vertaistuki/20-tila.fi.md", "file-twice"),
        ("20-ohjaaminen/10-tila.fi.md", "duplicate-lesson"),
    ],
)
def test_two_lessons_cannot_share_an_id(path: str, code: str) -> None:
    module = {"20-ohjaaminen/module.fi.md": "---\ntitle: Ohjaaminen\n---\n"}
    reading = read("Teksti.\n", **{path: FRONT + "Toinen.\n"}, **module)
    assert code in codes(reading)


def test_an_overdue_review_is_told_on_the_third_list() -> None:
    reading = read("---\ntitle: A\nreview_by: 2026-11-20\n---\n\nTeksti.\n")
    assert codes(reading, Severity.REVIEW)[:1] == ["lesson-overdue"]
    assert codes(reading) == []
    on_the_day = read("---\ntitle: A\nreview_by: 2026-11-21\n---\n\nTeksti.\n")
    assert "lesson-overdue" not in codes(on_the_day, Severity.REVIEW)
