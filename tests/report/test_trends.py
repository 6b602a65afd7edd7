"""Trends: tables of runs by hand, and the page's data whole."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).parents[1] / "ledger"))
from ledger_bench import SERVICE, began, record, runs, state

from tellonce.ledger.read_back import FLIPS_OVER, Since, TrendRecords, read_trends
from tellonce.ledger.records import Flips, JourneyRecord, PromiseRecord, Retried, TouchpointRecord
from tellonce.report.trends import Trends, flips, is_flaky, trends_as_dict, trends_of
from tellonce.report.trends_words import trends_as_json, trends_as_markdown, trends_as_text
from tellonce.story.words import Group

GROUPS = {"k": Group.KEPT, "b": Group.BROKEN, "w": Group.WAITING, "?": Group.NOT_SEEN}


@pytest.mark.parametrize(
    ("row", "count", "flaky"),
    [
        ("", 0, False),
        ("kkkkkkkkkk", 0, False),
        ("kkkkkbbbbb", 1, False),  # it broke, and stays broken
        ("kkkkbkkkkk", 2, False),  # five quiet runs: it stays
        ("kkkkkbkkkk", 2, True),
        ("kkkkkkkbkb", 3, True),
        ("bkbkbkbkbk", 9, True),
        ("kkbbbkk", 2, False),  # a break that lasted, and was mended
        ("kkbbkk", 2, True),
        ("kkb?wkk", 2, True),  # runs that did not judge it are passed over
        ("k?w?b", 1, False),
        ("bkbkkkkkkkkkkkkk", 3, False),  # long ago
        ("kb", 1, False),
    ],
)
def test_a_cell_is_flaky_that_goes_back_and_forth_without_staying(row: str, count: int, flaky: bool) -> None:
    groups = [GROUPS[letter] for letter in row]

    assert is_flaky(groups) is flaky
    if len(row) <= FLIPS_OVER:
        assert flips(groups) == count


@given(st.lists(st.sampled_from(list(GROUPS.values()))))
def test_unknown_runs_never_make_a_cell_flaky(groups: list[Group]) -> None:
    judged = [group for group in groups if group in (Group.KEPT, Group.BROKEN)]

    assert is_flaky(groups) is is_flaky(judged)
    assert not is_flaky([group for group in groups if group is not Group.BROKEN])


def test_the_trend_of_a_promise_counts_what_was_judged_and_tells_the_rest_beside(tmp_path: Path) -> None:
    with runs(tmp_path, {"card": "kb?b", "profile": "kkkk", "invoice": ".k.k"}) as database:
        trends = trends_of(read_trends(database, SERVICE, runs=30))

    by_key = {one.touchpoint.key: one for one in trends.touchpoints}
    card = by_key["card"]
    assert [one.touchpoint.key for one in trends.touchpoints] == ["card", "invoice", "profile"]
    assert [(one.run, one.kept, one.of, one.unknown) for one in card.points] == [
        (0, 1, 1, 0),
        (1, 0, 1, 0),
        (2, 0, 0, 1),
        (3, 0, 1, 0),
    ]
    assert card.rate == 1 / 3
    assert (card.since.run if card.since else "") == "r2"
    assert [one.run for one in by_key["invoice"].points] == [1, 3]
    assert trends.since("card") == trends.since("card", "address") == card.since
    assert trends.since("profile") is None
    assert trends.since("nothing") is None


def test_what_nobody_could_judge_has_no_rate(tmp_path: Path) -> None:
    with runs(tmp_path, {"card": "?w"}) as database:
        [card] = trends_of(read_trends(database, SERVICE, runs=30)).touchpoints

    assert (card.rate, card.since) == (None, None)


def test_flaky_cells_are_counted_at_their_touchpoint(tmp_path: Path) -> None:
    with runs(tmp_path, {"card": "kkbkb", "profile": "kkkkb"}) as database:
        trends = trends_of(read_trends(database, SERVICE, runs=30))

    assert {one.touchpoint.key: one.flaky for one in trends.touchpoints} == {"card": 1, "profile": 0}
    assert {one.touchpoint.key: one.flaky for one in trends.promises} == {"card": 1, "profile": 0}
    [flaky] = trends.flaky
    assert "".join(group.value[0] for group in flaky.groups.values()) == "kkbkb"


def test_nothing_gives_nothing() -> None:
    empty = trends_of(TrendRecords(service=SERVICE))

    assert empty.runs == empty.touchpoints == empty.promises == empty.effort == empty.flaky == ()
    assert not empty.figures.exist
    assert trends_as_text(empty) == "Northbank: no whole run yet\n"
    assert trends_as_markdown(empty) == "## Northbank: no whole run yet\n"


# as data and in words ------------------------------------------------------------------------------------------------


def example() -> Trends:
    places = {
        "card": TouchpointRecord(
            key="card",
            called="the card letter",
            owner="Card Operations",
            lane="frontstage",
            channel="post",
            moment_of_truth=True,
        )
    }
    promise = {"touchpoint": "card", "fact_called": "postal address", "waiting": 0, "not_seen": 1}
    records = TrendRecords(
        service=SERVICE,
        runs=(record("r1", 0, kept=3, statuses={"passed": 2}), record("r2", 1, kept=2, broken=1, lost=1)),
        promises=tuple(
            PromiseRecord(run=run, fact=fact, kept=kept, broken=3 - kept, median_s=m, p95_s=p, **promise)
            for run, kept, m, p in (("r1", 3, 50_000.12345, 60_000.0), ("r2", 2, None, None))
            for fact in ("", "address")
        ),
        touchpoints=places,
        journeys=(
            JourneyRecord(
                run="r2",
                journey="journeys/maria/moves.feature",
                feature="Maria moves",
                persona="Maria",
                scenarios=2,
                contacts=1,
                switches=0,
                repeated=0,
                transfers=0,
                pages=4,
                fields=6,
                interactions=9,
                waited_s=1.26,
                longest_wait_s=0.5,
                lost=1,
            ),
        ),
        flips=(Flips(state=state(), groups={"r1": Group.KEPT, "r2": Group.BROKEN}),),
        retried=(
            Retried(run="r2", scenario="s", name="She moves", journey="j", attempts=2, status="failed", last="passed"),
        ),
        since=dict.fromkeys((("card", ""), ("card", "address")), Since(run="r2", began=began(1))),
    )
    return trends_of(records)


def test_the_data_of_a_page_has_its_documented_shape() -> None:
    told = trends_as_dict(example())

    assert json.loads(json.dumps(told)) == told
    assert told["runs"][1] == {
        "name": "r2",
        "at": "2026-11-02T10:00:00+00:00",
        "kept": 2,
        "broken": 1,
        "waiting": 0,
        "not_seen": 0,
        "scenarios": 1,
        "statuses": {"passed": 1},
        "lost": 1,
        "retried": 0,
        "contacts": 1,
        "pages": 4,
        "fields": 6,
        "waited_s": 1.3,
    }
    card = {
        "key": "card",
        "called": "the card letter",
        "owner": "Card Operations",
        "lane": "frontstage",
        "moment_of_truth": True,
        "points": [[0, 3, 3, 50000.123, 60000.0, 1], [1, 2, 3, None, None, 1]],
        "rate": 0.8333,
        "since": {"run": "r2", "at": "2026-11-02T10:00:00+00:00"},
        "flaky": 0,
    }
    assert told["touchpoints"] == [card]
    assert told["promises"] == [{**card, "fact": "address", "fact_called": "postal address"}]
    assert told["effort"][0]["points"] == [[1, 2, 1, 4, 6, 1.3, 0, 0, 0, 1]]
    assert told["retried"] == [
        {
            "run": "r2",
            "scenario": "s",
            "name": "She moves",
            "journey": "j",
            "attempts": 2,
            "first": "failed",
            "last": "passed",
        }
    ]
    assert told["answers"] == dict.fromkeys(("nps", "ces", "csat", "first_contact", "resolution"))
    assert json.loads(trends_as_json(example())) == told


def test_a_flaky_cell_leads_to_its_page(tmp_path: Path) -> None:
    with runs(tmp_path, {"card": "kkbkb"}) as database:
        [flaky] = trends_as_dict(trends_of(read_trends(database, SERVICE, runs=30)))["flaky"]

    assert flaky["route"].startswith("#/cell/")
    assert flaky["route"].endswith("/1/address/card")
    assert flaky["points"] == [[0, "kept"], [1, "kept"], [2, "broken"], [3, "kept"], [4, "broken"]]


def test_trends_read_in_a_terminal() -> None:
    assert trends_as_text(example()) == (
        "Northbank: 2 whole runs, 2026-11-01 to 2026-11-02\n"
        "\n"
        "Runs, the newest first\n"
        "  2026-11-02 r2: 2 kept, 1 broken, 0 still waiting, 0 not seen, 1 customer lost\n"
        "  2026-11-01 r1: 3 kept, 0 broken, 0 still waiting, 0 not seen\n"
        "\n"
        "Broken now\n"
        "  The card letter, postal address: broken since 2026-11-02 (run r2), Card Operations\n"
        "\n"
        "Touchpoints, the worst first\n"
        "  card letter                          83.3 % of 6 kept (2 not judged), 14 hours (95 % within 17 hours), "
        "broken since 2026-11-02\n"
        "\n"
        "Flaky\n"
        "  She moves was failed at first and passed when tried again (run r2)\n"
        "\n"
        "Effort in the newest run\n"
        "  Maria: Maria moves                               1 contact, 4 pages, 6 fields, 1.3 s of waiting, "
        "1 customer lost\n"
    )


def test_trends_read_as_markdown() -> None:
    said = trends_as_markdown(example())

    assert said.startswith("## Northbank: 2 whole runs, 2026-11-01 to 2026-11-02\n\n| run | kept |")
    assert "| r2 (2026-11-02) | 2 | 1 | 0 | 0 | 1 |\n" in said
    assert (
        "| the card letter | Card Operations | 83.3 % of 6 kept (2 not judged) | 14 hours (95 % within 17 hours) | "
        "broken since r2 (2026-11-02) |\n"
    ) in said


def test_a_rate_is_never_rounded_up_to_all(tmp_path: Path) -> None:
    promise = PromiseRecord(
        run="r1",
        touchpoint="card",
        fact="",
        kept=9_999,
        broken=1,
        waiting=0,
        not_seen=0,
        median_s=None,
        p95_s=None,
    )
    trends = trends_of(TrendRecords(service=SERVICE, runs=(record("r1"),), promises=(promise,)))

    assert "99.9 % of 10,000 kept" in trends_as_text(trends)
