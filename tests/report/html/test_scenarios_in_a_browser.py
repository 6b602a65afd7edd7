"""#/scenarios and the search that every view has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from made_runs import run
from matrix_told import every_kind_of_place, many

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from conftest import ReportPage

pytestmark = pytest.mark.browser

EVERY = [
    "Maria moves house",
    "Zoë takes a new e-mail address",
    "Jan moves in with his partner",
    "Amélie asks for an offer",
]


def names(tab: Page) -> list[str]:
    return tab.locator(".scenario-row b").all_inner_texts()


@pytest.mark.parametrize(
    "way",
    [{"width": 360}, {"width": 360, "scheme": "dark"}, {"width": 1440}, {"width": 1440, "scheme": "dark"}],
    ids=lambda way: "-".join(map(str, way.values())),
)
def test_the_list_and_the_search_dialog_are_accessible(report_page: ReportPage, way: dict[str, Any]) -> None:
    opened = report_page(*every_kind_of_place(), "#/scenarios?sort=worst", **way)
    found = [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(opened.page).response["violations"]]
    wider = opened.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    opened.page.get_by_role("button", name="Find").click()
    opened.page.locator("dialog [role=combobox]").fill("card")
    found += [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(opened.page).response["violations"]]
    assert (opened.wrong, found, wider) == ([], [], 0)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", EVERY),
        ("q=AMELIE", EVERY[3:]),
        ("q=refused+offer", EVERY[3:]),
        ("q=moves", [EVERY[0], EVERY[2]]),
        ("status=error", EVERY[3:]),
        ("persona=Zoë", EVERY[1:2]),
        ("journey=journeys/jan/flat.feature", EVERY[2:3]),
        ("q=nothing+like+it", []),
        ("sort=worst", [EVERY[0], EVERY[3], EVERY[1], EVERY[2]]),
        ("sort=nonsense", EVERY),
    ],
)
def test_scenarios_are_searched_filtered_and_sorted(report_page: ReportPage, asked: str, expected: list[str]) -> None:
    tab = report_page(*every_kind_of_place(), f"#/scenarios?{asked}").page
    tab.locator(".s-list").wait_for()
    assert names(tab) == expected


def test_the_count_says_how_many_of_all_are_shown(report_page: ReportPage) -> None:
    tab = report_page(*every_kind_of_place(), "#/scenarios").page
    assert tab.get_by_role("status").inner_text() == "4 scenarios"
    tab.get_by_label("Search").fill("moves")
    assert tab.get_by_role("status").inner_text() == "2 of 4 scenarios"
    assert tab.evaluate("location.hash") == "#/scenarios?q=moves"


def test_only_what_is_near_the_screen_is_in_the_document(report_page: ReportPage) -> None:
    tab = report_page(*many(300), "#/scenarios").page
    assert len(names(tab)) < 60
    tab.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    tab.get_by_text("Move number 299").wait_for()
    assert tab.locator(".windowed li").last.get_attribute("aria-posinset") == "300"


def test_arrow_keys_go_from_the_search_into_the_list_and_along_it(report_page: ReportPage) -> None:
    tab = report_page(*every_kind_of_place(), "#/scenarios").page
    tab.get_by_label("Search").focus()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    assert "Zoë takes" in tab.evaluate("document.activeElement.textContent")
    tab.keyboard.press("Enter")
    assert tab.evaluate("location.hash").startswith("#/scenario/")


def test_a_run_without_scenarios_says_so(report_page: ReportPage) -> None:
    assert "No scenario was played" in report_page(run(), (), "#/scenarios").page.locator(".s-list").inner_text()


def test_a_slash_opens_the_search_from_any_view_and_enter_goes_to_the_choice(report_page: ReportPage) -> None:
    tab = report_page(*every_kind_of_place(), "#/trends").page
    tab.keyboard.press("/")
    field = tab.locator("dialog [role=combobox]")
    assert field.evaluate("field => field === document.activeElement")
    assert tab.get_by_role("option").first.inner_text() == "card letter: still old\nMaria, postal address"
    tab.keyboard.type("card file")
    chosen = tab.locator('[aria-selected="true"]')
    assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    assert tab.evaluate("location.hash").endswith("/address/card_file")
    assert not tab.get_by_role("dialog").is_visible()


def test_the_search_finds_touchpoints_personas_journeys_and_scenarios(report_page: ReportPage) -> None:
    tab = report_page(*every_kind_of_place(), "#/matrix").page
    tab.get_by_role("button", name="Find").click()
    tab.locator("dialog [role=combobox]").fill("jan")
    groups = tab.locator(".find-list [role=group] > span")
    assert groups.all_inner_texts() == ["Personas", "Journeys", "Scenarios"]
    tab.locator("dialog [role=combobox]").fill("invoice")
    assert groups.all_inner_texts() == ["Touchpoints"]
    tab.get_by_role("option").click()
    assert tab.evaluate("location.hash") == "#/matrix?touchpoint=invoice"


def test_the_key_can_be_turned_off_and_escape_gives_the_focus_back(report_page: ReportPage) -> None:
    tab = report_page(*every_kind_of_place(), "#/scenarios").page
    tab.get_by_role("button", name="Find").click()
    tab.get_by_label("The key / opens this search").uncheck()
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.activeElement.className") == "find-open"
    tab.keyboard.press("/")
    assert tab.get_by_role("dialog").count() == 0


def test_a_slash_that_is_typed_stays_a_slash(report_page: ReportPage) -> None:
    tab = report_page(*every_kind_of_place(), "#/scenarios").page
    tab.get_by_label("Search").press("/")
    assert (tab.get_by_label("Search").input_value(), tab.get_by_role("dialog").count()) == ("/", 0)
