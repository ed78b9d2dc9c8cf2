"""Language variants: the same ids and keys, the words of the variant where it has them."""

from app.core.course import Course
from app.core.errors import Severity
from app.core.questions.choose_one import ChooseOneContent
from app.core.reader import Reading
from tests.support.reading import FRONT, LESSON, codes, read

FI = """
## Anna tilaa {#tila}

Suomeksi. [sana](glossary:kokemustieto)

### Kumpi? {#q}
- [ ] Ei
  > Väärin.
- [x] Kyllä
  > Oikein.

## Toinen sivu {#toinen}

Suomeksi yksin.
"""
SV = """\
---
title: Ge plats
objectives:
  - Du kan bjuda in.
---

## Ge plats {#tila}

På svenska. [ord](glossary:kokemustieto)

### Vilken? {#q}
- [ ] Nej
  > Fel.
- [x] Ja
  > Rätt.
"""
COURSE = "---\ntitle: Peruskurssi\nlanguages: [fi, sv]\n---\n"
SV_PATH = LESSON.replace(".fi.", ".sv.")


def both(sv: str = SV, **more: str | bytes | None) -> Reading:
    files: dict[str, str | bytes | None] = {
        "course.fi.md": COURSE,
        "course.sv.md": "---\ntitle: Grundkurs\n---\n\nVälkommen.\n",
        "glossary.sv.md": "erfarenhetskunskap {#kokemustieto}\n: Kunskap ur eget liv.\n",
        "10-vertaistuki/module.sv.md": "---\ntitle: Kamratstöd\n---\n",
        SV_PATH: sv,
    }
    files.update(more)
    return read(FI, **files)


def swedish(reading: Reading) -> Course:
    assert codes(reading) == []
    return reading.courses["sv"]


def test_a_variant_has_the_same_ids_and_its_own_words() -> None:
    course = swedish(both())
    lesson = course.modules[0].lessons[0]
    assert (course.language, course.title.text, course.title.lang) == ("sv", "Grundkurs", "sv")
    assert [page.id for page in lesson.pages] == ["tila", "toinen"]
    assert lesson.title.text == "Ge plats"
    assert lesson.pages[0].text.lang == "sv"
    assert lesson.pages[0].questions[0].prompt.text == "Vilken?"
    assert "Kunskap ur eget liv" in lesson.pages[0].text.html


def test_what_a_variant_lacks_is_the_main_language_marked_as_such() -> None:
    reading = both()
    course = swedish(reading)
    page = course.modules[0].lessons[0].pages[1]
    assert (page.title.text, page.title.lang, page.text.lang) == ("Toinen sivu", "fi", "fi")
    assert codes(reading, Severity.WARNING) == ["variant-lacks"]
    assert reading.of(Severity.WARNING)[0].found == "tila/toinen"


def test_the_main_language_owns_the_right_answers() -> None:
    reading = both(SV.replace("- [ ] Nej", "- [x] Nej").replace("- [x] Ja", "- [ ] Ja"))
    content = swedish(reading).modules[0].lessons[0].pages[0].questions[0].content
    assert isinstance(content, ChooseOneContent)
    assert [choice.right for choice in content.choices] == [False, True]
    assert content.choices[0].text.lang == "fi"
    assert "variant-differs" in codes(reading, Severity.WARNING)


def test_a_variant_without_ids_takes_those_of_the_same_places() -> None:
    pages = SV.replace(" {#tila}", "").replace(" {#q}", "") + "\n## Andra sidan\n\nText.\n"
    lesson = swedish(both(pages)).modules[0].lessons[0]
    assert [page.title.text for page in lesson.pages] == ["Ge plats", "Andra sidan"]
    assert lesson.pages[0].questions[0].prompt.text == "Vilken?"


def test_an_id_that_the_main_language_lacks_is_an_error() -> None:
    reading = both(SV.replace("{#tila}", "{#tilaa}"))
    assert codes(reading) == ["unknown-id"]
    assert reading.of(Severity.ERROR)[0].expected == "tila"


def test_a_lesson_that_exists_only_as_a_variant_is_an_error() -> None:
    path = "10-vertaistuki/20-vain.sv.md"
    assert codes(both(**{path: FRONT + "Text.\n"})) == ["no-main-variant"]


def test_only_promised_languages_are_warned_of() -> None:
    unpromised = both(**{"course.fi.md": COURSE.replace(", sv", "")})
    assert codes(unpromised, Severity.WARNING) == []
    assert unpromised.courses["sv"].title.text == "Grundkurs"
    promised = read(FI, **{"course.fi.md": COURSE})
    assert codes(promised, Severity.WARNING) == ["variant-absent"]
    assert promised.courses["sv"].title.lang == "fi"


def test_easy_to_read_is_a_variant_like_any_other() -> None:
    path = LESSON.replace(".fi.", ".fi-selko.")
    reading = both(**{path: "---\ntitle: Selkeästi\n---\n\n## Anna tilaa {#tila}\n\nLyhyesti.\n"})
    course = reading.courses["fi-selko"]
    assert course.modules[0].lessons[0].pages[0].text.lang == "fi-selko"
    assert course.modules[0].lessons[0].pages[0].questions[0].prompt.lang == "fi"


def test_another_language_may_be_the_main_one() -> None:
    reading = read(
        **{
            "course.fi.md": None,
            "course.sv.md": "---\ntitle: Kurs\nlanguages: [sv]\n---\n",
            "10-vertaistuki/module.fi.md": None,
            "10-vertaistuki/module.sv.md": "---\ntitle: Stöd\n---\n",
            SV_PATH: SV.replace("[ord](glossary:kokemustieto)", ""),
        }
    )
    assert reading.main_language == "sv"
    assert next(iter(reading.courses)) == "sv"


def test_a_folder_may_name_its_main_language() -> None:
    reading = both(**{"course.sv.md": "---\ntitle: Kurs\nfallback: sv\n---\n"})
    assert reading.main_language == "sv"
