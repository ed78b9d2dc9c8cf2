"""No text can do harm: no script comes through, nothing raises, nothing takes long."""

import time
from pathlib import Path

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.course import Course, Text
from app.core.errors import Severity
from app.core.folder import LARGEST_TEXT
from app.core.publishing import decode_course, encode_course
from app.core.reader import read_course
from app.core.reading_worker import read_in_time
from tests.support.reading import COURSE_FILES, FRONT, LESSON, TODAY, codes, folder, page_of, read

SHIPPED = Path(__file__).parent.parent.parent / "courses" / "verkkovertaisohjaaja"

VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<iframe src=javascript:alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a onclick="alert(1)">x</a>',
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<style>*{background:url(javascript:alert(1))}</style>",
    "<link rel=stylesheet href=//x.fi>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=//x.fi>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<xmp><script>alert(1)</script></xmp>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php alert(1) ?>",
    "<sCrIpT>alert(1)</ScRiPt>",
    "<script/src=//x.fi>",
    "<script\n>alert(1)</script>",
    "<<script>alert(1)//<</script>",
    "</p><script>alert(1)</script>",
    "`<script>alert(1)</script>",
    "``<script>`alert(1)</script>",
    "\\<script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](%6aavascript:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](file:///etc/passwd)",
    "[x](//x.fi)",
    "[x](\\\\x.fi)",
    '[x](https://x.fi" onclick="alert(1))',
    "[x](https://x.fi 'a' onclick=alert(1))",
    '[x](https://x.fi "a" onclick="alert(1)")',
    "[x](https://x.fi\"onmouseover='alert(1)')",
    "![x](javascript:alert(1))",
    '![x" onerror="alert(1)](../media/a.png)',
    '![x](../media/a.png" onerror="alert(1))',
    "![x](https://x.fi/a.png)",
    "[x]: javascript:alert(1)\n\n[x]",
    "[![x](javascript:alert(1))](javascript:alert(2))",
    "<javascript:alert(1)>",
    "<a@x.fi<script>alert(1)</script>>",
    "<https://x.fi/<script>alert(1)</script>>",
    "**<script>alert(1)</script>**",
    "| <script>alert(1)</script> | b |\n|---|---|\n| <img src=x onerror=alert(1)> | d |",
    "> [!TIP] <script>alert(1)</script>\n> <img src=x onerror=alert(1)>",
    '> [!TIP #a"onclick="alert(1)] Otsikko\n> Teksti',
    "> [!STEPS] <script>alert(1)</script>\n> 1. <img src=x onerror=alert(1)>\n> 2. b",
    '> [!STEPS #x"><script>alert(1)</script>] T\n> 1. a\n> 2. b',
    "> [!MAP] M\n> - <svg onload=alert(1)>: b\n>   - c",
    "### <script>alert(1)</script>",
    '### Otsikko {#a" onclick="alert(1)}',
    "{{contact.name: <script>alert(1)</script>}}",
    '{{contact.name: " onclick="alert(1)}}',
    "\ue002contact.name\ue004<script>alert(1)</script>\ue003",
    "\x02klzzwxh:0000\x03<script>alert(1)</script>",
    "wzxhzdk:0 <script>alert(1)</script>",
    "- [x] <script>alert(1)</script>\n- [ ] [y](javascript:alert(1))",
    "[[<script>alert(1)</script>|b]]",
]  # fmt: skip

ALLOWED = {
    "a", "aside", "blockquote", "br", "code", "dd", "div", "dl", "dt", "em", "figcaption",
    "figure", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "span", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul", "video", "audio", "track", "details",
    "summary",
}  # fmt: skip
SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {
    f"{SVG}svg": {"class", "viewBox", "preserveAspectRatio", "aria-hidden", "focusable"},
    f"{SVG}g": {"class"},
    f"{SVG}path": {"class", "d", "vector-effect"},
    f"{SVG}circle": {"class", "cx", "cy", "r"},
}
"""What our own infographics are drawn with: nothing that loads, links or acts."""
SCHEMES = ("/", "#", "https://", "http://", "mailto:", "tel:")


def texts_of(value: object) -> list[Text]:
    """Give every text of a course, wherever it is."""
    if isinstance(value, Text):
        return [value]
    if isinstance(value, tuple):
        return [text for part in value for text in texts_of(part)]
    fields = getattr(value, "__struct_fields__", ())
    return [text for name in fields for text in texts_of(getattr(value, name))]


