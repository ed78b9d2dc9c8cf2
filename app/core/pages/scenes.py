"""The scenes of a practice conversation and whether every one of them leads somewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from app.core.course import Line, Text
from app.core.errors import Severity
from app.core.problems import nearest
from app.core.questions.base import Reporter

SCENE_EXAMPLE = "### Aino aloittaa. {#kutsu .good}\n> Myös odottaminen on ohjaamista."


class Participant(Struct, frozen=True):
    """Someone in the conversation."""

    name: Line
    note: Line | None = None
    """Such as "camera off"."""


class Choice(Struct, frozen=True):
    """One thing to do; its feedback is the consequence in the scene it leads to."""

    label: Line
    target: str
    """Id of the scene that follows."""
    line: int = 0
    """Where it stands in its file."""


class Scene(Struct, frozen=True):
    """One moment of the conversation."""

    id: str
    title: Line
    """What happens."""
    text: Text | None = None
    """Who says what."""
    consequence: Text | None = None
    """What the choice that led here did; the principle."""
    outcome: str = ""
    """``good``, ``weak``, ``harmful`` or empty."""
    ending: bool = False
    choices: tuple[Choice, ...] = ()


class Scenes(Struct, frozen=True):
    """The scenes of one page with the places in its file."""

    scenes: Sequence[Scene]
    line: int
    """Of the page's heading."""
    lines: Mapping[str, int]
    """Of each scene's heading, by its id."""
    safe: bool = False
    """Whether a safe ending is asked for."""


def check_scenes(page: Scenes, report: Reporter) -> None:
    """Report choices to nowhere, scenes out of reach, dead ends and silent consequences."""
    if not page.scenes:
        report("scenario-empty", page.line, example=SCENE_EXAMPLE)
        return
    by_id = {scene.id: scene for scene in page.scenes}
    reached = _reached(page.scenes[0], by_id)
    ends = _lead_to_end(page.scenes)
    for scene in page.scenes:
        line = page.lines.get(scene.id, page.line)
        _check_choices(scene, by_id, report)
        title = scene.title.text
        if scene.id not in reached:
            report("unreachable-scene", line, found=title, expected=f"#{scene.id}")
        elif not scene.choices and not scene.ending:
            report("dead-end", line, found=title, example=SCENE_EXAMPLE)
        elif scene.id not in ends:
            report("never-ends", line, found=title)
    _check_consequences(page, report)
    good = {scene.id for scene in page.scenes if scene.ending and scene.outcome == "good"}
    if page.safe and not good & reached:
        report("no-safe-ending", page.line, example=SCENE_EXAMPLE)


def _check_consequences(page: Scenes, report: Reporter) -> None:
    for scene in page.scenes[1:]:
        if _is_silent(scene):
            report(
                "no-consequence",
                page.lines.get(scene.id, page.line),
                severity=Severity.WARNING,
                found=scene.title.text,
                example=SCENE_EXAMPLE,
            )


def _check_choices(scene: Scene, by_id: Mapping[str, Scene], report: Reporter) -> None:
    for choice in scene.choices:
        if choice.target not in by_id:
            report(
                "unknown-scene",
                choice.line,
                found=f"#{choice.target}",
                expected=nearest(choice.target, by_id),
            )


def _is_silent(scene: Scene) -> bool:
    """Whether a scene that judges or tells nothing of its own lacks its consequence."""
    judges = bool(scene.outcome) or scene.ending
    return scene.consequence is None and (judges or scene.text is None)


def _reached(start: Scene, by_id: Mapping[str, Scene]) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        scene = waiting.pop()
        if scene.id in reached:
            continue
        reached.add(scene.id)
        waiting += [by_id[one.target] for one in scene.choices if one.target in by_id]
    return reached


def _lead_to_end(scenes: Sequence[Scene]) -> set[str]:
    """Return the ids of scenes from which an ending can be reached (or a dead end, told apart)."""
    comes_from: dict[str, list[str]] = {}
    for scene in scenes:
        for choice in scene.choices:
            comes_from.setdefault(choice.target, []).append(scene.id)
    waiting = [scene.id for scene in scenes if not scene.choices]
    found: set[str] = set()
    while waiting:
        scene_id = waiting.pop()
        if scene_id not in found:
            found.add(scene_id)
            waiting += comes_from.get(scene_id, [])
    return found
