"""The text of a page: boxes, dated facts, links, variables, program labels, pictures, sound."""

import re
from datetime import date

import pytest

from app.core.errors import Severity
from app.core.markup import fill_variables, find_variables
from app.core.reader import read_course
from app.core.words import CHECK_NUMBER
from tests.support.reading import TODAY, codes, folder, found, page_of, question_of, read

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x40\x00\x00\x00\xf0" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x10\x00\x20\x03" + bytes(10)
MP4 = b"\x00\x00\x00\x18ftypmp42" + bytes(10)
VTT = b"WEBVTT\n\n00:00.000 --> 00:01.000\nHei.\n"


def html_of(text: str, **more: str | bytes | None) -> str:
    return page_of(f"## Sivu {{#a}}\n\n{text}\n", **more).text.html


def problems_of(text: str, severity: Severity = Severity.ERROR) -> list[tuple[str, int]]:
    return found(f"## Sivu {{#a}}\n{text}\n", severity)


# Markdown


def test_lists_nested_by_two_spaces_stay_nested() -> None:
    html = html_of("Alku:\n- yksi\n  - kaksi\n    - kolme\n- neljä")
    assert html.count("<ul>") == 3
    assert html.startswith("<p>Alku:</p>")


def test_numbers_at_the_start_of_a_sentence_make_no_list_of_a_paragraph() -> None:
    assert html_of("Tapaaminen alkaa\n18.00 ja päättyy.") == (
        "<p>Tapaaminen alkaa\n18.00 ja päättyy.</p>"
    )


def test_a_rule_a_quote_and_a_table_are_drawn() -> None:
    html = html_of("---\n\n> Lainaus.\n\n| a | b |\n|---|---|\n| 1 | **2** |")
    assert "<hr>" in html
    assert re.search(r"<blockquote>\s*<p>Lainaus.</p>\s*</blockquote>", html)
    assert "<td><strong>2</strong></td>" in html


@pytest.mark.parametrize(
    ("html", "instead"),
    [
        ("<b>vahva</b>", "**"),
        ('<img src="x.png">', "!["),
        ('<iframe src="https://x.fi"></iframe>', "https://"),
        ("<br>", "rivi"),
        ("<!-- muistiinpano -->", "rivi"),
        ("<script>alert(1)</script>", "rivi"),
        ("rivi <u>alle</u>", "rivi"),
    ],
)
def test_raw_html_is_an_error_that_names_the_markdown(html: str, instead: str) -> None:
    reading = read(f"## Sivu {{#a}}\n\n{html}\n")
    assert set(codes(reading)) == {"raw-html"}
    assert instead in reading.of(Severity.ERROR)[0].example


def test_signs_of_comparison_and_hearts_are_no_html() -> None:
    assert html_of("5 < 7, <3 ja `<b>` ja <https://esimerkki.fi>").startswith(
        "<p>5 &lt; 7, &lt;3 ja <code>&lt;b&gt;</code> ja <a "
    )


# Boxes


@pytest.mark.parametrize("kind", ["TIP", "NOTE", "EXAMPLE", "WARNING", "tip"])
def test_a_callout_becomes_a_box(kind: str) -> None:
    html = html_of(f"> [!{kind}] Kokeile **tätä**\n> Sano nimi.")
    assert f'<div class="box box-{kind.lower()}">' in html
    assert '<p class="box-title"><strong>Kokeile <strong>tätä</strong></strong></p>' in html
    assert "<p>Sano nimi.</p>" in html


def test_two_callouts_without_an_empty_line_are_two_boxes() -> None:
    html = html_of("> [!TIP] Yksi\n> Teksti.\n> [!NOTE] Kaksi\n> Toinen.")
    assert html.count('class="box ') == 2


def test_the_content_note_stands_before_the_page_and_not_on_it() -> None:
    page = page_of("## Sivu {#a}\n\n> [!CONTENT-NOTE] Raskas aihe\n> Puhumme surusta.\n\nTeksti.\n")
    assert page.content_note is not None
    assert page.content_note.html == "<p>Puhumme surusta.</p>"
    assert "surusta" not in page.text.html


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("> [!TIPP] Otsikko\n> Teksti.", "unknown-callout"),
        ("> [!TIP] Otsikko", "callout-empty"),
        ("> [!TIP .iso] Otsikko\n> Teksti.", "unknown-class"),
        ("> [!RIGHT] Otsikko\n> Teksti.", "callout-misplaced"),
        ("> [!SUMMARY] A\n> Teksti.\n\n> [!SUMMARY] B\n> Teksti.", "callout-twice"),
        ("> > > > > syvällä", "quote-too-deep"),
        ("Teksti {#tunnus}", "attribute-misplaced"),
        ("[[[" * 100, "block-too-long"),
        ("sana " * 2500, "line-too-long"),
    ],
)
def test_odd_text_is_told_by_its_line(text: str, code: str) -> None:
    assert code in [one for one, _ in problems_of(text)]


