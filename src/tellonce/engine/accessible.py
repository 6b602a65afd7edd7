"""Whether she, as she is, could use what she met: sentences about it, and what is said at the end of a scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from tellonce.engine.cast import Part
from tellonce.engine.fitting import Fitted, fit
from tellonce.engine.lived import lived
from tellonce.engine.outcomes import CannotTell, PromiseBroken
from tellonce.engine.proof import APPLIED
from tellonce.engine.stage import Stage
from tellonce.judge.barriers import judge_fit, judge_hands, judge_languages, judge_reading
from tellonce.model.barrier import BarrierJudgement
from tellonce.model.events import ConstraintFound, Event, PageFitted
from tellonce.model.verdict import Outcome
from tellonce.story.barriers import barrier_block, blind_block

__all__ = ["Accessible"]


class Accessible:
    """For one scenario. record: writes an event down.  events: the scenario's, so far."""

    def __init__(
        self, stage: Stage, scenario: str, *, record: Callable[[Event], object], events: Sequence[Event]
    ) -> None:
        self._stage, self._scenario, self._record, self._events = stage, scenario, record, events

    def note(self, part: Part) -> None:
        """Write down what she did and met since it was last noted, and what it says of her constraints."""
        customer = part.customer
        if customer is None:
            return
        for doing in self._stage.ways.of(customer.key):
            for event in lived(doing, scenario=self._scenario, customer=customer.key, keep=self._stage.keep):
                self._record(event)
                if isinstance(event, ConstraintFound):
                    part.constraints = {**part.constraints, event.constraint: event.said}

    def conclude(self, parts: Iterable[Part]) -> None:
        """At the end: a constraint for which there was no occasion was neither applied nor could it not be."""
        for part in parts:
            self.note(part)
            if part.customer is None:
                continue
            setting, key = part.persona.setting, part.customer.key
            deaf = setting.screen_reader and judge_reading(self._events, key) == BarrierJudgement()
            idle = setting.keyboard_only and judge_hands(self._events, key) == BarrierJudgement()
            for constraint, unused, why in (
                ("screen reader", deaf, "nothing to apply: no page was met"),
                ("keyboard only", idle, "nothing to apply: nothing was done in a browser"),
            ):
                if unused and part.constraints.get(constraint) == APPLIED:
                    event = ConstraintFound(scenario=self._scenario, customer=key, constraint=constraint, said=why)
                    part.constraints = {**part.constraints, constraint: why}
                    self._record(event)

    def in_the_way(self, parts: Iterable[Part]) -> list[str]:
        """What kept somebody out who relies on her keyboard or on a screen reader, whatever the steps asked."""
        found: list[str] = []
        for part in parts:
            if part.customer is None:
                continue
            setting, key = part.persona.setting, part.customer.key
            if setting.screen_reader:
                found += self._stopping(judge_reading(self._events, key), _unreadable(part))
            if setting.keyboard_only:
                found += self._stopping(judge_hands(self._events, key), _out_of_reach(part))
        return found

    def _stopping(self, judgement: BarrierJudgement, headline: str) -> list[str]:
        return [barrier_block(headline, judgement)] if judgement.stopping else []

    # sentences -----------------------------------------------------------------------------------------------------

    def by_keyboard(self, part: Part) -> None:
        """Everything she acted on can be reached with the keyboard."""
        self.note(part)
        name = part.persona.name
        if not part.persona.setting.keyboard_only:
            raise CannotTell(f"{name}'s hands were not watched: only personas with 'keyboard_only: true' are")
        judgement = judge_hands(self._events, _key(part))
        self._say(judgement, _out_of_reach(part), f"{name} did nothing in a browser, with the keyboard or without")

    def readable(self, part: Part) -> None:
        """Every page she met can be read by a screen reader."""
        self.note(part)
        name = part.persona.name
        if not part.persona.setting.screen_reader:
            raise CannotTell(f"nobody listened to the pages {name} met: only for 'screen_reader: true' somebody does")
        judgement = judge_reading(self._events, _key(part))
        self._say(judgement, _unreadable(part), _unseen(part, judgement, "can be read"))

    def in_her_language(self, part: Part) -> None:
        """Every page she met is in her language."""
        self.note(part)
        theirs = part.persona.pronouns.possessive
        headline = f"{part.persona.name} met a page that is not in {theirs} language"
        judgement = judge_languages(self._events, _key(part))
        self._say(judgement, headline, _unseen(part, judgement, f"is in {theirs} language"))

    async def fits(self, part: Part, width: int) -> None:
        """Every page she met fits a screen of this width."""
        self.note(part)
        key = _key(part)
        for doing in self._stage.ways.of(key)[:1]:
            for visit, html in list(doing.met.left.items()):
                url = visit[1]
                unlike = doing.met.unlike.get(visit)
                if unlike:
                    fitted = Fitted(blind=f"it could not be shown again as it was: {unlike}")
                else:
                    fitted = await self._fitted(part, url, html, width)
                self._record(
                    PageFitted(
                        scenario=self._scenario,
                        customer=key,
                        url=url,
                        width=width,
                        needs=fitted.needs,
                        widest=fitted.widest,
                        blind=fitted.blind,
                    )
                )
        headline = f"{part.persona.name} met a page that does not fit a screen {width} pixels wide"
        judgement = judge_fit(self._events, key, width)
        self._say(judgement, headline, _unseen(part, judgement, "fits"))

    async def _fitted(self, part: Part, url: str, html: str, width: int) -> Fitted:
        page = await self._stage.new_page(part.customer)  # type: ignore[arg-type]  # _key has insisted on her
        try:
            return await fit(page, url, html, width)
        finally:
            await page.close()

    def _say(self, judgement: BarrierJudgement, headline: str, nothing: str) -> None:
        if judgement.outcome is Outcome.FAILING:
            raise PromiseBroken(barrier_block(headline, judgement))
        if judgement.outcome is Outcome.INCONCLUSIVE:
            raise CannotTell(blind_block(nothing, judgement))


def _key(part: Part) -> str:
    if part.customer is None:
        raise CannotTell(f"{part.persona.name} has done nothing yet: say first what she does")
    return part.customer.key


def _unseen(part: Part, judgement: BarrierJudgement, what: str) -> str:
    if judgement.blind:
        return f"Nobody can tell whether every page that {part.persona.name} met {what}"
    return f"{part.persona.name} met no page in a browser: nobody can tell whether it {what}"


def _unreadable(part: Part) -> str:
    return f"{part.persona.name} could not use a page by ear: a screen reader meets a barrier there"


def _out_of_reach(part: Part) -> str:
    return f"{part.persona.name} could not do it with the keyboard alone"
