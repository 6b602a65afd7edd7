"""The block that says what broke: the same in the terminal, in junit.xml and in `tellonce explain`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tellonce.model.cell import CellVerdict
from tellonce.model.observation import Evidence
from tellonce.model.verdict import Outcome, Verdict
from tellonce.story.headline import headline
from tellonce.story.names import heading_of
from tellonce.story.speech import say
from tellonce.story.visible import one_line
from tellonce.story.words import about_s, promised

__all__ = ["arrived", "block", "row", "siblings", "where_seen"]

_PARTS = re.compile(r" / |, |…")
"""Between the lines of what was read, as it is told on one."""


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
    names = [f"{heading_of(other.touchpoint, other.touchpoint_called)} {about_s(after_s)}" for after_s, other in known]
    return "; ".join(names) if names else say("block.nowhere_else")


def where_seen(cell: CellVerdict) -> str:
    """The evidence that shows it: "letter 000123.pdf, page 2 of 3"; empty when there is none."""
    if not cell.evidence:
        return ""
    evidence = cell.evidence[-1]
    if evidence.kind == "letter-page":
        evidence = _page_of(cell, [one for one in cell.evidence if one.caption == evidence.caption])
    return ", ".join(part for part in (evidence.caption, evidence.place) if part)


def _page_of(cell: CellVerdict, pages: Sequence[Evidence]) -> Evidence:
    """The page of a letter that bears the most of what was read there; the first of several."""
    parts = [part for part in _PARTS.split(cell.last_seen) if part]
    return max(pages, key=lambda page: sum(part in page.text for part in parts))


def block(cell: CellVerdict, others: Sequence[CellVerdict], *, last: str = "") -> str:
    """The cell's story as an error message. others: the cells of the same change, itself allowed.

    last: what to say at the end instead of how to hear the story.
    """
    last = last or row(say("block.replay"), f"tellonce explain {cell.id}")
    return "\n".join([one_line(headline(cell)), *_rows(cell, siblings(cell, others)), last])


def _rows(cell: CellVerdict, others: Sequence[CellVerdict]) -> list[str]:
    seen = one_line(cell.last_seen) or say("block.nothing")
    where = where_seen(cell)
    rows = [
        row(say("block.journey"), f"{cell.journey}:{cell.line}"),
        row(say("block.promised"), say("block.within", promise=promised(cell), owner=cell.owner)),
        row(say("block.expected"), one_line(cell.new)),
        row(say("block.last_seen"), f"{seen}   ({one_line(where, 80)})" if where else seen),
    ]
    if cell.verdict is Verdict.ON_TIME or cell.reached_after_s is not None:
        known = (
            say("block.never_after_changing", who=cell.persona)
            if cell.reached_after_s is None
            else say("block.after_changing", time=about_s(cell.reached_after_s), who=cell.persona)
        )
        rows.append(row(say("block.knew"), known))
    rows.append(row(say("block.arrived"), one_line(arrived(others), 400)))
    if cell.broke_between or cell.broke_how:
        between = cell.broke_how
        if cell.broke_between:
            last, first = cell.broke_between
            places = between.removeprefix("between ") or say("block.two_places", last=last, first=first)
            between = say("block.between", places=places)
        rows.append(row(say("block.broke"), between))
    if cell.verdict.outcome is Outcome.INCONCLUSIVE or cell.flags:
        rows.append(row(say("block.because"), one_line(cell.reason, 400)))
    if cell.flags:
        rows.append(row(say("block.also"), ", ".join(flag.replace("_", " ") for flag in cell.flags)))
    if cell.split:
        rows.append(row(say("block.split"), say("block.disagree")))
    return rows


def row(label: str, text: str) -> str:
    """One line of a block."""
    return f"  {label:<9} {text}"
