"""Journeys, the journey map and a scenario's page, as people open them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from journeys_told import CARD, FLAT, MOVING, also_called, lost, many, needed, of_two_journeys, retold
from made_runs import plan, planned, run, scenario, stale_card

from tellonce.model.need import Need
from tellonce.report.html.anchors import scenario_key

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from conftest import ReportPage

pytestmark = pytest.mark.browser

VIEWS = {
    "journeys": "#/journeys",
    "personas": "#/journeys?by=persona",
    "needs": "#/journeys?by=need",
    "a planned journey": f"#/journey/{MOVING}?open=all",
    "a journey without a plan": f"#/journey/{FLAT}",
    "a scenario": f"#/scenario/{CARD}",
}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def texts(tab: Page, selector: str) -> list[str]:
    """What is shown there, spaces as one."""
    tab.wait_for_selector(selector)
    return [" ".join(one.split()) for one in tab.locator(selector).all_inner_texts()]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    "way",
    [
        {"width": 360, "scheme": "light"},
        {"width": 360, "scheme": "dark"},
        {"width": 1440, "scheme": "light"},
        {"width": 1440, "scheme": "dark", "forced_colors": "active"},
        {"width": 3840, "scheme": "dark"},
    ],
    ids=lambda way: "-".join(map(str, way.values())),
)
def test_every_view_is_accessible_fits_and_asks_for_nothing(
    report_page: ReportPage, view: str, way: dict[str, Any]
) -> None:
    opened = report_page(*of_two_journeys(), at=VIEWS[view], **way)
    tab = opened.page
    tab.wait_for_selector("#app :is(.card, .map, .who-knew)", state="attached")
    tab.evaluate("document.querySelectorAll('#app details').forEach(folded => folded.open = true)")
    tab.wait_for_selector("#app [role=status].empty", state="detached")
    wrong_before_axe = list(opened.wrong)
    found = [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(tab).response["violations"]]
    assert (wrong_before_axe, found, tab.evaluate(WIDER)) == ([], [], 0)
    assert tab.locator("#app h1").count() == 1


def test_the_journey_that_ended_worst_comes_first_with_the_worst_of_it(report_page: ReportPage) -> None:
    tab = report_page(*of_two_journeys(), at="#/journeys").page
    assert texts(tab, ".card h2") == ["Maria moves house and gets her new card", "Jan moves in"]
    assert texts(tab, ".card .came") == ["Maria's new card goes to her old home.", "All 2 promises were kept."]
    assert texts(tab, ".card .in-brief dd") == [
        "2 deviations",
        "1 contact, 3 pages, 0 fields, 2 interactions, 0.7 s of waiting",
        "not planned",
    ]


def test_only_what_broke_and_what_is_searched_for_stand_in_the_address(report_page: ReportPage) -> None:
    tab = report_page(*of_two_journeys(), at="#/journeys").page
    tab.get_by_label("only where something broke").check()
    assert texts(tab, ".card h2") == ["Maria moves house and gets her new card"]
    tab.get_by_label("Find a journey").fill("jan")
    assert texts(tab, ".counted") == ["0 journeys"]
    assert tab.evaluate("location.hash") == "#/journeys?only=broken&q=jan"
    tab.get_by_label("only where something broke").uncheck()
    assert texts(tab, ".card h2") == ["Jan moves in"]


def test_the_way_of_telling_is_switched_by_keyboard_and_keeps_the_filter(report_page: ReportPage) -> None:
    tab = report_page(*of_two_journeys(), at="#/journeys?only=broken").page
    tab.get_by_role("link", name="By persona").focus()
    tab.keyboard.press("Enter")
    assert texts(tab, ".card h2") == ["Maria"]
    assert tab.evaluate("location.hash") == "#/journeys?only=broken&by=persona"
    assert tab.evaluate("document.activeElement.textContent") == "By persona"


def test_a_persona_is_told_with_her_setting_and_what_of_it_could_not_be_applied(report_page: ReportPage) -> None:
    tab = report_page(*of_two_journeys(), at="#/journeys?by=persona").page
    assert texts(tab, ".card .of")[0] == "customer, her, German (Germany)"
    first = tab.locator(".card").first
    assert " ".join(first.locator(".constraints").inner_text().split()) == (
        "Reduced motion: could not apply: the browser has no such setting Applied: device"
    )
    assert first.locator(".journey-links a").all_inner_texts() == ["Maria moves house and gets her new card"]


def test_each_need_is_told_and_one_that_nothing_shows_says_so(report_page: ReportPage) -> None:
    tab = report_page(*of_two_journeys(), at="#/journeys?by=need").page
    assert texts(tab, ".card h2") == ["S1 An address change reaches the card", "S2 Told once", "S3 Heard"]
    assert texts(tab, ".card .came") == ["Maria's new card goes to her old home.", "All 3 promises were kept."]
    assert texts(tab, ".card .empty") == ["No scenario of this run shows it. A scenario says so by the tag @need.S3."]


def test_a_project_without_needs_is_told_by_tag(report_page: ReportPage) -> None:
    tab = report_page(*of_two_journeys(needs=False), at="#/journeys?by=need").page
    assert texts(tab, ".card h2") == ["@need.S1", "@post", "@need.S2"]


def test_a_customer_who_gave_up_stands_on_the_card_of_the_journey(report_page: ReportPage) -> None:
    tab = report_page(lost(), [], at="#/journeys").page
    assert texts(tab, ".card .lost-customers li") == ["Maria gave up after 31 s, with no answer waiting for the page."]


def test_the_map_has_the_planned_stages_as_columns_and_channels_as_rows(report_page: ReportPage) -> None:
    tab = report_page(*of_two_journeys(), at=f"#/journey/{MOVING}").page
    assert texts(tab, ".map thead th .stage-name") == [
        "1 change",
        "2 renewal",
        "3 month end",
        "In no stage of the plan",
    ]
    rows = texts(tab, ".map tbody th[scope=row]")
    measured, met = ["Waits", "Effort", "Promises"], ["Web", "App", "Mail", "Post", "Card", "Invoice"]
    assert rows == ["Does", "Thinks", "Feels", *measured, *met]
    assert texts(tab, ".map .feels td") == ["neutral", "uneasy and 1 promise broke", "content", ""]


def test_a_touchpoint_of_the_map_says_how_it_stood_and_leads_to_its_worst_cell(report_page: ReportPage) -> None:
    tab = report_page(*of_two_journeys(), at=f"#/journey/{MOVING}").page
    card = tab.locator(".map .touch.broken")
    assert " ".join(card.inner_text().split()) == (
        "card letter moment of truth failing still old; met after 1 day Card Operations"
    )
    card_link = f"#/cell/{CARD}/1/address/card_letter"
    assert card.get_attribute("href") == card_link
    card.focus()
    tab.keyboard.press("Enter")
    assert tab.evaluate("location.hash") == card_link


def test_deviations_are_sentences_that_lead_to_where_they_are_seen(report_page: ReportPage) -> None:
    tab = report_page(*of_two_journeys(), at=f"#/journey/{MOVING}").page
    assert texts(tab, ".deviation-list li") == [
        "failing The card letter failed Maria in “renewal”: still old. in 1 scenario",
        "ad hoc The confirmation mail came, and no stage of the plan names it. in 1 scenario",
    ]
    first = tab.locator(".deviation-list a").first
    assert first.get_attribute("href") == f"#/cell/{CARD}/1/address/card_letter"


def test_effort_is_told_for_the_whole_journey_and_says_so(report_page: ReportPage) -> None:
    tab = report_page(*of_two_journeys(), at=f"#/journey/{MOVING}").page
    assert texts(tab, ".effort-figures tbody tr") == [
        "Maria 1 3 usually 3 0 usually 0 2 usually 2 0.7 s usually 0.7 s 0 s"
    ]
    assert "Added up over the scenarios" in tab.locator("section:has(.effort-figures) .lead").inner_text()


EFFORT = ".map tr:has(> th:text-is('Effort')) td"


def test_what_each_stage_cost_her_stands_beside_what_was_planned(report_page: ReportPage) -> None:
    tab = report_page(*also_called(), at=f"#/journey/{MOVING}").page
    assert texts(tab, EFFORT) == [
        "1 act 1 contact, 3 pages, 2 interactions, 0.7 s of waiting",
        "no act was measured here",
        "no act was measured here",
        "",
    ]


def test_what_no_stage_can_be_given_is_said_and_counted_nowhere_else(report_page: ReportPage) -> None:
    tab = report_page(*also_called(), at=f"#/journey/{MOVING}").page
    assert texts(tab, ".unplaced") == [
        "Given to no stage: 1 act, 1 contact, 4.0 s of waiting. "
        "It happened at no touchpoint of these stages, or at touchpoints of several."
    ]
    assert texts(tab, ".effort-figures tbody td")[0] == "2"
    assert texts(tab, ".effort-figures tbody td")[4].startswith("4.7 s")


def test_the_effort_of_one_scenario_is_that_of_its_map(report_page: ReportPage) -> None:
    opened = report_page(*also_called(), at=f"#/journey/{MOVING}?scenario={CARD}")
    tab = opened.page
    assert texts(tab, EFFORT)[0] == "1 act 1 contact, 3 pages, 2 interactions, 0.7 s of waiting"
    assert tab.locator(".unplaced").count() == 0
    assert texts(tab, ".effort-figures tbody tr") == ["Maria 1 3 0 2 0.7 s 0 s"]
    tab.get_by_label("Show").select_option("She is told at once")
    tab.wait_for_selector(".unplaced")
    assert set(texts(tab, EFFORT)) == {"no act was measured here"}
    assert texts(tab, ".effort-figures tbody tr") == ["Maria 1 0 0 0 4.0 s 0 s"]


def test_a_customer_who_gave_up_is_told_in_the_stage_in_which_she_did(report_page: ReportPage) -> None:
    tab = report_page(lost(addresses=(), facts=("address",)), [], at="#/journeys").page
    tab.locator(".card h2 a").click()
    assert texts(tab, EFFORT) == ["1 act 1 page 1 customer gave up"]
    assert texts(tab, ".map thead th .stage-name") == ["1 change"]


def test_where_there_is_no_stage_effort_is_told_without_a_map(report_page: ReportPage) -> None:
    tab = report_page(lost(), [], at="#/journeys").page
    tab.locator(".card h2 a").click()
    tab.wait_for_selector(".effort-figures")
    assert "The map" not in tab.locator("section:has(.effort-figures) .lead").inner_text()


def test_on_a_narrow_screen_the_stages_stand_one_after_the_other(report_page: ReportPage) -> None:
    tab = report_page(*of_two_journeys(), at=f"#/journey/{MOVING}", width=360).page
    assert texts(tab, ".map-narrow > li > h3") == [
        "1 change",
        "2 renewal moment of truth",
        "3 month end",
        "In no stage of the plan",
    ]
    assert tab.locator(".map").is_hidden()


def test_on_paper_the_map_is_a_table_whatever_the_width(report_page: ReportPage) -> None:
    tab = report_page(*of_two_journeys(), at=f"#/journey/{MOVING}", width=360).page
    tab.wait_for_selector(".map-narrow")
    tab.emulate_media(media="print")
    assert (tab.locator(".map").is_visible(), tab.locator(".map-narrow").is_visible()) == (True, False)


def test_a_journey_without_a_plan_has_the_stages_of_its_touchpoints(report_page: ReportPage) -> None:
    tab = report_page(*of_two_journeys(), at=f"#/journey/{FLAT}").page
    assert texts(tab, ".map thead th .stage-name") == ["1 change", "2 any time"]
    assert "journeys/jan/flat.plan.yaml" in tab.locator("section:has(.map) .lead").inner_text()
    assert tab.locator(".deviation-list").count() == 0


def test_a_journey_that_met_no_touchpoint_says_so(report_page: ReportPage) -> None:
    tab = report_page(run(scenario([], name="Maria asks")), [], at="#/journeys").page
    tab.locator(".card h2 a").click()
    tab.wait_for_selector("#map-title")
    assert "there is nothing to map" in tab.locator("section:has(#map-title) .empty").inner_text()


def test_scenarios_unfold_as_they_were_run_with_rule_background_and_results(report_page: ReportPage) -> None:
    tab = report_page(*of_two_journeys(), at=f"#/journey/{MOVING}").page
    assert texts(tab, ".as-run .rule") == ["Rule Cards"]
    tab.locator(".run-scenario summary").first.click()
    assert texts(tab, ".gherkin-part") == ["Background", "Scenario"]
    assert texts(tab, ".gherkin li") == [
        "Given Maria is a customer 0.4 s",
        "When she moves 0.4 s",
        "Then all know failed 0.4 s",
    ]
    assert tab.evaluate("location.hash") == f"#/journey/{MOVING}?open={CARD}"
    tab.get_by_role("button", name="Fold all").click()
    assert tab.locator(".run-scenario[open]").count() == 0
    tab.get_by_role("button", name="Unfold all").click()
    tab.locator(".gherkin").nth(2).wait_for()
    assert tab.locator(".run-scenario[open]").count() == 2


def test_a_scenario_tells_who_knew_when_the_worst_first(report_page: ReportPage) -> None:
    tab = report_page(*of_two_journeys(), at=f"#/scenario/{CARD}").page
    knew = texts(tab, ".who-knew .what b")
    assert (knew[0], knew[1]) == ("card letter", "profile page")
    assert texts(tab, ".who-knew .says") == ["Maria's new card goes to her old home."]
    assert texts(tab, ".values")[0].startswith("postal address Hauptstrasse 12, 10115 Berlin")


def test_a_scenario_says_how_to_play_it_again_whatever_its_name(report_page: ReportPage) -> None:
    name = "Maria's move; $(rm -rf /) and `more`"
    tab = report_page(run(scenario([], name=name)), [], at="#/scenarios").page
    tab.locator(".scenario-row").first.click()
    tab.wait_for_selector(".try-again pre")
    assert tab.locator(".try-again pre").first.inner_text() == (
        r"tellonce run 'journeys/maria/moving-house.feature::Maria'\''s move; $(rm -rf /) and `more`'"
    )


def test_a_journey_of_very_many_scenarios_shows_the_worst_and_leads_to_the_list(report_page: ReportPage) -> None:
    opened = report_page(*many(300), at="#/journeys")
    tab = opened.page
    assert texts(tab, ".card .ended") == ["30 failed 270 passed"]
    tab.locator(".card summary").click()
    assert tab.locator(".scenario-links li").count() == 12
    assert tab.get_by_role("link", name="All 300 scenarios").get_attribute("href") == (
        "#/scenarios?journey=journeys%2Fmaria%2Fmoving-house.feature"
    )
    opened.go(f"#/journey/{MOVING}")
    tab.wait_for_selector(".run-scenario")
    assert tab.locator(".run-scenario").count() == 60
    assert set(texts(tab, ".run-scenario .status")[:30]) == {"failed"}


def test_a_link_from_another_run_says_that_there_is_nothing(report_page: ReportPage) -> None:
    opened = report_page(*of_two_journeys(), at="#/journey/0000000000")
    assert texts(opened.page, "#app .empty") == ["There is nothing here under this link. It may be from another run."]
    opened.go("#/scenario/0000000000")
    assert (opened.page.title(), texts(opened.page, "#app h1")) == ("Nothing here · Tellonce", ["Nothing here"])
    assert texts(opened.page, "#app .empty") == ["There is nothing here under this link. It may be from another run."]
    assert opened.wrong == []


def test_what_broke_for_a_persona_is_told_each_sentence_once(report_page: ReportPage) -> None:
    cells = [stale_card(change=f"c{number}") for number in range(2)]
    told = [
        retold(scenario([one], name=f"Move {n}"), [one], f"journeys/maria/move.feature::Move {n}", name=f"Move {n}")
        for n, one in enumerate(cells)
    ]
    given_up = scenario([], name="Maria asks", status="error", message="because the page never came")
    history = run(*(events for events, _ in told), given_up)
    tab = report_page(history, [one for _, judged in told for one in judged], at="#/journeys?by=persona").page
    assert texts(tab, ".card .came") == ["Maria's new card goes to her old home."]
    assert texts(tab, ".card .other-breaks li") == ["the page never came in 1 scenario"]


def test_on_paper_the_list_is_whole(report_page: ReportPage) -> None:
    parts = [
        scenario([], name=f"Ask {n}", journey=f"journeys/maria/{n}.feature", feature=f"Ask {n}") for n in range(50)
    ]
    tab = report_page(run(*parts), [], at="#/journeys").page
    assert len(texts(tab, ".card h2")) == 40
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    tab.locator(".card").nth(49).wait_for()
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    tab.get_by_role("button", name="Show 10 more").click()
    assert (tab.locator(".card").count(), tab.evaluate("location.hash")) == (50, "#/journeys?n=80")


@pytest.mark.parametrize("view", ["#/journeys", "#/journeys?by=persona", "#/journeys?by=need", "map", "scenario"])
def test_hostile_text_is_text(report_page: ReportPage, view: str) -> None:
    hostile = "<img src=x onerror=alert(1)>\u202e</script><script>alert(2)</script>'\"{{7*7}}"
    path = f"journeys/{hostile}.feature"
    made = [stale_card(consequence=hostile, persona=hostile)]
    scenes = scenario(
        made,
        name=hostile,
        persona=hostile,
        message=hostile,
        steps=[("Given", hostile, "failed")],
        journey=path,
        feature=hostile,
    )
    designed = plan(
        {"stage": "renewal", "touchpoints": ("card_letter",), "feels": "upset", "does": hostile, "thinks": hostile}
    )
    events, cells = retold(planned(scenes, designed), made, f"{path}::{hostile}::{hostile}", tags=(hostile, "need.S1"))
    history = needed(run(events))
    begun = history.run()
    assert begun is not None
    begun.needs["S1"] = Need(need=hostile, lives=hostile)
    at = {
        "map": f"#/journey/{scenario_key(path)}?open=all",
        "scenario": f"#/scenario/{scenario_key(cells[0].scenario)}",
    }
    opened = report_page(history, cells, at=at.get(view, view))
    opened.page.wait_for_selector("#app :is(.card, .gherkin)")
    assert (opened.wrong, opened.page.locator("#app :is(img, script)").count()) == ([], 0)
    assert "<img src=x onerror=alert(1)>" in opened.page.locator("#app").inner_text()
    assert "\u202e" not in opened.page.locator("#app").inner_text()


def test_the_navigation_says_under_which_view_a_journey_is(report_page: ReportPage) -> None:
    tab = report_page(*of_two_journeys(), at=f"#/journey/{MOVING}").page
    tab.wait_for_selector(".map", state="attached")
    assert tab.locator("#views [aria-current]").all_inner_texts() == ["Journeys"]


def test_the_map_can_show_one_scenario_alone_and_its_address_says_which(report_page: ReportPage) -> None:
    tab = report_page(*of_two_journeys(), at=f"#/journey/{MOVING}").page
    tab.get_by_label("Show").select_option("She is told at once")
    told = scenario_key("journeys/maria/moving-house.feature::She is told at once")
    assert tab.evaluate("location.hash") == f"#/journey/{MOVING}?scenario={told}"
    states = dict(zip(texts(tab, ".map .touch b"), texts(tab, ".map .touch-state"), strict=True))
    assert (states["profile page"], states["card letter"]) == (
        "in time, at once, and from then on",
        "not concerned in this scenario",
    )
    assert (tab.locator(".deviation-list").count(), tab.locator(".map .deviates").count()) == (0, 0)
    assert tab.locator(".effort-figures").count() == 0  # what was measured is of another scenario


def test_a_scenario_leads_to_its_own_map(report_page: ReportPage) -> None:
    tab = report_page(*of_two_journeys(), at=f"#/scenario/{CARD}").page
    tab.get_by_role("link", name="See it on the journey map").click()
    assert len(texts(tab, ".deviation-list li")) == 2
    assert tab.get_by_label("Show").input_value() == CARD
