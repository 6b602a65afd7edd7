"""The sweep for leftovers: everything that probes can list is searched for a value that should be gone."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tellonce.engine.cast import Part
from tellonce.engine.stage import Stage
from tellonce.model.change import Replaced
from tellonce.model.events import LeftoversSought
from tellonce.model.facts import Components, FactKind
from tellonce.model.leftover import Leftover
from tellonce.model.observation import Evidence
from tellonce.model.persona import Customer
from tellonce.probes.protocol import Listing, Place, Probe, Target
from tellonce.probes.searchable import Searchable
from tellonce.recognise import ValueIndex, contains, fields_together
from tellonce.watch.sweep import Found, Sweep
from tellonce.watch.watcher import Watcher

__all__ = ["Sweeping", "leftover_words"]

Span = tuple[int, int]
_MOST_CHARS = 2_000
"""How far around a value the rest of its record is looked for."""
_LINES_AROUND = (0, 1, 2, 4, 8)
_TOGETHER = "\n\nthat is:\n"
_COLUMNS = re.compile(r"[;|,\t]")
_FEW_COLUMNS = 2
_VERSION = re.compile(r" \(version \d+\)$")
_EVERYTHING = Place(key="everything", called="everything", kind="state", facts={})


def leftover_words(name: str, called: str, reason: str) -> str:
    """How a sentence says that something was left over. reason: the judge's, a line for each place."""
    first, *more = reason.splitlines()
    found = "".join(f"  found     {line}\n" for line in more)
    return (
        f"{name}'s old {called} is still used: {first}\n{found}"
        "  do next   mend it; or declare it as a touchpoint in fixtures/blueprint.yaml; or say there, under\n"
        "            kept_on_purpose, why it may stay"
    )


class Sweeping:
    """For one scenario."""

    def __init__(self, stage: Stage, scenario: str) -> None:
        self._stage, self._scenario = stage, scenario
        self._sweeps: dict[str, Sweep] = {}
        self._exempt: dict[str, list[tuple[str, Probe, Any]]] = {}

    async def mark(self, part: Part) -> None:
        """What comes from now on is told from what is there already. Nothing for a run that watches one touchpoint."""
        if self._stage.options.touchpoint is not None or part.customer is None:
            return
        name = part.persona.name
        if name not in self._sweeps:
            self._sweeps[name] = Sweep(self._stage.listings(part.persona.role), part.axis)
            await self._arm_exempt(part)
        await self._sweeps[name].mark()

    async def search(
        self, part: Part, watcher: Watcher, fact: str, *, witness: str, step: str, line: int
    ) -> LeftoversSought:
        """Look everywhere for the old value of `fact`, which the watcher's change replaced."""
        customer, change = part.customer, watcher.change
        assert customer is not None and change is not None  # noqa: S101, PT018 - asked before
        value, kind = change.facts[fact], self._stage.facts[fact].kind
        looked_s = part.axis.now()
        await watcher.look_everywhere()
        places, found = await self._sweeps[part.persona.name].search(
            self._target(part, _EVERYTHING), fact, kind, value.old or {}, leave_out=self._on_purpose
        )
        sharing = [other for other in self._others(part) if other.values.get(fact) == value.old]
        declared = await self._declared(part, fact)
        leftovers = [
            await self._leftover(one, passage, customer, sharing)
            for one, passage in _those_with(found, kind, value)
            if (_source_of(one.listing), _of_file(one.thing.key)) not in declared
        ]
        return LeftoversSought(
            scenario=self._scenario,
            worker=self._stage.worker,
            customer=customer.key,
            change=change.key,
            fact=fact,
            touchpoints=tuple(cell.key for cell in watcher.cells if cell.fact == fact and not cell.touchpoint.notice),
            shared_with=tuple(other.key for other in sharing),
            from_s=_known_everywhere_s(watcher, fact),
            looked_s=looked_s,
            until_s=part.axis.now(),
            witness=witness,
            places=places,
            leftovers=tuple(leftovers),
            step=step,
            line=line,
        )

    def _target(self, part: Part, place: Place) -> Target:
        assert part.customer is not None  # noqa: S101 - asked before
        known = {key: tuple(values) for key, values in part.known.items()}
        return Target(customer=part.customer, place=place, known=known)

    def _on_purpose(self, where: str) -> bool:
        return any(_is_part(kept.where, where) for kept in self._stage.blueprint.kept_on_purpose)

    def _others(self, part: Part) -> Iterable[Customer]:
        hers = part.customer.key if part.customer else ""
        return (customer for key, customer in self._stage.customers.items() if key != hers)

    async def _arm_exempt(self, part: Part) -> None:
        """Touchpoints that need not learn a fact may go on using its old value: what they send is not sought."""
        armed = self._exempt[part.persona.name] = []
        for key, touchpoint in self._stage.blueprint.touchpoints.items():
            if touchpoint.promise.exempt and touchpoint.kind == "emission":
                place, probe = self._stage.probe_of(key, touchpoint)
                # An adapter may crash in any way; what it would have excused is then a leftover.
                with contextlib.suppress(Exception):
                    armed.append((key, probe, await probe.arm(self._target(part, place))))

    async def _declared(self, part: Part, fact: str) -> set[tuple[str, str]]:
        """(listing, file) of emissions that a touchpoint is judged by, or excused from, for this fact."""
        seen = [found for watcher in part.watchers for found in watcher.items_of(fact)]
        for key, probe, cursor in self._exempt[part.persona.name]:
            touchpoint = self._stage.blueprint.touchpoints[key]
            if fact in touchpoint.promise.exempt:
                place, _ = self._stage.probe_of(key, touchpoint)
                with contextlib.suppress(Exception):  # as above
                    look = await probe.look(self._target(part, place), cursor)
                    seen += [(key, item.key) for item in look.items]
        listings = {key: self._stage.listing_of(key) for key, _ in seen}
        return {(_source_of(listing), _of_file(item)) for key, item in seen if (listing := listings[key]) is not None}

    async def _leftover(self, one: Found, passage: str, customer: Customer, sharing: list[Customer]) -> Leftover:
        names = [fact for fact, declared in self._stage.facts.items() if declared.kind is FactKind.PERSON_NAME]
        text = Searchable(f"{passage}\n{one.thing.text}" if passage == one.thing.sent_to else passage)
        her, another = _is_named(text, customer, names), any(_is_named(text, other, names) for other in sharing)
        return Leftover(
            where=one.thing.where,
            kind=one.listing.kind,
            text=passage,
            not_before_s=one.not_before_s,
            seen_s=one.seen_s,
            names="both" if her and another else "her" if her else "another" if another else "nobody",
            evidence=(await self._show(one, passage),),
        )

    async def _show(self, one: Found, passage: str) -> Evidence:
        try:
            return self._stage.keep(await one.listing.show(one.thing, passage))
        except Exception as error:  # an adapter may crash in any way; what was found stands
            why = f"no evidence could be taken: {type(error).__name__}: {error}"
            return Evidence(kind="text", caption=one.thing.where, text=f"{passage}\n\n({why})")


