"""Is the judge right?  Made-up services, watched and judged; each verdict is compared with what is true of it.

    python -m benchmarks.truth [--runs 10000] [--seed 1] [--workers 2] [--show 5]

Exits with 1 when one verdict is wrong, a break is located where it is not, more than 1 % stay undecided although
somebody could see, or fewer than 200 runs a second go through.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

from benchmarks.simulation.jumping import play
from benchmarks.simulation.watched import Cell, watch_world
from benchmarks.simulation.world import make_world
from tellonce.model.verdict import Outcome

_CHUNK = 100
_MOST_UNDECIDED = 0.01
_LEAST_PER_S = 200


@dataclass(slots=True)
class Tally:
    """What became of many cells. wrong, misplaced: in words, with what is needed to see it again."""

    runs: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    undecided: int = 0
    locatable: int = 0
    located: int = 0
    wrong: list[str] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)

    def add(self, seed: str, number: int, cells: Iterable[Cell]) -> None:
        """Count one world."""
        self.runs += 1
        for cell in cells:
            self.verdicts[cell.verdict] += 1
            if not cell.right:
                allowed = " or ".join(sorted(cell.allowed))
                who = f"seed {seed} world {number} {cell.spot.name}"
                self.wrong.append(f"{who}: judged {cell.verdict} ({cell.judged.reason}), true is {allowed}")
            if cell.verdict in ("undecided", "pending") or (cell.verdict == "unobserved" and cell.spot.blind < 1):
                self.undecided += 1
            if cell.judged.verdict.outcome is Outcome.FAILING:
                self.locatable += 1
                self.located += cell.located is not None
                if not cell.truly:
                    who = f"seed {seed} world {number} {cell.spot.name}"
                    self.misplaced.append(f"{who}: {cell.verdict}, located at {cell.located}")

    def merge(self, other: Tally) -> None:
        """Add another's counts."""
        self.runs += other.runs
        self.verdicts += other.verdicts
        self.undecided += other.undecided
        self.locatable += other.locatable
        self.located += other.located
        self.wrong += other.wrong
        self.misplaced += other.misplaced


def judge_worlds(seed: str, numbers: Iterable[int]) -> Tally:
    """Watch and judge these worlds of a seed, on one loop."""
    tally = Tally()

    async def one_after_the_other() -> None:
        for number in numbers:
            tally.add(seed, number, await watch_world(make_world(seed, number)))

    play(one_after_the_other)
    return tally


def collect_seldom() -> None:
    """Few objects of a world outlive it, and what was imported lives for ever: looking for garbage finds little."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _chunk(asked: tuple[str, range]) -> Tally:
    return judge_worlds(*asked)


def main() -> int:
    """Run, print, and say by the exit code whether the judge can be trusted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--show", type=int, default=5, help="how many wrong verdicts to print")
    asked = parser.parse_args()
    chunks = [(asked.seed, range(first, min(first + _CHUNK, asked.runs))) for first in range(0, asked.runs, _CHUNK)]
    began = time.monotonic()
    total = Tally()
    if asked.workers > 1:
        with ProcessPoolExecutor(asked.workers, initializer=collect_seldom) as pool:
            for tally in pool.map(_chunk, chunks):
                total.merge(tally)
    else:
        collect_seldom()
        for chunk in chunks:
            total.merge(_chunk(chunk))
    took_s = time.monotonic() - began
    return _tell(total, took_s, asked.show)


def _tell(total: Tally, took_s: float, show: int) -> int:
    cells = total.verdicts.total()
    undecided, per_s = total.undecided / max(1, cells), total.runs / took_s
    print(f"runs            {total.runs} with {cells} cells in {took_s:.1f} s: {per_s:.0f} runs a second")
    print("verdicts        " + ", ".join(f"{count} {verdict}" for verdict, count in total.verdicts.most_common()))
    print(f"wrong           {len(total.wrong)}")
    print(f"undecided       {total.undecided} ({undecided:.2%})")
    right = total.located - len(total.misplaced)
    print(f"where it broke  {total.located} of {total.locatable} located, {right} of them rightly")
    for line in (total.wrong + total.misplaced)[:show]:
        print(f"  {line}")
    bad = [
        f"{len(total.wrong)} wrong verdicts" if total.wrong else "",
        f"{len(total.misplaced)} breaks located where they are not" if total.misplaced else "",
        f"more than {_MOST_UNDECIDED:.0%} undecided" if undecided > _MOST_UNDECIDED else "",
        f"fewer than {_LEAST_PER_S} runs a second" if per_s < _LEAST_PER_S else "",
    ]
    said = "; ".join(filter(None, bad))
    print(f"not as promised: {said}" if said else "as promised")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
