"""What differs between two runs, in the customers' terms: as sentences, as text, as Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from tellonce.ledger.records import CellState
from tellonce.report.markdown_text import code, plain
from tellonce.report.since import Paced, Since, TouchpointSince
from tellonce.story.block import row
from tellonce.story.visible import one_line
from tellonce.story.words import WORDS, Group, about_s, capitalised, plural

__all__ = ["since_as_json", "since_as_markdown", "since_as_text", "since_line", "since_sentences"]

_MOST = 20
_TITLES = (
    ("broken", "Broken since {since}"),
    ("still", "Still broken"),
    ("unseen", "No longer known since {since}"),
    ("mended", "Mended since {since}"),
    ("slower", "Much slower than in {since}"),
    ("faster", "Much faster than in {since}"),
    ("settled", "Known again since {since}"),
    ("gone", "No longer looked at since {since}"),
    ("new", "Looked at for the first time"),
)
_ONLY_COUNTED = ("settled", "gone", "new")
_SHORT = {"unseen": "no longer known", "still": "still broken", "broken": "newly broken", "mended": "mended"}


def since_line(since: Since, name: str) -> str:
    """One line: `2026-11-21T214500-7f3a: 2 newly broken, 1 mended`; "nothing broke, nothing was mended" for no news."""
    counts = since.counts
    said = [f"{counts[what]:,} {word}" for what, word in _in_order() if counts[what]]
    return f"{one_line(name, 60)}: {', '.join(said) or 'nothing broke, nothing was mended'}"


def _in_order() -> list[tuple[str, str]]:
    return [(what, _SHORT[what]) for what in ("broken", "still", "mended", "unseen")]


def since_sentences(since: Since, *, name: str = "the last run") -> list[str]:
    """A sentence for each finding, the gravest first; cells of the same touchpoint, fact and verdict are one finding.

    name: what the earlier run is called. Empty when nothing became of any cell. Text of the service is made visible,
    and must still be escaped where it is shown.
    """
    return [f"{title}: {said}" for title, lines in _told(since, name) for said in lines]


def since_as_text(since: Since, *, earlier: str, later: str) -> str:
    """For a terminal, ending in a line end."""
    parts = [f"{one_line(later, 60)} beside {one_line(earlier, 60)}: {_headline(since)}"]
    for title, lines in _told(since, one_line(earlier, 60)):
        shown = [f"  {line}" for line in lines[:_MOST]]
        if len(lines) > _MOST:
            shown.append(f"  … and {len(lines) - _MOST:,} more: --format json has all")
        parts.append("\n".join([title, *shown]))
    changed = [one for one in since.touchpoints if one.broken or one.mended or one.unseen]
    if changed:
        parts.append("\n".join(["By touchpoint", *(_touchpoint(one) for one in changed[:_MOST])]))
    if since.broken and since.broken[0].id:
        parts.append(row("explain", f"tellonce explain {_worst(since.broken)[0].id} --run {one_line(later, 60)}"))
    return "\n\n".join(parts) + "\n"


def since_as_markdown(since: Since, *, earlier: str, later: str) -> str:
    """For a pull request or a page, ending in a line end. Nothing in it is taken for markup, a link or a mention."""
    lines = [f"## {code(later)} beside {code(earlier)}", "", plain(_headline(since)) + "."]
    for title, said in _told(since, earlier):
        lines += ["", f"### {plain(title)}", "", *(f"- {plain(line)}" for line in said[:_MOST])]
        if len(said) > _MOST:
            lines.append(f"- … and {len(said) - _MOST:,} more")
    changed = [one for one in since.touchpoints if one.broken or one.still or one.mended or one.unseen]
    if changed:
        lines += ["", "| touchpoint | owner | newly broken | still broken | mended | no longer known |"]
        lines += ["|---|---|---:|---:|---:|---:|"]
        lines += [
            f"| {plain(one.called)} | {plain(one.owner)} | {one.broken} | {one.still} | {one.mended} | {one.unseen} |"
            for one in changed[:_MOST]
        ]
    return "\n".join(lines) + "\n"


def since_as_json(since: Since, *, earlier: str, later: str) -> str:
    """Everything, for a tool; ending in a line end. format is raised when a key changes its meaning or goes."""
    whole: dict[str, Any] = {
        "format": 1,
        "earlier": earlier,
        "later": later,
        "counts": since.counts,
        "cells": {
            what: [_as_dict(state) for state in getattr(since, what)]
            for what in ("broken", "still", "mended", "unseen", "settled", "new", "gone")
        },
        **{
            what: [
                {**_as_dict(one.state), "before_s": one.before_s, "now_s": one.now_s} for one in getattr(since, what)
            ]
            for what in ("slower", "faster")
        },
        "touchpoints": [
            {
                "key": one.touchpoint,
                "called": one.called,
                "owner": one.owner,
                "broken": one.broken,
                "still": one.still,
                "mended": one.mended,
                "unseen": one.unseen,
                "settled": one.settled,
                "new": one.new,
                "gone": one.gone,
            }
            for one in since.touchpoints
        ],
        "sentences": since_sentences(since, name=earlier),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _headline(since: Since) -> str:
    counts = since.counts
    said = [f"{counts[what]:,} {word}" for what, word in _in_order() if counts[what]]
    for what in ("slower", "faster"):
        said += [f"{counts[what]:,} much {what}"] if counts[what] else []
    return ", ".join(said) or "nothing broke, nothing was mended"


def _told(since: Since, name: str) -> list[tuple[str, list[str]]]:
    """(title, sentences), without those that nothing is to be said of."""
    told = []
    for what, title in _TITLES:
        found = getattr(since, what)
        if not found:
            continue
        if what in _ONLY_COUNTED:
            lines = [f"{plural(len(found), 'promise')} at {_places(found)}."]
        elif what in ("slower", "faster"):
            lines = [_pace(one) for one in found]
        else:
            lines = [_finding(what, same) for same in _alike(found)]
        told.append((title.format(since=name), lines))
    return told


def _alike(states: Sequence[CellState]) -> list[list[CellState]]:
    groups: dict[tuple[object, ...], list[CellState]] = {}
    for state in _worst(states):
        groups.setdefault((state.touchpoint, state.fact, state.verdict), []).append(state)
    return list(groups.values())


def _worst(states: Iterable[CellState]) -> list[CellState]:
    order = list(WORDS)
    return sorted(states, key=lambda state: order.index(state.verdict))


def _finding(what: str, same: Sequence[CellState]) -> str:
    """`Maria's new card goes to her old home. (the card letter, Card Operations; 2 changes)`"""
    one = same[0]
    place, fact = one_line(one.touchpoint_called, 60), one_line(one.fact_called, 40)
    more = f"; {plural(len(same), 'change')}" if len(same) > 1 else ""
    who = one_line(one.persona, 40)
    if one.group is Group.KEPT:
        again = " again" if what == "mended" else ""
        return f"{capitalised(place)} knows {who}'s new {fact} in time{again}{_of(more)}."
    if one.group is not Group.BROKEN:
        return f"{capitalised(place)}: {who}'s {fact} is {one.group}{_of(more)}."
    owner = one_line(one.owner, 40) or "nobody owns it"
    return f"{one_line(one.sentence, 300)} ({place}, {owner}{more})"


def _of(more: str) -> str:
    return f" ({more.removeprefix('; ')})" if more else ""


def _pace(one: Paced) -> str:
    state = one.state
    place, fact = one_line(state.touchpoint_called, 60), one_line(state.fact_called, 40)
    return (
        f"{capitalised(place)} knew {one_line(state.persona, 40)}'s {fact} after {about_s(one.now_s)}, "
        f"before after {about_s(one.before_s)}."
    )


def _places(states: Sequence[CellState]) -> str:
    places = list(dict.fromkeys(one_line(state.touchpoint_called, 60) for state in states))
    more = f" and {len(places) - 3} more" if len(places) > 3 else ""
    return ", ".join(places[:3]) + more


def _touchpoint(one: TouchpointSince) -> str:
    said = [f"{getattr(one, what)} {word}" for what, word in _in_order() if getattr(one, what)]
    place, owner = one_line(one.called.removeprefix("the "), 36), one_line(one.owner, 40) or "nobody owns it"
    return f"  {place:<36} {', '.join(said)}  ({owner})"


def _as_dict(state: CellState) -> dict[str, Any]:
    return {
        "key": state.key,
        "id": state.id,
        "verdict": state.verdict.value,
        "group": state.group.value,
        "persona": state.persona,
        "fact": state.fact,
        "touchpoint": state.touchpoint,
        "owner": state.owner,
        "journey": state.journey,
        "scenario": state.scenario,
        "reached_after_s": state.reached_after_s,
        "says": one_line(state.sentence, 400),
    }
