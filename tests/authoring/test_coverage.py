"""Which cells of the blueprint journeys watch: a hole is never a pass, and each says why it is one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from made_runs import cell

from talking_bank import JOURNEY, OWN_WORDS, make_talking_bank
from tellonce.authoring.coverage import cover
from tellonce.authoring.coverage.as_text import coverage_as_text
from tellonce.authoring.coverage.page import coverage_as_page
from tellonce.authoring.coverage.picture import coverage_as_picture, state_of
from tellonce.authoring.watching import watched_by
from tellonce.cli.opened import Opened, open_at, sound_journeys
from tellonce.engine.flows import begin_deeds
from tellonce.model.coverage_account import CellWatch, Coverage, CoverageCell
from tellonce.model.verdict import Verdict

REFUSED = """\
Feature: Refused
  Scenario: The bank does not take it
    Given Maria is a customer
    When she takes the Basic package
    Then every touchpoint still shows her old account package
"""
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Opened]:
    """The talking bank: Maria moves, and Jan's scenario says sentences of its own."""
    yield open_at(make_talking_bank(tmp_path, JOURNEY, OWN_WORDS))
    begin_deeds(lambda _flow: None)


def covered(bank: Opened, **asked: object) -> Coverage:
    watched = watched_by(sound_journeys(bank), bank.sentences)
    return cover(bank.project, watched, bank.deeds.flows, **asked)  # type: ignore[arg-type]  # a test knows what it asks


def states(coverage: Coverage) -> dict[tuple[str, str, str], tuple[str, str]]:
    return {
        (one.touchpoint, one.fact, one.role): (one.watch.value, one.why) for row in coverage.rows for one in row.cells
    }


def test_each_cell_is_watched_or_says_why_nobody_does(bank: Opened) -> None:
    assert states(covered(bank)) == {
        ("profile", "postal_address", "customer"): ("watched", ""),
        ("profile", "email", "customer"): ("unwatched", "no flow in steps/ changes the e-mail address"),
        ("profile", "package", "customer"): ("unwatched", "no scenario changes the account package of a customer"),
        ("card-letter", "postal_address", "customer"): ("watched", ""),
        ("agent-desk", "postal_address", "customer"): ("watched", ""),
        ("agent-desk", "postal_address", "dealer"): (
            "unwatched",
            "no scenario changes the postal address of a dealer",
        ),
        ("agent-desk", "email", "customer"): ("exempt", "agents ask for it"),
        ("agent-desk", "email", "dealer"): ("exempt", "agents ask for it"),
    }


def test_what_it_comes_to_counts_no_exempt_cell_and_no_unclear_scenario(bank: Opened) -> None:
    coverage = covered(bank)

    assert (coverage.cells, coverage.watched, coverage.percent) == (6, 3, 50.0)
    assert coverage.facts_never_changed == ("email", "package")
    assert coverage.touchpoints_never_watched == ()
    assert coverage.personas_in_no_journey == ("Dee",)
    assert [(one.journey, one.name) for one in coverage.unclear] == [("journeys/b.feature", "It may rain")]
    assert [one.name for one in coverage.rows[0].of("postal_address")[0].scenarios] == [
        "Her card finds her",
        "So does the next",
    ]


def test_a_project_without_journeys_is_all_holes(bank: Opened) -> None:
    for path in (bank.project.root / "journeys").glob("*.feature"):
        path.unlink()

    coverage = covered(bank)

    assert (coverage.watched, coverage.percent) == (0, 0.0)
    assert coverage.touchpoints_never_watched == ("profile", "card-letter", "agent-desk")
    assert coverage.personas_in_no_journey == tuple(bank.project.personas)


def test_who_expects_a_refusal_watches_nothing(bank: Opened) -> None:
    (bank.project.root / "journeys/c.feature").write_text(REFUSED, encoding="utf-8")

    assert states(covered(bank))["profile", "package", "customer"][0] == "unwatched"


def test_percent_is_rounded_down_so_that_a_hundred_means_all(bank: Opened) -> None:
    coverage = covered(bank, persona="Maria")

    assert (coverage.cells, coverage.watched, coverage.percent) == (5, 3, 60.0)
    one_of_three = covered(bank, persona="Dee")
    assert (one_of_three.cells, one_of_three.percent) == (1, 0.0)


def test_for_one_persona_only_her_role_and_her_scenarios_count(bank: Opened) -> None:
    maria, dee = states(covered(bank, persona="Maria")), states(covered(bank, persona="Dee"))

    assert maria["profile", "package", "customer"] == ("unwatched", "no scenario changes Maria's account package")
    assert {role for _, _, role in maria} == {"customer"}
    assert set(dee) == {("agent-desk", "postal_address", "dealer"), ("agent-desk", "email", "dealer")}


