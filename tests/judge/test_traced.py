"""What spans tell of the way: narrower where nobody looks, and nothing against an observer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest
from judge_histories import BLUEPRINT, NEW, OLD, history, letter, look, scenario

from tellonce.judge import judge
from tellonce.judge.traced import Narrowed, Trace, narrow, trace_of
from tellonce.model.blueprint import Blueprint
from tellonce.model.cell import CellVerdict
from tellonce.model.events import Event, SpansSeen
from tellonce.model.observation import Observation
from tellonce.model.span import Span
from tellonce.model.verdict import Verdict

CARD = [("postal_address", "card-letter")]
SENT_TO_THE_OLD_HOME = letter("card-letter", 900, OLD)
MASTER_KNEW = look("master", 10.2, observer=True, seen=NEW)
CARDS_NEVER_KNEW = look("cards", 900, observer=True, seen=OLD)

EXPORTING = Blueprint.model_validate(
    BLUEPRINT.model_dump(by_alias=True)
    | {"systems": {key: {"called": system.called, "traced_as": key} for key, system in BLUEPRINT.systems.items()}}
)
"""The same bank, in which every system is known to export spans."""


def span(system: str, status: str = "ok", message: str = "", **more: Any) -> Span:
    given = {"span": f"{system}-{status}", "service": system, "system": system, "name": "receive"}
    return Span.model_validate({**given, "status": status, "message": message, **more})


GATEWAY = Span(span="gateway-ok", service="gateway", name="GET", status="ok")
"""A service that no system of the blueprint is."""


def seen(*spans: Span, all_in: bool = True, left_out: int = 0) -> SpansSeen:
    return SpansSeen(scenario="moving", change="c1-1", spans=spans, all_in=all_in, left_out=left_out)


def cell(*looks: Observation, traced: Sequence[SpansSeen] = (), blueprint: Blueprint = EXPORTING) -> CellVerdict:
    """The card letter's cell: it is fed by cards, which the hub tells, which the master tells."""
    events: list[Event] = scenario(*looks, cells=CARD)
    events[-1:-1] = traced
    (judged,) = judge(history(events, blueprint=blueprint))
    return judged


# the segment, by table ----------------------------------------------------------------------------------------------

NOTHING = Narrowed(after=None, gap=("hub",))


@pytest.mark.parametrize(
    ("trace", "then", "expected"),
    [
        (Trace(accepted=frozenset({"hub"})), None, Narrowed(after="hub", gap=())),
        (Trace(accepted=frozenset({"hub"})), "cards", Narrowed(after="hub", gap=())),
        (
            Trace(rejected={"hub": "no street"}),
            None,
            Narrowed(
                after=None,
                gap=(),
                at="hub",
                how="was sent it but rejected it, by trace: no street",
                kind="rejected",
            ),
        ),
        (
            Trace(rejected={"hub": ""}),
            "cards",
            Narrowed(after=None, gap=(), at="hub", how="was sent it but rejected it, by trace", kind="rejected"),
        ),
        (
            Trace(accepted=frozenset({"master"}), missing=frozenset({"hub"})),
            None,
            Narrowed(after=None, gap=(), at="hub", how="not sent on to it, by trace", kind="not sent"),
        ),
        (
            Trace(accepted=frozenset({"hub"}), missing=frozenset({"cards"})),
            "cards",
            Narrowed(after="hub", gap=(), how="not sent on to it, by trace", kind="not sent"),
        ),
        # The master has no span itself: that the hub has none may be because nothing there exports any.
        (Trace(accepted=frozenset({"letters"}), missing=frozenset({"hub"})), None, NOTHING),
        # The hub never said that it exports, or exporters had no time yet.
        (Trace(accepted=frozenset({"master"})), None, NOTHING),
        # The hub was passed, whether it exports or not.
        (
            Trace(accepted=frozenset({"cards"}), missing=frozenset({"hub"})),
            "cards",
            Narrowed(after=None, gap=(), how="accepted it and did not apply it, by trace"),
        ),
        (
            Trace(rejected={"cards": ""}),
            "cards",
            Narrowed(after=None, gap=(), how="was sent it but rejected it, by trace", kind="rejected"),
        ),
        (
            Trace(accepted=frozenset({"hub"}), rejected={"cards": "full"}),
            "cards",
            Narrowed(after="hub", gap=(), how="was sent it but rejected it, by trace: full", kind="rejected"),
        ),
    ],
)
def test_the_way_from_the_master_over_the_hub(trace: Trace, then: str | None, expected: Narrowed) -> None:
    assert narrow(trace, knower="master", gap=["hub"], then=then) == expected


