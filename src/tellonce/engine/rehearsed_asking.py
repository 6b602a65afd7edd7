"""The verbs of `Asking`, asked of a scene without a service: what could never be answered is noted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from tellonce.engine import spots
from tellonce.engine.answerable import not_shown, not_used
from tellonce.model.blueprint import Blueprint, Touchpoint
from tellonce.model.errors import Problem
from tellonce.model.facts import FactKind
from tellonce.model.persona import Persona

__all__ = ["OnRehearsal", "RehearsedAsking"]


class OnRehearsal(Protocol):
    """What the rehearsal lends."""

    def meant(self, word: str) -> Persona | None:
        """Who is meant by a name or a pronoun; None when that cannot be known."""

    def meant_changed(self, word: str, fact: str) -> Persona | None:
        """The same, of somebody who has changed the fact; None, and noted, when she has not."""

    def has_changed(self, persona: Persona) -> bool:
        """Whether she has changed anything so far, or may have."""

    def reached(self) -> Mapping[str, tuple[tuple[str, str], ...]] | None:
        """Touchpoint -> (persona, fact) of what was changed so far; None once anything may have changed."""

    def looks_at(self, touchpoints: Iterable[str]) -> None:
        """A sentence looks at these, whether or not anything changed reaches them."""

    def note(self, problem: Problem | None) -> None:
        """Something can never be answered."""


class RehearsedAsking:
    """It asks the same of the blueprint as `Asking` does, and nothing of a service."""

    def __init__(self, scene: OnRehearsal, blueprint: Blueprint, personas: Mapping[str, Persona]) -> None:
        self._scene, self._blueprint, self._personas = scene, blueprint, personas

    # time ----------------------------------------------------------------------------------------------------------

    def pass_promises(self, word: str, fact: str, touchpoint: str = "") -> None:
        """Time passes until what was promised is over."""
        persona = self._scene.meant_changed(word, fact)
        if persona is not None and touchpoint:
            self._scene.note(not_shown(self._blueprint, persona, fact, touchpoint))
        elif persona is not None:
            self._scene.note(not_used(self._blueprint, persona, fact))

    def pass_day(self, word: str, fact: str) -> None:
        """Time passes until the end of the day that she was named."""
        if self._scene.meant_changed(word, fact) is None:
            return
        if self._blueprint.facts[fact].kind is not FactKind.DATE:
            days = [one.called for one in self._blueprint.facts.values() if one.kind is FactKind.DATE]
            self._scene.note(Problem(what=f"the {self._blueprint.facts[fact].called} is no day", valid=tuple(days)))

    # promises, by who made them ------------------------------------------------------------------------------------

    def promise_kept(self, promise: frozenset[str]) -> None:
        """The touchpoints of these keys keep what they promised."""
        named = {key: name for name, keys in self._blueprint.promises.items() for key in keys}
        what = "nothing that was changed so far reaches what made this promise"
        self._every(lambda key, _spot: key in promise, what, lambda key, _spot: named[key])

    def moments_of_truth(self) -> None:
        """Every moment of truth keeps its promise."""
        what = "nothing that was changed so far reaches a moment of truth"
        self._every(lambda _key, spot: spot.moment_of_truth, what, None)

    def promises_of_owner(self, owner: str) -> None:
        """Every touchpoint of one department keeps its promise."""
        what = f"nothing that was changed so far reaches a touchpoint of {owner}"
        self._every(lambda _key, spot: spot.owner == owner, what, lambda _key, spot: spot.owner)

    def promises_of_stage(self, stage: str) -> None:
        """Every touchpoint of one stage keeps its promise."""
        what = f"nothing that was changed so far reaches the stage {stage}"
        self._every(lambda _key, spot: spot.stage == stage, what, lambda _key, spot: spot.stage)

    def _every(
        self, is_meant: Callable[[str, Touchpoint], bool], what: str, name: Callable[[str, Touchpoint], str] | None
    ) -> None:
        reached = self._scene.reached()
        if reached is not None:
            self._scene.note(spots.reached_among(self._blueprint, reached, is_meant, what, name)[1])

    def third_parties(self, word: str, fact: str) -> None:
        """Other firms of the brand know the new value."""
        self._of_change(word, fact, lambda persona: spots.of_third_parties(self._blueprint, persona, fact))

    def by_channel(self, word: str, fact: str, channel: str) -> None:
        """The touchpoints of one channel show the new value."""
        self._of_change(word, fact, lambda persona: spots.of_channel(self._blueprint, persona, fact, channel))

    def notice_to_old(self, word: str, fact: str, touchpoint: str) -> None:
        """A notice goes to the old value."""
        self._of_change(word, fact, lambda persona: spots.notice_to_her(self._blueprint, persona, fact, touchpoint))

    def keeps_its_word(self, word: str, fact: str) -> None:
        """What was promised by the day that she was named is there."""
        self._of_change(word, fact, lambda persona: spots.by_that_day(self._blueprint, persona, fact))

    # sooner, longer, in which order, the same ----------------------------------------------------------------------

    def within(self, word: str, fact: str, seconds: float, *, touchpoint: str = "", step: str, line: int) -> None:
        """One touchpoint, or each, shows the new value sooner than promised."""
        persona = self._scene.meant_changed(word, fact)
        if persona is not None and touchpoint:
            self._scene.note(not_shown(self._blueprint, persona, fact, touchpoint))
        elif persona is not None:
            self._scene.note(not_used(self._blueprint, persona, fact))

    def told(self, word: str, fact: str, seconds: float, *, channel: str = "", step: str, line: int) -> None:
        """Something that is sent to her tells her the new value."""
        self._of_change(word, fact, lambda persona: spots.telling_her(self._blueprint, persona, fact, channel))

    def agent_sees(self, word: str, fact: str, seconds: float, *, step: str, line: int) -> None:
        """A screen of those who answer her shows the new value."""
        self._of_change(word, fact, lambda persona: spots.agent_screens(self._blueprint, persona, fact))

    def owner_hears(self, word: str, fact: str, owner: str, seconds: float, *, step: str, line: int) -> None:
        """A touchpoint of one department shows the new value."""
        self._of_change(word, fact, lambda persona: spots.of_owner(self._blueprint, persona, fact, owner))

    def keeps_showing(self, word: str, fact: str, touchpoint: str, seconds: float, *, step: str, line: int) -> None:
        """A page or record goes on showing the new value."""
        self._of_change(word, fact, lambda persona: spots.keeping(self._blueprint, persona, fact, touchpoint))

    def before(self, word: str, fact: str, touchpoint: str, other: str, *, step: str, line: int) -> None:
        """One touchpoint had the new value before another one."""
        self._of_change(word, fact, lambda persona: spots.in_order(self._blueprint, persona, fact, touchpoint, other))

    def agree(self, word: str, fact: str, touchpoint: str = "", other: str = "", *, step: str, line: int) -> None:
        """Two touchpoints, or all pages and records, show the same value."""

        def choose(persona: Persona) -> spots.Choice:
            if touchpoint:
                return spots.agreeing(self._blueprint, persona, fact, touchpoint, other)
            return spots.agreeing_everywhere(self._blueprint, persona, fact)

        self._of_change(word, fact, choose)

    def bears_the_fee(self, word: str, fact: str, touchpoint: str, *, step: str, line: int) -> None:
        """A touchpoint shows what the new value costs."""
        self._of_change(word, fact, lambda persona: spots.with_fee(self._blueprint, persona, fact, touchpoint))

    # how often, and not at all -------------------------------------------------------------------------------------

    def counted(self, word: str, touchpoint: str, at_least: int, at_most: int, seconds: float, **said: Any) -> None:
        """So many were sent to her since her last change."""
        self._since_last_change(word, lambda persona: spots.counted(self._blueprint, persona, touchpoint))

    def none_by_channel(self, word: str, channel: str, seconds: float, *, step: str, line: int) -> None:
        """Nothing is sent to her by one channel since her last change."""
        self._since_last_change(word, lambda persona: spots.emissions_by_channel(self._blueprint, persona, channel))

    def not_billed(self, word: str, fact: str, seconds: float, *, step: str, line: int) -> None:
        """No invoice charges the old value."""
        self._of_change(word, fact, lambda persona: spots.billing_her(self._blueprint, persona, fact))

    def not_shown(self, word: str, fact: str, touchpoint: str, seconds: float, *, step: str, line: int) -> None:
        """A touchpoint does not show the new value."""
        self._of_change(word, fact, lambda persona: spots.forbidden(self._blueprint, persona, fact, touchpoint))

    def unseen_by(self, word: str, fact: str, viewer: str, seconds: float, *, step: str, line: int) -> None:
        """Nothing of the new value is shown to another person."""
        persona = self._scene.meant_changed(word, fact)
        other = self._scene.meant(viewer)
        if persona is None or other is None:
            return
        self._note(spots.seen_by_other(self._blueprint, persona, fact, other))
        self._scene.meant(persona.name)

    # inside --------------------------------------------------------------------------------------------------------

    def _of_change(self, word: str, fact: str, choose: Callable[[Persona], spots.Choice]) -> None:
        persona = self._scene.meant_changed(word, fact)
        if persona is not None:
            self._note(choose(persona))

    def _since_last_change(self, word: str, choose: Callable[[Persona], spots.Choice]) -> None:
        persona = self._scene.meant(word)
        if persona is None:
            return
        if not self._scene.has_changed(persona):
            what = f"{persona.name} has changed nothing yet: the time is counted from her last change"
            self._scene.note(Problem(what=what, hint="say first what she does"))
        self._note(choose(persona))

    def _note(self, choice: spots.Choice) -> None:
        keys, problem = choice
        self._scene.looks_at(keys)
        self._scene.note(problem)
