"""Cells: what the judge says of one (change, fact, touchpoint)."""

from __future__ import annotations

from tellonce.model.base import Frozen
from tellonce.model.observation import Evidence
from tellonce.model.verdict import Verdict

__all__ = ["CellVerdict", "Look", "Station"]


class Look(Frozen):
    """One judged observation, for timelines: when, what class, in words."""

    start_s: float
    end_s: float
    sight: str
    """The class letter of verdicts.md: E L W F N O 0 M G."""
    said: str
    """What was read, shortened, and why it was taken for that class."""
    item: str = ""
    evidence: tuple[Evidence, ...] = ()


class Station(Frozen):
    """What an observed system on the way to a touchpoint held, in seconds from t0."""

    system: str
    knew_s: float | None = None
    """The end of the first look that found the news; None when none did."""
    lost_s: float | None = None
    """From when on it was gone again for good; None when it never was."""
    looked_s: float
    """The end of the last look that told anything."""


class CellVerdict(Frozen):
    """One line of verdicts.ndjson. Times are seconds on the customer's promise axis unless a name says otherwise."""

    id: str
    """Short and stable for the run: what `tellonce explain` takes."""
    run: str
    worker: str
    scenario: str
    scenario_name: str
    journey: str
    line: int
    persona: str
    customer: str
    change: str
    fact: str
    fact_called: str
    touchpoint: str
    touchpoint_called: str
    channel: str
    owner: str
    lane: str
    stage: str
    kind: str
    moment_of_truth: bool
    verdict: Verdict
    flags: tuple[str, ...] = ()
    split: bool = False
    """The cells of this change disagree after their deadlines."""
    old: str
    new: str
    """Both values on one line, as people read them."""
    last_seen: str
    """What the last conclusive look read, or why nothing could be seen."""
    read: dict[str, str] = {}
    """Of a failing cell: the components that the last structured look read; empty when none was, or in older files."""
    t0_s: float
    promised_within_s: float
    promised: str = ""
    """The same as a person says it: "2 days", "2 business days, by Thu 21 May 2026, 24:00 Europe/Berlin"."""
    reached_after_s: float | None
    """From t0 to the first look that saw the new value; None when it never did."""
    broke_between: tuple[str, str] | None = None
    """Names of (last place that knew, first that did not); None when nothing broke or nothing can be said."""
    broke_how: str = ""
    """In words, with times: "customer master (knew at 0.3 s) and card system (never knew)"."""
    broke_kind: str = ""
    """How, where something was seen that tells: "not sent", "rejected", "overwritten", "older copy"."""
    broke_places: tuple[str, str] | None = None
    """Keys of the two in `broke_between`: systems; "" for the company's answer above them all, and for the touchpoint
    itself below. None in older files."""
    way: tuple[Station, ...] = ()
    """The systems on the way that were looked into, from the one that feeds the touchpoint upwards; empty in older
    files."""
    consequence: str = ""
    """What the customer lives through, one sentence; empty for a passing cell."""
    reason: str
    """Why this verdict, in words."""
    clock: str = ""
    """Which time was used: "real time" or "her own clock, advanced"."""
    looks: tuple[Look, ...] = ()
    evidence: tuple[Evidence, ...] = ()
