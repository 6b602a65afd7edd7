"""Planned and actual journeys, from histories written by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judge_histories import BLUEPRINT, NEW, OLD, history, letter, look, scenario

from tellonce.judge import judge
from tellonce.judge.meetings import Meets
from tellonce.judge.order import out_of_order
from tellonce.judge.planned import compare_journeys
from tellonce.model.blueprint import Blueprint
from tellonce.model.events import Event, JourneyPlanned
from tellonce.model.history import History
from tellonce.model.journey import ActualJourney, Deviates
from tellonce.model.observation import Observation
from tellonce.model.plan import Plan
from tellonce.model.verdict import Outcome, Verdict

MOVES = [("postal_address", "profile"), ("postal_address", "desktop"), ("postal_address", "card-letter")]


def stage(name: str, *touchpoints: str, **more: object) -> dict[str, object]:
    return {"stage": name, "does": "x", "thinks": "y", "feels": "neutral", "touchpoints": touchpoints, **more}


PLAN = Plan.model_validate(
    {"stages": [stage("telling", "profile"), stage("card", "card-letter"), stage("help", "desktop")]}
)


def lived(events: list[Event], plan: Plan | None = PLAN, blueprint: Blueprint = BLUEPRINT) -> ActualJourney:
    """The one journey of these events, lived through under this plan."""
    if plan is not None:
        first = events[0]
        assert first.type == "scenario_started"
        events = [
            first,
            JourneyPlanned(scenario=first.scenario, worker=first.worker, journey=first.journey, plan=plan),
            *events[1:],
        ]
    run = history(events, blueprint=blueprint)
    (journey,) = compare_journeys(run, judge(run))
    return journey


def said(journey: ActualJourney) -> list[tuple[Deviates, str]]:
    return [(deviation.kind, deviation.touchpoint or deviation.stage) for deviation in journey.deviations]


def healthy(*more: Observation) -> list[Observation]:
    return [
        look("profile", 11, seen=NEW),
        look("desktop", 12, seen=NEW),
        letter("card-letter", 40, NEW, originated_s=40.5),
        look("profile", 900, seen=NEW),
        look("desktop", 900, seen=NEW),
        *more,
    ]


def test_nothing_ran_and_nothing_deviates() -> None:
    assert compare_journeys(History([]), ()) == ()
    assert compare_journeys(history(), ()) == ()


def test_what_she_meets_as_planned_is_no_deviation() -> None:
    journey = lived(scenario(*healthy(), cells=MOVES, leap_s=1000))
    met = [(meeting.touchpoint, meeting.due, meeting.met) for stage in journey.stages for meeting in stage.touchpoints]
    assert said(journey) == []
    assert met == [("profile", 1, 1), ("card-letter", 1, 1), ("desktop", 1, 1)]


def test_a_page_that_is_right_early_is_met_whenever_she_needs_it() -> None:
    """The desktop knew before the card came, and is planned after it: she can ask for help ever after."""
    assert said(lived(scenario(*healthy(), cells=MOVES, leap_s=1000))) == []


def test_a_journey_without_a_plan_says_so_and_deviates_in_nothing() -> None:
    journey = lived(scenario(look("profile", 11, seen=OLD), look("profile", 900, seen=OLD)), plan=None)
    assert (journey.planned, journey.stages, journey.deviations) == (False, (), ())


def test_a_letter_to_the_old_home_is_failing_and_not_missing() -> None:
    looks = [
        look("profile", 11, seen=NEW),
        look("desktop", 12, seen=NEW),
        letter("card-letter", 900, OLD, originated_s=800.0),
    ]
    (found,) = lived(scenario(*looks, cells=MOVES, leap_s=1000)).deviations
    assert (found.kind, found.stage, found.touchpoint) == (Deviates.FAILING, "card", "card-letter")
    assert (found.touchpoint_called, found.owner, found.verdict) == ("the card letter", "Cards", "stale")


def test_a_letter_that_never_came_is_missing() -> None:
    looks = [
        look("profile", 11, seen=NEW),
        look("desktop", 12, seen=NEW),
        look("card-letter", 900, outcome="absent"),
    ]
    (found,) = lived(scenario(*looks, cells=MOVES, leap_s=1000)).deviations
    assert (found.kind, found.touchpoint, found.verdict) == (Deviates.MISSING, "card-letter", "lost")


def test_what_is_lost_and_was_never_planned_is_failing() -> None:
    plan = Plan.model_validate({"stages": [stage("telling", "profile"), stage("help", "desktop")]})
    looks = [*healthy()[:2], look("card-letter", 900, outcome="absent")]
    assert said(lived(scenario(*looks, cells=MOVES, leap_s=1000), plan)) == [(Deviates.FAILING, "card-letter")]


def test_nothing_is_missing_where_the_company_refused() -> None:
    looks = [
        look("profile", 11, seen=OLD),
        look("profile", 900, seen=OLD),
        look("desktop", 900, seen=OLD),
        look("card-letter", 900, outcome="absent"),
    ]
    journey = lived(scenario(*looks, cells=MOVES, outcome="refused", leap_s=1000))
    assert said(journey) == []
    assert {meeting.due for stage in journey.stages for meeting in stage.touchpoints} == {0}


def test_what_could_not_be_seen_is_no_deviation() -> None:
    blind = [look(place, 11, outcome="failed", why="no page") for place in ("profile", "desktop", "card-letter")]
    assert said(lived(scenario(*blind, cells=MOVES))) == []
    assert said(lived(scenario(*healthy(), cells=MOVES, acknowledged=False))) == []


def test_what_no_change_of_the_run_concerns_is_neither_met_nor_missing() -> None:
    journey = lived(scenario(look("profile", 11, seen=NEW)))
    letters = journey.stages[1].touchpoints[0]
    assert said(journey) == []
    assert (letters.verdict, letters.due, letters.met) == (None, 0, 0)


HOME = Plan.model_validate({"stages": [stage("telling", "profile")]})


def in_lane(lane: str) -> Blueprint:
    """The card letter in another lane."""
    told = BLUEPRINT.model_dump(by_alias=True)
    told["touchpoints"]["card-letter"]["lane"] = lane
    return Blueprint.model_validate(told)


def test_what_is_sent_to_her_and_no_stage_names_is_ad_hoc() -> None:
    journey = lived(scenario(*healthy(), cells=MOVES, leap_s=1000), HOME, in_lane("frontstage"))
    assert said(journey) == [(Deviates.AD_HOC, "card-letter")]
    assert [meeting.touchpoint for meeting in journey.beyond] == ["desktop", "card-letter"]


def test_what_is_sent_behind_the_scenes_is_never_ad_hoc() -> None:
    assert said(lived(scenario(*healthy(), cells=MOVES, leap_s=1000), HOME, in_lane("support"))) == []


def test_a_page_that_no_stage_names_is_never_ad_hoc_for_only_the_run_looked_at_it() -> None:
    plan = Plan.model_validate({"stages": [stage("card", "card-letter")]})
    assert said(lived(scenario(*healthy(), cells=MOVES, leap_s=1000), plan)) == []


def test_what_need_not_come_is_not_missing_when_it_does_not() -> None:
    told = BLUEPRINT.model_dump(by_alias=True)
    told["touchpoints"]["card-letter"]["promise"] = {"within": "1 minute", "at_least": 0}
    looks = [*healthy()[:2], look("card-letter", 900, outcome="absent")]
    run = lived(scenario(*looks, cells=MOVES, leap_s=1000), blueprint=Blueprint.model_validate(told))
    assert said(run) == []


def test_a_stage_that_comes_before_another_that_is_planned_before_it_is_out_of_order() -> None:
    plan = Plan.model_validate(
        {"tolerance": 10, "stages": [stage("card", "card-letter"), stage("being told", "confirmation")]}
    )
    mails = look("confirmation", 12, item="1.eml", seen="Rosenweg 7b, 80331 München")
    cells = [("postal_address", "card-letter"), ("postal_address", "confirmation")]
    looks = [mails, letter("card-letter", 40, NEW, originated_s=40.5)]
    (found,) = lived(scenario(*looks, cells=cells), plan).deviations
    assert (found.kind, found.stage, found.came, found.against) == (
        Deviates.OUT_OF_ORDER,
        "being told",
        "before",
        "card",
    )
    assert said(lived(scenario(*looks, cells=cells), plan.model_copy(update={"tolerance": 60.0}))) == []


def test_each_scenario_has_its_own_deviations_and_the_journey_counts_them() -> None:
    late = scenario(look("profile", 11, seen=NEW), name="one")
    stale = scenario(look("profile", 11, seen=OLD), look("profile", 900, seen=OLD), name="two", customer="c2")
    events = []
    for each in (late, stale):
        events += [each[0], JourneyPlanned(scenario=each[0].scenario, journey="j", plan=PLAN), *each[1:]]  # type: ignore[union-attr]
    run = history(events)
    (journey,) = compare_journeys(run, judge(run))
    met = journey.stages[0].touchpoints[0]
    assert [(found.kind, found.scenario) for found in journey.deviations] == [(Deviates.FAILING, "two")]
    assert (met.due, met.met, met.deviations) == (2, 1, (Deviates.FAILING,))


def test_a_run_compares_the_same_when_it_is_read_again() -> None:
    journey = lived(scenario(*healthy(), cells=MOVES, leap_s=1000))
    assert ActualJourney.model_validate_json(journey.model_dump_json()) == journey


# order ---------------------------------------------------------------------------------------------------------------

STAGES = ("a", "b", "c", "d", "e")


def at(from_s: float, until_s: float | None = None) -> list[Meets]:
    return [Meets(customer="c1", from_s=from_s, until_s=from_s if until_s is None else until_s, after_s=0.0)]


@pytest.mark.parametrize(
    ("met", "found"),
    [
        ({}, {}),
        ({"a": at(1), "b": at(2), "c": at(3)}, {}),
        ({"a": at(1), "b": at(3), "c": at(2)}, {"c": "b"}),
        ({"a": at(9), "b": at(2), "c": at(3), "d": at(4)}, {"a": "b"}),
        ({"a": at(1), "b": at(2), "c": at(3), "d": at(0)}, {"d": "a"}),
        ({"a": at(0, 9), "b": at(2)}, {}),
        ({"b": at(5), "e": at(1)}, {"e": "b"}),
    ],
)
def test_as_few_stages_as_can_be_are_out_of_order(met: dict[str, list[Meets]], found: dict[str, str]) -> None:
    assert out_of_order(STAGES, met, 0.0) == found


spans = st.tuples(st.integers(0, 50), st.integers(0, 20)).map(lambda span: at(span[0], span[0] + span[1]))
journeys = st.dictionaries(st.sampled_from(STAGES), spans)


@given(journeys, st.integers(0, 30))
def test_without_the_stages_that_are_named_the_others_are_in_order(met: dict[str, list[Meets]], slack: int) -> None:
    found = out_of_order(STAGES, met, slack)
    rest = {stage: meets for stage, meets in met.items() if stage not in found}
    assert out_of_order(STAGES, rest, slack) == {}
    assert set(found) <= set(met)


@given(journeys, st.integers(0, 30), st.integers(0, 30))
def test_more_tolerance_never_puts_a_sound_order_wrong(met: dict[str, list[Meets]], slack: int, more: int) -> None:
    if not out_of_order(STAGES, met, slack):
        assert out_of_order(STAGES, met, slack + more) == {}


@given(journeys)
def test_times_that_all_overlap_are_in_no_order(met: dict[str, list[Meets]]) -> None:
    wide = {stage: [*meets, *at(0, 100)] for stage, meets in met.items()}
    assert out_of_order(STAGES, wide, 0.0) == {}


# all short histories -------------------------------------------------------------------------------------------------

PAGES = st.builds(look, st.sampled_from(["profile", "desktop"]), st.integers(11, 900), seen=st.sampled_from([OLD, NEW]))
LETTERS = st.builds(
    letter, st.just("card-letter"), st.integers(11, 900), st.sampled_from([OLD, NEW]), item=st.sampled_from("ab")
)
IN_VAIN = st.builds(look, st.sampled_from(["profile", "card-letter"]), st.integers(11, 900), outcome=st.just("absent"))
NO_SIGHT = st.builds(
    look, st.sampled_from(["desktop", "card-letter"]), st.integers(11, 900), outcome=st.just("failed"), why=st.just("x")
)
LOOKS = st.lists(st.one_of(PAGES, LETTERS, IN_VAIN, NO_SIGHT), max_size=8)
PLANS = st.sampled_from([PLAN, HOME])


@given(LOOKS, PLANS, st.sampled_from(["accepted", "refused", "unknown"]), st.sampled_from(["frontstage", "support"]))
def test_whatever_was_seen_each_failing_touchpoint_deviates_once_and_no_other_does(
    looks: list[Observation], plan: Plan, outcome: str, lane: str
) -> None:
    looks.sort(key=lambda each: each.end_s)
    events = scenario(*looks, cells=MOVES, outcome=outcome, leap_s=1000)
    journey = lived(events, plan, in_lane(lane))
    cells = judge(history(events, blueprint=in_lane(lane)))
    met = {one.touchpoint: one for one in (*journey.beyond, *(m for each in journey.stages for m in each.touchpoints))}
    at_touchpoints = [found for found in journey.deviations if found.touchpoint]
    wrong = [found.touchpoint for found in at_touchpoints if found.kind in (Deviates.FAILING, Deviates.MISSING)]

    assert len({found.touchpoint for found in at_touchpoints}) == len(at_touchpoints)
    assert sorted(wrong) == sorted(cell.touchpoint for cell in cells if cell.verdict.outcome is Outcome.FAILING)
    for found in at_touchpoints:
        if found.kind is Deviates.MISSING:
            assert (outcome, found.verdict, met[found.touchpoint].met) == ("accepted", Verdict.LOST, 0)
            assert plan.stage_of(found.touchpoint)
        if found.kind is Deviates.AD_HOC:
            assert (outcome, lane, met[found.touchpoint].met) == ("accepted", "frontstage", 1)
            assert not plan.stage_of(found.touchpoint)
