"""Documents in sections: every move saves, the example may stay, done needs lines of one's own."""

import pytest

from app.models import Writing
from tests.support.documents import LESSON, publish_documents
from tests.support.learning import Learner
from tests.support.visitor import Form, SeenPage

PAGE = "omat/suunnitelma"


@pytest.fixture
def writer(aino: Learner) -> Learner:
    """Aino at the course with documents in sections."""
    publish_documents(aino.app)
    return aino


def form_of(page: SeenPage) -> Form:
    return page.form_with(field="form_section")


def saved(aino: Learner) -> dict[str, object]:
    return dict(aino.rows(Writing)[-1].fields)


def test_one_section_is_shown_with_how_far_it_is(writer: Learner) -> None:
    page = writer.open(PAGE)
    assert "part 1/3" in page.text
    assert {"nimi", "tavoite", "paiva"} <= form_of(page).names
    assert "alkaa" not in form_of(page).names
    assert "Ennen tapaamista" in page.text
    assert "Nämä sovit etukäteen." in page.text


def test_moving_on_saves_every_section_and_needs_no_script(writer: Learner) -> None:
    page = writer.press(writer.open(PAGE), "Save and go on", {"nimi": "Torstairyhmä"})
    assert "part 2/3" in page.text
    page = writer.press(page, "Save and go on", {"alkaa": "17:00"})
    assert "part 3/3" in page.text
    page = writer.press(page, "Back one part", {"opit": "Odottamaan."})
    assert form_of(page).values["alkaa"] == "17:00"
    assert writer.press(page, "Back one part").text.count("part 1/3") == 1
    fields = saved(writer)
    assert (fields["nimi"], fields["alkaa"], fields["opit"]) == (
        "Torstairyhmä",
        "17:00",
        "Odottamaan.",
    )
    assert len(writer.rows(Writing)) == 1
    assert writer.facts() == set()


def test_any_part_can_be_opened_and_what_was_typed_goes_along(writer: Learner) -> None:
    page = writer.press(writer.open(PAGE), "3. Lopuksi", {"nimi": "Torstairyhmä"})
    assert "part 3/3" in page.text
    assert saved(writer)["nimi"] == "Torstairyhmä"


def test_the_example_will_do_keeps_it_and_goes_on(writer: Learner) -> None:
    page = writer.press(writer.open(PAGE), "The example will do", {"nimi": "", "tavoite": "Omani."})
    assert "part 2/3" in page.text
    fields = saved(writer)
    assert fields["nimi"] == "Keskiviikkoryhmä"
    assert str(fields["tavoite"]).strip() == "Omani.", "What was written is not replaced"


def test_done_needs_lines_of_ones_own_and_tells_how_many_are_missing(writer: Learner) -> None:
    writer.press(writer.open(PAGE), "Save and go on", {"nimi": "Torstairyhmä"})
    last = writer.open(f"{PAGE}?section=lopuksi")
    assert "Write 2 more lines of your own" in last.text
    page = writer.press(last, "Done", {"opit": "Odottamaan."})
    assert page.path.endswith("section=lopuksi")
    assert "Write 1 more line of your own, and this document is done." in page.text
    assert "Everything you have written is saved." in page.text
    assert writer.facts() == set()
    page = writer.press(page, "Done", {"opit": "Odottamaan.\nKuuntelemaan."})
    assert page.heading == "Kenraaliharjoitus"
    assert writer.facts() == {("page", PAGE)}


def test_what_was_done_stays_done_when_the_example_comes_back(writer: Learner) -> None:
    writer.press(writer.open(f"{PAGE}?section=lopuksi"), "Done", {"opit": "a\nb\nc"})
    assert writer.facts() == {("page", PAGE)}
    page = writer.press(writer.open(f"{PAGE}?section=lopuksi"), "Done", {"opit": ""})
    assert page.heading == "Kenraaliharjoitus"
    assert writer.facts() == {("page", PAGE)}


