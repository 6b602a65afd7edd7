"""Tells all scenarios of a run once: to the tally, to the index, into chunks. A long run is told by several
processes."""

from __future__ import annotations

import gc
import multiprocessing
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from tellonce.ledger.history_reading import cut_off
from tellonce.model.blueprint import Blueprint
from tellonce.report.html.cast import Cast
from tellonce.report.html.columns import Columns
from tellonce.report.html.detail import scenario_detail
from tellonce.report.html.exhibits import Exhibits
from tellonce.report.html.packing import Chunks, Packed
from tellonce.report.html.source import Part, RunSource, Untold
from tellonce.report.html.tally import Tally
from tellonce.report.scenarios import RunFrame
from tellonce.story.masks import Masks, masking
from tellonce.story.names import naming
from tellonce.story.speech import speaking

__all__ = ["Told", "told"]


@dataclass(slots=True, kw_only=True)
class Told:
    """A run, or a part of one, once all its scenarios were told."""

    exhibits: Exhibits
    tally: Tally = field(default_factory=Tally)
    columns: Columns = field(default_factory=Columns)
    cast: Cast = field(default_factory=Cast)
    untold: Untold = field(default_factory=Untold)
    packed: list[Packed] = field(default_factory=list)
    problems: tuple[str, ...] = ()
    masks: Masks | None = None
    """What was masked, and how often."""

    @property
    def frame(self) -> RunFrame:
        """What is said of the run itself."""
        return self.untold.frame

    @property
    def troubles(self) -> tuple[str, ...]:
        """Why the run as a whole is not what it should be."""
        return tuple(dict.fromkeys([*self.frame.troubles, *self.problems]))

    def take(self, later: Told) -> None:
        """All that a later part of the run came to."""
        self.exhibits.take(later.exhibits)
        self.tally.take(later.tally)
        self.columns.take(later.columns)
        self.cast.take(later.cast)
        self.frame.take(later.frame)
        self.packed += later.packed
        if self.masks and later.masks:
            self.masks.take(later.masks)


@contextmanager
def told(
    source: RunSource, *, language: str, masks: Masks | None = None, meanwhile: Callable[[], object] | None = None
) -> Iterator[Told]:
    """Tell the run. Its chunks lie on disk until the context ends.  Raises OSError when the disk does not take them.

    meanwhile: what is worth doing here while other processes still tell their parts.
    """
    with TemporaryDirectory(prefix="tellonce-") as scratch:
        how = _How(folder=source.folder, language=language, blueprint=source.blueprint, masks=masks)
        parts = _tell_apart(source.parts, Path(scratch), how, meanwhile)
        if not _are_apart(parts):
            if masks:
                masks.counts.clear()
            parts = [_tell(source.whole, Path(scratch) / "whole.chunks", how)]
        whole, *others = parts
        for later in others:
            whole.take(later)
        said = [problem for part in parts for problem in part.untold.problems]
        whole.problems = (*source.problems, *said, *cut_off([part.untold.heard for part in parts]))
        yield whole


def _tell_apart(parts: Sequence[Part], scratch: Path, how: _How, meanwhile: Callable[[], object] | None) -> list[Told]:
    """The first part here, each other one in a process of its own."""
    first, *others = parts
    if not others:
        return [_tell(first, scratch / "0.chunks", how)]
    with ProcessPoolExecutor(len(others), mp_context=_context()) as pool:
        waiting = [pool.submit(_tell, part, scratch / f"{number}.chunks", how) for number, part in enumerate(others, 1)]
        told_here = _tell(first, scratch / "0.chunks", how)
        if meanwhile:
            meanwhile()
        return [told_here, *(part.result() for part in waiting)]


def _are_apart(parts: Sequence[Told]) -> bool:
    """Whether no scenario began in two of them, as one does that was begun again when its worker had died: its cells
    would be told in both."""
    known: set[str] = set()
    for part in parts:
        ids = part.columns.numbers.keys()
        if not known.isdisjoint(ids):
            return False
        known |= ids
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class _How:
    """The same for all parts. folder: the run's."""

    folder: Path
    language: str
    blueprint: Blueprint | None
    masks: Masks | None


def _tell(part: Part, file: Path, how: _How) -> Told:
    masks = how.masks
    whole = Told(exhibits=Exhibits(how.folder), masks=masks)
    with speaking(how.language), naming() as names, masking(masks), _uncollected(), Chunks(file) as chunks:
        names.learn(how.blueprint)
        for scenario in part.scenarios(whole.untold):
            if masks:
                masks.spare(scenario.own_values)
            detail = scenario_detail(scenario, whole.exhibits)
            whole.tally.note(scenario)
            whole.columns.add(scenario, detail)
            whole.cast.note(detail["customers"])
            chunks.add(detail)
        whole.packed.append(chunks.packed())
    return whole


@contextmanager
def _uncollected() -> Iterator[None]:
    """Nothing that is told lies in a ring, so the collector of rings would only look through all of it in vain, again
    and again: it took a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _context() -> multiprocessing.context.BaseContext:
    """A copy of this process is there at once; but not of one whose threads may hold locks just then."""
    safe = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if safe else "spawn")
