"""What leaves a run's folder links into its page, and every link opens what it says."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hostile_bench import founding_account, hostile_account
from made_runs import cell, founding_story, run, scenario, stale_card
from markdown_it import MarkdownIt
from runs_bench import kept_run
from unpacked import Unpacked, unpacked

from tellonce.ledger import HistoryWriter
from tellonce.ledger.history_file import combine
from tellonce.model.cell import CellVerdict
from tellonce.model.history import History
from tellonce.model.verdict import Verdict
from tellonce.report.account import Account, take_account
from tellonce.report.formats import MAKERS, Source
from tellonce.report.joined import join_runs
from tellonce.report.links import links_of, page_address
from tellonce.report.page_again import write_page_again
from tellonce.report.write import write_all, write_reports

JOURNEY = "journeys/maria/moving-house.feature"
PAGE = "https://ci.example/artifacts/r%201/index.html?job=1&view=a(b)"
CARD = "#/cell/1dd1a44b31/1/address/card_letter"


def opens(link: str, app: Unpacked) -> str | None:
    """What the app shows of a link: "" its first page, a scenario's name, the id of a cell; None for nothing.

    As app/src/route.ts takes an address apart, and run.ts and views/cell/CellPage.tsx look for what it names.
    """
    hash_ = link.partition("#")[1] + link.partition("#")[2]
    if not hash_.startswith("#/"):
        return ""
    view, *rest = (unquote(part) for part in hash_[2:].partition("?")[0].split("/"))
    scenarios = app.index["scenarios"]
    number = scenarios["id"].index(rest[0]) if rest[0] in scenarios["id"] else None
    if number is None:
        return None
    if view == "scenario":
        name: str = scenarios["name"][number]
        return name
    assert view == "cell"
    _, change, fact, touchpoint = rest
    asked = (change, fact, touchpoint)
    cells = app.scenarios[number]["cells"]
    return next((one["id"] for one in cells if (str(one["change"]), one["fact"], one["touchpoint"]) == asked), None)


def named(name: str, **more: Any) -> dict[str, Any]:
    return {"scenario": f"{JOURNEY}: {name}", "scenario_name": name} | more


def odd(one: CellVerdict, **more: str) -> CellVerdict:
    """The same with keys as only a history may have them."""
    return one.model_copy(update=more)


def of_many_kinds() -> tuple[History, list[CellVerdict]]:
    """Scenarios with several changes and facts, judged in another order than they were told in; a change that nothing
    was judged of before others; a second attempt, and a name that ends like one; keys that an address would read."""
    first, again, alike = named("She moves"), named("She moves#2"), named("She moves #2")
    told = [
        cell("profile", **first, change="maria-1-1"),
        cell("profile", **first, change="maria-1-1", fact="email"),
        cell("mail", **first, change="maria-1-1", fact="email"),
        stale_card(**first, change="jan-1-1", id="00000001"),
        cell("profile", **first, change="maria-1-2"),
        odd(cell("letter", **first, change="maria-1-2"), touchpoint="card/letter?#%2F ü&(x)", id="00000002"),
        odd(cell("app", **first, change="maria-1-2"), fact="e-mail/«new»", id="00000003"),
    ]
    refused = cell("profile", **again, change="maria-2-1")
    second = [stale_card(**again, change="maria-2-2", id="00000004"), cell("profile", **again, change="maria-2-2")]
    third = [cell("agent", Verdict.PENDING, **alike, change="own key"), cell("agent", **alike, change="other key")]
    history = run(
        scenario([one for one in told if one.fact in ("address", "email")], name="She moves"),
        scenario([refused, *second], name="She moves#2"),
        scenario(third, name="She moves #2"),
        scenario(name="Nothing changes"),
    )
    return history, [*reversed(told), *second, *third]


def written(folder: Path, history: History, cells: Sequence[CellVerdict]) -> Path:
    folder.mkdir()
    with HistoryWriter(folder, "main") as writer:
        for event in history.events:
            writer.append(event)
    combine(folder)
    done = write_reports(folder, history, cells, project=folder.parent, formats=("csv", "json"))
    assert done.unwritten == ()
    return folder


def pages(folder: Path) -> list[Unpacked]:
    """The page that the run left, and the one that is written again piece by piece."""
    again = folder / "again.html"
    assert write_page_again(folder, again, project=folder.parent)
    files = (folder / "index.html", again)
    return [unpacked(file.read_text(encoding="utf-8")) for file in files]


def links(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Of each cell, by its id, and of each scenario, by its name."""
    told = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    cells = {one["id"]: one["link"] for one in told["cells"]}
    rows = csv.DictReader(io.StringIO((folder / "cells.csv").read_text(encoding="utf-8-sig"), newline=""))
    assert {one["id"]: one["link"] for one in rows} == cells
    return cells, {one["name"]: one["link"] for one in told["scenarios"]}


