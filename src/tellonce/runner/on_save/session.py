"""The loop of `tellonce watch`: waits for a save or a key, checks, and runs what is concerned, until it is ended."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from time import monotonic
from typing import Any, TextIO

from tellonce.engine.protocol import RunOptions
from tellonce.engine.warm import Warm
from tellonce.model.errors import NothingRan, Problem, TellonceError, UsageProblem
from tellonce.runner.chosen import nothing_chosen
from tellonce.runner.on_save.attached import attached_files
from tellonce.runner.on_save.concern import concerned
from tellonce.runner.on_save.cycle import Cycle, Ended, Listener, make_runner
from tellonce.runner.on_save.news import News
from tellonce.runner.on_save.pruning import new_watch_run, prune
from tellonce.runner.on_save.said import Said
from tellonce.runner.on_save.state import State, read_state, stamps_of
from tellonce.runner.on_save.wanted import Wanted, make_wanted
from tellonce.runner.project import Project, find_project
from tellonce.runner.registry import SentenceRegistry
from tellonce.runner.stopping import listening

__all__ = ["WatchArgs", "check_after_each_save"]

KEPT, BROKEN, USAGE, NOTHING_RAN = 0, 1, 2, 5
_UNWATCHED = "The service's own files are not watched: --restart-on GLOB starts it anew when one is saved."
_NO_STEPS = (".feature", ".plan.yaml")
"""Reading these loads no steps, so a mistake in them leaves the loaded ones as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchArgs:
    """What to see to, and how. paths: as for `tellonce run`; empty means journeys/.

    restart_on: globs of files, relative to the project, whose saving restarts the services.
    keep: how many runs are left on the disk.
    """

    paths: tuple[str, ...] = ()
    tags: str | None = None
    persona: str | None = None
    touchpoint: str | None = None
    headed: bool = False
    restart_on: tuple[str, ...] = ()
    keep: int = 20


def check_after_each_save(args: WatchArgs, *, out: TextIO | None = None, keys: TextIO | None = None) -> int:
    """Wait, check, run, until ended by a key or a signal.

    Returns 0 when nothing that was run is broken at the end, 1 when something is, 2 usage, 5 no scenario fits.
    """
    out, keys = out or sys.stdout, keys or _readable(sys.stdin)
    root = find_project(Path.cwd())
    try:
        if root is None:
            what = "there is no Tellonce project here: no journeys folder, here or above"
            raise UsageProblem(Problem(what=what, hint="go to a project's folder, or begin one: tellonce init"))
        wanted = make_wanted(root, args.paths, tags=args.tags, persona=args.persona, here=Path.cwd())
    except UsageProblem as problem:
        print(problem, file=sys.stderr)
        return USAGE
    sys.dont_write_bytecode = True  # what is edited all the time is not to be kept compiled
    with listening():
        session = Session(root, args, wanted, Said(out, root), keys)
        try:
            return session.run()
        except KeyboardInterrupt:
            return session.result
        finally:
            session.close()


def _readable(stream: Any) -> TextIO | None:
    try:
        stream.fileno()
    except (AttributeError, OSError, ValueError):
        return None
    else:
        return stream  # type: ignore[no-any-return]  # it is a text stream


