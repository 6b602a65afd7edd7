"""Text files of records, as card embossers, printers and partners get them: CSV and fixed width, with a trailer."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["CsvReader", "FixedReader", "Record"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record. line: counts from 1 in the file.  fields: by name, stripped.  source: the line as it stands."""

    line: int
    fields: Mapping[str, str]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvReader:
    """Comma separated values with a header line. None until the trailer is there: a file still being written."""

    trailer: str
    encoding: str
    delimiter: str = ","

    def __call__(self, name: str, content: bytes) -> tuple[Record, ...] | None:
        """The records, oldest first; bytes that are not in the encoding become U+FFFD."""
        lines = _before_trailer(content, self.encoding, self.trailer)
        if lines is None:
            return None
        rows = csv.reader(lines, delimiter=self.delimiter)
        names = next(rows, [])
        records: list[Record] = []
        for cells in rows:
            if cells:
                fields = {column: cell.strip() for column, cell in zip(names, cells, strict=False)}
                records.append(Record(line=rows.line_num, fields=fields, source=lines[rows.line_num - 1]))
        return tuple(records)


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedReader:
    """Fixed-width records. widths: (field name, characters) in order. None until the trailer is there."""

    widths: tuple[tuple[str, int], ...]
    trailer: str
    encoding: str

    def __call__(self, name: str, content: bytes) -> tuple[Record, ...] | None:
        """The records, oldest first; bytes that are not in the encoding become U+FFFD."""
        lines = _before_trailer(content, self.encoding, self.trailer)
        if lines is None:
            return None
        return tuple(
            Record(line=number, fields=self._cut(line), source=line)
            for number, line in enumerate(lines, start=1)
            if line.strip()
        )

    def _cut(self, line: str) -> dict[str, str]:
        fields: dict[str, str] = {}
        start = 0
        for field, width in self.widths:
            fields[field] = line[start : start + width].strip()
            start += width
        return fields


def _before_trailer(content: bytes, encoding: str, trailer: str) -> list[str] | None:
    # Not splitlines(): it also breaks at characters such as U+0085 that a mangled encoding puts inside a name.
    lines = content.decode(encoding, errors="replace").replace("\r\n", "\n").split("\n")
    end = next((number for number, line in enumerate(lines) if line.startswith(trailer)), None)
    return None if end is None else lines[:end]
