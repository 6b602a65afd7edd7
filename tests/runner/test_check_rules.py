"""Every rule of `tellonce check`, once where it is told and once where it is not."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from check_bench import (
    BLUEPRINT,
    JAN,
    JAN_MOVES,
    MARIA,
    MARIA_MOVES,
    STEPS,
    looked,
    make_project,
    rules_told,
)

from tellonce.authoring.checks.rules import RULES
from tellonce.engine.flows import begin_deeds

MARIAS, JANS = "journeys/maria/moving.feature", "journeys/jan/moving.feature"
PLAN = """\
about: She moves.
stages:
  - {stage: Telling the bank, does: Tells it., thinks: Done., feels: content, touchpoints: [profile]}
"""
LANGUAGE = "  language: {kind: language, called: language}\nsystems:"
PHONE = "facts:\n  phone: {kind: phone, called: phone number}\n"
LETTER = "    facts: [postal_address]\n    destination: postal_address\n"
DEALER = '\n\n@enrolment("dealer")\nasync def open_shop(draft, addresses):\n    """Nothing."""\n'
TOLD_TWICE = (
    '\n\n@flow("{customer} moves to {customer}", changes="postal_address")\nasync def to(act):\n    """Nothing."""\n'
)
OWN = """\
from behave import given, then


@given("the sun shines")
@then("the sun still shines")
def sun(context):
    pass
"""


def maria(before: str, after: str) -> Mapping[str, str | None]:
    """Her journey, with one thing written in place of another."""
    assert before in MARIA_MOVES
    return {MARIAS: MARIA_MOVES.replace(before, after, 1)}


def jan(before: str, after: str) -> Mapping[str, str | None]:
    """Likewise his."""
    assert before in JAN_MOVES
    return {JANS: JAN_MOVES.replace(before, after, 1)}


def bank(before: str, after: str) -> Mapping[str, str | None]:
    """Likewise the blueprint."""
    assert before in BLUEPRINT
    return {"fixtures/blueprint.yaml": BLUEPRINT.replace(before, after, 1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """told: what is changed in the small project so that the rule speaks.  quiet: so that it just does not."""

    told: Mapping[str, str | None]
    quiet: Mapping[str, str | None]


ALSO = "    And she has a new mailbox\n"
BOTH = (
    "    Then the card letter goes to her new postal address\n    And the details page shows her new e-mail address\n"
)
ASKS = "    Then the card letter goes to her new postal address\n"
ACTS = "    When she moves to another town\n"
LISTS = """

from behave import when


@when("this is done")
def this_is_done(context):
    assert context.table
