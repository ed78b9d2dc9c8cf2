"""Answer keys stay on the server: no page tells, in whatever way, what would be right.

Two tests. A marker stands in every key and every feedback of a course, and no page holds one
before its answer is submitted. And a course whose keys are all turned round looks the same, byte
for byte: nothing on a page, seen or unseen, depends on the key.
"""

import re
from collections.abc import Iterator, Mapping

import pytest
from flask import Flask

from tests.support.cast import Cast, Member, sign_in
from tests.support.courses import SLUG, forget_courses, publish
from tests.support.learning import Learner
from tests.support.visitor import SeenPage
from tests.support.world import Hurried

MARK = "salaus"
"""Begins every marker."""

COURSE = {
    "course.fi.md": "---\ntitle: Avainkurssi\nlanguages: [fi]\n---\n\nTervetuloa.\n",
    "10-alku/module.fi.md": "---\ntitle: Alku\n---\n\nAlku.\n",
}

PRACTICE = """## Harjoittele {#harjoittele}

Kysymyksiä.

### Kumpi? {#q-yksi}
- [KEY1] Ensimmäinen
  > salausfeedbackeka
- [KEY2] Toinen
  > salausfeedbacktoka

### Mitkä? {#q-monta .multiple}
- [KEY1] Yksi
  > salausmontayksi
- [KEY2] Kaksi
  > salausmontakaksi
- [KEY1] Kolme
  > salausmontakolme

### Täydennä {#q-aukko}
Painat nappia [[GAP1]] ja odotat.

### Montako? {#q-luku}
Pilareita on [[NUMBER]].

### Missä järjestyksessä? {.order #q-jarjestys}
ORDER

### Yhdistä {.match #q-parit}
| Tilanne | Teko | Miksi |
|---|---|---|
| Hiljaisuus | MATCH1 | salausmiksieka |
| Kiire | MATCH2 | salausmiksitoka |

### Lajittele {.sort #q-laatikot}
- Tunne
  - SORT1
    > salauslaatikkoeka
- Tieto
  - SORT2
    > salauslaatikkotoka
"""

OTHER_PAGES = """
## Ryhmä hiljenee {.scenario #hiljenee}
- Aino

### Kukaan ei puhu. {#alkutilanne}
- [Kerron itse.](#oma)
- [Odotan.](#odotus)

### Puhut kauan. {#oma OUTCOME1}
> salausseurausoma
- [Palaan.](#alkutilanne)

### Aino aloittaa. {#odotus OUTCOME2}
> salausseurausodotus

## Testi {.quiz #testi pass=100}

### Mikä on tärkeintä? {#t-yksi}
- [KEY1] Eka vaihtoehto
  > salaustestieka
- [KEY2] Toka vaihtoehto
  > salaustestitoka

### Kirjoita sana {#t-aukko}
Sana on [[GAP1]].

### Järjestä testissä {.order #t-jarjestys}
ORDER
"""

LESSON = f"---\ntitle: Lukeminen\n---\n\n{PRACTICE}{OTHER_PAGES}"

ONE_KEY = {
    "KEY1": " ",
    "KEY2": "x",
    "GAP1": "salausaukko|salausaukkotoinen",
    "NUMBER": "73519",
    # Shown in any order but the right one; with five, the shuffle meets neither of these two.
    "ORDER": "1. Tervehdi\n2. Kerro säännöt\n3. Avaa kierros\n4. Kiitä\n5. Lopeta",
    "MATCH1": "Odota",
    "MATCH2": "Rauhoita",
    "SORT1": "Pelko",
    "SORT2": "Päiväkirja",
    "OUTCOME1": ".weak",
    "OUTCOME2": ".good",
}
TURNED_ROUND = {
    **ONE_KEY,
    "KEY1": "x",
    "KEY2": " ",
    "GAP1": "salausmuusana|salausmuutoinen",
    "NUMBER": "64208",
    "ORDER": "1. Lopeta\n2. Avaa kierros\n3. Tervehdi\n4. Kiitä\n5. Kerro säännöt",
    "MATCH1": "Rauhoita",
    "MATCH2": "Odota",
    "SORT1": "Päiväkirja",
    "SORT2": "Pelko",
    "OUTCOME1": ".good",
    "OUTCOME2": ".harmful",
}

SECRETS = (MARK, "73519", "64208")

PAGES = (
    "",
    "lukeminen",
    "lukeminen/harjoittele",
    "lukeminen/harjoittele/stop",
    "lukeminen/hiljenee",
    "lukeminen/testi",
    "handbook",
    "handbook?view=print",
    "handbook?q=ensimmäinen",
    f"handbook?q={MARK}",
    "sources",
    "glossary",
    "certificate",
)

RANDOM = re.compile(
    r'(name="(?:csrf_token|writer|form_key|run|way|base|form_revision)" value=)"[^"]*"|run=[\w-]+'
)
"""What differs between any two pages: tokens and the keys of forms."""


def files(key: Mapping[str, str]) -> dict[str, bytes]:
    """Give the course with these keys."""
    lesson = LESSON
    for name, value in key.items():
        lesson = lesson.replace(name, value)
    return {path: text.encode() for path, text in COURSE.items()} | {
        "10-alku/10-lukeminen.fi.md": lesson.encode()
    }


