"""GitHub workflow commands: printed in a job, they put a remark beside a line of a feature file."""

from __future__ import annotations

from tellonce.report.account import Account, ScenarioAccount, worst_first
from tellonce.report.formats.told import ran, state
from tellonce.report.links import Links, links_of
from tellonce.report.text import first_line
from tellonce.story.block import block
from tellonce.story.headline import happens_to_her
from tellonce.story.visible import cut, one_line, visible
from tellonce.story.words import Group, group_of

__all__ = ["github_annotations"]

_LEVELS = {"failed": "error", "error": "error", "cut off": "error", "inconclusive": "warning"}


def github_annotations(account: Account, below: str = "") -> bytes:
    """One command for each scenario that did not pass, errors first, and one for the run.

    below: what comes before a path of the project in the repository, with a slash at its end.
    GitHub shows ten errors and ten warnings of a step: the worst come first. Empty when all passed.
    """
    told = [(level, scenario) for scenario in account.scenarios if (level := _LEVELS.get(scenario.status))]
    order: dict[str, int] = {}
    for number, found in enumerate(account.breaks):
        for cell in found.cells:
            order.setdefault(cell.scenario, number)
    told.sort(key=lambda pair: (pair[0], order.get(pair[1].id, len(order))))
    links = links_of(account) if account.page else None
    lines = [_command(level, _place(scenario, below), _said(scenario, links)) for level, scenario in told]
    lines += [_command("error", {"title": "The run is not whole"}, said) for said in account.troubles]
    if lines:
        said = f"{first_line(account)} Scenarios: {ran(account)}."
        said += f"\nopen the report: {account.page}" if account.page else ""
        lines.append(_command("notice", {"title": f"Tellonce: {state(account)}"}, said))
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def _place(scenario: ScenarioAccount, below: str) -> dict[str, str]:
    started = scenario.started
    return {"file": f"{below}{started.journey}", "line": str(started.line), "title": one_line(started.name, 200)}


def _said(scenario: ScenarioAccount, links: Links | None) -> str:
    told = sorted((cell for cell in scenario.cells if group_of(cell.verdict) is not Group.KEPT), key=worst_first)
    if told:
        said = cut(f"{one_line(happens_to_her(told[0]), 400)}\n{block(told[0], scenario.cells)}")
    else:
        said = one_line(scenario.why, 400) or "no reason was given"
    if links is None:
        return said
    return f"{said}\nopen in the report: {links.cell(told[0]) if told else links.scenario(scenario.id)}"


def _command(level: str, properties: dict[str, str], text: str) -> str:
    """Source: actions/toolkit, `command.ts`: what ends a line, a property or the list of them is written as %XX."""
    said = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{level} {said}::{_data(visible(text))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")
