"""What a feature file says beside the words of its steps, out of what behave has read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from behave.model import ScenarioOutline

from tellonce.authoring.gherkin import FeatureFile, clean_name
from tellonce.model.as_written import Below, DescribedPart, ExampleRow

__all__ = ["below_step", "described_parts", "description_of", "example_of"]

_QUOTES = ('"""', "'''", "```")


def below_step(step: Any, lines: Sequence[str] = ()) -> Below | None:
    """The table or text below a step of behave; None for most. lines: of its file, where that is known: behave does not
    keep the media type of a text."""
    if step.table is None and step.text is None:
        return None
    rows = () if step.table is None else (step.table.headings, *(row.cells for row in step.table.rows))
    return Below(
        rows=tuple(tuple(cells) for cells in rows),
        text=None if step.text is None else str(step.text),
        media_type="" if step.text is None else _media_type(step.text.line, lines),
    )


def _media_type(line: int, lines: Sequence[str]) -> str:
    opening = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return opening[3:].strip() if opening.startswith(_QUOTES) else ""


def example_of(scenario: Any) -> ExampleRow | None:
    """The row of Examples that a scenario of behave was made of; None for one that is no outline's."""
    outline = scenario.parent
    if not isinstance(outline, ScenarioOutline):
        return None
    for examples in outline.examples:
        for row in examples.table or ():
            if row.line == scenario.line:
                return ExampleRow(outline=outline.line, name=examples.name, values=dict(row.items()))
    return None


def description_of(part: Any, lines: Sequence[str] = ()) -> str:
    """The prose below a keyword, in paragraphs; empty where there is none. lines: of its file, where that is known:
    behave drops empty lines, and so where a paragraph ends."""
    left = list(reversed(part.description))
    told: list[str] = []
    for line in lines[part.line :] if left else ():
        said = line.strip()
        if said == left[-1]:
            told.append(left.pop())
        elif not said and told and told[-1]:
            told.append("")
        if not left:
            break
    return "\n".join((*told, *reversed(left)))


def described_parts(feature: FeatureFile) -> tuple[DescribedPart, ...]:
    """The feature and its rules where they have prose, and every background; empty where none of them has any, nor a
    background a name."""
    parts = tuple(_parts(feature))
    return parts if any(part.description or part.name for part in parts) else ()


def _parts(feature: FeatureFile) -> Iterator[DescribedPart]:
    for container in (feature.model, *feature.model.rules):
        description = description_of(container, feature.lines)
        if description and container is feature.model:
            yield DescribedPart(kind="feature", line=container.line, description=description)
        elif description:
            name = clean_name(container.name)
            yield DescribedPart(kind="rule", line=container.line, name=name, description=description)
        background = container.background
        if background is not None and background.line != container.line:  # else behave's own, for a rule without one
            yield DescribedPart(
                kind="background",
                line=background.line,
                name=background.name,
                description=description_of(background, feature.lines),
            )
