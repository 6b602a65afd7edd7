"""The blueprint view as people use it: filtered, walked through by keyboard, and played."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from made_runs import cell, founding_story, plan, planned, run, scenario, stale_card
from test_blueprint_overview import WAY, broken_run, hostile_run

from tellonce.model.cell import CellVerdict, Look
from tellonce.model.effort import Deed
from tellonce.model.events import EffortMeasured
from tellonce.model.history import History
from tellonce.model.verdict import Verdict
from tellonce.report.html.anchors import scenario_key

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
ReportPage = Callable[..., Any]
SCENARIO = "journeys/maria/moving-house.feature: Maria moves house"
CHANGE = f"{scenario_key(SCENARIO)}/1"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def whole_story() -> tuple[History, list[CellVerdict]]:
    """One change that reached some touchpoints, one after the other, and never the card letter."""
    cells = [
        cell("profile", way=WAY),
        cell("app"),
        cell("agent"),
        cell("letter"),
        stale_card(broke_places=("master", "cards"), way=WAY),
        cell("partner", Verdict.UNOBSERVED),
    ]
    return run(scenario(cells)), cells


LONG = (
    "Opens her details between two boxes, and types the new address, flat number and all, twice over, "
    "before the movers ring once more."
)


def planned_story(measured: bool = True) -> tuple[History, list[CellVerdict]]:
    """The same of a journey that has a plan, and another one of Jan's with a plan for its first stage. measured:
    whether the run says where she told it."""
    cells = whole_story()[1]
    stages = (
        {"stage": "change", "touchpoints": ("profile", "app", "letter"), "feels": "neutral", "does": LONG},
        {"stage": "renewal", "touchpoints": ("card_letter",), "feels": "uneasy", "does": "Waits for her card."},
    )
    hers = planned(scenario(cells, steps=[("When", "she changes her postal address", "passed")]), plan(*stages))
    if measured:
        deed = Deed(channel="web", facts=("address",), began_s=1.0, ended_s=2.0, addresses=())
        hers.insert(-1, EffortMeasured(scenario=SCENARIO, customer="maria-1", change="c1", at_s=2.0, deed=deed))
    jan = {"journey": "journeys/jan/flat.feature", "persona": "Jan", "customer": "jan-1", "change": "j1"}
    his = [cell("app", scenario="journeys/jan/flat.feature: Jan moves in", **jan)]
    moves = scenario(his, name="Jan moves in", journey="journeys/jan/flat.feature", feature="Jan moves", persona="Jan")
    moved = planned(moves, plan(stages[0] | {"does": "Calls his landlord first."}))
    return run(hers, moved), [*cells, *his]


def acts_drawn(tab: Page) -> dict[str, list[str]]:
    """Stage -> the lines in the customer's lane."""
    tab.wait_for_selector(".bp-act")
    found: dict[str, list[str]] = tab.evaluate(
        "Object.fromEntries([...document.querySelectorAll('.bp-act[data-stage]')].map(one => "
        "[one.dataset.stage, [...one.querySelectorAll('tspan')].map(line => line.textContent)]))"
    )
    return found


def at(**query: str) -> str:
    return "#/blueprint?" + "&".join(f"{key}={value}" for key, value in query.items())


def lit(tab: Page, kind: str = "touchpoint") -> set[str]:
    places: list[str] = tab.evaluate("[...document.querySelectorAll('.bp .knows')].map(place => place.dataset.place)")
    return {place.partition(":")[2] for place in places if place.startswith(kind)}


def drawn(tab: Page) -> set[str]:
    return set(tab.evaluate("[...document.querySelectorAll('.bp [data-place]')].map(place => place.dataset.place)"))