def _those_with(found: Iterable[Found], kind: FactKind, value: Replaced) -> Iterator[tuple[Found, str]]:
    """What bears the old value, with each passage that does; the judge compares again."""
    old, new = value.old or {}, value.new
    index = ValueIndex()
    index.add("", "old", kind, old)
    index.add("", "new", kind, new)
    for one in found:
        text = one.thing.text
        if contains(one.thing.sent_to, kind, old, value.changed):
            yield one, one.thing.sent_to  # whatever it says: it went there
            continue
        exact = {(sighting.fact, sighting.span) for sighting in index.sightings(text)}
        records: dict[str, list[tuple[str, str]]] = {"old": [], "new": []}
        for sighting in index.candidates(text):
            side, span = sighting.fact, sighting.span
            told = old if side == "old" else new
            record = _record(text, span, kind, told, value.changed, whole=(side, span) in exact)
            if record is not None:
                records[side].append(record)
        if one.thing.by_line:
            for lines, together in dict.fromkeys(records["old"]):
                beside = fields_together(lines, kind, new, value.changed)
                yield one, _TOGETHER.join(part for part in (lines, together, beside) if part)
        elif records["old"] or (exact and contains(text, kind, old, value.changed)):
            apart = [together for _, together in (*records["old"], *records["new"]) if together]
            yield one, _TOGETHER.join(dict.fromkeys([text, *apart]))


def _record(
    text: str, span: Span, kind: FactKind, value: Components, changed: Sequence[str], *, whole: bool
) -> tuple[str, str] | None:
    """The fewest lines around `span` that bear the value, and the value written together where they bear its parts.

    whole: it may stand there as people write it.
    """
    start, end = span
    above, below = text[max(0, start - _MOST_CHARS) : start].split("\n"), text[end : end + _MOST_CHARS].split("\n")
    in_one_line = len(_COLUMNS.findall(above[-1] + below[0])) >= _FEW_COLUMNS
    for lines in _LINES_AROUND:
        passage = "\n".join(above[-1 - lines :]) + text[start:end] + "\n".join(below[: 1 + lines])
        if whole and contains(passage, kind, value, changed):
            return passage, ""
        # Where each line is a record of columns, what stands in the next one is somebody else's.
        together = "" if in_one_line and lines else fields_together(passage, kind, value, changed)
        if together:
            return passage, together
    return None


def _of_file(item: str) -> str:
    """The file of an item: a record's is its file's name and its line.

    Which version does not matter: whoever looks more often sees more of them.
    """
    name, _, line = item.rpartition(":")
    return _VERSION.sub("", name if line.isdigit() else item)


def _is_part(wanted: str, where: str) -> bool:
    """Whether `wanted`, in which `*` stands for anything, stands in `where`, and not as a part of longer words."""
    wanted = wanted.strip()
    pattern = ".*".join(re.escape(part) for part in wanted.split("*"))
    before, after = (r"(?<!\w)" if wanted[:1].isalnum() else ""), (r"(?!\w)" if wanted[-1:].isalnum() else "")
    return re.search(before + pattern + after, where, re.DOTALL) is not None


def _source_of(listing: Listing) -> str:
    return listing.source or listing.key


def _is_named(text: Searchable, customer: Customer, names: Iterable[str]) -> bool:
    """names: the facts that are names of persons."""
    if customer.service_id and text.has_word(customer.service_id):
        return True
    return any(
        any(words) and all(text.has_word(word) for word in words if word)
        for words in (list(customer.values.get(fact, {}).values()) for fact in names)
    )


def _known_everywhere_s(watcher: Watcher, fact: str) -> float:
    """From when on nobody may use the old value: each declared touchpoint knew, or had been promised to, by then."""
    ends = []
    for cell in watcher.cells:
        if cell.fact == fact:
            first = cell.judgement.first_new if cell.judgement else None
            ends.append(cell.deadline_s if first is None else min(cell.deadline_s, first.end_s))
    return max(ends, default=0.0)
