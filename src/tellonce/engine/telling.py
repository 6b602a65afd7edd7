"""One change, told: arm every touchpoint that uses the facts, act, take the answer as t0."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal

from playwright.async_api import Error, Page

from tellonce.clock.business_days import terms_from
from tellonce.engine.acting import Doing, ScriptsOff
from tellonce.engine.cast import Part
from tellonce.engine.effort import Efforts, Ended, MeasuredFlow
from tellonce.engine.flows import Act, Flow, GivesUp, Refused, Unanswered
from tellonce.engine.outcomes import CannotTell
from tellonce.engine.page_answers import PageAnswers
from tellonce.engine.stage import Stage
from tellonce.engine.tracing import sent_along, trace_headers
from tellonce.engine.waiting import PatienceGone
from tellonce.engine.written.acts import ActFailed
from tellonce.judge import CellJudgement, LiveCell
from tellonce.model.blueprint import Terms, Touchpoint
from tellonce.model.change import Change, Replaced
from tellonce.model.errors import Place as FilePlace
from tellonce.model.errors import TellonceError
from tellonce.model.events import ChangeAcknowledged, ChangeBegan, Event, PlaceRead
from tellonce.model.facts import Components, FactKind
from tellonce.model.observation import Observation
from tellonce.model.persona import Customer
from tellonce.probes.protocol import Place, Probe, Target
from tellonce.probes.span_files import new_trace_id
from tellonce.watch.cell_watch import CellWatch
from tellonce.watch.place_watch import PlaceWatch
from tellonce.watch.watcher import Watcher

__all__ = ["FlowFailed", "Telling", "new_values"]


class FlowFailed(TellonceError):
    """The flow could not be carried out: a page that is not as steps/ expect, or a service that is gone."""


def new_values(part: Part, flow: Flow, words: Sequence[str], stage: Stage) -> dict[str, Components]:
    """Fact -> new value: from the sentence's words where the flow says how, else made up."""
    news: dict[str, Components] = {}
    for index, fact in enumerate(flow.changes):
        if flow.new is not None and index == 0:
            news[fact] = flow.new(*words)
            continue
        given = part.known.get(fact)
        if not given and fact in part.persona.values:
            news[fact] = dict(part.persona.values[fact])
            continue
        kind = stage.blueprint.facts[fact].kind
        # Marrying changes the family name; her given name stays.
        keep = {"given_name": given[-1]["given_name"]} if given and kind == "person_name" else None
        news[fact] = part.maker.make(kind, fact, keep=keep)
    return news