def assert_harmless(course: Course) -> None:
    for text in texts_of(course):
        tree = html5lib.parseFragment(text.html, treebuilder="etree", namespaceHTMLElements=False)
        for element in tree.iter():
            if not isinstance(element.tag, str) or element.tag == "DOCUMENT_FRAGMENT":
                continue
            if element.tag in DRAWN:
                assert set(element.attrib) <= DRAWN[element.tag], text.html
                continue
            assert element.tag in ALLOWED, text.html
            for name, value in element.attrib.items():
                assert not name.startswith("on"), text.html
                assert name not in {"style", "srcdoc", "formaction"}, text.html
                if name in {"href", "src"}:
                    assert value.startswith(SCHEMES), text.html
                    assert not value.startswith("//"), text.html


def test_there_are_many_ways_to_try() -> None:
    assert len(VECTORS) >= 60


PLACES = (
    "## Sivu\n\n{}\n",
    "## Kysymys\n\n### Kysymys?\n- [x] {}\n  > {}\n- [ ] b\n  > c\n",
    "## Keskustelu {.scenario}\n- {}\n\n### {} {#alku}\n{}\n- [{}](#alku)\n",
    "## Asiakirja {.document}\n\n### {} {.text}\n> {}\n",
    "## {}\n\nTeksti.\n",
)


@pytest.mark.parametrize("vector", VECTORS)
def test_no_script_comes_through(vector: str) -> None:
    text = FRONT + "\n".join(PLACES).replace("{}", vector)
    for course in read_course(folder(text), TODAY).courses.values():
        assert_harmless(course)


def test_titles_are_plain_text() -> None:
    page = page_of("## Sano *näin* & `<b>` [sana](glossary:kokemustieto) {#a}\n\nTeksti.\n")
    assert page.title.text == "Sano näin & <b> sana"


# Nothing raises

ALPHABET = st.sampled_from(
    [*"#>-*|[](){}!:.,\"'`_=~^\\/<&;\n\n\t  aä1", "## ", "### ", "{#a}", "{.quiz}", "{.scenario}",
     "{.document}", "{.checklist}", "{.reflection}", "{.promise}", "{.match}", "{.sort}",
     "{.order}", "{.own-words}", "{.table}", "> [!", "> [!STEPS] A\n", "> [!MAP] A\n",
     "> [!PATH] A\n", "> [!TIMELINE] A\n", "> 1. a\n", "> - b\n", ">   - c\n", "- [x] a\n",
     "- [ ] b\n", "  > c\n", "[a](#b)", "[[a|*b*]]", "[[2..3]]", "| a | b |\n|---|---|\n",
     "{{contact.name: a}}", "{{label.lobby}}", "![a](../media/b.png)", "---\n", "title: a\n",
     "[w](glossary:kokemustieto)", "\ud800", "\x00", "\u2028", "\ufeff", "\r", "\ue002", "ﷺ"]
)  # fmt: skip
SNIPPETS = st.lists(ALPHABET, max_size=60).map("".join)


def check_any(files: dict[str, bytes]) -> None:
    """Read, and hold whatever came out to what every reading promises."""
    reading = read_course(files, TODAY)
    for problem in reading.problems:
        assert problem.line >= 1
        assert problem.file
    for course in reading.courses.values():
        assert_harmless(course)
        assert decode_course(encode_course(course)) == course


@settings(max_examples=120)
@given(SNIPPETS)
def test_any_text_is_read(text: str) -> None:
    check_any(folder(**{LESSON: (FRONT + text).encode("utf-8", "surrogatepass")}))


@settings(max_examples=60)
@given(st.sampled_from([*COURSE_FILES, LESSON]), st.binary(max_size=300))
def test_any_bytes_are_read(path: str, content: bytes) -> None:
    check_any({**folder("Teksti.\n"), path: content})


@settings(max_examples=60)
@given(st.dictionaries(st.text(max_size=40), st.binary(max_size=40), max_size=8))
def test_any_folder_is_read(files: dict[str, bytes]) -> None:
    check_any(files)


REAL_FILES = (
    *(f"{name}.fi.md" for name in ("course", "glossary", "sources", "labels")),
    "00-aloitus/module.fi.md",
    "00-aloitus/10-nain-kurssi-toimii.fi.md",
    "20-ohjaaminen-verkossa/module.fi.md",
    "20-ohjaaminen-verkossa/20-hiljaisuus.fi.md",
)
REAL = {path: (SHIPPED / path).read_bytes() for path in REAL_FILES}
EDITS = st.tuples(
    st.sampled_from(REAL_FILES),
    st.sampled_from(["cut", "double", "insert", "swap", "remove file"]),
    st.floats(0, 1),
    st.floats(0, 1),
    SNIPPETS,
)


