"""What differs between two runs: a table by hand, then that every cell is in one place only."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_runs import cell, stale_card

sys.path.append(str(Path(__file__).parents[1] / "ledger"))
from ledger_bench import LETTERS, state

from tellonce.ledger.records import CellState, states_of
from tellonce.model.verdict import Verdict
from tellonce.report.since import Since, compare, no_news
from tellonce.report.since_words import (
    since_as_json,
    since_as_markdown,
    since_as_text,
    since_line,
    since_sentences,
)

STATES = ("broken", "still", "mended", "unseen", "settled", "new", "gone")


@pytest.mark.parametrize(
    ("before", "now", "became"),
    [
        ("k", "k", ""),
        ("k", "b", "broken"),
        ("w", "b", "broken"),
        ("?", "b", "broken"),
        (".", "b", "broken"),
        ("b", "b", "still"),
        ("b", "l", "still"),  # another verdict, and still broken
        ("b", "k", "mended"),
        ("k", "?", "unseen"),
        ("k", "w", "unseen"),
        ("b", "?", "unseen"),  # not mended: nobody looked
        ("b", "w", "unseen"),
        ("?", "w", ""),
        ("w", "?", ""),
        ("?", "k", "settled"),
        ("w", "k", "settled"),
        (".", "k", "new"),
        (".", "?", "new"),
        ("k", ".", "gone"),
        ("b", ".", "gone"),
    ],
)
def test_what_becomes_of_a_cell(before: str, now: str, became: str) -> None:
    since = compare(made(before), made(now))

    assert [name for name in STATES if getattr(since, name)] == ([became] if became else [])


def made(letters: str) -> list[CellState]:
    return [state("card", LETTERS[letter], nth=nth) for nth, letter in enumerate(letters) if letter != "."]


def test_nothing_is_gone_from_a_run_that_was_only_a_part() -> None:
    assert compare(made("kb"), made("k"), whole=False) == Since()


def test_two_empty_runs_have_no_difference() -> None:
    assert compare([], []) == Since()


letters = st.text(alphabet="kblw?.", max_size=12)


@given(before=letters, now=letters)
def test_every_cell_is_in_at_most_one_place_and_every_break_is_told(before: str, now: str) -> None:
    since = compare(made(before), made(now))

    places = Counter(one.key for name in STATES for one in getattr(since, name))
    assert set(places.values()) <= {1}
    assert {one.key for one in (*since.broken, *since.still)} == {one.key for one in made(now) if one.group == "broken"}
    assert {one.key for one in since.gone} == {one.key for one in made(before)} - {one.key for one in made(now)}
    assert sum(len(one.broken) + len(one.still) for one in since.breaks) == len(since.broken) + len(since.still)


@given(letters)
def test_a_run_beside_itself_has_no_news(run: str) -> None:
    since = compare(made(run), made(run))

    assert not since.broken
    assert {name for name in STATES if getattr(since, name)} <= {"still"}


@pytest.mark.parametrize(
    ("before_s", "now_s", "promised_s", "what"),
    [
        (1.0, 4.0, 10.0, "slower"),
        (4.0, 1.0, 10.0, "faster"),
        (1.0, 1.9, 10.0, ""),  # not twice
        (0.1, 0.9, 5.0, ""),  # less than a second
        (1.0, 9.0, 100.0, ""),  # less than a tenth of the promised time
        (1.0, 11.0, 100.0, "slower"),
        (0.0, 2.0, 10.0, "slower"),
        (86400.0, 7 * 86400.0, 86400.0, ""),  # an emission, that came when one was due
        (1.0, 5.0, float("inf"), "slower"),
    ],
)
def test_much_slower_is_twice_as_slow_and_by_enough_to_be_felt(
    before_s: float, now_s: float, promised_s: float, what: str
) -> None:
    pace = {"promised_within_s": promised_s}
    since = compare([state(reached_after_s=before_s, **pace)], [state(reached_after_s=now_s, **pace)])

    assert [name for name in ("slower", "faster") if getattr(since, name)] == ([what] if what else [])


def test_a_late_cell_is_broken_and_not_slower() -> None:
    since = compare([state(reached_after_s=1.0)], [state(verdict=Verdict.LATE, reached_after_s=90_000.0)])

    assert (len(since.broken), since.slower) == (1, ())


def test_touchpoints_and_breaks_are_grouped_the_gravest_first() -> None:
    before = [state("card"), state("card", nth=2), state("invoice", Verdict.LATE), state("profile", Verdict.STALE)]
    now = [
        state("card", Verdict.STALE),
        state("card", Verdict.STALE, nth=2),
        state("invoice", Verdict.LEAKED),
        state("profile"),
    ]

    since = compare(before, now)

    assert [(one.touchpoint, one.broken, one.still, one.mended) for one in since.touchpoints] == [
        ("card", 2, 0, 0),
        ("invoice", 0, 1, 0),
        ("profile", 0, 0, 1),
    ]
    assert [(one.touchpoint, one.verdict, one.is_new) for one in since.breaks] == [
        ("invoice", Verdict.LEAKED, False),
        ("card", Verdict.STALE, True),
    ]


# in words ------------------------------------------------------------------------------------------------------------


def example() -> Since:
    before = [
        cell("card_letter"),
        cell("profile", Verdict.STALE),
        cell("agent"),
        cell("app"),
        cell("invoice", Verdict.LOST),
    ]
    now = [
        stale_card(),
        cell("profile"),
        cell("agent", Verdict.UNOBSERVED),
        cell("app", reached_after_s=9.0),
        cell("invoice", Verdict.LOST),
        cell("letter"),
    ]
    return compare(states_of(before), states_of(now))


def test_findings_are_sentences_in_her_terms() -> None:
    assert since_sentences(example()) == [
        "Broken since the last run: Maria's new card goes to her old home. (the card letter, Card Operations)",
        "Still broken: The invoice never came: none was sent 31 days after Maria changed it. (the invoice, Billing)",
        "No longer known since the last run: The agent desktop: Maria's postal address is not seen.",
        "Mended since the last run: The profile page knows Maria's new postal address in time again.",
        "Much slower than in the last run: The app's profile knew Maria's postal address after 9.0 s, "
        "before after 0.4 s.",
        "Looked at for the first time: 1 promise at the confirmation letter.",
    ]


def test_the_whole_comparison_reads_in_a_terminal() -> None:
    said = since_as_text(example(), earlier="r1", later="r2")

    assert said.startswith("r2 beside r1: 1 newly broken, 1 still broken, 1 mended, 1 no longer known, 1 much slower\n")
    assert "Broken since r1\n  Maria's new card goes to her old home. (the card letter, Card Operations)\n" in said
    assert "By touchpoint\n  card letter                          1 newly broken  (Card Operations)\n" in said
    assert said.endswith("  explain   tellonce explain 7f3a0001 --run r2\n")


def test_no_news_is_said() -> None:
    assert (
        since_as_text(Since(), earlier="r1", later="r2")
        == "r2 beside r1: no promise that both judged broke or was mended\n"
    )
    assert since_line(Since(), "r1") == "r1: no promise that both judged broke or was mended"
    assert since_line(example(), "r1") == "r1: 1 newly broken, 1 still broken, 1 mended, 1 no longer known"
    assert since_sentences(Since()) == []


def test_the_json_holds_every_cell_with_its_key() -> None:
    told = json.loads(since_as_json(example(), earlier="r1", later="r2"))

    assert (told["format"], told["earlier"], told["later"]) == (1, "r1", "r2")
    assert told["counts"]["broken"] == 1
    [broken] = told["cells"]["broken"]
    assert (broken["id"], broken["touchpoint"], broken["verdict"]) == ("7f3a0001", "card_letter", "stale")
    assert told["slower"][0]["now_s"] == 9.0
    assert len(told["sentences"]) == 6


def test_what_a_service_says_is_nothing_but_text_in_markdown() -> None:
    hostile = stale_card(
        consequence="<img src=x> @maria see https://evil.example | [x](y) `code` \u202e **bold** #12",
        owner="Cards | @team",
    )

    said = since_as_markdown(compare([], states_of([hostile])), earlier="r`1", later="r|2")

    # In code nobody looks for mentions and links; outside of it none may be left.
    prose = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", said)
    assert [thing for thing in ("@maria", "@team", "https://", "#12") if thing in prose] == []
    assert "<img" not in said
    assert "\u202e" not in said
    assert "[x](y)" not in said
    assert said.startswith("## `r|2` beside ``r`1``\n")
    rows = [line for line in said.splitlines() if line.startswith("| the card")]
    assert [line.replace("\\|", "").count("|") for line in rows] == [7]


def test_where_only_the_ledger_knows_of_a_cell_its_names_make_the_sentence() -> None:
    assert state(verdict=Verdict.STALE).sentence == "The card letter, Maria's postal address: still old."


@given(before=letters, now=letters)
def test_what_tells_nothing_may_be_left_out_of_a_comparison(before: str, now: str) -> None:
    earlier, later = made(before), {one.key: one for one in made(now)}
    same = {
        old.key
        for old in earlier
        if old.key in later and no_news(old.verdict, old.reached_after_s, old.promised_within_s, later[old.key])
    }

    whole = compare(earlier, later.values())

    assert whole == compare(
        [one for one in earlier if one.key not in same], [one for one in later.values() if one.key not in same]
    )