@pytest.mark.parametrize(
    "way",
    [
        {"width": 360, "scheme": "light"},
        {"width": 360, "scheme": "dark"},
        {"width": 1440, "scheme": "light"},
        {"width": 1440, "scheme": "dark"},
        {"width": 1280, "forced_colors": "active"},
        {"width": 3840},
    ],
    ids=lambda way: "-".join(str(value) for value in way.values()),
)
@pytest.mark.parametrize("state", ["#/blueprint", at(fact="address", change=CHANGE, t="100", at="touchpoint:app")])
def test_the_view_is_accessible_asks_for_nothing_and_never_scrolls_sideways(
    report_page: ReportPage, state: str, way: dict[str, Any]
) -> None:
    opened = report_page(*whole_story(), state, **way)
    opened.page.wait_for_selector(".bp [data-place]")
    wrong = list(opened.wrong)
    found = [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(opened.page).response["violations"]]
    assert (wrong, found, opened.page.evaluate(WIDER)) == ([], [], 0)
    assert opened.page.locator("h1:visible").count() == 1


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("state", ["#/blueprint", at(change=CHANGE, at="touchpoint:app")])
def test_with_what_customers_do_the_view_is_accessible_as_well(report_page: ReportPage, state: str, width: int) -> None:
    opened = report_page(*planned_story(), state, width=width)
    opened.page.wait_for_selector(".bp-act")
    opened.page.evaluate("document.querySelectorAll('.bp-view details').forEach(folded => folded.open = true)")
    found = [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(opened.page).response["violations"]]
    assert (opened.wrong, found, opened.page.evaluate(WIDER)) == ([], [], 0)


def test_the_customers_lane_holds_what_plans_say_that_she_does(report_page: ReportPage) -> None:
    tab = report_page(*planned_story(), "#/blueprint").page
    drawn_acts = acts_drawn(tab)
    assert drawn_acts["change"][-1] == "and 1 other plan"
    assert " ".join(drawn_acts["change"][:-1]).startswith("Opens her details between two boxes")
    assert drawn_acts["renewal"] == ["Waits for her card."]
    tab.locator(".bp-acts-told summary").click()
    rows = [" ".join(row.split()) for row in tab.locator(".bp-acts tbody tr").all_inner_texts()]
    assert rows[0] == (f"Change {LONG} Maria moves house and gets her new card Calls his landlord first. Jan moves")
    tab.get_by_label("Persona").select_option("Jan")
    tab.wait_for_function("document.querySelectorAll('.bp-act[data-stage]').length === 1")
    assert acts_drawn(tab) == {"change": ["Calls his landlord first."]}


def test_a_change_that_is_played_shows_what_was_done_in_its_stage(report_page: ReportPage) -> None:
    tab = report_page(*planned_story(), at(change=CHANGE)).page
    assert tab.locator(".bp-done").inner_text() == ("What was done: She changes her postal address (stage “change”)")
    assert tab.locator(".bp-act.done[data-stage]").evaluate_all("all => all.map(one => one.dataset.stage)") == [
        "change"
    ]
    assert " ".join(tab.locator(".bp-act.done .bp-acted").all_text_contents()) == "She changes her postal address"
    assert acts_drawn(tab)["renewal"] == ["Waits for her card."]
    assert tab.locator(".bp-acts tbody tr").first.locator("td").first.inner_text() == "She changes her postal address"


def test_an_act_that_no_stage_can_be_given_is_told_and_drawn_nowhere(report_page: ReportPage) -> None:
    tab = report_page(*planned_story(measured=False), at(change=CHANGE)).page
    assert tab.locator(".bp-done").inner_text() == (
        "What was done: She changes her postal address (to which stage it belongs cannot be told)"
    )
    tab.wait_for_selector(".bp-act")
    assert tab.locator(".bp-act.done[data-stage]").count() == 0


def test_without_any_plan_the_act_alone_is_there(report_page: ReportPage) -> None:
    opened = report_page(*whole_story(), "#/blueprint")
    opened.page.wait_for_selector(".bp [data-place]")
    assert opened.page.locator(".bp-act").count() == opened.page.locator(".bp-acts-told").count() == 0
    opened.go(at(change=CHANGE))
    assert opened.page.locator(".bp-done").inner_text().startswith("What was done: ")


@pytest.mark.parametrize("state", ["#/blueprint", at(change=CHANGE)])
def test_what_is_written_in_the_customers_lane_stays_in_its_box(report_page: ReportPage, state: str) -> None:
    tab = report_page(*planned_story(), state).page
    tab.wait_for_selector(".bp-act[data-stage]")
    out = tab.evaluate(
        "[...document.querySelectorAll('.bp-act[data-stage]')].flatMap(act => {"
        "  const box = act.querySelector('rect').getBBox(), words = act.querySelector('text').getBBox();"
        "  return words.x < box.x || words.x + words.width > box.x + box.width"
        "    || words.y < box.y || words.y + words.height > box.y + box.height ? [act.textContent] : []; })"
    )
    assert out == []
    assert "…" in tab.locator(".bp-act[data-stage=change]").text_content()


