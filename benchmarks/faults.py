"""`python -m benchmarks.faults`: every fault meets the scenario that is to notice it, in one run: one customer with the
fault, and beside her one without. `--everywhere`: each fault alone, for all customers of all journeys.

Prints fault x touchpoint, expected beside seen, and ends with 1 on any difference: a fault that is not caught, a wrong
verdict, or a verdict on a touchpoint that the fault does not harm.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.harms import HARMS, Harm, expected, harmed
from benchmarks.running import Ran, run_journeys
from benchmarks.side_by_side import WITH, catches, make_project
from tellonce.model.cell import CellVerdict
from tellonce.model.verdict import Verdict

__all__ = ["everywhere", "main", "side_by_side"]

_WORKERS = 3
"""Most of a scenario with a fault is waiting for what does not come."""


def main() -> int:
    """0 when every fault is seen for what it is, and nothing else is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("faults", nargs="*", metavar="FAULT", help=f"one of: {', '.join(HARMS)}; all when left out")
    parser.add_argument("--everywhere", action="store_true", help="each alone over all journeys: takes hours for all")
    asked = parser.parse_args()
    unknown = [name for name in asked.faults if name not in HARMS]
    if unknown:
        parser.error(f"unknown fault {unknown[0]}; there are: {', '.join(HARMS)}")
    chosen = asked.faults or list(HARMS)
    print(f"{'fault':<28}{'touchpoint':<22}{'expected':<17}{'seen':<32}seconds")
    if asked.everywhere:
        return max(everywhere(name) for name in chosen)
    return side_by_side(chosen)


def side_by_side(faults: Sequence[str]) -> int:
    """Each with its scenario, once harmed and once not, in one run; 0 when all is as expected."""
    scenarios = catches()
    untold = [fault for fault in faults if fault not in scenarios]
    for fault in untold:
        print(f"  WRONG  no scenario says that it catches {fault}: tag one with @catches.{fault}")
    project = Path(tempfile.mkdtemp(prefix="tellonce-faults-"))
    make_project(project, [scenarios[fault] for fault in faults if fault not in untold])
    ran = run_journeys("faults", root=project, workers=_WORKERS)
    wrong = max([_beside(fault, ran) for fault in faults if fault not in untold], default=1)
    if wrong or untold:
        print(f"  the project and its run are kept in {project}\n{ran.said[-2000:] if not ran.cells else ''}")
    else:
        shutil.rmtree(project)
    print(f"{len(faults)} faults, each beside a healthy twin, in {ran.seconds:.0f} s")
    return int(bool(untold) or wrong)


def _beside(fault: str, ran: Ran) -> int:
    """Print one fault's rows; 0 when its two scenarios ended as they must."""
    harm = HARMS[fault]
    cells = [cell for cell in ran.cells if Path(cell.journey).stem == fault]
    sick = [_plain(cell) for cell in cells if cell.scenario_name.endswith(WITH)]
    healthy = [cell for cell in cells if not cell.scenario_name.endswith(WITH)]
    ended = {name: status for name, status in ran.statuses.items() if Path(name.partition("::")[0]).stem == fault}
    statuses = sorted(ended.values())
    sent = frozenset().union(*(ran.never_broken.get(name, frozenset()) for name in ended))
    _rows(fault, harm, sick, ran, sent)
    wrong = [cell for cell in sick if cell.verdict is not expected(harm, cell, ran)]
    wrong += [cell for cell in healthy if cell.verdict is not Verdict.ON_TIME]
    _tell(wrong, harm, ran, {cell.id for cell in healthy})
    caught = any(harmed(harm, cell, ran) for cell in sick) or (harm.verdict is None and bool(sent))
    if not caught:
        print(f"  WRONG  nothing that {fault} harms was there to see")
    if statuses != ["failed", "passed"]:
        print(f"  WRONG  its scenarios ended as {', '.join(statuses) or 'nothing'}, not one failed and one passed")
    return int(bool(wrong) or not caught or statuses != ["failed", "passed"] or not sent <= set(harm.sent_all_the_same))


def _plain(cell: CellVerdict) -> CellVerdict:
    return cell.model_copy(update={"scenario_name": cell.scenario_name.removesuffix(WITH)})


def everywhere(fault: str) -> int:
    """Run every journey with one fault for all customers, print its rows; 0 when all is as expected."""
    stamp = f"{datetime.now(UTC):%Y-%m-%dT%H%M%S}"
    ran = run_journeys(f"{stamp}-{fault}", environment={"NORTHBANK_FAULTS": fault})
    harm = HARMS[fault]
    wrong = [cell for cell in ran.cells if cell.verdict is not expected(harm, cell, ran)]
    unseen = _rows(fault, harm, ran.cells, ran, ran.sent_all_the_same)
    _tell(wrong, harm, ran, frozenset())
    # Of two sentences in one scenario, the second is not asked once the first does not hold.
    right = ran.sent_all_the_same <= set(harm.sent_all_the_same)
    sentences_right = right and bool(ran.sent_all_the_same) == bool(harm.sent_all_the_same)
    if not sentences_right:
        print(f"  WRONG  what must not be sent, and was: expected {', '.join(harm.sent_all_the_same) or 'nothing'}")
    if unseen:
        print(f"  WRONG  no change that {fault} harms reached {', '.join(unseen)}")
    if ran.exit_code != 1:
        print(f"  WRONG  the run ended with exit code {ran.exit_code}, not 1\n{ran.said[-2000:]}")
    return int(bool(wrong) or bool(unseen) or not sentences_right or ran.exit_code != 1)


def _rows(fault: str, harm: Harm, cells: Sequence[CellVerdict], ran: Ran, sent: frozenset[str]) -> list[str]:
    """Print a row for each touchpoint. Returns those where nothing was harmed."""
    unseen = []
    for touchpoint in harm.touchpoints if harm.verdict is not None else ():
        hit = [cell for cell in cells if cell.touchpoint == touchpoint and harmed(harm, cell, ran)]
        seen = Counter(cell.verdict.value for cell in hit)
        said = ", ".join(f"{count} {verdict}" for verdict, count in seen.items()) or "no such change here"
        print(f"{fault:<28}{touchpoint:<22}{harm.said:<17}{said:<32}{ran.seconds:.0f}", flush=True)
        unseen += [] if hit else [touchpoint]
    if sent or (harm.sent_all_the_same and harm.verdict is None):
        said = ", ".join(sorted(sent)) or "none was sent"
        print(f"{fault:<28}{'no ... is sent':<22}{'broken':<17}{said:<32}{ran.seconds:.0f}", flush=True)
    return unseen


def _tell(wrong: Sequence[CellVerdict], harm: Harm, ran: Ran, healthy: frozenset[str] | set[str]) -> None:
    for cell in wrong:
        should = Verdict.ON_TIME if cell.id in healthy else expected(harm, cell, ran)
        verdict = cell.verdict.value
        print(f"  WRONG  {cell.scenario_name}: {cell.fact} at {cell.touchpoint} is {verdict}, not {should.value}")
        print(f"         {cell.reason}   tellonce explain {cell.id} --run {cell.run}")


if __name__ == "__main__":
    sys.exit(main())