def test_a_run_says_what_it_found_and_what_it_did_not_watch(bank: Opened) -> None:
    found = [
        cell("letter", verdict).model_copy(
            update={"touchpoint": "card-letter", "fact": "postal_address", "persona": "Maria"}
        )
        for verdict in (Verdict.ON_TIME, Verdict.STALE)
    ]

    coverage = covered(bank, run="tonight", verdicts=found)

    in_run = {
        (one.touchpoint, one.fact): one.in_run for row in coverage.rows for one in row.cells if one.role == "customer"
    }
    assert in_run["card-letter", "postal_address"] == "broken"
    assert in_run["profile", "postal_address"] == "not watched"
    assert in_run["agent-desk", "email"] == ""
    assert "  run        tonight: 1 broken, 5 not watched\n" in coverage_as_text(coverage)


def test_it_is_told_in_a_terminal_without_colour(bank: Opened) -> None:
    assert coverage_as_text(covered(bank)) == (
        "3 of 6 cells are watched: 50 %.\n"
        "  promises   3 of 3 are watched at all\n"
        "  facts      e-mail address is never changed\n"
        "             account package is never changed\n"
        "  personas   Dee is in no journey\n"
        "  unclear    1 scenario with steps of your own count for nothing\n"
        "\n"
        "    touchpoint         watched   not watched\n"
        "────────────────────────────────────────────────────────────────\n"
        "    Frontstage\n"
        "◐   the details page    1 of 3   e-mail address, account package\n"
        "●   the card letter     1 of 1\n"
        "\n"
        "    Backstage\n"
        "◐   the agent desk ★    1 of 2   postal address (dealer)\n"
        "\n"
        "● all watched   ◐ some   ○ none: a hole   – nothing to watch   ★ moment of truth\n"
        "\n"
        "Why nobody watches\n"
        "     1 cell  no flow in steps/ changes the e-mail address\n"
        "     1 cell  no scenario changes the account package of a customer\n"
        "     1 cell  no scenario changes the postal address of a dealer\n"
        "\n"
        "Unclear, because they say steps of your own, which may change anything\n"
        "  journeys/b.feature:2  It may rain\n"
    )


def test_the_picture_is_a_sound_svg_with_a_title_and_a_shape_for_each_cell(bank: Opened) -> None:
    root = ElementTree.fromstring(str(coverage_as_picture(covered(bank), alone=True)))  # noqa: S314 - our own

    assert root.findtext(f"{SVG}title") == "Small Bank: 3 of 6 cells are watched by journeys"
    assert "3 cells are holes" in (root.findtext(f"{SVG}desc") or "")
    titles = [one.text for lane in root.findall(f"{SVG}g[@id]") for one in lane.iter(f"{SVG}title")]
    assert titles == [
        "postal address at the details page: customer: watched, 2 scenarios",
        "e-mail address at the details page: customer: unwatched, no flow in steps/ changes the e-mail address",
        "account package at the details page: customer: unwatched, "
        "no scenario changes the account package of a customer",
        "postal address at the card letter: customer: watched, 2 scenarios",
        "postal address at the agent desk: customer: watched, 2 scenarios; "
        "dealer: unwatched, no scenario changes the postal address of a dealer",
        "e-mail address at the agent desk: customer: exempt, agents ask for it; dealer: exempt, agents ask for it",
    ]


def test_a_picture_alone_brings_its_looks_and_one_in_a_page_does_not(bank: Opened) -> None:
    assert "<style>" in coverage_as_picture(covered(bank), alone=True)
    assert "<style>" not in coverage_as_picture(covered(bank), alone=False)


@pytest.mark.parametrize(
    ("watches", "state"),
    [
        ([CellWatch.WATCHED], "watched"),
        ([CellWatch.WATCHED, CellWatch.EXEMPT], "watched"),
        ([CellWatch.WATCHED, CellWatch.UNWATCHED], "partly"),
        ([CellWatch.UNWATCHED, CellWatch.EXEMPT], "unwatched"),
        ([CellWatch.EXEMPT, CellWatch.EXEMPT], "exempt"),
    ],
)
def test_what_roles_come_to_is_never_better_than_the_worst(watches: list[CellWatch], state: str) -> None:
    assert state_of([CoverageCell(touchpoint="t", fact="f", role="r", watch=watch) for watch in watches]) == state


def test_the_page_names_every_hole_moments_of_truth_first(bank: Opened) -> None:
    page = coverage_as_page(covered(bank))

    rows = page.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
    assert len(rows) == 3
    assert "the agent desk ★" in rows[0]
    assert "journeys/b.feature:2" in page
    assert "http" not in page.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")


def test_the_json_is_whole(bank: Opened) -> None:
    coverage = covered(bank)

    assert Coverage.model_validate(json.loads(coverage.model_dump_json())) == coverage