"""
ROWS = "      | time   |\n      | 1 week |\n      | 1 day  |\n"
WIDER = "      | time   | why  |\n      | 1 week | work |\n      | 1 day  | love |\n"

CASES: Mapping[str, Case] = {
    "TO001": Case(
        told={"tellonce.toml": "[check]\nstrickt = true\n"}, quiet={"tellonce.toml": "[check]\nstrict = true\n"}
    ),
    "TO002": Case(told=bank("within: 10 s", "wihtin: 10 s"), quiet=bank("within: 10 s", "within: 11 s")),
    "TO003": Case(
        told={"fixtures/personas/maria.yaml": MARIA.replace("de_DE", "de_XX")},
        quiet={"fixtures/personas/maria.yaml": MARIA.replace("de_DE", "de_AT")},
    ),
    "TO004": Case(
        told={MARIAS.replace(".feature", ".plan.yaml"): PLAN.replace("[profile]", "[porfile]")},
        quiet={MARIAS.replace(".feature", ".plan.yaml"): PLAN},
    ),
    "TO005": Case(
        told={"steps/small.py": STEPS.replace('changes="email"', 'changes="emial"')},
        quiet={"steps/more.py": '"""Nothing more."""\n'},
    ),
    "TO006": Case(
        told={JANS.replace(".feature", ".plan.yaml"): PLAN.replace("[profile]", "[profile, card-letter]")}
        | jan("his new postal address", "his new e-mail address")
        | {JANS: JAN_MOVES.replace("moves to another town", "has a new mailbox").replace("postal", "e-mail")},
        quiet={JANS.replace(".feature", ".plan.yaml"): PLAN.replace("[profile]", "[profile, card-letter]")},
    ),
    "TO009": Case(told={"tellonce.toml": 'engine = "no.such:engine"\n'}, quiet={}),
    "TO101": Case(
        told=maria(ASKS, "    * | a |\n| b |\n" + ASKS + "Feature: Two\n"), quiet=maria(ASKS, ASKS + "    # Two\n")
    ),
    "TO102": Case(told={}, quiet={}),  # bytes: below
    "TO103": Case(
        told={MARIAS: "# language: klingon\n" + MARIA_MOVES}, quiet={MARIAS: "# language: en\n" + MARIA_MOVES}
    ),
    "TO104": Case(
        told=maria(ACTS, "    Wehn 1 week passes\n" + ACTS),
        quiet=maria("  She tells the bank once.", "  When she tells the bank, she tells it once."),
    ),
    "TO105": Case(
        told=maria(ACTS, "    Later she moves to another town\n" + ACTS),
        quiet=maria("  Scenario: Her card finds her\n", "  Scenario: Her card finds her\n    Later she wonders.\n\n"),
    ),
    "TO106": Case(
        told={JANS: "Feature: Jan moves\n"},
        quiet={JANS: "Feature: Jan moves\n\n  Rule: Always\n" + JAN_MOVES.partition("moves\n")[2]},
    ),
    "TO107": Case(
        told=maria("  @post\n", "  Scenario: Later\n\n  @post\n"),
        quiet=maria("  @post\n", "  # Scenario: Later\n\n  @post\n"),
    ),
    "TO108": Case(
        told=maria(ASKS, ""),
        quiet=maria(ASKS, "    Then every touchpoint shows her new postal address within its promise\n"),
    ),
    "TO109": Case(told=maria(": Her card finds her", ":"), quiet=maria(": Her card finds her", ": 1")),
    "TO110": Case(told=maria("Her mails find her", "Her card finds her"), quiet=maria("Her mails", "Her cards")),
    "TO111": Case(
        told={JANS: JAN_MOVES.partition("\n    Examples:")[0].replace("<time>", "1 day")},
        quiet={JANS: JAN_MOVES.partition("\n    Examples:")[0].replace("<time>", "1 day").replace(" Outline", "")},
    ),
    "TO112": Case(
        told=jan("      | 1 week |\n      | 1 day  |\n", ""),
        quiet=jan("      | 1 week |\n", ""),
    ),
    "TO113": Case(told=jan("| time   |", "| when   |"), quiet=jan("He is found after <time>", "He is found in time")),
    "TO114": Case(told={JANS: "# Nothing yet.\n"}, quiet={JANS: "# Something.\n" + JAN_MOVES}),
    "TO115": Case(told=jan("| 1 day  |", "| 1 day"), quiet=jan("| 1 day  |", "| 2 days |")),
    "TO116": Case(
        told={
            JANS: JAN_MOVES.partition("\n    Examples:")[0].replace("<time>", "1 day") + '      """\n      Dear bank\n'
        },
        quiet=maria(ACTS, ACTS + '      """\n      Dear bank\n      """\n'),
    ),
    "TO117": Case(told={JANS: JAN_MOVES + "\n  @later\n"}, quiet={JANS: JAN_MOVES + "\n  # @later\n"}),
    "TO201": Case(told=maria("moves to another town", "sells her house"), quiet=maria("she moves", "Maria moves")),
    "TO202": Case(
        told=maria("she moves to another town", "she moves to Jan") | {"steps/small.py": STEPS + TOLD_TWICE * 2},
        quiet=maria("she moves to another town", "she moves to Jan") | {"steps/small.py": STEPS + TOLD_TWICE},
    ),
    "TO203": Case(
        told=maria("her new postal address", "her new postal adress"),
        quiet=maria("the card letter goes", "card letter goes"),
    ),
    "TO204": Case(told=jan("| 1 day  |", "| 0 days |"), quiet=jan("| 1 day  |", "| 1 s |")),
    "TO205": Case(
        told={
            "steps/small.py": STEPS
            + TOLD_TWICE.replace("{customer}", "{custom}", 2).replace("{custom}", "{customer}", 1)
        }
        | maria("she moves to another town", "she moves to x"),
        quiet={},
    ),
    "TO206": Case(
        told=maria("Then the card letter goes to her new postal", "Then the card letter shows her new e-mail"),
        quiet=maria("the card letter goes to", "the card letter shows"),
    ),
    "TO207": Case(
        told=maria(ACTS, "    When Jan has a new mailbox\n    And Maria moves to another town\n"),
        quiet=maria(ACTS, "    When Maria moves to another town\n"),
    ),
    "TO208": Case(
        told=maria(ACTS, ACTS + "      | town |\n      | Oz   |\n"),
        quiet={"steps/small.py": STEPS + LISTS}
        | maria(ACTS, ACTS + "    And this is done\n      | town |\n      | Oz   |\n"),
    ),
    "TO301": Case(
        told=maria("Her mails find her", "She clicks the button, and mails find her"),
        quiet=maria("Her mails find her", "The details page shows them; her field of work is post")
        | bank("called: the details page", "called: the web page with the button")
        | maria("the details page shows", "the web page with the button shows"),
    ),
    "TO302": Case(
        told=maria(ACTS + ASKS, ACTS + ALSO + BOTH),
        quiet=maria(ACTS + ASKS, ACTS + "    # She does it in the same hour.\n" + ALSO + BOTH),
    ),
    "TO303": Case(
        told={"steps/own.py": OWN}
        | maria("    Given Maria is a customer\n", "    Given the sun shines\n")
        | {MARIAS: "Feature: Sun\n\n  Scenario: It shines\n    Given the sun shines\n    Then the sun still shines\n"},
        quiet={
            "steps/own.py": OWN,
            MARIAS: "Feature: Sun\n\n  Scenario: It shines\n    Given Maria is a customer\n    And the sun shines\n"
            "    Then the sun still shines\n",
        },
    ),
    "TO304": Case(told={"journeys/maria/jan.feature": JAN_MOVES}, quiet={"journeys/couples/jan.feature": JAN_MOVES}),
    "TO305": Case(
        told={JANS: JAN_MOVES.replace(ROWS, WIDER)},
        quiet={JANS: JAN_MOVES.replace(ROWS, WIDER).replace("after <time>", "after <time> for <why>")},
    ),
    "TO306": Case(
        told={
            MARIAS: MARIA_MOVES.replace("@post", "@moving").replace(
                "  Scenario: Her mails", "  @movign\n  Scenario: Her mails"
            ),
            JANS: "@moving\n" + JAN_MOVES.replace("  Scenario Outline", "  @moving\n  Scenario Outline"),
        },
        quiet={
            MARIAS: MARIA_MOVES.replace("@post", "@need.1").replace(
                "  Scenario: Her mails", "  @need.2\n  Scenario: Her mails"
            ),
            JANS: "@need.1\n" + JAN_MOVES.replace("  Scenario Outline", "  @need.1\n  Scenario Outline"),
        },
    ),
    "TO401": Case(
        told={JANS: None},
        quiet={JANS: None, "fixtures/personas/jan.yaml": JAN + "shares_account_with: Maria\n"},
    ),
    "TO402": Case(
        told={
            "fixtures/blueprint.yaml": BLUEPRINT.replace("facts:\n", PHONE, 1).replace(
                LETTER, "    facts: [phone]\n", 1
            ),
            MARIAS: MARIA_MOVES.replace("the card letter goes to", "the details page shows"),
        },
        quiet={},
    ),
    "TO403": Case(
        told={
            "fixtures/blueprint.yaml": BLUEPRINT.replace("systems:", LANGUAGE, 1).replace(
                "facts: [postal_address, email]", "facts: [postal_address, email, language]"
            )
        },
        quiet={},
    ),
    "TO404": Case(
        told={
            "fixtures/blueprint.yaml": BLUEPRINT.replace(
                "    kind: state\n", "    kind: state\n    serves: [dealer, customer]\n"
            ).replace(LETTER, LETTER.replace("[postal_address]", "[postal_address, email]") + "    serves: [dealer]\n"),
            "fixtures/personas/jan.yaml": JAN + "role: dealer\n",
            "steps/small.py": STEPS + DEALER,
            JANS: JAN_MOVES.replace("Jan is a customer", "Jan is a dealer"),
            MARIAS: MARIA_MOVES.replace("the card letter goes to", "the details page shows"),
        },
        quiet={},
    ),
    "TO405": Case(
        told={"steps/small.py": STEPS + TOLD_TWICE},
        quiet={"steps/small.py": STEPS + "\n# " + TOLD_TWICE.strip().replace("\n", "\n# ") + "\n"},
    ),
    "TO501": Case(told=maria(ACTS, ACTS.rstrip("\n") + "  \n"), quiet=maria(ACTS, ACTS + "\n")),
    "TO601": Case(
        told=maria("  @post\n", "  # tellonce: ignore TO301\n  @post\n"),
        quiet=maria("  @post\n", "  # tellonce would ignore nothing here\n  @post\n"),
    ),
    "TO602": Case(
        told=maria("  @post\n", "  # tellonce: ignore TO301 it is called so\n  @post\n"),
        quiet=maria(
            "  @post\n  Scenario: Her card",
            "  # tellonce: ignore TO301 it is called so\n  @post\n  Scenario: Her button, her card",
        ),
    ),
}


