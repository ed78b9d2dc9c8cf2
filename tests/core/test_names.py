"""Names sort as in a Finnish phone book, on every database."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.core.names import sort_key


def test_names_sort_in_the_finnish_order() -> None:
    names = ["Åberg", "Ärling", "Öberg", "Zorn", "aalto", "Šimek", "Simola", "Ŋiŋŋá", "Niemi"]
    assert sorted(names, key=sort_key) == [
        "aalto",
        "Niemi",
        "Ŋiŋŋá",
        "Šimek",
        "Simola",
        "Zorn",
        "Åberg",
        "Ärling",
        "Öberg",
    ]


def test_case_and_spaces_do_not_matter() -> None:
    assert sort_key("  VON   Wright ") == sort_key("von wright")


def test_a_name_in_another_script_keeps_its_letters() -> None:
    assert sort_key("Ольга") == "ольга"


@given(st.text())
def test_any_text_has_a_key_and_spaces_around_it_do_not_matter(text: str) -> None:
    assert sort_key(f"  {text}\n") == sort_key(text.strip())
