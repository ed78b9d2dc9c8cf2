"""The practice conversation: a meeting on the screen, every choice a button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import kept
from app.core.pages.dialogue import Turn, lay_out_tiles, read_turns
from app.learn.facts import complete_page
from app.learn.practice import SUBMIT_KEY, new_key
from app.learn.reading import go_on
from app.learn.scenario_runs import (
    Run,
    choose_safe_scene,
    choose_scene,
    content_of,
    load_run,
    read_way,
    sign_way,
)
from app.learn.visits import Visit

LONGEST_STEP = 4
"""Digits of a step number; no walk is that long."""


def show(visit: Visit) -> ResponseReturnValue:
    """Draw the scene that the address names, else the first one; changes nothing."""
    unsent = _unsent_choice()
    key = request.args.get("run") or unsent.get("run", "")
    step = request.args.get("step") or unsent.get("step", "")
    if content_of(visit).safe or not SUBMIT_KEY.fullmatch(key) or not _is_number(step):
        return _draw_first(visit)
    return _draw(visit, load_run(visit, key, int(step)))


def save(visit: Visit) -> ResponseReturnValue:
    """Take a choice, or go on after an ending."""
    if request.form.get("action") == "continue":
        if not load_run(visit, "").done:
            return redirect(visit.link(), 303)
        return go_on(visit, complete_page(visit))
    if content_of(visit).safe:
        return _go_safely(visit, read_way(visit, request.form.get("way", "")))
    key, step = request.form.get("run", ""), request.form.get("step", "")
    if not _is_number(step):
        return redirect(visit.link(), 303)
    run = choose_scene(visit, key, int(step), request.form.get("to", ""))
    if run is None:
        flash(_("This conversation has changed. Choose again from here."))
        return redirect(visit.link(), 303)
    return redirect(_address(visit, run.key, run.step, "scene"), 303)


def _unsent_choice() -> Mapping[str, str]:
    """Return where a choice was made that could not be taken; any other text the layout shows."""
    fields = kept.fields()
    if "to" in fields:
        return fields
    g.kept_claimed = False
    return {}


def _draw_first(visit: Visit) -> str:
    """Draw the first scene, with a way to where the newest run stopped."""
    newest = load_run(visit, "" if content_of(visit).safe else None)
    first = Run(new_key(), newest.scenes[:1], newest.done)
    return _draw(visit, first, newest if newest.step and newest.scene.choices else None)


def _go_safely(visit: Visit, way: Sequence[str]) -> str:
    """Draw the scene at once, as the way is in no address and in no row; or the pause page."""
    if request.form.get("action") == "pause":
        return _draw_pause(visit, way)
    return _draw(visit, choose_safe_scene(visit, way))


def _draw_pause(visit: Visit, way: Sequence[str]) -> str:
    """Draw a calm page with the way back to where the conversation was left."""
    return render_template("pages/pause.html", visit=visit, way_here=sign_way(visit, way))


def _draw(visit: Visit, run: Run, stopped: Run | None = None) -> str:
    content = content_of(visit)
    turns = _turns(run.scene.text.html) if run.scene.text else ()
    way = [scene.id for scene in run.scenes[1:]]
    return render_template(
        "pages/scenario.html",
        visit=visit,
        run=run,
        safe=content.safe,
        turns=turns,
        tiles=lay_out_tiles(content.participants, turns),
        stopped_link=_address(visit, stopped.key, stopped.step) if stopped else None,
        back_link_to=_address(visit, run.key, run.step - 1, "scene") if run.step else None,
        way_here=sign_way(visit, way) if content.safe else "",
        way_back=sign_way(visit, way[:-1]) if content.safe else "",
        ways={
            choice.target: sign_way(visit, [*way, choice.target]) if content.safe else ""
            for choice in run.scene.choices
        },
    )


def _address(visit: Visit, key: str, step: int, fragment: str = "") -> str:
    return visit.link(fragment, run=key, step=str(step))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_STEP


@lru_cache(maxsize=512)
def _turns(html: str) -> tuple[Turn, ...]:
    return read_turns(html)
