"""Runs through a practice conversation: each choice saved once, an ending notes the page as done.

A safe conversation leaves no trace but "done": its way stands signed in the form and nowhere else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import exists, func, select

from app.core.pages.scenario import ScenarioContent, is_finished, walk
from app.core.pages.scenes import Scene
from app.extensions import clock, db
from app.learn.facts import add_completion
from app.learn.practice import SUBMIT_KEY, new_key
from app.learn.turns import insert_if_absent, take_turns
from app.learn.visits import Visit
from app.models import Completion, Person, ScenarioStep


@dataclass(frozen=True)
class Run:
    """One way through the conversation, as far as it leads now."""

    key: str
    scenes: tuple[Scene, ...]
    """From the first scene to the one that is shown; never empty."""
    done: bool
    """Whether the page counts as done; once true, it stays."""

    @property
    def step(self) -> int:
        """How many choices were made."""
        return len(self.scenes) - 1

    @property
    def scene(self) -> Scene:
        """The scene that is shown."""
        return self.scenes[-1]


def content_of(visit: Visit) -> ScenarioContent:
    """Return the scenes of the visited page.

    Raises:
        TypeError: the visited page is no practice conversation.
    """
    content = visit.page.content
    if not isinstance(content, ScenarioContent):
        raise TypeError(f"{visit.address} is no practice conversation")
    return content


def load_run(visit: Visit, key: str | None, step: int | None = None) -> Run:
    """Return a run as far as a step, or the person's newest one; one query.

    What the course no longer leads to is left out, so every run can go on.
    """
    mine = (
        ScenarioStep.person_id == visit.person_id,
        ScenarioStep.course_id == visit.served.course_id,
        ScenarioStep.address == visit.address,
    )
    if key is None:
        newest = select(func.max(ScenarioStep.id)).where(*mine).scalar_subquery()
        run_key = select(ScenarioStep.run_key).where(ScenarioStep.id == newest).scalar_subquery()
        wanted = ScenarioStep.run_key == run_key
    else:
        wanted = ScenarioStep.run_key == key
    done = exists().where(
        Completion.person_id == visit.person_id,
        Completion.course_id == visit.served.course_id,
        Completion.scope == "page",
        Completion.address == visit.address,
    )
    rows = db.session.execute(
        select(done.label("done"), ScenarioStep.run_key, ScenarioStep.scene)
        .select_from(Person)
        .outerjoin(ScenarioStep, wanted & mine[0] & mine[1] & mine[2])
        .where(Person.id == visit.person_id)
        .order_by(ScenarioStep.position)
    ).all()
    scenes = [row.scene for row in rows if row.scene is not None]
    if step is not None:
        scenes = scenes[:step]
    walked = _walk(visit, scenes)
    return Run(key or rows[0].run_key or new_key(), walked, rows[0].done)


def choose_scene(visit: Visit, key: str, step: int, target: str) -> Run | None:
    """Save a choice once, however often it is sent; an ending notes the page as done; commits.

    A different choice at a step that has been taken already begins a run of its own, so that going
    back in the browser loses nothing of either way.

    Returns:
        The run after the choice, or None if the course does not offer that choice any more.
    """
    take_turns(visit.person_id)
    key = key if SUBMIT_KEY.fullmatch(key) else new_key()
    whole = load_run(visit, key)
    before = whole.scenes[: step + 1]
    way = [scene.id for scene in before[1:]]
    walked = _walk(visit, [*way, target])
    if len(before) != step + 1 or len(walked) != len(before) + 1:
        db.session.rollback()
        return None
    taken = whole.scenes[step + 1 : step + 2]
    if taken and taken[0].id != target:
        key = _key_of_fork(key, step, target)
    _save_steps(visit, key, [*way, target])
    done = whole.done or is_finished(content_of(visit), walked)
    if done and not whole.done:
        add_completion(visit)
    db.session.commit()
    return Run(key, walked, done)


def choose_safe_scene(visit: Visit, way: Sequence[str]) -> Run:
    """Follow a signed way; only that the page is done is ever written; commits."""
    done = load_run(visit, "").done
    walked = _walk(visit, way)
    if is_finished(content_of(visit), walked) and not done:
        add_completion(visit)
        done = True
    db.session.commit()
    return Run("", walked, done)


def sign_way(visit: Visit, way: Sequence[str]) -> str:
    """Return a way through a safe conversation for a form field; only its walker can use it."""
    return _serializer().dumps([visit.person_id, visit.address, *way])


def read_way(visit: Visit, signed: str) -> list[str]:
    """Return the way that a form field holds; empty when it is not this person's on this page."""
    try:
        value = _serializer().loads(signed)
    except BadSignature:
        return []
    if not isinstance(value, list) or value[:2] != [visit.person_id, visit.address]:
        return []
    return [str(one) for one in value[2:]]


def _walk(visit: Visit, scenes: Sequence[str]) -> tuple[Scene, ...]:
    content = content_of(visit)
    return walk(content, [content.scenes[0].id, *scenes])


def _save_steps(visit: Visit, key: str, way: Sequence[str]) -> None:
    now = clock.now()
    insert_if_absent(
        ScenarioStep,
        [
            {
                "person_id": visit.person_id,
                "course_id": visit.served.course_id,
                "address": visit.address,
                "run_key": key,
                "position": position,
                "scene": scene,
                "at": now,
            }
            for position, scene in enumerate(way, start=1)
        ],
    )


def _key_of_fork(key: str, step: int, target: str) -> str:
    """Return the key of the run that another choice begins: the same when it is sent again."""
    return hashlib.sha256(f"{key}/{step}/{target}".encode()).hexdigest()[:30]


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="way through a conversation")
