"""All that behave read in a file, without lines and columns, to be held against another reading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

__all__ = ["said_in"]

Said = tuple[str, ...]


def said_in(model: Any, *, lines: frozenset[int] = frozenset(), prose: bool = True) -> list[Said]:
    """Each statement in order. lines: steps on these are left out.  prose: with what stands under a name."""

    def _head(one: Any) -> Said:
        tags = (f"@{tag}" for tag in getattr(one, "tags", ()))
        return (one.type, one.keyword, one.name, *tags, *(getattr(one, "description", ()) if prose else ()))

    found: list[Said] = [_head(model)]
    for container in (model, *model.rules):
        if container is not model:
            found.append(_head(container))
        background = container.background
        if background is not None and background.line != container.line:
            found.append(_head(background))
            found += _steps(background.steps, lines)
        for scenario in container.scenarios:
            found.append(_head(scenario))
            found += _steps(scenario.steps, lines)
            for examples in getattr(scenario, "examples", ()):
                found.append(_head(examples))
                found += _table(examples.table)
    return found


def _steps(steps: Any, lines: frozenset[int]) -> Iterator[Said]:
    for step in steps:
        if step.line not in lines:
            yield ("step", step.keyword, step.step_type, step.name, step.text or "", str(step.text is not None))
            yield from _table(step.table)


def _table(table: Any) -> Iterator[Said]:
    if table is not None:
        yield ("headings", *table.headings)
        yield from (("row", *row.cells) for row in table.rows)
