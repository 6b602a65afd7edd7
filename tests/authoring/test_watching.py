"""Which scenarios watch which cell, and what a scenario for an unwatched one would say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from small_bank import BLUEPRINT, make_small_bank
from tellonce.authoring.coverage import cover
from tellonce.authoring.features import load_features
from tellonce.authoring.gherkin import FeatureFile
from tellonce.authoring.suggesting import Suggestions
from tellonce.authoring.watching import Watched, watched_by
from tellonce.engine.flows import Act, Draft, Enrolled, begin_deeds, current_deeds, enrolment, flow
from tellonce.project import Project, load_project
from tellonce.runner.registry import SentenceRegistry
from tellonce.vocabulary import load

NOTICE = """\
  warning:
    called: the warning
    channel: mail
    owner: Security
    lane: frontstage
    stage: Being told
    kind: emission
    facts: [email]
    destination: email
    notice: true
    fed_by: master
    promise: {within: 1 day}
    probe: {kind: mailbox, folder: "{data}/mail"}
"""
JOURNEY = """\
Feature: Maria tells the bank
  Background:
    Given Maria is a customer

  Scenario: She moves
    When she moves
    Then the card letter shows her new postal address

  Scenario: She moves twice
    When she moves
    And Maria moves
    Then the card letter shows her new postal address

  Scenario: The bank does not take her mailbox
    When she has a wrong mailbox
    Then every touchpoint still shows her old e-mail address

  Scenario: Whatever
    When something happens
    Then the card letter shows her new postal address
"""


@pytest.fixture
def known(tmp_path: Path) -> Iterator[tuple[Project, SentenceRegistry, list[FeatureFile]]]:
    """A small bank with three flows and four scenarios."""
    make_small_bank(tmp_path, blueprint=BLUEPRINT + NOTICE)
    (tmp_path / "journeys/telling.feature").write_text(JOURNEY, encoding="utf-8")
    registry = SentenceRegistry(tmp_path)
    load(registry, tmp_path)

    @enrolment("customer")
    async def open_account(draft: Draft, addresses: object) -> Enrolled:
        raise AssertionError("nothing runs")

    async def act(act: Act) -> None:
        raise AssertionError("nothing runs")

    flow("{customer} has a wrong mailbox", changes="email")(act)
    flow("{customer} has {possessive} mailbox moved", changes="email")(act)
    flow("{customer} moves", changes="postal_address")(act)
    registry.add("something happens", lambda _context: None)
    yield load_project(tmp_path), registry, load_features([tmp_path / "journeys"], tmp_path, registry.index)
    begin_deeds(lambda _flow: None)


def watched(known: tuple[Project, SentenceRegistry, list[FeatureFile]]) -> Watched:
    return watched_by(known[2], known[1].index)


def test_a_scenario_watches_every_touchpoint_that_uses_what_its_steps_change(
    known: tuple[Project, SentenceRegistry, list[FeatureFile]],
) -> None:
    found = watched(known)

    assert {cell: [one.name for one in scenarios] for cell, scenarios in found.cells.items()} == {
        ("profile", "postal_address"): ["She moves", "She moves twice"],
        ("card-letter", "postal_address"): ["She moves", "She moves twice"],
    }
    assert [one.line for one in found.at("profile")] == [5, 9]
    assert found.at("card-letter", "email") == ()


def test_a_scenario_that_says_more_than_tellonce_knows_is_named(
    known: tuple[Project, SentenceRegistry, list[FeatureFile]],
) -> None:
    assert [one.name for one in watched(known).unclear] == ["Whatever"]


def test_a_scenario_is_suggested_with_a_flow_that_nobody_expects_to_be_refused(
    known: tuple[Project, SentenceRegistry, list[FeatureFile]],
) -> None:
    project, registry, features = known
    flows = current_deeds().flows
    suggestions = Suggestions(project.blueprint, project.personas, flows, registry.index, features)

    made = suggestions.of("profile", "email")

    assert made is not None
    assert made.path == "journeys/jan/profile-email.feature"
    assert "    When he has his mailbox moved\n" in made.text


def test_a_notice_which_must_not_show_the_news_is_watched_with_all_the_others(
    known: tuple[Project, SentenceRegistry, list[FeatureFile]],
) -> None:
    project, registry, features = known
    flows = current_deeds().flows

    made = Suggestions(project.blueprint, project.personas, flows, registry.index, features).of("warning", "email")

    assert made is not None
    assert made.text.endswith("    Then every touchpoint shows his new e-mail address within its promise\n")


def test_nothing_is_suggested_for_a_cell_that_no_flow_reaches(
    known: tuple[Project, SentenceRegistry, list[FeatureFile]],
) -> None:
    project, registry, features = known

    assert Suggestions(project.blueprint, project.personas, (), registry.index, features).of("profile", "email") is None


TAX = """\
  tax-page:
    called: the tax page
    channel: web
    owner: Taxes
    lane: backstage
    stage: Being told
    kind: state
    facts: {postal_address: [country], person_name: [given_name], package: [monthly_fee]}
    fed_by: master
    promise: {within: 1 day}
    probe: {kind: page, url: "{web}/tax"}
