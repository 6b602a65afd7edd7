"""The one way a feature file is laid out: indentation, aligned tables, blank lines. What it says stays as it is.

Every comment stays before the line that it stood before, and every text in quotes keeps each letter. Line ends and a
byte order mark stay as they are; what is new ends as the file's first line does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tellonce.authoring.gherkin import FeatureFile
from tellonce.authoring.model_text import said_in
from tellonce.authoring.quick_parser import parse_quickly

__all__ = ["lay_out", "lay_out_text", "same_but_for_layout"]

_STEP = 2
_CELLS = re.compile(r"(?<!\\)\|")
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class _Line:
    """kind: header, step, row, tags, text (its start, its lines, its end), prose, comment or blank.

    group: of rows, the table they belong to; of a text, by how much its lines are indented now; of a header, whether
    a blank line may stand below it: below Feature and Rule it may, below a scenario only before prose.
    """

    kind: str
    indent: int
    group: int = 0


def lay_out(feature: FeatureFile) -> list[str]:
    """The lines of a file without mistakes as they should be, without line ends."""
    return [text for text, _ in _laid_out(feature.model, feature.lines)]


def lay_out_text(text: str, model: Any) -> str:
    """A whole file as it should be. model: what behave made of it."""
    bom, text = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    parts = text.splitlines(keepends=True)
    lines = text.splitlines()
    ends = [part[len(line) :] for part, line in zip(parts, lines, strict=True)]
    usual = next((end for end in ends if end), "\n")
    made = [new + ((ends[source] if source is not None else "") or usual) for new, source in _laid_out(model, lines)]
    return bom + "".join(made)


def same_but_for_layout(one: str, other: str) -> bool:
    """Whether two texts say the same: all that behave reads, and the same comments at the same places between."""
    return _all_of(one.removeprefix(_BOM)) == _all_of(other.removeprefix(_BOM))


def _all_of(text: str) -> tuple[object, list[tuple[str, str]]]:
    model, lines = parse_quickly(text, "file"), text.splitlines()
    kinds = zip(_kinds(model, lines), lines, strict=True)
    order = [
        (kind.kind, line.strip() if kind.kind == "comment" else "") for kind, line in kinds if kind.kind != "blank"
    ]
    return said_in(model), order


def _laid_out(model: Any, lines: Sequence[str]) -> Iterator[tuple[str, int | None]]:
    """(text, index of the line it was; None for a blank line that is new)."""
    kinds = _kinds(model, lines)
    widths = _widths(kinds, lines)
    pending_blank, began, before, opened = -1, False, "", False
    starts = _starts(kinds)
    for index, kind in enumerate(kinds):
        line = lines[index]
        if kind.kind == "blank":
            pending_blank = index if pending_blank < 0 else pending_blank
            continue
        if not began:
            pending_blank = -1
        wants = index in starts
        allowed = before != "tags" and not (opened and kind.kind != "prose")
        if began and (wants or (pending_blank >= 0 and allowed)):
            yield "", pending_blank if pending_blank >= 0 else None
        pending_blank, began = -1, True
        yield _written(line, kind, widths), index
        opened = kind.kind == "header" and not kind.group
        before = kind.kind


def _kinds(model: Any, lines: Sequence[str]) -> list[_Line]:
    known: dict[int, _Line] = {}
    prose: dict[int, int] = {}
    table = 1

    def header(one: Any, indent: int, *, airy: bool = False) -> None:
        known[one.line] = _Line("header", indent, int(airy))
        prose[one.line] = indent + _STEP
        for tag in getattr(one, "tags", ()):
            known[tag.line] = _Line("tags", indent)

    def rows(one: Any, indent: int) -> None:
        nonlocal table
        table += 1
        for number in (one.line, *(row.line for row in one.rows)):
            known[number] = _Line("row", indent, table)

    def steps(several: Any, indent: int) -> None:
        for step in several:
            known[step.line] = _Line("step", indent)
            if step.table is not None:
                rows(step.table, indent + _STEP)
            if step.text is not None:
                quotes = lines[step.text.line - 1].strip()[:3]
                last = step.text.line + 1
                while not lines[last - 1].strip().startswith(quotes):
                    last += 1
                shift = lines[step.text.line - 1].index(quotes[0])
                for number in range(step.text.line, last + 1):
                    known[number] = _Line("text" if number != last else "text end", indent + _STEP, shift)
                known[step.text.line] = _Line("text start", indent + _STEP, shift)

    header(model, 0, airy=True)
    for container in (model, *model.rules):
        depth = _STEP if container is model else 2 * _STEP
        if container is not model:
            header(container, _STEP, airy=True)
        background = container.background
        if background is not None and background.line != container.line:
            header(background, depth)
            steps(background.steps, depth + _STEP)
        for scenario in container.scenarios:
            header(scenario, depth)
            steps(scenario.steps, depth + _STEP)
            for examples in getattr(scenario, "examples", ()):
                header(examples, depth + _STEP)
                if examples.table is not None:
                    rows(examples.table, depth + 2 * _STEP)
    return _rest(known, prose, lines)


def _rest(known: dict[int, _Line], prose: dict[int, int], lines: Sequence[str]) -> list[_Line]:
    """Blank lines, comments and prose: comments are as deep as what follows them."""
    found: list[_Line] = []
    indent = 0
    blank = _Line("blank", 0)
    for number, text in enumerate(lines, 1):
        kind = known.get(number)
        if kind is None:
            stripped = text.strip()
            if not stripped:
                kind = blank
            elif stripped[0] == "#":
                kind = _Line("comment", -1)
            else:
                kind = _Line("prose", indent)
        elif number in prose:
            indent = prose[number]
        found.append(kind)
    below = None
    for index in range(len(found) - 1, -1, -1):
        kind = found[index]
        if kind.kind == "comment":
            deep = below if below is not None else _last_indent(found[:index])
            found[index] = _Line("comment", deep)
        elif kind.kind != "blank":
            below = kind.indent
    return _with_prose_in_shape(found, lines)


def _last_indent(above: list[_Line]) -> int:
    return next((one.indent for one in reversed(above) if one.kind not in ("blank", "comment")), 0)


def _with_prose_in_shape(found: list[_Line], lines: Sequence[str]) -> list[_Line]:
    """Lines of prose keep their indentation against each other: a list in a list stays one."""
    index = 0
    while index < len(found):
        if found[index].kind != "prose":
            index += 1
            continue
        end = index
        while end < len(found) and found[end].kind in ("prose", "blank"):
            end += 1
        block = [at for at in range(index, end) if found[at].kind == "prose"]
        depths = [len(lines[at].expandtabs(4)) - len(lines[at].expandtabs(4).lstrip()) for at in block]
        least = min(depths)
        for at, depth in zip(block, depths, strict=True):
            found[at] = _Line("prose", found[at].indent + depth - least)
        index = end
    return found


def _starts(kinds: Sequence[_Line]) -> frozenset[int]:
    """Where a blank line must stand before: the first tag or comment that touches a header, or the header itself."""
    found = set()
    for index, kind in enumerate(kinds):
        if kind.kind != "header" or kind.indent == 0:
            continue
        first, above = index, index - 1
        while above >= 0:
            if kinds[above].kind == "tags" or (kinds[above].kind == "comment" and above + 1 == first):
                first, above = above, above - 1
                continue
            while above >= 0 and kinds[above].kind in ("blank", "comment"):
                above -= 1
            if above < 0 or kinds[above].kind != "tags":
                break  # what stands apart, and with no tag above it, is no part of this
        found.add(first)
    return frozenset(found)


def _widths(kinds: Sequence[_Line], lines: Sequence[str]) -> dict[int, list[int]]:
    widths: dict[int, list[int]] = {}
    for kind, line in zip(kinds, lines, strict=True):
        if kind.kind == "row":
            widest = widths.setdefault(kind.group, [])
            for nth, cell in enumerate(_cells(line)):
                if nth == len(widest):
                    widest.append(0)
                widest[nth] = max(widest[nth], _width(cell))
    return widths


def _cells(line: str) -> list[str]:
    """As behave cuts a row; escapes stay as they are written."""
    return [cell.strip() for cell in _CELLS.split(line.strip()[1:-1])]


def _width(text: str) -> int:
    """Columns on a screen: a wide letter takes two, a combining one none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def _written(line: str, kind: _Line, widths: dict[int, list[int]]) -> str:
    margin = " " * kind.indent
    match kind.kind:
        case "row":
            wide = widths[kind.group]
            cells = (cell + " " * (wide[nth] - _width(cell)) for nth, cell in enumerate(_cells(line)))
            return f"{margin}| {' | '.join(cells)} |"
        case "text":
            rest = line[kind.group :]
            return margin + rest if rest.strip() else rest.strip("\t ")
        case "tags":
            tags, hash_sign, comment = _tags(line)
            return f"{margin}{tags}{' ' if hash_sign else ''}{hash_sign}{comment}"
        case "header":
            keyword, _, name = line.strip().partition(":")
            return f"{margin}{keyword}: {name.strip()}" if name.strip() else f"{margin}{keyword}:"
        case _:
            return margin + line.strip()


def _tags(line: str) -> tuple[str, str, str]:
    words = line.split()
    at = next((nth for nth, word in enumerate(words) if word.startswith("#")), None)
    if at is None:
        return " ".join(words), "", ""
    comment = line.strip()[line.strip().index(words[at]) :]
    return " ".join(words[:at]), "#", comment[1:]
