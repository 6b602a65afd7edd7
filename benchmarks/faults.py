"""`python -m benchmarks.faults`: every fault meets the scenario that is to notice it, in one run: one customer with the
fault, and beside her one without. `--everywhere`: for all customers of all journeys, with as many faults in one run as
harm different touchpoints; `--alone`: the same with one fault a run.

Prints fault x touchpoint, expected beside seen, and ends with 1 on any difference: a fault that is not caught, a wrong
verdict, or a verdict on a touchpoint that the fault does not harm.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence, Set
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.harms import HARMS, Harm, expected, harmed
from benchmarks.running import Ran, run_journeys
from benchmarks.side_by_side import WITH, catches, make_project
from tellonce.model.cell import CellVerdict
from tellonce.model.verdict import Verdict

__all__ = ["everywhere", "main", "packed", "side_by_side"]

_WORKERS = 3
"""Most of a scenario with a fault is waiting for what does not come."""


def main() -> int:
    """0 when every fault is seen for what it is, and nothing else is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("faults", nargs="*", metavar="FAULT", help=f"one of: {', '.join(HARMS)}; all when left out")
    parser.add_argument("--everywhere", action="store_true", help="over all journeys: half an hour for all faults")
    parser.add_argument("--alone", action="store_true", help="over all journeys, one fault a run: hours for all faults")
    asked = parser.parse_args()
    unknown = [name for name in asked.faults if name not in HARMS]
    if unknown:
        parser.error(f"unknown fault {unknown[0]}; there are: {', '.join(HARMS)}")
    chosen = asked.faults or list(HARMS)
    print(f"{'fault':<28}{'touchpoint':<22}{'expected':<17}{'seen':<32}seconds")
    if asked.everywhere or asked.alone:
        runs = [[name] for name in chosen] if asked.alone else packed(chosen)
        return max(everywhere(names) for names in runs)
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
    unseen = _rows(fault, harm, sick, ran, sent)
    wrong = [cell for cell in sick if cell.verdict is not expected([harm], cell, ran)]
    wrong += [cell for cell in healthy if cell.verdict is not Verdict.ON_TIME]
    _tell(wrong, [harm], ran, {cell.id for cell in healthy})
    met = frozenset().union(*(ran.barriers.get(name, frozenset()) for name in ended))
    if harm.barrier:
        said = ", ".join(sorted(met)) or "none was met"
        print(f"{fault:<28}{harm.barrier:<22}{harm.said:<17}{said:<32}{ran.seconds:.0f}", flush=True)
    told = bool(sent) or _costs(fault, harm, ran, frozenset(ended)) or (bool(harm.barrier) and harm.barrier in met)
    caught = not unseen and (harm.verdict is not None or told)
    if not caught:
        print(f"  WRONG  nothing that {fault} harms was there to see at {', '.join(unseen or harm.sent_all_the_same)}")
    if statuses != ["failed", "passed"]:
        print(f"  WRONG  its scenarios ended as {', '.join(statuses) or 'nothing'}, not one failed and one passed")
    if met - {harm.barrier}:
        print(f"  WRONG  barriers that {fault} does not raise: {', '.join(sorted(met - {harm.barrier}))}")
        return 1
    beyond = sent - _may_break(harm)
    if beyond:
        print(f"  WRONG  sent, or not sent so often, where {fault} harms nothing: {', '.join(sorted(beyond))}")
    return int(bool(wrong) or not caught or statuses != ["failed", "passed"] or bool(beyond))


def _may_break(harm: Harm) -> set[str]:
    """Touchpoints whose sentences about what is sent, and how often, need not hold."""
    return {*harm.sent_all_the_same, *harm.touchpoints}


def _plain(cell: CellVerdict) -> CellVerdict:
    return cell.model_copy(update={"scenario_name": cell.scenario_name.removesuffix(WITH)})


def packed(faults: Sequence[str]) -> list[list[str]]:
    """The faults in few runs, about as many in each, so that no two of one run harm the same touchpoint."""
    runs: list[list[str]] = []
    for fault in faults:
        room = [names for names in runs if not any(_harm_alike(fault, other) for other in names)]
        if room:
            min(room, key=len).append(fault)
        else:
            runs.append([fault])
    return runs


