"""Author text cannot run: whatever stands in a course, its pages hold no script nor a way to one.

The reader refuses most of these attacks with a message. Here its word is not taken: courses with
errors are published all the same, so that what keeps a page harmless is the sanitiser alone.
"""

import re
import time
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from app import catalogue
from app.core.reader import Reading
from app.extensions import db
from app.models import LocalAssociation
from tests.support.cast import Cast, sign_in
from tests.support.clock import START
from tests.support.courses import SLUG, forget_courses
from tests.support.html_checks import tag_of
from tests.support.learning import Learner
from tests.support.visitor import SeenPage
from tests.support.world import hurried

ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext></mtext><script>alert(1)</script></math>",
    '<a href="javascript:alert(1)">x</a>',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html,x'></object>",
    "<form action='https://evil.example'><input name=password></form>",
    "<style>*{background:url(https://evil.example)}</style>",
    "<link rel=stylesheet href=https://evil.example>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>",
    "<details open ontoggle=alert(1)>x</details>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<video><source onerror=alert(1)></video>",
    "<template><script>alert(1)</script></template>",
    "<!--><script>alert(1)</script-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "[x](//evil.example)",
    '[x](https://example.org "onmouseover=alert(1)")',
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "**<b onclick=alert(1)>x</b>**",
    "`<script>alert(1)</script>`",
    "{{ config }} {{ ''.__class__ }} {% include 'x' %}",
    "{{association.name: <script>alert(1)</script>}}",
    '"><script>alert(1)</script>',
    "'-alert(1)-'",
    "\u2028<script>alert(1)</script>",
)

WITHOUT_PICTURE = "![x](https://evil.example/x.png)"

PLACES = {
    "a paragraph": "## Sivu {{#eka}}\n\n{attack}\n",
    "a list": "## Sivu {{#eka}}\n\n- {attack}\n- toinen\n",
    "a callout": "## Sivu {{#eka}}\n\n> [!TIP] Vinkki\n> {attack}\n",
    "a table": "## Sivu {{#eka}}\n\n| A | B |\n|---|---|\n| {attack} | x |\n",
    "a heading": "## Sivu {attack} {{#eka}}\n\nTeksti.\n",
    "an answer": (
        "## Sivu {{#eka}}\n\nTeksti.\n\n"
        "### Kysymys {{#q}}\n- [x] {attack}\n  > {attack}\n- [ ] Toinen\n"
    ),
}

ONE_LINE = [attack for attack in ATTACKS if "\n" not in attack and "\u2028" not in attack]

ALLOWED_SCRIPT = re.compile(r"/static/[a-z-]+\.js\?v=[0-9a-f]+")
DANGEROUS = {
    "iframe",
    "object",
    "embed",
    "base",
    "svg:script",
    "math",
    "template",
    "link:stylesheet",
}


def lesson(body: str) -> dict[str, bytes]:
    files = {
        "course.fi.md": "---\ntitle: Kurssi\nlanguages: [fi]\n---\n\nTervetuloa.\n",
        "10-alku/module.fi.md": "---\ntitle: Alku\n---\n\nAlku.\n",
        "10-alku/10-luku.fi.md": f"---\ntitle: Luku\n---\n\n{body}",
    }
    return {path: text.encode() for path, text in files.items()}


def publish_whatever_it_holds(app: Flask, body: str) -> None:
    """Publish a lesson, errors or not."""
    with app.app_context():
        result = catalogue.publish(SLUG, lesson(body), today=START.date())
    forget_courses()
    assert result.revision is not None


