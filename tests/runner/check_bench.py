"""A small project with nothing to mend, and what to change in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from small_bank import BLUEPRINT, JAN, MARIA, make_small_bank
from tellonce.authoring.checks.report import Report
from tellonce.authoring.checks.rules import RULES
from tellonce.model.finding import Finding
from tellonce.runner.checking import check

__all__ = ["BLUEPRINT", "JAN", "JAN_MOVES", "MARIA", "MARIA_MOVES", "STEPS", "looked", "make_project", "rules_told"]

STEPS = '''\
"""How customers of the small bank do things."""

from tellonce import enrolment, flow


@enrolment("customer")
async def open_account(draft, addresses):
    """Nothing runs."""


@flow("{customer} moves to another town", changes="postal_address")
async def moves(act):
    """Nothing runs."""


@flow("{customer} has a new mailbox", changes="email")
async def has_a_new_mailbox(act):
    """Nothing runs."""
'''
MARIA_MOVES = """\
Feature: Maria moves
  She tells the bank once.

  Background:
    Given Maria is a customer

  @post
  Scenario: Her card finds her
    When she moves to another town
    Then the card letter goes to her new postal address

  Scenario: Her mails find her
    When she has a new mailbox
    Then the details page shows her new e-mail address
"""
JAN_MOVES = """\
Feature: Jan moves

  Scenario Outline: He is found after <time>
    Given Jan is a customer
    When <time> passes
    And he moves to another town
    Then every touchpoint shows his new postal address within its promise

    Examples:
      | time   |
      | 1 week |
      | 1 day  |
"""


def make_project(root: Path, changed: Mapping[str, str | None] | None = None) -> Path:
    """changed: path -> text instead; None leaves the file out."""
    make_small_bank(root)
    files: dict[str, str | None] = {
        "steps/small.py": STEPS,
        "journeys/maria/moving.feature": MARIA_MOVES,
        "journeys/jan/moving.feature": JAN_MOVES,
        **(changed or {}),
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.write_text(text, encoding="utf-8")
    return root


def looked(root: Path, *paths: str, rules: frozenset[str] = frozenset(RULES), processes: int = 1) -> Report:
    """One check in this process."""
    return check(root, [root / path for path in paths or ("journeys",)], asked=rules, processes=processes)


def rules_told(findings: tuple[Finding, ...]) -> set[str]:
    """Their ids."""
    return {one.rule for one in findings}
