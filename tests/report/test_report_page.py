"""index.html without a browser: what it says and what it must not let through."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from made_runs import OLD, cell, founding_story, read_of, run, scenario, stale_card

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
        'id="journeys"',
        'id="matrix"',
        'id="changes"',
        'id="customers"',
    ]
    assert sorted(order, key=text.index) == order


def test_every_link_inside_the_page_has_its_target_and_every_id_is_there_once(tmp_path: Path) -> None:
    history, cells = founding_story(tmp_path)
    text = render(take_account(history, cells), tmp_path)
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert {target[1:] for target in re.findall(r'href="(#[^"]+)"', text)} <= set(ids)


def test_the_same_run_gives_the_same_page(tmp_path: Path) -> None:
    history, cells = founding_story(tmp_path)
    assert render(take_account(history, cells), tmp_path) == render(take_account(history, cells), tmp_path)


def test_a_hole_that_should_have_been_watched_is_told_apart_from_nothing_to_watch(tmp_path: Path) -> None:
    other = {"change": "c2", "fact": "email"}
    text = page([cell("profile"), cell("mail", **other)], tmp_path)
    assert text.count('class="gap" data-l="partner feed"') == 2
    assert text.count("nothing to watch: it does not use this fact") == 5
    assert text.count('class="na" data-l="confirmation mail"') == 1


def test_touchpoints_that_no_change_has_to_do_with_take_no_room_in_the_matrix(tmp_path: Path) -> None:
    text = page([cell("profile")], tmp_path)
    assert "confirmation mail" not in text
    assert "1 touchpoint of the blueprint has nothing to do with these changes and is not shown." in text


def test_what_broke_comes_first_then_what_could_not_be_judged_then_what_was_kept(tmp_path: Path) -> None:
    def change(name: str, *cells: CellVerdict) -> tuple[list[CellVerdict], list[Event]]:
        key = {"scenario": f"journeys/maria/moving-house.feature: {name}", "change": name}
        moved = [found.model_copy(update=key) for found in cells]
        return moved, scenario(moved, name=name)

    changes = [
        change("kept one", cell()),
        change("waiting", cell("partner", Verdict.PENDING)),
        change("late", cell("agent", Verdict.LATE)),
        change("kept two", cell()),
        change("stale", cell("agent"), stale_card()),
        change("not seen", cell("mail", Verdict.UNOBSERVED)),
        change("leaked", cell("agent", Verdict.LEAKED)),
    ]
    text = page([c for cells, _ in changes for c in cells], tmp_path, *[events for _, events in changes])
    order = ["leaked", "stale", "late", "waiting", "not seen", "kept one", "kept two"]
    rows = re.findall(r'<th role="rowheader".*?<span class="path">(.*?)</span>', text)
    sections = re.findall(r'<a href="#s-\w+">([^<]+)</a>', text.split('id="changes"')[1].split('id="customers"')[0])
    assert (rows, sections) == (order, order)
    assert '<span class="tally broken">1 of 2 broken</span>' in text


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
    assert "Her calendar: told 4 May 2026, 09:30, watched until 18 May 2026, 09:30; times below are on it." in text
    assert '2 weeks <span class="day">18 May 2026, 01:59</span>' in text
    assert "told 21 Nov 2026" not in text


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
    assert "calendar" not in text[text.index("<body>") :].replace('class="calendars"', "")
    assert "Told 21 Nov 2026, 21:45." in text


def test_looks_after_something_was_sent_that_find_no_more_are_not_told(tmp_path: Path) -> None:
    letter = Look(start_s=100.0, end_s=101.0, sight="O", said="Hauptstrasse 12", item="card.pdf")
    nothing = Look(start_s=90000.0, end_s=90001.0, sight="0", said="nothing — nothing there")
    text = page([stale_card(looks=(letter, nothing, nothing))], tmp_path)
    assert "nothing there" not in text
    assert "2 more looks told nothing new" in text


def test_a_letter_that_is_not_due_yet_does_not_look_late(tmp_path: Path) -> None:
    text = page([cell("invoice", promised_within_s=86400.0)], tmp_path)
    assert '<b>in time</b> <span>sent after 10 days</span> <span class="of"></span>' in text
    assert "within 1 day, and from then on whenever one is sent" in text


def test_what_never_came_says_what_was_promised(tmp_path: Path) -> None:
    text = page([stale_card(touchpoint_called="the IBAN letter")], tmp_path)
    assert '<b>still old</b> <span>never</span> <span class="of">promised: 1 day</span>' in text
    assert "<dt>What broke</dt><dd>IBAN letter: still old</dd>" in text


def test_where_hardly_a_word_is_common_nothing_is_marked() -> None:
    assert by_word("Ring 63, Whg 60, 64429 Hagenow, DE", "Gasse 141, Whg 51, 06885 Vilsbiburg, GERMANY") == (
        (Piece(text="Ring 63, Whg 60, 64429 Hagenow, DE", differs=False),),
        (Piece(text="Gasse 141, Whg 51, 06885 Vilsbiburg, GERMANY", differs=False),),
    )


def test_the_difference_is_shown_component_by_component_where_it_is_known(tmp_path: Path) -> None:
    broken = stale_card()
    half = {**OLD, "street": "Rosenweg"}
    text = page([broken], tmp_path, [*scenario([broken]), read_of(broken, half)])
    assert re.search(r'<tr class="new"><th scope="row">street</th>', text)
    assert re.search(r'<tr class="old"><th scope="row">postcode</th>', text)


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
    assert all(re.match(r"#|data:,|evidence/", link) for link in tags.links)
    assert "\u202e" not in made


def test_bidirectional_overrides_are_made_visible(tmp_path: Path) -> None:
    assert "safe⟦U+202E⟧gnp.exe" in page([stale_card(last_seen="safe\u202egnp.exe")], tmp_path)


def test_endless_text_is_cut_and_says_so(tmp_path: Path) -> None:
    made = page([stale_card(evidence=(Evidence(kind="mail", caption="mail", text="a" * 1_000_000),))], tmp_path)
    assert len(made) < 200_000
    assert "(996,000 more characters are not shown)" in made


@pytest.mark.parametrize(
    "path", ["../../etc/passwd", "/etc/passwd", "evidence/../history.ndjson", "evidence/" + "0" * 24 + ".png"]
)
def test_evidence_outside_the_folder_or_gone_is_said_to_be_missing(path: str, tmp_path: Path) -> None:
    made = page(
        [stale_card(evidence=(Evidence(kind="screenshot", caption="page", media_type="image/png", path=path),))],
        tmp_path,
    )
    assert "This piece of evidence is missing." in made
    assert "root:" not in made


def test_pictures_beyond_the_budget_lie_beside_the_page_failing_ones_go_in_first(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    kept = {}
    for name, size in (("a", 6_000_000), ("b", 6_000_000)):
        kept[name] = f"evidence/{name * 24}.png"
        (tmp_path / kept[name]).write_bytes(b"x" * size)
    picture = {
        name: (Evidence(kind="screenshot", caption=name, media_type="image/png", path=path),)
        for name, path in kept.items()
    }
    made = page([cell("profile", evidence=picture["a"]), stale_card(evidence=picture["b"])], tmp_path)
    assert made.count('src="data:image/png') == 1
    assert f'<a href="{kept["b"]}"><img' in made
    assert f'Kept beside this file. <a href="{kept["a"]}">' in made


def test_the_same_picture_hangs_once(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    path = f"evidence/{'c' * 24}.png"
    (tmp_path / path).write_bytes(b"x" * 100)
    same = (Evidence(kind="screenshot", caption="page", media_type="image/png", path=path),)
    made = page([cell("profile", evidence=same), cell("app", evidence=same)], tmp_path)
    assert made.count('src="data:image/png') == 1
    assert 'Shown elsewhere on this page. <a href="#e-cccccccccccc">' in made


def test_a_run_cut_off_says_so_at_the_top(tmp_path: Path) -> None:
    history = run(scenario(finished=False), broken="the browser died")
    made = render(take_account(history, ()), tmp_path)
    assert made.index("This run was cut off: the browser died") < made.index('id="journeys"')
    assert "cut off</span>" in made


def test_an_empty_history_still_makes_a_page(tmp_path: Path) -> None:
    made = render(take_account(History(events=()), ()), tmp_path)
    assert "Nothing ran, so nothing is known." in made
    assert "No journey was started." in made
