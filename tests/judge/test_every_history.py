"""All histories of up to five looks against a second reading of verdicts.md, written down as it stands there."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from tellonce.judge import Case, Sighting, judge_cell
from tellonce.model.blueprint import Terms
from tellonce.model.verdict import Sight, Verdict

T0, D = 100.0, 160.0
LONGEST = 5

# A look is early (over before the deadline), astride (began before, over after it) or tardy (began at or after it).
ONCE = Terms(within=D - T0, at_most=1)
HELD = Terms(within=D - T0, holds_for=D - T0)
_LAST = {"O": Verdict.STALE, "0": Verdict.LOST, "M": Verdict.PARTIAL, "G": Verdict.GARBLED}


def said_of_a_state(history: str, when: str, terms: Terms) -> Verdict:
    """The decision list, rule by rule. history: class letters; when: e, a or t for each look."""
    for letter, verdict in (("L", Verdict.LEAKED), ("W", Verdict.WRONG_RECIPIENT), ("F", Verdict.CONTAMINATED)):
        if letter in history:
            return verdict
    conclusive = [(letter, at) for letter, at in zip(history, when, strict=True) if letter in "NO0MG"]
    if not conclusive:
        return Verdict.UNOBSERVED
    letters = "".join(letter for letter, _ in conclusive)
    last, at_last = conclusive[-1]
    if last == "N":
        first = letters.index("N")
        if set(letters[first:]) != {"N"}:
            return Verdict.FLAPPING
        if any(letter != "N" and at == "t" for letter, at in conclusive):
            return Verdict.LATE
        if terms.holds_for and at_last != "t":
            return Verdict.PENDING
        return Verdict.ON_TIME if conclusive[first][1] == "e" else Verdict.UNDECIDED
    if "N" not in letters and at_last != "t":
        return Verdict.PENDING
    return Verdict.REVERTED if last == "O" and "N" in letters else _LAST[last]


def said_of_an_emission(history: str, when: str, terms: Terms) -> Verdict:
    """The same for what is sent: E is a look that failed, 0 one that found nothing, any other letter is one item.

    Here an item is timed by its origination, so none is astride, and its window ends with the promise.
    """
    for letter, verdict in (("L", Verdict.LEAKED), ("W", Verdict.WRONG_RECIPIENT), ("F", Verdict.CONTAMINATED)):
        if letter in history:
            return verdict
    looked = [(letter, at) for letter, at in zip(history, when, strict=True) if letter != "E"]
    if not looked:
        return Verdict.UNOBSERVED
    over = any(at == "t" for _, at in looked)
    items = [(letter, at) for letter, at in looked if letter != "0"]
    if not items:
        return Verdict.LOST if over else Verdict.PENDING
    letters = "".join(letter for letter, _ in items)
    if letters[-1] == "N":
        first = letters.index("N")
        if set(letters[first:]) != {"N"}:
            return Verdict.FLAPPING
        if any(letter != "N" and at == "t" for letter, at in items) or items[first][1] == "t":
            return Verdict.LATE
        if terms.holds_for and not over:
            return Verdict.PENDING
        if terms.at_most == 1 and sum(letter in "NO" and at == "e" for letter, at in items) > 1:
            return Verdict.DUPLICATED
        return Verdict.ON_TIME
    if "N" not in letters and not over:
        return Verdict.PENDING
    return Verdict.REVERTED if letters[-1] == "O" and "N" in letters else _LAST[letters[-1]]


def histories(letters: str, *, astride: bool, longest: int = LONGEST) -> Iterator[tuple[str, str]]:
    """Every history with every way in which the deadline can lie between its looks, or across one of them."""
    for length in range(longest + 1):
        for early in range(length + 1):
            rest = length - early
            if astride and not rest:
                continue
            when = "e" * early + ("a" + "t" * (rest - 1) if astride else "t" * rest)
            for said in itertools.product(letters, repeat=length):
                yield "".join(said), when


def sighting(letter: str, at: str, nth: int, *, emission: bool) -> Sighting:
    start_s = {"e": T0 + 1 + nth, "a": D - 0.5, "t": D + nth}[at]
    sent = emission and letter not in "E0"
    end_s = start_s if sent else start_s + 1
    return Sighting(
        sight=Sight(letter),
        start_s=start_s,
        end_s=end_s,
        look_s=start_s,
        sent_s=start_s if sent else None,
        item=f"item {nth}" if sent else "",
    )


SEEN = {
    (letter, at, nth, emission): sighting(letter, at, nth, emission=emission)
    for letter in "ELWFNO0MG"
    for at in "eat"
    for nth in range(LONGEST)
    for emission in (False, True)
}


def judged(history: str, when: str, terms: Terms, *, emission: bool) -> Verdict:
    looks = tuple(SEEN[letter, at, nth, emission] for nth, (letter, at) in enumerate(zip(history, when, strict=True)))
    kind = "emission" if emission else "state"
    return judge_cell(Case(kind=kind, promise=terms, t0_s=T0, sightings=looks)).verdict  # type: ignore[arg-type]


def test_every_history_of_a_state_has_the_one_verdict_of_the_decision_list() -> None:
    seen: set[Verdict] = set()
    for said, when in histories("ELWFNO0MG", astride=False):
        expected = said_of_a_state(said, when, ONCE)
        assert judged(said, when, ONCE, emission=False) is expected, (said, when)
        seen.add(expected)
    for said, when in histories("NO0MG", astride=True):
        expected = said_of_a_state(said, when, ONCE)
        assert judged(said, when, ONCE, emission=False) is expected, (said, when)
        seen.add(expected)
    assert seen == set(Verdict) - {Verdict.DUPLICATED}  # only what is sent can be sent twice


def test_every_history_of_an_emission_has_the_one_verdict_of_the_decision_list() -> None:
    # L, W and F decide wherever they stand, and E tells nothing: up to four looks have them all, five the rest.
    seen: set[Verdict] = set()
    everything = histories("ELWFNO0MG", astride=False, longest=LONGEST - 1)
    telling = (found for found in histories("NO0MG", astride=False) if len(found[0]) == LONGEST)
    for said, when in itertools.chain(everything, telling):
        expected = said_of_an_emission(said, when, ONCE)
        assert judged(said, when, ONCE, emission=True) is expected, (said, when)
        seen.add(expected)
    assert seen == set(Verdict) - {Verdict.UNDECIDED}  # what bears its own time came before or after


@pytest.mark.parametrize("emission", [False, True])
def test_a_value_that_must_stay_until_the_deadline_waits_for_it(emission: bool) -> None:
    said_of = said_of_an_emission if emission else said_of_a_state
    for said, when in histories("NO0", astride=False):
        assert judged(said, when, HELD, emission=emission) is said_of(said, when, HELD), (said, when)


def test_whatever_the_promise_no_history_is_without_a_verdict() -> None:
    promises = (HELD, Terms(within=60.0, at_least=0, drain=30.0), Terms(within=60.0, at_least=2, window=80.0))
    seen: set[Verdict] = set()
    for said in itertools.combinations_with_replacement("ELWFNO0MG", LONGEST - 1):
        for emission, when, terms in itertools.product((False, True), ("eeee", "eett", "tttt"), promises):
            seen.add(judged("".join(said), when, terms, emission=emission))
    assert seen >= set(Verdict) - {Verdict.UNDECIDED, Verdict.FLAPPING, Verdict.DUPLICATED}
