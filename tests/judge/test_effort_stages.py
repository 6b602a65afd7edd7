"""In which stage she did what, from histories alone; and that nothing is counted twice or lost on the way."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from small_bank import BLUEPRINT
from tellonce.judge.effort import effort_of_run
from tellonce.judge.effort_stages import by_stage
from tellonce.model.blueprint import Blueprint
from tellonce.model.effort import Cost, CostOfAct, Deed, FieldFilled, JourneyEffort, Transfer
from tellonce.model.events import (
    ChangeBegan,
    CustomerEmbodied,
    CustomerGaveUp,
    EffortMeasured,
    Event,
    JourneyPlanned,
    RunStarted,
    ScenarioStarted,
)
from tellonce.model.history import History
from tellonce.model.plan import Plan

WEB = "http://bank.test"


def bank(**places: dict[str, Any]) -> Blueprint:
    """The small bank with other touchpoints: key -> what is said of it beside what all have."""
    base = YAML(typ="safe").load(BLUEPRINT)
    some = next(iter(base["touchpoints"].values()))
    common = {"owner": "Web", "promise": {"within": 1}, "fed_by": some["fed_by"], "lane": "frontstage"}
    state = {"kind": "state", "channel": "web", "stage": "Telling", "facts": ["email"], "called": "a place"}
    base["addresses"] = {"web": WEB, "help": "{web}/help"}
    base["touchpoints"] = {key: common | state | said for key, said in places.items()}
    return Blueprint.model_validate(base)


def page(url: str, **said: Any) -> dict[str, Any]:
    return {"probe": {"kind": "page", "url": url}, **said}


BANK = bank(
    profile=page("{web}/details"),
    also_there=page("{web}/details", stage="Beginning"),
    orders=page("{web}/orders?newest=1", stage="Ordering"),
    claims=page("{web}/orders", stage="Mending", facts=["claim"]),
    help=page("{help}/chat", stage="Asking", channel="chat", facts=["concern"]),
    account=page("{web}/accounts/{customer.service_id}/limits", stage="Paying"),
    start=page("{web}/", stage="Arriving"),
    desk=page("{web}/agent", stage="Asking", lane="backstage", channel="agent"),
    app={"probe": {"kind": "http", "url": "{web}/api/me"}, "channel": "app"},
)


def plan(**stages: tuple[str, ...]) -> Plan:
    said = {"does": "Does it.", "thinks": "Well.", "feels": "neutral"}
    named = [{"stage": name, "touchpoints": keys} | said for name, keys in stages.items()]
    return Plan.model_validate({"stages": named})


PLAN = plan(Telling=("profile", "app"), Ordering=("orders",), Asking=("help", "desk"), Paying=("account",))


def deed(*paths: str, **said: Any) -> Deed:
    told = {"channel": "web", "facts": ("email",), "began_s": 1.0, "ended_s": 2.0, "pages": len(paths)}
    return Deed.model_validate(told | {"addresses": tuple(WEB + path for path in paths)} | said)


def effort(*deeds: Deed, made: Plan | None = PLAN, gave_up: tuple[int, ...] = ()) -> JourneyEffort:
    """One scenario of Maria's. gave_up: at which of her deeds, from 1; one that is none was not measured."""
    start: list[Event] = [
        RunStarted(run="r1", version="0", seed="s", blueprint=BANK),
        ScenarioStarted(scenario="s1", journey="journeys/maria.feature", line=3, feature="Maria", name="moving"),
    ]
    if made is not None:
        start.append(JourneyPlanned(scenario="s1", journey="journeys/maria.feature", plan=made))
    her: dict[str, Any] = {"scenario": "s1", "customer": "maria-1"}
    start.append(
        CustomerEmbodied(
            **her, persona="Maria", role="customer", pronouns={}, locale="de_DE", service_id="1", values={}
        )
    )
    did: list[Event] = []
    for number, one in enumerate(deeds, 1):
        did.append(ChangeBegan(**her, change=f"c{number}", step="When she tells it", line=4, cells=()))
        did.append(EffortMeasured(**her, change=f"c{number}", deed=one))
    did += [
        CustomerGaveUp(
            **her, change=f"c{n}", step="When", line=4, facts=(), after_s=3.0, patience_s=2.0, doing="for a page"
        )
        for n in gave_up
    ]
    [found] = effort_of_run(History(events=(*start, *did)))
    return found


def stage_of(one: Deed, made: Plan | None = PLAN) -> str:
    [act] = effort(one, made=made).scenarios[0].acts
    return act.stage


@pytest.mark.parametrize(
    ("one", "stage"),
    [
        (deed("/details"), "Telling"),
        (deed("/details/"), "Telling"),
        (deed("/details/address"), "Telling"),
        (deed("/details/address", "/details"), "Telling"),
        (deed("/orders/new", "/orders/7"), "Ordering"),
        (deed("/help/chat"), "Asking"),
        (deed("/accounts/0042/limits"), "Paying"),
        (deed("/enquiry", "/orders"), "Ordering"),
        (deed("/api", channel="app", addresses=()), "Telling"),
    ],
    ids=lambda value: " ".join(value.addresses) if isinstance(value, Deed) else value,
)
def test_an_act_belongs_to_the_stage_of_the_touchpoint_at_whose_page_she_was(one: Deed, stage: str) -> None:
    assert stage_of(one) == stage


