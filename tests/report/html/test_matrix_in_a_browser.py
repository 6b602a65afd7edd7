"""#/matrix as people use it: what each place says, what the address holds, keyboard, widths, paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from made_runs import cell, run, scenario
from matrix_told import MARIA, every_kind_of_place, many, since

from tellonce.report.html.anchors import scenario_key
from tellonce.report.html.page import Beside

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from conftest import ReportPage

pytestmark = pytest.mark.browser


def rows(tab: Page) -> list[str]:
    """What each row is about."""
    return tab.locator(".m-row .m-what").all_inner_texts()


def columns(tab: Page) -> list[str]:
    """The names of the columns."""
    return [text.removesuffix(", moment of truth") for text in tab.locator(".m-column").all_text_contents()]


def place(tab: Page, row: str, column: str) -> str:
    """What stands where a row and a column meet, as a screen reader says it."""
    tab.locator(".m-face").first.wait_for()
    at = columns(tab).index(next(name for name in columns(tab) if name.startswith(column))) + 2
    line = tab.locator(".m-row", has=tab.locator(".m-what", has_text=row))
    return " ".join((line.locator(f'[role=gridcell][aria-colindex="{at}"]').text_content() or "").split())


def query(tab: Page) -> str:
    """What the address asks for."""
    return str(tab.evaluate("decodeURIComponent(location.hash.split('?')[1] ?? '')"))


def focused(tab: Page) -> str:
    """Where the focus is: row and column of the grid."""
    return str(tab.evaluate("document.activeElement.dataset.at"))


WAYS: list[dict[str, Any]] = [
    {"width": 360},
    {"width": 360, "scheme": "dark"},
    {"width": 1440},
    {"width": 1440, "scheme": "dark"},
    {"width": 3840},
    {"width": 1280, "forced_colors": "active"},
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: "-".join(map(str, way.values())))
@pytest.mark.parametrize(
    "at", ["", "?panel=filter&persona=Maria&verdict=broken", "?panel=order&rows=facts&group=owner"]
)
def test_the_matrix_is_accessible_and_asks_for_nothing(report_page: ReportPage, way: dict[str, Any], at: str) -> None:
    opened = report_page(*every_kind_of_place(), f"#/matrix{at}", beside=Beside(since=since()), **way)
    opened.page.locator(".m-legend").wait_for()
    wrong = list(opened.wrong)
    found = [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(opened.page).response["violations"]]
    wider = opened.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert (wrong, found, wider) == ([], [], 0)


def test_each_place_says_its_verdict_in_words_and_its_time_against_the_promise(report_page: ReportPage) -> None:
    tab = report_page(*every_kind_of_place(), "#/matrix").page
    assert place(tab, "Maria", "profile page") == "in time0.2 s of 5 s"
    assert place(tab, "Maria", "card letter") == "still oldpromised 1 d"
    assert tab.locator(".m-row .m-face.broken use").first.get_attribute("href") == "#v-stale"


def test_the_three_kinds_of_empty_places_are_told_apart(report_page: ReportPage) -> None:
    tab = report_page(*every_kind_of_place(), "#/matrix", width=1920).page
    assert place(tab, "Maria", "partner feed") == "not watched"
    assert place(tab, "Zoë", "app's profile") == "exempt"
    assert place(tab, "Zoë", "confirmation letter") == "empty"


def test_an_empty_place_with_the_focus_says_why_it_is_empty(report_page: ReportPage) -> None:
    tab = report_page(*every_kind_of_place(), "#/matrix", width=1920).page
    tab.locator(".m-exempt").click()
    assert tab.locator(".m-said").inner_text() == "App's profile, Zoë’s e-mail address: exempt: it asks at each login"


def test_touchpoints_that_nothing_concerns_are_named_below(report_page: ReportPage) -> None:
    tab = report_page(*every_kind_of_place(), "#/matrix").page
    assert tab.locator(".m-never li").all_inner_texts() == ["Shop window Notifications"]
    assert "shop window" not in columns(tab)
    tab.goto(tab.url.replace("#/matrix", "#/matrix?all=1"))
    tab.locator(".m-column", has_text="shop window").wait_for()


def test_a_place_leads_to_its_cells_page_and_back_it_is_shown_again(report_page: ReportPage) -> None:
    tab = report_page(*every_kind_of_place(), "#/matrix").page
    tab.locator(".m-face.broken").first.click()
    assert tab.evaluate("location.hash") == f"#/cell/{scenario_key(MARIA)}/1/address/card_letter"
    tab.go_back()
    assert tab.locator(".m-face[aria-current]").inner_text().startswith("still old")


def test_what_is_asked_for_stands_in_the_address_and_comes_back_from_it(report_page: ReportPage) -> None:
    opened = report_page(*every_kind_of_place(), "#/matrix")
    tab = opened.page
    tab.get_by_role("button", name="broken 2").click()
    assert (query(tab), rows(tab), columns(tab)) == (
        "verdict=broken",
        ["Maria postal address"],
        ["card letter★", "card file"],
    )
    tab.get_by_role("button", name="Filter").click()
    tab.get_by_label("Owner").select_option("Card Operations")
    assert query(tab) == "verdict=broken&panel=filter&owner=Card+Operations"
    tab.reload()
    assert (rows(tab), tab.get_by_label("Owner").input_value()) == (["Maria postal address"], "Card Operations")
    tab.get_by_role("button", name="Clear all").click()
    assert len(rows(tab)) == 3


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("q=zoe", ["Zoë e-mail address"]),
        ("q=partner+jan", ["Jan postal address"]),
        ("persona=Jan", ["Jan postal address"]),
        ("fact=email", ["Zoë e-mail address"]),
        ("touchpoint=mail", ["Zoë e-mail address"]),
        ("journey=journeys/jan/flat.feature", ["Jan postal address"]),
        ("status=failed", ["Maria postal address"]),
        ("verdict=hole", ["Maria postal address"]),
        ("verdict=still-waiting", ["Zoë e-mail address"]),
        ("verdict=stale", ["Maria postal address"]),
        ("persona=Nobody", []),
        ("sort=persona", ["Jan postal address", "Maria postal address", "Zoë e-mail address"]),
        ("sort=slowest", ["Jan postal address", "Maria postal address", "Zoë e-mail address"]),
        ("sort=played", ["Maria postal address", "Zoë e-mail address", "Jan postal address"]),
        ("sort=worst", ["Maria postal address", "Zoë e-mail address", "Jan postal address"]),
        ("sort=nonsense&rows=nonsense", ["Maria postal address", "Zoë e-mail address", "Jan postal address"]),
    ],
)
def test_rows_are_filtered_searched_and_sorted(report_page: ReportPage, asked: str, expected: list[str]) -> None:
    tab = report_page(*every_kind_of_place(), f"#/matrix?{asked}").page
    tab.locator(".m-count").wait_for()
    assert rows(tab) == expected


def test_columns_are_grouped_by_lane_owner_or_stage(report_page: ReportPage) -> None:
    opened = report_page(*every_kind_of_place(), "#/matrix", width=1920)
    bands = opened.page.locator(".m-band")
    assert bands.all_text_contents() == ["customer", "frontstage", "backstage", "support"]
    opened.go("#/matrix?columns=owner")
    assert bands.all_text_contents()[:3] == ["Digital Banking", "Notifications", "Output"]
    opened.go("#/matrix?columns=stage")
    assert bands.all_text_contents()[:2] == ["change", "renewal"]


def test_rows_are_grouped_under_what_they_share(report_page: ReportPage) -> None:
    tab = report_page(*every_kind_of_place(), "#/matrix?group=fact").page
    assert tab.locator(".m-row.of-group b").all_inner_texts() == ["postal address", "e-mail address"]
    assert tab.locator(".m-row.of-group .m-tally").first.inner_text() == "2 of 15 broken, 1 not watched"


def test_rows_of_a_persona_and_a_fact_are_one_that_unfolds(report_page: ReportPage) -> None:
    tab = report_page(*many(12), "#/matrix?rows=facts").page
    assert rows(tab) == ["Maria postal address", "Jan postal address"]
    assert place(tab, "Maria", "card letter") == "still old2 of 6"
    assert place(tab, "Maria", "confirmation letter") == "in time6 of 6 · 6 h"
    head = tab.locator(".m-row.of-fact button").first
    head.click()
    assert (head.get_attribute("aria-expanded"), len(rows(tab)), query(tab)) == (
        "true",
        8,
        "rows=facts&open=Maria.address",
    )


def test_many_rows_begin_as_one_for_each_persona_and_fact(report_page: ReportPage) -> None:
    tab = report_page(*many(210), "#/matrix").page
    assert len(rows(tab)) == 2
    tab.get_by_role("button", name="Order").click()
    tab.get_by_label("One row for").select_option("changes")
    assert tab.locator("[role=grid]").get_attribute("aria-rowcount") == "212"
    tab.locator(".m-row").nth(10).wait_for()
    assert tab.locator(".m-row").count() < 60


def test_what_differs_from_the_run_before_is_marked_and_can_be_asked_for(report_page: ReportPage) -> None:
    tab = report_page(*every_kind_of_place(), "#/matrix", beside=Beside(since=since()), width=1920).page
    tab.locator(".m-chip.gone").wait_for()
    assert place(tab, "Maria", "card letter").endswith("newly broken")
    assert place(tab, "Maria", "confirmation letter").endswith("mended")
    assert place(tab, "Maria", "partner feed") == "no longer watched"
    assert tab.locator("#matrix-gone").is_visible()
    tab.locator(".m-chip.broken").nth(1).click()
    assert (query(tab), columns(tab)) == ("since=broken", ["card letter★"])


def test_without_a_run_before_nothing_is_said_of_it(report_page: ReportPage) -> None:
    tab = report_page(*every_kind_of_place(), "#/matrix").page
    tab.wait_for_timeout(200)
    assert tab.locator("#matrix-since, .m-mark").count() == 0


def test_the_grid_is_walked_by_the_keyboard_alone(report_page: ReportPage) -> None:
    tab = report_page(*many(60), "#/matrix?sort=played&verdict=broken,kept").page
    tab.get_by_role("button", name="Clear all").focus()
    tab.keyboard.press("Tab")
    went = [focused(tab)]
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "Home", "End", "Control+End", "ArrowUp", "Control+Home"):
        tab.keyboard.press(key)
        tab.locator(f'[data-at]:focus:not([data-at="{went[-1]}"])').wait_for()
        went.append(focused(tab))
    assert went == ["0:-1", "0:0", "0:1", "1:1", "1:-1", "1:2", "59:2", "58:2", "-1:-1"]
    assert tab.locator('[role=grid] [tabindex="0"]').count() == 1


def test_enter_follows_the_place_that_has_the_focus(report_page: ReportPage) -> None:
    tab = report_page(*many(20), "#/matrix").page
    tab.locator(".m-face.broken").first.focus()
    tab.keyboard.press("Enter")
    assert "/address/card_letter" in tab.evaluate("location.hash")


def test_narrow_screens_get_cards_with_what_was_kept_folded_away(report_page: ReportPage) -> None:
    tab = report_page(*every_kind_of_place(), "#/matrix", width=360).page
    card = tab.locator(".m-card").first
    assert card.locator("li").count() == 3
    card.get_by_role("button", name="and 5 in time").click()
    assert card.locator("li").count() == 8
    assert query(tab) == f"open=c.{scenario_key(MARIA)}.1.address"


def test_on_paper_every_row_is_there(report_page: ReportPage) -> None:
    tab = report_page(*many(120), "#/matrix?rows=changes").page
    assert tab.locator(".m-row").count() < 60
    tab.emulate_media(media="print")
    tab.locator(".m-cards.printed").wait_for()
    assert tab.locator(".m-card").count() == 120
    assert not tab.locator(".m-tools").is_visible()


def test_a_row_whose_places_are_beside_the_screen_says_where(report_page: ReportPage) -> None:
    tab = report_page(*every_kind_of_place(), "#/matrix?touchpoint=&all=1", width=900).page
    tab.locator(".m-scroller").evaluate("box => box.scrollTo(box.scrollWidth, 0)")
    tab.locator(".m-scroller").evaluate("box => box.scrollTo(0, 0)")
    assert tab.locator(".m-elsewhere").count() == 0
    opened = report_page(*_far_away(), "#/matrix?all=1", width=900)
    assert opened.page.locator(".m-elsewhere").inner_text() == "1 place to the right →"


def _far_away() -> Any:
    cells = [cell("partner", fact="email")]
    return run(scenario(cells)), cells


def test_names_of_the_service_stay_text(report_page: ReportPage) -> None:
    bad = "<img src=x onerror=alert(1)>\u202e</script>"
    more = {"scenario": f"journeys/maria/moving-house.feature: {bad}", "scenario_name": bad, "persona": bad}
    cells = [cell("profile", **more), cell("app", **more)]
    opened = report_page(run(scenario(cells, name=bad)), cells, "#/matrix")
    assert opened.page.locator(".m-what b").first.inner_text().startswith("<img src=x")
    assert (opened.wrong, opened.page.locator("img").count()) == ([], 0)
