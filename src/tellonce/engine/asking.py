"""What a sentence may ask beside the promise of one touchpoint or of all: some of them, sooner, longer, how often."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from tellonce.engine import spots
from tellonce.engine.absence import Absence
from tellonce.engine.cast import Part
from tellonce.engine.expecting import Expecting, Words
from tellonce.engine.outcomes import CannotTell
from tellonce.engine.passing import pass_until
from tellonce.engine.stage import Stage
from tellonce.model.blueprint import Blueprint, Touchpoint
from tellonce.model.duration import describe_s
from tellonce.model.facts import FactKind
from tellonce.model.number import times
from tellonce.watch.cell_watch import CellWatch
from tellonce.watch.watcher import Watcher

__all__ = ["Asking", "OnStage"]


class OnStage(Protocol):
    """What the scene lends: who is there, what was changed, and the judge's word on some cells."""

    @property
    def parts(self) -> Mapping[str, Part]:
        """Everybody in the scenario, by name."""

    def who(self, word: str) -> Part:
        """The part meant by a name or a pronoun."""

    def latest_change(self, part: Part, fact: str) -> Watcher:
        """The watcher of her latest change of the fact. Raises CannotTell without one."""

    async def anchor(self, part: Part) -> None:
        """The part's axis goes by the customer's clock, where there is one."""

    async def pass_time(self, seconds: float) -> None:
        """Time passes for everybody."""

    async def verdict_on(self, part: Part, watcher: Watcher, cells: Sequence[CellWatch]) -> None:
        """The judge's word on these cells. Raises PromiseBroken or CannotTell."""

    def insist_on_new(self, part: Part, watcher: Watcher, fact: str, cells: Sequence[CellWatch]) -> None:
        """Raises where the company refused what she told, or perhaps did."""

    def expects_refusal(self, change: str) -> None:
        """A sentence spoke of this change as one that may have been refused."""


