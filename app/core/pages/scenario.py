"""A practice conversation: scenes joined by choices, walked one step at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from app.core.blocks import LISTS, BlockKind, joined_items, split_blocks, unquoted
from app.core.course import Line, PageContent
from app.core.errors import Severity
from app.core.headings import Section
from app.core.pages.base import PageData, PageParts, PageSource, own_content
from app.core.pages.scenes import Choice, Participant, Scene, Scenes, check_scenes
from app.core.questions.base import FormFields, SourceLine

LONGEST_WALK = 200
OUTCOMES = ("good", "weak", "harmful")
SCENE_CLASSES = frozenset({*OUTCOMES, "end"})
CHOICE_EXAMPLE = "- [Odotan hetken.](#kutsu)"

_CHOICE = re.compile(r"\s*[-*+]\s+\[(?P<label>.+)\]\(#(?P<target>[^()\s]*)\)\s*")
_LINK = re.compile(r"\]\(#")
_ITEM = re.compile(r"\s*[-*+]\s+(?P<text>.*)")
_PARTICIPANT = re.compile(r"(?P<name>[^()]+?)\s*(?:\((?P<note>[^()]*)\))?\s*")
_SPEECH = re.compile(r"\s*\*\*[^*]{1,80}:\*\*")


class ScenarioContent(PageContent, Struct, frozen=True):
    """The scenes of a practice conversation; the first one starts."""

    scenes: tuple[Scene, ...]
    participants: tuple[Participant, ...] = ()
    safe: bool = False
    """Done only when a run ends well without harm that was left unrepaired."""
    other: str = ""
    """Id of the reading page of the same lesson that can be done instead; empty without one."""

    def scene(self, scene_id: str) -> Scene | None:
        """Return the scene with this id, or None."""
        return next((scene for scene in self.scenes if scene.id == scene_id), None)


class Scenario:
    """Every ``###`` is a scene."""

    name = "scenario"
    content_type: type[PageContent] = ScenarioContent
    classes = frozenset({"safe"})
    options = frozenset({"other"})

    def names(self, section: Section) -> bool:
        """Choices lead to scenes by their ids."""
        del section
        return True

    def read(self, source: PageSource) -> PageParts:
        """Return the scenes and participants; report scenes that lead nowhere."""
        intro, participants = _participants(source)
        scenes = tuple(_scene(section, source) for section in source.sections)
        content = ScenarioContent(
            scenes, participants, "safe" in source.classes, _other_route(source)
        )
        lines = {section.id: section.heading.line for section in source.sections}
        check_scenes(Scenes(scenes, source.line, lines, content.safe), source.report)
        return PageParts(source.block(intro), content)

    def clean(self, content: PageContent, fields: FormFields) -> PageData:
        """A run keeps its way in signed fields of its own."""
        del content, fields
        return {}

    def seconds(self, content: PageContent) -> int:
        """Allow 25 seconds a scene of one walk, the longest that takes no way round.

        Nobody meets all scenes at one go; replaying is free and takes the time that it takes.
        """
        content = own_content(content, ScenarioContent)
        return 25 * _longest_walk(content)

    def adopt_ids(self, old: PageContent, new: PageContent) -> PageContent:
        """Choices are told by the scene they lead to."""
        del old
        return new


def walk(content: ScenarioContent, way: Sequence[str]) -> tuple[Scene, ...]:
    """Return the scenes of a way from the start, as far as each step follows a choice.

    ``way`` holds scene ids from the first scene on; anything that does not follow is cut off.
    """
    if not content.scenes:
        return ()
    walked = [content.scenes[0]]
    for scene_id in list(way)[1:LONGEST_WALK]:
        reached = content.scene(scene_id)
        if reached is None or scene_id not in {one.target for one in walked[-1].choices}:
            break
        walked.append(reached)
    return tuple(walked)


def is_finished(content: ScenarioContent, walked: Sequence[Scene]) -> bool:
    """Tell whether a walk makes the page done: an ending, and a safe one where that is asked."""
    if not walked or not walked[-1].ending:
        return False
    return not content.safe or ends_safely(walked)


def ends_safely(walked: Sequence[Scene]) -> bool:
    """Tell whether a walk ends well and every harmful step in it was repaired.

    A step is repaired by a good scene between it and the ending, or by going back to a scene
    that came before it: then the learner chose again.
    """
    if not walked or not walked[-1].ending or walked[-1].outcome != "good":
        return False
    return all(
        _is_repaired(walked, place)
        for place, scene in enumerate(walked)
        if scene.outcome == "harmful"
    )


