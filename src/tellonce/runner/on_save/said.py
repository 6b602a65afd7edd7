"""What `tellonce watch` prints: a line per scenario, and what is still broken. The same with and without a terminal."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TextIO

from tellonce.runner.on_save.cycle import Cycle, Ended
from tellonce.runner.progress import NOTES, SIGNS

__all__ = ["Said"]

_GREEN, _RED, _YELLOW, _DIM = "32", "31", "33", "2"
_COLOURS = {"passed": _GREEN, "failed": _RED, "error": _RED, "inconclusive": _YELLOW, "skipped": _DIM}
_REPLAY = re.compile(r"(tellonce explain [0-9a-f]+)$", re.MULTILINE)
_KEYS = "Enter runs the last ones again, a all, f what is broken; q ends."


class Said:
    """Lines on `out`, each flushed, so that a person and a pipe see them at once. Colours only on a terminal."""

    def __init__(self, out: TextIO, root: Path) -> None:
        self._out, self._root = out, root
        self._terminal = out.isatty()
        self._coloured = self._terminal and not os.environ.get("NO_COLOR")
        self._journey = ""

    def line(self, text: str = "", colour: str = "") -> None:
        """One line, or several."""
        if colour and self._coloured:
            text = f"\x1b[{colour}m{text}\x1b[0m"
        print(text, file=self._out, flush=True)

    def well(self, scenarios: int, journeys: int) -> None:
        """The files are in order; what comes next takes a while."""
        self.line(f"{_count(scenarios, 'scenario')} in {_count(journeys, 'journey')}; browser and services start.")

    def ready(self, took_s: float) -> None:
        """Everything is up: from now on a save is answered."""
        self.line(f"Ready after {took_s:.1f} s. {_KEYS}")

    def saved(self, reasons: Iterable[str]) -> None:
        """What a save concerns, with the time of day: the screen fills up, and people come back to it."""
        for nth, reason in enumerate(reasons):
            clock = f"{datetime.now().astimezone():%H:%M:%S}" if nth == 0 else " " * 8
            self.line(f"{'' if nth else chr(10)}{clock}  {reason}")

    def mistakes(self, text: str, number: int) -> None:
        """What is wrong in the files; nothing runs until it is mended."""
        self.line(f"\n{datetime.now().astimezone():%H:%M:%S}  {_count(number, 'mistake')}; nothing runs until mended")
        self.line(text, _RED)

    def trouble(self, text: str) -> None:
        """Something beside the scenarios went wrong."""
        self.line(text, _RED)

    def begins(self) -> None:
        """A run begins: the next scenario names its journey."""
        self._journey = ""

    def begins_one(self, feature: str, journey: str, name: str) -> None:
        """A scenario begins; on a terminal its line is there at once, and is written anew as it ends."""
        if journey != self._journey:
            self._journey = journey
            self.line(f"{feature}  ({journey})")
        if self._terminal:
            print(f"  · {name} …", end="", file=self._out, flush=True)

    def ended(self, ended: Ended, run: str) -> None:
        """One line when a scenario ended, and its reason when it was not kept."""
        if self._terminal:
            print("\r\x1b[K", end="", file=self._out)
        status = ended.outcome.status
        note = f"  {NOTES[status]}" if status in NOTES else ""
        self.line(f"  {SIGNS[status]} {ended.name} … ({ended.took_s:.1f} s){note}", _COLOURS[status])
        if not ended.outcome.kept and status != "skipped":
            # The newest run is another one as soon as the next file is saved.
            for line in _REPLAY.sub(rf"\1 --run {run}", ended.outcome.text).splitlines():
                self.line(f"      {line}")

    def over(self, cycle: Cycle, broken: Sequence[Ended], runs: dict[str, str], left: int, took_s: float) -> None:
        """What the run came to, what is broken since earlier runs, and what is still to be run.

        broken: everything that is broken as the files are now.  runs: scenario id -> the run that said so.
        """
        for text in cycle.problems:
            self.trouble(text)
        for summary in cycle.summaries:
            for line in summary.splitlines():
                if line.startswith("  problem"):
                    self.trouble(line)
        counted = {status: sum(one.outcome.status == status for one in cycle.ended) for status in SIGNS}
        words = {"passed": "kept", "failed": "broken", "inconclusive": "inconclusive", "error": "not run to the end"}
        said = [f"{counted[status]} {word}" for status, word in words.items() if counted[status]]
        said += [f"{counted['skipped']} skipped"] if counted["skipped"] else []
        good = bool(counted["passed"]) and not cycle.problems and set(said) == {f"{counted['passed']} kept"}
        page = self._shown(cycle.folder / "index.html")
        result = f"{', '.join(said) or 'no scenario was run'}, in {took_s:.1f} s; {page}"
        self.line(f"  {result}", _GREEN if good else _RED)
        if left:
            self.line(f"  {_count(left, 'scenario')} still to be run")
        this = {one.id for one in cycle.ended}
        older = [one for one in broken if one.id not in this]
        if older:
            self.line("  still broken, and not run this time:")
            for one in older:
                self.line(f"    {SIGNS[one.outcome.status]} {one.journey}:{one.line}  {one.name}  (run {runs[one.id]})")

    def good_bye(self, broken: Sequence[Ended], runs: dict[str, str], left: int) -> None:
        """The end, what is broken at that time, and how many scenarios were to be run and were not."""
        if left:
            self.line(f"{_count(left, 'scenario')} of those that were concerned {_was(left)} not run.")
        if not broken:
            self.line("Ended; nothing that was run is broken.")
            return
        self.line(f"Ended; {_count(len(broken), 'scenario')} of those that were run {_is(len(broken))} broken:")
        for one in broken:
            self.line(f"  {SIGNS[one.outcome.status]} {one.journey}:{one.line}  {one.name}  (run {runs[one.id]})")

    def _shown(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix() if path.is_relative_to(self._root) else path.as_posix()


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