def test_every_touchpoint_and_system_is_there_once_with_a_name(report_page: ReportPage) -> None:
    tab = report_page(*whole_story(), "#/blueprint").page
    names = tab.locator(".bp [role=button]").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    assert len(names) == len(set(names)) == 9 + 2
    assert "the card letter. renewal; Card Operations; promised within 1 day. 1 broken" in names
    assert "customer master, a system" in names


def test_a_fact_leaves_only_what_uses_it(report_page: ReportPage) -> None:
    tab = report_page(*whole_story(), "#/blueprint").page
    tab.get_by_label("Fact").select_option("email")
    tab.wait_for_function("!document.querySelector('[data-place=\"touchpoint:letter\"]')")
    assert tab.evaluate("location.hash") == "#/blueprint?fact=email"
    assert {place for place in drawn(tab) if place.startswith("touchpoint")} == {
        f"touchpoint:{key}" for key in ("profile", "app", "mail", "agent", "partner")
    }


def test_an_owner_or_a_stage_makes_all_else_faint_and_leaves_it_out_of_the_list(report_page: ReportPage) -> None:
    tab = report_page(*whole_story(), at(owner="Card+Operations")).page
    bright = tab.evaluate(
        "[...document.querySelectorAll('.bp-view .bp-card:not(.faint)')].map(one => one.dataset.place)"
    )
    assert set(bright) == {"touchpoint:card_letter", "touchpoint:card_file"}
    assert tab.locator(".bp-view tbody tr").count() == 2


def test_a_persona_leaves_what_came_of_her_changes(report_page: ReportPage) -> None:
    history, cells = founding_story()
    tab = report_page(history, cells, "#/blueprint").page
    tab.get_by_label("Persona").select_option("Zoë")
    tab.wait_for_selector(".bp-view .bp-card.faint")
    bright = tab.evaluate(
        "[...document.querySelectorAll('.bp-view .bp-card:not(.faint)')].map(one => one.dataset.place)"
    )
    assert set(bright) == {"touchpoint:profile", "touchpoint:mail", "touchpoint:agent", "touchpoint:partner"}


@pytest.mark.parametrize("t", [0.0, 0.2, 0.3, 1.1, 500.0, 21600.0, 80000.0])
def test_what_is_lit_at_a_moment_is_what_had_learnt_it_by_then(report_page: ReportPage, t: float) -> None:
    history, cells = whole_story()
    tab = report_page(history, cells, at(change=CHANGE, t=str(t))).page
    tab.wait_for_selector(".bp-player")
    reached = {c.touchpoint for c in cells if c.reached_after_s is not None and c.reached_after_s <= t}
    assert lit(tab) == reached
    assert lit(tab, "system") == ({"master"} if t >= 0.3 else set())
    rows: list[str] = tab.evaluate("[...document.querySelectorAll('tr.knows')].map(row => row.dataset.row)")
    assert {row.partition(":")[2] for row in rows if row.startswith("touchpoint")} == reached


def test_the_break_is_drawn_once_its_promise_ran_out(report_page: ReportPage) -> None:
    opened = report_page(*whole_story(), at(change=CHANGE, t="3600"))
    tab = opened.page
    tab.wait_for_selector(".bp-player")
    assert tab.locator(".bp-hop.cut").count() == 0
    opened.go(at(change=CHANGE, t="86400"))
    tab.wait_for_selector(".bp-hop.cut")
    assert tab.locator(".bp-hop.cut").get_attribute("data-hop") == "master>cards"
    assert tab.locator(".bp-view .bp-flag").text_content() == "the news stopped here"


def test_what_came_too_late_or_went_astray_is_never_shown_as_well(report_page: ReportPage) -> None:
    astray = Look(start_s=10.9, end_s=11.0, sight="W", said="sent to a stranger")
    cells = [
        cell("profile", Verdict.LATE),
        cell("letter", Verdict.WRONG_RECIPIENT, reached_after_s=None, looks=(astray,)),
        cell("invoice"),
    ]
    tab = report_page(run(scenario(cells)), cells, at(change=CHANGE, t="100")).page
    tab.wait_for_selector(".bp-player")
    place = "document.querySelector('.bp-view [data-place=\"touchpoint:{}\"]').classList.contains('broken')"
    assert tab.evaluate(place.format("profile"))
    assert tab.evaluate(place.format("letter"))
    assert not tab.evaluate(place.format("invoice"))


