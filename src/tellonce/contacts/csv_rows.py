"""Exports with a header and a line for each contact: comma, semicolon, tab or bar between the columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence

from tellonce.contacts.rows import Row, Source, lines_of
from tellonce.model.errors import Place, Problem, UsageProblem
from tellonce.story.visible import one_line

__all__ = ["csv_rows", "header_of"]

_SEPARATORS = (",", ";", "\t", "|")
_WHY = (
    ("unexpected end", "a quote is opened and never closed"),
    ("field larger", "a quote is never closed, or a text has more than 131,072 characters"),
    ("expected after", "text goes on after a closing quote; a quote inside a text is written twice"),
)


def csv_rows(source: Source) -> Iterator[Row]:
    """Every row of the file. Raises UsageProblem, before the first, for a column that the header lacks."""
    separator, header = header_of(source)
    _insist(source, header)
    return _rows(source, separator, header)


def header_of(source: Source) -> tuple[str, list[str]]:
    """What stands between columns, and their names: as finds most of the declared ones."""
    separator = max(_SEPARATORS, key=lambda sign: len(_found(source, _fields(source.first, sign))))
    return separator, _fields(source.first, separator)


def _fields(line: str, separator: str) -> list[str]:
    try:
        return [name.strip() for name in next(csv.reader([line], delimiter=separator), [])]
    except csv.Error:
        return []


def _found(source: Source, header: Sequence[str]) -> set[str]:
    return set(header) & set(source.columns.declared.values())


def _insist(source: Source, header: Sequence[str]) -> None:
    place = Place(file=source.shown, line=source.line)
    if not _found(source, header):
        # What stands there instead is not repeated: without a header it is a customer's row.
        raise UsageProblem(
            Problem(
                what=f"the first line names none of the columns {', '.join(source.columns.declared.values())}",
                place=place,
                hint=source.hint or "export with a header, or mend contacts.columns in fixtures/blueprint.yaml",
            )
        )
    declared = "it is declared in fixtures/blueprint.yaml, under contacts.columns"
    problems = [
        Problem(
            what=f"no column is called '{column}'" if column not in header else f"two columns are called '{column}'",
            place=place,
            bad=column,
            valid=tuple(one_line(name) for name in header if name) if column not in header else (),
            hint=source.hint or f"{declared}.{meaning}",
        )
        for meaning, column in source.columns.declared.items()
        if header.count(column) != 1
    ]
    if problems:
        raise UsageProblem(problems)


def _rows(source: Source, separator: str, header: Sequence[str]) -> Iterator[Row]:
    wanted = [(meaning, header.index(column)) for meaning, column in source.columns.declared.items()]
    # Not strict, the reader would take all that follows a stray quote for one text, and nobody would miss the rows.
    lines = lines_of(source)
    next(lines)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    end = source.line
    while True:
        begin = end + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            end = source.line + reader.line_num
            yield source.row(line=begin, end=end, wrong=_in_words(error))
            continue
        end = source.line + reader.line_num
        if not fields:
            continue
        row = source.row(line=begin, end=end)
        if len(fields) != len(header):
            row.wrong = f"it has {len(fields)} columns, and the header has {len(header)}"
        else:
            for meaning, index in wanted:
                setattr(row, meaning, fields[index].strip())
        yield row


def _in_words(error: csv.Error) -> str:
    said = str(error)
    return next((words for begins, words in _WHY if begins in said), "it is not CSV")
