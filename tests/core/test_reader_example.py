"""The example that the course format is explained with."""

from app.core.errors import Severity
from app.core.pages.quiz import QuizContent
from app.core.pages.scenario import ScenarioContent
from app.core.questions.choose_one import ChooseOneContent
from tests.support.reading import codes, course_of, read

EXAMPLE = """\
---
title: Ryhmän ohjaaminen verkossa
objectives:
  - Osaat kutsua osallistujan puheenvuoroon.
sources: [000, P1]
---

## Anna tilaa muille {#tila}

> [!SUMMARY] Lyhyesti
> Ohjaaja ei vastaa kaikkeen. Hän antaa puheenvuoron muille.

Vertaistuki toteutuu, kun osallistujat kertovat **omista kokemuksistaan**
eli [kokemustiedosta](glossary:kokemustieto).

![Piirros: nainen puhuu videopuhelussa.](../media/ohjaaja.webp "Tapaaminen alkaa.")

> [!PILLARS #i3] Vertaistuen pilarit
> - **Turvallisuus:** ryhmällä on yhteiset säännöt.
> - **Vastavuoroisuus:** jokainen antaa ja saa tukea.

### Kumpi antaa tilaa? {#q-tila}
- [ ] ”Onko kommentteja?”
  > Avoin kysymys kaikille jää usein ilman vastausta.
- [x] ”Aino, miltä tämä kuulostaa?”
  > Nimi ja avoin kysymys rakentavat paikan puheenvuorolle.

## Ryhmä hiljenee {.scenario #hiljaisuus}
- Aino (kamera kiinni)
- Timo

### Kysyt, kuka haluaa aloittaa. Kukaan ei puhu. {#alku}
- [Kerron itse ensin, jotta muidenkin on helpompi.](#oma-tarina)
- [Odotan hetken ja kutsun yhtä nimellä.](#kutsu)

### Puhut kymmenen minuuttia. Timo sulkee kameransa. {#oma-tarina .weak}
> Halusit keventää. Pitkä oma tarina vei kuitenkin muiden paikan.
- [Palaan hetkeen.](#alku)

### Aino aloittaa. Muut jatkavat. {#kutsu .good}
**Aino:** En ole puhunut tästä kenellekään.
> Hiljaisuus on verkossa tavallista. Myös odottaminen on ohjaamista.

## Testaa, mitä opit {.quiz #testi draw=1}

### Mikä on ohjaajan tärkein tehtävä? {#q1 .critical objective=1}
- [ ] Antaa hoito-ohjeita
  > Hoidosta päättää ammattilainen.
- [x] Antaa tilaa osallistujille
  > Niin juuri.
"""

WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00/\x03\xc0\x00\x00" + bytes(8)

READING = read(EXAMPLE, **{"media/ohjaaja.webp": WEBP})


def test_the_example_has_nothing_to_mend() -> None:
    assert codes(READING) == []
    assert codes(READING, Severity.WARNING) == []


def test_the_example_becomes_three_pages() -> None:
    (lesson,) = course_of(READING).modules[0].lessons
    assert [(page.id, page.kind) for page in lesson.pages] == [
        ("tila", "reading"),
        ("hiljaisuus", "scenario"),
        ("testi", "quiz"),
    ]
    assert lesson.id == "tila"
    assert lesson.number == "1.1"
    assert lesson.sources == ("000", "P1")
    assert [line.text for line in lesson.objectives] == ["Osaat kutsua osallistujan puheenvuoroon."]


def test_its_first_page_holds_text_infographic_picture_and_practice() -> None:
    page = course_of(READING).modules[0].lessons[0].pages[0]
    assert "<strong>omista kokemuksistaan</strong>" in page.text.html
    assert 'class="infographic infographic-pillars" id="i3"' in page.text.html
    assert 'alt="Piirros: nainen puhuu videopuhelussa."' in page.text.html
    assert "<figcaption>Tapaaminen alkaa.</figcaption>" in page.text.html
    assert page.summary is not None
    assert "antaa puheenvuoron" in page.summary.html
    (question,) = page.questions
    assert isinstance(question.content, ChooseOneContent)
    assert [choice.right for choice in question.content.choices] == [False, True]
    assert "Kumpi antaa tilaa" not in page.text.html


def test_its_conversation_can_be_walked() -> None:
    content = course_of(READING).modules[0].lessons[0].pages[1].content
    assert isinstance(content, ScenarioContent)
    assert [one.name.text for one in content.participants] == ["Aino", "Timo"]
    assert content.participants[0].note is not None
    assert content.participants[0].note.text == "kamera kiinni"
    assert [scene.outcome for scene in content.scenes] == ["", "weak", "good"]
    assert [scene.ending for scene in content.scenes] == [False, False, True]


def test_its_quiz_draws_one_critical_question() -> None:
    page = course_of(READING).modules[0].lessons[0].pages[2]
    assert isinstance(page.content, QuizContent)
    assert page.content.draw == 1
    assert page.questions[0].critical
    assert page.questions[0].objective == 1