# Dated facts


def test_a_checked_fact_says_when() -> None:
    html = html_of("> [!CHECKED 2026-10-01 review=2027-02-21] Numero\n> Soita.")
    assert '<p class="fact-checked">Checked 2026-10-01</p>' in html
    assert codes(read("> [!CHECKED 2026-10-01 review=2027-02-21] Numero\n> Soita.\n")) == []


@pytest.mark.parametrize(
    ("mark", "code", "severity"),
    [
        ("none review=2027-02-21", "fact-unchecked", Severity.REVIEW),
        ("2026-01-01 review=2026-11-20", "fact-overdue", Severity.REVIEW),
        ("2027-01-01 review=2027-11-20", "fact-in-future", Severity.REVIEW),
        ("2026-01-01", "fact-without-review", Severity.ERROR),
        ("eilen review=2027-02-21", "fact-without-day", Severity.ERROR),
        ("2026-02-30 review=2027-02-21", "fact-without-day", Severity.ERROR),
        ("2026-01-01 review=2027-02-21 kuka=T", "unknown-option", Severity.ERROR),
    ],
)
def test_facts_are_judged_against_the_day(mark: str, code: str, severity: Severity) -> None:
    assert (code, 2) in problems_of(f"> [!CHECKED {mark}] Numero\n> Soita.", severity)


def test_a_visible_fact_warns_the_reader_from_the_day_it_is_overdue() -> None:
    html = html_of("> [!CHECKED 2026-10-01 review=2027-02-21 .visible] Numero\n> Soita.")
    assert CHECK_NUMBER not in fill_variables(html, {}, date(2027, 2, 21))
    assert CHECK_NUMBER in fill_variables(html, {}, date(2027, 2, 22))
    unchecked = html_of("> [!CHECKED none review=2027-02-21 .visible] Numero\n> Soita.")
    assert CHECK_NUMBER in fill_variables(unchecked, {}, TODAY)
    hidden = html_of("> [!CHECKED none review=2026-02-21] Numero\n> Soita.")
    assert CHECK_NUMBER not in fill_variables(hidden, {}, TODAY)


def test_an_open_review_mark_is_told() -> None:
    assert ("open-mark", 2) in problems_of("Tämä pitää tarkistaa ⚠", Severity.REVIEW)


# Links


def test_a_glossary_word_opens_its_explanation_in_place() -> None:
    html = html_of("Kerro [kokemustiedosta](glossary:kokemustieto).\n\nToinen kappale.")
    link = '<a class="term" href="#term-kokemustieto-1" id="term-kokemustieto-1-back">'
    assert link in html
    aside = html.index('<aside class="explanation" id="term-kokemustieto-1" tabindex="-1">')
    assert html.index(link) < aside < html.index("Toinen kappale")
    assert 'href="#term-kokemustieto-1-back"' in html
    assert "syntynyt omasta elämästä" in html


def test_an_answer_shows_the_word_alone() -> None:
    question = question_of(
        "## Sivu {#a}\n\nTeksti.\n\n### Kysymys? {#q}\n"
        "- [x] [Kokemustieto](glossary:kokemustieto)\n  > Niin.\n- [ ] Muu\n  > Ei.\n"
    )
    assert question.content.choices[0].text.html == "Kokemustieto"  # type: ignore[attr-defined]  # choose one


@pytest.mark.parametrize(
    ("link", "href"),
    [
        ("source:P1", "/learn/kurssi/sources#source-P1"),
        ("lesson:tila", "/learn/kurssi/tila"),
        ("lesson:tila#a", "/learn/kurssi/tila/a"),
        ("#a", "/learn/kurssi/tila/a"),
        ("tel:112", "tel:112"),
        ("mailto:a@esimerkki.fi", "mailto:a@esimerkki.fi"),
    ],
)
def test_inside_links_lead_to_addresses(link: str, href: str) -> None:
    assert f'<a href="{href}">sana</a>' in html_of(f"[sana]({link})")


def test_a_link_to_elsewhere_does_not_hand_over_the_window() -> None:
    assert html_of("[Sivu](https://esimerkki.fi/a?b=1&c=2)") == (
        '<p><a href="https://esimerkki.fi/a?b=1&amp;c=2" rel="noopener">Sivu</a></p>'
    )


def test_a_document_is_found_wherever_it_is() -> None:
    document = "\n## Omat säännöt {.document #saannot}\n\n### Nimi {.text #nimi}\n"
    html = html_of(f"[säännöt](document:saannot)\n{document}")
    assert 'href="/learn/kurssi/tila/saannot"' in html


