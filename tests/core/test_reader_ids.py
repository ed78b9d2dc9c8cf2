"""Ids: made from titles, written into files, kept from revision to revision."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.course import Course
from app.core.id_writing import write_ids
from app.core.ids import ID, is_id, make_id
from app.core.publishing import adopt_all, adopt_ids, digest_sources, find_changes
from app.core.questions.choose_one import ChooseOneContent
from app.core.reader import read_course
from tests.support.reading import FRONT, LESSON, TODAY, course_of, folder, found, read

BARE = """
## Anna tilaa

Teksti.

### Kumpi? {.fixed}
- [ ] Ei
  > Ei.
- [x] Kyllä
  > Niin.

### Pelkkä väliotsikko

Teksti.

## Anna tilaa

### Kumpi?
- [ ] Ei
  > Ei.
- [x] Kyllä
  > Niin.

## Pohdi {.reflection}

### Miksi?
"""


@pytest.mark.parametrize(
    ("title", "made"),
    [
        ("Anna tilaa muille", "anna-tilaa-muille"),
        ("Ääni ja Öljy Åbossa", "aani-ja-oljy-abossa"),
        ("112 ja hätä", "ja-hata"),
        ("¿…?", "osa"),
        ("Šamaani – Kääk!", "samaani-kaak"),
        (
            "Erittäin pitkä otsikko, joka jatkuu ja jatkuu loputtomiin",
            "erittain-pitka-otsikko-joka-jatkuu-ja",
        ),
    ],
)
def test_an_id_is_made_from_the_title(title: str, made: str) -> None:
    assert make_id(title) == made


@given(st.text(), st.sets(st.text(max_size=3)))
def test_a_made_id_is_always_one_and_never_taken(title: str, taken: set[str]) -> None:
    made = make_id(title, taken)
    assert ID.fullmatch(made)
    assert is_id(made)
    assert made not in taken


def test_missing_ids_are_written_and_nothing_else() -> None:
    files = folder(BARE)
    changed, written = write_ids(files)
    assert [(one.path, one.id) for one in written] == [
        (LESSON, "anna-tilaa"),
        (LESSON, "kumpi"),
        (LESSON, "anna-tilaa-2"),
        (LESSON, "kumpi-2"),
        (LESSON, "pohdi"),
        (LESSON, "miksi"),
    ]
    text = changed[LESSON].decode()
    assert "### Kumpi? {.fixed #kumpi}\n" in text
    assert "### Pelkkä väliotsikko\n" in text
    assert re.sub(r" ?#[a-z0-9-]+\}", "}", text).replace(" {}", "") == files[LESSON].decode()
    assert {path for path in files if files[path] != changed[path]} == {LESSON}
    assert write_ids(changed) == (changed, ())


def test_reading_gives_the_ids_that_would_be_written() -> None:
    files = folder(BARE)
    before = course_of(read(BARE))
    after = read_course(write_ids(files)[0], TODAY, slug="kurssi").courses["fi"]
    assert before == after


def test_line_ends_and_the_byte_order_mark_stay() -> None:
    windows = b"\xef\xbb\xbf" + (FRONT + "## Sivu\n\nTeksti.\n").replace("\n", "\r\n").encode()
    changed, _ = write_ids(folder(**{LESSON: windows}))
    assert changed[LESSON] == windows.replace(b"## Sivu", b"## Sivu {#sivu}")


def test_duplicate_ids_in_a_lesson_are_errors() -> None:
    assert ("duplicate-id", 5) in found("## A {#sama}\n\nTeksti.\n\n## B {#sama}\n\nTeksti.\n")


def test_the_same_id_may_stand_in_two_lessons() -> None:
    other = {"10-vertaistuki/20-toinen.fi.md": FRONT + "## A {#sivu}\n\nTeksti.\n"}
    assert len(list(course_of(read("## A {#sivu}\n\nTeksti.\n", **other)).lessons())) == 2


# From revision to revision

CHOICES = ["Ei koskaan", "Kyllä aina", "Joskus ehkä", "Vain illalla"]


def asked(choices: list[str], right: str) -> Course:
    lines = "\n".join(
        f"- [{'x' if choice == right else ' '}] {choice}\n  > Palaute." for choice in choices
    )
    return course_of(read(f"## Sivu {{#a}}\n\nTeksti.\n\n### Kysymys? {{#q}}\n{lines}\n"))


def ids_of(course: Course) -> dict[str, str]:
    content = course.modules[0].lessons[0].pages[0].questions[0].content
    assert isinstance(content, ChooseOneContent)
    return {choice.text.html: choice.id for choice in content.choices}


@given(st.permutations(CHOICES))
def test_choices_keep_their_ids_when_they_are_reordered(order: list[str]) -> None:
    before = asked(CHOICES, CHOICES[1])
    assert ids_of(adopt_ids(before, asked(order, CHOICES[1]))) == ids_of(before)


def test_a_reworded_choice_keeps_its_id_by_its_place() -> None:
    before = asked(CHOICES, CHOICES[1])
    after = adopt_ids(before, asked(["Ei ikinä", *CHOICES[1:]], CHOICES[1]))
    assert ids_of(after)["Ei ikinä"] == ids_of(before)["Ei koskaan"]


def test_a_removed_choice_leaves_its_id_unused() -> None:
    first = asked(CHOICES, CHOICES[1])
    second = adopt_ids(first, asked(CHOICES[:3], CHOICES[1]))
    third = adopt_ids(second, asked([*CHOICES[:3], "Aivan uusi"], CHOICES[1]))
    assert ids_of(third)["Aivan uusi"] not in ids_of(first).values()


def test_a_first_revision_is_taken_as_it_is() -> None:
    course = asked(CHOICES, CHOICES[1])
    assert adopt_ids(None, course) is course


def test_a_variant_takes_the_kept_ids_too() -> None:
    def swedish(order: list[int]) -> dict[str, Course]:
        fi = [CHOICES[i] for i in order]
        text = "## Sivu {#a}\n\nTeksti.\n\n### Kysymys? {#q}\n"
        marks = [f"- [{'x' if i == 1 else ' '}] {{}}\n  > .\n" for i in order]
        lesson = text + "".join(m.format(word) for m, word in zip(marks, fi, strict=True))
        sv = FRONT + text + "".join(m.format(f"sv {i}") for m, i in zip(marks, order, strict=True))
        course = "---\ntitle: Kurssi\nlanguages: [fi, sv]\n---\n"
        reading = read(lesson, **{"course.fi.md": course, LESSON.replace(".fi.", ".sv."): sv})
        return dict(reading.courses)

    first = adopt_all(None, swedish([0, 1, 2, 3]), "fi")
    second = adopt_all(first["fi"], swedish([2, 3, 0, 1]), "fi")
    assert ids_of(second["fi"])[CHOICES[2]] == ids_of(first["fi"])[CHOICES[2]]
    assert ids_of(second["sv"])["sv 2"] == ids_of(second["fi"])[CHOICES[2]]
    assert second["sv"].language == "sv"


def test_changes_between_revisions_are_told_by_address() -> None:
    before = asked(CHOICES, CHOICES[1])
    quiz = course_of(
        read(
            "## Sivu {#a}\n\nTeksti.\n\n### Kysymys? {#q}\n\nSana on [[yksi]].\n\n"
            "## Uusi {#b}\n\nTeksti.\n"
        )
    )
    changes = find_changes(before, quiz)
    assert changes.added == ("tila/b",)
    assert changes.removed == ()
    assert changes.kind_changed == ("tila/a/q",)
    assert find_changes(quiz, before).removed == ("tila/b",)
    assert find_changes(None, before).added == ("tila", "tila/a", "tila/a/q")


def test_renumbering_and_moving_files_change_nothing_that_is_stored() -> None:
    text = FRONT + "## Sivu {#a}\n\nTeksti.\n"
    before = course_of(read(text))
    moved = {
        "20-toinen/module.fi.md": "---\ntitle: Uusi nimi\n---\n",
        "20-toinen/70-tila.fi.md": text,
        "10-vertaistuki/module.fi.md": None,
    }
    after = course_of(read(**moved))
    assert find_changes(before, after).added == ()
    assert find_changes(before, after).removed == ()


def test_the_digest_tells_names_and_contents_apart() -> None:
    files = {"a": b"1", "b": b"2"}
    assert digest_sources(files) == digest_sources(dict(reversed(files.items())))
    for other in (
        {"a": b"12", "b": b""},
        {"a1": b"", "b": b"2"},
        {"a": b"1"},
        {"c": b"1", "b": b"2"},
    ):
        assert digest_sources(other) != digest_sources(files)


def test_the_order_in_which_files_come_does_not_matter() -> None:
    files = folder(BARE)
    assert read_course(dict(reversed(files.items())), TODAY) == read_course(files, TODAY)
