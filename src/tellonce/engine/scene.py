"""One scenario on stage: what a sentence may ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tellonce.engine.absence import Absence
from tellonce.engine.accessible import Accessible
from tellonce.engine.answerable import (
    not_again,
    not_back,
    not_changed,
    not_going_to,
    not_shown,
)
from tellonce.engine.asking import Asking
from tellonce.engine.cast import Part
from tellonce.engine.effort import Efforts
from tellonce.engine.expecting import Expecting
from tellonce.engine.flows import Flow
from tellonce.engine.outcomes import CannotTell, PromiseBroken
from tellonce.engine.present import Present
from tellonce.engine.refusals import Refusals
from tellonce.engine.settle import Settling
from tellonce.engine.spans import SpanReader
from tellonce.engine.stage import Stage
from tellonce.engine.sweeping import Sweeping
from tellonce.engine.telling import Telling, new_values
from tellonce.judge import judge
from tellonce.model.cell import CellVerdict
from tellonce.model.duration import describe_s
from tellonce.model.effort import Measure
from tellonce.model.events import ChangeBegan, Event, ScenarioStarted
from tellonce.model.facts import Components
from tellonce.model.history import History
from tellonce.model.verdict import Outcome
from tellonce.story.block import block as cell_block
from tellonce.watch.cell_watch import CellWatch
from tellonce.watch.watcher import Watcher

__all__ = ["Scene"]


class Scene:
    """Every public coroutine is one sentence's engine call. step, line: for the history."""

    def __init__(self, stage: Stage, started: ScenarioStarted) -> None:
        self._stage, self.scenario = stage, started.scenario
        self.events: list[Event] = []
        self._changes = 0
        self._present = Present(stage, started, record=self.record)
        self._refusals = Refusals(stage.facts)
        self._sweeping = Sweeping(stage, started.scenario)
        self._settling = Settling(stage, started.scenario, self.record, self._sweeping.mark)
        self._absence = Absence(
            stage, started.scenario, self._settling, self._sweeping, record=self.record, so_far=self._so_far
        )
        self._efforts = Efforts(stage, started.scenario, self._settling, record=self.record, so_far=self._so_far)
        self._accessible = Accessible(stage, started.scenario, record=self.record, events=self.events)
        expecting = Expecting(
            stage, started.scenario, self._settling, self._absence, record=self.record, so_far=self._so_far
        )
        self.asking = Asking(self, stage, expecting, self._absence)
        self._spans = SpanReader(stage, started.scenario, self.record)
        self.record(started)

    def record(self, event: Event) -> Event:
        """Write down, and keep for this scenario's own verdicts. Returns the event with its time and worker."""
        stamped = self._stage.record(event)
        self.events.append(stamped)
        return stamped

    # who -----------------------------------------------------------------------------------------------------------

    @property
    def parts(self) -> Mapping[str, Part]:
        """Everybody in the scenario, by name."""
        return self._present.parts

    def enter(self, name: str, role: str | None = None) -> Part:
        """The persona takes part. Raises UsageProblem when her file gives her another role."""
        return self._present.enter(name, role)

    def enter_together(self, name: str, other: str) -> None:
        """Two who share an account take part; the first is the one spoken of. Raises UsageProblem when they do not."""
        self._present.enter_together(name, other)

    def who(self, word: str) -> Part:
        """The part meant by a name or a pronoun. Raises UsageProblem when nobody is."""
        return self._present.who(word)

    async def embodied(self, part: Part) -> Part:
        """The part with a customer: she, and first whom she shares an account with, exist in the service from now."""
        return await self._present.embodied(part)

    async def anchor(self, part: Part) -> None:
        """Her axis goes by her clock from now, where the service gives her one and it does not do so already."""
        await self._present.anchor(part)

    # what she does -------------------------------------------------------------------------------------------------

    async def change(self, word: str, flow: Flow, words: Sequence[str], *, step: str, line: int) -> None:
        """She tells the company; what she told before is settled first, so that each change is judged by itself."""
        await self._change(word, flow, words, None, step=step, line=line)

    async def _change(
        self,
        word: str,
        flow: Flow,
        words: Sequence[str],
        news: Mapping[str, Components] | None,
        *,
        step: str,
        line: int,
    ) -> None:
        """news: fact -> what she tells; None where that is made up, or made of the words."""
        part = await self.embodied(self.who(word))
        customer = part.customer
        assert customer is not None  # noqa: S101 - embodied just now
        for introduced in list(self.parts.values()):
            await self.embodied(introduced)  # before she acts: what leaks to him is seen
        await self._settle_earlier(part, flow)
        self._changes += 1
        news = new_values(part, flow, words, self._stage) if news is None else news
        part.flows |= dict.fromkeys(flow.facts, flow)
        for earlier in part.watchers:
            earlier.learn(news)
        others = [other for other in self._present.customers() if other.key != customer.key]
        related = [other for other in others if self._share(part, other.key)]
        telling = Telling(
            self._stage,
            self.scenario,
            part,
            customer,
            news,
            learns=flow.learns,
            key=f"{customer.key}-{self._changes}",
            related=related,
            strangers=[other for other in others if other not in related],
            efforts=self._efforts,
            record=self.record,
        )
        part.watchers.append(telling.watcher)
        await self._sweeping.mark(part)
        try:
            change = await telling.tell(flow, step=step, line=line)
        finally:
            self._accessible.note(part)
        await self._sweeping.mark(part)
        self._spans.told(change.key, telling.trace)

    async def change_again(self, word: str, fact: str, *, step: str, line: int) -> None:
        """She does once more what she did last to change the fact, with another new value."""
        part = self.who(word)
        flow = part.flows.get(fact)
        problem = not_again(self._stage.blueprint, part.persona, fact, flow)
        if problem is not None or flow is None:
            raise CannotTell(problem.what if problem is not None else "")
        await self.change(word, flow, (), step=step, line=line)

    async def change_back(self, word: str, fact: str, *, step: str, line: int) -> None:
        """She does once more what she did last to change the fact, with the value that she had before."""
        part = self.who(word)
        flow = part.flows.get(fact)
        before = {one: values[-2] for one, values in part.known.items() if len(values) > 1}
        problem = not_back(self._stage.blueprint, part.persona, fact, flow, tuple(before))
        if problem is not None or flow is None:
            raise CannotTell(problem.what if problem is not None else "")
        back = {one: before[one] for one in flow.changes}
        await self._change(word, flow, (), back, step=step, line=line)

    async def _settle_earlier(self, part: Part, flow: Flow) -> None:
        for watcher in part.watchers:
            if watcher.change is not None and set(watcher.change.facts) & set(flow.facts):
                await self._settling.settle(part, watcher, watcher.cells)

    def _share(self, part: Part, other: str) -> bool:
        partner = part.partner.customer if part.partner else None
        return partner is not None and partner.key == other

    async def pass_time(self, seconds: float) -> None:
        """Time passes for everybody in the scenario."""
        for part in list(self.parts.values()):
            if (await self.embodied(part)).customer is not None and part.axis.anchored:
                await self._settling.let_pass(part, seconds)
            elif part is self._present.last:
                raise CannotTell(
                    f"{describe_s(seconds)} cannot pass for {part.persona.name}: the service gives no clock"
                )

    # what must be true ---------------------------------------------------------------------------------------------

    async def expect_everywhere(self, word: str, fact: str) -> None:
        """Every touchpoint that uses the fact shows its new value within its promise."""
        part = self.who(word)
        watcher = self.latest_change(part, fact)
        cells = [cell for cell in watcher.cells if cell.fact == fact]
        await self.verdict_on(part, watcher, cells)
        self.insist_on_new(part, watcher, fact, cells)

    async def expect_at(self, word: str, fact: str, touchpoint: str) -> None:
        """One touchpoint shows the new value within its promise."""
        part = self.who(word)
        watcher = self.latest_change(part, fact)
        cell = watcher.cell(fact, touchpoint)
        if cell is None:
            if self._stage.options.touchpoint not in (None, touchpoint):
                return  # the run was asked to watch another touchpoint only
            problem = not_shown(self._stage.blueprint, part.persona, fact, touchpoint)
            spot, called = self._stage.blueprint.touchpoints[touchpoint], self._stage.facts[fact].called
            unseen = f"{spot.called} shows nothing of what changed in {part.persona.name}'s {called}"
            raise CannotTell(problem.what if problem is not None else unseen)
        await self.verdict_on(part, watcher, [cell])
        self.insist_on_new(part, watcher, fact, [cell])

    async def expect_sent_to(self, word: str, fact: str, touchpoint: str) -> None:
        """One emission goes to the new value within its promise."""
        part = self.who(word)
        problem = not_going_to(self._stage.blueprint, part.persona, fact, touchpoint)
        if problem is not None:
            raise CannotTell(problem.what)
        await self.expect_at(word, fact, touchpoint)

    def latest_change(self, part: Part, fact: str) -> Watcher:
        """The watcher of her latest change of the fact. Raises CannotTell without one."""
        for watcher in reversed(part.watchers):
            if watcher.change is not None and fact in watcher.change.facts:
                return watcher
        raise CannotTell(not_changed(self._stage.blueprint, part.persona, fact, ()).what)

    async def verdict_on(self, part: Part, watcher: Watcher, cells: Sequence[CellWatch]) -> None:
        """The judge's word on these cells, once they are settled. Raises PromiseBroken or CannotTell."""
        if not cells and self._stage.options.touchpoint is not None:
            return  # the run was asked to watch another touchpoint only
        if not cells:
            raise CannotTell("no touchpoint is watched for this change: nothing can be said")
        await self._settling.settle(part, watcher, cells)
        assert watcher.change is not None  # noqa: S101 - latest_change only gives acknowledged ones
        if _broken(cells):
            await self._spans.read(watcher.change.key, broken=True)
        wanted = {(watcher.change.key, cell.fact, cell.key) for cell in cells}
        self._say([cell for cell in self.verdicts() if (cell.change, cell.fact, cell.touchpoint) in wanted])

    def _say(self, cells: Sequence[CellVerdict]) -> None:
        bad = [cell for cell in cells if cell.verdict.outcome is not Outcome.PASSING]
        if not bad:
            return
        everything = self.verdicts()
        failing = [cell for cell in bad if cell.verdict.outcome is Outcome.FAILING]
        text = "\n\n".join(cell_block(cell, everything) for cell in (failing or bad))
        raise PromiseBroken(text) if failing else CannotTell(text)

    def insist_on_new(self, part: Part, watcher: Watcher, fact: str, cells: Sequence[CellWatch]) -> None:
        """Raises where the company refused the new value, or perhaps did: a sentence that asks for it is not true."""
        self._refusals.insist_on_new(part, watcher, fact, cells)

    async def expect_unchanged(self, word: str, fact: str) -> None:
        """The company refused the change, and every touchpoint still shows the old value."""
        part = self.who(word)
        watcher = self.latest_change(part, fact)
        self._refusals.insist_on_old(part, watcher, fact)
        await self.verdict_on(part, watcher, [cell for cell in watcher.cells if cell.fact == fact])

    async def expect_never(self, word: str, fact: str, seconds: float, *, step: str, line: int) -> None:
        """Nothing is sent to the old value's destination until `seconds` after she changed it."""
        part = self.who(word)
        await self._absence.never(part, self.latest_change(part, fact), fact, seconds, step=step, line=line)

    async def expect_none_sent(self, word: str, touchpoint: str, seconds: float, *, step: str, line: int) -> None:
        """No such emission is sent to her for `seconds` from her last change."""
        part = self.who(word)
        change = await self._absence.none_sent(part, touchpoint, seconds, step=step, line=line)
        self._refusals.expect(change.key)  # that nothing is sent may be asked of a refusal as well

    async def expect_none_before(self, word: str, touchpoint: str, fact: str, *, step: str, line: int) -> None:
        """No such emission had come to her when she began to make her (last) change of the fact, and one came since."""
        part = self.who(word)
        if self._stage.options.touchpoint not in (None, touchpoint):
            return  # the run was asked to watch another touchpoint only
        watcher = self.latest_change(part, fact)
        assert watcher.change is not None  # noqa: S101 - latest_change only gives acknowledged ones
        began_s = next(
            event.began_s
            for event in self.events
            if isinstance(event, ChangeBegan) and event.change == watcher.change.key and event.began_s is not None
        )
        await self._absence.none_before(part, watcher, began_s, touchpoint, fact, step=step, line=line)

    async def expect_no_leftovers(self, word: str, fact: str, *, step: str, line: int) -> None:
        """No touchpoint uses the old value any more, and no document, mail, file or row that probes can list does."""
        part = self.who(word)
        watcher = self.latest_change(part, fact)
        self._refusals.insist_on_taken(part, watcher, fact)
        await self._absence.no_leftovers(part, watcher, fact, step=step, line=line)

    async def expect_effort(
        self, word: str, measure: Measure, at_most: float, *, channel: str, step: str, line: int
    ) -> None:
        """What it cost her until now is no more than this: a count, or seconds; or no other channel than this one."""
        part = await self.embodied(self.who(word))
        await self._efforts.expect(part, measure, at_most, channel=channel, step=step, line=line)

    # how she could use it ------------------------------------------------------------------------------------------

    async def expect_by_keyboard(self, word: str, *, step: str, line: int) -> None:
        """Everything she acted on can be reached with the keyboard."""
        self._accessible.by_keyboard(self.who(word))

    async def expect_readable(self, word: str, *, step: str, line: int) -> None:
        """Every page she met can be read by a screen reader."""
        self._accessible.readable(self.who(word))

    async def expect_fits(self, word: str, width: int, *, step: str, line: int) -> None:
        """Every page she met fits a screen of this width."""
        await self._accessible.fits(self.who(word), width)

    async def expect_in_her_language(self, word: str, *, step: str, line: int) -> None:
        """Every page she met is in her language."""
        self._accessible.in_her_language(self.who(word))

    def expects_refusal(self, change: str) -> None:
        """A sentence spoke of this change as one that may have been refused."""
        self._refusals.expect(change)

    # the end -------------------------------------------------------------------------------------------------------

    async def settle_everything(self) -> None:
        """Whatever the scenario did not ask about is settled too: a change is always checked everywhere, and again."""
        for part in self.parts.values():
            for watcher in part.watchers:
                if watcher.change is not None:
                    await self._settling.settle(part, watcher, watcher.cells)
            await self._settling.look_on(part)
        for watcher in (watcher for part in self.parts.values() for watcher in part.watchers):
            if watcher.change is not None:
                await self._spans.read(watcher.change.key, broken=_broken(watcher.cells))

    def verdicts(self) -> tuple[CellVerdict, ...]:
        """The judge's word on every cell of this scenario, from the history alone."""
        return tuple(cell for cell in judge(self._so_far()) if cell.scenario == self.scenario)

    def _so_far(self) -> History:
        """What the judge needs of the run until now."""
        return History([*self._earlier(), *self.events])

    def _earlier(self) -> Iterator[Event]:
        """The worker's start, and whoever of the earlier customers was met in a look: what the judge needs beside this
        scenario. All of them would cost each verdict more, the longer the run is."""
        if self._stage.run_started is not None:
            yield self._stage.run_started
        mine = {part.customer.key for part in self.parts.values() if part.customer}
        met = self._stage.others.met - mine
        yield from (event for event in self._stage.embodied if event.customer in met)

    def inapplicable(self) -> list[str]:
        """Constraints of her persona that could not be applied: the run did not happen as she lives."""
        return self._present.inapplicable()

    def in_the_way(self) -> list[str]:
        """Barriers that kept out who relies on her keyboard or a screen reader."""
        self._accessible.conclude(self.parts.values())
        return self._accessible.in_the_way(self.parts.values())

    def unexpected_refusals(self) -> list[str]:
        """What the company refused though no sentence asked about a refusal: she could not tell it."""
        return self._refusals.unexpected(self.parts.values())

    def ended_axis_s(self) -> dict[str, float]:
        """Customer key -> where her axis stands."""
        return {part.customer.key: part.axis.now() for part in self.parts.values() if part.customer}

    async def leave(self) -> None:
        """Everybody goes: the watching ends, contexts are closed."""
        for part in self.parts.values():
            for watcher in part.watchers:
                await watcher.stop()
        for customer in self._present.customers():
            await self._stage.leave(customer)


def _broken(cells: Iterable[CellWatch]) -> bool:
    return any(cell.verdict.outcome is Outcome.FAILING for cell in cells)