@pytest.mark.parametrize(
    ("link", "code", "expected"),
    [
        ("glossary:kokemustiet", "unknown-term", "kokemustieto"),
        ("source:P2", "unknown-source", "000, P1"),
        ("lesson:tilaa", "unknown-lesson", "tila"),
        ("lesson:tila#b", "unknown-page", "a"),
        ("document:saannot", "unknown-document", ""),
        ("javascript:alert(1)", "unknown-link", ""),
        ("ftp://x.fi", "unknown-link", ""),
        ("toinen.md", "unknown-link", ""),
        ("", "unknown-link", ""),
    ],
)
def test_a_link_to_nowhere_names_the_nearest_place(link: str, code: str, expected: str) -> None:
    (problem,) = read(f"## Sivu {{#a}}\n\n[sana]({link})\n").of(Severity.ERROR)
    assert (problem.code, problem.line) == (code, 9)
    assert problem.expected.startswith(expected)


@pytest.mark.parametrize("words", ["tästä", "Lue lisää", "här", "here"])
def test_link_texts_that_say_nothing_are_warned_of(words: str) -> None:
    text = f"Katso [{words}](https://esimerkki.fi)."
    assert ("empty-link-text", 2) in problems_of(text, Severity.WARNING)


def test_a_long_sentence_is_warned_of_with_its_line() -> None:
    text = f"Lyhyt.\n{'Sana ' * 22}loppu."
    assert problems_of(text, Severity.WARNING) == [("long-sentence", 3)]
    assert problems_of(f"{'sana ' * 21}loppu.", Severity.WARNING) == []


# Variables and labels


def test_variables_are_filled_escaped_and_fall_back() -> None:
    html = html_of("- Puhelin: {{contact.phone: Kysy *yhdistykseltä* & muilta.}}")
    assert find_variables(html) == {"contact.phone"}
    assert fill_variables(html, {}) == (
        "<ul>\n<li>Puhelin: Kysy <em>yhdistykseltä</em> &amp; muilta.</li>\n</ul>"
    )
    assert '<a href="tel:0401234567">040 123 4567</a>' in fill_variables(
        html, {"contact.phone": "040 123 4567"}
    )
    evil = fill_variables(html, {"contact.phone": "<script>alert(1)</script>"})
    assert "<script>" not in evil


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("contact.email", "a@esimerkki.fi", '<a href="mailto:a@esimerkki.fi">a@esimerkki.fi</a>'),
        (
            "association.rules.link",
            "https://x.fi/?a=1&b",
            '<a href="https://x.fi/?a=1&amp;b" rel="noopener">https://x.fi/?a=1&amp;b</a>',
        ),
        ("association.rules.link", "javascript:alert(1)", "javascript:alert(1)"),
        ("contact.email", 'a"b@c.d onclick=x', "a&quot;b@c.d onclick=x"),
        ("contact.name", "O’Brien & \ue002", "O’Brien &amp; \ue002"),
    ],
)
def test_addresses_become_links_only_when_they_are_ones(name: str, value: str, shown: str) -> None:
    html = html_of(f"{{{{{name}: Kysy.}}}}")
    assert fill_variables(html, {name: value}) == f"<p>{shown}</p>"


def test_text_without_variables_is_given_back_as_it_is() -> None:
    html = html_of("Teksti.")
    assert fill_variables(html, {"contact.name": "A"}) is html


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Soita {{contact.phone: Kysy.}} tänään.", "variable-place"),
        ("Puhelin {{contact.phone: Kysy.}}", "variable-place"),
        ("{{contact.fone: Kysy.}}", "unknown-variable"),
        ("{{contact.phone}}", "variable-without-fallback"),
        ("{{contact.phone: Kysy.", "variable-broken"),
        ("{{label.lobbi}}", "unknown-label"),
    ],
)
def test_variables_out_of_place_are_told(text: str, code: str) -> None:
    assert (code, 2) in problems_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "{{contact.name: Kysy.}}",
        "- {{contact.name: Kysy.}}",
        "> [!TIP] Apu\n> {{contact.name: Kysy.}}",
        "Nimi: {{contact.name: Kysy.}}.",
        "| a | b |\n|---|---|\n| Nimi | {{contact.name: Kysy.}} |",
    ],
)
def test_a_variable_may_stand_alone_or_after_a_colon(text: str) -> None:
    assert problems_of(text) == []


def test_authors_cannot_write_the_marks_themselves() -> None:
    assert find_variables(html_of("\ue002contact.name\ue004x\ue003")) == frozenset()