def test_every_link_of_a_run_opens_the_cell_and_the_scenario_that_it_names(tmp_path: Path) -> None:
    history, judged = of_many_kinds()
    folder = written(tmp_path / "r1", history, judged)
    of_cells, of_scenarios = links(folder)
    assert len(of_cells) == len(judged)
    assert list(of_scenarios) == ["She moves", "She moves#2", "She moves #2", "Nothing changes"]

    for app in pages(folder):
        assert {one: opens(link, app) for one, link in of_cells.items()} == {one: one for one in of_cells}
        assert {one: opens(link, app) for one, link in of_scenarios.items()} == {one: one for one in of_scenarios}
    assert {link.partition("#")[0] for link in (*of_cells.values(), *of_scenarios.values())} == {"index.html"}


def test_links_of_joined_runs_open_what_they_name(tmp_path: Path) -> None:
    (tmp_path / "tellonce.toml").write_text(
        'report_url = "https://ci.example/{run}/index.html"\nreports = ["csv", "json"]\n', encoding="utf-8"
    )
    shards = [kept_run(tmp_path / name / "r1", run(scenario([cell()], name=name)).events) for name in ("a", "b")]
    folder = join_runs(shards, tmp_path / "whole run")
    assert write_all(folder, project=tmp_path, at_end=False).unwritten == ()

    of_cells, of_scenarios = links(folder)
    assert {link.partition("#")[0] for link in of_scenarios.values()} == {"https://ci.example/whole%20run/index.html"}
    for app in pages(folder):
        assert [opens(link, app) for link in of_scenarios.values()] == ["a", "b"]
        assert {one: opens(link, app) for one, link in of_cells.items()} == {one: one for one in of_cells}


def test_of_two_scenarios_under_one_id_the_first_is_opened_which_has_the_cells(tmp_path: Path) -> None:
    same = named("She moves")
    first, second = cell("profile", **same, change="a-1"), cell("profile", **same, change="b-1")
    history = run(scenario([first], name="She moves"), scenario([second], name="She moves"))
    folder = written(tmp_path / "r1", history, [second, first])

    for app in pages(folder):
        assert {one: opens(link, app) for one, link in links(folder)[0].items()} == {
            first.id: first.id,
            second.id: second.id,
        }


def test_a_cell_of_which_the_history_tells_nothing_links_to_the_page_itself() -> None:
    account = take_account(run(scenario(name="Another")), [stale_card()])

    assert links_of(account).cell(stale_card()) == "index.html"


def linked(account: Account | None = None) -> Account:
    return replace(account or founding_account(), page=PAGE)


def made(name: str, account: Account) -> str:
    source = Source(account=account, history=History(events=()), folder=Path("nowhere"), project=Path("nowhere"))
    return MAKERS[name](source).decode("utf-8-sig")


def founding_links() -> list[str]:
    """The page, and that of the cell which broke."""
    broken = next(one for one in founding_account().cells if one.id == "7f3a0001")
    return [PAGE, links_of(linked()).cell(broken)]


def test_the_link_of_a_cell_is_its_address_in_the_page() -> None:
    assert founding_links()[1] == f"{PAGE}{CARD}"


@pytest.mark.parametrize("name", ["markdown", "github-summary", "gitlab-summary"])
def test_markdown_links_to_the_page_first_and_from_each_finding_to_its_cell(name: str) -> None:
    said = made(name, linked())
    reader = MarkdownIt("commonmark").enable("table")
    found = [child for token in reader.parse(said) for child in token.children or () if child.type == "link_open"]

    assert [unquote(str(one.attrs["href"])) for one in found] == [unquote(one) for one in founding_links()]
    assert "\n**Broken.** Scenarios: 1 passed, 1 failed, 1 inconclusive, 1 error. [Open the report](<https://" in said
    address = f"https://ci.example/artifacts/r%201/index.html?job=1&amp;view=a%28b%29{CARD}"
    assert f"\n| report | [open in the report](<{address}>) |\n" in said


def test_slack_has_links_whose_text_is_our_own() -> None:
    blocks = json.loads(made("slack", linked()))["blocks"]
    parts = [part for block in blocks if block["type"] == "rich_text" for part in block["elements"]]
    runs = [run for part in parts for run in part["elements"]]
    assert [run for run in runs if run["type"] == "link"] == [
        {"type": "link", "url": url, "text": text}
        for url, text in zip(founding_links(), ("Open the report", "open in the report"), strict=True)
    ]


