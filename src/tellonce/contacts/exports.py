"""Opens exports of a register of contacts, and tells by what stands in them how to read them."""

from __future__ import annotations

import codecs
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from io import BufferedReader, TextIOWrapper
from pathlib import Path
from typing import cast

from tellonce.contacts.csv_rows import csv_rows
from tellonce.contacts.json_rows import json_rows
from tellonce.contacts.rows import LONGEST_LINE, Columns, Row, Source
from tellonce.model.contacts import Contacts
from tellonce.model.errors import Place, Problem, UsageProblem
from tellonce.story.visible import visible

__all__ = ["STANDARD_INPUT", "each_once", "open_exports", "open_source"]

STANDARD_INPUT = "-"
_OTHER_ENCODINGS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def open_exports(files: Sequence[str], section: Contacts, stack: ExitStack) -> list[tuple[Source, Iterator[Row]]]:
    """Each file and its rows, none of them read yet. stack: closes the files.

    Raises UsageProblem with what is wrong with the files: not there, another encoding, a column that is missing.
    """
    opened: list[tuple[Source, Iterator[Row]]] = []
    names, problems = each_once(files, "contacts")
    for name in names:
        try:
            source = open_source(name, section.columns, stack)
            is_json = source.first.lstrip().startswith(("[", "{"))
            rows = json_rows(source, section.rows) if is_json else csv_rows(source) if source.first else iter(())
        except UsageProblem as wrong:
            problems += wrong.problems
        else:
            opened.append((source, rows))
    if problems:
        raise UsageProblem(problems)
    return opened


def each_once(files: Sequence[str], things: str) -> tuple[list[str], list[Problem]]:
    """The files by the names they were given first, and what is wrong with the others."""
    problems: list[Problem] = [
        Problem(what=f"this file is named twice: its {things} would count twice", place=Place(file=_shown(name)))
        for name, times in Counter(files).items()
        if times > 1
    ]
    there: dict[Path, str] = {}
    names: list[str] = []
    for name in dict.fromkeys(files):
        first = name if name == STANDARD_INPUT else there.setdefault(Path(name).resolve(), name)
        if first == name:
            names.append(name)
        else:
            what = f"this file is {_shown(first)} by another name: its {things} would count twice"
            problems.append(Problem(what=what, place=Place(file=_shown(name))))
    return names, problems


def open_source(
    name: str,
    columns: Columns,
    stack: ExitStack,
    *,
    things: str = "contacts",
    hint: str = "",
    export: str = "an export of the register of contacts",
    row: type[Row] = Row,
) -> Source:
    """One file, opened at its first line. export: what to name instead.  Raises UsageProblem when it cannot be read."""
    given = name == STANDARD_INPUT
    shown = _shown(name)
    raw = cast(BufferedReader, sys.stdin.buffer) if given else stack.enter_context(_open(name, export))
    if raw.peek(2)[:2] in _OTHER_ENCODINGS:
        raise UsageProblem(
            Problem(what="this file is UTF-16", place=Place(file=shown), hint="export it as UTF-8, or save it so")
        )
    # Surrogates for bad bytes: one row that is not UTF-8 must not hide the others. No newline: csv wants line ends.
    text = TextIOWrapper(raw, encoding="utf-8-sig", errors="surrogateescape", newline="")
    stack.callback(text.detach)  # whoever opened it closes it
    line, first = 1, text.readline(LONGEST_LINE)
    while first and not first.strip():
        line, first = line + 1, text.readline(LONGEST_LINE)
    return Source(shown=shown, text=text, columns=columns, first=first, line=line, things=things, hint=hint, row=row)


def _shown(name: str) -> str:
    # A file may be called anything: bytes that are no UTF-8, or what makes a terminal jump.
    return "standard input" if name == STANDARD_INPUT else visible(Path(name).as_posix()).replace("\n", "⟦U+000A⟧")


def _open(name: str, export: str) -> BufferedReader:
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise UsageProblem(
            Problem(
                what=f"this file cannot be read: {error.strerror}",
                place=Place(file=_shown(name)),
                hint=f"name {export}, or - for standard input",
            )
        ) from None
