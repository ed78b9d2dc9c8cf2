"""Completions of one person in one course: read in one query, written when they come true."""

from __future__ import annotations

from sqlalchemy import select

from app.core.course import address
from app.core.progress import Fact, Scope, new_facts
from app.extensions import clock, db
from app.learn.turns import insert_if_absent, take_turns
from app.learn.visits import Visit
from app.models import Completion


def load_facts(person_id: int, course_id: int) -> dict[Fact, int]:
    """Return every completion with the number that tells which came first; one query."""
    rows = db.session.execute(
        select(Completion.scope, Completion.address, Completion.id).where(
            Completion.person_id == person_id, Completion.course_id == course_id
        )
    )
    return {Fact(Scope(scope), where): number for scope, where, number in rows}


def complete_page(visit: Visit) -> str | None:
    """Note that the visited page is done, and commit.

    Returns:
        The id of its module if that is complete and no page of it was completed later: then it
        is time to say so. The same submit sent again gets the same answer.
    """
    found = add_completion(visit)
    db.session.commit()
    return found


def add_completion(visit: Visit, also: frozenset[Fact] = frozenset()) -> str | None:
    """Do the same as `complete_page` without a commit, as part of a larger act.

    ``also`` are facts about other pages that become true with it.
    """
    take_turns(visit.person_id)
    known = load_facts(visit.person_id, visit.served.course_id)
    fresh = also - known.keys()
    made = fresh | new_facts(visit.served.course, frozenset(known) | fresh, visit.place.counts_as)
    _write(visit, made)
    module = visit.place.module
    if Fact(Scope.MODULE, module.id) not in known.keys() | made:
        return None
    own = known.get(Fact(Scope.PAGE, visit.place.counts_as))
    if own is None:
        return module.id
    pages = (
        Fact(Scope.PAGE, address(lesson.id, page.id))
        for lesson in module.lessons
        for page in lesson.pages
    )
    return module.id if all(known.get(page, 0) <= own for page in pages) else None


def _write(visit: Visit, made: frozenset[Fact]) -> None:
    now = clock.now()
    insert_if_absent(
        Completion,
        [
            {
                "person_id": visit.person_id,
                "course_id": visit.served.course_id,
                "scope": fact.scope.value,
                "address": fact.address,
                "revision_id": visit.served.revision_id,
                "completed_at": now,
            }
            for fact in sorted(made, key=lambda fact: (fact.scope != Scope.PAGE, fact.address))
        ],
    )
