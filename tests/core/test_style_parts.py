"""What a page draws brings its own part of the style sheet, and nothing else does."""

import pytest

from app.assets import FIGURE_MARKS, SCENE_MARKS, needs_figures, needs_scenes


@pytest.mark.parametrize("mark", FIGURE_MARKS)
def test_infographics_bring_their_part_of_the_sheet(mark: str) -> None:
    assert needs_figures(f'<div {mark} more">')
    assert not needs_figures('<div class="box">')


@pytest.mark.parametrize("mark", SCENE_MARKS)
def test_meetings_and_certificates_bring_their_part_of_the_sheet(mark: str) -> None:
    assert needs_scenes(f'<div {mark} more">')
    assert not needs_scenes('<figure class="infographic infographic-map">')
