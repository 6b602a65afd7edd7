"""What behave reads without a word and then leaves out: a text that is never closed, tags of nothing, half a cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from behave.model import ScenarioOutline
from behave.parser import State

from tellonce.authoring.gherkin import FeatureFile
from tellonce.model.errors import Problem

__all__ = ["lost"]


def lost(feature: FeatureFile) -> Iterator[Problem]:
    """What stands in the file and would never run."""
    parser = feature.model.parser
    if parser.state is State.MULTILINE_TEXT:
        yield Problem(
            what="this text is never closed: all that follows it would be a part of it",
            place=feature.place(parser.multiline_start),
            hint=f"close it with {parser.multiline_terminator}",
            rule="TO116",
        )
    elif parser.tags:
        tags = " ".join(f"@{tag}" for tag in parser.tags)
        yield Problem(
            what=f"{tags} belongs to nothing: no scenario follows",
            place=feature.place(parser.tags[0].line),
            hint="remove it, or write the scenario",
            rule="TO117",
        )
    for table in _tables(feature.model):
        for number in (table.line, *(row.line for row in table.rows)):
            text = feature.lines[number - 1].strip()
            if len(text) < len("||") or not text.endswith("|"):
                yield Problem(
                    what=f'the last cell of "{text}" is not closed, and would lose its last letter',
                    place=feature.place(number),
                    hint='end the row with "|"',
                    rule="TO115",
                )


def _tables(model: Any) -> Iterator[Any]:
    for container in (model, *model.rules):
        steps = list(container.background.steps) if container.background is not None else []
        for scenario in container.scenarios:
            steps += scenario.steps
            if isinstance(scenario, ScenarioOutline):
                yield from (examples.table for examples in scenario.examples if examples.table is not None)
        yield from (step.table for step in steps if step.table is not None)
