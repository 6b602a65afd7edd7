"""Text files of records, as card embossers, printers and partners get them: CSV and fixed width, with a trailer."""

from __future__ import annotations

import codecs
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
        # With their ends, or an address of several lines in one cell would run together.
        rows = csv.reader([f"{line}\n" for line in lines], delimiter=self.delimiter)
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
        width = sum(width for _, width in self.widths)
        lines = _before_trailer(content, self.encoding, self.trailer, record_characters=width)
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


def _before_trailer(
    content: bytes, encoding: str, trailer: str, *, record_characters: int | None = None
) -> list[str] | None:
    """The lines above the trailer; None when it is missing.

    record_characters: where the file has no line breaks at all, as mainframes write them, a line is so many characters.
    """
    text = content.decode(encoding, errors="replace").removeprefix("\ufeff").replace("\r\n", "\n")
    if _is_ebcdic(encoding):
        text = text.replace("\x85", "\n")  # NEL ends a line there; elsewhere it is a letter of a mangled name
    if record_characters and "\n" not in text and len(text) > record_characters:
        lines = [text[at : at + record_characters] for at in range(0, len(text), record_characters)]
    else:
        # Not splitlines(): it also breaks at characters such as U+0085 that a mangled encoding puts inside a name.
        lines = text.split("\n")
    end = next((number for number, line in enumerate(lines) if line.startswith(trailer)), None)
    return None if end is None else lines[:end]


def _is_ebcdic(encoding: str) -> bool:
    """Whether digits are where EBCDIC has them, whichever of its code pages this is."""
    try:
        return b"\xf0\xf9".decode(codecs.lookup(encoding).name) == "09"
    except UnicodeDecodeError:
        return False
