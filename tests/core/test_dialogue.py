"""The text of a scene is taken apart into what is said, written and done."""

from hypothesis import given
from hypothesis import strategies as some

from app.core.course import Line
from app.core.pages.dialogue import lay_out_tiles, read_turns
from app.core.pages.scenes import Participant


def test_speech_carries_its_speaker_and_note() -> None:
    (turn,) = read_turns("<p><strong>Aino (käsi):</strong> Minä voin aloittaa.</p>")
    assert (turn.kind, turn.name, turn.note) == ("speech", "Aino", "käsi")
    assert turn.html == "Minä voin aloittaa."


def test_a_chat_message_is_told_from_speech() -> None:
    (turn,) = read_turns("<p><strong>Birgitta (chat):</strong> Olen täällä.</p>")
    assert (turn.kind, turn.name) == ("chat", "Birgitta")


def test_a_paragraph_in_italics_is_a_stage_direction() -> None:
    html = "<p><em>Kahdeksan sekuntia.</em></p>\n<p><em>Hiljaista.</em> Aino katsoo alas.</p>"
    assert [turn.kind for turn in read_turns(html)] == ["stage", "text"]


def test_a_box_inside_a_scene_stays_whole() -> None:
    box = '<div class="callout"><p><strong>Aino:</strong> Ei.</p><p><em>Tauko.</em></p></div>'
    assert [(turn.kind, turn.html) for turn in read_turns(box)] == [("text", box)]


def test_escaped_letters_in_a_name_come_out_as_letters() -> None:
    (turn,) = read_turns("<p><strong>Aino &amp; Timo:</strong> Hei.</p>")
    assert turn.name == "Aino & Timo"


def test_a_tile_shows_the_note_of_this_scene() -> None:
    people = (
        Participant(Line("Aino", "fi"), Line("kamera kiinni", "fi")),
        Participant(Line("Timo", "fi")),
    )
    before = lay_out_tiles(people, ())
    assert [(tile.camera_off, tile.hand) for tile in before] == [(True, False), (False, False)]
    turns = read_turns("<p><strong>Aino (käsi):</strong> Nyt.</p>")
    aino, timo = lay_out_tiles(people, turns)
    assert (aino.camera_off, aino.hand, aino.notes) == (False, True, ())
    assert timo.notes == ()


def test_a_tile_shows_who_speaks_and_who_is_muted() -> None:
    people = (
        Participant(Line("Aino", "fi"), Line("mykistetty", "fi")),
        Participant(Line("Timo", "fi")),
        Participant(Line("Leena", "fi")),
    )
    turns = read_turns(
        "<p><strong>Timo:</strong> Minä mietin.</p><p><strong>Leena (chat):</strong> Samoin.</p>"
    )
    aino, timo, leena = lay_out_tiles(people, turns)
    assert (aino.muted, aino.speaks, aino.notes) == (True, False, ("mykistetty",))
    assert (timo.muted, timo.speaks) == (False, True)
    assert not leena.speaks


def test_a_part_in_the_meeting_stands_after_a_comma() -> None:
    people = (Participant(Line("Leif, työpari", "fi")),)
    (leif,) = lay_out_tiles(people, read_turns("<p><strong>Leif:</strong> Minä jatkan.</p>"))
    assert (leif.name, leif.role, leif.speaks) == ("Leif", "työpari", True)


def test_those_who_are_away_have_no_tile() -> None:
    people = tuple(Participant(Line(name, "fi")) for name in ("Kaisa", "Terttu", "Leif, työpari"))
    turns = read_turns("<p><strong>Terttu ja Leif (poissa):</strong></p>")
    assert [tile.name for tile in lay_out_tiles(people, turns)] == ["Kaisa"]


def test_somebody_who_comes_in_and_speaks_gets_a_tile() -> None:
    turns = read_turns("<p><strong>Sari (kamera kiinni):</strong> Hei.</p>")
    assert [(tile.name, tile.camera_off) for tile in lay_out_tiles((), turns)] == [("Sari", True)]


def test_a_name_that_says_nothing_only_changes_the_tile() -> None:
    people = (Participant(Line("Liisa", "fi")),)
    turns = read_turns("<p><strong>Liisa (käsi, kamera kiinni):</strong></p>")
    assert [turn.kind for turn in turns] == ["sign"]
    (liisa,) = lay_out_tiles(people, turns)
    assert (liisa.hand, liisa.camera_off, liisa.speaks) == (True, True, False)
    assert liisa.notes == ("kamera kiinni",)


@given(some.lists(some.sampled_from(["<p>", "</p>", "<em>", "</em>", "a", "<br>", "\n"])))
def test_nothing_of_a_text_is_lost(pieces: list[str]) -> None:
    html = "".join(pieces)
    kept = "".join(turn.html for turn in read_turns(html))
    assert "".join(kept.split()) == "".join(html.split())