def learner_of(app: Flask, member: Member) -> Learner:
    client = Hurried(app, app.response_class, use_cookies=True)
    sign_in(client, member)
    return Learner(app, client, member)


def pages_before_submitting(learner: Learner) -> Iterator[SeenPage]:
    """Look at everything there is to see without having answered anything."""
    yield learner.client.see("/learn")
    for page in PAGES:
        yield learner.open(page)
    began = learner.press(learner.open("lukeminen/testi"), "Start")
    yield began
    for question in ("t-yksi", "t-aukko", "t-jarjestys"):
        yield learner.open(f"lukeminen/testi?ask=lukeminen/{question}")
        yield learner.open(f"lukeminen/testi?answered=lukeminen/{question}")


def test_no_marker_shows_before_an_answer_is_submitted(app: Flask, cast: Cast) -> None:
    publish(app, files(ONE_KEY))
    learner = learner_of(app, cast.aino)
    for page in pages_before_submitting(learner):
        # The handbook tells what was searched for.
        source = page.source.replace(f'value="{MARK}"', "").replace(f"“{MARK}”", "")
        found = [secret for secret in SECRETS if secret in source]
        assert found == [] or f"q={MARK}" in page.path, f"{page.path} holds {found}"
    data = learner.client.get("/me/data.json", buffered=True).text
    assert not any(secret in data for secret in SECRETS)


def test_the_handbook_does_not_find_keys(app: Flask, cast: Cast) -> None:
    publish(app, files(ONE_KEY))
    learner = learner_of(app, cast.aino)
    page = learner.open(f"handbook?q={MARK}")
    assert not [link for link in page.links.values() if "harjoittele" in link and "q=" in link]
    assert not re.search(rf"{MARK}\w", page.source)


def test_pages_look_the_same_whatever_the_key_is(app: Flask, cast: Cast) -> None:
    publish(app, files(ONE_KEY), slug=SLUG)
    one = [without_tokens(page) for page in looked_at(app, cast.aino)]
    publish(app, files(TURNED_ROUND), slug=SLUG)
    other = [without_tokens(page) for page in looked_at(app, cast.aino)]
    for before, after in zip(one, other, strict=True):
        assert before == after


def looked_at(app: Flask, member: Member) -> list[SeenPage]:
    forget_courses()
    learner = learner_of(app, member)
    return [learner.client.see("/learn"), *(learner.open(page) for page in PAGES)]


def without_tokens(page: SeenPage) -> str:
    return RANDOM.sub(r"\1…", page.source)


@pytest.mark.parametrize("chosen", ["c1", "c2"])
def test_a_wrong_answer_brings_its_own_feedback_only(app: Flask, cast: Cast, chosen: str) -> None:
    publish(app, files(ONE_KEY))
    learner = learner_of(app, cast.aino)
    page = learner.press(learner.open("lukeminen/testi"), "Start")
    while page.heading != "Mikä on tärkeintä?":
        page = learner.open("lukeminen/testi?ask=lukeminen/t-yksi")
    after = learner.press(page, "Check answer", {"answer": chosen})
    own, other = ("eka", "toka") if chosen == "c1" else ("toka", "eka")
    assert f"salaustesti{own}" in after.source
    assert f"salaustesti{other}" not in after.source
    assert "salausaukko" not in after.source


def test_a_wrong_practice_answer_does_not_tell_the_right_one(app: Flask, cast: Cast) -> None:
    publish(app, files(ONE_KEY))
    learner = learner_of(app, cast.aino)
    after = learner.answer("q-yksi", {"answer": "c1"})
    assert "salausfeedbackeka" in after.source
    assert "salausfeedbacktoka" not in after.source
    after = learner.answer("q-luku", {"answer-c1": "5"})
    assert "73519" not in after.source
    after = learner.answer("q-aukko", {"answer-c1": "arvaus"})
    assert "salausaukko" not in after.source


def test_a_scene_that_was_not_chosen_stays_unseen(app: Flask, cast: Cast) -> None:
    publish(app, files(ONE_KEY))
    learner = learner_of(app, cast.aino)
    after = learner.press(learner.open("lukeminen/hiljenee"), "Kerron itse.")
    assert "salausseurausoma" in after.source
    assert "salausseurausodotus" not in after.source


def test_an_autosaved_answer_is_not_judged(app: Flask, cast: Cast) -> None:
    publish(app, files(ONE_KEY))
    learner = learner_of(app, cast.aino)
    page = learner.open("lukeminen/harjoittele")
    form = learner.form(page, "q-luku")
    values = form.filled({"q-q-luku-answer-c1": "73519"}, None)
    answer = learner.client.post(
        f"/learn/{SLUG}/lukeminen/harjoittele/autosave", data={**values, "question": "q-luku"}
    )
    assert set(answer.json or {}) == {"saved_at"}
    shown = learner.open("lukeminen/harjoittele").document
    assert not [it for it in shown.root.iter() if "option-right" in (it.get("class") or "")]
