"""Reflections: private, saved by an explicit act, never overwritten by another window."""

from flask import Flask

from app.models import Writing
from tests.support.cast import SESSION_COOKIE, Cast, session_cookie
from tests.support.courses import SLUG, course_files, publish
from tests.support.learning import Learner
from tests.support.visitor import SeenPage, Visitor

PAGE = "omat/pohdinta"


def written(page: SeenPage, field: str = "miksi") -> str:
    """Give what stands in a field."""
    return page.form_with(field="miksi").values[field].strip()


def test_nobody_else_reads_it_is_said_before_and_after(aino: Learner) -> None:
    page = aino.open(PAGE)
    assert "Nobody reads this." in page.text
    assert page.links["112"] == "tel:112"
    saved = aino.save(page, {"miksi": "Oma syyni."})
    assert "Nobody reads this." in saved.text
    assert "Saved" in saved.text


def test_saving_keeps_the_text_and_makes_the_page_done(aino: Learner) -> None:
    aino.save(aino.open(PAGE), {"miksi": "Oma syyni.", "toive": "Lepoa."})
    page = aino.open(PAGE)
    assert written(page) == "Oma syyni."
    assert written(page, "toive") == "Lepoa."
    assert aino.facts() == {("page", PAGE)}
    assert aino.press(page, "Continue").path == f"/learn/{SLUG}/omat/muistilista"


def test_going_on_saves_what_was_changed(aino: Learner) -> None:
    page = aino.save(aino.open(PAGE), {"miksi": "Ensin."})
    assert aino.press(page, "Continue", {"miksi": "Ja vielä."}).heading == "Muistilista"
    assert written(aino.open(PAGE)) == "Ja vielä."


def test_stopping_saves_what_was_written_and_leaves_the_page_open(aino: Learner) -> None:
    page = aino.open(PAGE)
    form = page.form_with(field="miksi")
    (stop,) = [it for it in page.document.all("button") if it.get("value") == "stop"]
    assert stop.get("form") == form.element.get("id")
    typed = form.filled({"miksi": "Jatkan huomenna."}, None)
    typed["form_later"] = "stop"
    stopped = aino.client.look(aino.client.post(form.address, data=typed))
    assert stopped.heading == "Saved. You can continue from this page any time."
    assert written(aino.open(PAGE)) == "Jatkan huomenna."
    assert not aino.facts()


def test_saving_nothing_is_allowed(aino: Learner) -> None:
    aino.save(aino.open(PAGE))
    assert aino.facts() == {("page", PAGE)}


def test_writing_again_replaces_the_text_it_was_opened_with(aino: Learner) -> None:
    page = aino.open(PAGE)
    for text in ("ensin", "sitten", "lopuksi"):
        page = aino.save(page, {"miksi": text})
    assert written(page) == "lopuksi"
    assert "Texts from another window" not in page.text
    assert len(aino.rows(Writing)) == 1


def test_two_windows_keep_both_texts(aino: Learner) -> None:
    one, other = aino.open(PAGE), aino.open(PAGE)
    aino.save(one, {"miksi": "Ensimmäisen ikkunan teksti."})
    page = aino.save(other, {"miksi": "Toisen ikkunan teksti."})
    assert written(page) == "Toisen ikkunan teksti."
    assert "Texts from another window" in page.text
    assert "Ensimmäisen ikkunan teksti." in page.text


def test_two_windows_opened_with_a_saved_text_keep_both_too(aino: Learner) -> None:
    aino.save(aino.open(PAGE), {"miksi": "Alku."})
    one, other = aino.open(PAGE), aino.open(PAGE)
    aino.save(one, {"miksi": "Alku ja yksi."})
    page = aino.save(other, {"miksi": "Alku ja kaksi."})
    assert "Alku ja yksi." in page.text
    assert written(page) == "Alku ja kaksi."


def test_the_other_windows_text_can_be_used_and_nothing_typed_is_lost(aino: Learner) -> None:
    one, other = aino.open(PAGE), aino.open(PAGE)
    aino.save(one, {"miksi": "Ensimmäinen."})
    page = aino.save(other, {"miksi": "Toinen."})
    chosen = aino.press(page, "Use this text", {"miksi": "Toinen, vielä hiottu."})
    assert written(chosen) == "Ensimmäinen."
    assert "Toinen, vielä hiottu." in chosen.text


def test_the_same_text_in_two_windows_is_shown_once(aino: Learner) -> None:
    one, other = aino.open(PAGE), aino.open(PAGE)
    aino.save(one, {"miksi": "Sama."})
    page = aino.save(other, {"miksi": "Sama."})
    assert "Texts from another window" not in page.text


def test_a_removed_prompt_keeps_what_was_written(aino: Learner) -> None:
    aino.save(aino.open(PAGE), {"miksi": "Säilyy.", "toive": "Tämäkin."})
    path = "10-alku/20-omat.fi.md"
    text = course_files()[path].decode().replace("### Mitä toivot? {#toive}\n", "")
    publish(aino.app, course_files({path: text}))
    page = aino.open(PAGE)
    assert "Earlier fields" in page.text
    assert "Tämäkin." in page.text
    saved = aino.save(page, {"miksi": "Uusi."})
    assert "Tämäkin." in saved.text


def test_only_the_writer_sees_it(aino: Learner, app: Flask, cast: Cast) -> None:
    aino.save(aino.open(PAGE), {"miksi": "Vain minulle."})
    for member in (cast.kaisa, cast.tiina, cast.olli):
        client = app.test_client()
        assert isinstance(client, Visitor)
        client.set_cookie(SESSION_COOKIE, session_cookie(app, member))
        assert "Vain minulle." not in client.see(f"/learn/{SLUG}/{PAGE}").source


def test_text_typed_when_the_session_had_ended_comes_back(aino: Learner, app: Flask) -> None:
    page = aino.open(PAGE)
    with aino.client.session_transaction() as cookie:
        cookie.pop("_user_id")
    response = aino.client.submit(page, {"miksi": "Kirjoitin kauan."})
    assert response.location == "/sign-in"
    again = app.test_client()
    assert isinstance(again, Visitor)
    again.set_cookie(SESSION_COOKIE, session_cookie(app, aino.member))
    assert written(again.see(f"/learn/{SLUG}/{PAGE}")) == "Kirjoitin kauan."


def test_markup_in_a_text_is_only_text(aino: Learner) -> None:
    nasty = "</textarea><script>alert(1)</script> {{ 7 * 7 }}"
    page = aino.save(aino.open(PAGE), {"miksi": nasty})
    assert written(page) == nasty
    assert "<script>alert" not in page.source
