"""A run put in order for its reports: what each scenario, change and cell came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tellonce.judge.effort import effort_of_run
from tellonce.judge.planned import compare_journeys
from tellonce.model.cell import CellVerdict
from tellonce.model.change import Change
from tellonce.model.effort import JourneyEffort, LostCustomer
from tellonce.model.events import (
    ChangeAcknowledged,
    ChangeBegan,
    ConstraintFound,
    CustomerEmbodied,
    CustomerGaveUp,
    EvidenceKept,
    KeyboardUsed,
    PageMet,
    PlaceRead,
    RunFinished,
    RunStarted,
    ScenarioFinished,
    ScenarioStarted,
    StepFinished,
)
from tellonce.model.history import History
from tellonce.model.journey import ActualJourney
from tellonce.model.observation import Evidence, Observation
from tellonce.model.verdict import Verdict
from tellonce.report.calendars import told_on_her_calendar
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
_LANES = ("customer", "frontstage", "backstage", "support")


@dataclass(slots=True, kw_only=True)
class ChangeAccount:
    """One change. acknowledged is None when the company never answered."""

    key: str
    began: ChangeBegan | None = None
    acknowledged: Change | None = None
    told_wall: str = ""
    told_hers: datetime | None = None
    """On her own calendar; None when it is not known to differ from everybody's."""
    cells: list[CellVerdict] = field(default_factory=list)

    @property
    def did(self) -> str:
        """What she did to a fact: a refused or unanswered change is none."""
        return "changed" if self.acknowledged and self.acknowledged.outcome == "accepted" else "tried to change"


@dataclass(slots=True, kw_only=True)
class ScenarioAccount:
    """One attempt at one scenario. Without `finished` it was cut off."""

    started: ScenarioStarted
    finished: ScenarioFinished | None = None
    ended_s: float = 0.0
    steps: list[StepFinished] = field(default_factory=list)
    customers: list[CustomerEmbodied] = field(default_factory=list)
    changes: dict[str, ChangeAccount] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)
    met: list[PageMet | KeyboardUsed] = field(default_factory=list)
    """Pages that its customers met, and what they did with the keyboard; what barriers are judged from."""

    @property
    def id(self) -> str:
        """The scenario's stable id."""
        return self.started.scenario

    @property
    def status(self) -> str:
        """passed, failed, inconclusive, error, skipped, or "cut off" when the run ended in its midst."""
        return self.finished.status if self.finished else "cut off"

    @property
    def message(self) -> str:
        """Why it ended as it did; empty when it passed."""
        return self.finished.message if self.finished else "The run ended before this scenario did."

    @property
    def why(self) -> str:
        """The one line of `message` that tells most: its "because", else the first that is not the scenario's name."""
        lines = [line.strip() for line in self.message.splitlines() if line.strip()]
        because = next((line for line in lines if line.startswith("because ")), "")
        first = next((line for line in lines if line != self.started.name), "")
        return because.removeprefix("because ").strip() or first

    @property
    def took_s(self) -> float:
        """On its worker's monotonic clock."""
        return max(0.0, self.ended_s - self.started.at_s)

    @property
    def cells(self) -> list[CellVerdict]:
        """Its cells, change by change."""
        return [cell for change in self.changes.values() for cell in change.cells]


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
    reads: dict[tuple[str, str], list[Observation]]
    """(change, place) -> looks after the change, in order."""
    counts: dict[Group, int]
    journeys: tuple[ActualJourney, ...] = ()
    """Planned beside actual, in the order in which they began."""
    efforts: tuple[JourneyEffort, ...] = ()
    """What each persona went through in each journey, in that order; empty for an old history."""

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


def worst_first(cell: CellVerdict) -> tuple[int, bool, int]:
    """Sort key: the heavier verdict, then moments of truth, then what is nearer to the customer."""
    lane = _LANES.index(cell.lane) if cell.lane in _LANES else len(_LANES)
    return _WEIGHT[cell.verdict], not cell.moment_of_truth, lane


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
    scenarios: dict[str, ScenarioAccount] = {}
    reads: dict[tuple[str, str], list[Observation]] = {}
    last_s: dict[str, float] = {}
    walls: list[str] = []
    troubles: list[str] = []
    for event in history.events:
        last_s[event.worker] = max(event.at_s, last_s.get(event.worker, 0.0))
        if event.wall:
            walls.append(event.wall)
        if isinstance(event, ScenarioStarted):
            scenarios[event.scenario] = ScenarioAccount(started=event, ended_s=event.at_s)
        elif isinstance(event, RunFinished):
            if event.broken:
                troubles.append(f"This run was cut off: {event.broken}")
        elif not isinstance(event, RunStarted) and event.scenario in scenarios:
            scenario = scenarios[event.scenario]
            scenario.ended_s = max(scenario.ended_s, event.at_s)
            if isinstance(event, PlaceRead):
                if not event.before:
                    reads.setdefault((event.change, event.observation.place), []).append(event.observation)
            else:
                _note(scenario, event)
    places = {scenario.id: scenario for scenario in scenarios.values()}
    for cell in cells:
        scenario_of = places.get(cell.scenario)
        if scenario_of is not None:
            scenario_of.changes.setdefault(cell.change, ChangeAccount(key=cell.change)).cells.append(cell)
    _date(scenarios, history)
    counts = Counter(group_of(cell.verdict) for cell in cells)
    return Account(
        run=history.run(),
        workers=tuple(last_s),
        began_wall=min(walls, default=""),
        ended_wall=max(walls, default=""),
        took_s=max(last_s.values(), default=0.0),
        scenarios=tuple(scenarios.values()),
        cells=tuple(cells),
        breaks=breaks_of(cells),
        troubles=tuple(dict.fromkeys([*troubles, *problems])),
        reads=reads,
        counts={group: counts[group] for group in Group},
        journeys=compare_journeys(history, cells),
        efforts=effort_of_run(history),
    )


def _date(scenarios: dict[str, ScenarioAccount], history: History) -> None:
    for (scenario, change), told in told_on_her_calendar(history).items():
        if scenario in scenarios and change in scenarios[scenario].changes:
            scenarios[scenario].changes[change].told_hers = told


def _note(scenario: ScenarioAccount, event: object) -> None:
    if isinstance(event, StepFinished):
        scenario.steps.append(event)
    elif isinstance(event, CustomerEmbodied):
        scenario.customers.append(event)
    elif isinstance(event, ChangeBegan):
        scenario.changes.setdefault(event.change, ChangeAccount(key=event.change)).began = event
    elif isinstance(event, ChangeAcknowledged):
        change = scenario.changes.setdefault(event.change.key, ChangeAccount(key=event.change.key))
        change.acknowledged, change.told_wall = event.change, event.wall
    elif isinstance(event, ConstraintFound):
        scenario.customers = [_with_constraint(customer, event) for customer in scenario.customers]
    elif isinstance(event, PageMet | KeyboardUsed):
        scenario.met.append(event)
    elif isinstance(event, EvidenceKept):
        scenario.evidence.append(event.evidence)
    elif isinstance(event, CustomerGaveUp):
        scenario.evidence.extend(event.saw)
    elif isinstance(event, ScenarioFinished):
        scenario.finished = event


def _with_constraint(customer: CustomerEmbodied, found: ConstraintFound) -> CustomerEmbodied:
    """What was said of a constraint when she was embodied is replaced by what became of it."""
    if customer.customer != found.customer:
        return customer
    return customer.model_copy(update={"constraints": {**customer.constraints, found.constraint: found.said}})
