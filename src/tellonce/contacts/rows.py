"""A row of an export, whatever the form of its file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Protocol

__all__ = ["LONGEST_LINE", "Columns", "Row", "Source", "lines_of"]

LONGEST_LINE = 1 << 20
"""Characters. A longer line is no row, and must not fill the memory."""


class Columns(Protocol):
    """Which columns an export has."""

    @property
    def declared(self) -> dict[str, str]:
        """Meaning, an attribute of the row, -> column."""


@dataclass(slots=True, kw_only=True)
class Row:
    """line: where it begins, from 1.  end: where it ends.  wrong: why it cannot be understood; "" when it can.

    The texts are as they stand in the file, "" where the register has no such column.
    """

    line: int
    end: int
    wrong: str = ""
    time: str = ""
    about: str = ""
    cause: str = ""
    channel: str = ""
    said: str = ""
    customer: str = ""


@dataclass(slots=True, kw_only=True)
class Source:
    """A file that is being read, at its first line that is not blank.

    shown: as messages name it.  text: UTF-8, where each bad byte became a lone surrogate.  first: that line, read
    already; "" for an empty file.  line: its number.  notes: what is worth telling of the whole file.
    things: what its rows are.  hint: what to do about its columns; "" for what contacts are told.  row: makes its rows.
    """

    shown: str
    text: IO[str]
    columns: Columns
    first: str
    line: int
    things: str = "contacts"
    hint: str = ""
    row: type[Row] = Row
    notes: list[str] = field(default_factory=list)


def lines_of(source: Source) -> Iterator[str]:
    """The lines from the first on, each with its end. One that is too long comes cut, and its rest is left out."""
    line = source.first
    while line:
        yield line
        while len(line) >= LONGEST_LINE and not line.endswith(("\n", "\r")):
            line = source.text.readline(LONGEST_LINE)
        line = source.text.readline(LONGEST_LINE)
