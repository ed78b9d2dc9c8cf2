"""Templates keep to the rules that components are there for; the style sheet stays small."""

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateSyntaxError,
    UndefinedError,
)

from app.assets import STATIC_FOLDER, squeeze, style_sheet
from tests.support.sources import ROOT, name_of, project_files

TEMPLATES = ROOT / "app" / "templates"
FORM_COMPONENT = TEMPLATES / "components" / "form.html"
LANGUAGE_MENU = TEMPLATES / "components" / "language_menu.html"

LARGEST_SHEET = 15_000
LARGEST_FURTHER_SHEET = 24_000
LARGEST_SCRIPT = 3_072
"""Bytes."""

INLINE_STYLE = re.compile(r"<[^>{]*\sstyle\s*=|<style(?![^<]*\{\{ style_sheet\()", re.IGNORECASE)
INLINE_SCRIPT = re.compile(
    r"<script(?![^>]*\ssrc=)|<[a-z][^>{]*\son[a-z]+\s*=|javascript:", re.IGNORECASE
)
POSTING_FORM = re.compile(r"<form[^>]*method\s*=\s*[\"']?post", re.IGNORECASE)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


def test_no_template_styles_or_scripts_in_line() -> None:
    found = [
        f"{name_of(file)}: {match[0]}"
        for file in templates()
        for rule in (INLINE_STYLE, INLINE_SCRIPT)
        for match in rule.finditer(source_of(file))
    ]
    assert not found, f"Use a class or a file in app/static: {found}"


def test_every_form_that_sends_comes_from_the_form_component() -> None:
    found = [
        name_of(file)
        for file in templates()
        if file not in {FORM_COMPONENT, LANGUAGE_MENU} and POSTING_FORM.search(source_of(file))
    ]
    assert not found, f"Write {{% call form(...) %}} from components/form.html: {found}"


def test_every_page_stands_in_the_frame() -> None:
    whole = [
        name_of(file)
        for file in templates()
        if "<!doctype" in source_of(file).lower() and file.parent.name != "mail"
    ]
    assert whole == ["app/templates/base.html", "app/templates/errors/trouble.html"]


def test_every_template_parses() -> None:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), extensions=["jinja2.ext.i18n"], autoescape=True
    )
    faults = []
    for file in templates():
        try:
            environment.parse(file.read_text(encoding="utf-8"))
        except TemplateSyntaxError as fault:
            faults.append(f"{name_of(file)}:{fault.lineno} {fault.message}")
    assert not faults


def test_undefined_names_are_errors(app: Flask) -> None:
    assert app.jinja_env.undefined is StrictUndefined
    with app.test_request_context("/"), pytest.raises(UndefinedError):
        app.jinja_env.from_string("{{ mistyped }}").render()


def test_what_templates_draw_is_escaped(app: Flask) -> None:
    with app.test_request_context("/"):
        drawn = app.jinja_env.get_template("components/tag.html").module.tag("<b>")  # type: ignore[attr-defined] # a macro of the template
    assert "<b>" not in drawn


def test_the_style_sheet_of_every_page_is_small() -> None:
    assert len(style_sheet().encode()) < LARGEST_SHEET


@pytest.mark.parametrize("name", ["figures.css", "scenes.css"])
def test_what_only_some_pages_draw_is_small_too(name: str) -> None:
    sheet = squeeze((STATIC_FOLDER / name).read_text(encoding="utf-8"))
    assert len(sheet.encode()) < LARGEST_FURTHER_SHEET


@pytest.mark.parametrize("file", sorted(STATIC_FOLDER.glob("*.js")), ids=lambda file: file.name)
def test_scripts_are_small_and_load_nothing(file: Path) -> None:
    script = file.read_text(encoding="utf-8")
    assert len(script.encode()) < LARGEST_SCRIPT
    assert not re.search(r"\bimport\b|\beval\b|innerHTML|https?:", script)


def test_the_style_sheet_loads_nothing() -> None:
    everything = style_sheet(with_figures=True, with_scenes=True)
    assert not re.search(r"url\(|@import|@font-face", everything)


def test_squeezing_keeps_every_rule() -> None:
    assert squeeze('a { color: red; }\n/* x */ b::before { content: "; { }" }') == (
        'a{color:red}b::before{content:"; { }"}'
    )
    assert squeeze("a { width: calc(1px + 2px) }") == "a{width:calc(1px + 2px)}"


@pytest.mark.parametrize(
    "faulty",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<p onclick="x()">',
        '<a href="javascript:x()">',
    ],
)
def test_the_rules_see_what_they_are_there_for(faulty: str) -> None:
    assert INLINE_STYLE.search(faulty) or INLINE_SCRIPT.search(faulty)
    assert POSTING_FORM.search('<form class="x" method="post">')


def templates() -> list[Path]:
    """Give every template of the application."""
    found = [
        file for file in project_files() if TEMPLATES in file.parents and file.suffix == ".html"
    ]
    assert len(found) > 20, "no templates were found"
    return found


def source_of(file: Path) -> str:
    """Give a template without its comments."""
    return COMMENT.sub("", file.read_text(encoding="utf-8"))
