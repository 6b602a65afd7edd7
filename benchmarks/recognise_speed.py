"""How fast the values of many customers are looked for: one pass, RapidFuzz for each value, a naive search for each."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import cycle
from time import perf_counter

from rapidfuzz import fuzz, process

from benchmarks.recognise_samples import COUNTRIES, person
from benchmarks.recognise_writing import faker_of
from tellonce.model.facts import Components, FactKind, spell
from tellonce.recognise import ValueIndex

__all__ = ["measure_speed"]

_LETTERS = 2000
_PADDING = (
    "Thank you for your patience. Kind regards from the whole team, and please tell us what you think of it. " * 8
)
_SLOW_SHARE = 100  # searches that go through all values for each text get so much less of it


def measure_speed(*, customers: int, seed: int, letters: int = _LETTERS) -> None:
    """Print MB/s of the three, and the ratios. The slow ones are given a part of the text, or it would take hours."""
    chance = random.Random(seed)
    for country in COUNTRIES:
        faker_of(country).seed_instance(seed)
    people = [person(country, chance) for country, _ in zip(cycle(COUNTRIES), range(customers), strict=False)]
    index = ValueIndex()
    start = perf_counter()
    for number, facts in enumerate(people):
        for kind, value in facts.items():
            index.add(str(number), kind.value, kind, value)
    index.sightings("")
    built_s = perf_counter() - start
    written = [_letter(people[chance.randrange(customers)]) for _ in range(letters)]
    text = "".join(written)
    part = "".join(written[: max(10, letters // _SLOW_SHARE)])
    values = [spell(kind, value) for facts in people for kind, value in facts.items()]
    index.sightings(part)  # patterns are made once
    print(f"\n{customers} customers, {len(index)} values: the index is built in {built_s:.1f} s")
    print(f"{'search':<34}{'MB/s':>10}{'one pass is':>16}{'found':>9}")
    ours = _timed("one pass, exact sightings", text, lambda text: len(index.sightings(text)))
    _timed("one pass, letter by letter", text, lambda _: sum(len(index.sightings(letter)) for letter in written), ours)
    _timed("one pass, candidates", text, lambda text: len(index.candidates(text)), ours)
    _timed("naive: each value, verbatim", part, lambda text: sum(value in text for value in values), ours)
    _timed("RapidFuzz: each value, by score", part[: len(part) // 10], lambda text: _fuzzy(values, text), ours)


def _timed(name: str, text: str, search: Callable[[str], int], ours: float | None = None) -> float:
    start = perf_counter()
    found = search(text)
    rate = len(text.encode()) / 1e6 / (perf_counter() - start)
    ratio = f"{ours / rate:,.1f} x as fast" if ours else ""
    print(f"{name:<34}{rate:>10.4f}{ratio:>16}{found:>9}")
    return rate


def _fuzzy(values: Sequence[str], text: str) -> int:
    found = process.extract(text, values, scorer=fuzz.partial_ratio, score_cutoff=90, limit=None)
    return len(found)


def _letter(facts: dict[FactKind, Components]) -> str:
    lines = [f"{kind.value}: {spell(kind, value)}" for kind, value in facts.items()]
    return "\n".join((*lines, _PADDING, ""))
