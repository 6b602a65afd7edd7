"""The block that says what broke: the same in the terminal, in junit.xml and in `tellonce explain`."""

from __future__ import annotations

from collections.abc import Sequence

from tellonce.model.cell import CellVerdict
from tellonce.model.verdict import Outcome, Verdict
from tellonce.story.headline import headline
from tellonce.story.visible import one_line
from tellonce.story.words import about_s, promised

__all__ = ["arrived", "block", "row", "siblings", "where_seen"]


def siblings(cell: CellVerdict, cells: Sequence[CellVerdict]) -> list[CellVerdict]:
    """The other cells of the same change and fact, in order."""
    return [
        other
        for other in cells
        if (other.scenario, other.change, other.fact) == (cell.scenario, cell.change, cell.fact) and other.id != cell.id
    ]


def arrived(others: Sequence[CellVerdict]) -> str:
    """Where the news did arrive and after how long, the quickest first: "profile page 0.2 s; invoice 4.0 s"."""
    known = [(other.reached_after_s, other) for other in others if other.reached_after_s is not None]
    known.sort(key=lambda pair: pair[0])
    names = [f"{other.touchpoint_called.removeprefix('the ')} {about_s(after_s)}" for after_s, other in known]
    return "; ".join(names) if names else "nowhere else"


def where_seen(cell: CellVerdict) -> str:
    """The evidence that shows it: "letter 000123.pdf, page 1"; empty when there is none."""
    for evidence in reversed(cell.evidence):
        return ", ".join(part for part in (evidence.caption, evidence.place) if part)
    return ""


def block(cell: CellVerdict, others: Sequence[CellVerdict], *, last: str = "") -> str:
    """The cell's story as an error message. others: the cells of the same change, itself allowed.

    last: what to say at the end instead of how to hear the story.
    """
    last = last or row("replay", f"tellonce explain {cell.id}")
    return "\n".join([one_line(headline(cell)), *_rows(cell, siblings(cell, others)), last])


def _rows(cell: CellVerdict, others: Sequence[CellVerdict]) -> list[str]:
    seen = one_line(cell.last_seen) or "nothing"
    where = where_seen(cell)
    rows = [
        row("journey", f"{cell.journey}:{cell.line}"),
        row("promised", f"within {promised(cell)} ({cell.owner})"),
        row("expected", one_line(cell.new)),
        row("last seen", f"{seen}   ({one_line(where, 80)})" if where else seen),
    ]
    if cell.verdict is Verdict.ON_TIME or cell.reached_after_s is not None:
        known = about_s(cell.reached_after_s) if cell.reached_after_s is not None else "never"
        rows.append(row("knew", f"{known} after {cell.persona} changed it"))
    rows.append(row("arrived", one_line(arrived(others), 400)))
    if cell.broke_between or cell.broke_how:
        between = cell.broke_how or " and ".join(cell.broke_between or ())
        rows.append(row("broke", between if not cell.broke_between else f"between {between.removeprefix('between ')}"))
    if cell.verdict.outcome is Outcome.INCONCLUSIVE or cell.flags:
        rows.append(row("because", one_line(cell.reason, 400)))
    if cell.flags:
        rows.append(row("also", ", ".join(flag.replace("_", " ") for flag in cell.flags)))
    if cell.split:
        rows.append(row("split", "the touchpoints of this change disagree after their deadlines"))
    return rows


def row(label: str, text: str) -> str:
    """One line of a block."""
    return f"  {label:<9} {text}"
