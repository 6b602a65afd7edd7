"""Enters a run into the ledger at its end, and says what it is beside the run before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tellonce.ledger.address import LedgerTrouble, address_of
from tellonce.ledger.answers import read_answers
from tellonce.ledger.database import Database
from tellonce.ledger.enter import Entry, enter
from tellonce.ledger.read_back import Since as BrokenSince
from tellonce.ledger.read_back import read_trends
from tellonce.ledger.records import (
    CellState,
    JourneyRecord,
    LostRecord,
    RunRecord,
    ScenarioRecord,
    Scope,
    TouchpointRecord,
    states_of,
)
from tellonce.model.blueprint import Blueprint
from tellonce.model.cell_key import first_attempt, lasting_change
from tellonce.model.errors import UsageProblem
from tellonce.model.verdict import Verdict
from tellonce.report.account import Account, ScenarioAccount
from tellonce.report.html.page import Beside
from tellonce.report.previous import Previous, find_previous
from tellonce.report.since import Since, compare, no_news
from tellonce.report.since_words import since_for_page, since_line, since_sentences
from tellonce.report.trends import RUNS, Trends, trends_as_dict, trends_of
from tellonce.report.trends_words import trends_in_language
from tellonce.story.names import naming
from tellonce.story.speech import speaking
from tellonce.story.words import Group

__all__ = ["Remembered", "entry_of", "remember", "scope_of"]

_WATCH = re.compile(r"watch-.+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """run: its name.  previous: the run before, with the cells that tell something.  since: what differs. Both are
    None without such a run.

    trends: None where there is no ledger.  problem: why the ledger could not be used, one line; "" when it could, or is
    switched off.  ordinals: (scenario, lasting change) -> which change of its scenario it is.
    """

    run: str = ""
    previous: Previous | None = None
    since: Since | None = None
    trends: Trends | None = None
    problem: str = ""
    ordinals: Mapping[tuple[str, str], int] = field(default_factory=dict)
    blueprint: Blueprint | None = None
    """It says what things are called in other languages."""

    @property
    def broken_since(self) -> Mapping[tuple[str, str], BrokenSince]:
        """(touchpoint, fact) -> the first run of its streak of broken, of promises that are broken now."""
        promises = self.trends.promises if self.trends else ()
        return {(one.touchpoint.key, one.fact): one.since for one in promises if one.since is not None}

    def sentences(self, language: str = "en") -> tuple[str, ...]:
        """What changed since the run before, finding by finding; empty for no news."""
        with speaking(language):
            return tuple(since_sentences(self.since)) if self.since else ()

    @property
    def line(self) -> str:
        """The same in one line; empty where there is no run before."""
        return since_line(self.since, self.previous.name) if self.since and self.previous else ""

    def beside(self, language: str = "en") -> Beside:
        """What the page tells beside the run itself."""
        with speaking(language), naming() as names:
            names.learn(self.blueprint)
            told = (
                since_for_page(
                    self.since,
                    self.previous,
                    later=self.run,
                    ordinals=self.ordinals,
                    broken_since=self.broken_since,
                )
                if self.since and self.previous
                else None
            )
            trends = trends_in_language(trends_as_dict(self.trends)) if self.trends else None
        return Beside(trends=trends, since=told)


class _NothingEntered(Exception):
    """There is no ledger to read."""


def remember(
    account: Account,
    folder: Path,
    *,
    project: Path,
    enters: bool = True,
    states: Sequence[CellState] | None = None,
) -> Remembered:
    """Enter the run that lies in `folder`, once or again. Never raises for the ledger: a run must not be lost by it.

    A run without a history is not entered, and a project that has switched its ledger off keeps none. Where nobody
    named a ledger, none is made beside a run that was brought from elsewhere: only where the project has reports/.
    enters: False compares it with the run before, and enters nothing; trends are those of the ledger that is there.
    states: its cells, where they were worked out already.
    """
    if account.run is None:
        return Remembered()
    states = states_of(account.cells) if states is None else states
    problem, trends = "", None
    try:
        address = address_of(project)
        if address is not None and (not address.default or (project / "reports").is_dir()):
            with Database(address) as database:
                if enters:
                    enter(database, entry_of(account, folder.name, states))
                elif not database.exists:
                    raise _NothingEntered
                service = account.run.blueprint.service
                trends = trends_of(read_trends(database, service, runs=RUNS), read_answers(database, service))
    except _NothingEntered:
        pass
    except (LedgerTrouble, UsageProblem) as trouble:
        problem = str(trouble).splitlines()[0]
    except Exception as error:  # a driver may fail in any way, and the reports must be written
        problem = f"the run could not be entered into the ledger: {type(error).__name__}"
    previous = None
    whole = scope_of(account, folder.name) == "whole"
    now = {state.key: state for state in states}
    same: set[str] = set()

    def tells_nothing(key: str, verdict: Verdict, reached_after_s: float | None, promised_within_s: float) -> bool:
        if key not in now:
            return not whole
        if no_news(verdict, reached_after_s, promised_within_s, now[key]):
            same.add(key)
        return key in same

    try:
        previous = find_previous(
            folder,
            project=project,
            service=account.run.blueprint.service,
            began=account.began_wall,
            ledger=not problem,
            leave_out=tells_nothing,
        )
    except Exception as error:  # likewise: an earlier run may be damaged
        problem = problem or f"the run before could not be read: {type(error).__name__}"
    changed = [state for state in states if state.key not in same]
    return Remembered(
        run=folder.name,
        blueprint=account.run.blueprint,
        previous=previous,
        since=compare(previous.cells, changed, whole=whole) if previous else None,
        trends=trends,
        problem=problem,
        ordinals={
            (scenario.id, lasting_change(change)): nth
            for scenario in account.scenarios
            for nth, change in enumerate(scenario.changes, 1)
        },
    )


def scope_of(account: Account, name: str) -> Scope:
    """Whether a run can stand for the whole project.

    It cannot when flags left something out, when it was cut off, when fewer scenarios ended than were to run, or when
    nothing ended. A history that says nothing of flags, as older ones do, is taken to be whole.
    """
    if _WATCH.fullmatch(name):
        return "watch"
    run = account.run
    known = {scenario.id for scenario in account.scenarios}
    ended = {first_attempt(scenario.id, known) for scenario in account.scenarios if scenario.finished is not None}
    less = run is None or bool(run.only) or (run.chosen is not None and len(ended) < run.chosen)
    cut = bool(account.troubles) or any(scenario.finished is None for scenario in account.scenarios)
    return "part" if less or cut or not ended else "whole"


def entry_of(account: Account, name: str, states: Sequence[CellState] | None = None) -> Entry:
    """What the ledger keeps of a run. states: its cells, where they were worked out already."""
    cells = states_of(account.cells) if states is None else states
    counts = Counter(state.group for state in cells)
    scenarios = _scenarios(account.scenarios)
    run = account.run
    statuses: dict[str, int] = {}
    for one in scenarios:
        statuses[one.status] = statuses.get(one.status, 0) + 1
    return Entry(
        run=RunRecord(
            name=name,
            service=run.blueprint.service if run else "",
            began=account.began_wall,
            ended=account.ended_wall,
            version=run.version if run else "",
            seed=run.seed if run else "",
            scope=scope_of(account, name),
            only=tuple((run.only if run else None) or ()),
            kept=counts[Group.KEPT],
            broken=counts[Group.BROKEN],
            waiting=counts[Group.WAITING],
            not_seen=counts[Group.NOT_SEEN],
            statuses=statuses,
            lost=len(account.lost),
            retried=sum(1 for one in scenarios if one.attempts > 1),
        ),
        cells=cells,
        scenarios=scenarios,
        touchpoints=_touchpoints(account, cells),
        journeys=tuple(_journeys(account)),
        lost=tuple(
            LostRecord(
                run=name,
                journey=one.journey,
                scenario_name=one.scenario_name,
                persona=one.persona,
                wanted=", ".join(one.wanted),
                after_s=one.after_s,
                patience_s=one.patience_s,
                doing=one.doing,
            )
            for one in account.lost
        ),
    )


def _scenarios(scenarios: Sequence[ScenarioAccount]) -> tuple[ScenarioRecord, ...]:
    known = {scenario.id for scenario in scenarios}
    attempts: dict[str, list[ScenarioAccount]] = {}
    for scenario in scenarios:
        attempts.setdefault(first_attempt(scenario.id, known), []).append(scenario)
    return tuple(
        ScenarioRecord(
            id=name,
            name=several[0].started.name,
            journey=several[0].started.journey,
            feature=several[0].started.feature,
            status=several[0].status,
            last=several[-1].status,
            attempts=len(several),
            took_s=several[0].took_s,
        )
        for name, several in attempts.items()
    )


def _touchpoints(account: Account, cells: Sequence[CellState]) -> tuple[TouchpointRecord, ...]:
    """Those of the blueprint; of cells that it no longer has, as the cells call them."""
    found = {
        one.touchpoint: TouchpointRecord(
            key=one.touchpoint, called=one.touchpoint_called, owner=one.owner, lane=one.lane
        )
        for one in cells
    }
    if account.run is not None:
        for key, touchpoint in account.run.blueprint.touchpoints.items():
            found[key] = TouchpointRecord(
                key=key,
                called=touchpoint.called,
                owner=touchpoint.owner,
                lane=touchpoint.lane,
                channel=touchpoint.channel,
                moment_of_truth=touchpoint.moment_of_truth,
            )
    return tuple(found.values())


def _journeys(account: Account) -> list[JourneyRecord]:
    return [
        JourneyRecord(
            run="",
            journey=one.journey,
            feature=one.feature,
            persona=one.persona,
            scenarios=len(one.scenarios),
            contacts=one.effort.contacts,
            switches=one.effort.switches,
            repeated=one.effort.repeated,
            transfers=one.effort.transfers,
            pages=one.effort.pages,
            fields=one.effort.fields,
            interactions=one.effort.interactions,
            waited_s=one.effort.waited_s,
            longest_wait_s=one.effort.longest_wait_s,
            lost=len(one.lost),
        )
        for one in account.efforts
    ]
