"""The blueprint as a drawing: everything once, nothing on top of anything else, the same each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_runs import blueprint as small_blueprint

from tellonce.model.blueprint import Blueprint
from tellonce.project.blueprint_file import load_blueprint
from tellonce.report.html.blueprint import Drawing, Node, Part, about_fact, lay_out, the_whole, way_to
from tellonce.report.html.blueprint.lettering import cut_to, wide, wrap

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def northbank() -> Blueprint:
    blueprint, _ = load_blueprint(ROOT / "fixtures/blueprint.yaml", root=ROOT)
    return blueprint


def parts(blueprint: Blueprint) -> Iterator[Part]:
    yield the_whole(blueprint)
    for fact in blueprint.facts:
        yield about_fact(blueprint, fact)


def nodes(drawing: Drawing) -> tuple[Node, ...]:
    return (*drawing.cards, *drawing.systems)


def overlapping(drawing: Drawing) -> list[tuple[str, str]]:
    return [
        (one.key, other.key)
        for one, other in combinations(nodes(drawing), 2)
        if one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    ]


def run_through(drawing: Drawing) -> list[tuple[str, str, str]]:
    """Ways that run through what they do not lead to: (from, to, through)."""
    return [
        (edge.start, edge.end, node.key)
        for edge in drawing.edges
        for (x1, y1), (x2, y2) in pairwise(edge.points)
        for node in nodes(drawing)
        if min(x1, x2) < node.x + node.width
        and max(x1, x2) > node.x
        and min(y1, y2) < node.y + node.height
        and max(y1, y2) > node.y
    ]


def outside(drawing: Drawing) -> list[str]:
    lanes = {lane.lane: lane for lane in drawing.lanes}
    bottom = max(lane.y + lane.height for lane in lanes.values())
    return [
        node.key
        for node in nodes(drawing)
        if node.x < drawing.margin or node.x + node.width > drawing.width or node.y < 0 or node.y + node.height > bottom
    ]


def test_every_touchpoint_and_system_of_northbank_is_there_once(northbank: Blueprint) -> None:
    drawing = lay_out(the_whole(northbank))
    assert Counter(card.key for card in drawing.cards) == Counter(list(northbank.touchpoints))
    assert Counter(system.key for system in drawing.systems) == Counter(list(northbank.systems))
    assert [stage.name for stage in drawing.stages] == list(
        dict.fromkeys(spot.stage for spot in northbank.touchpoints.values())
    )


def test_every_hop_is_drawn_and_every_touchpoint_hangs_on_the_system_that_feeds_it(northbank: Blueprint) -> None:
    drawing = lay_out(the_whole(northbank))
    hops = Counter((edge.start, edge.end) for edge in drawing.edges if not edge.feeds)
    assert hops == Counter({(hop.from_, hop.to) for hop in northbank.hops})
    assert {(edge.start, edge.end) for edge in drawing.edges if edge.feeds} == {
        (spot.fed_by, key) for key, spot in northbank.touchpoints.items()
    }


def test_a_hop_tells_all_facts_that_travel_there(northbank: Blueprint) -> None:
    drawing = lay_out(the_whole(northbank))
    facts = next(set(e.facts) for e in drawing.edges if (e.start, e.end) == ("customer-master", "card-system"))
    assert facts == {"postal_address", "person_name", "language", "first_card", "card_day"}


@pytest.mark.parametrize("acts", [False, True])
def test_nothing_lies_on_anything_else_and_no_way_runs_through_a_place(northbank: Blueprint, acts: bool) -> None:
    for part in parts(northbank):
        drawing = lay_out(part, acts=acts)
        assert (overlapping(drawing), run_through(drawing), outside(drawing)) == ([], [], [])


def test_what_she_does_has_a_row_of_its_own_above_all_that_she_meets(northbank: Blueprint) -> None:
    for blueprint in (northbank, small_blueprint()):
        drawing = lay_out(the_whole(blueprint), acts=True)
        customer = next(lane for lane in drawing.lanes if lane.lane == "customer")
        assert drawing.acts is not None
        below = drawing.acts.y + drawing.acts.height
        assert drawing.head < drawing.acts.y < below < customer.y + customer.height
        assert all(node.y > below for node in nodes(drawing))
        assert all(y > below for edge in drawing.edges for _, y in edge.points)
    assert lay_out(the_whole(northbank)).acts is None


def test_a_way_begins_at_its_system_and_ends_at_the_left_of_what_it_leads_to(northbank: Blueprint) -> None:
    drawing = lay_out(the_whole(northbank))
    systems = {node.key: node for node in drawing.systems}
    cards = {card.key: card for card in drawing.cards}
    for edge in drawing.edges:
        start, end = systems[edge.start], (cards if edge.feeds else systems)[edge.end]
        assert edge.points[0] == (start.x + start.width / 2, start.y)
        assert edge.points[-1][0] == end.x
        assert end.y < edge.points[-1][1] < end.y + end.height


def test_the_same_blueprint_is_drawn_the_same(northbank: Blueprint) -> None:
    again = Blueprint.model_validate_json(northbank.model_dump_json(by_alias=True))
    assert lay_out(the_whole(northbank)) == lay_out(the_whole(again))


def test_lanes_stand_in_order_and_third_parties_have_one_of_their_own(northbank: Blueprint) -> None:
    drawing = lay_out(the_whole(northbank))
    assert [lane.lane for lane in drawing.lanes] == ["customer", "frontstage", "backstage", "support", "third_party"]
    assert [line.line for line in drawing.lines] == ["interaction", "visibility", "internal"]
    third = drawing.lanes[-1].y
    theirs = {node.key for node in nodes(drawing) if node.y >= third}
    assert {"payment-receipt", "carrier-feed", "work-order", "carrier", "fixwell", "payment-processor"} <= theirs
    assert "card-system" not in theirs


def test_only_what_uses_a_fact_is_drawn_for_it(northbank: Blueprint) -> None:
    drawing = lay_out(about_fact(northbank, "marketing_consent"))
    assert {card.key for card in drawing.cards} == {
        key for key, spot in northbank.touchpoints.items() if "marketing_consent" in spot.fact_keys
    }
    assert {"self-service", "customer-master", "marketing"} <= {node.key for node in drawing.systems}
    assert "card-system" not in {node.key for node in drawing.systems}
    assert {edge.facts for edge in drawing.edges if not edge.feeds} == {("marketing_consent",)}


def test_the_way_to_a_touchpoint_holds_it_and_few_columns(northbank: Blueprint) -> None:
    others = tuple(key for key, spot in northbank.touchpoints.items() if "postal_address" in spot.fact_keys)
    drawing = lay_out(way_to(northbank, "postal_address", "card-letter", others))
    assert "card-letter" in {card.key for card in drawing.cards}
    assert {"self-service", "customer-master", "card-system"} <= {node.key for node in drawing.systems}
    assert len(drawing.stages) <= 6


def test_a_system_and_a_touchpoint_of_the_same_name_are_two() -> None:
    made = small_blueprint().model_dump(by_alias=True)
    made["systems"]["app"] = {"called": "app"}
    made["hops"] = [*made["hops"], {"from": "master", "to": "app"}]
    made["touchpoints"]["app"]["fed_by"] = "app"
    drawing = lay_out(the_whole(Blueprint.model_validate(made)))
    assert (overlapping(drawing), run_through(drawing)) == ([], [])


def test_an_empty_blueprint_has_lanes_and_nothing_in_them() -> None:
    made = small_blueprint().model_dump(by_alias=True) | {"systems": {}, "hops": [], "touchpoints": {}}
    drawing = lay_out(the_whole(Blueprint.model_validate(made)))
    assert (drawing.cards, drawing.systems, drawing.edges) == ((), (), ())
    assert [lane.lane for lane in drawing.lanes] == ["customer", "frontstage", "backstage", "support"]


@st.composite
def any_blueprint(draw: st.DrawFn) -> Blueprint:
    """Any stages, lanes and hops, circles among them."""
    made = small_blueprint().model_dump(by_alias=True)
    systems = [f"s{n}" for n in range(draw(st.integers(1, 14)))]
    spot = made["touchpoints"]["app"]
    number = draw(st.integers(0, 16))
    made["systems"] = {key: {"called": key, "owner": draw(st.sampled_from(["", "Us", "Them"]))} for key in systems}
    made["hops"] = [
        {"from": draw(st.sampled_from(systems)), "to": draw(st.sampled_from(systems))}
        for _ in range(draw(st.integers(0, 24)))
    ]
    made["touchpoints"] = {
        f"t{n}": spot
        | {
            "called": draw(st.text(max_size=60)),
            "stage": draw(st.sampled_from(["a", "b", "c", "d"])),
            "lane": draw(st.sampled_from(["customer", "frontstage", "backstage", "support"])),
            "third_party": draw(st.sampled_from(["", "Them"])),
            "fed_by": draw(st.sampled_from(systems)),
        }
        for n in range(number)
    }
    return Blueprint.model_validate(made)


@given(any_blueprint())
@settings(max_examples=30)
def test_whatever_the_blueprint_everything_is_there_once_and_nothing_overlaps(blueprint: Blueprint) -> None:
    drawing = lay_out(the_whole(blueprint))
    assert Counter(card.key for card in drawing.cards) == Counter(list(blueprint.touchpoints))
    assert Counter(node.key for node in drawing.systems) == Counter(list(blueprint.systems))
    assert {(e.start, e.end) for e in drawing.edges if not e.feeds} == {
        (hop.from_, hop.to) for hop in blueprint.hops if hop.from_ != hop.to
    }
    assert (overlapping(drawing), run_through(drawing), outside(drawing)) == ([], [], [])


@given(st.text(max_size=80), st.integers(1, 3))
def test_a_name_is_cut_to_its_room(text: str, most: int) -> None:
    lines = wrap(text, 13, 120, most)
    assert 1 <= len(lines) <= most
    assert all(wide(line, 13) <= 120 or len(line) == 1 for line in lines)


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    assert wrap("the security notice to her old e-mail address", 13, 140, 2) == (
        "the security notice",
        "to her old e-mail a…",
    )
    assert cut_to("Customer Communications", 11.5, 400) == "Customer Communications"
