"""Drawing a quiz and following an attempt: nothing earned is ever lost."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.core.course import Course, Lesson, Line, Module, Page, Question, Text
from app.core.pages.quiz import QuizContent, QuizSource
from app.core.quiz import (
    Answer,
    Attempt,
    Item,
    Pool,
    draw_items,
    follow_attempt,
    item_of,
    pool_of,
    shuffle_for,
)
from tests.support.questions import case

SEED = "attempt 1"
NAMES = [f"ryhma/q{number}" for number in range(6)]
CREDITS = st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(1)])
ANSWERS = st.lists(
    st.builds(Answer, st.sampled_from([*NAMES, "ryhma/poistettu"]), CREDITS), max_size=20
)
SETTINGS = st.builds(
    QuizContent, pass_share=st.sampled_from([Fraction(1), Fraction(4, 5), Fraction(1, 2)])
)
ITEMS = st.builds(
    lambda criticals, unscored: {
        name: Item(name, name in criticals, name not in unscored) for name in NAMES
    },
    st.sets(st.sampled_from(NAMES)),
    st.sets(st.sampled_from(NAMES)),
)


def items(count: int, criticals: int = 0, lesson: str = "ryhma") -> tuple[Item, ...]:
    return tuple(Item(f"{lesson}/q{n}", critical=n < criticals) for n in range(count))


def follow(
    answers: Sequence[Answer],
    *,
    settings: QuizContent | None = None,
    drawn: Sequence[str] = NAMES,
    known: dict[str, Item] | None = None,
) -> Attempt:
    everything = {name: Item(name) for name in NAMES}
    return follow_attempt(
        settings or QuizContent(), drawn, everything if known is None else known, answers, SEED
    )


def right(*names: str) -> list[Answer]:
    return [Answer(name, Fraction(1)) for name in names]


def wrong(*names: str) -> list[Answer]:
    return [Answer(name, Fraction(0)) for name in names]


def generator(number: int) -> Random:
    return shuffle_for("test", "draw", number)


@given(
    count=st.integers(0, 12),
    criticals=st.integers(0, 12),
    draw=st.integers(1, 12),
    wanted=st.integers(0, 12),
    number=st.integers(),
)
def test_a_draw_takes_as_many_as_asked_and_guarantees_critical_ones(
    count: int, criticals: int, draw: int, wanted: int, number: int
) -> None:
    pool = Pool(items(count, criticals))
    drawn = draw_items(QuizContent(draw=draw, critical=wanted), pool, generator(number))
    assert len(drawn) == len(set(drawn)) == min(draw, count)
    there = {item.address for item in pool.own if item.critical}
    assert len(there.intersection(drawn)) >= min(wanted, draw, len(there))


def test_different_attempts_draw_different_items() -> None:
    pool = Pool(items(20))
    draws = {draw_items(QuizContent(draw=8), pool, generator(n)) for n in range(20)}
    assert len(draws) > 15
    assert {one for drawn in draws for one in drawn} == {item.address for item in pool.own}


def test_without_a_draw_everything_is_asked_in_the_written_order() -> None:
    pool = Pool(items(9))
    drawn = draw_items(QuizContent(), pool, generator(1))
    assert drawn == tuple(item.address for item in pool.own)


def test_a_fixed_quiz_keeps_the_written_order_of_what_it_drew() -> None:
    for number in range(10):
        drawn = draw_items(QuizContent(draw=4, fixed=True), Pool(items(9)), generator(number))
        assert list(drawn) == sorted(drawn)


def test_questions_come_from_other_modules_in_the_given_numbers() -> None:
    pool = Pool(
        items(2, lesson="koe"),
        {"vertaistuki": items(9, lesson="pilarit"), "ohjaaminen": items(3, 1, lesson="ryhma")},
    )
    settings = QuizContent(
        critical=1,
        sources=(QuizSource("vertaistuki", 4), QuizSource("ohjaaminen", 5), QuizSource("ei", 2)),
    )
    drawn = draw_items(settings, pool, generator(3))
    lessons = [one.split("/")[0] for one in drawn]
    assert {name: lessons.count(name) for name in set(lessons)} == {
        "koe": 2,
        "pilarit": 4,
        "ryhma": 3,
    }


def test_critical_ones_are_found_in_whichever_share_has_them() -> None:
    pool = Pool((), {"a": items(9, lesson="a"), "b": items(9, 3, lesson="b")})
    settings = QuizContent(critical=3, sources=(QuizSource("a", 2), QuizSource("b", 3)))
    for number in range(10):
        drawn = draw_items(settings, pool, generator(number))
        assert {"b/q0", "b/q1", "b/q2"} <= set(drawn)


def quiz_page(page_id: str, *questions: Question) -> Page:
    empty = Text("", "fi")
    return Page(page_id, "quiz", Line("Testi", "fi"), empty, QuizContent(), questions)


def test_a_pool_holds_the_page_and_the_other_quizzes_of_each_module() -> None:
    first, second = case("choose-one"), case("own-words")
    pages = (quiz_page("testi", first), quiz_page("koe", second))
    lesson = Lesson("ryhma", "1.1", Line("Ryhmä", "fi"), pages, 5)
    module = Module("ohjaaminen", 1, Line("Ohjaaminen", "fi"), Text("", "fi"), (lesson,))
    course = Course("k", "fi", Line("K", "fi"), Text("", "fi"), (module,), ("fi",))
    own = quiz_page("loppu", Question("q-oma", first.kind, first.prompt, first.content))
    assert pool_of(course, "loppu", own) == Pool(
        (Item("loppu/q-oma"),),
        {"ohjaaminen": (Item("ryhma/q-testi"), Item("ryhma/q-testi", False, False))},
    )
    assert item_of("ryhma", second) == Item("ryhma/q-testi", scored=False)
    assert pool_of(course, "ryhma", pages[0]).modules == {"ohjaaminen": ()}


def test_questions_are_asked_one_after_the_other() -> None:
    assert follow([]).next_item == NAMES[0]
    assert follow(right(NAMES[0])).next_item == NAMES[1]
    assert follow(wrong(NAMES[0])).next_item == NAMES[1]
    assert follow(wrong(NAMES[0]) + right(NAMES[0])).next_item == NAMES[1]
    assert not follow(wrong(*NAMES[:5])).between_rounds


def test_only_what_was_missed_comes_back_and_first_the_result_is_shown() -> None:
    answers = wrong(NAMES[1], NAMES[4]) + right(NAMES[0], NAMES[2], NAMES[3], NAMES[5])
    after = follow(answers)
    assert after.between_rounds
    assert after.round == 2
    assert set(after.missed) == {NAMES[1], NAMES[4]}
    assert after.next_item in after.missed
    again = follow(answers + right(after.next_item or ""))
    assert not again.between_rounds
    (last,) = again.missed
    assert again.next_item == last
    assert follow(answers + right(NAMES[1], NAMES[4])).passed


def test_trying_again_at_once_still_belongs_to_the_round_that_ended() -> None:
    answers = wrong(*NAMES)
    ended = follow(answers)
    assert ended.next_item != NAMES[5]
    retried = follow(answers + right(NAMES[5]))
    assert retried.between_rounds
    assert retried.round == ended.round
    assert NAMES[5] not in retried.missed


def test_everyone_who_goes_on_gets_to_every_missed_question() -> None:
    answers = wrong(*NAMES)
    visited: set[str] = set()
    for _ in NAMES:
        asked = follow(answers).next_item
        assert asked is not None
        visited.add(asked)
        answers += wrong(asked)
    assert visited == set(NAMES)


def test_rounds_are_reshuffled_but_stay_the_same_at_a_reload() -> None:
    answers = wrong(*NAMES)
    orders: set[tuple[str, ...]] = set()
    for _ in range(4):
        asked: list[str] = []
        for _ in NAMES:
            item = follow(answers).next_item or ""
            assert item == follow(answers).next_item
            asked.append(item)
            answers += wrong(item)
        orders.add(tuple(asked))
    assert len(orders) > 1


@pytest.mark.parametrize(("count", "passed"), [(3, False), (4, True)])
def test_the_pass_share_is_exact(count: int, passed: bool) -> None:
    drawn = NAMES[:5]
    answers = right(*drawn[:count]) + wrong(*drawn[count:])
    attempt = follow(answers, drawn=drawn, settings=QuizContent(pass_share=Fraction(4, 5)))
    assert attempt.passed is passed
    assert attempt.score == Fraction(count, 5)


def test_nothing_is_passed_before_every_question_was_answered() -> None:
    settings = QuizContent(pass_share=Fraction(1, 2))
    assert not follow(right(*NAMES[:5]), settings=settings).passed
    assert follow(right(*NAMES[:5]) + wrong(NAMES[5]), settings=settings).passed


def test_a_critical_question_always_needs_full_credit() -> None:
    known = {name: Item(name, critical=name == NAMES[0]) for name in NAMES}
    settings = QuizContent(pass_share=Fraction(1, 2))
    half = [Answer(NAMES[0], Fraction(1, 2)), *right(*NAMES[1:])]
    assert not follow(half, settings=settings, known=known).passed
    assert follow(half + right(NAMES[0]), settings=settings, known=known).passed


def test_own_words_have_to_be_answered_but_are_never_scored() -> None:
    known = {name: Item(name, scored=name != NAMES[0]) for name in NAMES[:2]}
    settings = QuizContent(pass_share=Fraction(1, 2))
    drawn = NAMES[:2]
    written = follow(right(NAMES[0]) + wrong(NAMES[1]), settings=settings, drawn=drawn, known=known)
    assert written.score == 0
    assert not written.passed
    unwritten = follow(right(NAMES[1]), settings=settings, drawn=drawn, known=known)
    assert unwritten.score == 1
    assert not unwritten.passed


def test_an_attempt_whose_questions_are_all_gone_asks_for_a_new_draw() -> None:
    attempt = follow(right(NAMES[0]), known={})
    assert (attempt.gone, attempt.next_item, attempt.passed) == (True, None, False)


@given(settings=SETTINGS, known=ITEMS, answers=ANSWERS)
def test_an_attempt_adds_up(
    settings: QuizContent, known: dict[str, Item], answers: list[Answer]
) -> None:
    attempt = follow(answers, settings=settings, known=known)
    assert sorted(attempt.right + attempt.missed + attempt.open_items) == NAMES
    assert 0 <= attempt.score <= 1
    assert (attempt.next_item is None) == (not attempt.missed and not attempt.open_items)
    assert attempt.next_item not in attempt.right
    assert attempt.passed or attempt.next_item is not None
    if attempt.passed:
        assert attempt.score >= settings.pass_share
        assert all(not known[name].critical for name in attempt.missed)


@given(settings=SETTINGS, known=ITEMS, answers=ANSWERS, more=ANSWERS)
def test_another_answer_never_takes_anything_away(
    settings: QuizContent, known: dict[str, Item], answers: list[Answer], more: list[Answer]
) -> None:
    before = follow(answers, settings=settings, known=known)
    after = follow(answers + more, settings=settings, known=known)
    assert set(before.right) <= set(after.right)
    assert after.score >= before.score
    assert after.passed or not before.passed


@given(
    settings=SETTINGS,
    known=ITEMS,
    credits_=st.lists(CREDITS, min_size=len(NAMES), max_size=len(NAMES)),
    removed=st.sets(st.sampled_from(NAMES)),
)
def test_removing_questions_never_takes_a_pass_away(
    settings: QuizContent,
    known: dict[str, Item],
    credits_: list[Fraction],
    removed: set[str],
) -> None:
    answers = [Answer(name, credit) for name, credit in zip(NAMES, credits_, strict=True)]
    while not follow(answers, settings=settings, known=known).passed:
        # Only just enough to pass.
        answers += right(follow(answers, settings=settings, known=known).missed[0])
    left = {name: item for name, item in known.items() if name not in removed}
    after = follow(answers, settings=settings, known=left)
    assert after.passed or after.gone


@given(known=ITEMS, credits_=st.lists(CREDITS, min_size=60, max_size=60))
def test_whoever_answers_right_in_the_end_passes(
    known: dict[str, Item], credits_: list[Fraction]
) -> None:
    answers: list[Answer] = []
    for credit in [*credits_, *[Fraction(1)] * len(NAMES)]:
        asked = follow(answers, known=known).next_item
        if asked is None:
            break
        answers.append(Answer(asked, credit))
    assert follow(answers, known=known).passed


@given(st.text(), st.text(), st.integers(0, 99))
def test_a_shuffle_is_kept_until_answered_and_new_at_a_retry(
    seed: str, question_id: str, try_number: int
) -> None:
    def order(number: int) -> list[int]:
        numbers = list(range(50))
        shuffle_for(seed, question_id, number).shuffle(numbers)
        return numbers

    assert order(try_number) == order(try_number)
    assert order(try_number) != order(try_number + 1)


THEMES = ("hata", "kysy", "salaisuus", "hoito")


@given(st.integers(0, 2**16), st.integers(1, 3))
def test_critical_items_are_drawn_one_of_each_theme_first(seed: int, of_each: int) -> None:
    themed = tuple(
        Item(f"ryhma/{theme}-{n}", critical=True, theme=theme)
        for theme in THEMES
        for n in range(of_each)
    )
    pool = Pool((*items(8), *themed))
    theme_of = {item.address: item.theme for item in pool.own}
    drawn = draw_items(
        QuizContent(draw=6, critical=4, exam=True), pool, shuffle_for(str(seed), "draw", 1)
    )
    assert len(drawn) == 6
    assert {theme_of[one] for one in drawn} >= set(THEMES)


@given(st.integers(0, 2**16))
def test_fewer_critical_items_than_themes_are_of_different_themes(seed: int) -> None:
    themed = tuple(
        Item(f"ryhma/{theme}-{n}", critical=True, theme=theme) for theme in THEMES for n in range(3)
    )
    drawn = draw_items(
        QuizContent(draw=2, critical=2), Pool(themed), shuffle_for(str(seed), "draw", 1)
    )
    assert len({one.rpartition("-")[0] for one in drawn}) == 2


def test_the_items_of_an_exam_are_its_own_alone() -> None:
    asked = replace(case("choose-one"), id="k1")
    exam = replace(quiz_page("koe", asked), content=QuizContent(exam=True))
    test = quiz_page("testi", replace(asked, id="t1"))
    lesson = Lesson("ryhma", "1.1", Line("Ryhmä", "fi"), (exam, test), 5)
    module = Module("yksi", 1, Line("Yksi", "fi"), Text("", "fi"), (lesson,))
    course = Course("k", "fi", Line("K", "fi"), Text("", "fi"), (module,), ("fi",))
    assert pool_of(course, "ryhma", test).modules == {"yksi": ()}
    assert pool_of(course, "ryhma", exam) == Pool((Item("ryhma/k1"),))