def test_changes_are_offered_broken_first_and_one_is_followed(report_page: ReportPage) -> None:
    history, cells = founding_story()
    tab = report_page(history, cells, "#/blueprint").page
    offered = tab.get_by_label("Follow a change").locator("option").all_text_contents()
    assert offered[0] == "none chosen (3 changes, broken first)"
    assert offered[1] == "still old: Maria, postal address (Maria moves house)"
    tab.get_by_label("Follow a change").select_option(index=1)
    tab.wait_for_selector(".bp-player")
    assert tab.evaluate("location.hash").startswith("#/blueprint?change=")
    assert "5 of 7 touchpoints have learnt it" in tab.locator(".bp-now").inner_text()


def test_it_plays_to_the_end_and_says_so_in_the_address(report_page: ReportPage) -> None:
    tab = report_page(*whole_story(), at(change=CHANGE, t="0", speed="4")).page
    tab.get_by_role("button", name="Play", exact=True).click()
    tab.get_by_role("button", name="Pause").wait_for()
    tab.get_by_role("button", name="Play", exact=True).wait_for()
    tab.wait_for_function("!location.hash.includes('t=')")
    assert lit(tab) == {"profile", "app", "agent", "letter"}


def test_with_reduced_motion_there_are_steps_only(report_page: ReportPage) -> None:
    tab = report_page(*whole_story(), at(change=CHANGE, t="0"), reduced_motion="reduce").page
    tab.wait_for_selector(".bp-player")
    assert tab.get_by_role("button", name="Play", exact=True).count() == 0
    tab.get_by_role("button", name="To the next moment").click()
    tab.wait_for_function("location.hash.includes('t=0.2')")
    assert lit(tab) == {"profile"}
    tab.get_by_role("button", name="To the moment before").click()
    tab.wait_for_function("document.querySelectorAll('.bp .knows').length === 0")


def test_the_time_is_set_by_keyboard_and_said_in_words(report_page: ReportPage) -> None:
    tab = report_page(*whole_story(), at(change=CHANGE, t="0")).page
    time = tab.get_by_role("slider", name="Time since she told")
    assert time.get_attribute("aria-valuetext") == "The moment she told; 0 of 6 touchpoints have learnt it"
    time.focus()
    time.press("End")
    tab.wait_for_function("document.querySelectorAll('.bp-card.knows').length === 4")
    assert "24 hours after she told; 4 of 6" in (time.get_attribute("aria-valuetext") or "") or "1 day" in (
        time.get_attribute("aria-valuetext") or ""
    )


def test_arrow_keys_walk_through_the_drawing_and_enter_chooses(report_page: ReportPage) -> None:
    tab = report_page(*whole_story(), "#/blueprint").page
    focused = "document.activeElement.dataset.place"
    tab.locator(".bp [tabindex='0']").focus()
    first = tab.evaluate(focused)
    tab.keyboard.press("ArrowRight")
    second = tab.evaluate(focused)
    assert first == "touchpoint:profile" != second
    tab.locator(f"[data-place='{first}']").focus()
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate(focused) == "touchpoint:app"
    tab.keyboard.press("Enter")
    tab.get_by_role("complementary").wait_for()
    assert "at=touchpoint%3Aapp" in tab.evaluate("location.hash")
    assert tab.get_by_role("complementary").locator("h2 span").inner_text().lower() == "app's profile"
    tab.keyboard.press("Escape")
    tab.wait_for_function("!location.hash.includes('at=')")
    assert tab.locator(".bp [tabindex='0']").count() == 1


def test_a_hop_says_what_travels_along_it_when_it_is_pointed_at(report_page: ReportPage) -> None:
    tab = report_page(*whole_story(), at(fact="address")).page
    tab.locator(".bp-hop[data-hop='master>cards'] .bp-grip").dispatch_event("pointerenter")
    assert tab.locator(".bp-label").text_content() == "postal address"


