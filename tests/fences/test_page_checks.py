"""The checks run on every fetched page find each fault they are there for."""

import pytest

from tests.support.html_checks import PageFaultError, examine_page

PAGE = """<!DOCTYPE html>
<html lang="fi"><head><meta charset="utf-8"><title>Tervetuloa – Ohjaajapolku</title>
<link rel="stylesheet" href="/style.css"><style>p { margin: 0 }</style></head>
<body><main id="main"><h1>Tervetuloa</h1><h2>Aluksi</h2>
<form method="post" action="/join"><input type="hidden" name="csrf_token" value="x">
<label for="name">Nimi</label><input id="name" name="name">
<fieldset><legend>Kieli</legend>
<label><input type="radio" name="language" value="fi"> suomi</label>
<label><input type="radio" name="language" value="sv"> svenska</label></fieldset>
<button>Jatka</button></form>
<p><a href="https://example.fi/">Liitto</a> <a href="#main">Alkuun</a></p>
<img src="/picture.svg" alt="">
</main><script src="/script.js" type="module"></script></body></html>"""

FAULTS = {
    "one tag closes another": ("</h2>", "</h3>", "does not parse"),
    "no doctype": ("<!DOCTYPE html>", "", "does not parse"),
    "two main headings": ("<h2>Aluksi</h2>", "<h1>Aluksi</h1>", "exactly one h1"),
    "no main heading": ("h1>", "h2>", "exactly one h1"),
    "another title": ("<title>Tervetuloa", "<title>Sivu", "title begins"),
    "a skipped level": ("h2>", "h3>", "After h1 comes h2"),
    "no language": (' lang="fi"', "", "language"),
    "an id twice": ("<h2>", '<h2 id="main">', "stands 2 times"),
    "a label for nothing": ('for="name"', 'for="nam"', "points to nothing"),
    "a link to nothing": ('href="#main"', 'href="#mian"', "leads to nothing"),
    "no label": ('<label for="name">Nimi</label>', "", "needs a label"),
    "an empty label": (">Nimi<", "><", "needs a label"),
    "a button without words": (">Jatka<", "><", "without words"),
    "choices without a question": ("<legend>Kieli</legend>", "", "fieldset"),
    "a form without its token": ('name="csrf_token"', 'name="other"', "needs one csrf_token"),
    "a token in an address": ('method="post"', 'method="get"', "into the address"),
    "a picture without words": (' alt=""', "", "needs alt"),
    "a script in the page": ("<p>", "<script>1</script><p>", "file of its own"),
    "a second style sheet": ("</head>", "<style></style></head>", "one style sheet"),
    "a style on an element": ("<p>", '<p style="color: red">', "carries style"),
    "a script on an element": ("<p>", '<p onclick="go()">', "carries onclick"),
    "a script in a link": ('"https://example.fi/"', '"JavaScript:go()"', "runs a script"),
    "a picture from elsewhere": ("/picture.svg", "https://example.fi/a.svg", "from elsewhere"),
    "a script from elsewhere": ("/script.js", "//example.fi/a.js", "from elsewhere"),
    "a style sheet from elsewhere": ("/style.css", "http://example.fi/a.css", "from elsewhere"),
    "a form that sends elsewhere": ('"/join"', '"https://example.fi/"', "from elsewhere"),
}


def test_a_good_page_passes() -> None:
    examine_page(PAGE)


@pytest.mark.parametrize("prefix", ["Error: ", "Virhe: ", "Fel: "])
def test_a_title_may_say_first_that_something_needs_another_look(prefix: str) -> None:
    examine_page(PAGE.replace("<title>", f"<title>{prefix}"))


@pytest.mark.parametrize(("old", "new", "complaint"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_found(old: str, new: str, complaint: str) -> None:
    assert old in PAGE
    with pytest.raises(PageFaultError, match=complaint):
        examine_page(PAGE.replace(old, new))


def test_all_faults_of_a_page_are_told_at_once() -> None:
    with pytest.raises(PageFaultError, match=r"(?s)language.*needs alt"):
        examine_page(PAGE.replace(' lang="fi"', "").replace(' alt=""', ""))
