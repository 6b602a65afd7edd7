"""What differs between two runs, in the customers' terms: as sentences, as text, as Markdown, as data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tellonce.ledger.read_back import Since as BrokenSince
from tellonce.ledger.records import CellState
from tellonce.report.html.anchors import ordinal_of, scenario_key
from tellonce.report.markdown_text import as_code, as_prose
from tellonce.report.previous import Previous
from tellonce.report.since import Paced, Since, TouchpointSince
from tellonce.story.block import row
from tellonce.story.names import fact_of, place_of
from tellonce.story.speech import say, say_many
from tellonce.story.visible import one_line
from tellonce.story.words import WORDS, Group, about_s, capitalised

__all__ = [
    "since_as_json",
    "since_as_markdown",
    "since_as_text",
    "since_for_page",
    "since_line",
    "since_sentences",
]

_MOST = 20
_MOST_ON_A_PAGE = 20_000
_TOLD = ("broken", "still", "unseen", "mended", "slower", "faster", "settled", "gone", "new")
"""In this order."""
_ONLY_COUNTED = ("settled", "gone", "new")
_IN_SHORT = ("broken", "still", "mended", "unseen")
_STATES = ("broken", "still", "mended", "unseen", "settled", "new", "gone")


def since_line(since: Since, name: str) -> str:
    """One line: `2026-11-21T214500-7f3a: 2 newly broken, 1 mended`; that none broke or was mended for no news."""
    return say("since.headline", title=one_line(name, 60), said=_in_short(since, _IN_SHORT))


def since_sentences(since: Since, *, name: str = "") -> list[str]:
    """A sentence for each finding, the gravest first; cells of the same touchpoint, fact and verdict are one finding.

    name: what the earlier run is called; "the last run" when left out. Empty when nothing became of any cell. What a
    service said is made visible, and must still be escaped where it is shown.
    """
    return [said for _, said in _findings(since, name)]


def _findings(since: Since, name: str = "") -> list[tuple[str, str]]:
    """(field of Since, sentence)."""
    return [
        (what, say("since.finding", title=title, said=said))
        for what, title, lines in _told(since, name)
        for said in lines
    ]


def since_as_text(since: Since, *, earlier: str, later: str) -> str:
    """For a terminal, ending in a line end."""
    before, after = one_line(earlier, 60), one_line(later, 60)
    parts = [say("since.headline", title=say("since.beside", earlier=before, later=after), said=_headline(since))]
    for _, title, lines in _told(since, before):
        shown = [f"  {line}" for line in lines[:_MOST]]
        if len(lines) > _MOST:
            shown.append(f"  … and {len(lines) - _MOST:,} more: --format json has all")
        parts.append("\n".join([title, *shown]))
    changed = [one for one in since.touchpoints if one.broken or one.mended or one.unseen]
    if changed:
        parts.append("\n".join(["By touchpoint", *(_touchpoint(one) for one in changed[:_MOST])]))
    if since.broken:
        parts.append(row("explain", f"tellonce explain {_worst(since.broken)[0].id} --run {after}"))
    return "\n\n".join(parts) + "\n"


def since_as_markdown(since: Since, *, earlier: str, later: str) -> str:
    """For a pull request or a page, ending in a line end. Nothing in it is taken for markup, a link or a mention."""
    lines = [
        f"## {say('since.beside', earlier=as_code(earlier), later=as_code(later))}",
        "",
        f"{as_prose(_headline(since))}.",
    ]
    for _, title, said in _told(since, earlier):
        lines += ["", f"### {as_prose(title)}", "", *(f"- {as_prose(line)}" for line in said[:_MOST])]
        if len(said) > _MOST:
            lines.append(f"- … and {len(said) - _MOST:,} more")
    changed = [one for one in since.touchpoints if one.broken or one.still or one.mended or one.unseen]
    if changed:
        lines += ["", "| touchpoint | owner | newly broken | still broken | mended | no longer known |"]
        lines += ["|---|---|---:|---:|---:|---:|"]
        lines += [
            f"| {as_prose(one.called, in_table=True)} | {as_prose(one.owner, in_table=True)} "
            f"| {one.broken} | {one.still} | {one.mended} | {one.unseen} |"
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
        "cells": {what: [_as_dict(state) for state in getattr(since, what)] for what in _STATES},
        **{
            what: [{**_as_dict(one.state), "before_s": one.before_s, "now_s": one.now_s} for one in paced]
            for what, paced in (("slower", since.slower), ("faster", since.faster))
        },
        "touchpoints": _touchpoints(since),
        "sentences": since_sentences(since, name=earlier),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def since_for_page(
    since: Since,
    earlier: Previous,
    *,
    later: str,
    ordinals: Mapping[tuple[str, str], int] | None = None,
    broken_since: Mapping[tuple[str, str], BrokenSince] | None = None,
) -> dict[str, Any]:
    """JSON-ready, for the page of the later run; sentences in the language that is spoken.

    earlier: {name, at}: the run before; later: {name}: this one.  counts: field of Since -> cells.
    cells: [[scenario's key, ordinal of the change, fact, touchpoint, field of Since]], the gravest first, up to 20,000;
    left_out: how many more there are.
    touchpoints: [{key, called, owner, broken, still, mended, unseen, settled, new, gone}].
    sentences: [[field of Since, sentence]], at most 20; more: how many others.
    broken_since: touchpoint -> fact -> {run, at}: the first run of the streak of broken, of promises broken now.
    ordinals: (scenario, change) -> which change of its scenario it is, from 1; of others the key tells.
    """
    known = ordinals or {}
    cells = [
        [
            scenario_key(state.scenario),
            known.get((state.scenario, state.change)) or ordinal_of(state.change) or 1,
            state.fact,
            state.touchpoint,
            what,
        ]
        for what in _TOLD
        for state in _states(since, what)
    ]
    sentences = _findings(since)
    began: dict[str, dict[str, dict[str, str]]] = {}
    for (touchpoint, fact), first in (broken_since or {}).items():
        if fact:
            began.setdefault(touchpoint, {})[fact] = {"run": one_line(first.run, 60), "at": first.began}
    return {
        "earlier": {"name": one_line(earlier.name, 60), "at": earlier.began},
        "later": {"name": one_line(later, 60)},
        "counts": since.counts,
        "cells": cells[:_MOST_ON_A_PAGE],
        "left_out": max(0, len(cells) - _MOST_ON_A_PAGE),
        "touchpoints": _touchpoints(since),
        "sentences": [list(one) for one in sentences[:_MOST]],
        "more": max(0, len(sentences) - _MOST),
        "broken_since": began,
    }


def _states(since: Since, what: str) -> list[CellState]:
    return [one.state if isinstance(one, Paced) else one for one in getattr(since, what)]


def _touchpoints(since: Since) -> list[dict[str, Any]]:
    return [
        {
            "key": one.touchpoint,
            "called": place_of(one.touchpoint, one.called),
            "owner": one.owner,
            **{what: getattr(one, what) for what in _STATES},
        }
        for one in since.touchpoints
    ]


def _headline(since: Since) -> str:
    return _in_short(since, (*_IN_SHORT, "slower", "faster"))


def _in_short(of: Since | TouchpointSince, names: Iterable[str]) -> str:
    """`2 newly broken, 1 mended`, of a run's cells or a touchpoint's."""
    counts = [(what, getattr(of, what)) for what in names]
    numbers = [(what, found if isinstance(found, int) else len(found)) for what, found in counts]
    return ", ".join(say(f"since.short.{what}", n=f"{n:,}") for what, n in numbers if n) or say("since.no_news")


def _told(since: Since, name: str) -> list[tuple[str, str, list[str]]]:
    """(field of Since, title, what is said under it), without those that nothing is to be said of."""
    run = name or say("since.run")
    told = []
    for what in _TOLD:
        found = getattr(since, what)
        if not found:
            continue
        if what in _ONLY_COUNTED:
            lines = [say_many("since.promises_at", len(found), places=_places(found))]
        elif what in ("slower", "faster"):
            lines = [_pace(one) for one in found]
        else:
            lines = [_finding(same) for same in _alike(found)]
        told.append((what, say(f"since.{what}", run=run), lines))
    return told


def _alike(states: Sequence[CellState]) -> list[list[CellState]]:
    groups: dict[tuple[object, ...], list[CellState]] = {}
    for state in _worst(states):
        groups.setdefault((state.touchpoint, state.fact, state.verdict), []).append(state)
    return list(groups.values())


def _worst(states: Iterable[CellState]) -> list[CellState]:
    order = list(WORDS)
    return sorted(states, key=lambda state: order.index(state.verdict))


def _finding(same: Sequence[CellState]) -> str:
    """`Maria's new card goes to her old home. (the card letter, Card Operations; 2 changes)`"""
    one = same[0]
    place = one_line(place_of(one.touchpoint, one.touchpoint_called), 60)
    if one.group is Group.BROKEN:
        owner = one_line(one.owner, 40) or say("since.nobody_owns_it")
        return _of_many("since.place", same, sentence=one_line(one.sentence, 300), place=place, owner=owner)
    named = {
        "place": capitalised(place),
        "who": one_line(one.persona, 40),
        "fact": one_line(fact_of(one.fact, one.fact_called), 40),
    }
    if one.group is Group.KEPT:
        return _of_many("since.knows_again", same, **named)
    return _of_many("since.not_known", same, **named, group=say(f"group.{one.group.slug}"))


def _of_many(key: str, same: Sequence[CellState], **filled: str) -> str:
    return say_many(f"{key}_of_many", len(same), **filled) if len(same) > 1 else say(key, **filled)


def _pace(one: Paced) -> str:
    state = one.state
    return say(
        "since.pace",
        place=capitalised(one_line(place_of(state.touchpoint, state.touchpoint_called), 60)),
        who=one_line(state.persona, 40),
        fact=one_line(fact_of(state.fact, state.fact_called), 40),
        now=about_s(one.now_s),
        before=about_s(one.before_s),
    )


def _places(states: Sequence[CellState]) -> str:
    places = list(dict.fromkeys(one_line(place_of(one.touchpoint, one.touchpoint_called), 60) for one in states))
    shown = ", ".join(places[:3])
    return say("since.and_more", places=shown, more=len(places) - 3) if len(places) > 3 else shown


def _touchpoint(one: TouchpointSince) -> str:
    place = one_line(one.called.removeprefix("the "), 36)
    return f"  {place:<36} {_in_short(one, _IN_SHORT)}  ({one_line(one.owner, 40) or say('since.nobody_owns_it')})"


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
