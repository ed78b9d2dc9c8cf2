"""A learner who walks the whole course; answers come from the sources, never from responses."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page

from app.core.course import Course, Question
from app.core.course import Page as CoursePage
from app.core.pages.scenario import ScenarioContent
from app.core.questions import kind_of
from app.core.questions.base import FormFields
from tests.browser.hands import Hands

MOST_PAGES = 1500
"""Far more than the whole course takes; a walk that goes round in circles ends here."""
MOST_FIELDS = 3
"""Lines of a document that are written anew on a page: enough to make it one's own."""
FIELDS_WRITTEN = 2
"""On each page or part of a document."""
WRITTEN = "Tämän kirjoitin itse: äö Öšŋ."


class Learner:
    """Somebody who does whatever the page asks for, until the certificate."""

    def __init__(
        self, page: Page, hands: Hands, course: Course, look: Callable[[Page], None]
    ) -> None:
        """Begin on the page as it stands; ``look`` sees every page that is reached."""
        self.page = page
        self.hands = hands
        self.course = course
        self.look = look
        self.kinds: set[str] = set()
        self.mistakes = 0
        self.practised = 0
        self._tried: set[str] = set()

    def walk(self) -> None:
        """Go on until the page of the certificate is reached."""
        for _ in range(MOST_PAGES):
            self.look(self.page)
            path = urlsplit(self.page.url).path
            if path.endswith("/certificate"):
                return
            found = self._course_page(path)
            if found is None:
                self.hands.press(self._main_button())
            else:
                self.kinds.add(found.kind)
                self._do(found)
        message = f"no end after {MOST_PAGES} pages, last {self.page.url}"
        raise AssertionError(message)

    def _course_page(self, path: str) -> CoursePage | None:
        parts = path.strip("/").split("/")
        lesson = self.course.lesson(parts[2]) if len(parts) == 4 else None
        return lesson.page(parts[3]) if lesson else None

    def _do(self, found: CoursePage) -> None:
        actions: dict[str, Callable[[CoursePage], None]] = {
            "quiz": self._quiz,
            "scenario": self._scenario,
            "reading": self._read,
        }
        actions.get(found.kind, self._write)(found)

    def _read(self, found: CoursePage) -> None:
        """Try the page's first practice question once, and go on."""
        question = next(iter(found.questions), None)
        section = self.page.locator(f"#q-{question.id}") if question else None
        where = f"{urlsplit(self.page.url).path}#{question.id}" if question else ""
        if question and section and section.count() and where not in self._tried:
            self._tried.add(where)
            self.practised += 1
            right, _ = kind_of(question).examples(question)
            self._answer(right, self._prefix(section))
            self.hands.press(section.locator("button[formaction]").last)
            self.look(self.page)
        self.hands.press(self._main_button())

    def _quiz(self, found: CoursePage) -> None:
        form = self.page.locator("#quiz-form")
        if not form.count():
            self.hands.press(self._main_button())
            return
        address = form.locator("input[name=question]").input_value()
        question = self._question(found, address)
        right, wrong = kind_of(question).examples(question)
        first = not self.mistakes
        if first:
            self.mistakes += 1
        self._answer(wrong if first else right, "")
        self.hands.press(form.locator("button:not([name])").last)
        if first:
            self._look_at_mistake()

    def _look_at_mistake(self) -> None:
        self.look(self.page)
        assert self.page.locator("#feedback").is_visible()
        assert self.page.locator("#quiz-form").count(), "the question stays open until it is right"

    def _question(self, found: CoursePage, address: str) -> Question:
        wanted = address.rsplit("/", 1)[-1]
        return next(question for question in found.questions if question.id == wanted)

    def _scenario(self, found: CoursePage) -> None:
        """Take the best choice of each scene that was not tried yet."""
        assert isinstance(found.content, ScenarioContent)
        buttons = self.page.locator("#choice-form button").all()
        if not buttons:
            self.hands.press(self._main_button())
            return
        scenes = {scene.id: scene for scene in found.content.scenes}
        # What is chosen is known by its words: a safe scenario's buttons hold signed positions.
        title = _words(self.page.locator("#scene"))
        here = next(scene for scene in scenes.values() if scene.title.text == title)
        targets = {choice.label.text: choice.target for choice in here.choices}
        ways = {targets[_words(button)]: button for button in buttons}
        better = [way for way in ways if way not in self._tried and scenes[way].outcome == "good"]
        other = [way for way in ways if way not in self._tried]
        chosen = (better or other or list(ways))[0]
        self._tried.add(chosen)
        self.hands.press(ways[chosen])

    def _write(self, found: CoursePage) -> None:
        fields = self.page.locator("main form textarea:not([readonly])").all()
        if found.kind == "document":
            text = "main form input[type=text]:not([inputmode])"
            fields += self.page.locator(text).all()[:MOST_FIELDS]
        for field in fields:
            self.hands.write(field, WRITTEN)
        boxes = self.page.locator("main form input[type=checkbox]").all()
        for box in boxes if found.practice_meeting else boxes[:1]:
            self.hands.tick(box)
        self.hands.press(self._main_button())

    def _answer(self, fields: FormFields, prefix: str) -> None:
        self._answer_one_at_a_time(fields, prefix)
        for name, values in fields.items():
            for value in values[:1] if self._is_single(prefix + name) else values:
                self._give(prefix + name, value)

    def _answer_one_at_a_time(self, fields: FormFields, prefix: str) -> None:
        """Press a large button for each statement that stands alone, as it does with script."""
        shown = self.page.locator(
            f'.statement:has(input[name^="{prefix}answer-"]) [data-choices]'
        ).locator("visible=true")
        while shown.count():
            statement = shown.first.locator("xpath=..")
            name = statement.locator("input").first.get_attribute("name") or ""
            value = fields[name.removeprefix(prefix)][0]
            words = statement.locator(f'.option:has(input[value="{value}"]) label span')
            text = words.first.text_content() or ""
            self.hands.push(shown.first.get_by_role("button", name=text, exact=True))

    def _is_single(self, name: str) -> bool:
        return self.page.locator(f'input[type=checkbox][name="{name}"]').count() == 0

    def _give(self, name: str, value: str) -> None:
        named = self.page.locator(f'main form [name="{name}"]')
        kind = named.first.evaluate("it => it.type")
        if kind in {"radio", "checkbox"}:
            self._choose(self.page.locator(f'main form [name="{name}"][value="{value}"]'))
        elif kind.startswith("select"):
            self.hands.pick(named.first, value)
        else:
            self.hands.write(named.first, value)

    def _choose(self, control: Locator) -> None:
        """Tick it; where a script shows one statement at a time, press the button of its words."""
        if control.is_visible():
            self.hands.tick(control)
            return
        words = _words(self.page.locator(f'label[for="{control.get_attribute("id")}"] span').first)
        choices = self.page.locator("[data-choices] button").locator("visible=true")
        self.hands.touch(choices.get_by_text(words, exact=True))

    def _prefix(self, section: Locator) -> str:
        """Return what stands before ``answer`` in the names of a practice question's fields."""
        names = section.locator("[name*=answer]").evaluate_all("all => all.map(it => it.name)")
        found = re.match(r"(.*?)answer", names[0])
        assert found is not None
        return found[1]

    def _main_button(self) -> Locator:
        primary = self.page.locator(
            "main .button:not(.button-secondary):not(.button-warning)"
        ).locator("visible=true")
        assert primary.count(), f"no main button on {self.page.url}"
        return primary.last


def _words(what: Locator) -> str:
    return " ".join((what.text_content() or "").split())