def test_program_labels_say_when_nobody_has_checked_them() -> None:
    assert html_of("Valitse {{label.hand}}.") == "<p>Valitse <strong>Nosta käsi</strong>.</p>"
    assert "<strong>Odotustila</strong> (the name may be different" in html_of("{{label.lobby}}")


def test_a_page_says_once_that_a_name_may_differ() -> None:
    html = html_of("Avaa {{label.lobby}}.\n\n- {{label.lobby}}\n- {{label.hand}}")
    assert html.count("the name may be different") == 1
    assert html.index("the name may be different") < html.index("<li>")


def test_a_drawing_leaves_the_note_on_labels_to_the_text() -> None:
    drawing = "> [!STEPS] Tee\n> 1. {{label.lobby}}\n> 2. {{label.hand}}"
    html = html_of(f"{drawing}\n\nAvaa {{{{label.lobby}}}}.")
    assert html.count("the name may be different") == 1
    assert html.index("the name may be different") > html.index("</figure>")


def test_the_feedback_of_an_answer_says_anew_that_a_name_may_differ() -> None:
    question = "### Mitä avaat? {#q1}\n- [x] Oven\n  > {{label.lobby}}\n- [ ] Ikkunan\n"
    page = page_of(f"## Sivu {{#a}}\n\nAvaa {{{{label.lobby}}}}.\n\n{question}  > Ei.")
    (asked,) = page.questions
    assert "the name may be different" in page.text.html
    assert str(asked).count("the name may be different") == 1


# Pictures, sound and video


def test_a_picture_tells_its_size_and_address() -> None:
    html = html_of("![Kuva](../media/a.png)", **{"media/a.png": PNG})
    assert re.search(r'<img src="/media/kurssi/[0-9a-f]{16}/a\.png" alt="Kuva"', html)
    assert 'width="320" height="240"' in html
    html = html_of("![Kuva](../media/a.jpg)", **{"media/a.jpg": JPEG})
    assert 'width="32" height="16"' in html


def test_a_decorative_picture_has_an_empty_text() -> None:
    assert 'alt=""' in html_of("![](../media/a.png){.decorative}", **{"media/a.png": PNG})


@pytest.mark.parametrize(
    ("notation", "content", "code"),
    [
        ("![](../media/a.png)", PNG, "picture-without-text"),
        ("![Kuva](../media/b.png)", PNG, "missing-media"),
        ("![Kuva](../media/a.png)", b"<svg onload=alert(1)>", "media-kind"),
        ("![Kuva](../course.fi.md)", PNG, "missing-media"),
        ("![Kuva](../../media/a.png)", PNG, "missing-media"),
        ("![Kuva](https://esimerkki.fi/a.png)", PNG, "media-elsewhere"),
        ("![Kuva](../media/a.png){.iso}", PNG, "unknown-class"),
        ("Kesken ![Kuva](../media/a.png) lauseen", PNG, "picture-inside-text"),
    ],
)
def test_pictures_that_some_could_not_see_are_refused(
    notation: str, content: bytes, code: str
) -> None:
    reading = read(f"## Sivu {{#a}}\n\n{notation}\n", **{"media/a.png": content})
    assert code in codes(reading)


def test_a_drawing_with_script_in_it_is_no_picture() -> None:
    reading = read("![Kuva](../media/a.svg)\n", **{"media/a.svg": b"<svg></svg>"})
    assert codes(reading) == ["media-kind"]


def test_video_needs_captions_and_a_transcript() -> None:
    text = "## Sivu {#a}\n\n![Tapaaminen](../media/a.mp4)\n"
    assert codes(read(text, **{"media/a.mp4": MP4})) == ["missing-captions", "missing-transcript"]
    whole = {"media/a.mp4": MP4, "media/a.fi.vtt": VTT, "media/a.fi.md": b"Hei **kaikki**.\n"}
    html = page_of(text, **whole).text.html
    assert '<video controls preload="none"' in html
    assert 'srclang="fi"' in html
    assert "Hei <strong>kaikki</strong>." in html
    assert "autoplay" not in html


def test_a_decomposed_file_name_is_the_same_name() -> None:
    decomposed = "media/ta\u0308ti.png"
    html = html_of("![Kuva](../media/täti.png)", **{decomposed: PNG})
    assert "<img " in html


def test_the_interface_words_in_text_speak_the_course_language() -> None:
    from app.core.words import BACK, Words  # noqa: PLC0415 - only this test words anything

    words = Words({"fi": {BACK: "Takaisin tekstiin"}})
    files = folder("[sana](glossary:kokemustieto)\n")
    course = read_course(files, TODAY, words=words).courses["fi"]
    assert "Takaisin tekstiin" in course.modules[0].lessons[0].pages[0].text.html