def _harm_alike(one: str, other: str) -> bool:
    harmed_there = [{*HARMS[name].touchpoints, *HARMS[name].sent_all_the_same} for name in (one, other)]
    return bool(harmed_there[0] & harmed_there[1])


def everywhere(faults: Sequence[str]) -> int:
    """Run every journey with these faults for all customers, print their rows; 0 when all is as expected.

    No two of the faults may harm the same touchpoint.
    """
    name = f"{datetime.now(UTC):%Y-%m-%dT%H%M%S}-{faults[0]}" + (f"-and-{len(faults) - 1}-more" if faults[1:] else "")
    ran = run_journeys(name, environment={"NORTHBANK_FAULTS": ",".join(faults)}, workers=_WORKERS)
    harms = [HARMS[fault] for fault in faults]
    right = [_whole_run(fault, ran) for fault in faults]
    wrong = [cell for cell in ran.cells if cell.verdict is not expected(harms, cell, ran)]
    _tell(wrong, harms, ran, frozenset())
    right.append(not wrong)
    may_be_sent = {touchpoint for harm in harms for touchpoint in _may_break(harm)}
    if not ran.sent_all_the_same <= may_be_sent:
        print(f"  WRONG  sent, and must not be: {', '.join(sorted(ran.sent_all_the_same - may_be_sent))}")
        right.append(False)
    if ran.exit_code != 1:
        print(f"  WRONG  the run ended with exit code {ran.exit_code}, not 1\n{ran.said[-2000:]}")
        right.append(False)
    return int(not all(right))


def _whole_run(fault: str, ran: Ran) -> bool:
    """Print one fault's rows of a whole run; whether everything that it harms was there to see."""
    harm = HARMS[fault]
    unseen = _rows(fault, harm, ran.cells, ran, ran.sent_all_the_same & set(harm.sent_all_the_same))
    if unseen:
        print(f"  WRONG  no change that {fault} harms reached {', '.join(unseen)}")
    if (harm.loses_her or harm.effort) and not _costs(fault, harm, ran, frozenset(ran.statuses)):
        print(f"  WRONG  expected of {fault}: {harm.said}; nothing of the kind was there to see")
        return False
    # Of two sentences in one scenario, the second is not asked once the first does not hold.
    unsent = bool(harm.sent_all_the_same) and not ran.sent_all_the_same & set(harm.sent_all_the_same)
    unmet = bool(harm.barrier) and not any(harm.barrier in rules for rules in ran.barriers.values())
    if unmet:
        print(f"  WRONG  nobody was kept out by {harm.barrier}")
    if unsent:
        print(f"  WRONG  expected to be sent all the same: one of {', '.join(harm.sent_all_the_same)}; none was")
    return not unseen and not unsent and not unmet


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


def _costs(fault: str, harm: Harm, ran: Ran, scenarios: Set[str]) -> bool:
    """Print a row for the effort that a fault costs, and one for the customers; whether all was as expected."""
    lost = [change for change, scenario in ran.lost.items() if scenario in scenarios]
    missed = {measure for name in scenarios for measure in ran.effort_broken.get(name, frozenset())}
    if harm.loses_her:
        said = f"{len(lost)} lost" if lost else "nobody gave up"
        print(f"{fault:<28}{'she gives up':<22}{harm.said:<17}{said:<32}{ran.seconds:.0f}", flush=True)
    if harm.effort:
        said = ", ".join(sorted(missed)) or "no more than she is to have"
        print(f"{fault:<28}{'effort':<22}{harm.said:<17}{said:<32}{ran.seconds:.0f}", flush=True)
    return bool(harm.loses_her or harm.effort) and (not harm.loses_her or bool(lost)) and missed >= set(harm.effort)


def _tell(wrong: Sequence[CellVerdict], harms: Sequence[Harm], ran: Ran, healthy: Set[str]) -> None:
    for cell in wrong:
        should = Verdict.ON_TIME if cell.id in healthy else expected(harms, cell, ran)
        verdict = cell.verdict.value
        print(f"  WRONG  {cell.scenario_name}: {cell.fact} at {cell.touchpoint} is {verdict}, not {should.value}")
        print(f"         {cell.reason}   tellonce explain {cell.id} --run {cell.run}")


if __name__ == "__main__":
    sys.exit(main())
