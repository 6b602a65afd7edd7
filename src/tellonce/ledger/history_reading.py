"""Reads histories: whole, event by event, or in stretches that several processes may read at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError
from pydantic_core import from_json

from tellonce.ledger.history_file import COMBINED, worker_files
from tellonce.model.events import Event, RunFinished, RunStarted, event_adapter
from tellonce.model.history import History

__all__ = ["Heard", "Stretch", "cut_off", "read_history", "stream_history", "stream_stretch", "stretches"]

_TYPE = b'"type":"'
_NEAR = 400
"""Bytes from a line's beginning in which its type is found without reading it; inside a text its quotes are escaped."""
_OF_THE_RUN = (RunStarted, RunFinished)
_A_SCENARIO_BEGINS = b'"type":"scenario_started"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of a file of events, from byte `begins` up to byte `ends`; whole lines."""

    file: Path
    begins: int
    ends: int


@dataclass(slots=True)
class Heard:
    """What was heard of the workers in a stretch. last_s: when, last.  ended: what was last said of it is its end."""

    last_s: dict[str, float] = field(default_factory=dict)
    ended: dict[str, bool] = field(default_factory=dict)


def read_history(folder: Path) -> tuple[History, tuple[str, ...]]:
    """The history in a run folder, joined or not, and what is wrong with it in words, with file:line.

    A line that is no event is skipped, and its problem says so; a worker without RunFinished was cut off.
    Raises FileNotFoundError when the folder holds no history at all.
    """
    problems: list[str] = []
    events = list(stream_history(folder, problems))
    return History(events=events), tuple(problems)


def stream_history(folder: Path, problems: list[str], *, leave_out: Collection[str] = ()) -> Iterator[Event]:
    """The same event by event, for a history that need not fit into memory. problems: what is wrong is added to it.

    leave_out: types of events that nobody asked for ("place_read", most of a history); their lines are not parsed, and
    what is wrong with one is not told.
    Raises FileNotFoundError at once when the folder holds no history at all.
    """
    whole = stretches(folder, 1)

    def events() -> Iterator[Event]:
        heard = Heard()
        for stretch in whole:
            yield from stream_stretch(stretch, problems, heard, leave_out=leave_out)
        problems.extend(cut_off([heard]))

    return events()


def stretches(folder: Path, most: int, *, first: float = 1.0) -> tuple[Stretch, ...]:
    """The history's files; a joined one in up to `most` stretches of about the same length, each but the first of which
    begins with a scenario. first: the length of the first, of an equal share.

    Raises FileNotFoundError when the folder holds no history at all.
    """
    files = [file for file in (folder / COMBINED, *worker_files(folder)) if file.exists()]
    if not files:
        raise FileNotFoundError(f"{folder} holds no {COMBINED}: is it a run folder?")
    found: list[Stretch] = []
    for file in files:
        size = file.stat().st_size
        with file.open("rb") as lines:
            begin, share = size * first / most, size * (most - first) / most / max(1, most - 1)
            cuts = {0, size, *(_next_scenario(lines, int(begin + share * nth)) for nth in range(most - 1))}
        marks = sorted(cuts)
        found += [Stretch(file=file, begins=a, ends=b) for a, b in pairwise(marks)]
    return tuple(found)


def _next_scenario(lines: BinaryIO, at: int) -> int:
    """Where the next line begins, from byte `at` on, with which a scenario begins; the end when there is none."""
    lines.seek(at)
    lines.readline()
    place = lines.tell()
    while line := lines.readline():
        if _A_SCENARIO_BEGINS in line[:4_000]:
            return place
        place += len(line)
    return place


def stream_stretch(
    stretch: Stretch, problems: list[str], heard: Heard, *, leave_out: Collection[str] = ()
) -> Iterator[Event]:
    """The events of a stretch. heard: takes what is known of its workers; `cut_off` tells what that means."""
    without = tuple(_TYPE + kind.encode() + b'"' for kind in leave_out)
    validate = event_adapter.validator.validate_json  # itself: a long history has hundreds of thousands of lines
    left = stretch.ends - stretch.begins
    with stretch.file.open("rb") as lines:
        lines.seek(stretch.begins)
        for line in lines:
            if left <= 0:
                break
            left -= len(line)
            if line.startswith(without, line.find(_TYPE, 0, _NEAR)) and line.endswith(b"}\n"):
                continue
            try:
                event: Event = validate(line)
            except ValidationError as error:
                if not line.isspace():
                    number = _number(stretch.file, stretch.ends - left - len(line))
                    problems.append(f"{stretch.file.name}:{number}: {_what_is_wrong(line, error)}")
                continue
            heard.last_s[event.worker] = event.at_s
            if isinstance(event, _OF_THE_RUN):
                heard.ended[event.worker] = isinstance(event, RunFinished)
            yield event


def cut_off(heard: Iterable[Heard]) -> Iterator[str]:
    """A problem for each worker that never ended, from what was heard in all stretches, in their order."""
    last_s: dict[str, float] = {}
    ended: dict[str, bool] = {}
    for one in heard:
        last_s |= one.last_s
        ended |= one.ended
    for worker, at_s in last_s.items():
        if not ended.get(worker):
            yield f"This run was cut off: worker {worker} never ended; last heard of {at_s:.1f} s after its start"


def _number(file: Path, begins: int) -> int:
    """The number of the line that begins at a byte of a file, counted again: bad lines are few."""
    at = 0
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if at >= begins:
                return number
            at += len(line)
    return 0


def _what_is_wrong(line: bytes, error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        try:
            from_json(line.rstrip())
        except ValueError as problem:
            if str(problem).startswith("EOF"):
                return "the last event was cut off while it was being written, and was left out"
        return f"this line is no JSON and was left out: {line[:60].decode('utf-8', 'replace').strip()!r}"
    where = ".".join(str(part) for part in first["loc"])
    return f"this line is no event and was left out: {where + ': ' if where else ''}{first['msg']}"
