"""Scenarios as their files have them: tables, texts, rows of Examples and prose, as data and as people see them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from made_runs import run
from runs_bench import kept_run
from unpacked import Unpacked, unpacked
from written_told import JOURNEY, PLAIN, ROW, as_played, as_run, everywhere

from tellonce.ledger.history_reading import read_history
from tellonce.model.events import Event, FeatureDescribed, ScenarioStarted, StepFinished
from tellonce.model.history import History
from tellonce.model.masks import MaskSettings
from tellonce.report.account import take_account
from tellonce.report.html import render, source, write_page
from tellonce.report.html.anchors import scenario_key
from tellonce.report.html.page import Beside
from tellonce.report.html.source import from_folder
from tellonce.story.masks import Masks

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from conftest import ReportPage

HOSTILE = "<img src=x onerror=alert(1)>\u202e</script>"
VIEWS = {
    "a scenario": f"#/scenario/{scenario_key(PLAIN)}",
    "a row of Examples": f"#/scenario/{scenario_key(ROW)}",
    "a journey": f"#/journey/{scenario_key(JOURNEY)}?open=all",
}
WAYS: list[dict[str, Any]] = [
    {"width": 360},
    {"width": 360, "scheme": "dark"},
    {"width": 1440},
    {"width": 1440, "scheme": "dark", "forced_colors": "active"},
]


def page_of(history: History, folder: Path, **beside: Any) -> Unpacked:
    return unpacked(render(take_account(history, []), folder, beside=Beside(**beside)))


def feature(steps: str) -> str:
    return f"Feature: F\n  Scenario: S\n{steps}"


def older(event: Event) -> Event:
    """The same event as a history had it before any of this was written down."""
    if isinstance(event, StepFinished):
        return event.model_copy(update={"below": None})
    if isinstance(event, ScenarioStarted):
        return event.model_copy(update={"description": "", "example": None})
    return event


def texts(tab: Page, selector: str) -> list[str]:
    """What is shown there, spaces as one."""
    tab.locator(selector).first.wait_for()
    return [" ".join(one.split()) for one in tab.locator(selector).all_inner_texts()]


def cells(tab: Page, table: str) -> list[list[str]]:
    """The rows of the table of this name."""
    rows = tab.get_by_role("table", name=table, exact=True).get_by_role("row")
    rows.first.wait_for()
    return [[one.inner_text() for one in row.locator("th, td").all()] for row in rows.all()]


# -- as data


def test_steps_carry_what_stands_below_them_and_only_those(tmp_path: Path) -> None:
    plain, row, _ = page_of(as_run(), tmp_path).scenarios
    assert [step[6:] for step in plain["steps"]] == [
        [{"rows": [["card", "sent on"], ["gold", "2026-05-04"]]}],
        [{"rows": [["street", "Rosenweg"], ["house number", "7b"], ["postcode", "80331"], ["city", "Munich"]]}],
        [{"text": '{\n  "address": "Rosenweg 7b, 80331 Munich"\n}', "media": "json"}],
        [{"text": "Dear Maria,\n\n  your new address is known.", "media": ""}],
    ]
    assert [len(step) for step in row["steps"]] == [7, 6, 7, 6]


def test_a_scenario_carries_its_prose_and_its_row(tmp_path: Path) -> None:
    plain, row, _ = page_of(as_run(), tmp_path).scenarios
    assert (plain["description"], "example" in plain) == ("She is told at once what happens next.", False)
    assert ("description" in row, row["example"]["name"]) == (False, "cards that are renewed")
    assert row["example"]["values"][:2] == [["card", "gold"], ["within", "1 day"]]


def test_the_prose_of_a_file_is_there_once_however_many_scenarios_it_has(tmp_path: Path) -> None:
    page = page_of(run(as_played(), as_played()[:1]), tmp_path)
    assert page.more["described"] == {
        JOURNEY: {
            "description": (
                "She tells the bank once, in self-service, and expects that everybody who writes to her knows it from "
                "then on.\nThat is all that she asks.\n\nAs a customer who moves\nI want to say so once"
            ),
            "rules": [["Cards follow her", "Whatever the card, it comes to the door behind which she lives."]],
            "backgrounds": [[8, "a customer of many years", "She has a card, and post on its way."], [37, "", ""]],
        }
    }


def test_a_history_that_is_older_has_a_page_without_any_of_it(tmp_path: Path) -> None:
    history = as_run([older(event) for event in as_played() if not isinstance(event, FeatureDescribed)])
    page = page_of(history, tmp_path)
    assert page.more["described"] == {}
    assert {len(step) for scenario in page.scenarios for step in scenario["steps"]} == {6}
    assert not {"description", "example"} & {key for scenario in page.scenarios for key in scenario}


def test_a_line_of_an_older_history_is_read(tmp_path: Path) -> None:
    folder = kept_run(tmp_path, as_run(as_played(feature("    Given it is so\n"))).events)
    (file,) = folder.glob("history.*.ndjson")
    text = file.read_text(encoding="utf-8")
    for lacked in (',"below":null', ',"description":""', ',"example":null'):
        assert lacked in text
        text = text.replace(lacked, "")
    file.write_text(text, encoding="utf-8")
    history, problems = read_history(folder)
    assert problems == ()
    assert [event.below for event in history.events if isinstance(event, StepFinished)] == [None]


def test_a_run_told_by_several_processes_has_the_prose_of_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "_WORTH_A_PROCESS_BYTES", 1500)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    parts = [as_played(journey=f"journeys/maria/{number}.feature") for number in range(4)]
    folder = kept_run(tmp_path / "run", run(*parts).events)
    told = from_folder(folder)
    assert len(told.parts) > 1
    write_page(told, folder / "index.html")
    page = unpacked((folder / "index.html").read_text(encoding="utf-8"))
    assert list(page.more["described"]) == [f"journeys/maria/{number}.feature" for number in range(4)]


def test_of_a_very_long_table_the_page_says_how_much_it_leaves_out(tmp_path: Path) -> None:
    rows = "".join(f"      | {number} |\n" for number in range(130))
    (scenario,) = page_of(as_run(as_played(feature(f"    Given it is so\n{rows}"))), tmp_path).scenarios
    below = scenario["steps"][0][6]
    assert (len(below["rows"]), below["rows"][-1], below["more_rows"]) == (120, ["119"], 10)


def test_a_text_that_is_empty_is_told_as_one(tmp_path: Path) -> None:
    (scenario,) = page_of(as_run(as_played(feature('    Given a\n      """\n      """\n'))), tmp_path).scenarios
    assert scenario["steps"][0][6] == {"text": "", "media": ""}


def test_what_hides_is_made_visible_and_what_is_endless_is_cut(tmp_path: Path) -> None:
    long = "x" * 5000
    steps = f'    Given a table\n      | {HOSTILE} |\n    And a text\n      """{HOSTILE}\n      {long}\n      """\n'
    (scenario,) = page_of(as_run(as_played(feature(steps))), tmp_path).scenarios
    table, text = (step[6] for step in scenario["steps"])
    assert table["rows"] == [["<img src=x onerror=alert(1)>⟦U+202E⟧</script>"]]
    assert "⟦U+202E⟧" in text["media"]
    assert len(text["text"]) < 4100


def test_masks_reach_all_of_it_and_are_counted(tmp_path: Path) -> None:
    told = "jo@mail.example"
    # In what a row is called its values are named; that is masked as ever, and not counted here.
    events = [
        event.model_copy(update={"name": "S"}) if isinstance(event, ScenarioStarted) else event
        for event in as_played(everywhere(told))
    ]
    page = page_of(as_run(events), tmp_path, masks=Masks(settings=MaskSettings(rules=("email",))))
    assert told not in repr((page.index, page.more, page.scenarios))
    assert page.index["masked"] == {"email": 10}


# -- as people see it


@pytest.mark.browser
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: "-".join(map(str, way.values())))
def test_it_is_accessible_and_fits(report_page: ReportPage, view: str, way: dict[str, Any]) -> None:
    opened = report_page(as_run(), [], at=VIEWS[view], **way)
    tab = opened.page
    tab.locator(".step-table").first.wait_for()
    tab.get_by_text("a customer of many years").first.wait_for()
    wrong_before_axe = list(opened.wrong)
    found = [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(tab).response["violations"]]
    wider = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert (wrong_before_axe, found, wider) == ([], [], 0)


@pytest.mark.browser
def test_a_table_is_a_table_that_is_called_after_its_step(report_page: ReportPage) -> None:
    tab = report_page(as_run(), [], at=VIEWS["a scenario"]).page
    assert cells(tab, "Table of the step “Given Maria is signed in”") == [["card", "sent on"], ["gold", "2026-05-04"]]
    table = tab.get_by_role("table", name="Table of the step “Given Maria is signed in”", exact=True)
    assert table.get_by_role("columnheader").all_inner_texts() == ["card", "sent on"]


@pytest.mark.browser
def test_a_row_alone_is_no_heading(report_page: ReportPage) -> None:
    history = as_run(as_played(feature("    Given channels\n      | web | app |\n")))
    tab = report_page(history, [], at=f"#/scenario/{scenario_key(f'{JOURNEY}::S')}").page
    assert cells(tab, "Table of the step “Given channels”") == [["web", "app"]]
    assert tab.get_by_role("columnheader").count() == 0


@pytest.mark.browser
def test_a_text_keeps_its_lines_and_says_what_it_is(report_page: ReportPage) -> None:
    tab = report_page(as_run(), [], at=VIEWS["a scenario"]).page
    tab.locator(".step-text").first.wait_for()
    assert tab.locator(".step-text pre").all_inner_texts() == [
        '{\n  "address": "Rosenweg 7b, 80331 Munich"\n}',
        "Dear Maria,\n\n  your new address is known.",
    ]
    assert tab.locator(".step-text code").all_inner_texts() == ["json"]
    assert tab.get_by_role("figure", name="Text of the step “And the partner is told” json").count() == 1


@pytest.mark.browser
def test_a_scenario_made_of_a_row_shows_it_and_which_steps_are_of_which_background(report_page: ReportPage) -> None:
    tab = report_page(as_run(), [], at=VIEWS["a row of Examples"]).page
    tab.get_by_text("She has a card, and post on its way.").wait_for()
    assert texts(tab, ".gherkin-part") == [
        "Example: cards that are renewed",
        "Background: a customer of many years",
        "Background",
        "Scenario",
    ]
    assert cells(tab, "Example: cards that are renewed")[0][:3] == ["card", "within", "sent by"]
    assert cells(tab, "Table of the step “When the gold card is sent”") == [["card", "within"], ["gold", "1 day"]]
    assert texts(tab, ".gherkin li p") == [
        "Given Maria is signed in",
        "Given a card is about to be renewed",
        "When the gold card is sent",
        "Then it comes to her new home",
    ]


@pytest.mark.browser
def test_a_scenario_tells_the_prose_of_its_rule_and_on_demand_of_its_journey(report_page: ReportPage) -> None:
    tab = report_page(as_run(), [], at=VIEWS["a row of Examples"]).page
    assert texts(tab, ".scenario-page > header > .prose") == [
        "Whatever the card, it comes to the door behind which she lives."
    ]
    about = tab.get_by_text("What the journey is about")
    about.focus()
    tab.keyboard.press("Enter")
    assert tab.get_by_text("As a customer who moves").is_visible()


@pytest.mark.browser
def test_a_journey_tells_its_prose_that_of_its_rules_and_of_each_scenario(report_page: ReportPage) -> None:
    tab = report_page(as_run(), [], at=VIEWS["a journey"]).page
    assert texts(tab, ".journey-page > header .prose p") == [
        "She tells the bank once, in self-service, and expects that everybody who writes to her knows it from then on. "
        "That is all that she asks.",
        "As a customer who moves I want to say so once",
    ]
    assert texts(tab, ".rule + .prose") == ["Whatever the card, it comes to the door behind which she lives."]
    assert texts(tab, ".run-scenario:has(.step-table) .prose")[0] == "She is told at once what happens next."
    assert tab.get_by_role("table", name="Example: cards that are renewed").count() == 2


@pytest.mark.browser
def test_lines_that_are_full_flow_on_and_others_stay(report_page: ReportPage) -> None:
    tab = report_page(as_run(), [], at=VIEWS["a journey"]).page
    tab.locator("header .prose").wait_for()
    flowing, kept = tab.locator("header .prose p").all_text_contents()
    assert ("\n" in flowing, kept) == (False, "As a customer who moves\nI want to say so once")


@pytest.mark.browser
def test_an_older_history_is_shown_as_before(report_page: ReportPage) -> None:
    history = as_run([older(event) for event in as_played() if not isinstance(event, FeatureDescribed)])
    opened = report_page(history, [], at=VIEWS["a row of Examples"])
    assert texts(opened.page, ".gherkin li p")[0] == "Given Maria is signed in"
    assert opened.page.locator("#app :is(.gherkin-part, .prose, .step-table, .step-text, .of-journey)").count() == 0
    assert opened.wrong == []


@pytest.mark.browser
@pytest.mark.parametrize("view", ["scenario", "journey"])
def test_what_is_hostile_in_a_file_is_text(report_page: ReportPage, view: str) -> None:
    events = as_played(everywhere(HOSTILE))
    key = scenario_key(next(event.scenario for event in events if isinstance(event, ScenarioStarted)))
    at = f"#/scenario/{key}" if view == "scenario" else VIEWS["a journey"]
    opened = report_page(as_run(events), [], at=at)
    opened.page.locator(".step-text").wait_for()
    opened.page.locator(".prose").first.wait_for()
    assert (opened.wrong, opened.page.locator("#app :is(img, script)").count()) == ([], 0)
    assert "\u202e" not in opened.page.locator("#app").inner_text()


@pytest.mark.browser
def test_on_paper_a_table_and_a_text_are_whole(report_page: ReportPage) -> None:
    lines = "".join(f"      line {number}\n" for number in range(80))
    rows = "".join(f"      | {number} |\n" for number in range(80))
    steps = f'    Given a\n{rows}    And b\n      """\n{lines}      """\n'
    at = f"#/scenario/{scenario_key(f'{JOURNEY}::S')}"
    tab = report_page(as_run(as_played(feature(steps))), [], at=at).page
    tab.locator(".step-text").wait_for()
    hidden = "all => all.filter(one => one.scrollHeight > one.clientHeight + 1).length"
    assert tab.locator(".step-table, .step-text pre").evaluate_all(hidden) == 2
    tab.emulate_media(media="print")
    assert tab.locator(".step-table, .step-text pre").evaluate_all(hidden) == 0
