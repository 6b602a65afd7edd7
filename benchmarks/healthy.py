"""`python -m benchmarks.healthy --runs 20`: healthy runs with random delays inside the promises; no false alarm.

Prints a row a run, and ends with 1 when any cell of any run is not on time.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from datetime import UTC, datetime

from benchmarks.running import run_journeys
from tellonce.model.verdict import Verdict

_LONGEST_DELAY_S = 2.0


def main() -> int:
    """0 when nothing was blamed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--seed", default=f"{datetime.now(UTC):%Y%m%d}", help="of the delays; each run has its own")
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    alarms = 0
    print(f"{'run':<6}{'delays in s':<14}{'cells':<8}{'verdicts':<28}seconds")
    for number in range(1, asked.runs + 1):
        delays = f"0-{chance.uniform(0.0, _LONGEST_DELAY_S):.2f}"
        name = f"{datetime.now(UTC):%Y-%m-%dT%H%M%S}-healthy-{number}"
        ran = run_journeys(name, environment={"NORTHBANK_DELAYS": delays, "NORTHBANK_SEED": f"{asked.seed}-{number}"})
        seen = Counter(cell.verdict.value for cell in ran.cells)
        said = ", ".join(f"{count} {verdict}" for verdict, count in seen.items())
        print(f"{number:<6}{delays:<14}{len(ran.cells):<8}{said:<28}{ran.seconds:.0f}", flush=True)
        wrong = [cell for cell in ran.cells if cell.verdict is not Verdict.ON_TIME]
        for cell in wrong:
            print(f"  ALARM  {cell.scenario_name}: {cell.touchpoint} {cell.verdict.value}: {cell.reason} ({cell.id})")
        if ran.exit_code or wrong or not ran.cells:
            alarms += 1
            if not wrong:
                print(ran.said[-2000:])
    print(f"{asked.runs} runs, {alarms} with a false alarm")
    return int(alarms > 0)


if __name__ == "__main__":
    sys.exit(main())
