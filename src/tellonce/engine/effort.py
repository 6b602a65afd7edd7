"""What a scenario costs her: each flow is measured, her patience holds, and sentences ask about it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from time import monotonic
from typing import Literal

from playwright.async_api import Error, Page

from tellonce.engine.absence import to_the_end
from tellonce.engine.cast import Part
from tellonce.engine.flows import Act, Flow, GivesUp
from tellonce.engine.her_pages import Field, HerPages
from tellonce.engine.outcomes import CannotTell, PromiseBroken
from tellonce.engine.page_answers import PageAnswers
from tellonce.engine.retold import Retold
from tellonce.engine.settle import Settling
from tellonce.engine.stage import Stage
from tellonce.engine.waiting import PatienceGone, Waiting
from tellonce.judge.effort import judge_effort
from tellonce.judge.effort_reader import first_contact_s, person_there_s
from tellonce.model.duration import describe_s
from tellonce.model.effort import Deed, FieldFilled, Measure, Transfer
from tellonce.model.events import CustomerGaveUp, EffortAsked, EffortMeasured, Event, SentenceAnswered
from tellonce.model.facts import Components
from tellonce.model.history import History
from tellonce.model.observation import Evidence
from tellonce.model.persona import Persona
from tellonce.probes.protocol import Capture

__all__ = ["Efforts", "Ended", "MeasuredFlow", "way_reports"]

_GRACE_S = 0.5
"""A page's own time limit comes this much after her patience, so that what she waits for is told by her."""
_PICTURE_MS = 2_000
Ended = Literal["answered", "refused", "unanswered", "gave up", "failed"]


def way_reports(persona: Persona) -> dict[str, str]:
    """Her patience and her channels as constraints -> "applied" or "could not apply: reason"."""
    stopped = _nobody_hurries()
    report = {f"patience {describe_s(persona.patience)}": f"could not apply: {stopped}" if stopped else "applied"}
    for word, channels in persona.channels.items():
        if channels:
            report[f"channels {word}: {', '.join(channels)}"] = "applied"
    return report


def _nobody_hurries() -> str:
    """Why time says nothing in this process; empty when it does."""
    if os.environ.get("PWDEBUG"):
        return "PWDEBUG is set, and somebody steps through her pages"
    if "pydevd" in sys.modules or "debugpy" in sys.modules:
        return "a debugger is attached"
    return ""


class Efforts:
    """For one scenario. record: writes an event down.  so_far: what the judge needs of the run until now."""

    def __init__(
        self,
        stage: Stage,
        scenario: str,
        settling: Settling,
        *,
        record: Callable[[Event], object],
        so_far: Callable[[], History],
    ) -> None:
        self._stage, self._scenario, self._settling = stage, scenario, settling
        self._record, self._so_far = record, so_far
        self._told: dict[str, Retold] = {}
        self._deeds: dict[str, list[Deed]] = {}

    def told_by(self, part: Part) -> Retold:
        """What she has told so far; what the company knew from the start is told already."""
        assert part.customer is not None  # noqa: S101 - somebody who acts is there
        if part.customer.key not in self._told:
            told = self._told[part.customer.key] = Retold(self._stage.facts)
            told.learn(part.customer.values)
        return self._told[part.customer.key]

    def flow(
        self,
        part: Part,
        flow: Flow,
        page: Page,
        news: Mapping[str, Components],
        *,
        answers: PageAnswers,
        change: str,
        step: str,
        line: int,
    ) -> MeasuredFlow:
        """One flow of hers, about to begin. answers: how her page was answered."""
        assert part.customer is not None  # noqa: S101 - somebody who acts is there
        customer = part.customer.key

        def ended(deed: Deed) -> None:
            self._deeds.setdefault(customer, []).append(deed)
            self._record(EffortMeasured(scenario=self._scenario, customer=customer, change=change, deed=deed))

        def gave_up(gone: PatienceGone, place: str, saw: tuple[Evidence, ...]) -> None:
            self._record(
                CustomerGaveUp(
                    scenario=self._scenario,
                    customer=customer,
                    change=change,
                    step=step,
                    line=line,
                    facts=flow.changes,
                    after_s=gone.after_s,
                    patience_s=part.persona.patience,
                    doing=gone.doing,
                    place=place,
                    saw=saw,
                )
            )

        told = self.told_by(part)
        return MeasuredFlow(
            self._stage, part, flow, page=page, news=news, answers=answers, told=told, ended=ended, gave_up=gave_up
        )

    async def expect(self, part: Part, measure: Measure, at_most: float, *, channel: str, step: str, line: int) -> None:
        """What it cost her until now is no more than this. Raises PromiseBroken or CannotTell."""
        assert part.customer is not None  # noqa: S101 - whoever asks has embodied her
        if measure is Measure.PERSON:
            await self._let_a_person_come(part, at_most)
        if measure is Measure.REFUSED:  # what is still to be sent to her may be
            for watcher in part.watchers:
                if watcher.change is not None:
                    await self._settling.settle(part, watcher, watcher.cells)
        asked = EffortAsked(
            scenario=self._scenario,
            worker=self._stage.worker,
            customer=part.customer.key,
            measure=measure,
            at_most=at_most,
            channel=channel,
            now_s=part.axis.now(),
            step=step,
            line=line,
        )
        self._record(asked)
        said = judge_effort(self._so_far(), asked)
        self._record(
            SentenceAnswered(scenario=self._scenario, outcome=said.outcome, reason=said.reason, step=step, line=line)
        )
        if said.outcome == "broken":
            raise PromiseBroken(said.reason)
        if said.outcome != "kept":
            raise CannotTell(said.reason)

    async def _let_a_person_come(self, part: Part, seconds: float) -> None:
        """Nobody came yet: the time that is left is let pass, where it can be."""
        assert part.customer is not None  # noqa: S101 - whoever asks has embodied her
        deeds = self._deeds.get(part.customer.key, [])
        from_s = first_contact_s(deeds)
        if from_s is not None and person_there_s(deeds, from_s) is None:
            await to_the_end(self._stage, self._settling, part, from_s + seconds)