@pytest.fixture(autouse=True)
def _forgotten(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Steps that were loaded stay loaded for no other test."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    yield
    begin_deeds(lambda _flow: None)


def test_the_small_project_has_nothing_to_mend(tmp_path: Path) -> None:
    report = looked(make_project(tmp_path))

    assert report.findings == ()
    assert (report.files, report.scenarios, report.notes) == (2, 4, ())


def test_every_rule_has_a_case_where_it_is_told_and_one_where_it_is_not() -> None:
    assert list(CASES) == list(RULES)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "TO102"])
def test_the_rule_is_told(rule: str, tmp_path: Path) -> None:
    told = looked(make_project(tmp_path, CASES[rule].told)).findings

    assert rule in rules_told(told)
    assert {one.severity for one in told if one.rule == rule} <= {RULES[rule].severity, "hint"}


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_is_not_told(rule: str, tmp_path: Path) -> None:
    assert rule not in rules_told(looked(make_project(tmp_path, CASES[rule].quiet)).findings)


def test_a_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    root = make_project(tmp_path)
    (root / JANS).write_bytes("Feature: Bäcker\n".encode("latin-1"))

    (told,) = looked(root).findings

    assert (told.rule, told.place.line, told.what) == ("TO102", 1, "the file is not UTF-8 text")