def _is_repaired(walked: Sequence[Scene], place: int) -> bool:
    before = {scene.id for scene in walked[:place]}
    after = walked[place + 1 : -1]
    return any(scene.outcome == "good" or scene.id in before for scene in after)


def _other_route(source: PageSource) -> str:
    """Return the page that can be done instead; only a safe conversation has one."""
    other = source.options.get("other", "").lstrip("#")
    if other and "safe" not in source.classes:
        source.report(
            "unknown-option",
            source.line,
            found=f"other={other}",
            expected="{.scenario .safe other=toisin}",
        )
        return ""
    return other


def _longest_walk(content: ScenarioContent) -> int:
    """Return how many scenes lie on the way to the ending that is furthest away."""
    after = {scene.id: [choice.target for choice in scene.choices] for scene in content.scenes}
    met: set[str] = set()
    here = [content.scenes[0].id] if content.scenes else []
    count = 0
    while here:
        count += 1
        met.update(here)
        here = sorted({to for one in here for to in after.get(one, ()) if to not in met})
    return count


def _participants(source: PageSource) -> tuple[list[SourceLine], tuple[Participant, ...]]:
    intro: list[SourceLine] = []
    participants: list[Participant] = []
    for block in split_blocks(source.lines):
        if block.kind is not BlockKind.BULLETS:
            intro += [*block.lines, SourceLine(block.line, "")]
            continue
        for line in joined_items(block.lines):
            item = _ITEM.fullmatch(line.text)
            plain = source.plain(item["text"], line.number) if item else None
            match = _PARTICIPANT.fullmatch(plain.text) if plain else None
            if plain is None or match is None:
                source.report(
                    "bad-participant",
                    line.number,
                    found=line.text.strip(),
                    example="- Aino (kamera kiinni)",
                )
                continue
            note = Line(match["note"], plain.lang) if match["note"] else None
            participants.append(Participant(Line(match["name"].strip(), plain.lang), note))
    return intro, tuple(participants)


def _scene(section: Section, source: PageSource) -> Scene:
    heading = section.heading
    outcomes = [name for name in OUTCOMES if name in heading.attributes.classes]
    if len(outcomes) > 1:
        source.report("scene-outcomes", heading.line, found=" ".join(f".{o}" for o in outcomes))
    story: list[SourceLine] = []
    consequence: list[SourceLine] = []
    choices: list[Choice] = []
    for block in split_blocks(section.lines):
        if block.kind in LISTS and any(_LINK.search(line.text) for line in block.lines):
            choices += _choices(block.lines, source)
        elif block.kind is BlockKind.QUOTE:
            consequence += [*unquoted(block.lines), SourceLine(block.line, "")]
        else:
            story += [*_spoken(block.lines), SourceLine(block.line, "")]
    return Scene(
        id=section.id,
        title=source.plain(heading.title, heading.line),
        text=source.block(story) if story else None,
        consequence=source.block(consequence) if consequence else None,
        outcome=outcomes[0] if outcomes else "",
        ending=not choices and bool(heading.attributes.classes & SCENE_CLASSES),
        choices=tuple(choices),
    )


def _spoken(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Give every speaker a paragraph of the own, however closely the lines are written."""
    spoken: list[SourceLine] = []
    for line in lines:
        if spoken and _SPEECH.match(line.text):
            spoken.append(SourceLine(line.number, ""))
        spoken.append(line)
    return spoken


def _choices(lines: Sequence[SourceLine], source: PageSource) -> list[Choice]:
    choices: list[Choice] = []
    for line in joined_items(lines):
        match = _CHOICE.fullmatch(line.text)
        if match is not None:
            label = source.plain(match["label"], line.number)
            choices.append(Choice(label, match["target"], line.number))
        else:
            source.report(
                "bad-choice", line.number, found=line.text.strip(), example=CHOICE_EXAMPLE
            )
    targets = [choice.target for choice in choices]
    for place, choice in enumerate(choices):
        if choice.target in targets[:place]:
            source.report(
                "choices-alike", choice.line, severity=Severity.WARNING, found=choice.label.text
            )
    return choices