class Asking:
    """Every public coroutine is one sentence's engine call. step, line: for the history."""

    def __init__(self, scene: OnStage, stage: Stage, expecting: Expecting, absence: Absence) -> None:
        self._scene, self._stage, self._expecting, self._absence = scene, stage, expecting, absence

    # time ----------------------------------------------------------------------------------------------------------

    async def pass_promises(self, word: str, fact: str, touchpoint: str = "") -> None:
        """Time passes until what one touchpoint, or all, promised of her latest change of the fact is over."""
        part = self._scene.who(word)
        watcher = self._scene.latest_change(part, fact)
        keys = self._chosen(spots.showing(self._stage.blueprint, part.persona, fact, touchpoint)) if touchpoint else ()
        cells = [cell for cell in watcher.cells if cell.fact == fact and (not keys or cell.key in keys)]
        ends = [max(cell.ends_s, cell.holds_until_s) for cell in cells]
        if ends:
            await self._pass_until(part, max(ends))

    async def pass_day(self, word: str, fact: str) -> None:
        """Time passes until the end of the day that she was named."""
        part = self._scene.who(word)
        called, value = self._called(fact), part.current.get(fact)
        if self._stage.facts[fact].kind is not FactKind.DATE:
            raise CannotTell(f"the {called} is no day")
        if value is None:
            raise CannotTell(f"{part.persona.name} was named no {called} yet")
        try:
            day = date.fromisoformat(value["date"])
        except ValueError:
            raise CannotTell(f"the {called} '{value['date']}' is no day such as 2026-05-08") from None
        end = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(part.persona.time_zone))
        until_s = part.axis.of(end.isoformat())
        if until_s is None:
            raise CannotTell(f"nobody knows when {value['date']} is over for {part.persona.name}: she has no clock")
        await self._pass_until(part, until_s)

    async def _pass_until(self, part: Part, until_s: float) -> None:
        leap_beyond_s = self._stage.blueprint.clock.leap_beyond
        await pass_until(part, until_s, leap_beyond_s=leap_beyond_s, leap=self._scene.pass_time)

    # promises, by who made them ------------------------------------------------------------------------------------

    async def promise_kept(self, promise: frozenset[str]) -> None:
        """The touchpoints of these keys keep what they promised, whatever was changed so far."""
        await self._every(lambda key, _spot: key in promise)

    async def moments_of_truth(self) -> None:
        """Every moment of truth keeps its promise, whatever was changed so far."""
        await self._every(lambda _key, spot: spot.moment_of_truth)

    async def promises_of_owner(self, owner: str) -> None:
        """Every touchpoint of one department keeps its promise, whatever was changed so far."""
        await self._every(lambda _key, spot: spot.owner == owner)

    async def promises_of_stage(self, stage: str) -> None:
        """Every touchpoint of one stage keeps its promise, whatever was changed so far."""
        await self._every(lambda _key, spot: spot.stage == stage)

    async def _every(self, is_meant: Callable[[str, Touchpoint], bool]) -> None:
        asked = False
        for part in list(self._scene.parts.values()):
            for watcher in part.watchers:
                cells = [cell for cell in watcher.cells if is_meant(cell.key, cell.touchpoint)]
                if cells and watcher.change is not None:
                    asked = True
                    await self._scene.verdict_on(part, watcher, cells)
        if not asked and self._stage.options.touchpoint is None:
            raise CannotTell("nothing that was changed so far reaches what is asked about: nothing can be said")

    async def third_parties(self, word: str, fact: str) -> None:
        """Other firms of the brand know the new value within their promises."""
        await self._cells(word, fact, lambda b, p: spots.of_third_parties(b, p.persona, fact))

    async def by_channel(self, word: str, fact: str, channel: str) -> None:
        """The touchpoints of one channel show the new value within their promises."""
        await self._cells(word, fact, lambda b, p: spots.of_channel(b, p.persona, fact, channel))

    async def notice_to_old(self, word: str, fact: str, touchpoint: str) -> None:
        """A notice goes to the old value, and does not say the new one."""
        await self._cells(word, fact, lambda b, p: spots.notice_to_her(b, p.persona, fact, touchpoint))

    async def keeps_its_word(self, word: str, fact: str) -> None:
        """Everybody names her the same day, and what was promised by that day is there."""
        part = self._scene.who(word)
        due = self._chosen(spots.by_that_day(self._stage.blueprint, part.persona, fact))
        watcher = self._scene.latest_change(part, fact)
        cells = [cell for cell in watcher.cells if cell.fact == fact or cell.key in due]
        if self._stage.options.touchpoint is None and not any(cell.key in due for cell in cells):
            called = self._called(fact)
            raise CannotTell(f"what {part.persona.name} did promises nothing by the day of the {called}")
        await self._scene.verdict_on(part, watcher, cells)
        self._scene.insist_on_new(part, watcher, fact, cells)

    async def _cells(self, word: str, fact: str, choose: Callable[[Blueprint, Part], spots.Choice]) -> None:
        part = self._scene.who(word)
        watcher = self._scene.latest_change(part, fact)
        keys = self._chosen(choose(self._stage.blueprint, part))
        cells = [cell for cell in watcher.cells if cell.fact == fact and cell.key in keys]
        await self._scene.verdict_on(part, watcher, cells)
        self._scene.insist_on_new(part, watcher, fact, cells)

    # sooner, longer, in which order, the same ----------------------------------------------------------------------

    async def within(self, word: str, fact: str, seconds: float, *, touchpoint: str = "", **said: Any) -> None:
        """One touchpoint, or each that uses the fact, shows the new value within `seconds`."""
        part = self._scene.who(word)
        if touchpoint:
            choice = spots.showing(self._stage.blueprint, part.persona, fact, touchpoint)
        else:
            mine = self._stage.blueprint.touchpoints_of(fact, part.persona.role)
            choice = tuple(key for key, spot in mine.items() if not spot.notice), None
        place = self._stage.blueprint.touchpoints[touchpoint].called if touchpoint else "every touchpoint"
        shown = f"{self._news(part, fact)} within {describe_s(seconds)}"
        not_ = f"{place} did not show" if touchpoint else f"not {place} showed"
        words = Words(f"{not_} {shown}", f"{place} showed {shown}")
        await self._within(part, fact, seconds, choice, words, one=False, said=said)

    async def told(self, word: str, fact: str, seconds: float, *, channel: str = "", **said: Any) -> None:
        """Something that is sent to her tells her the new value within `seconds`."""
        part = self._scene.who(word)
        choice = spots.telling_her(self._stage.blueprint, part.persona, fact, channel)
        by = f" by {channel}" if channel else ""
        was = f"told of the new {self._called(fact)}{by} within {describe_s(seconds)}"
        words = Words(f"{part.persona.name} was not {was}", f"{part.persona.name} was {was}")
        await self._within(part, fact, seconds, choice, words, one=True, said=said)

    async def agent_sees(self, word: str, fact: str, seconds: float, **said: Any) -> None:
        """A screen of those who answer her shows the new value within `seconds`."""
        part = self._scene.who(word)
        choice = spots.agent_screens(self._stage.blueprint, part.persona, fact)
        saw = f"saw {self._news(part, fact)} within {describe_s(seconds)}"
        await self._within(
            part, fact, seconds, choice, Words(f"no agent {saw}", f"an agent {saw}"), one=True, said=said
        )

    async def owner_hears(self, word: str, fact: str, owner: str, seconds: float, **said: Any) -> None:
        """A touchpoint of one department shows the new value within `seconds`."""
        part = self._scene.who(word)
        choice = spots.of_owner(self._stage.blueprint, part.persona, fact, owner)
        of = f"of {self._news(part, fact)} within {describe_s(seconds)}"
        words = Words(f"{owner} did not hear {of}", f"{owner} heard {of}")
        await self._within(part, fact, seconds, choice, words, one=True, said=said)

    async def _within(
        self,
        part: Part,
        fact: str,
        seconds: float,
        choice: spots.Choice,
        words: Words,
        *,
        one: bool,
        said: dict[str, Any],
    ) -> None:
        watcher = self._scene.latest_change(part, fact)
        keys = self._watched(choice)
        if keys:
            self._insist_on_taken(part, watcher, fact)
            await self._expecting.within(watcher, part, fact, spots=keys, seconds=seconds, one=one, words=words, **said)

    async def keeps_showing(self, word: str, fact: str, touchpoint: str, seconds: float, **said: Any) -> None:
        """A page or record shows the new value within its promise, and until `seconds` after the answer."""
        part = self._scene.who(word)
        watcher = self._scene.latest_change(part, fact)
        keys = self._watched(spots.keeping(self._stage.blueprint, part.persona, fact, touchpoint))
        showing = f"showing {self._news(part, fact)} for {describe_s(seconds)}"
        place = self._stage.blueprint.touchpoints[touchpoint].called
        words = Words(f"{place} did not keep {showing}", f"{place} kept {showing}")
        for key in keys:
            self._insist_on_taken(part, watcher, fact)
            await self._expecting.holds(watcher, part, fact, spot=key, seconds=seconds, words=words, **said)

    async def before(self, word: str, fact: str, touchpoint: str, other: str, **said: Any) -> None:
        """One touchpoint had the new value before another one."""
        part = self._scene.who(word)
        watcher = self._scene.latest_change(part, fact)
        blueprint = self._stage.blueprint
        keys = self._chosen(spots.in_order(blueprint, part.persona, fact, touchpoint, other))
        news, first, second = self._news(part, fact), *(blueprint.touchpoints[key].called for key in keys)
        words = Words(
            f"{first} did not have {news} before {second}",
            f"{first} had {news} before {second}",
        )
        if self._stage.options.touchpoint is None:
            self._insist_on_taken(part, watcher, fact)
            await self._expecting.in_order(watcher, part, fact, spots=keys, words=words, **said)

    async def agree(self, word: str, fact: str, touchpoint: str = "", other: str = "", **said: Any) -> None:
        """Two touchpoints, or all pages and records, show the same value of the fact."""
        part = self._scene.who(word)
        watcher = self._scene.latest_change(part, fact)
        blueprint = self._stage.blueprint
        if touchpoint:
            keys = self._chosen(spots.agreeing(blueprint, part.persona, fact, touchpoint, other))
            who = " and ".join(blueprint.touchpoints[key].called for key in keys)
        else:
            keys = self._chosen(spots.agreeing_everywhere(blueprint, part.persona, fact))
            who = "all pages and records"
        about = f"on {part.persona.name}'s {self._called(fact)}"
        words = Words(f"{who} do not agree {about}", f"{who} agree {about}")
        if self._stage.options.touchpoint is None:
            await self._expecting.agree(watcher, part, fact, spots=keys, words=words, **said)

    async def bears_the_fee(self, word: str, fact: str, touchpoint: str, **said: Any) -> None:
        """A touchpoint shows what the new value costs, within its promise."""
        part = self._scene.who(word)
        watcher = self._scene.latest_change(part, fact)
        keys = self._watched(spots.with_fee(self._stage.blueprint, part.persona, fact, touchpoint))
        place, components = self._stage.blueprint.touchpoints[touchpoint].called, spots.AMOUNTS
        fee = f"the fee of {self._news(part, fact)}"
        words = Words(f"{place} does not bear {fee}", f"{place} bears {fee}")
        for key in keys:
            self._insist_on_taken(part, watcher, fact)
            amounts = components[self._stage.facts[fact].kind]
            await self._expecting.bears(watcher, part, fact, spot=key, components=amounts, words=words, **said)

    # how often, and not at all -------------------------------------------------------------------------------------

    async def counted(
        self, word: str, touchpoint: str, at_least: int, at_most: int, seconds: float, **said: Any
    ) -> None:
        """So many were sent to her within `seconds` of her last change."""
        part = self._scene.who(word)
        keys = self._watched(spots.counted(self._stage.blueprint, part.persona, touchpoint))
        watcher = self._last_change(part)
        spot, name = self._stage.blueprint.touchpoints[touchpoint].called, part.persona.name
        often = f"{'exactly' if at_least else 'at most'} {times(at_most)} within {describe_s(seconds)}"
        words = Words(f"{spot} was not sent to {name} {often}", f"{spot} was sent to {name} {often}")
        for key in keys:
            numbers = (at_least, at_most)
            await self._expecting.count(watcher, part, spot=key, numbers=numbers, seconds=seconds, words=words, **said)
            self._scene.expects_refusal(_key(watcher))

    async def none_by_channel(self, word: str, channel: str, seconds: float, **said: Any) -> None:
        """Nothing is sent to her by one channel for `seconds` from her last change."""
        part = self._scene.who(word)
        keys = self._watched(spots.emissions_by_channel(self._stage.blueprint, part.persona, channel))
        watcher = self._last_change(part)
        if keys and watcher.change is not None:
            fact = next(iter(watcher.change.facts))
            await self._absence.nowhere(part, watcher, fact, which="any", spots=keys, seconds=seconds, **said)
            self._scene.expects_refusal(_key(watcher))

    async def not_billed(self, word: str, fact: str, seconds: float, **said: Any) -> None:
        """No invoice charges the old value until `seconds` after she changed it."""
        part = self._scene.who(word)
        watcher = self._scene.latest_change(part, fact)
        keys = self._watched(spots.billing_her(self._stage.blueprint, part.persona, fact))
        if keys:
            self._insist_on_taken(part, watcher, fact, surely=True)
            amounts = spots.AMOUNTS.get(self._stage.facts[fact].kind, ())
            await self._absence.nowhere(
                part, watcher, fact, which="old", spots=keys, components=amounts, seconds=seconds, **said
            )

    async def not_shown(self, word: str, fact: str, touchpoint: str, seconds: float, **said: Any) -> None:
        """A touchpoint that need not learn the fact does not show the new value until `seconds` after the answer."""
        part = self._scene.who(word)
        watcher = self._scene.latest_change(part, fact)
        keys = self._watched(spots.forbidden(self._stage.blueprint, part.persona, fact, touchpoint))
        if keys:
            self._insist_on_taken(part, watcher, fact, surely=True)
            await self._absence.nowhere(part, watcher, fact, which="new", spots=keys, seconds=seconds, **said)

    async def unseen_by(self, word: str, fact: str, viewer: str, seconds: float, **said: Any) -> None:
        """Nothing of the new value is shown to another person until `seconds` after the answer."""
        part = self._scene.who(word)
        other = self._scene.parts.get(viewer)
        if other is None or other.customer is None:
            raise CannotTell(f"{viewer} was not there yet when {part.persona.name} told: say so first, with a Given")
        await self._scene.anchor(other)
        watcher = self._scene.latest_change(part, fact)
        keys = self._watched(spots.seen_by_other(self._stage.blueprint, part.persona, fact, other.persona))
        of = f"of {self._news(part, fact)}"
        words = Words(f"{viewer} sees something {of}", f"{viewer} sees nothing {of}")
        if keys:
            self._insist_on_taken(part, watcher, fact, surely=True)
            await self._expecting.unseen(
                watcher, part, fact, viewer=other, spots=keys, seconds=seconds, words=words, **said
            )

    # inside --------------------------------------------------------------------------------------------------------

    def _insist_on_taken(self, part: Part, watcher: Watcher, fact: str, *, surely: bool = False) -> None:
        """Raises where the company refused what she told; surely: also where it never said."""
        outcome = watcher.change.outcome if watcher.change is not None else "unknown"
        if outcome == "refused":
            self._scene.insist_on_new(part, watcher, fact, watcher.cells)
        if outcome == "unknown" and surely:
            raise CannotTell(f"The company never answered whether it took {self._news(part, fact)}")

    def _last_change(self, part: Part) -> Watcher:
        told = [watcher for watcher in part.watchers if watcher.change is not None]
        if not told or part.customer is None:
            raise CannotTell(f"{part.persona.name} has changed nothing yet: say first what she does")
        return told[-1]

    def _chosen(self, choice: spots.Choice) -> tuple[str, ...]:
        keys, problem = choice
        if problem is not None:
            raise CannotTell(problem.what)
        return keys

    def _watched(self, choice: spots.Choice) -> tuple[str, ...]:
        """Those of the choice that this run was asked to watch."""
        only = self._stage.options.touchpoint
        return tuple(key for key in self._chosen(choice) if only in (None, key))

    def _called(self, fact: str) -> str:
        return self._stage.facts[fact].called

    def _news(self, part: Part, fact: str) -> str:
        return f"{part.persona.name}'s new {self._called(fact)}"


def _key(watcher: Watcher) -> str:
    return watcher.change.key if watcher.change is not None else ""
