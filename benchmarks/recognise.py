"""`python -m benchmarks.recognise`: is every value recognised as countries write it, and nothing else taken for it?

Prints precision and recall for each fact and country, on values written in every declared way and on values put wrong
in one component; then how fast the values of many customers are looked for in one pass, beside RapidFuzz and a naive
search. Ends with 1 if anything that is not the new value was taken for it.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from time import perf_counter

from rapidfuzz import fuzz

from benchmarks.recognise_samples import COUNTRIES, FACTS, Sample, samples_of
from benchmarks.recognise_speed import measure_speed
from tellonce.model.facts import spell
from tellonce.model.observation import Seen
from tellonce.model.verdict import Sight
from tellonce.recognise import recognise

_SHOWN_MISTAKES = 12


@dataclass(slots=True)
class Tally:
    """What became of the samples of one fact in one country."""

    right: int = 0
    missed: int = 0
    false_new: int = 0
    refused: int = 0

    @property
    def precision(self) -> float:
        """Of what was taken for the new value, how much was."""
        taken = self.right + self.false_new
        return self.right / taken if taken else 1.0

    @property
    def recall(self) -> float:
        """Of what was the new value, how much was taken for it."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


@dataclass(slots=True)
class Outcome:
    """All tallies, and the first mistakes of either sort."""

    tallies: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    false_new: list[Sample] = field(default_factory=list)
    missed: list[tuple[Sample, str]] = field(default_factory=list)
    scores: list[tuple[float, bool]] = field(default_factory=list)


def main(arguments: list[str] | None = None) -> int:
    """0 when nothing false was taken for new, else 1."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--seed", type=int, default=1, help="other values; the same seed gives the same")
    asked.add_argument("--values", type=int, default=20, help="values of each fact in each country")
    asked.add_argument("--customers", type=int, default=10_000, help="whose values are looked for in one pass")
    asked.add_argument("--quick", action="store_true", help="a few values and customers: does it work at all?")
    told = asked.parse_args(arguments)
    values, customers = (2, 200) if told.quick else (told.values, told.customers)
    outcome = run(COUNTRIES, values=values, seed=told.seed)
    report(outcome)
    measure_speed(customers=customers, seed=told.seed)
    return 1 if outcome.false_new else 0


def run(countries: Iterable[str], *, values: int, seed: int) -> Outcome:
    """Recognise every sample of every fact in every country."""
    outcome = Outcome()
    start = perf_counter()
    count = 0
    for country in countries:
        for fact in FACTS:
            for sample in samples_of(fact, country, values=values, seed=seed):
                count += 1
                _weigh(sample, outcome.tallies[fact, country], outcome)
    print(f"{count} readings in {perf_counter() - start:.1f} s\n")
    return outcome


def _weigh(sample: Sample, tally: Tally, outcome: Outcome) -> None:
    found = recognise(
        Seen(text=sample.text),
        kind=sample.kind,
        old=sample.old,
        new=sample.new,
        compare=sample.compare,
        rules=sample.rules,
    )
    taken = found.sight is Sight.NEW
    if sample.is_new:
        tally.right += taken
        tally.missed += not taken
        if not taken:
            outcome.missed.append((sample, found.reason))
    else:
        tally.false_new += taken
        tally.refused += not taken
        if taken:
            outcome.false_new.append(sample)
    score = fuzz.partial_ratio(spell(sample.kind, sample.new).casefold(), " ".join(sample.text.casefold().split()))
    outcome.scores.append((score, sample.is_new))


def report(outcome: Outcome) -> None:
    """The tables, and a few mistakes to look at."""
    print("precision / recall by fact and country")
    print("country  " + "".join(f"{fact.replace('_', ' '):>18}" for fact in FACTS))
    for country in dict.fromkeys(country for _, country in outcome.tallies):
        row = [outcome.tallies.get((fact, country)) for fact in FACTS]
        print(f"{country:<9}" + "".join(f"{_cell(tally):>18}" for tally in row))
    totals = [_sum(tally for (fact, _), tally in outcome.tallies.items() if fact == each) for each in FACTS]
    print(f"{'all':<9}" + "".join(f"{_cell(tally):>18}" for tally in totals))
    everything = _sum(totals)
    print(
        f"\nfalse new: {everything.false_new} of {everything.false_new + everything.refused} wrong readings; "
        f"missed: {everything.missed} of {everything.right + everything.missed} right ones"
    )
    _beside_a_score(outcome.scores)
    _list("taken for new, and wrong", ((sample, "") for sample in outcome.false_new))
    _list("new, and missed", outcome.missed)


def _beside_a_score(scores: list[tuple[float, bool]]) -> None:
    """What a fuzzy score would have done with the same readings."""
    right = [score for score, is_new in scores if is_new]
    wrong = [score for score, is_new in scores if not is_new]
    if not right or not wrong:
        return
    print("RapidFuzz's partial ratio on the same readings, by threshold:")
    for threshold in (80, 90, 95, 100):
        found = sum(score >= threshold for score in right)
        false = sum(score >= threshold for score in wrong)
        print(f"  {threshold:>3}  recall {found / len(right):.3f}, false new {false} of {len(wrong)}")


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total.right += tally.right
        total.missed += tally.missed
        total.false_new += tally.false_new
        total.refused += tally.refused
    return total


def _cell(tally: Tally | None) -> str:
    if tally is None or not (tally.right + tally.missed):
        return "-"
    return f"{tally.precision:.3f} / {tally.recall:.3f}"


def _list(title: str, mistakes: Iterable[tuple[Sample, str]]) -> None:
    shown = list(mistakes)
    if shown:
        print(f"\n{title} ({len(shown)}), for instance")
    apart: Callable[[Sample], tuple[str, str]] = lambda sample: (sample.country, sample.way)  # noqa: E731
    for sample, reason in list({apart(sample): (sample, reason) for sample, reason in shown}.values())[
        :_SHOWN_MISTAKES
    ]:
        wanted = spell(sample.kind, sample.new)
        print(f"  {sample.country} {sample.fact}, {sample.way}: {sample.text!r} for {wanted!r}; {reason}")


if __name__ == "__main__":
    sys.exit(main())
