"""What a feature file says beside the words of its steps: tables, texts, rows of Examples, prose.

Nothing here is judged. It is written down so that a report can show a scenario whole.
"""

from __future__ import annotations

from typing import Literal

from tellonce.model.base import Frozen

__all__ = ["Below", "DescribedPart", "ExampleRow"]


class Below(Frozen):
    """What stands below a step: a table or a text; values of an Examples row are filled in."""

    rows: tuple[tuple[str, ...], ...] = ()
    """Of a table; the first has its headings."""
    text: str | None = None
    """None where no text stands there; it may be empty."""
    media_type: str = ""
    """Of the text, as it stands behind the opening quotes: "json"; mostly empty."""


class ExampleRow(Frozen):
    """The row of Examples that a scenario was made of. outline: the line of its outline.  name: of the Examples."""

    outline: int
    name: str = ""
    values: dict[str, str] = {}
    """Heading -> what stands there, in the order of the table."""


class DescribedPart(Frozen):
    """A part of a feature file that has prose of its own. line: of its keyword.

    name: of a rule as in the ids of its scenarios, of a background as it is written; empty for the feature.
    """

    kind: Literal["feature", "rule", "background"]
    line: int
    name: str = ""
    description: str = ""
    """Its lines without indentation; an empty one stands between paragraphs."""