def test_a_required_field_of_another_part_is_asked_for_there(writer: Learner) -> None:
    writer.press(writer.open(PAGE), "Save and go on", {"nimi": ""})
    response = writer.client.submit(
        writer.open(f"{PAGE}?section=lopuksi"), {"opit": "a\nb\nc"}, button="Done"
    )
    page = writer.client.look(response, 422)
    assert page.links["Write something here: Ryhmän nimi"].endswith("#nimi")
    assert "part 1/3" in page.text
    assert saved(writer)["opit"] == "a\r\nb\r\nc".replace("\r", "")
    assert writer.facts() == set()


def test_two_windows_at_different_parts_write_one_document(writer: Learner) -> None:
    writer.press(writer.open(PAGE), "Save and stay here", {"nimi": "Alku"})
    one, other = writer.open(PAGE), writer.open(f"{PAGE}?section=lopuksi")
    writer.press(one, "Save and stay here", {"nimi": "Yksi"})
    page = writer.press(other, "Save and stay here", {"opit": "Kaksi"})
    assert "Texts from another window" not in page.text
    assert len(writer.rows(Writing)) == 1
    assert (saved(writer)["nimi"], saved(writer)["opit"]) == ("Yksi", "Kaksi")


def test_two_windows_at_the_same_part_keep_both_texts_and_the_other_parts(writer: Learner) -> None:
    writer.press(writer.open(f"{PAGE}?section=lopuksi"), "Save and stay here", {"opit": "Paljon"})
    one, other = writer.open(PAGE), writer.open(PAGE)
    writer.press(one, "Save and stay here", {"nimi": "Yksi"})
    page = writer.press(other, "Save and stay here", {"nimi": "Kaksi"})
    assert form_of(page).values["nimi"] == "Kaksi"
    assert "Yksi" in page.text
    assert saved(writer)["opit"] == "Paljon"


def test_a_part_that_does_not_exist_is_the_first(writer: Learner) -> None:
    assert "part 1/3" in writer.open(f"{PAGE}?section=nothing").text


def test_a_programme_is_computed_after_saving_and_what_it_lacks_never_blocks(
    writer: Learner,
) -> None:
    page = writer.open(f"{PAGE}?section=aikana")
    assert "by the clock" not in page.text
    changes = {"kulku.2.k1": "30", "kulku.2.k2": "Kysymyksiä"}
    page = writer.press(page, "Save and stay here", changes)
    assert "The programme by the clock" in page.text
    for words in ("18.10 Keskustelu (40 min)", "18.50 Kysymyksiä (30 min)", "It ends at 19.20."):
        assert words in page.text
    assert "The plan runs 20 minutes past the end." in page.text
    assert "no break" in page.text
    assert "no closing round" in page.text
    changes = {"kulku.2.k1": "5", "kulku.2.k2": "Tauko", "kulku.3.k2": "Loppukierros"}
    page = writer.press(page, "Save and stay here", changes)
    assert "past the end" not in page.text
    assert "no break" not in page.text
    assert "no closing round" not in page.text


def test_a_practice_meeting_is_done_when_every_line_is_ticked(writer: Learner) -> None:
    page = writer.save(writer.open("omat/kenraali"), {"ticked": ["i1"]})
    assert "1 line is left" in page.text
    assert writer.facts() == set()
    onward = writer.press(page, "Save and go on to the next page")
    assert onward.heading == "Lupaus"
    assert saved(writer) == {"ticked": ["i1"]}
    writer.save(writer.open("omat/kenraali"), {"ticked": ["i1", "i2"]})
    assert writer.facts() == {("page", "omat/kenraali")}
    writer.save(writer.open("omat/kenraali"), {"ticked": []})
    assert writer.facts() == {("page", "omat/kenraali")}


def test_text_in_a_field_that_was_removed_meanwhile_is_kept(writer: Learner) -> None:
    page = writer.open(PAGE)
    removed = LESSON.replace("### Tavoite {.long #tavoite}\n> Jokainen saa puheenvuoron.\n", "")
    publish_documents(writer.app, removed)
    page = writer.press(page, "Save and go on", {"tavoite": "Tämän ehdin kirjoittaa."})
    assert "part 2/3" in page.text
    assert "Earlier fields" in page.text
    assert "Tämän ehdin kirjoittaa." in page.text