"""
MORE_FACTS = """  person_name: {kind: person_name, called: name}
  package: {kind: plan, called: account package, known_from_start: false}
systems:"""


def told_at_the_tax_page(root: Path, steps: str, *, values: str = "") -> tuple[list[str], list[str], str]:
    """Facts that a scenario with these steps watches there, those of which nothing is shown, and what coverage says."""
    called = "name" if "marries" in steps else "account package" if "package" in steps else "postal address"
    make_small_bank(root, blueprint=BLUEPRINT.replace("systems:", MORE_FACTS, 1) + TAX)
    maria = root / "fixtures" / "personas" / "maria.yaml"
    maria.write_text(maria.read_text(encoding="utf-8") + values, encoding="utf-8")
    journey = root / "journeys" / "tax.feature"
    journey.write_text(
        f"Feature: Tax\n  Scenario: One\n    Given Maria is a customer\n{steps}"
        f"    Then every touchpoint shows her new {called} within its promise\n",
        encoding="utf-8",
    )
    registry = SentenceRegistry(root)
    load(registry, root)

    @enrolment("customer")
    async def open_account(draft: Draft, addresses: object) -> Enrolled:
        raise AssertionError("nothing runs")

    async def act(act: Act) -> None:
        raise AssertionError("nothing runs")

    flow("{customer} moves", changes="postal_address")(act)
    flow("{customer} marries", changes="person_name")(act)
    flow("{customer} renames the package", changes="package", new=lambda: {"name": "Own", "monthly_fee": "4.90"})(act)
    flow("{customer} moves abroad", changes="postal_address", new=lambda: dict(ABROAD))(act)
    project = load_project(root)
    found = watched_by(load_features([root / "journeys"], root, registry.index), registry.index)
    row = next(row for row in cover(project, found, current_deeds().flows).rows if row.touchpoint == "tax-page")
    begin_deeds(lambda _flow: None)
    cells = [cell for cell in row.cells if cell.why.startswith("shows nothing")]
    return (
        [fact for spot, fact in found.cells if spot == "tax-page"],
        [fact for spot, fact, _who in found.unshown if spot == "tax-page"],
        "; ".join(cell.why for cell in cells),
    )


ABROAD = {"street": "Rue A", "house_number": "1", "flat": "", "postcode": "75001", "city": "Paris", "country": "FR"}
MOVES, ABROAD_TOO = "    When she moves\n", "    And she moves abroad\n"
NOTHING = "shows nothing of this change: no scenario changes"
OWN_PACKAGE = 'values:\n  package: {name: Basic, monthly_fee: "4.90"}\n'


@pytest.mark.parametrize(
    ("steps", "values", "told"),
    [
        (
            MOVES,
            "",
            ([], ["postal_address"], f"{NOTHING} the country in the postal address of a customer"),
        ),
        (
            "    When she marries\n",
            "",
            ([], ["person_name"], f"{NOTHING} the given name in the name of a customer"),
        ),
        (
            "    When she renames the package\n",
            OWN_PACKAGE,
            ([], ["package"], f"{NOTHING} the monthly fee in the account package of a customer"),
        ),
        ("    When she renames the package\n", OWN_PACKAGE.replace("4.90", "9.90"), (["package"], [], "")),
        ("    When she renames the package\n", "", (["package"], [], "")),
        ("    When she moves abroad\n", "", (["postal_address"], [], "")),
        (MOVES + ABROAD_TOO, "", (["postal_address"], [], "")),
        ("    When she moves abroad\n    And she moves\n", "", (["postal_address"], [], "")),
    ],
)
def test_a_touchpoint_that_shows_nothing_of_what_changes_is_not_watched(
    tmp_path: Path, steps: str, values: str, told: tuple[list[str], list[str], str]
) -> None:
    assert told_at_the_tax_page(tmp_path, steps, values=values) == told
