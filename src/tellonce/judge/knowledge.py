"""What an observed system knew of the new value, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from tellonce.judge.case import CONCLUSIVE
from tellonce.judge.classify import Expectation, judge_observation
from tellonce.judge.sightings import identity, reads_alike
from tellonce.model.blueprint import Normalisation
from tellonce.model.duration import describe_s
from tellonce.model.observation import Observation
from tellonce.model.verdict import Sight

__all__ = ["Knowledge", "State", "knowledge_of"]

State = Literal["knew", "did not", "cannot tell"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """Conclusive looks into one system, oldest first, at least one: (start, end, class), in seconds from t0."""

    looks: tuple[tuple[float, float, Sight], ...]

    def at(self, moment_s: float) -> State:
        """Whether it held the new value at a moment, as far as the looks before and after it tell.

        Absent before and present after means that it arrived on one side or the other.
        """
        before = next((sight for _, end_s, sight in reversed(self.looks) if end_s <= moment_s), None)
        after = next((sight for start_s, _, sight in self.looks if start_s >= moment_s), None)
        meanwhile = {sight is Sight.NEW for start_s, end_s, sight in self.looks if start_s < moment_s < end_s}
        knew_before, knows_after = before is Sight.NEW, after is Sight.NEW
        if meanwhile - {knew_before}:
            return "cannot tell"
        if (before is None and after is None) or (after is not None and knew_before is not knows_after):
            return "did not" if before is None and after is not None and not knows_after else "cannot tell"
        return "knew" if knew_before else "did not"

    def during(self, between_s: tuple[float, float]) -> State:
        """Whether it held the new value from one moment to another."""
        first, last = (self.at(moment_s) for moment_s in between_s)
        return first if first == last else "cannot tell"

    @property
    def knew_s(self) -> float | None:
        """The end of the first look that found it, None when none did."""
        return next((end_s for _, end_s, sight in self.looks if sight is Sight.NEW), None)

    @property
    def lost_s(self) -> float | None:
        """From when on it was gone again for good; None when it never was."""
        lost_s: float | None = None
        knew = False
        for start_s, _, sight in self.looks:
            if sight is Sight.NEW:
                knew, lost_s = True, None
            elif knew and lost_s is None:
                lost_s = start_s
        return lost_s

    @property
    def never_heard(self) -> bool:
        """Whether nothing of the news was ever found there, not even something wrong."""
        return self.knew_s is None and self.looks[-1][2] in (Sight.OLD, Sight.ABSENT)

    def in_words(self) -> str:
        """ "knew at 0.3 s", "never knew", "knew at 2 s, overwritten by 8 minutes"."""
        knew_s, lost_s = self.knew_s, self.lost_s
        if knew_s is None:
            return "never knew" if self.never_heard else f"never knew it right: {self.looks[-1][2].name.lower()}"
        knew = f"knew at {describe_s(round(knew_s, 1))}"
        return knew if lost_s is None else f"{knew}, overwritten by {describe_s(round(lost_s, 1))}"


def knowledge_of(
    looks: Iterable[Observation], wanted: Expectation, t0_s: float, known: dict[object, Sight] | None = None
) -> Knowledge | None:
    """What a system's observer saw; None when it saw nothing conclusive after t0.

    known: readings judged already; systems that hold the same share it.
    """
    known = {} if known is None else known
    read: tuple[Observation, Sight] | None = None
    found: list[tuple[float, float, Sight]] = []
    for look in sorted((o for o in looks if o.start_s >= t0_s), key=lambda o: (o.end_s, o.start_s)):
        if read is None or not reads_alike(read[0], look, wanted.fact):
            about = identity(look, wanted.fact)
            if about not in known:
                known[about] = _sight(look, wanted)
            read = (look, known[about])
        if read[1] in CONCLUSIVE:
            found.append((look.start_s - t0_s, look.end_s - t0_s, read[1]))
    return Knowledge(looks=tuple(found)) if found else None


def _sight(look: Observation, wanted: Expectation) -> Sight:
    """A system's copy is compared as told, whatever the touchpoint may abbreviate, in the components that it holds."""
    seen = look.seen.get(wanted.fact)
    components = None if seen is None else seen.components
    held = tuple(c for c in wanted.compare if components is None or c in components)
    return judge_observation(look, replace(wanted, compare=held, rules=Normalisation())).sight
