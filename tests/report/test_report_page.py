"""index.html without a browser: what it says and what it must not let through."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from made_runs import OLD, cell, founding_story, run, scenario, stale_card
from unpacked import first_page, unpacked

from tellonce.model.cell import CellVerdict, Look
from tellonce.model.events import ClockMoved, Event
from tellonce.model.history import History
from tellonce.model.observation import Evidence
from tellonce.model.verdict import Verdict
from tellonce.report.account import take_account
from tellonce.report.html import render
from tellonce.report.html.difference import Piece, by_word

HOSTILE = (
    "<script>document.title='taken'</script>",
    "<img src=x onerror=\"document.title='taken'\">",
    "\"><svg onload=document.title='taken'>",
    "javascript:document.title='taken'",
    "]]></style><style>*{display:none}</style>",
    "safe\u202egnp.exe",
    "{{ 7 * 7 }}",
)

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""One pixel. What follows a picture's end counts for its size only."""


class Tags(HTMLParser):
    """What a parser takes for markup: names of elements and attributes, and where links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links |= {value or "" for name, value in attrs if name in ("href", "src")}


def page(cells: Sequence[CellVerdict], folder: Path, *events: Sequence[Event], problems: Sequence[str] = ()) -> str:
    history = run(*(events or [scenario(cells)]))
    return render(take_account(history, cells, problems), folder)


def hostile_cell(text: str) -> CellVerdict:
    """Every text that may come from the service or a careless blueprint, at once."""
    evidence = (
        Evidence(kind="mail", caption=text, text=text, place=text),
        Evidence(kind="screenshot", caption=text, path=text),
    )
    return stale_card(
        last_seen=text,
        new=text,
        old=text,
        reason=text,
        owner=text,
        consequence=text,
        broke_how=text,
        touchpoint_called=text,
        looks=(Look(start_s=11.0, end_s=11.1, sight="O", said=text, item=text),),
        evidence=evidence,
    )


def test_what_broke_stands_first_with_whom_to_call(tmp_path: Path) -> None:
    history, cells = founding_story(tmp_path)
    text = render(take_account(history, cells), tmp_path)
    order = [
        '<h1 id="verdict">Maria&#39;s new card goes to her old home.</h1>',
        "Whom to call</dt><dd>Card Operations",
        'id="broken"',
        'id="owners"',
        'type="application/gzip" id="index"',
    ]
    assert sorted(order, key=text.index) == order


def test_every_link_inside_the_page_has_its_target_and_every_id_is_there_once(tmp_path: Path) -> None:
    history, cells = founding_story(tmp_path)
    text = render(take_account(history, cells), tmp_path)
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    links = set(re.findall(r'(?:href|data-to)="(#[^"]+)"', first_page(text)))
    assert {link[1:] for link in links if not link.startswith("#/")} <= set(ids)
    held = unpacked(text)
    keys = set(held.index["scenarios"]["id"])
    places = {(str(one["change"]), one["fact"], one["touchpoint"]) for one in held.cells}
    routes = [link.split("/")[1:] for link in links if link.startswith("#/cell/")]
    assert routes
    assert all(key in keys and tuple(place) in places for _, key, *place in routes)


def test_the_same_run_gives_the_same_page(tmp_path: Path) -> None:
    history, cells = founding_story(tmp_path)
    assert render(take_account(history, cells), tmp_path) == render(take_account(history, cells), tmp_path)


def moved_on(cells: Sequence[CellVerdict]) -> list[Event]:
    """Maria told at 9.9 s; her clock was moved by two days at 11 s, by twelve more at 12.5 s."""
    events = scenario(cells, at_s=9.9)
    stamp = {"scenario": cells[0].scenario, "customer": "maria-1", "ready": True}
    leaps = [
        (11.0, 172800.0, "2026-05-06T09:30:01.100000+02:00"),
        (12.5, 1036800.0, "2026-05-18T09:30:02.600000+02:00"),
    ]
    moves = [ClockMoved(**stamp, at_s=at_s, leap_s=leap_s, to=to) for at_s, leap_s, to in leaps]
    return [*events[:-1], *moves, events[-1]]


def test_two_calendars_are_explained_once_and_times_are_said_on_hers(tmp_path: Path) -> None:
    letter = Look(start_s=1182590.0, end_s=1182604.0, sight="O", said="Hauptstrasse 12", item="card-20260518.pdf")
    nothing = Look(start_s=172810.0, end_s=172811.0, sight="0", said="nothing — nothing there")
    late = Look(start_s=1209610.0, end_s=1209611.0, sight="0", said="nothing — nothing there")
    found = stale_card(looks=(nothing, letter, late))
    text = page([found], tmp_path, moved_on([found]))
    assert text.count("calendar of their own") == 1
    assert (
        "This run took place on 21 Nov 2026, but each customer lives on a calendar of their own, so that weeks pass "
        "in seconds. On theirs, the company was told on 4 May 2026" in text
    )
    assert "<dd>2 weeks after she told (18 May 2026, 01:59 on her calendar); promised within 1 day</dd>" in text
    [scenario_told] = unpacked(text).scenarios
    assert scenario_told["changes"][0]["told_hers"] == "4 May 2026, 09:30"
    assert [look["day"] for look in scenario_told["cells"][0]["looks"]] == ["6 May 2026, 09:30", "18 May 2026, 01:59"]


@pytest.mark.parametrize(
    "odd", [{"to": "tomorrow"}, {"leap_s": 1e300}, {"leap_s": float("nan")}, {"to": "0001-01-01T00:00:00"}]
)
def test_a_clock_that_told_nonsense_costs_the_calendar_only(odd: dict[str, Any], tmp_path: Path) -> None:
    found = stale_card()
    events = moved_on([found])
    told = [event.model_copy(update=odd) if isinstance(event, ClockMoved) else event for event in events]
    text = page([found], tmp_path, told)
    assert "calendar of their own" not in text
    assert "Maria&#39;s new card goes to her old home." in text


def test_a_customer_in_real_time_has_one_calendar_and_no_explanation(tmp_path: Path) -> None:
    text = page([stale_card()], tmp_path)
    assert "calendar" not in first_page(text).partition("<body>")[2]
    [told] = [change for one in unpacked(text).scenarios for change in one["changes"]]
    assert (told["told"], told["told_hers"]) == ("21 Nov 2026, 21:45", "")


def test_looks_after_something_was_sent_that_find_no_more_are_not_told(tmp_path: Path) -> None:
    letter = Look(start_s=100.0, end_s=101.0, sight="O", said="Hauptstrasse 12", item="card.pdf")
    nothing = Look(start_s=90000.0, end_s=90001.0, sight="0", said="nothing — nothing there")
    [told] = unpacked(page([stale_card(looks=(letter, nothing, nothing))], tmp_path)).cells
    assert [(look["sight"], look["again"]) for look in told["looks"]] == [("O", 0)]


def test_what_never_came_says_what_was_promised(tmp_path: Path) -> None:
    text = page([stale_card(touchpoint_called="the IBAN letter")], tmp_path)
    assert "promised within 1 day" in first_page(text)
    assert "<dt>What broke</dt><dd>IBAN letter: still old</dd>" in text


def test_where_hardly_a_word_is_common_nothing_is_marked() -> None:
    assert by_word("Ring 63, Whg 60, 64429 Hagenow, DE", "Gasse 141, Whg 51, 06885 Vilsbiburg, GERMANY") == (
        (Piece(text="Ring 63, Whg 60, 64429 Hagenow, DE", differs=False),),
        (Piece(text="Gasse 141, Whg 51, 06885 Vilsbiburg, GERMANY", differs=False),),
    )


def test_the_difference_is_shown_component_by_component_where_it_is_known(tmp_path: Path) -> None:
    broken = stale_card(read={**OLD, "street": "Rosenweg"})
    [told] = unpacked(page([broken], tmp_path)).cells
    states = {name: state for name, *_, state in told["components"]}
    assert (states["street"], states["postcode"]) == ("new", "old")


def test_only_the_words_that_differ_are_marked(tmp_path: Path) -> None:
    text = page([cell("card_letter", Verdict.PARTIAL, consequence="Half of it.")], tmp_path)
    assert "Rosenweg 7b, <mark>10115</mark> <mark>Berlin</mark>" in text


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_from_the_service_becomes_markup(text: str, tmp_path: Path) -> None:
    found = hostile_cell(text)
    events = scenario([found], name=text, feature=text, message=text, persona="Maria", steps=[("Then", text, "failed")])
    made = page([found.model_copy(update={"scenario": events[0].scenario})], tmp_path, events)  # type: ignore[union-attr]
    tags, plain = Tags(), Tags()
    tags.feed(made)
    harmless = hostile_cell("plain")
    plain.feed(page([harmless], tmp_path, scenario([harmless], message="plain", steps=[("Then", "x", "failed")])))
    assert (tags.names, tags.attributes) == (plain.names, plain.attributes)
    assert all(re.match(r"#|data:,", link) for link in tags.links)
    assert "\u202e" not in made
    assert "\u202e" not in str(unpacked(made))


def test_bidirectional_overrides_are_made_visible(tmp_path: Path) -> None:
    assert "safe⟦U+202E⟧gnp.exe" in page([stale_card(last_seen="safe\u202egnp.exe")], tmp_path)


def test_endless_text_is_cut_and_says_so(tmp_path: Path) -> None:
    made = page([stale_card(evidence=(Evidence(kind="mail", caption="mail", text="a" * 1_000_000),))], tmp_path)
    plain = page([stale_card(evidence=(Evidence(kind="mail", caption="mail", text="a"),))], tmp_path)
    assert len(made) - len(plain) < 10_000
    assert unpacked(made).evidence[0]["text"].endswith("(996,000 more characters are not shown)")


@pytest.mark.parametrize(
    "path", ["../../etc/passwd", "/etc/passwd", "evidence/../history.ndjson", "evidence/" + "0" * 24 + ".png"]
)
def test_evidence_outside_the_folder_or_gone_is_said_to_be_missing(path: str, tmp_path: Path) -> None:
    made = page(
        [stale_card(evidence=(Evidence(kind="screenshot", caption="page", media_type="image/png", path=path),))],
        tmp_path,
    )
    assert unpacked(made).evidence[0]["missing"] is True
    assert "root:" not in str(unpacked(made))


def test_pictures_beyond_the_budget_lie_beside_the_page_failing_ones_go_in_first(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    kept = {}
    for name, size in (("a", 6_000_000), ("b", 6_000_000)):
        kept[name] = f"evidence/{name * 24}.png"
        (tmp_path / kept[name]).write_bytes(PNG + b"x" * size)
    picture = {
        name: (Evidence(kind="screenshot", caption=name, media_type="image/png", path=path),)
        for name, path in kept.items()
    }
    made = page([cell("profile", evidence=picture["a"]), stale_card(evidence=picture["b"])], tmp_path)
    assert list(unpacked(made).pictures) == ["b" * 24]


def test_pictures_of_broken_promises_go_in_before_those_of_kept_ones(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    told, runs = [], []
    for name, found in (("a", cell("profile")), ("b", stale_card())):
        path = f"evidence/{name * 24}.png"
        (tmp_path / path).write_bytes(PNG + b"x" * 6_000_000)
        shown = (Evidence(kind="screenshot", caption=name, media_type="image/png", path=path),)
        own = {"scenario": f"journeys/maria/moving-house.feature: {name}", "evidence": shown}
        told.append(found.model_copy(update=own))
        runs.append(scenario([told[-1]], name=name))
    assert list(unpacked(page(told, tmp_path, *runs)).pictures) == ["b" * 24]


def test_the_same_picture_is_there_once(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    path = f"evidence/{'c' * 24}.png"
    (tmp_path / path).write_bytes(PNG + b"x" * 100)
    same = (Evidence(kind="screenshot", caption="page", media_type="image/png", path=path),)
    made = page([cell("profile", evidence=same), cell("app", evidence=same)], tmp_path)
    assert made.count("data:image/png") == 1
    assert [one["picture"] for one in unpacked(made).evidence] == ["c" * 24] * 2


def test_a_run_cut_off_says_so_at_the_top(tmp_path: Path) -> None:
    history = run(scenario(finished=False), broken="the browser died")
    made = render(take_account(history, ()), tmp_path)
    assert "This run was cut off: the browser died" in first_page(made)
    assert "cut off</span>" in first_page(made)


def test_an_empty_history_still_makes_a_page(tmp_path: Path) -> None:
    made = render(take_account(History(events=()), ()), tmp_path)
    assert "Nothing ran, so nothing is known." in made
    assert unpacked(made).scenarios == []
