"""`python -m benchmarks.judge --observations 1000000`: how long judging takes, and how much memory, as a run grows.

Judges made-up histories of a bank (a tenth, a third, and all of the observations), each in a process of its own, one
scenario after the other as they come from a history. Prints a row each; making the history is not counted. Then one
cell is judged while it is looked at, after every look. Ends with 1 when a limit is passed: 10 s and 1 GB for a million,
and time that grows faster than the observations.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.histories import FACT, LOOKS_PER_CUSTOMER, PROFILE, Bank
from tellonce.judge import LiveCell, judge_stream
from tellonce.model.events import Event
from tellonce.model.verdict import Outcome

LONGEST_S = 10.0
MOST_MB = 1024.0
STEEPEST = 1.1
"""Exponent of growth: 1 is linear; the rest is for a machine that does other things as well."""


class _Timed:
    """Events of a bank; making them is not part of what is measured."""

    def __init__(self, bank: Bank, observations: int) -> None:
        self.bank, self.observations, self.made_s = bank, observations, 0.0

    def __iter__(self) -> Iterator[Event]:
        customers = max(1, self.observations // LOOKS_PER_CUSTOMER)
        yield self.bank.begin()
        for number in range(customers):
            began = process_time()
            events = self.bank.scenario(number)
            self.made_s += process_time() - began
            yield from events
        yield self.bank.end()


def measure(observations: int, seed: str) -> dict[str, float]:
    """One history judged in this process: seconds of CPU without making it, and the most memory it ever took."""
    events = _Timed(Bank(seed), observations)
    began = process_time()
    cells = judge_stream(events)
    judged_s = process_time() - began - events.made_s
    return {
        "observations": events.bank.looks,
        "changes": events.bank.changes,
        "cells": len(cells),
        "broken": sum(cell.verdict.outcome is Outcome.FAILING for cell in cells),
        "judged_s": judged_s,
        "made_s": events.made_s,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def measure_live(looks: int, seed: str) -> float:
    """Microseconds a look, when one cell is judged after each of so many looks."""
    bank = Bank(seed)
    bank.begin()
    change, seen = bank.long_watch(looks)
    blueprint = bank.blueprint
    cell = LiveCell(
        change=change,
        key=PROFILE,
        fact=FACT,
        touchpoint=blueprint.touchpoints[PROFILE],
        fact_decl=blueprint.facts[FACT],
    )
    began = process_time()
    for number in range(1, looks + 1):
        cell.see(seen[:1] if number == 1 else seen[:number])
        cell.judgement()
    return (process_time() - began) / looks * 1e6


def main() -> int:
    """0 when everything stays within its limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--observations", type=int, default=1_000_000)
    parser.add_argument("--seed", default="tellonce")
    parser.add_argument("--one", action="store_true", help="only this many, in this process; prints JSON")
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measure(asked.observations, asked.seed)))
        return 0
    print(f"{'observations':>12} {'changes':>8} {'cells':>7} {'broken':>7} {'judged':>9} {'a look':>9} {'memory':>9}")
    rows = []
    for share in (10, 3, 1):
        rows.append(row := _apart(asked.observations // share, asked.seed))
        each_us = row["judged_s"] / row["observations"] * 1e6
        print(
            f"{row['observations']:>12,.0f} {row['changes']:>8,.0f} {row['cells']:>7,.0f} {row['broken']:>7,.0f} "
            f"{row['judged_s']:>7.2f} s {each_us:>6.2f} us {row['peak_mb']:>6.0f} MB",
            flush=True,
        )
    exponent = math.log(rows[-1]["judged_s"] / rows[0]["judged_s"]) / math.log(
        rows[-1]["observations"] / rows[0]["observations"]
    )
    print(f"grows with the {exponent:.2f}th power of the observations (1 is linear)")
    few, many = (measure_live(looks, asked.seed) for looks in (1_000, 20_000))
    print(f"live, after each of 1,000 looks at one place: {few:.0f} us a look; of 20,000: {many:.0f} us")
    limit_s = LONGEST_S * rows[-1]["observations"] / 1_000_000
    failed = [
        text
        for broken, text in (
            (rows[-1]["judged_s"] > max(1.0, limit_s), f"judging took longer than {limit_s:.1f} s"),
            (rows[-1]["peak_mb"] > MOST_MB, f"judging took more than {MOST_MB:.0f} MB"),
            (exponent > STEEPEST, "judging grows faster than the history"),
            (many > 3 * few, "judging while looking grows faster than the looks"),
        )
        if broken
    ]
    print("\n".join(failed) if failed else "within every limit")
    return 1 if failed else 0


def _apart(observations: int, seed: str) -> dict[str, float]:
    """Measured in a process of its own, so that its memory is its own."""
    began = perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.judge", "--one", "--observations", str(observations), "--seed", seed],
        cwd=Path(__file__).resolve().parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    row: dict[str, float] = json.loads(done.stdout)
    return {**row, "whole_s": perf_counter() - began}


if __name__ == "__main__":
    sys.exit(main())