class Session:
    """state: the last good one. due: ids that are to be run as the files are now, in this order.

    broken: id -> how it last ended, of those whose verdict is of the files as they are now.
    """

    def __init__(self, root: Path, args: WatchArgs, wanted: Wanted, said: Said, keys: TextIO | None) -> None:
        self._root, self._args, self._wanted, self._said = root, args, wanted, said
        self._warm = Warm(root / "reports" / ".watch" / "services")
        self._news = News(root, self._folders(), keys)
        self._state: State | None = None
        self._due: dict[str, None] = {}
        self._broken: dict[str, Ended] = {}
        self._runs: dict[str, str] = {}
        self._last: tuple[str, ...] = ()
        self._early: set[str] = set()
        self._pending: list[tuple[str, Any]] = []
        self._mistaken: dict[str, str] | None = None
        self._reload = False
        self._held = False
        self._stopped = False
        self._quit = False

    @property
    def result(self) -> int:
        """The exit code, as things stand."""
        return BROKEN if self._broken else KEPT

    def run(self) -> int:
        """Until q. Returns the exit code. Raises KeyboardInterrupt, and UsageProblem for flags that fit nothing."""
        began = monotonic()
        self._said.line(f"Tellonce watches {self._root.name}: each save is checked, and what it concerns is run.")
        self._news.begin()
        try:
            self._read(frozenset())
        except _FitsNothing as nothing:
            print(nothing, file=sys.stderr)
            return nothing.code
        if self._state is not None:
            journeys = {one.journey for one in self._state.scenarios.values()}
            self._said.well(len(self._state.scenarios), len(journeys))
            self._warm_up(self._state)
            if self._state.declared is not None and self._state.declared.blueprint.start and not self._args.restart_on:
                self._said.line(_UNWATCHED)
            self._said.ready(monotonic() - began)
        while not self._quit:
            events, self._pending = self._pending + self._news.now(), []
            if not events and not self._can_run():
                events = self._news.wait()
            self._hear(events)
            if not self._quit and self._can_run():
                self._cycle()
        return self.result

    def close(self) -> None:
        """Stop listening, the browser and the services, and say how things stand."""
        self._news.end()
        self._warm.close()
        if self._state is not None:
            self._said.good_bye(list(self._broken.values()), self._runs, len(self._due))

    # -- what happened

    def _hear(self, events: Iterable[tuple[str, Any]]) -> None:
        saved: set[str] = set()
        keys: list[str] = []
        for kind, what in events:
            if kind == "saved":
                saved |= what
            elif kind == "deaf":
                self._said.trouble(f"The system does not tell of saved files ({what}): they are looked at instead.")
            else:
                keys.append(what)
        if saved or any(kind == "saved" for kind, _ in events):
            self._read(frozenset(saved))
            self._restart(saved)
        for key in keys:
            self._key(key)

    def _key(self, key: str) -> None:
        self._held = False
        if key == "quit":
            self._quit = True
        elif self._mistaken is not None or self._state is None:
            self._said.line("Nothing runs until the mistakes above are mended.")
        else:
            again = {"all": tuple(self._state.scenarios), "failed": tuple(self._broken), "again": self._last}[key]
            if not again:
                self._said.line("Nothing is broken." if key == "failed" else "Nothing has been run yet; a runs all.")
            chosen = tuple(known for known in again if known in self._state.scenarios)
            self._last = chosen or self._last
            self._due |= dict.fromkeys(chosen)

    def _read(self, saved: frozenset[str]) -> None:
        """Read what has changed, check it, and note what it concerns."""
        old, was_mistaken = self._state, self._mistaken is not None
        stamps = stamps_of(self._root, self._wanted)
        if old is not None and not self._reload and self._mistaken is None and stamps == old.stamps:
            return
        if self._mistaken == stamps:
            return
        if old is None:
            self._early |= saved
        moved = [
            name
            for name in {**stamps, **(old.stamps if old else {})}
            if not old or stamps.get(name) != old.stamps.get(name)
        ]
        try:
            new = read_state(self._root, self._wanted, self._engine_agrees, None if self._reload else old)
        except UsageProblem as problem:
            self._said.mistakes(str(problem), len(problem.problems))
        except NothingRan as nothing:
            self._said.mistakes(str(nothing), 1)
        except OSError as error:  # gone between two looks at it
            self._said.mistakes(f"{error.filename}: {error.strerror}", 1)
            stamps = {}
        else:
            self._mistaken, self._reload, self._held = None, False, False
            self._state = new
            self._news.also(path.parent for path in attached_files(self._root))
            self._note(old, new, was_mistaken)
            return
        self._mistaken = stamps
        self._reload = self._reload or not all(name.endswith(_NO_STEPS) for name in moved)

    def _note(self, old: State | None, new: State, was_mistaken: bool) -> None:
        if not new.scenarios:
            self._insist_on_scenarios(old, new)
        if old is None:
            edited = {Path(path).resolve() for path in self._early}
            self._due = {known: None for known in new.scenarios if new.feature_of(known)[0].path in edited}
            return
        concern = concerned(old, new)
        for known in (*concern.gone, *concern.scenarios):
            self._due.pop(known, None)
            self._broken.pop(known, None)  # its verdict was of another text
            self._runs.pop(known, None)
        rest = tuple(self._due)
        self._due = dict.fromkeys((*concern.scenarios, *rest))
        if concern.scenarios:
            self._last = concern.scenarios
            self._due |= dict.fromkeys(self._broken)
        mended = ("mended",) if was_mistaken else ()
        self._said.saved((*mended, *(concern.reasons or ("nothing that runs has changed",))))

    def _insist_on_scenarios(self, old: State | None, new: State) -> None:
        asked = {"--tags": self._args.tags or "", "--persona": self._args.persona or ""}
        everything = [one for feature in new.features.values() for one in feature.scenarios()]
        said = nothing_chosen(asked, everything)
        if old is None:
            raise _FitsNothing(said)
        self._said.line(said)

    def _restart(self, saved: set[str]) -> None:
        """Code of the service was saved, as --restart-on says: what is broken, else what ran last, may be mended."""
        hit = self._restarting(saved)
        if not hit:
            return
        if self._stopped:  # one save may be told twice
            return
        self._stopped = ours = self._warm.stop_services()
        self._held = False
        known = self._state.scenarios if self._state is not None else {}
        again = [one for one in (*self._broken, *self._last) if one in known]
        self._due |= dict.fromkeys(again)
        more = len(hit) - 1
        what = "the services start anew" if ours else "the services were not started here; start them anew yourself"
        self._said.saved([f"{hit[0]}{f' and {more} more' if more else ''}: {what}"])

    # -- runs

    def _can_run(self) -> bool:
        return bool(self._due) and self._state is not None and self._mistaken is None and not self._held

    def _cycle(self) -> None:
        state = self._state
        assert state is not None  # noqa: S101 - _can_run has looked
        began = monotonic()
        options = self._options(new_watch_run())
        cycle = Cycle(folder=options.folder)
        self._stopped = False
        self._said.begins()
        try:
            runner = make_runner(state.project, options, state.sentences, state.hooks)
            listener = Listener(
                begun=self._tell_restarted,
                begins=self._said.begins_one,
                ended=lambda ended: self._ended(ended, options.run),
                stop=self._reason_to_stop,
            )
            cycle.run(state, tuple(self._due), runner, listener)
        except Exception as problem:  # an engine may fail in any way, and the next save may mend it
            self._held = True
            said = str(problem) if isinstance(problem, TellonceError) else f"{type(problem).__name__}: {problem}"
            for text in (said, *cycle.problems):
                self._said.trouble(text)
            self._said.line("Nothing was run. Mend it, or press Enter to try again.")
            return
        left = len(self._due)
        self._said.over(cycle, list(self._broken.values()), self._runs, left, monotonic() - began)
        prune(self._root / "reports", keep=self._args.keep, spare=set(self._runs.values()))
        if cycle.stopped == "interrupted":
            raise KeyboardInterrupt
        if cycle.stopped == "quit":
            self._quit = True
        self._held = cycle.stopped in ("hook", "aborted")

    def _ended(self, ended: Ended, run: str) -> None:
        self._due.pop(ended.id, None)
        if ended.outcome.kept or ended.outcome.status == "skipped":
            self._broken.pop(ended.id, None)
            self._runs.pop(ended.id, None)
        else:
            self._broken[ended.id] = ended
            self._runs[ended.id] = run
        self._said.ended(ended, run)

    def _reason_to_stop(self) -> str:
        self._pending += self._news.now()
        if ("key", "quit") in self._pending:
            return "quit"
        if any(kind == "saved" and self._restarting(what) for kind, what in self._pending):
            return "saved"
        # Files are asked, not only the news of them: no scenario begins with a text that is older than its file.
        if self._state is not None and stamps_of(self._root, self._wanted) != self._state.stamps:
            self._pending.append(("saved", frozenset()))
            return "saved"
        return ""

    def _restarting(self, saved: Iterable[str]) -> list[str]:
        inside = [Path(path) for path in saved if Path(path).is_relative_to(self._root)]
        shown = sorted(path.relative_to(self._root).as_posix() for path in inside)
        return [path for path in shown if any(fnmatch(path, glob) for glob in self._args.restart_on)]

    def _tell_restarted(self) -> None:
        for one in self._warm.restarted:
            self._said.line(f"  {one} had gone away, and was started anew")

    # -- inside

    def _engine_agrees(self, project: Project, sentences: SentenceRegistry) -> None:
        """What `tellonce run` has the engine check before anything starts."""
        make_runner(project, self._options("watch-check"), sentences, {}).make_engine()

    def _warm_up(self, state: State) -> None:
        runner = make_runner(state.project, self._options("watch-check"), state.sentences, {})
        try:
            runner.make_engine()
            start = getattr(runner.engine, "warm_up", None)  # a project's own engine need not have it
            if start is not None:
                start()
        except TellonceError as problem:
            self._said.trouble(f"{problem}\nThe next run tries again.")

    def _options(self, run: str) -> RunOptions:
        return RunOptions(
            run=run,
            folder=self._root / "reports" / run,
            persona=None,
            touchpoint=self._args.touchpoint,
            headed=self._args.headed,
            warm=self._warm,
        )

    def _folders(self) -> list[Path]:
        own = [self._root / name for name in ("journeys", "fixtures", "steps")]
        asked = [path if path.is_dir() else path.parent for path in self._wanted.folders]
        return _outermost([*own, *asked, *(self._root / _fixed_part(glob) for glob in self._args.restart_on)])


class _FitsNothing(NothingRan):
    """The flags leave no scenario."""

    code = NOTHING_RAN


def _fixed_part(glob: str) -> str:
    """The folder above the first wildcard: "app/**/*.py" is under app."""
    fixed: list[str] = []
    for part in Path(glob).parts[:-1]:
        if any(sign in part for sign in "*?["):
            break
        fixed.append(part)
    return os.path.join(*fixed) if fixed else "."


def _outermost(folders: Iterable[Path]) -> list[Path]:
    """Without those that lie in another one of them."""
    unique = list(dict.fromkeys(folders))
    return [one for one in unique if not any(other in one.parents for other in unique)]
