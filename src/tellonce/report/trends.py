"""How promises, journeys and customers fare over runs. Pure, over what the ledger gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tellonce.ledger.answers import AnswerRecord
from tellonce.ledger.quantiles import QUANTILE_METHOD
from tellonce.ledger.read_back import FLIPS_OVER, Since, TrendRecords
from tellonce.ledger.records import CellState, Flips, JourneyRecord, PromiseRecord, Retried, RunRecord, TouchpointRecord
from tellonce.report.html.anchors import state_route
from tellonce.report.satisfaction import Figure, Figures, Slice, figures_of
from tellonce.story.visible import one_line
from tellonce.story.words import Group

__all__ = [
    "FLAKY_NUMBERS",
    "FLAKY_RULE",
    "RUNS",
    "EffortTrend",
    "Flaky",
    "Point",
    "PromiseTrend",
    "Trends",
    "flips",
    "is_flaky",
    "trends_as_dict",
    "trends_of",
]

RUNS = 30
"""So many whole runs make a trend, where nobody asks for another number."""
_LEAST_FLIPS = 2
_SHORT_STAY = 3
_STAYS = 5
FLAKY_NUMBERS = {"over": FLIPS_OVER, "flips": _LEAST_FLIPS, "stay": _SHORT_STAY, "stays": _STAYS}
FLAKY_RULE = (
    f"a cell is flaky when, over the last {FLIPS_OVER} whole runs that judged it, it went between kept and broken at "
    f"least {_LEAST_FLIPS} times, one of the stays in between was shorter than {_SHORT_STAY} runs, and it has been as "
    f"it is now for fewer than {_STAYS}"
)
_MOST_PROMISES = 300
_MOST_EFFORTS = 100
_MOST_FLAKY = 50
_MOST_LOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A promise in one run. run: its index in Trends.runs.  of: cells judged, kept or broken.  unknown: not seen or
    still waiting, which are in no rate.  median_s, p95_s: time to reach, of the cells that were; None for none."""

    run: int
    kept: int
    of: int
    unknown: int
    median_s: float | None
    p95_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseTrend:
    """One touchpoint and fact, or the touchpoint with all its facts, where fact is "".

    points: the oldest first; a run that has no cell of it has no point.  since: the first run of the streak of broken
    that lasts until now, None when it was kept when it was last judged.  flaky: how many of its cells are.
    """

    touchpoint: TouchpointRecord
    fact: str
    fact_called: str
    points: tuple[Point, ...]
    since: Since | None
    flaky: int

    @property
    def rate(self) -> float | None:
        """Kept of all that was judged in these runs, from 0 to 1; None where nothing was."""
        of = sum(point.of for point in self.points)
        return sum(point.kept for point in self.points) / of if of else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaky:
    """A cell that comes and goes. groups: run index -> kept or broken; runs that did not judge it are left out."""

    state: CellState
    groups: Mapping[int, Group]


@dataclass(frozen=True, slots=True, kw_only=True)
class EffortTrend:
    """What one persona goes through in one journey. points: run index -> what it was, the oldest first."""

    journey: str
    feature: str
    persona: str
    points: Mapping[int, JourneyRecord]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trends:
    """runs: whole ones, the oldest first. touchpoints, promises: what is broken now first, then the lowest rate.

    flaky: cells.  retried: scenarios that were tried again, and ended otherwise than at first, are flaky too.
    """

    service: str
    runs: tuple[RunRecord, ...]
    touchpoints: tuple[PromiseTrend, ...]
    promises: tuple[PromiseTrend, ...]
    effort: tuple[EffortTrend, ...]
    flaky: tuple[Flaky, ...]
    retried: tuple[Retried, ...]
    lost: tuple[Any, ...]
    figures: Figures

    def since(self, touchpoint: str, fact: str = "") -> Since | None:
        """Since when a promise is broken; None where it is not."""
        of = self.promises if fact else self.touchpoints
        return next((one.since for one in of if (one.touchpoint.key, one.fact) == (touchpoint, fact)), None)


def flips(groups: Iterable[Group]) -> int:
    """How often a cell went from kept to broken or back; runs in which it was not judged are passed over."""
    return max(0, len(_stays(groups)) - 1)


def is_flaky(groups: Iterable[Group]) -> bool:
    """See FLAKY_RULE. groups: of the last whole runs, the oldest first; only the last FLIPS_OVER judged ones count.

    A break that lasted and was mended is none: kept, broken in three runs or more, kept.
    """
    stays = _stays(groups)
    between = stays[1:-1]
    return len(stays) > _LEAST_FLIPS and min(between) < _SHORT_STAY and stays[-1] < _STAYS


def _stays(groups: Iterable[Group]) -> list[int]:
    """How many runs it stayed as it was, each time."""
    judged = [group for group in groups if group in (Group.KEPT, Group.BROKEN)][-FLIPS_OVER:]
    return [len(list(same)) for _, same in groupby(judged)]