def test_what_lies_behind_the_last_span_stays_a_gap() -> None:
    found = narrow(Trace(accepted=frozenset({"a"})), knower="master", gap=["a", "b", "c"], then=None)

    assert found == Narrowed(after="a", gap=("b", "c"))


def test_a_second_try_that_went_well_was_accepted() -> None:
    trace = trace_of([seen(span("hub", "error", "busy"), span("hub"))], EXPORTING)

    assert trace is not None
    assert (trace.accepted, trace.rejected) == ({"hub"}, {})


def test_spans_of_services_that_the_blueprint_does_not_know_tell_nothing() -> None:
    assert trace_of([], EXPORTING) is None
    assert trace_of([seen(GATEWAY)], EXPORTING) is None


@pytest.mark.parametrize("seen_of_it", [{"all_in": False}, {"all_in": True, "left_out": 3}])
def test_a_span_that_may_still_come_or_was_left_out_is_not_missed(seen_of_it: dict[str, Any]) -> None:
    trace = trace_of([seen(span("master"), **seen_of_it)], EXPORTING)

    assert trace is not None
    assert trace.missing == set()


def test_only_a_system_that_says_how_it_is_traced_is_missed() -> None:
    trace = trace_of([seen(span("master"))], BLUEPRINT)

    assert trace is not None
    assert trace.missing == set()


def test_the_order_of_spans_does_not_matter() -> None:
    spans = [span("master"), span("hub", "error", "a"), span("hub", "error", "b", span="2"), span("cards")]
    orders = [trace_of([seen(*order[:2]), seen(*order[2:])], EXPORTING) for order in permutations(spans)]

    assert all(order == orders[0] for order in orders)


# whole cells --------------------------------------------------------------------------------------------------------


def test_without_any_span_nothing_changes() -> None:
    untraced = cell(MASTER_KNEW, SENT_TO_THE_OLD_HOME)

    expected = "customer master (knew at 1.2 s) and the card letter "
    expected += "(never showed it; nothing watches card system and event hub in between)"
    assert sorted(untraced.broke_how.split()) == sorted(expected.split())
    assert cell(MASTER_KNEW, SENT_TO_THE_OLD_HOME, traced=[seen()]) == untraced
    assert cell(MASTER_KNEW, SENT_TO_THE_OLD_HOME, traced=[seen(GATEWAY)]) == untraced


def test_a_system_that_nobody_watches_was_reached_by_its_span() -> None:
    found = cell(MASTER_KNEW, SENT_TO_THE_OLD_HOME, traced=[seen(span("master"), span("hub"), all_in=False)])

    assert found.broke_between == ("event hub", "the card letter")
    assert found.broke_how == (
        "event hub (reached, by trace) and the card letter (never showed it; nothing watches card system in between)"
    )


def test_a_system_that_nobody_watches_rejected_it() -> None:
    spans = [span("master"), span("hub"), span("cards", "error", "address line too long")]
    found = cell(MASTER_KNEW, SENT_TO_THE_OLD_HOME, traced=[seen(*spans)])

    assert (found.broke_between, found.broke_kind) == (("event hub", "card system"), "rejected")
    assert found.broke_how == (
        "event hub (reached, by trace) and card system (was sent it but rejected it, by trace: address line too long)"
    )


def test_a_system_without_a_span_was_not_sent_it() -> None:
    found = cell(MASTER_KNEW, SENT_TO_THE_OLD_HOME, traced=[seen(span("master"), span("hub"))])

    assert (found.broke_between, found.broke_kind) == (("event hub", "card system"), "not sent")
    assert found.broke_how == "event hub (reached, by trace) and card system (not sent on to it, by trace)"


def test_an_observer_outranks_a_span_that_ended_well() -> None:
    traced = [seen(span("master"), span("hub"), span("cards"))]
    watched = cell(MASTER_KNEW, look("hub", 11, observer=True, seen=NEW), CARDS_NEVER_KNEW, SENT_TO_THE_OLD_HOME)
    found = cell(
        MASTER_KNEW, look("hub", 11, observer=True, seen=NEW), CARDS_NEVER_KNEW, SENT_TO_THE_OLD_HOME, traced=traced
    )

    assert found.broke_between == watched.broke_between == ("event hub", "card system")
    assert watched.broke_how == "event hub (knew at 2 s) and card system (never knew)"
    assert found.broke_how == (
        "event hub (knew at 2 s) and card system (never knew; accepted it and did not apply it, by trace)"
    )


