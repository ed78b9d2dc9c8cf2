"""Two ways to use a page: with a finger, and with the keyboard alone."""

from __future__ import annotations

from typing import Protocol

from playwright.sync_api import Locator, Page

MOST_TABS = 200
"""Stops that a page may have before somebody with a keyboard would give up."""


class Hands(Protocol):
    """What a person does on a page, however they do it."""

    def press(self, what: Locator) -> None:
        """Press a button or follow a link, and wait for the page that comes."""

    def touch(self, what: Locator) -> None:
        """Press a button that changes the page as it stands."""

    def push(self, what: Locator) -> None:
        """Press a button that only changes the page as it stands."""

    def tick(self, what: Locator) -> None:
        """Choose a radio button or tick a box."""

    def write(self, what: Locator, text: str) -> None:
        """Write into a field."""

    def pick(self, what: Locator, value: str) -> None:
        """Pick an entry of a list."""


class Finger:
    """Touches what it wants."""

    def __init__(self, page: Page) -> None:
        """Use this page."""
        self.page = page

    def press(self, what: Locator) -> None:
        """Press and wait for the page that comes."""
        with self.page.expect_navigation():
            what.click()

    def touch(self, what: Locator) -> None:
        """Press and stay."""
        what.click()

    def push(self, what: Locator) -> None:
        """Press, and stay."""
        what.click()

    def tick(self, what: Locator) -> None:
        """Touch the control itself: it fills its row's beginning."""
        what.check()

    def write(self, what: Locator, text: str) -> None:
        """Write into the field."""
        what.fill(text)

    def pick(self, what: Locator, value: str) -> None:
        """Pick an entry."""
        what.select_option(value)


class Keyboard:
    """Goes from stop to stop with Tab and never touches the page otherwise."""

    def __init__(self, page: Page) -> None:
        """Use this page."""
        self.page = page

    def press(self, what: Locator) -> None:
        """Go there and press Enter."""
        self._go_to(what)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def touch(self, what: Locator) -> None:
        """Go there and press Space."""
        self._go_to(what)
        self.page.keyboard.press("Space")

    def push(self, what: Locator) -> None:
        """Go there, press Enter, and stay."""
        self._go_to(what)
        self.page.keyboard.press("Enter")

    def tick(self, what: Locator) -> None:
        """Tick a box with Space; reach a radio button with the arrows of its group."""
        if what.get_attribute("type") == "checkbox":
            self._go_to(what)
            if not what.is_checked():
                self.page.keyboard.press("Space")
            return
        name = what.get_attribute("name")
        self._go_to_any(f'input[type=radio][name="{name}"]')
        self.page.keyboard.press("Space")
        for _ in range(self.page.locator(f'input[type=radio][name="{name}"]').count()):
            if what.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        assert what.is_checked(), "the arrows never reached this radio button"

    def write(self, what: Locator, text: str) -> None:
        """Go there and type over what stands there."""
        self._go_to(what)
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(text)

    def pick(self, what: Locator, value: str) -> None:
        """Go through the list's entries with the arrows."""
        self._go_to(what)
        self.page.keyboard.press("Home")
        for _ in range(what.locator("option").count()):
            if what.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        assert what.input_value() == value, "the arrows never reached this entry"

    def _go_to(self, what: Locator) -> None:
        for _ in range(MOST_TABS):
            if what.evaluate("it => it === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        message = f"no Tab leads to {what}"
        raise AssertionError(message)

    def _go_to_any(self, selector: str) -> None:
        for _ in range(MOST_TABS):
            if self.page.evaluate("what => document.activeElement.matches(what)", selector):
                return
            self.page.keyboard.press("Tab")
        message = f"no Tab leads to {selector}"
        raise AssertionError(message)
