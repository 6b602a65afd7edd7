"""#/trends: how promises fare over runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from made_runs import cell, run, scenario

from tellonce.report.html import Beside

if TYPE_CHECKING:
    from conftest import Opened, ReportPage

pytestmark = pytest.mark.browser
HOSTILE = "<img src=x onerror=alert(1)>\u202e"
RUNS = [
    {
        "name": f"2026-11-{day:02d}T080000-aaaa",
        "at": f"2026-11-{day:02d}T08:00:00+01:00",
        "kept": 900,
        "broken": 12 if day > 4 else 0,
        "waiting": 0,
        "not_seen": day % 2,
        "scenarios": 74,
        "lost": 1 if day == 3 else 0,
        "retried": 0,
        "contacts": 16,
        "pages": 170,
        "fields": 200,
        "waited_s": 50.0,
    }
    for day in range(1, 7)
]


def place(key: str, called: str, broken_in: set[int], **more: Any) -> dict[str, Any]:
    points = [[n, 20 - 3 * (n in broken_in), 20, 1.5 + n, 4.0 + n, 0] for n in range(len(RUNS))]
    since = {"run": RUNS[min(broken_in)]["name"], "at": RUNS[min(broken_in)]["at"]} if broken_in else None
    rest = {"owner": "Card Operations", "lane": "frontstage", "moment_of_truth": True, "flaky": 0}
    return {"key": key, "called": called, "points": points, "rate": 0.9996, "since": since, **rest, **more}


TRENDS: dict[str, Any] = {
    "format": 1,
    "service": "A bank",
    "quantiles": "nearest rank",
    "flaky_rule": "A cell is flaky when it comes and goes.",
    "runs": RUNS,
    "touchpoints": [
        place("card_letter", "the card letter", {4, 5}),
        place("partner", "the partner feed", set(), flaky=2, owner=HOSTILE),
    ],
    "promises": [place("card_letter", "the card letter", {4, 5}, fact="address", fact_called="postal address")],
    "flaky": [
        {
            "key": "k",
            "route": "#/cell/0123456789/1/address/partner",
            "touchpoint": "partner",
            "fact": "address",
            "persona": "Maria",
            "scenario": HOSTILE,
            "journey": "j",
            "points": [[1, "kept"], [2, "broken"], [3, "kept"]],
        }
    ],
    "retried": [],
    "effort": [
        {
            "journey": "j",
            "feature": "Maria moves house",
            "persona": "Maria",
            "points": [[n, 1, 1, 4 + (n == 5), 9, 1.2, 0, 0, 0, 0] for n in range(len(RUNS))],
        }
    ],
    "lost": [
        {
            "run": RUNS[2]["name"],
            "journey": "j",
            "scenario": "Slow page",
            "persona": "Hanna",
            "wanted": ["postal address"],
            "doing": HOSTILE,
            "after_s": 10.0,
            "patience_s": 10.0,
        }
    ],
    "answers": {
        "nps": {
            "value": 32.0,
            "of": 210,
            "method": "NPS = % of 9-10 less % of 0-6",
            "parts": {"promoters": 110, "passives": 57, "detractors": 43},
            "left_out": {"no score": 2},
            "p95_s": None,
            "months": [["2026-10", 28.0, 100]],
            "touchpoints": [],
            "journeys": [],
        },
        "ces": None,
        "csat": None,
        "first_contact": None,
        "resolution": None,
    },
}


def shown(report_page: ReportPage, at: str = "#/trends", trends: Any = TRENDS, **way: Any) -> Opened:
    cells = [cell()]
    return report_page(run(scenario(cells)), cells, at, beside=Beside(trends=trends), **way)


@pytest.mark.parametrize(
    "way",
    [
        {"width": 360},
        {"width": 360, "scheme": "dark"},
        {"width": 1440},
        {"width": 1440, "scheme": "dark"},
        {"width": 1280, "forced_colors": "active"},
    ],
    ids=lambda way: "-".join(map(str, way.values())),
)
def test_trends_are_accessible_and_nothing_of_them_runs(report_page: ReportPage, way: dict[str, Any]) -> None:
    opened = shown(report_page, **way)
    opened.page.wait_for_selector("#trends-answers")
    opened.page.evaluate("document.querySelectorAll('details').forEach(folded => folded.open = true)")
    found = [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(opened.page).response["violations"]]
    wider = opened.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert (opened.wrong, found, wider) == ([], [], 0)
    assert opened.page.locator("img").count() == 0


def test_a_touchpoint_says_since_when_it_is_broken_and_a_rate_below_all_is_not_all(report_page: ReportPage) -> None:
    tab = shown(report_page).page
    row = tab.locator(".places tbody tr").first
    said = row.inner_text()
    assert "since 5 Nov 2026, run 2026-11-05T080000-aaaa" in said
    assert "99.96 %" in said
    assert row.locator("svg.squares").get_attribute("aria-label") == "broken in 2 of 6 runs"
    assert "more than 4" in tab.locator("#trends-effort ~ .scroller").inner_text()


def test_what_is_asked_for_stands_in_the_address_and_an_address_shows_it(report_page: ReportPage) -> None:
    opened = shown(report_page, "#/trends?q=partner")
    rows = opened.page.locator(".places tbody tr")
    assert rows.count() == 1
    opened.page.get_by_label("Search").last.fill("card")
    assert rows.first.inner_text().startswith("card letter")
    opened.page.get_by_label("Each line is").select_option("promise")
    assert opened.page.evaluate("location.hash") == "#/trends?q=card&by=promise"
    assert "postal address" in rows.first.inner_text()


def test_where_nobody_was_asked_there_is_no_figure_and_without_a_ledger_no_trend(report_page: ReportPage) -> None:
    tab = shown(report_page, trends={**TRENDS, "answers": dict.fromkeys(TRENDS["answers"])}).page
    assert "Nobody simulated is ever asked" in tab.locator("#trends-answers ~ p").inner_text()
    assert tab.locator(".answer").count() == 0
    tab = shown(report_page, trends=None).page
    assert "trends begin with the second one" in tab.locator("#app").inner_text()
