"""One scenario's details, as the app reads them when somebody asks for it. The shape is `ScenarioDetail` in
app/src/payload.ts: what changes here changes there."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from tellonce.judge.barriers import judge_hands, judge_reading
from tellonce.model.barrier import Found
from tellonce.model.cell import CellVerdict
from tellonce.model.observation import Evidence
from tellonce.model.verdict import Verdict
from tellonce.report.account import worst_first
from tellonce.report.html.days import day_on, spoken_time
from tellonce.report.html.difference import by_component, by_word
from tellonce.report.html.exhibits import Exhibits, shown
from tellonce.report.html.marks import Values, values_of
from tellonce.report.lost import lost
from tellonce.report.scenarios import ChangeAccount, ScenarioAccount
from tellonce.story.barriers import found_line
from tellonce.story.frontier import between, where_it_broke
from tellonce.story.headline import telling_of, watched_for_s
from tellonce.story.looks import said_of, telling_looks
from tellonce.story.names import component_called
from tellonce.story.reasons import clock_in, reason_in, remark_in
from tellonce.story.speech import current_speech, say
from tellonce.story.words import Group, group_of, promised

__all__ = ["scenario_detail", "shown"]

_MOST_LOOKS, _MOST_LEAPS = 60, 60
_NO_VALUES = Values()
_SEEN_OTHERWISE = (Verdict.PARTIAL, Verdict.GARBLED, Verdict.FLAPPING)
"""Verdicts of which something of the new value arrived; of a text, what is missing from it is worth telling."""
_UNJUDGED, _KEPT = 100, 200
"""Weights of evidence, beside the weights of what broke."""


def scenario_detail(scenario: ScenarioAccount, exhibits: Exhibits) -> dict[str, Any]:
    """All that the page can say of one scenario, as JSON; every text is visible and cut."""
    return {
        "message": shown(scenario.message) if scenario.status != "passed" else "",
        "steps": [
            [
                step.keyword.strip(),
                shown(step.text),
                step.status,
                round(step.duration_s, 3),
                shown(step.message),
                step.line,
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
            for cell in _cells(change, ordinal, exhibits)
        ],
        "evidence": _evidence(scenario.evidence, exhibits, _KEPT if scenario.status == "passed" else _UNJUDGED),
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


def _cells(change: ChangeAccount, ordinal: int, exhibits: Exhibits) -> list[dict[str, Any]]:
    values_by_fact: dict[str, Values] = {}

    def values_in(fact: str) -> Values:
        values = values_by_fact.get(fact)
        if values is None:
            replaced = change.acknowledged.facts.get(fact) if change.acknowledged else None
            values = values_by_fact[fact] = values_of(replaced)
        return values

    return [_cell(cell, ordinal, change, exhibits, values_in) for cell in change.cells]


def _cell(
    cell: CellVerdict, ordinal: int, change: ChangeAccount, exhibits: Exhibits, values_in: Callable[[str], Values]
) -> dict[str, Any]:
    """One cell as JSON: `PackedCell` in app/src/payload.ts. What says nothing is left out, for most cells are kept and
    nobody opens them: what this costs is paid a hundred thousand times for a long run."""
    kept = group_of(cell.verdict) is Group.KEPT
    detail: dict[str, Any] = {
        "id": cell.id,
        "change": ordinal,
        "fact": cell.fact,
        "touchpoint": cell.touchpoint,
        "verdict": cell.verdict.value,
        "who": shown(cell.persona),
        "line": cell.line,
        "old": shown(cell.old),
        "new": shown(cell.new),
        "seen": shown(cell.last_seen),
        "reason": shown(cell.reason),
        "reached_s": cell.reached_after_s,
        "promised_s": cell.promised_within_s,
        "promised": shown(promised(cell)),
        "looks": _looks(cell, change, exhibits, values_in),
    }
    if cell.clock:
        detail["clock"] = shown(clock_in(cell.clock))
    if cell.flags:
        detail["flags"] = cell.flags
    if cell.evidence:
        detail["evidence"] = _evidence(cell.evidence, exhibits, _weight(cell), values_in(cell.fact))
    if len(detail["looks"]) >= _MOST_LOOKS:
        detail["watched_s"] = round(watched_for_s(cell), 3)
    if current_speech().language != "en":
        reason, language = reason_in(cell.reason)
        detail |= {"reason": shown(reason), "reason_language": language}
    return detail if kept and not cell.broke_how and not cell.broke_between else detail | _unkept(cell, change)


def _unkept(cell: CellVerdict, change: ChangeAccount) -> dict[str, Any]:
    """What only a cell that is not kept has to say: in which words, where it broke, what differs and what was lost."""
    # In English the app says "between" itself.
    told_by_judge = not cell.broke_how or current_speech().language == "en"
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
    replaced = change.acknowledged.facts.get(cell.fact) if change.acknowledged else None
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


def _looks(
    cell: CellVerdict, change: ChangeAccount, exhibits: Exhibits, values_in: Callable[[str], Values]
) -> list[dict[str, Any]]:
    told = telling_looks(cell)
    if len(told) > _MOST_LOOKS:
        told = (*told[: _MOST_LOOKS // 2], *told[-_MOST_LOOKS // 2 :])
    t0_s, hers, english = cell.t0_s, change.told_hers, current_speech().language == "en"
    looks = []
    for look, again, until_s in told:
        at_s = max(0.0, look.end_s - t0_s)
        said = said_of(look) if look.sight == "0" else look.said
        packed = {
            "at_s": round(at_s, 3),
            "sight": look.sight,
            "said": shown(said if english else remark_in(said)),
        }
        if again:
            packed |= {"again": again, "until_s": round(max(0.0, until_s - t0_s), 3)}
        if look.item:
            packed["item"] = shown(look.item)
        if hers:
            packed["day"] = day_on(hers, at_s)
        if look.evidence:
            packed["evidence"] = _evidence(look.evidence, exhibits, _weight(cell), values_in(cell.fact))
        looks.append(packed)
    return looks


def _evidence(
    found: Sequence[Evidence], exhibits: Exhibits, weight: int, values: Values = _NO_VALUES
) -> list[dict[str, Any]]:
    if len(found) == 1:
        return [exhibits.of(found[0], weight, values)]
    return [exhibits.of(evidence, weight, values) for evidence in dict.fromkeys(found)]


def _weight(cell: CellVerdict) -> int:
    """Whose pictures go into the page first: the smallest."""
    group = group_of(cell.verdict)
    return worst_first(cell)[0] if group is Group.BROKEN else (_KEPT if group is Group.KEPT else _UNJUDGED)
