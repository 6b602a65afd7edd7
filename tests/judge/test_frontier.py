"""Where it broke: several parents, places that nobody sees, looks that disagree, and how it broke."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judge_histories import BLUEPRINT, OLD, history, letter, look, scenario

from tellonce.judge import judge
from tellonce.judge.frontier import Break, find_break
from tellonce.judge.knowledge import Knowledge
from tellonce.model.blueprint import Blueprint
from tellonce.model.change import Replaced
from tellonce.model.verdict import Sight, Verdict

AT_S = 800.0
NAMES = {"master": "customer master", "hub": "event hub", "cards": "card system", "letters": "letter system"}
NOT_TOLD = {Verdict.STALE, Verdict.REVERTED, Verdict.LOST, Verdict.PARTIAL, Verdict.GARBLED, Verdict.LATE}
HOPS = ["master hub", "hub cards", "hub letters", "cards letters"]


def saw(*looks: tuple[float, str]) -> Knowledge:
    """Looks of a second each: (end in seconds from t0, class letter)."""
    return Knowledge(looks=tuple((end_s - 1, end_s, Sight(letter)) for end_s, letter in looks))


KNEW = saw((1, "N"), (900, "N"))
NEVER = saw((1, "O"), (900, "O"))
LEARNED_LATER = saw((1, "O"), (750, "O"), (850, "O"), (900, "N"))
SOME_TIME = saw((1, "O"), (900, "N"))


def broke(
    systems: Mapping[str, Knowledge],
    *,
    verdict: Verdict = Verdict.STALE,
    fed_by: str = "letters",
    kind: str = "emission",
    last: str = "O",
    hops: list[str] = HOPS,
    reached_s: float | None = None,
    **more: Any,
) -> Break | None:
    """The break of a card letter that was wrong 800 s after t0."""
    given = BLUEPRINT.model_dump(by_alias=True)
    given["hops"] = [dict(zip(("from", "to"), hop.split(), strict=True)) for hop in hops]
    given["systems"] = {**{key: {"called": called} for key, called in NAMES.items()}, **more}
    touchpoint = BLUEPRINT.touchpoints["card-letter"].model_copy(update={"fed_by": fed_by, "kind": kind})
    return find_break(
        verdict,
        fact="postal_address",
        touchpoint=touchpoint,
        at_s=AT_S,
        until_s=AT_S,
        last=Sight(last),
        blueprint=Blueprint.model_validate(given),
        systems=systems,
        reached_s=reached_s,
    )


def said(systems: Mapping[str, Knowledge], **more: Any) -> str:
    found = broke(systems, **more)
    return "" if found is None else found.how


def test_it_broke_below_the_deepest_system_that_knew() -> None:
    systems = {"master": KNEW, "hub": KNEW, "cards": NEVER, "letters": NEVER}
    assert said(systems, fed_by="cards") == "event hub (knew at 1 s) and card system (never knew)"


def test_of_several_ways_to_a_system_the_one_that_did_not_know_either_is_told() -> None:
    systems = {"hub": KNEW, "cards": NEVER, "letters": NEVER}
    assert said(systems) == (
        "event hub (knew at 1 s) and letter system (never knew; card system, on another way to it, never knew)"
    )


def test_of_several_ways_to_a_system_all_that_knew_are_told() -> None:
    systems = {"hub": KNEW, "cards": KNEW, "letters": NEVER}
    assert said(systems) == "event hub (knew at 1 s) and letter system (never knew; card system knew as well)"


def test_a_way_on_which_nobody_looks_is_named_and_nothing_is_said_of_it() -> None:
    found = broke({"master": KNEW, "letters": NEVER})
    assert found is not None
    assert found.between == ("customer master", "letter system")
    assert found.how == (
        "customer master (knew at 1 s) and letter system (never knew; nothing watches event hub in between)"
    )
    assert found.kind == ""


def test_a_way_is_named_down_to_the_touchpoint() -> None:
    assert said({"master": KNEW}, fed_by="cards") == (
        "customer master (knew at 1 s) and the card letter "
        "(never showed it; nothing watches event hub and card system in between)"
    )


def test_when_no_system_knew_it_broke_after_the_answer() -> None:
    everybody = dict.fromkeys(NAMES, NEVER)
    assert said(everybody) == "the company's answer and customer master (never knew)"
    assert said({"hub": NEVER, "letters": NEVER}) == (
        "the company's answer and event hub (never knew; nothing watches customer master in between)"
    )


def test_nothing_is_said_where_nobody_could_look() -> None:
    assert broke({}) is None
    assert broke({"elsewhere": KNEW}) is None


@pytest.mark.parametrize("verdict", sorted(set(Verdict) - NOT_TOLD))
def test_nothing_broke_on_the_way_of_what_arrived_or_went_astray(verdict: Verdict) -> None:
    assert broke({"letters": NEVER, "hub": KNEW}, verdict=verdict) is None


def test_a_system_that_knew_though_nobody_told_it_is_said_to_disagree() -> None:
    assert said({"master": NEVER, "hub": NEVER, "cards": KNEW, "letters": NEVER}) == (
        "card system (knew at 1 s; event hub, which should have told it, never knew) and letter system "
        "(never knew; event hub, on another way to it, never knew)"
    )


def test_what_a_system_learned_after_the_letter_was_sent_is_no_help() -> None:
    assert (
        said({"hub": KNEW, "letters": LEARNED_LATER})
        == "event hub (knew at 1 s) and letter system (knew at 15 minutes)"
    )


def test_when_a_system_learned_it_about_then_nobody_can_say_on_which_side_it_broke() -> None:
    assert said({"hub": KNEW, "letters": SOME_TIME}) == (
        "event hub (knew at 1 s) and the card letter (never showed it; whether letter system knew by then was not seen)"
    )


def test_what_was_new_and_old_again_in_a_system_was_overwritten_there() -> None:
    found = broke({"hub": KNEW, "letters": saw((1, "N"), (500, "O"), (900, "O"))}, verdict=Verdict.REVERTED)
    assert found is not None
    assert found.how == "event hub (knew at 1 s) and letter system (knew at 1 s, overwritten by 8.3 minutes)"
    assert found.kind == "overwritten"


def test_what_was_overwritten_only_afterwards_was_not_overwritten() -> None:
    found = broke({"hub": KNEW, "letters": saw((1, "O"), (790, "O"), (810, "O"), (820, "N"), (900, "O"))})
    assert found is not None
    assert found.kind == ""


def test_a_page_that_was_new_and_old_again_while_its_system_knew_was_overwritten() -> None:
    found = broke({"letters": KNEW}, verdict=Verdict.REVERTED, kind="state", reached_s=2.0)
    assert found is not None
    assert found.how == "letter system (knew at 1 s) and the card letter (had it at 2 s; then it was overwritten)"
    assert found.kind == "overwritten"


def test_an_old_value_used_while_its_own_system_knew_better_is_an_older_copy() -> None:
    found = broke({"letters": KNEW}, kind="state")
    assert found is not None
    assert found.how == "letter system (knew at 1 s) and the card letter (never showed it; an older copy was used)"
    assert found.kind == "older copy"


def test_what_never_came_though_its_system_knew_was_not_sent() -> None:
    found = broke({"letters": KNEW}, verdict=Verdict.LOST)
    assert found is not None
    assert found.how == "letter system (knew at 1 s) and the card letter (never showed it; it was not sent)"
    assert found.kind == "not sent"


def test_where_nobody_looked_in_between_it_is_not_said_how_it_broke() -> None:
    for verdict in (Verdict.STALE, Verdict.LOST, Verdict.REVERTED):
        found = broke({"hub": KNEW}, verdict=verdict)
        assert found is not None
        assert found.kind == ""


def test_what_lies_among_the_rejected_was_sent_and_rejected() -> None:
    dead = {"dead": {"called": "dead letters", "rejected_by": "letters"}}
    found = broke({"hub": KNEW, "letters": NEVER, "dead": KNEW}, dead=dead["dead"])
    assert found is not None
    assert found.how == (
        "event hub (knew at 1 s) and letter system (never knew; it was sent and rejected: dead letters holds it)"
    )
    assert found.kind == "rejected"
    empty = broke({"hub": KNEW, "letters": NEVER, "dead": NEVER}, dead=dead["dead"])
    assert empty is not None
    assert (empty.kind, "rejected" in empty.how) == ("", False)


def test_half_of_it_in_a_system_is_said() -> None:
    half = saw((1, "O"), (5, "M"), (900, "M"))
    assert said({"hub": KNEW, "letters": half}, verdict=Verdict.PARTIAL, last="M") == (
        "event hub (knew at 1 s) and letter system (never knew it right: mixed)"
    )


@pytest.mark.parametrize(
    ("looks", "state"),
    [
        (((1, "N"), (900, "N")), "knew"),
        (((1, "N"),), "knew"),
        (((1, "O"),), "did not"),
        (((900, "O"),), "did not"),
        (((900, "N"),), "cannot tell"),
        (((1, "O"), (900, "N")), "cannot tell"),
        (((1, "N"), (900, "O")), "cannot tell"),
        (((1, "N"), (700, "O"), (900, "O")), "did not"),
        (((800.5, "N"),), "cannot tell"),
    ],
)
def test_what_a_system_held_at_a_moment_is_known_from_the_looks_before_and_after(
    looks: tuple[tuple[float, str], ...], state: str
) -> None:
    assert saw(*looks).at(AT_S) == state


@pytest.mark.parametrize(
    ("looks", "state"),
    [
        (((1, "N"), (801, "O")), "did not"),
        (((1, "N"), (801, "N"), (900, "O")), "cannot tell"),
        (((1, "O"), (801, "N")), "cannot tell"),
        (((1, "N"), (801, "N")), "knew"),
        (((801, "N"), (900, "N")), "knew"),
        (((1, "N"), (900, "O")), "cannot tell"),
    ],
)
def test_a_look_at_the_same_time_tells_most(looks: tuple[tuple[float, str], ...], state: str) -> None:
    assert saw(*looks).at(AT_S, AT_S + 2) == state


def test_no_break_is_named_for_a_refused_value() -> None:
    seen = [look("cards", 900, observer=True, seen=OLD), letter("card-letter", 900, OLD)]
    told = {"postal_address": Replaced(old=OLD, new={**OLD, "house_number": "14"})}
    wrong = letter("card-letter", 900, {**OLD, "house_number": "14"})
    cells = [("postal_address", "card-letter")]
    [cell] = judge(history(scenario(*seen[:1], wrong, cells=cells, facts=told, outcome="refused")))
    assert (cell.verdict, cell.broke_between) == (Verdict.STALE, None)


@pytest.mark.parametrize(
    ("reads", "between"),
    [
        (["postal_address"], ("the company's answer", "card system")),
        (["email"], None),
        (["email", "postal_address"], ("the company's answer", "card system")),
    ],
)
def test_a_look_that_finds_nothing_counts_against_what_it_was_to_read_and_nothing_else(
    reads: list[str], between: tuple[str, str] | None
) -> None:
    observe = [{"kind": "sql", "read": {fact: {}}} for fact in reads]
    cards = BLUEPRINT.systems["cards"].model_copy(update={"observe": tuple(observe)})
    observed = BLUEPRINT.model_copy(update={"systems": {**BLUEPRINT.systems, "cards": cards}})
    seen = [look("cards", 900, observer=True, outcome="absent"), letter("card-letter", 900, OLD)]
    [cell] = judge(history(scenario(*seen, cells=[("postal_address", "card-letter")]), blueprint=observed))
    assert (cell.verdict, cell.broke_between) == (Verdict.STALE, between)


@given(
    edges=st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda edge: edge[0] < edge[1]), max_size=14),
    states=st.lists(st.sampled_from(["knew", "did not", "vague", "unwatched"]), min_size=7, max_size=7),
)
def test_a_named_segment_runs_from_one_that_knew_to_one_that_did_not_with_nothing_seen_in_between(
    edges: set[tuple[int, int]], states: list[str]
) -> None:
    held = {"knew": KNEW, "did not": NEVER, "vague": SOME_TIME}
    names = [f"s{n}" for n in range(7)]
    systems = {name: held[state] for name, state in zip(names, states, strict=True) if state in held}
    hops = [f"s{one} s{other}" for one, other in sorted(edges)]
    found = broke(systems, fed_by="s6", hops=hops, **{name: {"called": name} for name in names})
    reachable = {6}
    for one, other in sorted(edges, key=lambda edge: -edge[1]):
        if other in reachable:
            reachable.add(one)
    seen = [n for n in reachable if states[n] in ("knew", "did not")]
    assert (found is None) == (not seen)
    if found is None:
        return
    knower, child = found.between
    open_way = (
        {int(knower[1:])} if knower.startswith("s") else {n for n in reachable if not any(b == n for _, b in edges)}
    )
    if knower.startswith("s"):
        assert states[int(knower[1:])] == "knew"
    else:
        assert not any(states[n] == "knew" for n in _above(child, edges))
    if child == "the card letter":
        ends = {6}
    else:
        assert states[int(child[1:])] == "did not"
        ends = {int(child[1:])}
    assert knower == "the company's answer" or _leads(open_way, ends, edges, states, child)


def _above(child: str, edges: set[tuple[int, int]]) -> set[int]:
    found = {6 if child == "the card letter" else int(child[1:])}
    for one, other in sorted(edges, key=lambda edge: -edge[1]):
        if other in found:
            found.add(one)
    return found


def _leads(starts: set[int], ends: set[int], edges: set[tuple[int, int]], states: list[str], child: str) -> bool:
    """Whether a way leads from a start to an end over systems in which nothing was seen."""
    at_touchpoint = child == "the card letter"
    reached = set(starts)
    for one, other in sorted(edges):
        if one in reached and (other in ends or states[other] in ("vague", "unwatched")):
            reached.add(other)
    # The touchpoint lies one step below the system that feeds it, which must then be the knower or unseen.
    return (
        6 in reached and (6 in starts or states[6] in ("vague", "unwatched")) if at_touchpoint else bool(ends & reached)
    )


def test_a_look_that_began_before_a_moment_and_ended_after_it_does_not_tell_what_was_held_then() -> None:
    learned = Knowledge(looks=((0.0, 0.1, Sight.OLD), (0.9, 1.1, Sight.OLD), (1.9, 2.0, Sight.NEW)))
    never = Knowledge(looks=((0.0, 0.1, Sight.OLD), (0.9, 1.1, Sight.OLD), (1.9, 2.0, Sight.OLD)))

    assert (learned.at(1.0), learned.throughout(1.0, 1.0)) == ("cannot tell", "cannot tell")
    assert (learned.at(0.5), never.at(1.0)) == ("did not", "did not")
