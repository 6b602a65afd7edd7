"""A scene without a service: asked what `Scene` is asked, it notes what could never be answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tellonce.engine.answerable import (
    no_effort,
    nobody_meant,
    not_again,
    not_back,
    not_changed,
    not_going_to,
    not_sent,
    not_sent_to,
    not_shared,
    not_shown,
    not_swept,
    not_used,
    not_watched,
    refused_channel,
    wrong_role,
)
from tellonce.engine.flows import Flow
from tellonce.engine.rehearsed_asking import RehearsedAsking
from tellonce.engine.values import MADE_UP
from tellonce.model.blueprint import Blueprint
from tellonce.model.effort import Measure
from tellonce.model.errors import Problem
from tellonce.model.facts import Components, FactKind, spell
from tellonce.model.persona import Persona, Pronouns
from tellonce.model.pronoun import meant_by

__all__ = ["Rehearsal"]

NARROWEST, WIDEST = 100, 10_000
"""What a window may be wide, in pixels."""
_PLURAL = ("they", "their", "them")


@dataclass(slots=True)
class _Part:
    persona: Persona
    changed: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    acted: bool = False
    turned_to: bool = False
    """She has turned to the company, rather than doing it herself."""
    flows: dict[str, Flow] = field(default_factory=dict)
    """Fact -> how she changed it last."""
    replaced: set[str] = field(default_factory=set)
    """Facts of which she had another value before."""
    still: dict[str, frozenset[str]] = field(default_factory=dict)
    """Fact -> the components that are surely the same after each of her changes so far."""


class Rehearsal:
    """One scenario, read and not run. It has the verbs of `Scene`, and notes what is wrong with what it is asked.

    After a mistake it goes on as if what was meant had been said, so that one mistake is told once.
    """

    def __init__(
        self,
        blueprint: Blueprint,
        personas: Mapping[str, Persona],
        enrolled: frozenset[str],
        tags: frozenset[str] = frozenset(),
        introduce: Callable[[str, str], str] = "Given {} is a {}".format,
    ) -> None:
        """enrolled: the roles whose first values the company knows, by their enrolment in steps/.

        tags: the scenario's, without "@".  introduce: the step of the journey's language that says that somebody has a
        role, for hints.
        """
        self.tags = tags
        self._introduce = introduce
        self._blueprint, self._personas, self._enrolled = blueprint, personas, enrolled
        self._parts: dict[str, _Part] = {}
        self._last: _Part | None = None
        self._unread = False
        self._looked_at: set[str] = set()
        self._problems: list[Problem] = []
        self.asking = RehearsedAsking(self, blueprint, personas)

    def problems(self) -> list[Problem]:
        """What was noted since it was last asked, without places: only the reader knows the step."""
        noted, self._problems = self._problems, []
        return noted

    def miss(self) -> None:
        """A sentence was said that cannot be read: from now on anybody may be there, and anything may have changed."""
        self._unread = True
        self._last = None

    def reached(self) -> dict[str, tuple[tuple[str, str], ...]] | None:
        """Touchpoint -> (persona, fact) of what was changed so far and it uses; None once anything may have changed."""
        if self._unread:
            return None
        found: dict[str, list[tuple[str, str]]] = {}
        for name, part in self._parts.items():
            for fact in part.changed:
                for key in self._blueprint.touchpoints_of(fact, part.persona.role):
                    found.setdefault(key, []).append((name, fact))
        return {key: tuple(found[key]) for key in self._blueprint.touchpoints if key in found}

    def unshown(self) -> frozenset[tuple[str, str, str]]:
        """(touchpoint, persona, fact) of those reached that show nothing of what is different: none is watched there.

        Only where that is sure before a run: of values that are made up, or that her file and the sentence choose.
        """
        return frozenset(
            (key, name, fact)
            for name, part in self._parts.items()
            for fact in part.changed
            for key, spot in self._blueprint.touchpoints_of(fact, part.persona.role).items()
            if spot.shown(fact) and part.still.get(fact, frozenset()).issuperset(spot.shown(fact))
        )

    def refused(self) -> frozenset[tuple[str, str]]:
        """(persona, fact) of what the company is expected not to take: touchpoints are watched for the old value."""
        return frozenset((name, fact) for name, part in self._parts.items() for fact in part.refused)

    def there(self) -> tuple[str, ...]:
        """The names of the personas who take part, as far as they could be told: those who share an account too."""
        return tuple(self._parts)

    def news(self) -> frozenset[tuple[str, str]]:
        """(persona, fact) of what was changed so far, whether or not any touchpoint uses it."""
        return frozenset((name, fact) for name, part in self._parts.items() for fact in part.changed)

    def looks_at(self, touchpoints: Iterable[str]) -> None:
        """A sentence looks at these, whether or not anything changed reaches them."""
        self._looked_at.update(touchpoints)

    def looked_at(self) -> frozenset[str]:
        """The touchpoints that sentences look at beside those that a change reaches, as far as that can be told."""
        return frozenset(self._looked_at)

    def note(self, problem: Problem | None) -> None:
        """Something can never be answered; nothing is noted for None."""
        if problem is not None:
            self._problems.append(problem)

    # who -----------------------------------------------------------------------------------------------------------

    def enter(self, name: str, role: str | None = None) -> None:
        """She takes part."""
        part = self._enter(name)
        if role is not None and part.persona.role != role:
            self.note(wrong_role(part.persona, role))

    def enter_together(self, name: str, other: str) -> None:
        """Two who share an account take part."""
        self.note(not_shared(self._personas, name, other))
        self._enter(other)
        self._enter(name)

    def meant(self, word: str) -> Persona | None:
        """Who is meant by a name or a pronoun; None when that cannot be known."""
        part = self._who(word)
        return None if part is None else part.persona

    def meant_changed(self, word: str, fact: str) -> Persona | None:
        """The same, of somebody who has changed the fact; None, and noted, when she has not."""
        part = self._who_changed(word, fact)
        return None if part is None else part.persona

    def has_changed(self, persona: Persona) -> bool:
        """Whether she has changed anything so far, or may have."""
        return self._unread or bool(self._parts[persona.name].changed)

    def _enter(self, name: str) -> _Part:
        part = self._last = self._parts.setdefault(name, _Part(self._personas[name]))
        partner = part.persona.shares_account_with
        if partner is not None:  # the two are embodied together
            self._parts.setdefault(partner, _Part(self._personas[partner]))
        return part

    def _who(self, word: str) -> _Part | None:
        """The part that is meant; None when that cannot be known."""
        name = word.removesuffix("'s").removesuffix("’s")
        if name in self._personas:
            absent = name not in self._parts and not self._unread
            part = self._enter(name)
            if absent:
                said = self._introduce(name, part.persona.role)
                self.note(Problem(what=f"no Given has introduced {name}", hint=f"say first '{said}'"))
            return part
        if self._last is None:
            if not self._unread:
                self._unread = True
                self.note(nobody_meant(word, self._personas, such_as=self._introduce("Maria", "customer")))
            return None
        return self._fitting(word, self._last)

    def _fitting(self, said: str, last: _Part) -> _Part:
        """With two people there, "she" must not be taken for him who was spoken of last."""
        word = meant_by(said).casefold()
        others = [one for one in self._parts.values() if word in _pronouns(one.persona.pronouns)]
        if word in _PLURAL or word in _pronouns(last.persona.pronouns) or not others:
            return last
        names = tuple(one.persona.name for one in others)
        spoken_of = f"{last.persona.name}, who was spoken of last and is '{last.persona.pronouns.subject}'"
        what = f"'{said.casefold()}' would be {spoken_of}"
        self.note(Problem(what=what, bad=said.casefold(), valid=names, hint=f"say who is meant, such as {names[0]}"))
        self._last = others[0]
        return others[0]

    # what she does -------------------------------------------------------------------------------------------------

    def change(self, word: str, flow: Flow, words: Sequence[Any], *, step: str, line: int) -> None:
        """She tells the company."""
        part = self._who(word)
        if part is None:
            return
        self._acts(part, flow)
        first_time = flow.changes[0] not in part.changed
        before = tuple(part.changed)
        part.replaced |= {fact for fact in flow.facts if fact in part.changed or self._had_one(part.persona, fact)}
        part.flows |= dict.fromkeys(flow.facts, flow)
        part.changed = list(dict.fromkeys((*part.changed, *flow.facts)))
        unused = [not_used(self._blueprint, part.persona, fact) for fact in flow.facts]
        if all(unused):
            self.note(unused[0])
        new = self._new(part.persona, flow, words)
        self._note_still(part, flow, new, before)
        if new is not None and first_time:
            self.note(self._no_news(part.persona, flow.changes[0], new))

    def change_again(self, word: str, fact: str, *, step: str, line: int) -> None:
        """She does once more what she did last, with another new value."""
        part = self._who(word)
        if part is not None and not (self._unread and fact not in part.flows):
            self.note(not_again(self._blueprint, part.persona, fact, part.flows.get(fact)))
            self._repeats(part, fact)

    def change_back(self, word: str, fact: str, *, step: str, line: int) -> None:
        """She does once more what she did last, with the value that she had before."""
        part = self._who(word)
        if part is not None and not (self._unread and fact not in part.flows):
            self.note(not_back(self._blueprint, part.persona, fact, part.flows.get(fact), part.replaced))
            self._repeats(part, fact)

    def _acts(self, part: _Part, flow: Flow) -> None:
        part.acted = True
        part.turned_to = part.turned_to or flow.contact
        self.note(refused_channel(part.persona, flow, self.tags))

    def _repeats(self, part: _Part, fact: str) -> None:
        part.changed = list(dict.fromkeys((*part.changed, fact)))
        flow = part.flows.get(fact)
        if flow is not None:
            part.replaced |= set(flow.facts)
            self._acts(part, flow)
        if flow is None or flow.new is not None:
            part.still.pop(fact, None)

    def _note_still(self, part: _Part, flow: Flow, new: Components | None, before: Sequence[str]) -> None:
        """new: what the words say of the first fact.  before: what she had changed earlier."""
        for nth, fact in enumerate(flow.facts):
            if nth == 0 and flow.new is not None:
                same = self._same(part.persona, fact, new) if fact not in before else frozenset[str]()
            elif fact in flow.changes:
                same = self._kept(part, fact, first_time=fact not in before)
            else:
                same = frozenset()  # what the company is to tell her
            part.still[fact] = same & part.still[fact] if fact in part.still else same

    def _same(self, persona: Persona, fact: str, new: Components | None) -> frozenset[str]:
        """What the words say as her file does; nothing where the company does not know that yet."""
        known = persona.values.get(fact)
        if new is None or known is None or persona.role not in self._enrolled:
            return frozenset()
        return frozenset(name for name, text in new.items() if text == known.get(name, ""))

    def _kept(self, part: _Part, fact: str, *, first_time: bool) -> frozenset[str]:
        """What stays when a value is made up: a given name, and the country where that is not chosen."""
        kind = self._blueprint.facts[fact].kind
        if first_time and not self._had_one(part.persona, fact):
            return frozenset()
        if kind is FactKind.PERSON_NAME:
            return frozenset({"given_name"})
        made_up = fact not in part.persona.values and (first_time or "country" in part.still.get(fact, ()))
        return frozenset({"country"}) if kind is FactKind.POSTAL_ADDRESS and made_up else frozenset()

    def _had_one(self, persona: Persona, fact: str) -> bool:
        """Whether the company knows a value of hers from the start."""
        declared = self._blueprint.facts[fact]
        return persona.role in self._enrolled and (declared.known_from_start or fact in persona.values)

    def _new(self, persona: Persona, flow: Flow, words: Sequence[Any]) -> Components | None:
        """The new value that the flow makes of these words; None when it is made up, or cannot be made."""
        for index, fact in enumerate(flow.changes):
            declared = self._blueprint.facts[fact]
            given = (index == 0 and flow.new is not None) or declared.kind in MADE_UP
            if not given and (persona.role in self._enrolled or fact not in persona.values):
                what = f"the flow '{flow.sentence}' gives no new {declared.called}, and none can be made up"
                self.note(Problem(what=what, hint=f"write new= at {flow.place}"))
        if flow.new is None:
            return None
        first = self._blueprint.facts[flow.changes[0]]
        try:
            new = dict(flow.new(*words))
        except Exception as error:  # a function of steps/ may fail in any way
            what = f"the flow '{flow.sentence}' makes no new {first.called} of this: {type(error).__name__}: {error}"
            hint = f"mend new= at {flow.place}, or give the parameter its words with choice(...)"
            self.note(Problem(what=what, hint=hint))
            return None
        wrong = [name for name in new if name not in first.components]
        missing = [name for name in first.components if name not in new]
        if wrong or missing:
            what = (
                f"the flow '{flow.sentence}' makes the new {first.called} of {', '.join(map(repr, new)) or 'nothing'}"
            )
            hint = f"mend new= at {flow.place}"
            self.note(Problem(what=what, bad=wrong[0] if wrong else None, valid=first.components, hint=hint))
            return None
        return new

    def _no_news(self, persona: Persona, key: str, new: Components) -> Problem | None:
        """She tells what the company knows already; None when it is new, or nobody can tell before the run."""
        fact, known = self._blueprint.facts[key], persona.values.get(key)
        if known is None and fact.kind is FactKind.LANGUAGE:
            known = {"code": persona.language}
        if persona.role not in self._enrolled or known is None or dict(known) != dict(new):
            return None
        return Problem(
            what=f"{persona.name} has the {fact.called} {spell(fact.kind, new)} already: nothing would change",
            hint="let her choose another one, or mend what her persona file says",
        )

    def pass_time(self, seconds: float) -> None:
        """Time passes."""
        if not self._parts and not self._unread:
            self._unread = True
            what = "nobody is there yet for whom time could pass"
            self.note(Problem(what=what, hint=f"say first '{self._introduce('Maria', 'customer')}'"))

    # what must be true ---------------------------------------------------------------------------------------------

    def expect_everywhere(self, word: str, fact: str) -> None:
        """Every touchpoint shows the new value."""
        part = self._who_changed(word, fact)
        if part is not None:
            self.note(not_used(self._blueprint, part.persona, fact))

    def expect_at(self, word: str, fact: str, touchpoint: str) -> None:
        """One touchpoint shows the new value."""
        part = self._who_changed(word, fact)
        if part is not None:
            self.looks_at((touchpoint,))
            self.note(not_shown(self._blueprint, part.persona, fact, touchpoint))

    def expect_sent_to(self, word: str, fact: str, touchpoint: str) -> None:
        """One emission goes to the new value."""
        part = self._who_changed(word, fact)
        if part is not None:
            self.looks_at((touchpoint,))
            self.note(not_going_to(self._blueprint, part.persona, fact, touchpoint))

    def expect_unchanged(self, word: str, fact: str) -> None:
        """Every touchpoint shows the old value."""
        part = self._who_changed(word, fact)
        if part is not None:
            part.refused.add(fact)
            self.note(not_used(self._blueprint, part.persona, fact))

    def expect_never(self, word: str, fact: str, seconds: float, *, step: str, line: int) -> None:
        """Nothing is sent to the old value."""
        part = self._who_changed(word, fact)
        if part is not None:
            self.note(not_sent_to(self._blueprint, part.persona, fact))

    def expect_none_sent(self, word: str, touchpoint: str, seconds: float, *, step: str, line: int) -> None:
        """No such emission is sent."""
        part = self._who(word)
        if part is None:
            return
        if not part.changed and not self._unread:
            what = f"{part.persona.name} has changed nothing yet: the time is counted from her last change"
            self.note(Problem(what=what, hint="say first what she does"))
        self.looks_at((touchpoint,))
        self.note(not_sent(self._blueprint, part.persona, touchpoint))

    def expect_none_before(self, word: str, touchpoint: str, fact: str, *, step: str, line: int) -> None:
        """None came before the new value."""
        part = self._who_changed(word, fact)
        if part is not None:
            self.looks_at((touchpoint,))
            self.note(not_sent(self._blueprint, part.persona, touchpoint))

    def expect_no_leftovers(self, word: str, fact: str, *, step: str, line: int) -> None:
        """Nothing uses the old value any more."""
        part = self._who_changed(word, fact)
        if part is not None:
            self.looks_at(self._blueprint.touchpoints)  # whatever their probes can list is searched
            self.note(not_swept(self._blueprint, part.persona, fact))

    def expect_effort(self, word: str, measure: Measure, at_most: float, *, channel: str, step: str, line: int) -> None:
        """What it cost her until now."""
        part = self._who(word)
        if part is not None and not self._unread:
            self.note(no_effort(part.persona, measure, acted=part.acted, turned_to=part.turned_to))

    # how she could use it ------------------------------------------------------------------------------------------

    def expect_by_keyboard(self, word: str, *, step: str, line: int) -> None:
        """Everything she acted on can be reached with the keyboard."""
        part = self._who(word)
        if part is not None:
            self.note(not_watched(part.persona, "keyboard_only", "her hands are not watched"))
            self.note(self._nothing_done(part))

    def expect_readable(self, word: str, *, step: str, line: int) -> None:
        """Every page she met can be read by a screen reader."""
        part = self._who(word)
        if part is not None:
            self.note(not_watched(part.persona, "screen_reader", "nobody listens to the pages she meets"))
            self.note(self._nothing_done(part))

    def expect_fits(self, word: str, width: int, *, step: str, line: int) -> None:
        """Every page she met fits a screen of this width."""
        part = self._who(word)
        if part is not None:
            self.note(self._nothing_done(part))
            if not NARROWEST <= width <= WIDEST:
                what = f"no screen is {width} pixels wide"
                self.note(Problem(what=what, bad=str(width), hint="say 320 pixels, or what her screen has"))

    def expect_in_her_language(self, word: str, *, step: str, line: int) -> None:
        """Every page she met is in her language."""
        part = self._who(word)
        if part is not None:
            self.note(self._nothing_done(part))

    def _nothing_done(self, part: _Part) -> Problem | None:
        if part.changed or self._unread:
            return None
        return Problem(
            what=f"{part.persona.name} has done nothing yet, and met no page", hint="say first what she does"
        )

    def _who_changed(self, word: str, fact: str) -> _Part | None:
        """Who is meant, if what is asked about her new value can make sense at all."""
        part = self._who(word)
        if part is None or fact in part.changed or self._unread:
            return part
        self.note(not_changed(self._blueprint, part.persona, fact, part.changed))
        return None


@cache
def _pronouns(said: Pronouns) -> frozenset[str]:
    return frozenset(word.casefold() for word in (said.subject, said.object, said.possessive))
