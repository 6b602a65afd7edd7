"""`tellonce explain ID`: one cell's story, from the moment she told the company."""

from __future__ import annotations

from collections.abc import Sequence

from tellonce.model.cell import CellVerdict
from tellonce.model.duration import describe_s
from tellonce.model.errors import Problem, UsageProblem
from tellonce.story.block import block
from tellonce.story.visible import one_line
from tellonce.story.words import SIGHTS, WORDS, about_s

__all__ = ["explain", "find_cell"]

_ALIKE_SHOWN = 5


def find_cell(cells: Sequence[CellVerdict], id_or_prefix: str) -> CellVerdict:
    """The cell whose id is or begins with `id_or_prefix`.

    Raises UsageProblem when none or several do; it names the nearest, or those that are meant.
    """
    wanted = id_or_prefix.strip().casefold()
    found = {cell.id: cell for cell in cells if wanted and cell.id.casefold().startswith(wanted)}
    if wanted in found:
        return found[wanted]
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        meant = "; ".join(f"{cell.id} {_title(cell)}" for cell in list(found.values())[:_ALIKE_SHOWN])
        raise UsageProblem(
            Problem(what=f"'{id_or_prefix}' begins {len(found)} ids", hint=f"write more of one: {meant}")
        )
    raise UsageProblem(
        Problem(
            what=f"no cell of this run has the id '{id_or_prefix}'",
            bad=id_or_prefix,
            valid=tuple(cell.id for cell in cells),
            hint="the ids stand in the report beside each touchpoint, and in verdicts.ndjson",
        )
    )


def explain(cell: CellVerdict, cells: Sequence[CellVerdict]) -> str:
    """The whole story, ending in a line end. cells: all cells of the run, or at least of the same change."""
    parts = [block(cell, cells), _verdict(cell), _who_knew_when(cell, cells), _looks(cell)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _title(cell: CellVerdict) -> str:
    return one_line(f"({cell.persona}, {cell.fact_called}, {cell.touchpoint_called})", 120)


def _verdict(cell: CellVerdict) -> str:
    rows = [f"Verdict: {cell.verdict} ({WORDS[cell.verdict].short})"]
    if cell.consequence:
        rows.append(f"  for her   {one_line(cell.consequence, 400)}")
    rows.append(f"  because   {one_line(cell.reason, 400)}")
    rows.append(f"  scenario  {one_line(cell.scenario_name)}")
    rows.append(f"  changed   {one_line(cell.old)}  ->  {one_line(cell.new)}")
    rows.append(f"  lane      {cell.lane}, {cell.stage}, {cell.channel}")
    if cell.clock:
        rows.append(f"  time      {cell.clock}")
    return "\n".join(rows)


def _who_knew_when(cell: CellVerdict, cells: Sequence[CellVerdict]) -> str:
    same = [c for c in cells if (c.scenario, c.change, c.fact) == (cell.scenario, cell.change, cell.fact)]
    if cell.id not in {c.id for c in same}:
        same.append(cell)
    same.sort(key=lambda c: (c.reached_after_s is None, c.reached_after_s or 0.0))
    rows = [f"Who knew when ({cell.persona} told the company at 0 s)"]
    for other in same:
        known = about_s(other.reached_after_s) if other.reached_after_s is not None else "never"
        mark = ">" if other.id == cell.id else " "
        promised = f"promised within {describe_s(other.promised_within_s)}"
        rows.append(
            f"{mark} {known:>10}  {one_line(other.touchpoint_called.removeprefix('the '), 40):<32} "
            f"{WORDS[other.verdict].short:<14} {promised}"
        )
    return "\n".join(rows)


def _looks(cell: CellVerdict) -> str:
    if not cell.looks:
        return f"Nobody looked at {cell.touchpoint_called}."
    rows = [f"Looks at {cell.touchpoint_called}"]
    for look in cell.looks:
        when = about_s(max(0.0, look.end_s - cell.t0_s))
        item = f"  [{one_line(look.item, 60)}]" if look.item else ""
        rows.append(f"  {when:>10}  {SIGHTS.get(look.sight, look.sight):<20} {one_line(look.said, 160)}{item}")
    return "\n".join(rows)