def trends_of(records: TrendRecords, answers: Iterable[AnswerRecord] = ()) -> Trends:
    """Work out the trends. Empty records give empty trends, and no figure that was not measured."""
    index = {run.name: nth for nth, run in enumerate(records.runs)}
    flaky = tuple(
        Flaky(state=found.state, groups=_judged(found, index))
        for found in sorted(records.flips, key=lambda one: -flips(one.groups.values()))
        if is_flaky(found.groups.values())
    )
    by_place: dict[tuple[str, str], list[PromiseRecord]] = defaultdict(list)
    for record in records.promises:
        by_place[record.touchpoint, record.fact].append(record)
    trends = sorted((_promise(records, index, flaky, several) for several in by_place.values()), key=_worst)
    return Trends(
        service=records.service,
        runs=tuple(records.runs),
        touchpoints=tuple(one for one in trends if not one.fact),
        promises=tuple(one for one in trends if one.fact),
        effort=_efforts(records, index),
        flaky=flaky,
        retried=tuple(records.retried),
        lost=tuple(records.lost),
        figures=figures_of(answers),
    )


def _judged(found: Flips, index: Mapping[str, int]) -> dict[int, Group]:
    return {
        index[run]: group for run, group in found.groups.items() if group in (Group.KEPT, Group.BROKEN) and run in index
    }


def _promise(
    records: TrendRecords, index: Mapping[str, int], flaky: Sequence[Flaky], several: Sequence[PromiseRecord]
) -> PromiseTrend:
    some = several[0]
    place = some.touchpoint, some.fact
    known = records.touchpoints.get(some.touchpoint)
    points = [
        Point(
            run=index[one.run],
            kept=one.kept,
            of=one.kept + one.broken,
            unknown=one.waiting + one.not_seen,
            median_s=one.median_s,
            p95_s=one.p95_s,
        )
        for one in several
    ]
    return PromiseTrend(
        touchpoint=known or TouchpointRecord(key=some.touchpoint, called=some.touchpoint, owner="", lane=""),
        fact=some.fact,
        fact_called=some.fact_called if some.fact else "",
        points=tuple(sorted(points, key=lambda point: point.run)),
        since=records.since.get(place),
        flaky=sum(1 for one in flaky if one.state.touchpoint == some.touchpoint and some.fact in ("", one.state.fact)),
    )


def _worst(trend: PromiseTrend) -> tuple[bool, float, int, str, str]:
    rate = trend.rate
    return trend.since is None, 2.0 if rate is None else rate, -trend.flaky, trend.touchpoint.called, trend.fact


def _efforts(records: TrendRecords, index: Mapping[str, int]) -> tuple[EffortTrend, ...]:
    groups: dict[tuple[str, str], list[JourneyRecord]] = defaultdict(list)
    for one in records.journeys:
        groups[one.journey, one.persona].append(one)
    return tuple(
        EffortTrend(
            journey=journey,
            feature=several[-1].feature,
            persona=persona,
            points={index[one.run]: one for one in sorted(several, key=lambda one: index[one.run])},
        )
        for (journey, persona), several in groups.items()
    )


# as data -------------------------------------------------------------------------------------------------------------