def test_zooming_is_in_the_address_and_works_by_keyboard(report_page: ReportPage) -> None:
    tab = report_page(*whole_story(), at(zoom="100")).page
    width = "document.querySelector('.bp-view .bp').getBoundingClientRect().width"
    before = tab.evaluate(width)
    tab.get_by_role("button", name="Larger").click()
    tab.wait_for_function("location.hash.includes('zoom=125')")
    assert tab.evaluate(width) == pytest.approx(before * 1.25, rel=0.01)
    tab.locator(".bp-frame").focus()
    tab.keyboard.press("0")
    tab.wait_for_function("location.hash.includes('zoom=fit')")
    frame = tab.locator(".bp-frame").evaluate("frame => frame.clientWidth")
    assert tab.evaluate(width) <= frame


def test_on_a_narrow_screen_the_list_stands_before_the_drawing(report_page: ReportPage) -> None:
    tab = report_page(*whole_story(), at(change=CHANGE), width=360).page
    tab.wait_for_selector(".bp-knew")
    above = "document.querySelector('.bp-knew').getBoundingClientRect().top < document.querySelector('.bp-frame')"
    assert tab.evaluate(f"{above}.getBoundingClientRect().top")


def test_the_list_says_who_knew_when_the_first_first(report_page: ReportPage) -> None:
    tab = report_page(*whole_story(), at(change=CHANGE)).page
    rows = [" ".join(row.split()) for row in tab.locator(".bp-knew tbody tr").all_inner_texts()]
    assert rows[0].startswith("Profile page What she does after 0.2 s within")
    assert [row.split()[0] for row in rows[:3]] == ["Profile", "Customer", "App's"]
    assert rows[-1].endswith(("still old", "never knew", "not seen"))
    assert tab.get_by_role("link", name="card letter").get_attribute("href") == (f"#/cell/{CHANGE}/address/card_letter")


def test_a_link_to_a_change_of_another_run_says_so(report_page: ReportPage) -> None:
    tab = report_page(*whole_story(), at(change="0000000000/1")).page
    assert tab.get_by_text("This run has no such change.").is_visible()
    assert len(drawn(tab)) == 11


@pytest.mark.parametrize("query", ["t=nonsense", "zoom=-3", "at=system:nowhere", "fact=nothing", "speed=x"])
def test_a_damaged_link_is_no_broken_page(report_page: ReportPage, query: str) -> None:
    opened = report_page(*whole_story(), f"{at(change=CHANGE)}&{query}")
    opened.page.wait_for_selector(".bp-player")
    assert opened.wrong == []


def test_printed_the_whole_drawing_fits_on_the_page(report_page: ReportPage) -> None:
    tab = report_page(*whole_story(), at(zoom="200"), width=1000).page
    tab.wait_for_selector(".bp [data-place]")
    tab.emulate_media(media="print")
    assert tab.evaluate("document.querySelector('.bp-view .bp').getBoundingClientRect().right <= innerWidth")
    assert tab.evaluate(WIDER) == 0
    assert tab.locator(".bp-view .bp-stage").first.is_visible()


def test_hostile_names_are_text(report_page: ReportPage) -> None:
    opened = report_page(*hostile_run(), "#/blueprint?at=touchpoint:card_letter")
    opened.page.wait_for_selector(".bp [data-place]")
    opened.go(at(change=CHANGE))
    opened.page.wait_for_selector(".bp-player")
    assert opened.wrong == []
    assert opened.page.locator(".bp script, .bp img, .bp-view img").count() == 0


def test_a_run_without_a_blueprint_says_so(report_page: ReportPage) -> None:
    tab = report_page(History(events=[]), (), "#/blueprint").page
    assert tab.get_by_text("This run does not say of which service it is").is_visible()


@pytest.mark.parametrize("verdicts", [[Verdict.REVERTED, Verdict.ON_TIME]])
def test_an_older_run_without_what_systems_knew_can_be_played(
    report_page: ReportPage, verdicts: Sequence[Verdict]
) -> None:
    cells = [cell("agent", verdicts[0]), cell("app", verdicts[1])]
    tab = report_page(run(scenario(cells)), cells, at(change=CHANGE)).page
    tab.wait_for_selector(".bp-player")
    assert lit(tab, "system") == set()
    assert "not looked into" in (tab.locator("[data-place='system:master']").text_content() or "")


def test_the_first_page_leads_to_the_change_that_broke(report_page: ReportPage) -> None:
    tab = report_page(*broken_run()).page
    tab.get_by_role("link", name="Play it along the blueprint").click()
    tab.wait_for_selector(".bp-player")
    assert tab.get_by_label("Follow a change").locator("option:checked").inner_text().startswith("still old: Maria")
