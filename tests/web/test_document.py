"""Documents: prefilled, kept as they are filled in, done when the writer says so."""

from app.models import Writing
from tests.support.courses import SLUG, course_files, publish
from tests.support.learning import Learner
from tests.support.visitor import Filled, SeenPage

PAGE = "omat/ohjelma"
FILLED: Filled = {
    "nimi": "Torstairyhmä", "kuvaus": "Rivi\ntoinen", "paiva": "2026-12-03", "alkaa": "17:30",
    "maara": "8", "muoto": "o2", "mukana": ["o1", "o2"], "kulku.0.k1": "15",
    "kulku.0.k2": "Kuulumiset", "kulku.2.k1": "5", "kulku.2.k2": "Lopetus",
}  # fmt: skip


def values(page: SeenPage) -> dict[str, list[str]]:
    return page.form_with(button="Done").values.to_dict(flat=False)


def test_it_opens_prefilled_with_the_example(aino: Learner) -> None:
    found = values(aino.open(PAGE))
    assert found["nimi"] == ["Keskiviikkoryhmä"]
    assert found["alkaa"] == ["18:00"]
    assert found["kulku.1.k2"] == ["Keskustelu"]
    assert "kulku.3.k1" in found, "There are empty rows to fill in"


def test_every_kind_of_field_is_kept(aino: Learner) -> None:
    aino.press(aino.open(PAGE), "Save and stay here", FILLED)
    found = values(aino.open(PAGE))
    for name, value in FILLED.items():
        kept = [text.lstrip("\n") for text in found[name]]
        assert kept == (value if isinstance(value, list) else [value]), name


def test_saving_is_not_yet_done(aino: Learner) -> None:
    page = aino.press(aino.open(PAGE), "Save and stay here", FILLED)
    assert page.path.startswith(f"/learn/{SLUG}/{PAGE}")
    assert aino.facts() == set()


def test_done_completes_it_and_leads_on(aino: Learner) -> None:
    page = aino.press(aino.open(PAGE), "Done", FILLED)
    assert page.heading == "Lupaus"
    assert aino.facts() == {("page", PAGE)}


def test_a_required_field_left_empty_is_told_and_the_rest_is_kept(aino: Learner) -> None:
    response = aino.client.submit(
        aino.open(PAGE), {"nimi": " ", "kuvaus": "Pitkä kuvaus."}, button="Done"
    )
    page = aino.client.look(response, 422)
    title = page.document.all("title")[0].text or ""
    assert title.strip().startswith("Error: ")
    assert page.links["Write something here: Ryhmän nimi"].endswith("#nimi")
    assert values(page)["kuvaus"][0].strip() == "Pitkä kuvaus."
    assert aino.facts() == set()
    assert aino.rows(Writing)[0].fields["kuvaus"] == "Pitkä kuvaus."


def test_rows_can_be_added(aino: Learner) -> None:
    page = aino.press(aino.open(PAGE), "Save and add rows", {"kulku.3.k2": "Loppukierros"})
    assert values(page)["kulku.3.k2"] == ["Loppukierros"]
    assert "kulku.5.k2" in values(page)


def test_it_is_one_document_whichever_lesson_opens_it(aino: Learner) -> None:
    aino.press(aino.open(PAGE), "Save and stay here", {"nimi": "Kulkee mukana"})
    (row,) = aino.rows(Writing)
    assert row.address == "document:ohjelma"


def test_a_removed_field_keeps_what_was_written(aino: Learner) -> None:
    aino.press(aino.open(PAGE), "Save and stay here", FILLED)
    path = "10-alku/20-omat.fi.md"
    text = course_files()[path].decode().replace("### Kuvaus {.long #kuvaus}\n", "")
    publish(aino.app, course_files({path: text}))
    page = aino.open(PAGE)
    assert "Earlier fields" in page.text
    assert "toinen" in page.text


def test_two_windows_keep_both_documents(aino: Learner) -> None:
    one, other = aino.open(PAGE), aino.open(PAGE)
    aino.press(one, "Save and stay here", {"nimi": "Yksi"})
    page = aino.press(other, "Save and stay here", {"nimi": "Kaksi"})
    assert values(page)["nimi"] == ["Kaksi"]
    assert "Yksi" in page.text
