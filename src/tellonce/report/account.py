"""A run put in order for its reports: what each scenario, change and cell came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tellonce.judge.effort import effort_of_run
from tellonce.judge.planned import compare_journeys
from tellonce.model.cell import CellVerdict
from tellonce.model.effort import JourneyEffort, LostCustomer
from tellonce.model.events import FeatureDescribed, RunStarted
from tellonce.model.history import History
from tellonce.model.journey import ActualJourney
from tellonce.model.verdict import Outcome, Verdict
from tellonce.report.scenarios import ChangeAccount, RunFrame, ScenarioAccount, gather
from tellonce.story.words import Group, group_of

__all__ = [
    "Account",
    "Break",
    "ChangeAccount",
    "ScenarioAccount",
    "breaks_of",
    "broken_first",
    "take_account",
    "worst_first",
]

_WEIGHT = {verdict: weight for weight, verdict in enumerate(Verdict)}
_HARM = (Verdict.LEAKED, Verdict.WRONG_RECIPIENT, Verdict.CONTAMINATED)
_OUTCOMES = (Outcome.FAILING, Outcome.INCONCLUSIVE, Outcome.PASSING)
_KIND = {verdict: 0 if verdict in _HARM else 1 + _OUTCOMES.index(verdict.outcome) for verdict in Verdict}
_LANES = ("customer", "frontstage", "backstage", "support")


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The same break of several customers: one finding. cells: the worst first, at least one."""

    cells: tuple[CellVerdict, ...]

    @property
    def cell(self) -> CellVerdict:
        """The one to show."""
        return self.cells[0]

    @property
    def personas(self) -> tuple[str, ...]:
        """Whom it hit, each once, in order."""
        return tuple(dict.fromkeys(cell.persona for cell in self.cells))

    @property
    def customers(self) -> int:
        """How many customers it hit."""
        return len({(cell.worker, cell.customer) for cell in self.cells})


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Everything the reports say of a run."""

    run: RunStarted | None
    workers: tuple[str, ...]
    began_wall: str
    ended_wall: str
    took_s: float
    """Of the slowest worker."""
    scenarios: tuple[ScenarioAccount, ...]
    cells: tuple[CellVerdict, ...]
    breaks: tuple[Break, ...]
    """Worst first."""
    troubles: tuple[str, ...]
    """Why the run as a whole is not what it should be: cut off, damaged history, judge failed."""
    counts: dict[Group, int]
    journeys: tuple[ActualJourney, ...] = ()
    """Planned beside actual, in the order in which they began."""
    efforts: tuple[JourneyEffort, ...] = ()
    """What each persona went through in each journey, in that order; empty for an old history."""
    place: str = ""
    """Where the run's folder lies, as a person in the project would type it; empty when nobody said."""
    page: str = ""
    """The address at which people open its page; empty when nobody said."""
    described: tuple[FeatureDescribed, ...] = ()
    """The prose of each feature file that has any."""
    since: tuple[str, ...] = ()
    """What is otherwise than in the run before, one sentence each; empty when nobody compared."""

    @property
    def lost(self) -> tuple[LostCustomer, ...]:
        """Customers who gave up."""
        return tuple(lost for journey in self.efforts for lost in journey.lost)

    @property
    def statuses(self) -> Counter[str]:
        """How many scenarios ended how."""
        return Counter(scenario.status for scenario in self.scenarios)

    @property
    def changes(self) -> tuple[ChangeAccount, ...]:
        """Every change, in order."""
        return tuple(change for scenario in self.scenarios for change in scenario.changes.values())

    @property
    def personas(self) -> tuple[str, ...]:
        """Who took part, each once, in order."""
        return tuple(dict.fromkeys(customer.persona for scenario in self.scenarios for customer in scenario.customers))


def worst_first(cell: CellVerdict) -> tuple[int, bool, int, int]:
    """Sort key: what reached whom it must not, then moments of truth, then the heavier verdict, then the nearer lane.

    The first number is 0 where it reached whom it must not, 1 for other breaks, 2 where nothing is known, 3 if kept.
    """
    lane = _LANES.index(cell.lane) if cell.lane in _LANES else len(_LANES)
    return _KIND[cell.verdict], not cell.moment_of_truth, _WEIGHT[cell.verdict], lane


def broken_first(cells: Sequence[CellVerdict]) -> tuple[int, ...]:
    """Sort key of several cells: broken by their worst, then what could not be judged, then kept. For a stable sort."""
    groups = {group_of(cell.verdict) for cell in cells}
    if Group.BROKEN in groups:
        return 0, *(int(part) for part in min(map(worst_first, cells)))
    return (2,) if groups <= {Group.KEPT} else (1,)


def breaks_of(cells: Sequence[CellVerdict]) -> tuple[Break, ...]:
    """Failing cells by (touchpoint, fact, verdict), worst first."""
    groups: dict[tuple[str, str, Verdict], list[CellVerdict]] = {}
    for cell in sorted(cells, key=worst_first):
        if group_of(cell.verdict) is Group.BROKEN:
            groups.setdefault((cell.touchpoint, cell.fact, cell.verdict), []).append(cell)
    return tuple(Break(cells=tuple(group)) for group in groups.values())


def take_account(history: History, cells: Sequence[CellVerdict], problems: Sequence[str] = ()) -> Account:
    """Put `history` and its judged `cells` in order, in one pass. An empty history is a run in which nothing ran.

    problems: what reading the history met.
    """
    frame = RunFrame()
    by_scenario: dict[str, list[CellVerdict]] = {}
    for cell in cells:
        by_scenario.setdefault(cell.scenario, []).append(cell)
    scenarios = tuple(gather(history.events, lambda scenario: by_scenario.get(scenario, ()), frame))
    counts = Counter(group_of(cell.verdict) for cell in cells)
    return Account(
        run=history.run(),
        workers=tuple(frame.last_s),
        began_wall=frame.began_wall,
        ended_wall=frame.ended_wall,
        took_s=frame.took_s,
        scenarios=scenarios,
        cells=tuple(cells),
        breaks=breaks_of(cells),
        troubles=tuple(dict.fromkeys([*frame.troubles, *problems])),
        counts={group: counts[group] for group in Group},
        journeys=compare_journeys(history, cells),
        efforts=effort_of_run(history),
        described=tuple(frame.described.values()),
    )
