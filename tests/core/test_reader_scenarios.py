"""Practice conversations: how they are written, walked and ended safely."""

import pytest

from app.core.errors import Severity
from app.core.pages import kind_of
from app.core.pages.scenario import ScenarioContent, ends_safely, is_finished, walk
from tests.support.reading import codes, lesson_of, page_of, read

TALK = """
## Ryhmä {.scenario #ryhma}

Johdanto.

- Aino (kamera kiinni)
- Timo

### Alku {#alku}
**Aino:** Hei.
**Timo (chat):** Moi.

*Hiljaista.*

- [Autan.](#apu)
- [Moitin.](#moite)

### Apu {#apu .good}
> Hyvä.
- [Jatkan.](#loppu)

### Moite {#moite .harmful}
> Tämä satutti.
- [Pyydän anteeksi.](#apu)
- [Palaan alkuun.](#alku)
- [Jatkan.](#loppu)

### Loppu {#loppu .good}
> Näin kävi.
"""


def talk(text: str = TALK) -> ScenarioContent:
    content = page_of(text).content
    assert isinstance(content, ScenarioContent)
    return content


def test_a_conversation_is_read_scene_by_scene() -> None:
    page = page_of(TALK)
    content = talk()
    start = content.scenes[0]
    assert page.text.html == "<p>Johdanto.</p>"
    assert [one.name.text for one in content.participants] == ["Aino", "Timo"]
    assert start.text is not None
    assert start.text.html.count("<p>") == 3
    assert [(one.label.text, one.target) for one in start.choices] == [
        ("Autan.", "apu"),
        ("Moitin.", "moite"),
    ]
    assert content.scenes[3].ending


def test_a_walk_follows_choices_only() -> None:
    content = talk()
    walked = walk(content, ["alku", "moite", "loppu"])
    assert [scene.id for scene in walked] == ["alku", "moite", "loppu"]
    assert [s.id for s in walk(content, ["alku", "loppu", "apu"])] == ["alku"]
    assert [s.id for s in walk(content, ["x", "apu", "nowhere"])] == ["alku", "apu"]
    assert walk(ScenarioContent(()), ["alku"]) == ()
    assert len(walk(content, ["alku", "moite"] * 1000)) <= 200


@pytest.mark.parametrize(
    ("way", "safe"),
    [
        (["alku", "apu", "loppu"], True),
        (["alku", "moite", "loppu"], False),
        (["alku", "moite", "apu", "loppu"], True),
        (["alku", "moite", "alku", "apu", "loppu"], True),
        (["alku", "apu"], False),
    ],
)
def test_harm_has_to_be_repaired_before_a_safe_ending(way: list[str], safe: bool) -> None:
    content = talk(TALK.replace(".scenario", ".scenario .safe"))
    assert content.safe
    walked = walk(content, way)
    assert [scene.id for scene in walked] == way
    assert ends_safely(walked) is safe
    assert is_finished(content, walked) is safe


def test_any_ending_finishes_an_ordinary_conversation() -> None:
    content = talk()
    assert is_finished(content, walk(content, ["alku", "moite", "loppu"]))
    assert not is_finished(content, walk(content, ["alku", "moite"]))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("(#apu)", "(#apuu)"), "unknown-scene"),
        (("- [Moitin.](#moite)\n", ""), "unreachable-scene"),
        (("### Loppu {#loppu .good}", "### Loppu {#loppu}"), "dead-end"),
        (("- [Autan.](#apu)", "- [Autan.](#apu) Lisää."), "bad-choice"),
        (("{#apu .good}", "{#apu .good .weak}"), "scene-outcomes"),
        (("- Timo", "- (ei kukaan)"), "bad-participant"),
    ],
)
def test_scenes_that_lead_nowhere_are_errors(change: tuple[str, str], code: str) -> None:
    assert code in codes(read(TALK.replace(*change)))


def test_a_ring_without_an_ending_is_an_error() -> None:
    text = "## R {.scenario #r}\n\n### A {#a}\n- [B](#b)\n\n### B {#b}\n> Niin.\n- [A](#a)\n"
    assert set(codes(read(text))) == {"never-ends"}


def test_a_safe_conversation_needs_a_good_ending() -> None:
    text = "## R {.scenario .safe #r}\n\n### A {#a}\n- [B](#b)\n\n### B {#b .weak}\n> Niin.\n"
    assert codes(read(text)) == ["no-safe-ending"]


def test_a_choice_without_a_consequence_is_a_warning() -> None:
    text = TALK.replace("> Näin kävi.\n", "")
    assert codes(read(text), Severity.WARNING) == ["no-consequence"]


def test_a_scene_takes_25_seconds() -> None:
    assert lesson_of(TALK).minutes == 2


def test_what_is_sent_with_a_scene_is_kept_by_its_own_signed_fields() -> None:
    page = page_of(TALK)
    assert kind_of(page).clean(page.content, {"alku": ["x"]}) == {}


SAFE = """
## R {.scenario .safe #r other=toisin}

### A {#a}
- [B](#b)

### B {#b .good}
> Hyvä.

"""
OTHER = "## Toisin {#toisin}\n\n" + "Sana riittää tässä. \n\n" * 150


def test_the_other_way_is_a_reading_page_of_the_lesson() -> None:
    content = page_of(SAFE + OTHER).content
    assert isinstance(content, ScenarioContent)
    assert content.other == "toisin"
    assert codes(read(SAFE)) == ["unknown-option"]
    assert codes(read(SAFE + OTHER.replace("{#toisin}", "{.reflection #toisin}"))) == [
        "unknown-option"
    ]


def test_only_a_safe_conversation_has_another_way() -> None:
    assert codes(read(SAFE.replace(" .safe", "") + OTHER)) == ["unknown-option"]


def test_the_other_way_takes_no_minutes_of_its_own() -> None:
    assert (
        lesson_of(SAFE + OTHER).minutes
        == lesson_of(SAFE + "## Toisin {#toisin}\n\nSana.\n").minutes
    )
