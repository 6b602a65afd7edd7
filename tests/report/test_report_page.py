"""index.html without a browser: what it says and what it must not let through."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest
from made_runs import OLD, cell, founding_story, read_of, run, scenario, stale_card

from tellonce.model.cell import CellVerdict, Look
from tellonce.model.events import Event
from tellonce.model.history import History
from tellonce.model.observation import Evidence
from tellonce.model.verdict import Verdict
from tellonce.report.account import take_account
from tellonce.report.html import render

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
    text = page([cell("profile")], tmp_path)
    assert text.count('class="gap" data-l="partner feed"') == 1
    assert "nothing to watch: it does not use this fact" in text
    assert 'class="na" data-l="confirmation mail"' in text


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
