"""Coverage for a terminal, in 100 columns; a shape for each state, so that no colour is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import StringIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tellonce.model.coverage_account import CellWatch, Coverage, CoverageCell, CoverageRow
from tellonce.story.visible import one_line
from tellonce.story.words import plural

__all__ = ["coverage_as_text", "mark_of", "summary"]

_WIDTH = 100
_MARKS = {"all": "●", "some": "◐", "none": "○", "exempt": "–"}


def coverage_as_text(coverage: Coverage) -> str:
    """What it comes to, a table of touchpoints by lane, and every reason why a cell is a hole."""
    parts = ["\n".join(summary(coverage)), _table(coverage).rstrip("\n")]
    parts.append("● all watched   ◐ some   ○ none: a hole   – nothing to watch   ★ moment of truth")
    holes = list(_holes(coverage))
    if holes:
        parts.append("\n".join(["Why nobody watches", *holes]))
    if coverage.unclear:
        parts.append("\n".join(_unclear(coverage)))
    return "\n\n".join(parts) + "\n"


def summary(coverage: Coverage) -> Iterator[str]:
    """The figures, a line each."""
    whose = f"{coverage.persona}'s " if coverage.persona else ""
    yield f"{coverage.watched:,} of {whose}{coverage.cells:,} cells are watched: {coverage.percent:g} %."
    never = coverage.touchpoints_never_watched
    promises = sum(row.counted > 0 for row in coverage.rows)
    yield f"  promises   {promises - len(never):,} of {promises:,} are watched at all"
    called = {row.touchpoint: row.called for row in coverage.rows}
    for label, names in (
        ("holes", [called[key] for key in never]),
        ("facts", [f"{coverage.facts[key]} is never changed" for key in coverage.facts_never_changed]),
        ("personas", [f"{name} is in no journey" for name in coverage.personas_in_no_journey]),
    ):
        for nth, name in enumerate(names):
            yield f"  {'' if nth else label:<10} {one_line(name, _WIDTH - 13)}"
    if coverage.run:
        states = [cell.in_run for row in coverage.rows for cell in row.cells if cell.in_run]
        counts = ", ".join(f"{states.count(state):,} {state}" for state in dict.fromkeys(sorted(states)))
        yield f"  run        {coverage.run}: {counts or 'nothing'}"
    if coverage.unclear:
        yield f"  unclear    {plural(len(coverage.unclear), 'scenario')} with steps of your own count for nothing"


def mark_of(row: CoverageRow) -> str:
    """all, some, none or exempt: what a row comes to."""
    if not row.counted:
        return "exempt"
    return "all" if row.watched == row.counted else "some" if row.watched else "none"


def _table(coverage: Coverage) -> str:
    table = Table(box=box.SIMPLE, show_edge=False, pad_edge=False, expand=False)
    table.add_column("", width=1)
    table.add_column("touchpoint", max_width=44)
    table.add_column("watched", justify="right", no_wrap=True)
    table.add_column("not watched", max_width=40)
    for lane in dict.fromkeys(row.lane for row in coverage.rows):
        table.add_section()
        table.add_row("", Text(lane.capitalize(), style="bold"), "", "")
        for row in coverage.rows:
            if row.lane == lane:
                name = row.called + (" ★" if row.moment_of_truth else "")
                counted = f"{row.watched} of {row.counted}" if row.counted else "–"
                table.add_row(_MARKS[mark_of(row)], Text(one_line(name)), counted, Text(_missing(row, coverage.facts)))
    out = StringIO()
    Console(file=out, width=_WIDTH, color_system=None, force_terminal=False).print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def _missing(row: CoverageRow, called: Mapping[str, str]) -> str:
    """ "language, phone number (regular)": the roles where only some of them are missing."""
    said = []
    for fact in dict.fromkeys(cell.fact for cell in row.cells):
        cells = row.of(fact)
        holes = [cell.role for cell in cells if cell.watch is CellWatch.UNWATCHED]
        if holes:
            said.append(called[fact] if len(holes) == len(cells) else f"{called[fact]} ({', '.join(holes)})")
    return ", ".join(said)


def _holes(coverage: Coverage) -> Iterator[str]:
    why: dict[str, list[CoverageCell]] = {}
    for row in coverage.rows:
        for cell in row.cells:
            if cell.watch is CellWatch.UNWATCHED:
                why.setdefault(cell.why, []).append(cell)
    for reason, cells in sorted(why.items(), key=lambda pair: -len(pair[1])):
        yield f"  {plural(len(cells), 'cell'):>9}  {one_line(reason, _WIDTH - 13)}"


def _unclear(coverage: Coverage) -> Iterator[str]:
    yield "Unclear, because they say steps of your own, which may change anything"
    for one in coverage.unclear:
        yield f"  {one.journey}:{one.line}  {one_line(one.name, 60)}"
