"""Each component's HTML: what it says, what it is tied to, and that it escapes what it is given."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    Form,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # missing in the stubs
from wtforms.validators import InputRequired

from tests.support.cast import LANGUAGE
from tests.support.clock import FrozenClock
from tests.support.html_checks import Document, text_of

Draw = Callable[..., Document]


def choices(*words: str) -> list[SelectChoice]:
    return [SelectChoice(word.lower(), word) for word in words]


class JoinForm(Form):
    name = StringField("Name", [InputRequired("Write your name.")])
    email = EmailField("E-mail")
    password = PasswordField("Password")
    code = StringField("Code")
    thoughts = TextAreaField("Thoughts")
    tongue = SelectField("Language", choices=choices("Fi", "Sv"), validate_choice=False)
    camera = RadioField(
        "Camera",
        [InputRequired("Choose one.")],
        choices=choices("On", "Off"),
        validate_choice=False,
    )
    helps = SelectMultipleField("Help", choices=choices("Captions", "Breaks"))
    consent = BooleanField("I agree.", [InputRequired("Tick the box.")])


@pytest.fixture
def draw(app: Flask) -> Draw:
    """Draw a piece of a template: ``draw("button.html", "button('Save')")``."""

    def draw_piece(file: str, call: str, **context: object) -> Document:
        source = f"{{% import 'components/{file}' as it with context %}}{call}"
        with app.test_request_context(
            "/some/page?state=done", headers=[("Accept-Language", LANGUAGE)]
        ):
            app.update_template_context(context)
            return Document(app.jinja_env.from_string(source).render(context))

    return draw_piece


def only(document: Document, tag: str) -> Element:
    found = document.all(tag)
    assert len(found) == 1, f"one {tag} was expected, found {len(found)}"
    return found[0]


def hidden_fields(document: Document) -> dict[str, str]:
    return {
        field.get("name", ""): field.get("value", "")
        for field in document.all("input")
        if field.get("type") == "hidden"
    }


def test_a_form_carries_its_token_its_page_and_its_writer(draw: Draw) -> None:
    page = draw("form.html", "{% call it.form('/send', id='f', button='Save') %}x{% endcall %}")
    form = only(page, "form")
    assert (form.get("method"), form.get("action"), form.get("id")) == ("post", "/send", "f")
    fields = hidden_fields(page)
    assert set(fields) == {"csrf_token", "page", "writer"}
    assert fields["csrf_token"]
    assert fields["page"] == "/some/page"
    assert text_of(only(page, "button")) == "Save"


def test_a_form_can_stand_on_another_page_and_save_while_typing(draw: Draw) -> None:
    page = draw(
        "form.html", "{% call it.form('/send', id='f', page='/a', autosave='/keep') %}{% endcall %}"
    )
    form = only(page, "form")
    assert hidden_fields(page)["page"] == "/a"
    assert form.get("data-autosave") == "/keep"
    assert "{time}" in form.get("data-saved-text", "")
    assert form.get("data-waiting-text")
    assert not page.all("button")


def test_a_form_that_uploads_says_so(draw: Draw) -> None:
    form = draw("form.html", "{% call it.form('/send', upload=true) %}{% endcall %}")
    assert only(form, "form").get("enctype") == "multipart/form-data"


def test_a_button_form_sends_its_fields(draw: Draw) -> None:
    page = draw(
        "form.html",
        "{{ it.button_form('/erase', 'Erase', id='e', kind='warning', fields={'sure': 'yes'}) }}",
    )
    assert hidden_fields(page)["sure"] == "yes"
    assert only(page, "button").get("class") == "button button-warning"


def test_buttons_and_links_that_look_like_buttons(draw: Draw) -> None:
    page = draw("button.html", "{{ it.button('Go', name='to', value='a', form='f') }}")
    assert dict(only(page, "button").attrib) == {
        "class": "button", "name": "to", "value": "a", "form": "f",
    }  # fmt: skip
    page = draw("button.html", "{{ it.link_button('Jatka', '/x', 'secondary', lang='fi') }}")
    assert dict(only(page, "a").attrib) == {
        "class": "button button-secondary", "href": "/x", "lang": "fi",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("call", "tag", "type_", "autocomplete"),
    [
        ("text_field(form.name, autocomplete='name')", "input", "text", "name"),
        ("email_field(form.email)", "input", "email", "email"),
        ("password_field(form.password)", "input", "password", "current-password"),
        ("code_field(form.code)", "input", "text", "one-time-code"),
        ("textarea_field(form.thoughts)", "textarea", None, None),
        ("select_field(form.tongue)", "select", None, None),
    ],
)
def test_a_field_has_its_label_and_type(
    draw: Draw, call: str, tag: str, type_: str | None, autocomplete: str | None
) -> None:
    page = draw("fields.html", f"{{{{ it.{call} }}}}", form=JoinForm())
    control = only(page, tag)
    assert only(page, "label").get("for") == control.get("id")
    assert (control.get("type"), control.get("autocomplete")) == (type_, autocomplete)
    assert control.get("aria-invalid") is None


def test_only_fields_that_may_stay_empty_say_optional(draw: Draw) -> None:
    page = draw("fields.html", "{{ it.text_field(form.name) }}", form=JoinForm())
    assert "optional" not in text_of(only(page, "label"))
    page = draw("fields.html", "{{ it.email_field(form.email) }}", form=JoinForm())
    assert text_of(only(page, "label")) == "E-mail (optional)"


def test_hint_and_error_belong_to_their_field(draw: Draw) -> None:
    form = JoinForm()
    form.validate()
    page = draw("fields.html", "{{ it.text_field(form.name, hint='First and last.') }}", form=form)
    control = only(page, "input")
    assert control.get("aria-invalid") == "true"
    described = [page.by_id(name) for name in control.get("aria-describedby", "").split()]
    assert [text_of(it) for it in described] == ["First and last.", "Error: Write your name."]


def test_a_field_keeps_what_was_typed_and_escapes_it(draw: Draw) -> None:
    typed = MultiDict({"name": '"><b>Aino', "thoughts": "\nline <b>", "password": "secret"})
    form = JoinForm(typed)
    page = draw("fields.html", "{{ it.text_field(form.name) }}", form=form)
    assert only(page, "input").get("value") == '"><b>Aino'
    page = draw("fields.html", "{{ it.textarea_field(form.thoughts) }}", form=form)
    assert only(page, "textarea").text == "\nline <b>"
    page = draw("fields.html", "{{ it.password_field(form.password) }}", form=form)
    assert only(page, "input").get("value") == ""


def test_a_text_area_tells_when_it_was_saved(draw: Draw) -> None:
    page = draw(
        "fields.html",
        "{{ it.textarea_field(form.thoughts, saved=true, saved_at=at) }}",
        form=JoinForm(),
        at=FrozenClock().now(),
    )
    saved = page.by_id("thoughts-saved")
    assert saved is not None
    assert saved.get("data-saved") is not None
    assert text_of(saved).startswith("Saved ")
    assert only(page, "textarea").get("aria-describedby") == "thoughts-saved"


def test_a_select_shows_what_was_chosen(draw: Draw) -> None:
    page = draw(
        "fields.html",
        "{{ it.select_field(form.tongue) }}",
        form=JoinForm(MultiDict({"tongue": "sv"})),
    )
    chosen = [it.get("value") for it in page.all("option") if it.get("selected") is not None]
    assert chosen == ["sv"]


def test_radios_are_a_group_with_a_question(draw: Draw) -> None:
    form = JoinForm(MultiDict())
    form.validate()
    page = draw(
        "fields.html",
        "{{ it.radios_field(form.camera, hint='Both are fine.', langs={'on': 'fi'}) }}",
        form=form,
    )
    group = only(page, "fieldset")
    assert text_of(only(page, "legend")) == "Camera"
    assert group.get("role") == "radiogroup"
    assert group.get("aria-invalid") == "true"
    assert group.get("aria-describedby") == "camera-hint camera-error"
    assert [label.get("lang") for label in page.all("label")] == ["fi", None]
    assert {control.get("type") for control in page.all("input")} == {"radio"}


def test_checkboxes_keep_their_ticks_and_have_hints(draw: Draw) -> None:
    page = draw(
        "fields.html",
        "{{ it.checkboxes_field(form.helps, hints={'breaks': 'Every hour.'}) }}",
        form=JoinForm(MultiDict({"helps": "breaks"})),
    )
    first, second = page.all("input")
    assert (first.get("checked"), second.get("checked")) == (None, "")
    assert text_of(page.by_id(second.get("aria-describedby", ""))) == "Every hour."


def test_one_tick_box_is_never_ticked_beforehand(draw: Draw) -> None:
    form = JoinForm(MultiDict())
    form.validate()
    page = draw("fields.html", "{{ it.checkbox_field(form.consent, hint='Needed.') }}", form=form)
    box = only(page, "input")
    assert box.get("checked") is None
    assert box.get("aria-describedby") == "consent-hint consent-error"


def test_the_error_summary_leads_to_each_field(draw: Draw) -> None:
    form = JoinForm(MultiDict())
    form.validate()
    page = draw("error_summary.html", "{{ it.error_summary(form, [('x', 'More.')]) }}", form=form)
    assert [(a.get("href"), text_of(a)) for a in page.all("a")] == [
        ("#name", "Write your name."),
        ("#camera-0", "Choose one."),
        ("#consent", "Tick the box."),
        ("#x", "More."),
    ]
    assert only(page, "div").get("role") == "alert"
    assert text_of(only(page, "h2")) == "There is a problem"


def test_without_errors_there_is_no_summary(draw: Draw) -> None:
    page = draw("error_summary.html", "{{ it.error_summary(form) }}", form=JoinForm())
    assert not page.all("div")


@pytest.mark.parametrize("kind", ["info", "ok", "warn", "bad"])
def test_a_box_has_its_kind_and_title(draw: Draw, kind: str) -> None:
    page = draw(
        "box.html",
        "{% call it.box(kind, title='Right', level=3, focus='feedback') %}<p>x</p>{% endcall %}",
        kind=kind,
    )
    box = only(page, "div")
    assert box.get("class") == f"box box-{kind}"
    assert (box.get("id"), box.get("tabindex")) == ("feedback", "-1")
    assert text_of(only(page, "h3")) == "Right"


def test_a_summary_box_has_a_heading(draw: Draw) -> None:
    page = draw("box.html", "{% call it.summary_box(lang='fi') %}<p>x</p>{% endcall %}")
    assert text_of(only(page, "h2")) == "In short"
    assert only(page, "div").get("lang") == "fi"


@pytest.mark.parametrize(
    ("status", "word", "linked"),
    [
        ("done", "Done", True),
        ("in_progress", "In progress", True),
        ("not_started", "Not started", True),
        ("new", "New", True),
        ("not_yet", "Not yet", False),
    ],
)
def test_a_task_ties_its_status_to_its_link(
    draw: Draw, status: str, word: str, *, linked: bool
) -> None:
    page = draw(
        "task_list.html",
        "{% call it.task_list() %}{{ it.task('t', 'Sivu', '/t', status, lang='fi') }}{% endcall %}",
        status=status,
    )
    assert text_of(page.by_id("t-status")) == word
    assert [a.get("aria-describedby") for a in page.all("a")] == (["t-status"] if linked else [])


def test_a_tag_is_words(draw: Draw) -> None:
    tag = only(draw("tag.html", "{{ it.tag('New', 'warn') }}"), "span")
    assert (text_of(tag), tag.get("class")) == ("New", "tag tag-warn")


def test_details_open_when_asked(draw: Draw) -> None:
    page = draw("details.html", "{% call it.details('More', class='light-rest') %}x{% endcall %}")
    assert only(page, "details").get("open") is None
    assert only(page, "details").get("class") == "light-rest"
    assert text_of(only(page, "summary")) == "More"


def test_a_table_repeats_its_headings_for_phones(draw: Draw) -> None:
    page = draw(
        "table.html",
        "{{ it.table('People', ['Name', 'Minutes'], [['<b>', 5], [link, 6]], numbers=[1]) }}",
        link=Markup('<a href="/p">Aino</a>'),
    )
    assert text_of(only(page, "caption")) == "People"
    assert [th.get("scope") for th in page.all("th")] == ["col", "col", "row", "row"]
    assert [td.get("data-label") for td in page.all("td")] == ["Minutes", "Minutes"]
    assert [td.get("role") for td in page.all("td")] == ["cell", "cell"]
    assert [text_of(th) for th in page.all("th")] == ["Name", "Minutes", "<b>", "Aino"]
    assert only(page, "a").get("href") == "/p"


def test_filters_travel_in_the_address(draw: Draw) -> None:
    page = draw("filter_bar.html", "{% call it.filter_bar('/org') %}x{% endcall %}")
    form = only(page, "form")
    assert (form.get("method"), form.get("action")) == ("get", "/org")
    assert not hidden_fields(page)


def test_pages_of_a_list_keep_the_filters(draw: Draw) -> None:
    page = draw("pagination.html", "{{ it.pagination(2, 3, 'public.help', {'state': 'done'}) }}")
    assert [(a.get("rel"), a.get("href")) for a in page.all("a")] == [
        ("prev", "/help?state=done&page=1"),
        ("next", "/help?state=done&page=3"),
    ]
    assert "Page 2 of 3" in text_of(only(page, "nav"))


def test_a_list_of_one_page_needs_no_leafing(draw: Draw) -> None:
    page = draw("pagination.html", "{{ it.pagination(1, 1, 'public.help') }}")
    assert not page.all("nav")


def test_a_confirmation_holds_the_heading(draw: Draw) -> None:
    page = draw("confirmation.html", "{% call it.confirmation_panel('Done') %}x{% endcall %}")
    assert text_of(only(page, "h1")) == "Done"
    assert text_of(only(draw("confirmation.html", "{{ it.confirmation_panel('Saved') }}"), "h1"))


def test_a_certificate_keeps_the_direction_of_a_name(draw: Draw) -> None:
    page = draw(
        "certificate_sheet.html",
        "{{ it.certificate_sheet('Todistus', 'ليلى', 'did it', [('Code', 'AB')], lang='fi') }}",
    )
    assert text_of(only(page, "bdi")) == "ليلى"
    assert text_of(only(page, "dt")) == "Code"
    assert only(page, "article").get("lang") == "fi"


def test_a_picture_has_its_words(draw: Draw) -> None:
    page = draw("figure.html", "{{ it.figure('/x.webp', 'A path', 'It begins.', 10, 20) }}")
    assert dict(only(page, "img").attrib) == {
        "src": "/x.webp", "alt": "A path", "width": "10", "height": "20",
    }  # fmt: skip
    assert text_of(only(page, "figcaption")) == "It begins."


def test_back_link_and_caption(draw: Draw) -> None:
    assert only(draw("back_link.html", "{{ it.back_link('/learn') }}"), "a").get("href") == "/learn"
    page = draw("caption.html", "{{ it.caption([('Aloitus', 'fi'), 'page 3 of 8']) }}")
    assert text_of(only(page, "p")) == "Aloitus · page 3 of 8"
    assert only(page, "span").get("lang") == "fi"


def test_the_language_menu_has_its_own_form_when_nothing_is_typed(draw: Draw) -> None:
    page = draw("language_menu.html", "{{ it.language_menu() }}")
    assert only(page, "form").get("id") == "language-form"
    assert hidden_fields(page)["page"] == "/some/page?state=done"
    buttons = page.all("button")
    assert [button.get("value") for button in buttons] == ["fi", "sv", "en"]
    assert [text_of(button) for button in buttons] == ["Suomi", "Svenska", "English"]
    assert {button.get("form") for button in buttons} == {"language-form"}


def test_the_language_menu_sends_the_main_form_along(draw: Draw) -> None:
    page = draw("language_menu.html", "{{ it.language_menu('details') }}")
    assert not page.all("form")
    for button in page.all("button"):
        assert button.get("form") == "details"
        assert button.get("formaction") == "/language?page=/some/page?state%3Ddone"
        assert button.get("formnovalidate") is not None