@pytest.mark.parametrize(
    "one",
    [
        deed("/details", "/orders"),
        deed("/detailsofanother"),
        deed("/enquiry"),
        deed("/accounts/limits"),
        deed("/agent"),
        deed("/"),
        deed("/details", addresses=None),
        deed(addresses=("http://elsewhere.test/details",)),
        deed(channel="phone", addresses=()),
        deed(channel="app", facts=("phone",), addresses=()),
        deed(channel="agent", addresses=()),
    ],
    ids=[
        "pages of two stages",
        "an address that only begins alike",
        "a page of no touchpoint",
        "an address that lacks the customer",
        "a page that is no place of hers",
        "a page that the plan does not name",
        "an older history",
        "another site",
        "a channel without any touchpoint",
        "a channel whose touchpoints do not show it",
        "what the company's people look at",
    ],
)
def test_where_no_touchpoint_tells_it_an_act_is_given_to_no_stage(one: Deed) -> None:
    assert stage_of(one) == ""


def test_a_page_that_is_planned_and_one_that_is_not_do_not_tell_a_stage() -> None:
    assert stage_of(deed("/details", "/orders"), plan(Telling=("profile",))) == ""


def test_a_page_of_two_planned_touchpoints_in_two_stages_tells_none() -> None:
    both = plan(Beginning=("also_there",), Telling=("profile",))
    assert stage_of(deed("/details"), both) == ""


def test_of_several_touchpoints_on_one_page_those_count_that_show_what_she_told() -> None:
    both = plan(Ordering=("orders",), Mending=("claims",))
    assert stage_of(deed("/orders/7/claim", facts=("claim",)), both) == "Mending"
    assert stage_of(deed("/orders/new"), both) == "Ordering"
    assert stage_of(deed("/orders", facts=("phone",)), both) == ""


def test_without_a_plan_the_stages_are_those_of_the_blueprint() -> None:
    assert stage_of(deed("/orders"), None) == "Ordering"
    assert stage_of(deed("/"), None) == "Arriving"
    assert stage_of(deed("/details"), None) == ""


def test_an_act_says_which_change_it_was_and_what_it_cost() -> None:
    found = effort(
        deed("/details", fields=(FieldFilled(called="City", again="postal address: city"),), activations=2),
        deed("/orders", contact=True, waited_s=1.5, longest_wait_s=1.0, transfers=(Transfer(to="help", at_s=1.0),)),
        gave_up=(2,),
    )
    first, second = found.scenarios[0].acts
    assert (first.change, first.pages, first.fields, first.interactions, first.repeated) == (1, 1, 1, 3, 1)
    assert (second.change, second.contacts, second.waited_s, second.longest_wait_s) == (2, 1, 1.5, 1.0)
    assert (second.transfers, second.gave_up, first.gave_up) == (1, 1, 0)


def test_a_customer_who_was_lost_where_nothing_was_measured_is_lost_in_no_stage() -> None:
    found = effort(deed("/details"), gave_up=(9,))
    assert [(one.stage, one.gave_up) for one in found.stages] == [("Telling", 0), ("", 1)]


def test_stages_stand_in_the_order_of_the_plan_and_what_has_none_comes_last() -> None:
    found = effort(deed("/enquiry"), deed("/orders"), deed("/details"), deed("/orders/1"))
    assert [(one.stage, one.pages) for one in found.stages] == [("Telling", 1), ("Ordering", 2), ("", 1)]


def test_a_stage_that_only_another_plan_has_is_not_lost() -> None:
    acts = [CostOfAct(stage="Later", pages=1), CostOfAct(pages=2), CostOfAct(stage="Telling", pages=4)]
    assert [(one.stage, one.pages) for one in by_stage(acts, ("Telling",))] == [("Telling", 4), ("Later", 1), ("", 2)]


counts = st.integers(0, 4)
deeds = st.builds(
    deed,
    st.sampled_from(("/details", "/orders", "/help/chat", "/enquiry", "/")),
    pages=counts,
    activations=counts,
    contact=st.booleans(),
    waited_s=st.floats(0, 9).map(lambda seconds: round(seconds, 3)),
    fields=st.lists(
        st.builds(FieldFilled, called=st.just("City"), again=st.sampled_from(("", "the same words"))), max_size=3
    ).map(tuple),
    transfers=st.lists(st.builds(Transfer, to=st.just("help"), at_s=st.just(1.0)), max_size=2).map(tuple),
    by=st.sampled_from(("customer", "person")),
    channel=st.sampled_from(("web", "phone")),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(deeds, min_size=1, max_size=6), st.lists(st.integers(1, 8), max_size=2))
def test_all_stages_and_what_has_none_come_to_the_effort_of_the_journey(done: list[Deed], lost: list[int]) -> None:
    found = effort(*done, gave_up=tuple(lost))
    for name in set(Cost.model_fields) - {"longest_wait_s"}:
        whole = getattr(found.effort, name)
        assert sum(getattr(one, name) for one in found.stages) == pytest.approx(whole), name
        assert sum(getattr(act, name) for act in found.scenarios[0].acts) == pytest.approx(whole), name
    assert max(one.longest_wait_s for one in found.stages) == found.effort.longest_wait_s
