"""The blueprint on the first page, without any script: the way of the worst break, or each stage's promises."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

from made_runs import cell, founding_story, run, scenario, stale_card
from unpacked import unpacked

from tellonce.model.cell import CellVerdict, Station
from tellonce.model.events import Event, RunStarted
from tellonce.model.history import History
from tellonce.model.verdict import Verdict
from tellonce.report.account import take_account
from tellonce.report.html import render

HOSTILE = "</text></svg><script>alert(1)</script><img src=x onerror=alert(2)>"
WAY = (
    Station(system="cards", knew_s=None, looked_s=90000.0),
    Station(system="master", knew_s=0.3, looked_s=90000.0),
)


def page(history: History, cells: Sequence[CellVerdict], folder: Path) -> str:
    return render(take_account(history, cells), folder)


def section(text: str) -> str:
    found = re.search(r'<section id="overview-blueprint".*?</section>', text, re.DOTALL)
    return found[0] if found else ""


def words(markup: str) -> str:
    """What is read of it, on one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", markup).split())


def broken_run() -> tuple[History, list[CellVerdict]]:
    cells = [
        cell("profile", way=WAY),
        stale_card(broke_places=("master", "cards"), way=WAY),
        cell("letter"),
    ]
    return run(scenario(cells)), cells


def test_the_way_of_the_worst_break_is_drawn_with_the_break(tmp_path: Path) -> None:
    drawn = section(page(*broken_run(), tmp_path))
    assert "The new postal address stopped between customer master and card system." in words(drawn)
    assert "customer master: knew by 0.3 s. card system: never knew." in words(drawn)
    assert drawn.count('class="bp-cut"') == 2  # the one that is drawn, and the one that explains it
    assert drawn.count('class="bp-tail"') == 1
    assert "the news stopped here" in drawn
    assert "Card letter Card Operations sent in 1 day still old" in words(drawn)


def test_the_drawing_can_be_played_in_the_app(tmp_path: Path) -> None:
    drawn = section(page(*broken_run(), tmp_path))
    assert re.search(r'href="#/blueprint\?fact=address&amp;change=[0-9a-f]{10}/1"', drawn)


def test_an_older_run_that_only_names_the_two_places_is_drawn_too(tmp_path: Path) -> None:
    history, cells = founding_story(tmp_path)
    drawn = section(page(history, cells, tmp_path))
    assert drawn.count('class="bp-tail"') == 1
    assert "customer master: not looked into." in words(drawn)


def test_where_nobody_can_say_where_it_stopped_nothing_is_cut(tmp_path: Path) -> None:
    cells = [stale_card(broke_between=None, broke_how="")]
    drawn = section(page(run(scenario(cells)), cells, tmp_path))
    assert "Where the new postal address stopped on its way could not be seen." in words(drawn)
    assert 'class="bp-tail"' not in drawn


def test_where_nothing_broke_each_stage_says_what_came_of_its_promises(tmp_path: Path) -> None:
    cells = [cell("profile"), cell("agent"), cell("partner", Verdict.PENDING)]
    told = section(page(run(scenario(cells)), cells, tmp_path))
    assert "<svg class=" not in re.sub(r'<svg class="i".*?</svg>', "", told)
    assert "nightly · · · 1 still waiting" not in words(told)
    assert re.search(r"any time · 1 kept", words(told))
    assert re.search(r"nightly · · 1 still waiting", words(told))
    assert "month end not watched" in words(told)


def test_a_run_without_a_blueprint_has_no_drawing(tmp_path: Path) -> None:
    text = page(History(events=[]), (), tmp_path)
    assert section(text) == ""
    assert unpacked(text).more["blueprint"] is None


class Markup(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.handlers: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.handlers |= {name for name, _ in attrs if name.startswith("on") or name == "style"}


def hostile_run() -> tuple[History, list[CellVerdict]]:
    """A blueprint whose every name wants to be markup."""
    history, cells = broken_run()

    def hostile(event: Event) -> Event:
        if not isinstance(event, RunStarted):
            return event
        made = event.blueprint.model_dump(by_alias=True)
        for one in (*made["systems"].values(), *made["touchpoints"].values()):
            one |= {"called": HOSTILE, "owner": HOSTILE}
        for one in made["touchpoints"].values():
            one |= {"stage": HOSTILE + one["stage"]}
        return event.model_copy(update={"blueprint": type(event.blueprint).model_validate(made)})

    return History(events=[hostile(event) for event in history.events]), cells


def test_hostile_names_are_text_in_the_drawing(tmp_path: Path) -> None:
    drawn = section(page(*hostile_run(), tmp_path))
    seen = Markup()
    seen.feed(drawn)
    assert seen.names & {"script", "img", "iframe", "foreignobject"} == set()
    assert seen.handlers == set()
    assert "&lt;/text&gt;" in drawn


def test_what_systems_knew_is_told_change_by_change(tmp_path: Path) -> None:
    detail = unpacked(page(*broken_run(), tmp_path)).scenarios[0]
    assert detail["changes"][0]["knew"] == {"address": {"cards": [None, None, 90000.0], "master": [0.3, None, 90000.0]}}
    assert [one["broke_places"] for one in detail["cells"]] == [[], ["master", "cards"], []]


def test_the_drawings_are_carried_for_the_app(tmp_path: Path) -> None:
    drawings = unpacked(page(*broken_run(), tmp_path)).more["blueprint"]
    assert {card["key"] for card in drawings["whole"]["cards"]} > {"profile", "card_letter"}
    assert set(drawings["facts"]) == {"address", "email"}
    assert [(cut["touchpoint"], cut["places"]) for cut in drawings["cuts"]] == [("card_letter", ["master", "cards"])]