def test_teams_has_a_button_for_the_page_and_one_for_each_finding() -> None:
    [attachment] = json.loads(made("teams", linked()))["attachments"]
    items = [item for block in attachment["content"]["body"] for item in block["items"]]

    assert [item["actions"] for item in items if item["type"] == "ActionSet"] == [
        [{"type": "Action.OpenUrl", "title": title, "url": url}]
        for url, title in zip(founding_links(), ("Open the report", "Open in the report"), strict=True)
    ]


def test_annotations_end_with_the_address_of_the_worst_cell_or_of_the_scenario() -> None:
    error, dead, waiting, last = made("github-annotations", linked()).splitlines()
    [page, card] = (one.replace("%", "%25") for one in founding_links())

    assert error.endswith(f"tellonce explain 7f3a0001%0Aopen in the report: {card}")
    assert re.search(r"connection refused%0Aopen in the report: \S+#/scenario/[0-9a-f]{10}$", dead)
    assert re.search(r"%0Aopen in the report: \S+#/cell/[0-9a-f]{10}/1/email/partner$", waiting)
    assert last.endswith(f"%0Aopen the report: {page}")


def test_a_case_of_junit_has_its_scenarios_page_as_a_property_and_one_of_xunit_in_its_output() -> None:
    account = linked()
    each = [links_of(account).scenario(one.id) for one in account.scenarios]

    cases = ElementTree.fromstring(made("junit", account)).findall(".//testcase")  # noqa: S314 - our own
    assert [one.find("properties/property[@name='url']").get("value") for one in cases] == each  # type: ignore[union-attr]
    strict = ElementTree.fromstring(made("xunit", account))  # noqa: S314 - our own
    said = [(one.findtext("system-out") or "").splitlines()[-1] for one in strict.iter("testcase")]
    assert said == [f"open in the report: {one}" for one in each]
    assert strict.find(".//properties") is None


def test_json_and_csv_have_the_whole_address() -> None:
    told = json.loads(made("json", linked()))

    assert [told["report"], told["broken"][0]["link"]] == founding_links()
    assert {one["link"].partition("#")[0] for one in (*told["scenarios"], *told["cells"])} == {PAGE}
    rows = list(csv.DictReader(io.StringIO(made("csv", linked()), newline="")))
    assert [one["link"] for one in rows] == [one["link"] for one in told["cells"]]
    assert list(rows[0])[-1] == "link"


@pytest.mark.parametrize(
    "name",
    ["markdown", "github-summary", "gitlab-summary", "slack", "teams", "github-annotations", "junit", "xunit", "text"],
)
def test_where_nobody_said_where_people_open_the_page_there_is_no_link_that_leads_nowhere(name: str) -> None:
    said = made(name, founding_account())

    assert "#/" not in said
    assert "pen in the report" not in said
    assert "pen the report" not in said


def test_a_link_is_never_cut_where_texts_are(tmp_path: Path) -> None:
    account = replace(founding_account(), page=f"https://ci.example/{'long/' * 800}index.html")
    card = f"{account.page}{CARD}"

    assert card in made("csv", account)
    assert f"open in the report: {card}" in made("github-annotations", account)
    assert f"{account.page}#/scenario/" in made("junit", account)


def test_a_runs_name_is_encoded_and_without_one_there_is_no_address_that_needs_it() -> None:
    assert page_address("https://ci.example/{run}/{run}", "a/b #1?%ü") == (
        "https://ci.example/a%2Fb%20%231%3F%25%C3%BC/a%2Fb%20%231%3F%25%C3%BC"
    )
    assert page_address("https://ci.example/{run}/index.html", "") == ""
    assert page_address("https://ci.example/job/7/index.html", "") == "https://ci.example/job/7/index.html"
    assert page_address("", "r1") == ""


def test_a_run_links_to_the_page_that_the_environment_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELLONCE_REPORT_URL", "https://ci.example/{run}/index.html")
    summary = tmp_path / "step-summary"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    folder = kept_run(tmp_path / "r1", founding_story()[0].events)

    done = write_all(folder, project=tmp_path)

    assert done.unwritten == ()
    page = "https://ci.example/2026-11-21T214500-7f3a/index.html"
    assert f"[Open the report](<{page}>)" in summary.read_text(encoding="utf-8")
    assert f'<property name="url" value="{page}#/scenario/' in (folder / "junit.xml").read_text(encoding="utf-8")


def test_messages_with_links_keep_their_limits() -> None:
    account = replace(hostile_account(times=300), page=PAGE)

    assert len(made("markdown", account)) <= 60_000
    assert len(made("teams", account).encode()) <= 20_001
    blocks = json.loads(made("slack", account))["blocks"]
    assert len(blocks) <= 50
    assert len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))) <= 12_200
