"""Does numbered pieces of work on all cores, in processes that have what was loaded already."""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

__all__ = ["share"]

_T = TypeVar("_T")
_NUMBER = 4
_PIPE_HOLDS = 16_000
_MANY_OBJECTS = 100_000
_MOST = 8


def share(work: Callable[[int], _T], count: int, *, processes: int | None = None) -> list[_T]:
    """`work(0)` to `work(count - 1)`, in this order; each is done once, by whichever process is free.

    Results must be picklable. Where a process cannot be copied safely (threads run, or not Linux), all is done here;
    so is whatever a copy that died has left undone.
    """
    wanted = processes if processes is not None else _cores()
    helpers = min(wanted, count) - 1 if _may_fork() and count <= _PIPE_HOLDS else 0
    threshold = gc.get_threshold()
    gc.collect()
    gc.freeze()  # what was loaded stays, and a copy shares it for as long as nobody counts it anew
    gc.set_threshold(_MANY_OBJECTS)
    try:
        done = _together(work, count, helpers) if helpers > 0 else {}
        return [done[number] if number in done else work(number) for number in range(count)]
    finally:
        gc.unfreeze()
        gc.set_threshold(*threshold)


def _together(work: Callable[[int], _T], count: int, helpers: int) -> dict[int, _T]:
    """A pipe holds the numbers; whoever reads one does it."""
    numbers, ending = os.pipe()
    os.write(ending, b"".join(number.to_bytes(_NUMBER, "big") for number in range(count)))
    os.close(ending)
    children = [_helper(work, numbers) for _ in range(helpers)]
    done: dict[int, _T] = {}
    try:
        _take(work, numbers, done)
    finally:
        os.close(numbers)
        for child, answers in children:
            with os.fdopen(answers, "rb") as stream:
                answered = stream.read()
            _, status = os.waitpid(child, 0)
            if status == 0:
                with contextlib.suppress(pickle.UnpicklingError, EOFError):
                    done |= pickle.loads(answered)  # noqa: S301 - from this process's own copy
    return done


def _take(work: Callable[[int], _T], numbers: int, done: dict[int, _T]) -> None:
    while number := os.read(numbers, _NUMBER):
        nth = int.from_bytes(number, "big")
        done[nth] = work(nth)


def _helper(work: Callable[[int], _T], numbers: int) -> tuple[int, int]:
    """A copy of this process that takes numbers, answers once, and is gone."""
    answers, telling = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        os.close(telling)
        return child, answers
    code = 1
    try:
        os.close(answers)
        done: dict[int, _T] = {}
        _take(work, numbers, done)
        with os.fdopen(telling, "wb") as stream:
            pickle.dump(done, stream, protocol=pickle.HIGHEST_PROTOCOL)
        code = 0
    except BaseException:  # noqa: S110 - the first process does it again, and tells what is wrong
        pass
    finally:
        os._exit(code)


def _may_fork() -> bool:
    return sys.platform == "linux" and threading.active_count() == 1


def _cores() -> int:
    return min(len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1, _MOST)