def edit(files: dict[str, bytes], change: tuple[str, str, float, float, str]) -> None:
    path, what, start, end, text = change
    content = files.get(path, b"")
    a, b = sorted((int(start * len(content)), int(end * len(content))))
    b = min(b, a + 400)
    inserted = text.encode("utf-8", "surrogatepass")
    changed = {
        "cut": content[:a] + content[b:],
        "double": content[:b] + content[a:],
        "insert": content[:a] + inserted + content[a:],
        "swap": content[b:] + content[:b],
    }
    if what == "remove file":
        files.pop(path, None)
    else:
        files[path] = changed[what]


@settings(max_examples=20)
@given(st.lists(EDITS, min_size=1, max_size=6))
def test_the_shipped_course_may_be_mutilated_in_any_way(
    changes: list[tuple[str, str, float, float, str]],
) -> None:
    files = dict(REAL)
    for change in changes:
        edit(files, change)
    check_any(files)


# Nothing takes long

SLOW = {
    "brackets": "[" * 100_000,
    "brackets on lines": "[[[[[\n" * 20_000,
    "images": "![" * 50_000,
    "stars": "*a " * 30_000,
    "underscores": "_a" * 50_000,
    "backticks": "`a``" * 25_000,
    "backslashes": "\\" * 100_000,
    "entities": "&" * 100_000,
    "less than": "<a " * 30_000,
    "quotes": "> " * 50_000,
    "quote lines": "> [!TIP] a\n" * 20_000,
    "deep quotes": "\n".join(">" * n for n in range(400)),
    "deep lists": "\n".join("  " * n + "- a" for n in range(400)),
    "long list": "- a\n" * 60_000,
    "long table": "|a|b|\n|-|-|\n" + "|c|d|\n" * 40_000,
    "wide table": "|a" * 2_000 + "\n" + "|-" * 2_000 + "\n" + "|`" * 2_000,
    "spaces": "## a" + " " * 100_000 + "b",
    "hashes": "## " + "# " * 50_000,
    "braces": "## a " + "{#a} " * 20_000,
    "headings": "## a\n" * 30_000,
    "questions": "### a\n- [ ] b\n- [x] c\n" * 10_000,
    "scenes": "## s {.scenario}\n" + "### a {#a}\n- [b](#c)\n" * 10_000,
    "links to nowhere": "[a](glossary:kokemustiet) " * 8_000,
    "unknown names": "{{contact.fone: a}}\n\n" * 10_000,
    "long words": "a" * 250_000,
    "long sentences": "sana " * 50_000,
    "long sentence lines": ("sana " * 30 + "\n\n") * 1_500,
    "parentheses": "[a](" + "(" * 100_000,
    "attributes": "## a {" + "a=b " * 40_000 + "}",
    "front matter": "---\n" + "a: [" * 30_000,
    "aliases": "---\na: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(2000)),
    "pictures": "![a](../media/b.png)\n" * 10_000,
    "steps": "> [!STEPS] a\n" + "> 1. a\n" * 25_000,
    "choices": "## s {.scenario}\n### a {#a}\n" + "- [b](#a)\n" * 20_000,
    "gaps": "### a\n" + "[[a|b]] " * 20_000,
}


@pytest.mark.parametrize("name", sorted(SLOW))
def test_no_text_makes_the_reader_slow(name: str) -> None:
    text = SLOW[name][: LARGEST_TEXT - 1000]
    content = text if text.startswith("---") else FRONT + "## Sivu {#sivu}\n\n" + text
    started = time.process_time()
    read_course(folder(**{LESSON: content}), TODAY)
    assert time.process_time() - started < 10


def test_a_file_that_is_too_large_is_told_and_not_read() -> None:
    reading = read(**{LESSON: b"a" * (LARGEST_TEXT + 1)})
    assert "file-too-large" in codes(reading)


def test_a_reading_that_takes_too_long_is_stopped() -> None:
    reading = read_in_time(folder("Teksti.\n"), TODAY, slug="kurssi", seconds=0.001)
    assert codes(reading) == ["took-too-long"]
    assert not reading.publishable


def test_a_reading_in_a_process_of_its_own_is_the_same() -> None:
    files = folder("## Sivu\n\nTeksti.\n\n### Kumpi?\n- [x] A\n  > a\n- [ ] B\n")
    assert read_in_time(files, TODAY, slug="kurssi") == read_course(files, TODAY, slug="kurssi")


def test_an_empty_folder_is_told_what_it_needs() -> None:
    reading = read_course({}, TODAY)
    assert [problem.code for problem in reading.of(Severity.ERROR)] == ["no-course-file"]
    assert not reading.publishable
