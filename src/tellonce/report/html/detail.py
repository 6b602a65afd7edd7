"""One scenario's details, as the app reads them when somebody asks for it. The shape is `ScenarioDetail` in
app/src/payload.ts: what changes here changes there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from tellonce.judge.barriers import judge_hands, judge_reading
from tellonce.model.barrier import Found
from tellonce.model.cell import CellVerdict
from tellonce.model.change import Replaced
from tellonce.model.observation import Evidence
from tellonce.model.verdict import Verdict
from tellonce.report.account import worst_first
from tellonce.report.html.as_written import below_index, written_index
from tellonce.report.html.days import day_on, spoken_time
from tellonce.report.html.difference import by_component, by_word
from tellonce.report.html.exhibits import Exhibits
from tellonce.report.html.marks import Values, values_of
from tellonce.report.html.shown import showing, shown
from tellonce.report.lost import lost
from tellonce.report.scenarios import ChangeAccount, ScenarioAccount
from tellonce.story.barriers import found_line
from tellonce.story.frontier import between, where_it_broke
from tellonce.story.headline import telling_of, watched_for_s
from tellonce.story.looks import said_of, told_looks
from tellonce.story.names import component_called, spelling_of
from tellonce.story.reasons import clock_in, reason_in, remark_in
from tellonce.story.speech import current_speech, say
from tellonce.story.words import Group, group_of, promised

__all__ = ["scenario_detail"]

_MOST_LOOKS, _MOST_LEAPS = 60, 60
_NO_VALUES = Values()
_SEEN_OTHERWISE = (Verdict.PARTIAL, Verdict.GARBLED, Verdict.FLAPPING)
"""Verdicts of which something of the new value arrived; of a text, what is missing from it is worth telling."""
_GARBLED = (Verdict.PARTIAL, Verdict.GARBLED)
"""Verdicts of which the new value may stand there garbled."""
_UNJUDGED, _KEPT = 100, 200
"""Weights of evidence, beside the weights of what broke."""


def scenario_detail(scenario: ScenarioAccount, exhibits: Exhibits) -> dict[str, Any]:
    """All that the page can say of one scenario, as JSON; every text is visible and cut."""
    shown = showing()
    return {
        "message": shown(scenario.message) if scenario.status != "passed" else "",
        "steps": [
            [
                step.keyword.strip(),
                shown(step.text),
                step.status,
                round(step.duration_s, 3),
                step.message and shown(step.message),
                step.line,
                *((below_index(step.below),) if step.below is not None else ()),
            ]
            for step in scenario.steps
        ],
        "customers": [
            {
                "persona": shown(customer.persona),
                "role": shown(customer.role),
                "locale": customer.locale,
                "pronouns": customer.pronouns,
                "constraints": {shown(name): shown(said) for name, said in customer.constraints.items()},
                "prefers": customer.prefers,
                "refuses": customer.refuses,
                "barriers": _barriers(scenario, customer.customer),
            }
            for customer in scenario.customers
        ],
        "changes": [_change(change, scenario) for change in scenario.changes.values()],
        "cells": [
            cell
            for ordinal, change in enumerate(scenario.changes.values(), 1)
            for cell in _Cells(change, ordinal, exhibits).told()
        ],
        "evidence": _evidence(scenario.evidence, exhibits, _KEPT if scenario.status == "passed" else _UNJUDGED),
        **written_index(scenario.started),
    }


def _barriers(scenario: ScenarioAccount, customer: str) -> list[str]:
    if not any(met.customer == customer for met in scenario.met):
        return []
    judged = (judge(scenario.met, customer) for judge in (judge_reading, judge_hands))
    return [shown(_barrier(one)) for judgement in judged for one in (*judgement.stopping, *judgement.told)]


def _barrier(found: Found) -> str:
    page = found.title or found.url
    return say("barrier.on_page", barrier=found_line(found), page=page) if page else found_line(found)


def _change(change: ChangeAccount, scenario: ScenarioAccount) -> dict[str, Any]:
    acknowledged = change.acknowledged
    return {
        "step": shown(change.began.step) if change.began else "",
        "line": change.began.line if change.began else 0,
        "did": change.did,
        "outcome": acknowledged.outcome if acknowledged else "",
        "answer": shown(acknowledged.answer) if acknowledged else "",
        "told": spoken_time(change.told_wall) if change.told_wall else "",
        "told_hers": day_on(change.told_hers, 0),
        "knew": _knew(change.cells),
        "leaps": _leaps(change, scenario),
    }


def _knew(cells: Sequence[CellVerdict]) -> dict[str, dict[str, list[float | None]]]:
    """Fact -> system -> when it knew, from when on it did not again, and when somebody looked last."""
    found: dict[str, dict[str, list[float | None]]] = {}
    for cell in cells:
        for station in cell.way:
            # Touchpoints of one change may show different components: what any of them found is news enough.
            known = found.setdefault(cell.fact, {}).get(station.system)
            if known is None or (known[0] is None and station.knew_s is not None):
                found[cell.fact][station.system] = [station.knew_s, station.lost_s, station.looked_s]
    return found


def _leaps(change: ChangeAccount, scenario: ScenarioAccount) -> list[list[float]]:
    """[from, to] in seconds after she told, on her axis: each time that her clock was advanced since."""
    if change.acknowledged is None:
        return []
    hers = [leap for leap in scenario.leaps if leap.customer == change.acknowledged.customer]
    leapt_s = sum(leap.leap_s for leap in hers if leap.at_s <= change.told_at_s)
    told_s = change.told_at_s + leapt_s
    found = []
    for leap in hers:
        if leap.at_s > change.told_at_s:
            from_s = leap.at_s + leapt_s - told_s
            leapt_s += leap.leap_s
            if math.isfinite(leapt_s) and leap.leap_s > 0:
                found.append([round(from_s, 3), round(from_s + leap.leap_s, 3)])
    return found[:_MOST_LEAPS]


class _Cells:
    """Tells the cells of one change, as `PackedCell` in app/src/payload.ts.

    What says nothing is left out: of a long run nearly all cells are kept and never opened, and what one costs here is
    paid a hundred thousand times.
    """

    def __init__(self, change: ChangeAccount, ordinal: int, exhibits: Exhibits) -> None:
        self._change, self._ordinal, self._exhibits = change, ordinal, exhibits
        self._english = current_speech().language == "en"
        self._shown = showing()
        self._values: dict[str, Values] = {}
        self._garbled: dict[str, Values] = {}
        """By cell: what is shown of it and of its last look is the same, and made once."""

    def told(self) -> list[dict[str, Any]]:
        """All of them, in order."""
        return [self._cell(cell) for cell in self._change.cells]

    def _cell(self, cell: CellVerdict) -> dict[str, Any]:
        kept = group_of(cell.verdict) is Group.KEPT
        shown = self._shown
        detail: dict[str, Any] = {
            "id": cell.id,
            "change": self._ordinal,
            "fact": cell.fact,
            "touchpoint": cell.touchpoint,
            "verdict": str(cell.verdict),
            "who": shown(cell.persona),
            "line": cell.line,
            "old": shown(cell.old),
            "new": shown(cell.new),
            "seen": shown(cell.last_seen),
            "reason": shown(cell.reason),
            "reached_s": cell.reached_after_s,
            "promised_s": cell.promised_within_s,
            "promised": shown(promised(cell)),
            "looks": self._looks(cell),
        }
        if cell.clock:
            detail["clock"] = shown(cell.clock if self._english else clock_in(cell.clock))
        if cell.flags:
            detail["flags"] = cell.flags
        if cell.evidence:
            detail["evidence"] = self._evidence(cell, cell.evidence)
        if len(detail["looks"]) >= _MOST_LOOKS:
            detail["watched_s"] = round(watched_for_s(cell), 3)
        if not self._english:
            reason, language = reason_in(cell.reason)
            detail |= {"reason": shown(reason), "reason_language": language}
        return detail if kept and not cell.broke_how and not cell.broke_between else detail | self._unkept(cell)

    def _unkept(self, cell: CellVerdict) -> dict[str, Any]:
        """What only a cell that is not kept has to say: in which words, where it broke, what differs, what was lost."""
        # In English the app says "between" itself.
        told_by_judge = not cell.broke_how or self._english
        broke, broke_language = (cell.broke_how, "") if told_by_judge else where_it_broke(cell)
        told = telling_of(cell)
        detail: dict[str, Any] = {
            "says": shown(told.says),
            "also": shown(told.also),
            "also_language": told.also_language,
            "broke": [shown(name) for name in between(cell)],
            "broke_how": shown(broke),
            "broke_language": broke_language,
            "broke_kind": cell.broke_kind,
            "broke_places": cell.broke_places or [],
        }
        if group_of(cell.verdict) is Group.KEPT:
            return detail
        replaced = self._replaced(cell.fact)
        detail["expected_pieces"], detail["seen_pieces"] = by_word(shown(cell.new), shown(cell.last_seen))
        detail["components"] = [
            [component_called(one.name), shown(one.old), shown(one.new), shown(one.seen), one.state]
            for one in by_component(replaced, cell.read)
        ]
        if replaced is not None and (cell.read or cell.verdict in _SEEN_OTHERWISE):
            detail["lost"] = [
                shown(loss.said) for loss in lost(replaced.old, replaced.new, read=cell.read, text=cell.last_seen)
            ]
        return detail

    def _looks(self, cell: CellVerdict) -> list[dict[str, Any]]:
        told = list(told_looks(cell))
        if len(told) > _MOST_LOOKS:
            told = [*told[: _MOST_LOOKS // 2], *told[-_MOST_LOOKS // 2 :]]
        t0_s, hers = cell.t0_s, self._change.told_hers
        shown, looks = self._shown, []
        for look, again, until_s in told:
            at_s = look.end_s - t0_s if look.end_s > t0_s else 0.0
            said = said_of(look) if look.sight == "0" else look.said
            packed = {
                "at_s": round(at_s, 3),
                "sight": look.sight,
                "said": shown(said if self._english else remark_in(said)),
            }
            if again:
                packed |= {"again": again, "until_s": round(max(0.0, until_s - t0_s), 3)}
            if look.item:
                packed["item"] = shown(look.item)
            if hers:
                packed["day"] = day_on(hers, at_s)
            if look.evidence:
                packed["evidence"] = self._evidence(cell, look.evidence)
            looks.append(packed)
        return looks

    def _evidence(self, cell: CellVerdict, found: Sequence[Evidence]) -> list[dict[str, Any]]:
        values = self._values.get(cell.fact)
        if values is None:
            values = self._values[cell.fact] = values_of(self._replaced(cell.fact))
        if cell.verdict in _GARBLED:
            values = self._garbled.setdefault(cell.id, values.garbled(*spelling_of(cell)))
        return _evidence(found, self._exhibits, _weight(cell), values)

    def _replaced(self, fact: str) -> Replaced | None:
        acknowledged = self._change.acknowledged
        return acknowledged.facts.get(fact) if acknowledged else None


def _evidence(
    found: Sequence[Evidence], exhibits: Exhibits, weight: int, values: Values = _NO_VALUES
) -> list[dict[str, Any]]:
    if len(found) == 1:
        return [exhibits.of(found[0], weight, values)]
    return exhibits.each(tuple(dict.fromkeys(found)), weight, values)


def _weight(cell: CellVerdict) -> int:
    """Whose pictures go into the page first: the smallest."""
    group = group_of(cell.verdict)
    return worst_first(cell)[0] if group is Group.BROKEN else (_KEPT if group is Group.KEPT else _UNJUDGED)
