"""The reference of checks lists every rule and every flag, as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

import typer
from markdown_pages import ROOT, code, page
from pydantic.fields import FieldInfo

from tellonce.authoring.checks.rules import RULES, Rule
from tellonce.cli.app import app
from tellonce.project.settings import CheckSettings

CHECKS = page("docs/reference/checks.md")
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]  # a Typer app with verbs is a group
_CELL = re.compile(r"(?<!\\)\|")


def listed() -> Iterator[list[str]]:
    """The cells of each rule's row."""
    for line in CHECKS.text.splitlines():
        if re.match(r"\| TO\d", line):
            yield [cell.strip() for cell in _CELL.split(line)[1:-1]]


def row_of(rule: Rule) -> list[str]:
    """What the code says of a rule, as the page would."""
    return [rule.id, f"`{rule.name}`", rule.severity + (", mended" if rule.fixable else ""), rule.about]


def test_the_reference_lists_every_rule_in_order() -> None:
    assert [row[:4] for row in listed()] == [row_of(rule) for rule in RULES.values()]


def test_every_rule_has_an_example_and_what_to_do() -> None:
    assert [row[0] for row in listed() if len(row) != 6 or not all(row)] == []


def test_names_and_ids_are_all_different() -> None:
    assert len({rule.name for rule in RULES.values()}) == len(RULES)
    assert all(re.fullmatch(r"TO\d{3}", rule.id) for rule in RULES.values())


def test_the_reference_lists_every_flag_of_a_check() -> None:
    named = {code(row[0]).split(" ")[0] for row in CHECKS.rows("Checks") if row[0].startswith("`")}

    assert named == {flag for option in COMMANDS["check"].params for flag in option.opts if flag.startswith("-")}


def test_the_reference_shows_every_setting_of_a_check() -> None:
    (shown,) = [block for block in CHECKS.blocks("toml") if "[tool.tellonce.check]" in block]
    fields: dict[str, FieldInfo] = CheckSettings.model_fields

    assert [line.partition(" ")[0] for line in shown.splitlines()[1:]] == list(fields)


def test_the_hooks_for_pre_commit_are_verbs_that_there_are() -> None:
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")

    assert {entry.split()[1] for entry in re.findall(r"entry: (.+)", hooks)} <= set(COMMANDS)