class MeasuredFlow:
    """One flow: listened to from `begin` to `end`."""

    def __init__(
        self,
        stage: Stage,
        part: Part,
        flow: Flow,
        *,
        page: Page,
        news: Mapping[str, Components],
        answers: PageAnswers,
        told: Retold,
        ended: Callable[[Deed], None],
        gave_up: Callable[[PatienceGone, str, tuple[Evidence, ...]], None],
    ) -> None:
        self._stage, self._part, self._flow, self._page = stage, part, flow, page
        self._answers = answers
        self._news, self._told, self._ended, self._gave_up = news, told, ended, gave_up
        hurried = flow.by == "customer" and not _nobody_hurries()
        self._patience_s = part.persona.patience if hurried else None
        self._waiting = Waiting(self._patience_s)
        self._hers = HerPages(page, self._waiting, not_hers=stage.looked_at)
        self._began_s = part.axis.now()

    async def begin(self) -> None:
        """Listen, and let her page wait for as long as she does."""
        if self._patience_s is not None:
            self._page.set_default_timeout((self._patience_s + _GRACE_S) * 1000)
        await self._hers.begin()
        self._began_s = self._part.axis.now()

    async def live(self, doing: Awaitable[None]) -> None:
        """Do what the flow does, until it is done or she has had enough. Raises PatienceGone, or what the flow does.

        A flow that she leaves is cancelled where it stands: it can tidy up, and does nothing more.
        """
        task = asyncio.ensure_future(doing)
        try:
            await asyncio.wait((task, self._waiting.gone), return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                task.result()
                return
        finally:
            if not task.done():
                task.cancel()
                await asyncio.wait((task,))
        await self._hers.leave()
        raise self._waiting.gone.result()

    async def insist_on_patience(self, came: str) -> None:
        """The flow went away without an answer. Raises PromiseBroken when it was she who had waited long enough.

        came: what came instead of an answer, or what did not come.
        """
        gone = self._waiting.out_of_patience()
        if gone is not None:
            raise await self.lose(gone, came) from None

    async def lose(self, why: PatienceGone | GivesUp, came: str = "") -> PromiseBroken:
        """She is gone: what she saw last is kept, and it is written down. Returns what there is to say of it."""
        saw, place = await self._last_seen(), self._page.url
        gone = why if isinstance(why, PatienceGone) else PatienceGone(0.0, str(why))
        self._gave_up(gone, place, saw)
        persona, facts = self._part.persona, self._stage.facts
        wanted = ", ".join(facts[fact].called for fact in self._flow.changes)
        patience = describe_s(persona.patience)
        waited = f"{persona.name} gave up after {gone.after_s:.0f} s, and is lost as a customer: no answer {gone.doing}"
        stuck = f"{persona.name} gave up, and is lost as a customer: {gone.doing}"
        said = [stuck if isinstance(why, GivesUp) else waited]
        said += [f"  patience  {patience}"] if isinstance(why, PatienceGone) else []
        said += [f"  instead   {came}"] if came else []
        said += [f"  wanted    to tell the company {persona.pronouns.possessive} {wanted}"]
        said += [f"  page      {self._answers.place()}", f"  flow      {self._flow.place}"]
        return PromiseBroken("\n".join(said))

    async def _last_seen(self) -> tuple[Evidence, ...]:
        """A picture of the page; none where it cannot be taken any more."""
        caption = f"what {self._part.persona.name} saw last"
        with suppress(Error):
            body = await self._page.screenshot(scale="css", animations="disabled", timeout=_PICTURE_MS)
            return (
                self._stage.keep(
                    Capture(kind="screenshot", caption=caption, media_type="image/png", body=body, place=self._page.url)
                ),
            )
        return ()

    def end(self, act: Act, how: Ended, at_s: float) -> None:
        """Write down what it cost her. how: what came of it.  at_s: when, on her axis."""
        self._hers.end()
        waited_s, longest_s = self._waiting.end(acknowledged=how in ("answered", "refused"))
        axis, flow, deaf = self._part.axis, self._flow, self._hers.deaf
        passed_s = axis.now() - monotonic()
        self._ended(
            Deed(
                channel=flow.channel,
                by=flow.by,
                served_by=flow.served_by,
                contact=flow.contact,
                facts=flow.facts,
                answers=flow.answers,
                began_s=self._began_s,
                ended_s=at_s,
                pages=self._hers.pages,
                fields=tuple(self._filled(self._hers.fields)),
                activations=self._hers.activations,
                waited_s=round(waited_s, 3),
                longest_wait_s=round(longest_s, 3),
                transfers=tuple(
                    Transfer(to=to, person=person, at_s=passed_s + then_s) for to, person, then_s in act.passed_on
                ),
                told_again=tuple(self._stage.facts[fact].called for fact in act.told_again),
                uncounted={"fields": deaf} if deaf else {},
                addresses=self._hers.addresses,
                ended=how,
            )
        )
        if how in ("answered", "unanswered") and flow.by == "customer":
            self._told.learn(self._news)

    def _filled(self, fields: list[Field]) -> Iterator[FieldFilled]:
        telling = self._told.flow(self._news)
        for field in fields:
            named = f"{field.name} {field.called}"
            # A password shows who she is: that she gives it again is the point of it.
            again = "" if field.secret else telling.again(field.value, name=named, kind=field.kind)
            yield FieldFilled(called=field.called, again=again)
