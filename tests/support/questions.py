"""Questions for tests: read from what a trainer writes, drawn as a learner sees them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import html5lib
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from msgspec import Struct

from app.core.course import Line, Question, Text
from app.core.errors import Severity
from app.core.questions import kind_for
from app.core.questions.base import QuestionSource, SourceLine

TEMPLATES = Path(__file__).resolve().parents[2] / "app" / "templates"

CASES: dict[str, tuple[frozenset[str], str]] = {
    "choose-one": (
        frozenset(),
        (
            "- [ ] Annan ohjeen\n  > Ohje vie puheenvuoron.\n"
            "- [x] Kysyn lisää\n  > Kysymys antaa tilaa.\n"
            "- [ ] Vaihdan aihetta\n  > Aihe jäi kesken."
        ),
    ),
    "choose-all": (
        frozenset({"multiple"}),
        (
            "- [x] Aikataulu\n  > Se rauhoittaa.\n- [ ] Lääkelista\n  > Se ei kuulu ryhmälle.\n"
            "- [x] Säännöt\n  > Ne suojaavat.\n- [ ] Diagnoosi\n  > Sitä ei kysytä."
        ),
    ),
    "gap": (
        frozenset(),
        "Paina [[Nosta käsi|Nosta]] ja odota [[hetki|*vuoroasi*|huomista]].",
    ),
    "number": (frozenset(), "Ryhmässä on [[2..3]] ohjaajaa ja tapaaminen kestää [[1,5]] tuntia."),
    "order": (
        frozenset({"order"}),
        (
            "1. Tervehdi\n2. Kerro säännöt\n   > Säännöt tulevat ennen kierrosta.\n"
            "3. Avaa kierros\n4. Kiitä"
        ),
    ),
    "match": (
        frozenset({"match"}),
        (
            "| Tilanne | Mitä teet | Palaute |\n|---|---|---|\n"
            "| Hiljaista | Odotan | Hiljaisuus on sallittu. |\n| Päällekkäin | Annan vuoron | |\n"
            "| Itku | Pysähdyn | |\n| Kiire | Odotan | |"
        ),
    ),
    "sort": (
        frozenset({"sort"}),
        (
            "- Vertainen\n  - Kuuntelee\n    > Kuunteleminen on vertaistukea.\n"
            "  - Kertoo omastaan\n- Ammattilainen\n  - Hoitaa\n  - Määrää lääkkeen"
        ),
    ),
    "own-words": (
        frozenset({"own-words"}),
        "> Kiitos, että kerroit.\n\n> Haluatko kertoa lisää?",
    ),
}
"""Kind name to heading classes and answers: one good question of each kind."""


class Note(Struct, frozen=True):
    """A problem that a kind reported."""

    code: str
    line: int
    severity: Severity
    found: str
    expected: str
    example: str


class Notebook:
    """Keeps the problems that a kind reports."""

    def __init__(self) -> None:
        self.notes: list[Note] = []

    def __call__(
        self,
        code: str,
        line: int,
        *,
        severity: Severity = Severity.ERROR,
        found: str = "",
        expected: str = "",
        example: str = "",
    ) -> None:
        self.notes.append(Note(code, line, severity, found, expected, example))

    @property
    def codes(self) -> list[str]:
        return [note.code for note in self.notes]


def source_of(
    answers: str, *, classes: frozenset[str] = frozenset(), title: str = "Mitä teet?"
) -> tuple[QuestionSource, Notebook]:
    """Return a question block whose heading stands on line 1, and the notebook it reports to."""
    notebook = Notebook()
    source = QuestionSource(
        id="q-testi",
        title=title,
        line=1,
        classes=classes,
        options={},
        before=(),
        answers=tuple(
            SourceLine(number, text) for number, text in enumerate(answers.splitlines(), 2)
        ),
        report=notebook,
        inline=lambda text, _line: Text(escape(text), "fi"),
        block=lambda lines: Text(f"<p>{escape(_joined(lines))}</p>", "fi"),
    )
    return source, notebook


def _joined(lines: Sequence[SourceLine]) -> str:
    return " ".join(line.text for line in lines).strip()


def read_question(
    answers: str, *, classes: frozenset[str] = frozenset(), fixed: bool = False
) -> Question:
    """Return the question that these answers make."""
    source, _ = source_of(answers, classes=classes)
    kind = kind_for(source)
    return Question(source.id, kind.name, Line(source.title, "fi"), kind.read(source), fixed=fixed)


def problems_of(answers: str, *, classes: frozenset[str] = frozenset()) -> list[str]:
    """Return the codes of the problems in these answers."""
    source, notebook = source_of(answers, classes=classes)
    kind_for(source).read(source)
    return notebook.codes


def case(kind_name: str, *, fixed: bool = False) -> Question:
    """Return the good question of a kind."""
    classes, answers = CASES[kind_name]
    return read_question(answers, classes=classes, fixed=fixed)


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.install_null_translations(newstyle=True)  # type: ignore[attr-defined] # by i18n
    return templates


def draw_html(question: Question, view: dict[str, Any], **given: object) -> str:
    """Return the question's form controls, drawn by the real template in an English page."""
    context: dict[str, object] = {
        "response": None,
        "grade": None,
        "heading": "h1",
        "field_prefix": "q-testi-",
        "errors": [],
        "language": "en",
    }
    drawn = _templates().get_template(f"questions/{question.kind}.html")
    return drawn.render(context | {"question": question, "view": view} | given)


def unprefixed(fields: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the fields as a question kind knows them."""
    return {name.removeprefix("q-testi-"): values for name, values in fields.items()}


def parse_html(html: str) -> Any:  # noqa: ANN401 - html5lib publishes no types
    """Return the tree of an HTML fragment; any parse error raises."""
    page = f"<!doctype html><html lang=en><title>x</title><body><form>{html}</form></body></html>"
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def sent_fields(tree: Any) -> dict[str, list[str]]:  # noqa: ANN401 - html5lib publishes no types
    """Return what a browser would send when the form is submitted as it stands."""
    fields: dict[str, list[str]] = {}
    for name, value in _successful(tree):
        fields.setdefault(name, []).append(value)
    return fields


def _successful(tree: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - html5lib publishes no types
    for control in tree.iter():
        name = control.get("name") if isinstance(control.tag, str) else None
        if name is None:
            continue
        if control.tag == "select":
            chosen = [one for one in control.iter("option") if one.get("selected") is not None]
            option = (chosen or list(control.iter("option")))[0]
            yield name, option.get("value", (option.text or "").strip())
        elif control.tag == "textarea":
            yield name, control.text or ""
        elif control.tag == "input" and (
            control.get("type") in ("text", "hidden") or control.get("checked") is not None
        ):
            yield name, control.get("value", "")
