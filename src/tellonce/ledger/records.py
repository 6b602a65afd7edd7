"""What the ledger keeps of a run: values, as they are entered and as they are read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from tellonce.model.cell import CellVerdict
from tellonce.model.cell_key import cell_key, first_attempt
from tellonce.model.verdict import Verdict, worst
from tellonce.story.headline import happens_to_her
from tellonce.story.names import fact_of, place_of
from tellonce.story.speech import say
from tellonce.story.words import WORDS, Group, capitalised, group_of

__all__ = [
    "CellState",
    "Flips",
    "JourneyRecord",
    "LostRecord",
    "PromiseRecord",
    "Retried",
    "RunRecord",
    "ScenarioRecord",
    "Scope",
    "TouchpointRecord",
    "first_states",
    "state_of",
    "states_of",
]

_GROUPS = {verdict: group_of(verdict) for verdict in Verdict}
Scope = Literal["whole", "part", "watch"]
"""whole: every journey of the project.  part: flags left something out, or it was cut off.  watch: made on a save."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """One run. Its name and service say which; began: ISO 8601, "" where nobody wrote it down.

    kept, broken, waiting, not_seen: promises, each cell once.  statuses: how many scenarios' first attempts ended how.
    retried: scenarios that had more than one attempt.  only: what was left out, as flags.
    """

    name: str
    service: str
    began: str
    ended: str = ""
    version: str = ""
    seed: str = ""
    scope: Scope = "whole"
    only: tuple[str, ...] = ()
    kept: int = 0
    broken: int = 0
    waiting: int = 0
    not_seen: int = 0
    statuses: Mapping[str, int]
    lost: int = 0
    retried: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioRecord:
    """One scenario of a run. status: of its first attempt; last: of its last one."""

    id: str
    name: str
    journey: str
    feature: str
    status: str
    last: str
    attempts: int = 1
    took_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchpointRecord:
    """A touchpoint as the newest run's blueprint has it."""

    key: str
    called: str
    owner: str
    lane: str
    channel: str = ""
    moment_of_truth: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CellState:
    """What one cell came to in one run: enough to compare runs.

    key: see model/cell_key.py.  id: what `tellonce explain` takes, of that run.  cell: the whole verdict, where the
    run's own files were read; None from the ledger.
    """

    key: str
    id: str
    verdict: Verdict
    reached_after_s: float | None
    promised_within_s: float
    scenario: str
    scenario_name: str
    journey: str
    persona: str
    change: str
    fact: str
    fact_called: str
    touchpoint: str
    touchpoint_called: str
    owner: str
    lane: str = ""
    cell: CellVerdict | None = None

    @property
    def group(self) -> Group:
        """Kept, broken, still waiting or not seen."""
        return _GROUPS[self.verdict]

    @property
    def sentence(self) -> str:
        """What she lives through; where only the ledger knows of it: where, which fact, the verdict's short word."""
        if self.cell is not None:
            return happens_to_her(self.cell)
        place, fact = place_of(self.touchpoint, self.touchpoint_called), fact_of(self.fact, self.fact_called)
        said = say("since.told_shortly", place=place, who=self.persona, fact=fact, verdict=WORDS[self.verdict].short)
        return capitalised(said)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRecord:
    """One promise in one run: a touchpoint and a fact, or the whole touchpoint where fact is "".

    median_s, p95_s: of the times to reach, of its cells that ever showed the new value, by nearest rank; None for none.
    """

    run: str
    touchpoint: str
    fact: str
    fact_called: str = ""
    kept: int
    broken: int
    waiting: int
    not_seen: int
    median_s: float | None
    p95_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyRecord:
    """What one persona went through in one journey of one run; the words are those of docs/reference/effort.md."""

    run: str
    journey: str
    feature: str
    persona: str
    scenarios: int
    contacts: int
    switches: int
    repeated: int
    transfers: int
    pages: int
    fields: int
    interactions: int
    waited_s: float
    longest_wait_s: float
    lost: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LostRecord:
    """A customer who gave up. wanted: what she wanted to tell.  doing: what she waited for."""

    run: str
    journey: str
    scenario_name: str
    persona: str
    wanted: str
    after_s: float
    patience_s: float
    doing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flips:
    """A cell that was kept and broken in the same span of runs. groups: run name -> group, oldest first."""

    state: CellState
    groups: Mapping[str, Group]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retried:
    """A scenario that had more than one attempt in a run."""

    run: str
    scenario: str
    name: str
    journey: str
    attempts: int
    status: str
    last: str


def states_of(cells: Iterable[CellVerdict]) -> tuple[CellState, ...]:
    """The cells of a run by their lasting keys, in order. Of a scenario that was tried again the first attempt counts.

    Two cells of one key (an example row that stands twice in a file) are one: the worse.
    """
    return first_states(map(state_of, cells))


def first_states(every: Iterable[CellState]) -> tuple[CellState, ...]:
    """The same of states that are there already, of all attempts."""
    listed = list(every)
    known = {state.scenario for state in listed}
    first = {scenario for scenario in known if first_attempt(scenario, known) == scenario}
    states: dict[str, CellState] = {}
    for state in (state for state in listed if state.scenario in first):
        other = states.get(state.key)
        if other is None or worst((other.verdict, state.verdict)) is not other.verdict:
            states[state.key] = state
    return tuple(states.values())


def state_of(cell: CellVerdict) -> CellState:
    """What one cell came to."""
    return CellState(
        key=cell_key(cell.scenario, cell.change, cell.fact, cell.touchpoint),
        id=cell.id,
        verdict=cell.verdict,
        reached_after_s=cell.reached_after_s,
        promised_within_s=cell.promised_within_s,
        scenario=cell.scenario,
        scenario_name=cell.scenario_name,
        journey=cell.journey,
        persona=cell.persona,
        change=cell.change,
        fact=cell.fact,
        fact_called=cell.fact_called,
        touchpoint=cell.touchpoint,
        touchpoint_called=cell.touchpoint_called,
        owner=cell.owner,
        lane=cell.lane,
        cell=cell,
    )
