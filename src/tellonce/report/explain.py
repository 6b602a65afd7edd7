"""`tellonce explain ID`: one cell's story, from the moment she told the company."""

from __future__ import annotations

from collections.abc import Sequence

from tellonce.model.cell import CellVerdict
from tellonce.model.errors import Problem, UsageProblem
from tellonce.model.verdict import Outcome, Verdict
from tellonce.report.account import breaks_of
from tellonce.report.breaks import break_lines
from tellonce.story.block import block, row
from tellonce.story.looks import said_of, telling_looks
from tellonce.story.visible import one_line
from tellonce.story.words import SIGHTS, WORDS, about_s, plural, promised

__all__ = ["explain", "find_cell", "what_to_explain"]

_ALIKE_SHOWN = 5


def what_to_explain(cells: Sequence[CellVerdict]) -> str:
    """For who names no cell: the story of the only break, a line for each of several, or that there is none."""
    breaks = breaks_of(cells)
    if not breaks:
        unseen = sum(1 for cell in cells if cell.verdict.outcome is Outcome.INCONCLUSIVE)
        more = f" {plural(unseen, 'cell')} could not be judged: verdicts.ndjson has their ids." if unseen else ""
        return f"Nothing broke in this run.{more}\n"
    if len(breaks) == 1:
        return explain(breaks[0].cell, cells)
    said = [f"{plural(len(breaks), 'break')}, the worst first. Which one? tellonce explain {breaks[0].cell.id}", ""]
    return "\n".join([*said, *break_lines(breaks)]) + "\n"


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
            hint="the report shows each id beside its touchpoint, as does verdicts.ndjson; of an older run: --run NAME",
        )
    )


def explain(cell: CellVerdict, cells: Sequence[CellVerdict], *, full: bool = False) -> str:
    """One cell's story, ending in a line end. cells: all cells of the run, or at least of the same change.

    full: also what kind of touchpoint it is, who knew when, and the looks that told something.
    """
    if not full:
        more = row("more", "--full tells who knew when, and every look that told something")
        return block(cell, cells, last="\n".join([*_for_her(cell), more])) + "\n"
    parts = [
        block(cell, cells, last="\n".join(_for_her(cell))),
        _verdict(cell),
        _who_knew_when(cell, cells),
        _looks(cell),
    ]
    return "\n\n".join(parts) + "\n"


def _for_her(cell: CellVerdict) -> list[str]:
    rows = [row("for her", one_line(cell.consequence, 400))] if cell.consequence else []
    verdict = f"{cell.verdict} ({WORDS[cell.verdict].short})"
    told_above = cell.verdict.outcome is Outcome.INCONCLUSIVE or cell.flags  # the block says why, then
    return [*rows, row("verdict", verdict if told_above else f"{verdict}: {one_line(cell.reason, 400)}")]


def _title(cell: CellVerdict) -> str:
    return one_line(f"({cell.persona}, {cell.fact_called}, {cell.touchpoint_called})", 120)


def _verdict(cell: CellVerdict) -> str:
    rows = [
        row("scenario", one_line(cell.scenario_name)),
        row("changed", f"{one_line(cell.old)}  ->  {one_line(cell.new)}"),
        row("lane", f"{cell.lane}, {cell.stage}, {cell.channel}"),
    ]
    if cell.clock:
        rows.append(row("time", cell.clock))
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
        rows.append(
            f"{mark} {known:>10}  {one_line(other.touchpoint_called.removeprefix('the '), 40):<32} "
            f"{WORDS[other.verdict].short:<14} promised within {promised(other)}{_sent_only_then(other)}"
        )
    return "\n".join(rows)


def _sent_only_then(cell: CellVerdict) -> str:
    """What came after its promise had ended is in time where it was the first that was sent."""
    late = cell.reached_after_s is not None and cell.reached_after_s > cell.promised_within_s
    return "; nothing was sent sooner" if late and cell.kind == "emission" and cell.verdict is Verdict.ON_TIME else ""


def _looks(cell: CellVerdict) -> str:
    if not cell.looks:
        return f"Nobody looked at {cell.touchpoint_called}."
    rows = [f"What was seen at {cell.touchpoint_called}, and how long after {cell.persona} told"]
    told = telling_looks(cell)
    for found in told:
        look = found.look
        when = about_s(max(0.0, look.end_s - cell.t0_s))
        item = f"  [{one_line(look.item, 60)}]" if look.item else ""
        again = f"  ({found.again} more, until {about_s(max(0.0, found.until_s - cell.t0_s))})" if found.again else ""
        line = f"  {when:>10}  {SIGHTS.get(look.sight, look.sight):<20} {one_line(said_of(look), 160)}{item}{again}"
        rows.append(line.rstrip())
    if len(told) < len(cell.looks):
        rows.append(f"  {plural(len(cell.looks) - len(told), 'more look')} told nothing new; history.ndjson has all.")
    return "\n".join(rows)
