"""Sentences that ask something else of touchpoints than what they promise: looks until it can be answered, and asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tellonce.engine.absence import Absence, to_the_end
from tellonce.engine.cast import Part
from tellonce.engine.outcomes import CannotTell, PromiseBroken
from tellonce.engine.passing import live_until
from tellonce.engine.settle import Settling
from tellonce.engine.stage import Stage
from tellonce.judge import judge_expectation
from tellonce.model.change import Change
from tellonce.model.errors import TellonceError
from tellonce.model.events import Event, EvidenceKept, ExpectationAsked, PlaceRead, SentenceAnswered
from tellonce.model.history import History
from tellonce.model.observation import Observation
from tellonce.probes.protocol import Target
from tellonce.story.block import row
from tellonce.story.words import capitalised
from tellonce.watch.cell_watch import CellWatch
from tellonce.watch.place_watch import PlaceWatch
from tellonce.watch.watcher import Watcher

__all__ = ["Expecting", "Words"]

_BEFORE_S = 30.0
"""How far before the end of a time that is leapt to there is a look, so that what came before it is told from after."""
_FIRST_STEP_S = 60.0
_EVER_RARER = 4
_JUST_BEFORE_S = 0.25
"""The same, where the end is lived through."""


@dataclass(frozen=True, slots=True)
class Words:
    """How a message says what was asked. wrong: that it is not so, right: that it is; without capital and full stop."""

    wrong: str
    right: str


class Expecting:
    """For one scenario. record: writes an event down.  so_far: what the judge needs of the run until now."""

    def __init__(
        self,
        stage: Stage,
        scenario: str,
        settling: Settling,
        absence: Absence,
        *,
        record: Callable[[Event], object],
        so_far: Callable[[], History],
    ) -> None:
        self._stage, self._scenario, self._settling, self._absence = stage, scenario, settling, absence
        self._record, self._so_far = record, so_far

    async def within(
        self,
        watcher: Watcher,
        part: Part,
        fact: str,
        *,
        spots: Sequence[str],
        seconds: float,
        one: bool,
        words: Words,
        **said: Any,
    ) -> str:
        """Each of the touchpoints, or one of them, has the new value within `seconds`. Returns the judge's reason."""
        change = _answered(watcher)
        cells = [cell for key in spots if (cell := watcher.cell(fact, key)) is not None]
        await self._look_until(part, watcher, cells, change.t0_s + seconds, enough=any if one else all)
        asked = self._asked(change, fact, [cell.key for cell in cells], "any" if one else "each", said)
        return self._conclude(asked.model_copy(update={"within_s": seconds}), words)

    async def holds(
        self, watcher: Watcher, part: Part, fact: str, *, spot: str, seconds: float, words: Words, **said: Any
    ) -> str:
        """The touchpoint has the new value within its promise, and until `seconds` after the answer."""
        change = _answered(watcher)
        cells = [cell for cell in watcher.cells if (cell.fact, cell.key) == (fact, spot)]
        await watcher.look_again_at(cells)
        await self._settling.settle(part, watcher, cells)
        await to_the_end(self._stage, self._settling, part, change.t0_s + seconds)
        await watcher.look_again_at(cells)
        asked = self._asked(change, fact, [cell.key for cell in cells], "each", said)
        return self._conclude(asked.model_copy(update={"holds_s": seconds}), words)

    async def bears(
        self,
        watcher: Watcher,
        part: Part,
        fact: str,
        *,
        spot: str,
        components: tuple[str, ...],
        words: Words,
        **said: Any,
    ) -> str:
        """The touchpoint shows these components of the new value within its promise."""
        cells = [cell for cell in watcher.cells if (cell.fact, cell.key) == (fact, spot)]
        await self._settling.settle(part, watcher, cells)
        asked = self._asked(_answered(watcher), fact, [cell.key for cell in cells], "each", said)
        return self._conclude(asked.model_copy(update={"components": components}), words)

    async def in_order(
        self, watcher: Watcher, part: Part, fact: str, *, spots: Sequence[str], words: Words, **said: Any
    ) -> str:
        """The first of two touchpoints had the new value before the second."""
        cells = [cell for key in spots if (cell := watcher.cell(fact, key)) is not None]
        await self._look_ever_rarer(part, watcher, cells)
        await self._settling.settle(part, watcher, cells)
        asked = self._asked(_answered(watcher), fact, spots if len(cells) == len(spots) else (), "order", said)
        return self._conclude(asked, words)

    async def agree(
        self, watcher: Watcher, part: Part, fact: str, *, spots: Sequence[str], words: Words, **said: Any
    ) -> str:
        """The touchpoints show the same value, once their promises are over."""
        cells = [cell for key in spots if (cell := watcher.cell(fact, key)) is not None]
        await self._settling.settle(part, watcher, cells)
        from_s = part.axis.now()
        await watcher.look_again_at(cells)
        asked = self._asked(_answered(watcher), fact, spots if len(cells) == len(spots) else (), "agree", said)
        return self._conclude(asked.model_copy(update={"from_s": from_s}), words)

    async def count(
        self,
        watcher: Watcher,
        part: Part,
        *,
        spot: str,
        numbers: tuple[int, int],
        seconds: float,
        words: Words,
        **said: Any,
    ) -> str:
        """At least and at most so many were sent to her within `seconds` of the watcher's change."""
        change = _answered(watcher)
        until_s = change.t0_s + seconds
        armed = any(cell.key == spot for cell in watcher.cells)
        beside = None if armed else self._absence.watch(part, spot, change)
        if beside is not None:
            await beside.look()
        witness = await to_the_end(self._stage, self._settling, part, until_s)
        for _ in range(2):  # what there is, and that there is no more
            if beside is not None:
                await beside.look()
            else:
                await watcher.look_again_at(cell for cell in watcher.cells if cell.key == spot)
        asked = self._asked(change, next(iter(change.facts)), [spot], "count", said)
        window = {"from_s": change.t0_s, "until_s": until_s, "witness": witness, "armed": armed}
        return self._conclude(asked.model_copy(update={**window, "at_least": numbers[0], "at_most": numbers[1]}), words)

    async def unseen(
        self,
        watcher: Watcher,
        part: Part,
        fact: str,
        *,
        viewer: Part,
        spots: Sequence[str],
        seconds: float,
        words: Words,
        **said: Any,
    ) -> str:
        """Nothing of the new value is shown to the other person until `seconds` after the answer."""
        change = _answered(watcher)
        places = [self._as_viewer(viewer, spot) for spot in spots]
        for place in places:
            await place.look()
        left_s = change.t0_s + seconds - part.axis.now()
        await to_the_end(self._stage, self._settling, part, change.t0_s + seconds)
        witness = await to_the_end(self._stage, self._settling, viewer, viewer.axis.now() + max(0.0, left_s))
        from_s = viewer.axis.now()
        for place in places:
            await place.look()
        key = viewer.customer.key if viewer.customer else ""
        asked = self._asked(change, fact, spots, "unseen", said)
        return self._conclude(asked.model_copy(update={"viewer": key, "from_s": from_s, "witness": witness}), words)

    # inside --------------------------------------------------------------------------------------------------------

    async def _look_until(
        self,
        part: Part,
        watcher: Watcher,
        cells: Sequence[CellWatch],
        until_s: float,
        *,
        enough: Callable[[Sequence[bool]], bool],
    ) -> None:
        """Look until enough of the cells have the new value, or until the moment: just before it, and at it."""

        def is_enough() -> bool:
            return bool(cells) and enough([_has_it(cell) for cell in cells])

        await watcher.wait(cells)
        await watcher.look_again_at(cell for cell in cells if not _has_it(cell))
        if is_enough():
            return
        leaps = part.axis.anchored and until_s - part.axis.now() > self._stage.blueprint.clock.leap_beyond
        if not leaps and until_s - part.axis.now() > self._stage.blueprint.clock.leap_beyond:
            return  # nobody waits so long: what was seen so far stands, and stays pending
        for moment_s in (until_s - (_BEFORE_S if leaps else _JUST_BEFORE_S), until_s):
            left_s = moment_s - part.axis.now()
            if left_s > 0 and leaps:
                await self._settling.let_pass(part, left_s)
            await live_until(part.axis, moment_s)
            await watcher.look_again_at(cell for cell in cells if not _has_it(cell))
            if is_enough():
                return

    async def _look_ever_rarer(self, part: Part, watcher: Watcher, cells: Sequence[CellWatch]) -> None:
        """Which came first shows only by looks in between: after a minute of her clock, after four more, and so on."""
        await watcher.look_again_at(cells)
        step_s = _FIRST_STEP_S
        while part.axis.anchored and any(not _has_it(cell) and part.axis.now() < cell.ends_s for cell in cells):
            await self._settling.let_pass(part, step_s)
            step_s *= _EVER_RARER

    def _as_viewer(self, viewer: Part, spot: str) -> PlaceWatch:
        """A touchpoint as another person is shown it. What is seen there is no look of any change."""
        assert viewer.customer is not None  # noqa: S101 - whoever looks was embodied
        place, probe = self._stage.probe_of(spot, self._stage.blueprint.touchpoints[spot])

        def record(observation: Observation, before: bool) -> None:
            self._record(PlaceRead(scenario=self._scenario, change="", before=before, observation=observation))

        known = {fact: tuple(values) for fact, values in viewer.known.items()}
        target = Target(customer=viewer.customer, place=place, known=known)
        return PlaceWatch(target, probe, axis=viewer.axis, record=record, keep=self._stage.keep)

    def _asked(
        self, change: Change, fact: str, spots: Sequence[str], asks: str, said: dict[str, Any]
    ) -> ExpectationAsked:
        return ExpectationAsked(
            scenario=self._scenario,
            worker=self._stage.worker,
            asks=asks,  # type: ignore[arg-type]  # one of the words of the event, from this module alone
            customer=change.customer,
            change=change.key,
            fact=fact,
            touchpoints=tuple(spots),
            step=said["step"],
            line=said["line"],
        )

    def _conclude(self, asked: ExpectationAsked, words: Words) -> str:
        self._record(asked)
        said = judge_expectation(self._so_far(), asked)
        self._record(
            SentenceAnswered(
                scenario=self._scenario, outcome=said.outcome, reason=said.reason, step=asked.step, line=asked.line
            )
        )
        if said.outcome == "kept":
            return said.reason
        for evidence in said.evidence:
            self._record(EvidenceKept(scenario=self._scenario, evidence=evidence))
        if said.outcome == "broken":
            raise PromiseBroken(f"{capitalised(words.wrong)}.\n{row('found', said.reason)}")
        raise CannotTell(f"Nobody can say whether {words.right}.\n{row('because', said.reason)}")


def _answered(watcher: Watcher) -> Change:
    if watcher.change is None:
        raise TellonceError("a sentence asks about a change that the company has not answered")
    return watcher.change


def _has_it(cell: CellWatch) -> bool:
    return cell.judgement is not None and cell.judgement.first_new is not None
