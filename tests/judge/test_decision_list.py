"""The decision list over hand-written histories, and what holds for any."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellonce.judge import Case, Sighting, judge_cell
from tellonce.model.blueprint import Terms
from tellonce.model.verdict import Outcome, Sight, Verdict

T0, D = 100, 160
PROMISE = Terms(within=60.0)


def looks(*said: tuple[str, float] | tuple[str, float, float]) -> tuple[Sighting, ...]:
    """Sightings from (class letter, start, end); the end is a second after the start unless given."""
    return tuple(Sighting(sight=Sight(s[0]), start_s=s[1], end_s=s[2] if len(s) > 2 else s[1] + 1) for s in said)


def state(*said: tuple[str, float] | tuple[str, float, float], promise: Terms = PROMISE) -> Case:
    return Case(kind="state", promise=promise, t0_s=T0, sightings=looks(*said))


def sent(letter: str, at: float, item: str, *, look: float | None = None, originated: bool = True) -> Sighting:
    return Sighting(
        sight=Sight(letter),
        start_s=at,
        end_s=at if originated else at + 1,
        look_s=look if look is not None else at,
        sent_s=at if originated else None,
        item=item,
    )


def empty(at: float) -> Sighting:
    return Sighting(sight=Sight.ABSENT, start_s=at, end_s=at + 1)


def emission(*sightings: Sighting, promise: Terms = PROMISE, refused: bool = False) -> Case:
    return Case(kind="emission", promise=promise, t0_s=T0, sightings=sightings, refused=refused)


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ((), Verdict.UNOBSERVED),
        ((("E", 101),), Verdict.UNOBSERVED),
        ((("N", 101),), Verdict.ON_TIME),
        ((("O", 101), ("N", 102)), Verdict.ON_TIME),
        ((("O", 101), ("0", 103), ("N", 110), ("N", 160)), Verdict.ON_TIME),
        ((("O", 101), ("E", 159), ("N", 158)), Verdict.ON_TIME),
        ((("O", 101),), Verdict.PENDING),
        ((("G", 159),), Verdict.PENDING),
        ((("O", 159), ("N", 161)), Verdict.UNDECIDED),
        ((("N", 159.5, 160.5),), Verdict.UNDECIDED),
        ((("N", 165),), Verdict.UNDECIDED),
        ((("O", 160), ("N", 161)), Verdict.LATE),
        ((("O", 101), ("0", 170), ("N", 175)), Verdict.LATE),
        ((("N", 101), ("O", 102), ("N", 103)), Verdict.FLAPPING),
        ((("N", 101), ("M", 170), ("N", 180)), Verdict.FLAPPING),
        ((("N", 101), ("O", 102)), Verdict.REVERTED),
        ((("N", 101), ("O", 170)), Verdict.REVERTED),
        ((("O", 101), ("O", 160)), Verdict.STALE),
        ((("O", 101), ("0", 160)), Verdict.LOST),
        ((("N", 101), ("0", 102)), Verdict.LOST),
        ((("O", 101), ("M", 160)), Verdict.PARTIAL),
        ((("O", 101), ("G", 160)), Verdict.GARBLED),
        ((("N", 101), ("F", 102), ("N", 103)), Verdict.CONTAMINATED),
        ((("W", 102), ("F", 101)), Verdict.WRONG_RECIPIENT),
        ((("F", 101), ("W", 102), ("L", 103)), Verdict.LEAKED),
    ],
)
def test_a_state_gets_the_verdict_of_its_history(said: tuple[tuple[str, float], ...], verdict: Verdict) -> None:
    assert judge_cell(state(*said)).verdict is verdict


@pytest.mark.parametrize(
    ("sightings", "verdict"),
    [
        ((), Verdict.UNOBSERVED),
        ((empty(101),), Verdict.PENDING),
        ((empty(101), empty(160)), Verdict.LOST),
        ((sent("N", 110, "a"),), Verdict.ON_TIME),
        ((empty(159), sent("N", 110, "a", look=170)), Verdict.ON_TIME),
        ((sent("N", 160, "a"),), Verdict.LATE),
        ((empty(161), sent("N", 170, "a", originated=False)), Verdict.LATE),
        ((empty(150), sent("N", 170, "a", originated=False)), Verdict.UNDECIDED),
        ((sent("O", 110, "a"),), Verdict.PENDING),
        ((sent("O", 110, "a"), empty(165)), Verdict.STALE),
        ((sent("M", 110, "a"), sent("M", 110, "a", look=165)), Verdict.PARTIAL),
        ((sent("G", 110, "a"), empty(165)), Verdict.GARBLED),
        ((sent("O", 170, "a"),), Verdict.STALE),
        ((sent("N", 110, "a"), sent("O", 170, "b")), Verdict.REVERTED),
        ((sent("N", 110, "a"), sent("O", 120, "b"), sent("N", 130, "c")), Verdict.FLAPPING),
        ((sent("O", 165, "a"), sent("N", 170, "b")), Verdict.LATE),
        ((sent("N", 110, "a"), sent("L", 111, "b")), Verdict.LEAKED),
        ((sent("0", 110, "a"), empty(160)), Verdict.LOST),
    ],
)
def test_an_emission_gets_the_verdict_of_its_history(sightings: tuple[Sighting, ...], verdict: Verdict) -> None:
    assert judge_cell(emission(*sightings)).verdict is verdict


def test_the_same_letter_seen_in_ten_looks_is_one_letter() -> None:
    once = Terms(within=60.0, at_most=1)
    seen = [sent("N", 110, "a", look=110 + look) for look in range(10)]
    assert judge_cell(emission(*seen, promise=once)).verdict is Verdict.ON_TIME


def test_two_letters_where_one_is_promised_are_duplicated() -> None:
    once = Terms(within=60.0, at_most=1)
    judged = judge_cell(emission(sent("N", 110, "a"), sent("N", 111, "b"), promise=once))
    assert (judged.verdict, judged.reason) == (Verdict.DUPLICATED, "2 were sent within 60 s, at most 1 may be")


def test_a_second_letter_after_the_window_is_not_a_double() -> None:
    once = Terms(within=60.0, at_most=1)
    assert judge_cell(emission(sent("N", 110, "a"), sent("N", 190, "b"), promise=once)).verdict is Verdict.ON_TIME


def test_a_batch_in_flight_is_let_pass_and_flagged() -> None:
    promise = Terms(within=60.0, drain=20.0)
    judged = judge_cell(emission(sent("O", 115, "a"), sent("N", 130, "b"), promise=promise))
    assert (judged.verdict, judged.flags) == (Verdict.ON_TIME, ("drained",))


def test_an_old_letter_after_the_drain_is_stale() -> None:
    promise = Terms(within=60.0, drain=20.0)
    assert judge_cell(emission(sent("O", 121, "a"), empty(161), promise=promise)).verdict is Verdict.STALE


def test_a_letter_that_nobody_owes_is_judged_only_when_it_comes() -> None:
    if_any = Terms(within=60.0, at_least=0)
    assert judge_cell(emission(empty(101), empty(200), promise=if_any)).verdict is Verdict.UNOBSERVED
    assert judge_cell(emission(sent("N", 500, "a"), promise=if_any)).verdict is Verdict.ON_TIME
    assert judge_cell(emission(sent("O", 500, "a"), promise=if_any)).verdict is Verdict.STALE
    in_time = judge_cell(emission(sent("O", 110, "a"), empty(200), promise=if_any))
    assert (in_time.verdict, in_time.reason) == (
        Verdict.UNOBSERVED,
        "old at 10 s, when it could still be; none is owed after that",
    )


def test_an_emission_may_have_longer_to_be_sent_than_to_be_right() -> None:
    card = Terms(within=60.0, window=1000.0)
    assert judge_cell(emission(sent("N", 900, "a"), promise=card)).verdict is Verdict.ON_TIME
    assert judge_cell(emission(sent("N", 1101, "a"), promise=card)).verdict is Verdict.LATE
    assert judge_cell(emission(empty(900), promise=card)).verdict is Verdict.PENDING
    assert judge_cell(emission(empty(1100), promise=card)).verdict is Verdict.LOST


def test_one_letter_where_two_are_owed_is_lost_when_the_window_is_over() -> None:
    twice = Terms(within=60.0, at_least=2)
    assert judge_cell(emission(sent("N", 110, "a"), promise=twice)).verdict is Verdict.PENDING
    assert judge_cell(emission(sent("N", 110, "a"), empty(160), promise=twice)).verdict is Verdict.LOST


def test_no_letter_after_a_refused_change_is_as_it_should_be() -> None:
    assert judge_cell(emission(empty(101), empty(160), refused=True)).verdict is Verdict.ON_TIME


def test_a_value_that_must_stay_is_pending_until_it_was_seen_to_stay() -> None:
    promise = Terms(within=60.0, holds_for=500.0)
    assert judge_cell(state(("N", 101), ("N", 170), promise=promise)).verdict is Verdict.PENDING
    assert judge_cell(state(("N", 101), ("N", 600), promise=promise)).verdict is Verdict.ON_TIME
    assert judge_cell(emission(sent("N", 101, "a"), promise=promise)).verdict is Verdict.PENDING
    assert judge_cell(emission(sent("N", 101, "a"), empty(600), promise=promise)).verdict is Verdict.ON_TIME


def test_what_a_stronger_verdict_masks_stays_as_a_flag() -> None:
    assert judge_cell(state(("L", 101), ("O", 170))).flags == ("stale",)
    assert judge_cell(state(("O", 165), ("N", 170), ("O", 180), ("N", 190))).flags == ("late",)
    to_and_fro = emission(sent("N", 170, "a"), sent("G", 180, "b"), sent("N", 190, "c"))
    assert (judge_cell(to_and_fro).verdict, judge_cell(to_and_fro).flags) == (Verdict.FLAPPING, ("late",))


def test_her_own_page_showing_the_old_value_first_is_flagged() -> None:
    case = Case(kind="state", promise=PROMISE, t0_s=T0, sightings=looks(("O", 101), ("N", 103)), own_view=True)
    judged = judge_cell(case)
    assert (judged.verdict, judged.flags) == (Verdict.ON_TIME, ("read_your_writes",))


LOOKS = st.lists(st.tuples(st.sampled_from("LWFENO0MG"), st.integers(100, 260), st.integers(0, 30)), max_size=8)


def _case(kind: str, said: list[tuple[str, int, int]], shift: int = 0) -> Case:
    promise = Terms(within=60.0, at_most=1, drain=5.0, holds_for=20.0)
    sightings = tuple(
        Sighting(
            sight=Sight(letter),
            start_s=start + shift,
            end_s=start + length + shift,
            item="" if kind == "state" or letter in "0E" else f"item {number}",
        )
        for number, (letter, start, length) in enumerate(said)
    )
    return Case(kind="state" if kind == "state" else "emission", promise=promise, t0_s=T0 + shift, sightings=sightings)


@given(kind=st.sampled_from(["state", "emission"]), said=LOOKS)
def test_judging_again_yields_the_same(kind: str, said: list[tuple[str, int, int]]) -> None:
    assert judge_cell(_case(kind, said)) == judge_cell(_case(kind, said))


@given(kind=st.sampled_from(["state", "emission"]), said=LOOKS, at=st.integers(100, 260))
def test_a_look_that_could_not_see_never_turns_failing_into_passing(
    kind: str, said: list[tuple[str, int, int]], at: int
) -> None:
    before = judge_cell(_case(kind, said)).verdict
    after = judge_cell(_case(kind, [*said, ("E", at, 1)])).verdict
    assert before.outcome is not Outcome.FAILING or after.outcome is Outcome.FAILING
    assert before.outcome is Outcome.PASSING or after.outcome is not Outcome.PASSING


@given(kind=st.sampled_from(["state", "emission"]), said=LOOKS, shift=st.integers(0, 10**6))
def test_shifting_all_times_changes_nothing(kind: str, said: list[tuple[str, int, int]], shift: int) -> None:
    here, there = judge_cell(_case(kind, said)), judge_cell(_case(kind, said, shift))
    assert (here.verdict, here.flags, here.reason) == (there.verdict, there.flags, there.reason)
