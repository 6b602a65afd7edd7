"""What must hold of every history, however it was written: made-up ones of several touchpoints and systems."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from judge_histories import NEW, OLD, OTHERS, history, letter, look, scenario

from tellonce.judge import judge, judge_stream
from tellonce.model.cell import CellVerdict
from tellonce.model.observation import Observation
from tellonce.model.verdict import Outcome

CELLS = (("postal_address", "profile"), ("postal_address", "desktop"), ("postal_address", "card-letter"))
MIXED = {**OLD, "street": NEW["street"]}
VALUES = {"old": OLD, "new": NEW, "another's": OTHERS, "mixed": MIXED}
PLACES = st.sampled_from(["profile", "desktop", "card-letter", "master", "hub", "cards"])
SEEN = st.sampled_from([*VALUES, "absent", "blind"])
# Nobody looks twice at one place at once: which of the two was first would be anybody's guess.
LOOKS = st.lists(st.tuples(PLACES, st.integers(11, 200), SEEN), max_size=14, unique_by=lambda one: one[:2])


def looks_of(said: list[tuple[str, int, str]]) -> list[Observation]:
    return [_look(nth, place, at, what) for nth, (place, at, what) in enumerate(said)]


def _look(nth: int, place: str, at: int, what: str) -> Observation:
    more: dict[str, Any] = {"observer": place in ("master", "hub", "cards")}
    if what == "blind":
        return look(place, at, outcome="failed", why="no connection", **more)
    if what == "absent":
        return look(place, at, outcome="absent", **more)
    if place == "card-letter":
        return letter(place, at, VALUES[what], item=f"{nth}.pdf", originated_s=at - 0.5)
    return look(place, at, seen=VALUES[what], **more)


def judged(looks: list[Observation]) -> tuple[CellVerdict, ...]:
    stranger = scenario(name="before", customer="c9", values={"postal_address": OTHERS}, cells=())
    return judge(history(stranger, scenario(*looks, cells=CELLS)))


@given(LOOKS)
def test_judging_again_and_judging_as_it_comes_yield_the_same(said: list[tuple[str, int, str]]) -> None:
    told = history(scenario(*looks_of(said), cells=CELLS))

    assert judge(told) == judge(told) == judge_stream(iter(told.events))


@given(LOOKS, st.randoms(use_true_random=False))
def test_the_order_in_which_looks_were_written_changes_nothing(
    said: list[tuple[str, int, str]], chance: random.Random
) -> None:
    looks = looks_of(said)
    shuffled = chance.sample(looks, len(looks))

    assert judged(shuffled) == judged(looks)


@given(LOOKS, PLACES, st.integers(11, 200))
def test_a_look_that_could_not_see_makes_no_failure_pass_and_no_pass_of_what_did_not(
    said: list[tuple[str, int, str]], place: str, at: int
) -> None:
    before, after = judged(looks_of(said)), judged(looks_of([*said, (place, at, "blind")]))

    for was, now in zip(before, after, strict=True):
        assert (now.verdict.outcome is Outcome.FAILING) >= (was.verdict.outcome is Outcome.FAILING)
        assert (now.verdict.outcome is Outcome.PASSING) <= (was.verdict.outcome is Outcome.PASSING)


@given(LOOKS)
def test_only_what_was_seen_to_be_new_passes(said: list[tuple[str, int, str]]) -> None:
    for cell in judged(looks_of(said)):
        if cell.verdict.outcome is Outcome.PASSING:
            seen = [what for place, _, what in said if place == cell.touchpoint and what != "blind"]
            assert "new" in seen


@given(LOOKS)
def test_a_break_is_located_where_one_side_knew_and_the_other_did_not(said: list[tuple[str, int, str]]) -> None:
    called = {"customer master": "master", "event hub": "hub", "card system": "cards"}
    for cell in judged(looks_of(said)):
        if cell.broke_between is not None:
            knew, _ = cell.broke_between
            place = called.get(knew)
            assert place is None or (place, "new") in [(where, what) for where, _, what in said]