class Telling:
    """Watches for one change of one customer.

    learns: facts whose new value the company's answer tells.  related, strangers: the customers whose values must not
    be mistaken for hers.
    """

    def __init__(
        self,
        stage: Stage,
        scenario: str,
        part: Part,
        customer: Customer,
        news: Mapping[str, Components],
        *,
        learns: Sequence[str],
        key: str,
        related: Sequence[Customer],
        strangers: Sequence[Customer],
        efforts: Efforts,
        record: Callable[[Event], object],
    ) -> None:
        self._record_event, self._efforts = record, efforts
        self._stage, self._scenario, self._part, self._customer = stage, scenario, part, customer
        self._news: dict[str, Components] = dict(news)
        self._key, self._related, self._strangers = key, tuple(related), tuple(strangers)
        self._learns = tuple(learns)
        self._change: Change | None = None
        self.trace = new_trace_id()
        self._live: dict[tuple[str, str], LiveCell] = {}
        self.watcher = self._watcher()

    def _touched(self) -> dict[str, Touchpoint]:
        only = self._stage.options.touchpoint
        return {
            key: touchpoint
            for key, touchpoint in self._stage.blueprint.touchpoints.items()
            if (only is None or key == only) and self._facts_of(key)
        }

    def _facts_of(self, key: str) -> tuple[str, ...]:
        role = self._part.persona.role
        old = self._part.current
        return tuple(
            fact
            for fact in (*self._news, *self._learns)
            if key in self._stage.blueprint.touchpoints_of(fact, role) and self._is_shown(key, fact, old.get(fact))
        )

    def _is_shown(self, key: str, fact: str, old: Components | None) -> bool:
        """Whether the touchpoint shows any component that changes; of what she is yet to be told it may."""
        if fact not in self._news:
            return True
        shown = self._stage.blueprint.touchpoints[key].shown(fact)
        changed = Replaced(old=dict(old) if old else None, new=dict(self._news[fact])).changed
        return not shown or any(component in shown for component in changed)

    def _watcher(self) -> Watcher:
        stage, touched = self._stage, self._touched()
        cells = [
            CellWatch(fact=fact, key=key, touchpoint=touchpoint)
            for key, touchpoint in touched.items()
            for fact in self._facts_of(key)
        ]
        places = [self._place(*stage.probe_of(key, touchpoint)) for key, touchpoint in touched.items()]
        observers = [
            self._place(*found)
            for key, system in stage.blueprint.systems.items()
            if self._customer.service_id
            and any(system.can_tell(fact) for fact in (*self._news, *self._learns))
            and (found := stage.observer_of(key, system)) is not None
        ]
        return Watcher(
            cells,
            places,
            observers,
            axis=self._part.axis,
            judge_now=self._judge_now,
            leap_beyond_s=stage.blueprint.clock.leap_beyond,
        )

    def _place(self, place: Place, probe: Probe) -> PlaceWatch:
        return PlaceWatch(
            self._target(place),
            probe,
            axis=self._part.axis,
            record=self._record,
            keep=self._stage.keep,
            health=self._stage.health_of(place),
            skew_s=self._stage.blueprint.clock.skew,
        )

    def _target(self, place: Place) -> Target:
        known = {
            fact: (*self._part.known.get(fact, ()), *([self._news[fact]] if fact in self._news else []))
            for fact in {*self._part.known, *self._news}
        }
        # Somebody whom the company does not know yet is looked up by what she tells it.
        customer = self._customer if self._customer.values else replace(self._customer, values=self._news)
        return Target(customer=customer, place=place, known=known, related=self._related, strangers=self._strangers)

    def _record(self, observation: Observation, before: bool) -> None:
        self._record_event(PlaceRead(scenario=self._scenario, change=self._key, before=before, observation=observation))

    def _judge_now(self, fact: str, touchpoint: str, observations: Sequence[Observation]) -> CellJudgement:
        if self._change is None:
            raise TellonceError("a change is judged only after the company answered")
        live = self._live.get((fact, touchpoint))
        if live is None:
            live = self._live[fact, touchpoint] = LiveCell(
                change=self._change,
                key=touchpoint,
                fact=fact,
                touchpoint=self._stage.blueprint.touchpoints[touchpoint],
                fact_decl=self._stage.facts[fact],
                others=self._stage.others,
                hers=frozenset((self._customer.key, *self._customer.related)),
            )
        live.see(observations)
        return live.judgement()

    async def tell(self, flow: Flow, *, step: str, line: int) -> Change:
        """Arm, act, and take the answer. Raises FlowFailed when the flow did not come to an answer, and PromiseBroken
        when she gave up before it came."""
        stage, part = self._stage, self._part
        cells = tuple((cell.fact, cell.key) for cell in self.watcher.cells)
        self._record_event(
            ChangeBegan(
                scenario=self._scenario,
                change=self._key,
                customer=self._customer.key,
                step=step,
                line=line,
                cells=cells,
                learns=self._learns,
                trace=self.trace,
                began_s=part.axis.now(),
            )
        )
        page = await self._her_page()
        doing = await stage.doing(self._customer, during=step, languages=self._languages())
        answers = PageAnswers(page)
        await self.watcher.arm()
        measured = self._efforts.flow(
            part, flow, page, self._news, answers=answers, change=self._key, step=step, line=line
        )
        await measured.begin()
        learned: dict[str, Components] = {}
        act = Act(
            page=page,
            customer=self._customer,
            news=self._news,
            addresses=stage.addresses.table,
            headers=trace_headers(self.trace),
            learned=learned,
        )
        outcome, answer, t0_s = await self._her_way(flow, act, doing, measured, answers)
        old = part.current
        if outcome == "accepted":
            self._news |= self._taken_in(flow, learned, old)
        earlier = {fact: self._earlier(fact, new) for fact, new in self._news.items()}
        change = Change(
            key=self._key,
            customer=self._customer.key,
            facts={
                fact: Replaced(
                    old=dict(old[fact]) if fact in old else None,
                    new=dict(new),
                    earlier=tuple(value for value, _ in earlier[fact]),
                )
                for fact, new in self._news.items()
            },
            outcome=outcome,
            t0_s=t0_s,
            answer=answer,
            replaced_s={fact: tuple(at_s for _, at_s in values) for fact, values in earlier.items() if values},
            terms=self._terms(t0_s),
        )
        self._change = change
        self._stage.others.learn(self._customer.key, self._news)
        self._stage.spare(self._news.values())
        self._record_event(ChangeAcknowledged(scenario=self._scenario, change=change))
        self.watcher.acknowledged(change, lambda place: place.acknowledged(t0_s, self._target(place.target.place)))
        self.watcher.start()
        if outcome == "accepted":
            for fact, new in self._news.items():
                part.known.setdefault(fact, []).append(new)
                part.told_s.setdefault(fact, []).append(t0_s)
            part.customer = replace(self._customer, values=part.current)
        await page.close()
        return change

    async def _act(
        self, flow: Flow, act: Act, measured: MeasuredFlow, answers: PageAnswers
    ) -> tuple[Literal["accepted", "refused", "unknown"], str, float]:
        """She acts, and is measured. Returns the outcome, the company's own words, and when it answered on her axis."""
        ended: Ended = "failed"
        t0_s: float | None = None
        try:
            async with sent_along(act.page, act.headers, act.addresses.values()):
                await measured.live(flow.function(act))
            ended, t0_s = "answered", self._part.axis.now()
            return "accepted", "", t0_s
        except Refused as refused:
            ended, t0_s = "refused", self._part.axis.now()
            return "refused", str(refused), t0_s
        except Unanswered as unanswered:
            ended, t0_s = "gave up", self._part.axis.now()
            await measured.insist_on_patience(str(unanswered))
            ended = "unanswered"
            return "unknown", str(unanswered), t0_s
        except (PatienceGone, GivesUp) as gone:
            ended, t0_s = "gave up", self._part.axis.now()
            raise await measured.lose(gone) from None
        except Error as error:
            ended, t0_s = "gave up", self._part.axis.now()
            said, place = _what_failed(error, flow)
            await measured.insist_on_patience(_awaited(error) or said)
            ended = "failed"
            raise FlowFailed(
                f"{self._part.persona.name} could not finish: {said}\n"
                f"  page      {answers.place()}\n  flow      {place}"
            ) from None
        finally:
            measured.end(act, ended, self._part.axis.now() if t0_s is None else t0_s)

    async def _her_page(self) -> Page:
        try:
            return await self._stage.own_page(self._customer)
        except ScriptsOff as off:
            raise CannotTell(str(off)) from None

    async def _her_way(
        self, flow: Flow, act: Act, doing: Doing, measured: MeasuredFlow, answers: PageAnswers
    ) -> tuple[Literal["accepted", "refused", "unknown"], str, float]:
        """She acts, and it is noticed how. What was refused stays refused, whatever the flow made of it."""
        try:
            try:
                with doing.acting():
                    return await self._act(flow, act, measured, answers)
            finally:
                await doing.meet_last(act.page)
                doing.insist()
        except ScriptsOff as off:
            raise CannotTell(str(off)) from None

    def _languages(self) -> tuple[str, ...]:
        """In which the company may speak to her meanwhile: where she changes it, in either."""
        return tuple(
            value["code"]
            for values in (self._part.current, self._news)
            for fact, value in values.items()
            if self._stage.facts[fact].kind is FactKind.LANGUAGE
        )

    def _taken_in(
        self, flow: Flow, learned: Mapping[str, Components], old: Mapping[str, Components]
    ) -> dict[str, Components]:
        """What the company told her, without what she knew. Raises FlowFailed where the flow does not say it whole."""
        facts, name = self._stage.facts, self._part.persona.name
        for fact in flow.learns:
            called, components = facts[fact].called, facts[fact].components
            if fact not in learned:
                raise FlowFailed(
                    f"{name} was to be told the {called}, and the flow does not say what {name} was told\n"
                    f"  flow      {flow.place}\n  next      call act.learn({fact!r}, {{...}}) before it returns"
                )
            if set(learned[fact]) != set(components):
                raise FlowFailed(
                    f"the flow learns the {called} as {', '.join(learned[fact]) or 'nothing'}, "
                    f"where it is made of {', '.join(components)}\n  flow      {flow.place}"
                )
        undeclared = [fact for fact in learned if fact not in flow.learns]
        if undeclared:
            raise FlowFailed(
                f"the flow learns '{undeclared[0]}' without saying so beforehand\n  flow      {flow.place}\n"
                f"  next      write learns={undeclared[0]!r} where it is declared, so that touchpoints are armed for it"
            )
        return {fact: value for fact, value in learned.items() if fact not in old or dict(old[fact]) != dict(value)}

    def _earlier(self, fact: str, new: Components) -> tuple[tuple[dict[str, str], float], ...]:
        """What the company knew before what it knows now, without what it is to know from now on; until when each."""
        *before, last = self._part.known.get(fact) or [new]
        replaced_s = self._part.told_s.get(fact, ())[1:]
        return tuple(
            (dict(value), at_s)
            for value, at_s in zip(before, replaced_s, strict=True)
            if dict(value) not in (dict(last), dict(new))
        )

    def _terms(self, t0_s: float) -> dict[str, Terms]:
        """When promises of business days, or of the day she was told, run out, counted once from her clock at t0."""
        axis, blueprint = self._part.axis, self._stage.blueprint
        told = axis.at(t0_s) if axis.anchored else datetime.now(UTC)
        zone = self._part.persona.time_zone
        counted = {
            cell.key: terms_from(cell.touchpoint.promise, blueprint.calendars, told, zone, self._days_told())
            for cell in self.watcher.cells
        }
        return {key: terms for key, terms in counted.items() if terms is not None}

    def _days_told(self) -> dict[str, str]:
        """Fact -> the day that this change is about, where the fact is a date."""
        return {
            fact: value["date"] for fact, value in self._news.items() if self._stage.facts[fact].kind is FactKind.DATE
        }


def _what_failed(error: Error, flow: Flow) -> tuple[str, FilePlace]:
    """In one line, and where: of a flow in YAML, the act."""
    if isinstance(error, ActFailed):
        return error.said, error.place
    return error.message.strip().split("\nCall log")[0].splitlines()[0], flow.place


def _awaited(error: Error) -> str:
    """What on the page was waited for, as Playwright's log of a call says it; empty when it does not."""
    lines = (line.strip(" -") for line in error.message.splitlines())
    return next((line for line in lines if line.startswith("waiting for ")), "")
