"""The course of a quiz: which items are drawn, what is asked next, when it is passed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from random import Random

from msgspec import Struct

from app.core.course import Course, Page, Question, address
from app.core.pages.quiz import QuizContent
from app.core.questions import kind_of


class Item(Struct, frozen=True):
    """A question as a quiz sees it."""

    address: str
    """``lesson/question``; the page is left out, so moving a question keeps its answers."""
    critical: bool = False
    """Always needs full credit."""
    scored: bool = True
    """Whether its credit counts; what is not scored has only to be answered."""
    theme: str = ""
    """What a critical item is about; of each theme one is drawn before a second of any."""


class Pool(Struct, frozen=True):
    """What a quiz may draw from."""

    own: tuple[Item, ...]
    """The items on its own page."""
    modules: Mapping[str, tuple[Item, ...]] = {}
    """Module id to the items of all other quizzes of that module."""


class Answer(Struct, frozen=True):
    """The fact that an item was answered; facts are only ever added, in order of time."""

    item: str
    credit: Fraction


class Attempt(Struct, frozen=True):
    """How far a learner is with the drawn items."""

    next_item: str | None
    """The item to ask now; None when nothing is left to ask."""
    right: tuple[str, ...]
    """Items with full credit."""
    missed: tuple[str, ...]
    """Items answered, but not yet with full credit."""
    open_items: tuple[str, ...]
    """Items not answered at all."""
    round: int
    """Counted from 1; each later round asks only what was missed."""
    between_rounds: bool
    """Whether a round has just ended: time to show which pages to read again."""
    score: Fraction
    """Share of the credit that counts, each item at its best try."""
    passed: bool
    """Whether everything was answered, the score is enough and critical items are right."""

    @property
    def asked(self) -> int:
        """How many drawn items can still be asked or were answered."""
        return len(self.right) + len(self.missed) + len(self.open_items)

    @property
    def gone(self) -> bool:
        """Whether every drawn question was removed: then a new attempt is drawn."""
        return self.asked == 0


def shuffle_for(seed: str, question_id: str, try_number: int) -> Random:
    """Return the shuffle of one try at one question: the same at every reload, new at a retry."""
    # A shuffle is no secret, and it has to be the same tomorrow.
    return Random(f"{seed}/{question_id}/{try_number}")  # noqa: S311


def pool_of(course: Course, lesson_id: str, page: Page) -> Pool:
    """Return what the quiz on a page may draw from; the items of an exam are its own alone."""
    own = tuple(_items(lesson_id, page))
    taken = {item.address for item in own}
    if isinstance(page.content, QuizContent) and page.content.exam:
        return Pool(own)
    return Pool(
        own,
        {
            module.id: tuple(
                item
                for lesson in module.lessons
                for other in lesson.pages
                if isinstance(other.content, QuizContent) and not other.content.exam
                for item in _items(lesson.id, other)
                if item.address not in taken
            )
            for module in course.modules
        },
    )


def item_of(lesson_id: str, question: Question) -> Item:
    """Return how a quiz sees a question."""
    return Item(
        address(lesson_id, question.id),
        question.critical,
        kind_of(question).scored,
        question.theme,
    )


def _items(lesson_id: str, page: Page) -> Iterator[Item]:
    return (item_of(lesson_id, question) for question in page.questions)


def draw_items(settings: QuizContent, pool: Pool, random: Random) -> tuple[str, ...]:
    """Return the addresses of the items of a new attempt, in the order of asking.

    Takes ``draw`` items of the page (all without it) and the given number from each module.
    At least ``critical`` of them are critical ones, as far as there are so many: one of each
    theme first, so that as many critical ones as there are themes ask about all of them. A quiz
    that draws nothing, or is fixed, keeps the written order.
    """
    shares: list[tuple[list[Item], int]] = [
        (list(pool.own), len(pool.own) if settings.draw is None else settings.draw)
    ]
    shares += [(list(pool.modules.get(one.module, ())), one.count) for one in settings.sources]
    written = list(dict.fromkeys(item.address for items, _ in shares for item in items))
    wanted = settings.critical or 0
    drawn: list[str] = []
    themes: set[str] = set()
    for items, count in shares:
        fresh = [item for item in items if item.address not in drawn]
        random.shuffle(fresh)
        # As many critical ones first as are still wanted; the others get no privilege.
        urgent = _themes_first(fresh, themes)[:wanted]
        chosen = (urgent + [item for item in fresh if item not in urgent])[:count]
        wanted -= min(wanted, sum(item.critical for item in chosen))
        themes |= {item.theme for item in chosen if item.critical}
        drawn += [item.address for item in chosen]
    if settings.fixed or len(drawn) == len(written):
        return tuple(one for one in written if one in drawn)
    random.shuffle(drawn)
    return tuple(drawn)


def _themes_first(items: Sequence[Item], asked: AbstractSet[str]) -> list[Item]:
    """Return the critical items, the first of each theme that is not asked yet before the rest."""
    first: dict[str, Item] = {}
    for item in items:
        if item.critical and item.theme and item.theme not in asked:
            first.setdefault(item.theme, item)
    rest = [item for item in items if item.critical and item not in first.values()]
    return [*first.values(), *rest]


def follow_attempt(
    settings: QuizContent,
    drawn: Sequence[str],
    items: Mapping[str, Item],
    answers: Sequence[Answer],
    seed: str,
) -> Attempt:
    """Return where a learner is, from what was drawn and answered.

    A drawn question that was removed since is not asked any more. Nothing is lost by that: it
    still counts where it helps to pass, and never where it would not.

    Args:
        settings: The quiz page's settings.
        drawn: Addresses of the attempt's items.
        items: The questions that exist, by address.
        answers: All answers of this attempt in order of time.
        seed: The attempt's own; gives each later round its order.
    """
    best: dict[str, Fraction] = {}
    for answer in answers:
        best[answer.item] = max(answer.credit, best.get(answer.item, Fraction(0)))
    asked = [one for one in dict.fromkeys(drawn) if one in items]
    missed = tuple(one for one in asked if one in best and best[one] < 1)
    open_items = tuple(one for one in asked if one not in best)
    number, left, fresh = _walk_rounds(asked, answers, seed)
    score = _score(settings, drawn, items, best)
    enough = score >= settings.pass_share and not any(items[one].critical for one in missed)
    return Attempt(
        next_item=left[0] if left else None,
        right=tuple(one for one in asked if best.get(one) == 1),
        missed=missed,
        open_items=open_items,
        round=number,
        between_rounds=fresh and number > 1,
        score=score,
        passed=bool(asked) and not open_items and enough,
    )


def _walk_rounds(
    asked: Sequence[str], answers: Sequence[Answer], seed: str
) -> tuple[int, list[str], bool]:
    """Return the round's number, what it still asks, and whether it has only begun."""
    number, turn, seen, ender = 1, list(asked), set[str](), ""
    right: set[str] = set()
    for answer in answers:
        if answer.item not in asked:
            continue
        if answer.credit == 1:
            right.add(answer.item)
        if answer.item == ender and not seen:
            # Tried again at once: that still belongs to the round that has ended.
            continue
        seen.add(answer.item)
        if seen.issuperset(turn):
            number, seen, ender = number + 1, set(), answer.item
            turn = _next_turn([one for one in asked if one not in right], ender, seed, number)
    # What has become right since needs no second visit in this round.
    left = [one for one in turn if one not in seen and one not in right]
    return number, left, not seen


def _next_turn(missed: list[str], ender: str, seed: str, number: int) -> list[str]:
    """Return the missed items reshuffled, the one just seen not first if there are others."""
    shuffle_for(seed, "round", number).shuffle(missed)
    if missed[:1] == [ender]:
        missed = missed[1:] + missed[:1]
    return missed


def _score(
    settings: QuizContent,
    drawn: Sequence[str],
    items: Mapping[str, Item],
    best: Mapping[str, Fraction],
) -> Fraction:
    """Return the mean of the best credits; removed items count only where they do not lower."""
    credits_ = [
        best.get(one, Fraction(0))
        for one in dict.fromkeys(drawn)
        if (items[one].scored if one in items else best.get(one, -1) >= settings.pass_share)
    ]
    return sum(credits_, Fraction(0)) / len(credits_) if credits_ else Fraction(1)
