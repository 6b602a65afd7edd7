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

    def at(self, moment_s: float, until_s: float | None = None) -> State:
        """Whether it held the new value at a moment (or while a look lasted), as far as the looks about it tell.

        Absent before and present after means that it arrived on one side or the other; so does a look that began
        before the moment and ended after it, where the next one finds the news.
        """
        until_s = moment_s if until_s is None else until_s
        before = next((sight for _, end_s, sight in reversed(self.looks) if end_s <= moment_s), None)
        after = next((sight for start_s, _, sight in self.looks if start_s >= until_s), None)
        # Looks at both places at the same time are the best there is.
        during = [sight for start_s, end_s, sight in self.looks if start_s < until_s and end_s > moment_s]
        in_time = any(moment_s < end_s <= until_s for _, end_s, _ in self.looks)
        at_once = until_s > moment_s or after is not Sight.NEW
        if during and Sight.NEW not in during and at_once:
            return "did not"
        seen = [sight is Sight.NEW for sight in (before, *during, after) if sight is not None]
        if not seen or (before is None and not in_time and seen[0]):
            return "cannot tell"  # nothing before: it may have come just now
        if all(seen):
            return "knew"
        return "cannot tell" if any(seen) else "did not"

    def throughout(self, from_s: float, until_s: float) -> State:
        """Whether it held the new value at every moment from one to another: one in between is not known nearer."""
        states = {self.at(from_s), self.at(until_s)}
        changes = {sight is Sight.NEW for start_s, end_s, sight in self.looks if start_s < until_s and end_s > from_s}
        return states.pop() if len(states) == 1 and len(changes) <= 1 else "cannot tell"

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