def test_an_observer_that_saw_nothing_above_outranks_the_spans_below() -> None:
    """The hub took something; but what the master never knew, it cannot have been told rightly."""
    never = look("master", 900, observer=True, seen=OLD)
    found = cell(never, SENT_TO_THE_OLD_HOME, traced=[seen(span("master"), span("hub"), span("cards"))])

    assert found.broke_between == ("the company's answer", "customer master")
    assert found.broke_how == (
        "the company's answer and customer master (never knew; accepted it and did not apply it, by trace)"
    )


def test_where_nobody_watches_anything_the_spans_alone_tell() -> None:
    assert cell(SENT_TO_THE_OLD_HOME).broke_between is None
    found = cell(SENT_TO_THE_OLD_HOME, traced=[seen(span("master"), span("hub"))])

    assert found.broke_between == ("event hub", "card system")


def test_of_several_ways_on_which_nobody_looks_the_trace_tells_none() -> None:
    """Cards hear of it from the hub and from the letter system: which way it went wrong is not known."""
    given = EXPORTING.model_dump(by_alias=True)
    given["hops"] = [{"from": "hub", "to": "cards"}, {"from": "letters", "to": "cards"}]
    several = Blueprint.model_validate(given)
    watched = [CARDS_NEVER_KNEW, SENT_TO_THE_OLD_HOME]
    untraced = cell(*watched, blueprint=several)

    assert cell(*watched, blueprint=several, traced=[seen(span("letters"))]) == untraced


def test_what_another_place_keeps_of_the_rejected_outranks_the_spans() -> None:
    given = EXPORTING.model_dump(by_alias=True)
    given["systems"]["dead-letters"] = {"called": "dead letters", "rejected_by": "cards"}
    kept = Blueprint.model_validate(given)
    watched = [MASTER_KNEW, CARDS_NEVER_KNEW, look("dead-letters", 20, observer=True, seen=NEW), SENT_TO_THE_OLD_HOME]
    untraced = cell(*watched, blueprint=kept)
    assert untraced.broke_kind == "rejected"

    assert cell(*watched, blueprint=kept, traced=[seen(span("master"), span("cards"))]) == untraced


def test_spans_may_be_on_record_before_the_change_they_tell_of() -> None:
    events = scenario(MASTER_KNEW, SENT_TO_THE_OLD_HOME, cells=CARD)
    (found,) = judge(history([events[0], seen(span("hub")), *events[1:]], blueprint=EXPORTING))

    assert found.broke_between == ("event hub", "card system")


@pytest.mark.parametrize(
    ("looks", "verdict"),
    [
        ([look("cards", 900, observer=True, seen=OLD | {"street": "Rosenweg"}), "mixed"], Verdict.PARTIAL),
        ([look("cards", 11, observer=True, seen=NEW), "old again"], Verdict.REVERTED),
    ],
)
def test_where_a_value_came_and_was_spoilt_a_span_proves_nothing(looks: list[Any], verdict: Verdict) -> None:
    if verdict is Verdict.PARTIAL:
        watched = [MASTER_KNEW, looks[0], letter("card-letter", 900, OLD | {"street": "Rosenweg"})]
    else:
        watched = [MASTER_KNEW, looks[0], letter("card-letter", 20, NEW), letter("card-letter", 900, OLD, item="2.pdf")]
    untraced = cell(*watched)
    assert untraced.verdict is verdict

    assert cell(*watched, traced=[seen(span("master"), span("hub"))]) == untraced


def test_a_store_that_has_it_wrong_was_sent_it_and_the_trace_is_not_asked() -> None:
    wrong = look("cards", 900, observer=True, seen=OLD | {"street": "Rosenweg"})
    untraced = cell(MASTER_KNEW, wrong, SENT_TO_THE_OLD_HOME)
    assert untraced.verdict is Verdict.STALE

    assert cell(MASTER_KNEW, wrong, SENT_TO_THE_OLD_HOME, traced=[seen(span("master"), span("cards"))]) == untraced


def test_a_trace_changes_no_verdict() -> None:
    """A missing trace never fails a scenario, and one that is there never saves it."""
    for looks in ([], [MASTER_KNEW], [letter("card-letter", 20, NEW)], [SENT_TO_THE_OLD_HOME]):
        for spans in ([], [span("cards")], [span("cards", "error")]):
            assert cell(*looks, traced=[seen(*spans)]).verdict is cell(*looks).verdict
