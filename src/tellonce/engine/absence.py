"""Sentences about what must not be: nothing is sent to the old value, none is sent at all, nobody still uses it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

from tellonce.engine.answerable import not_sent, not_swept
from tellonce.engine.cast import Part
from tellonce.engine.outcomes import CannotTell, PromiseBroken
from tellonce.engine.passing import is_leapt, pass_until
from tellonce.engine.settle import Settling
from tellonce.engine.stage import Stage
from tellonce.engine.sweeping import Sweeping, leftover_words
from tellonce.judge import SentenceJudgement, judge_leftovers, judge_never
from tellonce.model.change import Change
from tellonce.model.errors import TellonceError
from tellonce.model.events import Event, EvidenceKept, NeverAsked, PlaceRead, SentenceAnswered
from tellonce.model.history import History
from tellonce.model.observation import Observation
from tellonce.probes.protocol import Target
from tellonce.watch.place_watch import PlaceWatch
from tellonce.watch.watcher import Watcher

__all__ = ["Absence", "to_the_end"]

_SAME_MOMENT_S = 1.0
"""What is sent this shortly before she began to tell is not called earlier."""


class Absence:
    """For one scenario. record: writes an event down.  so_far: what the judge needs of the run until now."""

    def __init__(
        self,
        stage: Stage,
        scenario: str,
        settling: Settling,
        sweeping: Sweeping,
        *,
        record: Callable[[Event], object],
        so_far: Callable[[], History],
    ) -> None:
        self._stage, self._scenario, self._settling, self._sweeping = stage, scenario, settling, sweeping
        self._record, self._so_far = record, so_far

    async def never(self, part: Part, watcher: Watcher, fact: str, seconds: float, *, step: str, line: int) -> None:
        """Nothing is sent to the old value's destination until `seconds` after the watcher's change."""
        spots = tuple(
            key
            for key, spot in self._stage.blueprint.touchpoints.items()
            if spot.destination == fact and not spot.notice and watcher.cell(fact, key) is not None
        )
        if not spots and self._stage.options.touchpoint is not None:
            return  # the run was asked to watch another touchpoint only
        if not spots:
            called = self._stage.facts[fact].called
            raise CannotTell(f"nothing that is watched is sent to {part.persona.name}'s {called}: this cannot be seen")
        await self.nowhere(part, watcher, fact, which="old", spots=spots, seconds=seconds, step=step, line=line)

    async def nowhere(
        self,
        part: Part,
        watcher: Watcher,
        fact: str,
        *,
        which: Literal["old", "new", "any"],
        spots: Sequence[str],
        seconds: float,
        components: tuple[str, ...] = (),
        step: str,
        line: int,
    ) -> None:
        """At none of the touchpoints until `seconds` after the watcher's change: not the old value, not the new one, or
        nothing at all. Those that the change did not concern are watched beside it."""
        change = watcher.change
        assert change is not None  # noqa: S101 - whoever asks chose a change that was answered
        beside = [key for key in spots if which == "any" or watcher.cell(fact, key) is None]
        asked = self._asked(part, fact, which, tuple(spots), step=step, line=line)
        asked = asked.model_copy(update={"components": components})
        also = [self.watch(part, key, change) for key in beside]
        for place in also if which != "any" else ():
            await place.look()  # it may stand there now, and be gone when the time is over
        await self._expect_none(part, asked, change.t0_s, seconds, also=also)

    async def none_sent(self, part: Part, touchpoint: str, seconds: float, *, step: str, line: int) -> Change:
        """No such emission is sent to her for `seconds` from her last change, which is returned."""
        changes = [watcher.change for watcher in part.watchers if watcher.change is not None]
        if not changes or part.customer is None:
            raise CannotTell(f"{part.persona.name} has changed nothing yet: say first what she does")
        problem = not_sent(self._stage.blueprint, part.persona, touchpoint)
        if problem is not None:
            raise CannotTell(problem.what)
        change = changes[-1]
        last = next(watcher for watcher in reversed(part.watchers) if watcher.change is change)
        fact, spots = next(iter(change.facts)), (touchpoint,)
        await self.nowhere(part, last, fact, which="any", spots=spots, seconds=seconds, step=step, line=line)
        return change

    async def none_before(
        self, part: Part, watcher: Watcher, began_s: float, touchpoint: str, fact: str, *, step: str, line: int
    ) -> None:
        """None came before she began to make the watcher's change of the fact; believed only where one came since."""
        problem = not_sent(self._stage.blueprint, part.persona, touchpoint)
        if problem is not None:
            raise CannotTell(problem.what)
        change = watcher.change
        assert change is not None  # noqa: S101 - whoever asks chose a change that was answered
        cells = [cell for cell in watcher.cells if cell.key == touchpoint]
        await self._settling.settle(part, watcher, cells)
        also = self.watch(part, touchpoint, change)
        await also.look()
        await also.look()  # what one look found is confirmed by another
        asked = self._asked(part, fact, "any", (touchpoint,), step=step, line=line)
        # The company may send before its answer is on the page, and clocks differ: so much is still the same moment.
        until_s = began_s - max(_SAME_MOMENT_S, self._stage.blueprint.clock.skew)
        witness = "the change that was to come first is over"
        self._conclude(asked.model_copy(update={"until_s": until_s, "witness": witness, "looking_back": True}))

    def watch(self, part: Part, touchpoint: str, change: Change) -> PlaceWatch:
        """A touchpoint watched although the change need not concern it, from the first thing that ever came."""
        assert part.customer is not None  # noqa: S101 - she changed something
        place, probe = self._stage.probe_of(touchpoint, self._stage.blueprint.touchpoints[touchpoint])

        def record(observation: Observation, before: bool) -> None:
            for seen in {*observation.seen, observation.destination_fact}:
                self._stage.others.near(observation, seen, frozenset())  # whoever is met here is needed for verdicts
            self._record(PlaceRead(scenario=self._scenario, change=change.key, before=before, observation=observation))

        known = {fact: tuple(values) for fact, values in part.known.items()}
        watch = PlaceWatch(
            Target(customer=part.customer, place=place, known=known),
            probe,
            axis=part.axis,
            record=record,
            keep=self._stage.keep,
            skew_s=self._stage.blueprint.clock.skew,
        )
        watch.acknowledged(change.t0_s, watch.target)
        return watch

    async def no_leftovers(self, part: Part, watcher: Watcher, fact: str, *, step: str, line: int) -> None:
        """No touchpoint uses the old value any more, and no document, mail, file or row that probes can list does."""
        name, called = part.persona.name, self._stage.facts[fact].called
        if self._stage.options.touchpoint is not None:
            return  # the run was asked to watch another touchpoint only
        problem = not_swept(self._stage.blueprint, part.persona, fact)
        if problem is not None:
            raise CannotTell(problem.what)
        assert watcher.change is not None  # noqa: S101 - whoever asks chose a change that was answered
        if watcher.change.facts[fact].old is None:
            raise CannotTell(f"{name} had told the company no {called} before: there is no old one")
        await self._settling.settle(part, watcher, [cell for cell in watcher.cells if cell.fact == fact])
        await self._settling.look_on(part)  # so that some time has passed in which nobody may use it
        await self._sweeping.mark(part)
        witness = await _witness(self._stage, part)
        sought = await self._sweeping.search(part, watcher, fact, witness=witness, step=step, line=line)
        self._record(sought)
        said = judge_leftovers(self._so_far(), sought)
        self._answered(said, step=step, line=line)
        if said.outcome == "kept":
            return
        for evidence in said.evidence:
            self._record(EvidenceKept(scenario=self._scenario, evidence=evidence))
        if said.outcome == "broken":
            raise PromiseBroken(leftover_words(name, called, said.reason))
        raise CannotTell(f"whether anything still uses {name}'s old {called}: {said.reason}")

    def _asked(
        self,
        part: Part,
        fact: str,
        which: Literal["old", "new", "any"],
        spots: tuple[str, ...],
        *,
        step: str,
        line: int,
    ) -> NeverAsked:
        return NeverAsked(
            scenario=self._scenario,
            worker=self._stage.worker,
            customer=part.customer.key if part.customer else "",
            fact=fact,
            which=which,
            touchpoints=spots,
            from_s=0.0,
            until_s=0.0,
            step=step,
            line=line,
        )

    async def _expect_none(
        self, part: Part, asked: NeverAsked, t0_s: float, seconds: float, *, also: Sequence[PlaceWatch] = ()
    ) -> None:
        witness = await to_the_end(self._stage, self._settling, part, t0_s + seconds)
        for watcher in part.watchers:
            await watcher.look_everywhere()
        for place in also:
            await place.look()  # what there was so far
            await place.look()  # and that there is no more
        self._conclude(asked.model_copy(update={"from_s": t0_s, "until_s": t0_s + seconds, "witness": witness}))

    def _answered(self, said: SentenceJudgement, *, step: str, line: int) -> None:
        """So that a replay can compare."""
        self._record(
            SentenceAnswered(scenario=self._scenario, outcome=said.outcome, reason=said.reason, step=step, line=line)
        )

    def _conclude(self, asked: NeverAsked) -> None:
        self._record(asked)
        said = judge_never(self._so_far(), asked)
        self._answered(said, step=asked.step, line=asked.line)
        if said.outcome == "broken":
            raise PromiseBroken(said.reason)
        if said.outcome != "kept":
            raise CannotTell(said.reason)


async def to_the_end(stage: Stage, settling: Settling, part: Part, until_s: float) -> str:
    """Let a window pass. Returns its witness: her clock or, where she has none, that it was lived through."""
    leap_beyond_s = stage.blueprint.clock.leap_beyond
    leapt = is_leapt(part, until_s, leap_beyond_s=leap_beyond_s)
    await pass_until(part, until_s, leap_beyond_s=leap_beyond_s, leap=partial(settling.let_pass, part))
    return await _witness(stage, part) if leapt else "the end of the window, lived through"


async def _witness(stage: Stage, part: Part) -> str:
    """What says that nothing of hers is under way; empty when nothing does, and then the window stays open."""
    if part.customer is not None and part.axis.anchored:
        with contextlib.suppress(TellonceError):
            reading = await stage.clock.ready(part.customer)
            return f"her clock is ready at {reading.now:%Y-%m-%d %H:%M}, so nothing of hers is under way"
    return ""