@pytest.fixture
def careless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let errors stop no publishing, as if somebody had got round the reader."""
    monkeypatch.setattr(Reading, "publishable", property(lambda reading: bool(reading.courses)))


@pytest.fixture
def aino(app: Flask, cast: Cast) -> Learner:
    """Aino, signed in."""
    client = hurried(app)
    sign_in(client, cast.aino)
    return Learner(app, client, cast.aino)


@pytest.mark.usefixtures("careless")
@pytest.mark.parametrize("place", PLACES)
def test_no_attack_runs_wherever_it_stands(app: Flask, aino: Learner, place: str) -> None:
    pages = [
        PLACES[place].format(attack=attack).replace("#eka", f"#p{n}").replace("{#q}", f"{{#q{n}}}")
        for n, attack in enumerate(ONE_LINE)
    ]
    publish_whatever_it_holds(app, "\n".join(pages))
    shown = 0
    for number in range(len(pages)):
        response = aino.client.get(f"/learn/{SLUG}/luku/p{number}")
        if response.status_code == 200:
            shown += 1
            check_harmless(aino.client.look(response))
    assert shown > len(ONE_LINE) * 0.8, "Hardly any attack reached a page"
    for path in ("", "handbook", "handbook?view=print", "glossary", "sources"):
        check_harmless(aino.open(path))


@pytest.mark.usefixtures("careless")
def test_feedback_and_scenes_cannot_run_either(app: Flask, aino: Learner) -> None:
    attack = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) <script>alert(1)</script>"
    publish_whatever_it_holds(
        app,
        "## Kysy {#kysy}\n\nTeksti.\n\n### Kysymys {#q}\n"
        f"- [ ] Eka\n  > {attack}\n- [x] Toka\n\n"
        f"## Tilanne {{.scenario #tilanne}}\n- Aino\n\n### Alku {{#alku}}\n{attack}\n"
        f"- [Valitse tämä.](#loppu)\n\n### Loppu {{#loppu .good}}\n> {attack}\n",
    )
    after = aino.client.look(aino.send(aino.open("luku/kysy"), "q", {"answer": "c1"}))
    assert "Not quite" in after.text
    check_harmless(after)
    scene = aino.open("luku/tilanne")
    check_harmless(scene)
    check_harmless(aino.press(scene, "Valitse tämä."))


@pytest.mark.usefixtures("careless")
def test_a_remote_picture_never_reaches_a_page(app: Flask, aino: Learner) -> None:
    publish_whatever_it_holds(app, f"## Sivu {{#eka}}\n\nTeksti {WITHOUT_PICTURE} jatkuu.\n")
    page = aino.open("luku/eka")
    assert "evil.example" not in " ".join(it.get("src", "") for it in page.document.all("img"))


def test_text_that_takes_too_long_to_read_stops_nobody(app: Flask) -> None:
    """Python-Markdown is quadratic on this; a reader without a limit takes most of a minute."""
    body = f"## Sivu {{#eka}}\n\n{'[' * 60_000}\n"
    began = time.monotonic()
    with app.app_context():
        result = catalogue.publish(SLUG, lesson(body), today=START.date())
    assert result.revision is None
    assert time.monotonic() - began < 20


def test_values_of_the_association_are_text(app: Flask, aino: Learner) -> None:
    aino.change(name="<script>alert(1)</script>")
    with app.app_context():
        own = db.session.get_one(LocalAssociation, aino.member.local_association_id)
        own.variables = {"contact.phone": "<img src=x onerror=alert(1)>"}
        db.session.commit()
    publish_whatever_it_holds(app, "## Sivu {#eka}\n\nPuhelin: {{contact.phone: Kysy.}}\n")
    page = aino.open("luku/eka")
    assert "<img src=x onerror=alert(1)>" in page.text
    check_harmless(page)
    check_harmless(aino.client.see("/me"))


def check_harmless(page: SeenPage) -> None:
    for element in page.document.root.iter():
        assert tag_of(element) not in DANGEROUS, f"{page.path}: <{tag_of(element)}>"
        check_attributes(page, element)
        if tag_of(element) == "script":
            assert ALLOWED_SCRIPT.fullmatch(element.get("src", "")), page.path
            assert not (element.text or "").strip()
        if tag_of(element) == "form":
            assert element.get("action", "/").startswith("/"), page.path
        if tag_of(element) == "meta":
            assert element.get("http-equiv") is None
        if tag_of(element) == "style":
            assert "evil.example" not in (element.text or "")


def check_attributes(page: SeenPage, element: Element) -> None:
    for name, value in element.attrib.items():
        assert not name.lower().startswith("on"), f"{page.path}: {name}"
        assert name != "style", page.path
        if name in {"href", "src", "action", "formaction", "srcdoc", "data", "poster"}:
            assert name != "srcdoc"
            plain = re.sub(r"[\x00-\x20]", "", value).lower()
            assert not plain.startswith(("javascript:", "data:", "vbscript:", "//")), value
