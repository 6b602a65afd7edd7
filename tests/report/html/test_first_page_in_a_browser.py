"""The first page as people open it: from disk, with the app and without any script, on every width, on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from made_runs import founding_story, plan, planned

from tellonce.model.history import History
from tellonce.report.account import take_account
from tellonce.report.html import render

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from conftest import Opened, ReportPage

pytestmark = pytest.mark.browser
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def story(report_page: ReportPage, folder: Path, **way: Any) -> Opened:
    told, cells = founding_story(folder)
    media = way.pop("media", "screen")
    opened = report_page(History(events=planned(told.events, plan())), cells, **way)
    opened.page.emulate_media(media=media)
    return opened


@pytest.mark.parametrize(
    "way",
    [
        {"width": 360, "scheme": "light"},
        {"width": 360, "scheme": "dark"},
        {"width": 1440, "scheme": "light"},
        {"width": 1440, "scheme": "dark"},
        {"width": 1280, "forced_colors": "active"},
        {"width": 1280, "forced_colors": "active", "scheme": "dark"},
        {"width": 1000, "media": "print"},
        {"width": 1000, "media": "print", "scheme": "dark"},
    ],
    ids=lambda way: "-".join(str(value) for value in way.values()),
)
def test_the_first_page_is_accessible_and_asks_for_nothing(
    report_page: ReportPage, tmp_path: Path, way: dict[str, Any]
) -> None:
    opened = story(report_page, tmp_path, **way)
    wrong_before_axe = list(opened.wrong)
    found = [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(opened.page).response["violations"]]
    assert (wrong_before_axe, found) == ([], [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1280, 3840])
def test_the_first_page_never_scrolls_sideways(
    report_page: ReportPage, tmp_path: Path, width: int, scheme: Literal["light", "dark"]
) -> None:
    assert story(report_page, tmp_path, width=width, scheme=scheme).page.evaluate(WIDER) == 0


@pytest.mark.parametrize("width", [400, 1280])
def test_the_first_screen_says_what_broke_to_whom_when_where_and_whom_to_call(
    report_page: ReportPage, tmp_path: Path, width: int
) -> None:
    tab = story(report_page, tmp_path, width=width).page
    last = tab.locator(".glance > div").last.bounding_box()
    assert tab.locator(".glance dt").all_inner_texts() == [
        "What broke",
        "For whom",
        "When",
        "Where it broke",
        "Whom to call",
    ]
    assert last is not None
    assert last["y"] + last["height"] <= 900


def test_without_any_script_it_is_read_and_printed_and_no_link_leads_nowhere(browser: Browser, tmp_path: Path) -> None:
    told, cells = founding_story(tmp_path)
    file = tmp_path / "index.html"
    file.write_text(render(take_account(told, cells), tmp_path), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    try:
        tab = context.new_page()
        tab.goto(file.as_uri())
        assert tab.locator("h1").inner_text() == "Maria's new card goes to her old home."
        for section in ("broken", "owners", "overview-matrix"):
            assert tab.locator(f"#{section}").is_visible()
        assert tab.locator("a[href^='#/']:visible").count() == 0
        assert "need JavaScript" in tab.locator(".colophon").inner_text()
        pdf = tab.pdf(format="A4")
    finally:
        context.close()
    assert pdf.startswith(b"%PDF")


def test_the_way_from_the_first_page_to_the_evidence_and_back_is_walked_with_the_keyboard(
    report_page: ReportPage, tmp_path: Path
) -> None:
    opened = story(report_page, tmp_path)
    tab = opened.page
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.locator("#broken a", has_text="See the evidence").first.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#app h1")
    assert not tab.locator("#overview").is_visible()
    assert tab.evaluate("document.activeElement.id") == "main"
    assert tab.evaluate("location.hash").startswith("#/cell/")
    tab.go_back()
    tab.wait_for_selector("#overview", state="visible")
    assert tab.locator("h1:visible").inner_text() == "Maria's new card goes to her old home."
    tab.wait_for_function("document.activeElement.textContent.startsWith('See the evidence')")
    assert opened.wrong == []


def test_going_back_leads_to_where_the_link_was_and_a_new_way_there_to_its_top(
    report_page: ReportPage, tmp_path: Path
) -> None:
    tab = story(report_page, tmp_path, width=360).page
    link = tab.locator("#overview a[href^='#/cell']:visible").last
    link.scroll_into_view_if_needed()
    top = tab.evaluate("scrollY")
    link.click()
    tab.wait_for_selector("#app h1")
    assert (top > 500, tab.evaluate("scrollY")) == (True, 0)
    tab.go_back()
    tab.wait_for_function("top => Math.abs(scrollY - top) < 5", arg=top)
    tab.get_by_role("link", name="Matrix", exact=True).click()
    tab.wait_for_selector("#app h1")
    tab.get_by_role("link", name="Overview").click()
    tab.wait_for_selector("#overview", state="visible")
    assert tab.evaluate("scrollY") < 200
