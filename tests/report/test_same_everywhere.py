"""Every view and every format of one run counts the same, and begins with the same sentence."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from made_runs import cell, run, scenario, stale_card
from unpacked import Unpacked, first_page, unpacked

from tellonce.model.history import History
from tellonce.model.verdict import Verdict
from tellonce.report.account import take_account
from tellonce.report.formats import MAKERS, Source

KEPT, BROKEN, WAITING, NOT_SEEN = 3, 4, 1, 1
FIRST_LINE = "Maria's new card goes to her old home. (2 customers)"


def story(name: str, **more: Any) -> dict[str, Any]:
    """What cells of one scenario have in common."""
    persona = more.get("persona", "Maria")
    journey = "journeys/maria/moving-house.feature"
    customer = {"persona": persona, "customer": f"{persona.lower()}-1"}
    return {"scenario": f"{journey}: {name}", "scenario_name": name, **customer, "change": name} | more


def made() -> Source:
    """Two customers whose card letter has the old address, two whose card letter has the old e-mail address, and all
    that may become of a scenario."""
    first, second = story("Moves"), story("Moves again", persona="Zoë")
    third, fourth = story("Writes", persona="Jan", fact="email"), story("Writes more", persona="Ida", fact="email")
    cells = [
        *(stale_card(**first), cell("profile", **first), cell("invoice", Verdict.PENDING, **first)),
        *(stale_card(**second | {"id": "7f3a0002"}), cell("agent", **second)),
        *(stale_card(**third | {"id": "7f3a0003"}), cell("mail", Verdict.UNOBSERVED, **third)),
        *(stale_card(**fourth | {"id": "7f3a0004"}), cell("profile", **fourth)),
    ]
    told = [
        scenario([one for one in cells if one.scenario == each["scenario"]], name=name, persona=each["persona"])
        for name, each in (("Moves", first), ("Moves again", second), ("Writes", third), ("Writes more", fourth))
    ]
    told += [
        scenario(name="Passes"),
        scenario(name="Errs", status="error", message="no page"),
        scenario(name="Cannot tell", status="inconclusive", message="nobody looked"),
        scenario(name="Is skipped", status="skipped", message="not on Sundays"),
        scenario(name="Is cut off", finished=False),
    ]
    history: History = run(*told)
    account = take_account(history, cells)
    return Source(account=account, history=history, folder=Path("nowhere"), project=Path("nowhere"))


@pytest.fixture(scope="module")
def source() -> Source:
    return made()


def text(name: str, source: Source) -> str:
    return MAKERS[name](source).decode("utf-8-sig")


def page_of(source: Source) -> tuple[str, Unpacked]:
    page = text("html", source)
    return first_page(page), unpacked(page)


def test_promises_are_counted_the_same_everywhere(source: Source) -> None:
    shown, app = page_of(source)
    hero = shown.partition('<section class="hero')[2].partition("</section>")[0]
    chips = {said: int(number) for number, said in re.findall(r"<b>(\d+)</b> <span>([^<]+)</span>", hero)}
    assert chips == {"broken": BROKEN, "not seen": NOT_SEEN, "still waiting": WAITING, "kept": KEPT}

    by_verdict = Counter(str(found.verdict) for found in source.account.cells)
    names = [one["key"] for one in app.index["verdicts"]]
    assert Counter(names[number] for number in app.index["cells"]["verdict"]) == by_verdict
    assert Counter(one["verdict"] for one in csv.DictReader(io.StringIO(text("csv", source)))) == by_verdict
    assert Counter(one["verdict"] for one in json.loads(text("json", source))["cells"]) == by_verdict

    said = f"{KEPT} kept, {BROKEN} broken, {WAITING} still waiting, {NOT_SEEN} not seen"
    assert f"  promises  {said}\n" in text("text", source)
    assert f"\n| {KEPT} | {BROKEN} | {WAITING} | {NOT_SEEN} |\n" in text("markdown", source)
    gauges: Counter[str] = Counter()
    for outcome, number in re.findall(r'\ntellonce_promises\{.*outcome="(\w+)"\} (\d+)', text("openmetrics", source)):
        gauges[outcome] += int(number)
    assert gauges == {"kept": KEPT, "broken": BROKEN, "still_waiting": WAITING, "not_seen": NOT_SEEN}


def test_scenarios_are_counted_the_same_everywhere(source: Source) -> None:
    _, app = page_of(source)
    ended = Counter({"failed": 4, "passed": 1, "error": 1, "inconclusive": 1, "skipped": 1, "cut off": 1})
    assert source.account.statuses == ended
    assert Counter(app.index["statuses"][number] for number in app.index["scenarios"]["status"]) == ended
    assert Counter(one["status"] for one in json.loads(text("json", source))["scenarios"]) == ended
    said = "1 passed, 4 failed, 1 inconclusive, 1 error, 1 cut off, 1 skipped"
    assert f"  scenarios {said}\n" in text("text", source)
    assert f"Scenarios: {said}." in text("markdown", source)
    for name in ("junit", "xunit"):
        suites = ElementTree.fromstring(text(name, source))  # noqa: S314 - our own
        assert (suites.get("tests"), suites.get("failures"), suites.get("errors")) == ("9", "5", "2")
        assert (len(suites.findall(".//failure")), len(suites.findall(".//error"))) == (5, 2)
        assert len(suites.findall(".//skipped")) == 1


def test_the_first_sentence_is_the_same_everywhere_and_counts_whom_it_is_about(source: Source) -> None:
    shown, _ = page_of(source)
    assert text("text", source).splitlines()[0] == FIRST_LINE
    assert text("markdown", source).splitlines()[0] == f"### {FIRST_LINE}"
    assert json.loads(text("json", source))["first_line"] == FIRST_LINE
    assert f"<title>{FIRST_LINE} · Tellonce</title>" in html.unescape(shown)
    assert "<dd>Maria, Zoë (2 customers)</dd>" in shown
    assert "also: e-mail address (2 customers)" in shown