def trends_as_dict(trends: Trends) -> dict[str, Any]:
    """JSON-ready and small: what a page embeds as `trends`, and `tellonce trends --format json` prints.

    format: 1; raised when a key changes its meaning or goes.
    service; quantiles, flaky_rule: how, in words.
    runs: [{name, at, kept, broken, waiting, not_seen, scenarios, statuses, lost, retried, contacts, pages, fields,
        waited_s}], the oldest first; `at` is ISO 8601. An index below is a place in this list.
    touchpoints: [{key, called, owner, lane, moment_of_truth, points, rate, since, flaky}], all of them.
    promises: the same with {fact, fact_called}, at most 300.
        points: [[run index, kept, of, median_s, p95_s, unknown]]; of = kept + broken; unknown = waiting + not seen.
        rate: 0 to 1 or null.  since: {run, at} or null.  flaky: how many cells.
    flaky: [{key, route, touchpoint, fact, persona, scenario, journey, points: [[run index, "kept" | "broken"]]}], at
        most 50; route is the cell's page in the report of any run.
    retried: [{run, scenario, name, journey, attempts, first, last}], at most 50, the newest first.
    effort: [{journey, feature, persona, points}], at most 100;
        points: [[run index, scenarios, contacts, pages, fields, waited_s, switches, repeated, transfers, lost]].
    lost: [{run, journey, scenario, persona, wanted, doing, after_s, patience_s}], at most 50, the newest first.
    answers: {nps, ces, csat, first_contact, resolution}, null without an imported answer, else {value, of, method,
        parts, left_out, p95_s, months: [[month, value, of]], touchpoints: [[key, value, of]], journeys: likewise}.
    """
    index = {run.name: nth for nth, run in enumerate(trends.runs)}
    return {
        "format": 1,
        "service": trends.service,
        "quantiles": QUANTILE_METHOD,
        "flaky_rule": FLAKY_RULE,
        "runs": [_run(run, trends.effort, nth) for nth, run in enumerate(trends.runs)],
        "touchpoints": [_place(one) for one in trends.touchpoints],
        "promises": [
            {**_place(one), "fact": one.fact, "fact_called": _text(one.fact_called)}
            for one in trends.promises[:_MOST_PROMISES]
        ],
        "flaky": [_flaky(one) for one in trends.flaky[:_MOST_FLAKY]],
        "retried": [
            {
                "run": one.run,
                "scenario": one.scenario,
                "name": _text(one.name),
                "journey": one.journey,
                "attempts": one.attempts,
                "first": one.status,
                "last": one.last,
            }
            for one in sorted(trends.retried, key=lambda one: -index.get(one.run, 0))[:_MOST_FLAKY]
        ],
        "effort": [_effort(one) for one in trends.effort[:_MOST_EFFORTS]],
        "lost": [
            {
                "run": one.run,
                "journey": one.journey,
                "scenario": _text(one.scenario_name),
                "persona": _text(one.persona),
                "wanted": _text(one.wanted),
                "doing": _text(one.doing),
                "after_s": one.after_s,
                "patience_s": one.patience_s,
            }
            for one in sorted(trends.lost, key=lambda one: -index.get(one.run, 0))[:_MOST_LOST]
        ],
        "answers": {
            name: _figure(getattr(trends.figures, name))
            for name in ("nps", "ces", "csat", "first_contact", "resolution")
        },
    }


def _run(run: RunRecord, efforts: Sequence[EffortTrend], nth: int) -> dict[str, Any]:
    here = [effort.points[nth] for effort in efforts if nth in effort.points]
    return {
        "name": _text(run.name),
        "at": run.began,
        "kept": run.kept,
        "broken": run.broken,
        "waiting": run.waiting,
        "not_seen": run.not_seen,
        "scenarios": sum(run.statuses.values()),
        "statuses": dict(run.statuses),
        "lost": run.lost,
        "retried": run.retried,
        "contacts": sum(one.contacts for one in here),
        "pages": sum(one.pages for one in here),
        "fields": sum(one.fields for one in here),
        "waited_s": round(sum(one.waited_s for one in here), 1),
    }


def _place(one: PromiseTrend) -> dict[str, Any]:
    return {
        "key": one.touchpoint.key,
        "called": _text(one.touchpoint.called),
        "owner": _text(one.touchpoint.owner),
        "lane": one.touchpoint.lane,
        "moment_of_truth": one.touchpoint.moment_of_truth,
        "points": [
            [point.run, point.kept, point.of, _short(point.median_s), _short(point.p95_s), point.unknown]
            for point in one.points
        ],
        "rate": None if one.rate is None else round(one.rate, 4),
        "since": {"run": _text(one.since.run), "at": one.since.began} if one.since else None,
        "flaky": one.flaky,
    }


def _flaky(one: Flaky) -> dict[str, Any]:
    state = one.state
    return {
        "key": state.key,
        "route": state_route(state.scenario, state.change, state.fact, state.touchpoint),
        "touchpoint": state.touchpoint,
        "fact": state.fact,
        "persona": _text(state.persona),
        "scenario": _text(state.scenario_name),
        "journey": state.journey,
        "points": [[run, group.value] for run, group in one.groups.items()],
    }


def _effort(one: EffortTrend) -> dict[str, Any]:
    return {
        "journey": one.journey,
        "feature": _text(one.feature),
        "persona": _text(one.persona),
        "points": [
            [
                run,
                at.scenarios,
                at.contacts,
                at.pages,
                at.fields,
                round(at.waited_s, 1),
                at.switches,
                at.repeated,
                at.transfers,
                at.lost,
            ]
            for run, at in one.points.items()
        ],
    }


def _figure(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {
        "value": round(figure.value, 4),
        "of": figure.of,
        "method": figure.method,
        "parts": dict(figure.parts),
        "left_out": dict(figure.left_out),
        "p95_s": _short(figure.p95_s),
        "months": _slices(figure.months),
        "touchpoints": _slices(figure.touchpoints),
        "journeys": _slices(figure.journeys),
    }


def _slices(slices: Sequence[Slice]) -> list[list[Any]]:
    return [[one.key, round(one.value, 4), one.of] for one in slices]


def _text(said: str) -> str:
    """One line, with what hides made visible: names come from files, and what she waited for from a page."""
    return one_line(said, 200)


def _short(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)
