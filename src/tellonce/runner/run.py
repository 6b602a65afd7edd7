"""`tellonce run`: journeys through pytest in this process, in plain words, with the design's exit codes."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from tellonce.model.errors import NothingRan, Problem, UsageProblem
from tellonce.runner.progress import Progress
from tellonce.runner.project import find_project
from tellonce.runner.run_names import check_name, new_run_id
from tellonce.runner.stopping import listening

__all__ = ["BROKEN", "INTERRUPTED", "KEPT", "NOTHING_RAN", "USAGE", "RunArgs", "run_journeys"]

KEPT = 0
BROKEN = 1
USAGE = 2
NOTHING_RAN = 5
INTERRUPTED = 130

_PLUGIN = "tellonce.runner.pytest_plugin"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunArgs:
    """What to run and how. paths: folders or feature files, "path::scenario name" too; empty means journeys/.

    tags: a Cucumber tag expression.  keyword: pytest's -k.  workers: 1 runs in this process.
    last_failed: only what was not kept last time.  run: the name of the run's folder, made up when None.
    """

    paths: tuple[str, ...] = ()
    tags: str | None = None
    persona: str | None = None
    touchpoint: str | None = None
    workers: int = 1
    headed: bool = False
    seed: str | None = None
    exitfirst: bool = False
    keyword: str | None = None
    last_failed: bool = False
    run: str | None = None


def run_journeys(args: RunArgs) -> int:
    """Run, print, report. Returns 0 kept, 1 broken or inconclusive, 2 usage, 5 nothing ran, 130 interrupted."""
    try:
        check_name(args.run)
        paths = _paths(args)
    except UsageProblem as problem:
        print(problem, file=sys.stderr)
        return USAGE
    except NothingRan as nothing:
        print(nothing, file=sys.stderr)
        return NOTHING_RAN
    run = args.run or new_run_id()
    print(f"Tellonce: run {run}", flush=True)
    with listening() as stopping:
        progress = Progress()
        try:
            code = pytest.main(_pytest_args(args, paths, run), plugins=[progress])
        except KeyboardInterrupt:  # before pytest was ready to take it, or the third in a row
            progress.interrupted = True
        if progress.interrupted or stopping:
            if not stopping.told:
                print(stopping.sentence(learned=False), flush=True)
            return INTERRUPTED
    return {
        pytest.ExitCode.OK: KEPT,
        pytest.ExitCode.USAGE_ERROR: USAGE,
        pytest.ExitCode.NO_TESTS_COLLECTED: NOTHING_RAN,
    }.get(pytest.ExitCode(code), BROKEN)


def _paths(args: RunArgs) -> list[str]:
    """The paths to give to pytest. Raises UsageProblem for one that is not there, NothingRan without any feature."""
    from tellonce.authoring.features import feature_paths  # noqa: PLC0415 - imports behave, after the first line is out

    asked = [Path(path.partition("::")[0]) for path in args.paths]
    if not asked:
        project = find_project(Path.cwd())
        if project is None:
            raise UsageProblem(
                Problem(
                    what="there is no Tellonce project here: no journeys folder, here or above",
                    hint="name a folder, or begin a project: tellonce init",
                )
            )
        asked = [project / "journeys"]
    missing = [path for path in asked if not path.exists()]
    if missing:
        raise UsageProblem(
            Problem(what=f'there is no "{path}"', hint="name a folder or a *.feature file") for path in missing
        )
    if not feature_paths(asked):
        where = ", ".join(args.paths) or "journeys"
        raise NothingRan(f"There is no journey in {where}: not one *.feature file.")
    return list(args.paths) or [str(path) for path in asked]


def _pytest_args(args: RunArgs, paths: list[str], run: str) -> list[str]:
    """pytest's own output is turned off by its quietest settings: `-p no:terminal` would break other plugins."""
    quiet = ["-qq", "--no-header", "--no-summary", "--tb=no", "-o", "console_output_style=classic", "-W", "default"]
    autoload = not os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    # By the name of its entry point it is loaded before the others: what it leaves alone they find left alone.
    plugin = ["-p", "tellonce" if autoload and entry_points(group="pytest11", name="tellonce") else _PLUGIN]
    plugin += ["-p", "no:hypothesispytest"]  # at the end of each process it imports the whole library, for nothing
    if args.workers > 1 and not autoload:
        plugin += ["-p", "xdist"]
    chosen = [f"--tellonce-run={run}"]
    for flag, value in (
        ("persona", args.persona),
        ("touchpoint", args.touchpoint),
        ("seed", args.seed),
        ("tags", args.tags),
    ):
        if value is not None:
            chosen.append(f"--tellonce-{flag}={value}")
    if args.headed:
        chosen.append("--tellonce-headed")
    if args.keyword:
        chosen.append(f"-k={args.keyword}")
    if args.exitfirst:
        chosen.append("-x")
    if args.last_failed:
        chosen.append("--lf")
    if args.workers > 1:
        chosen.append(f"-n={args.workers}")
    return [*plugin, *quiet, *chosen, *paths]
