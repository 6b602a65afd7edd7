"""What reaches the waiting loop: files that were saved, keys that were pressed; both from threads of their own."""

from __future__ import annotations

import contextlib
import os
import queue
import select
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from watchfiles import BaseFilter, Change, watch

__all__ = ["KEYS", "News", "Saved"]

KEYS = {"": "again", "\n": "again", "\r": "again", "a": "all", "f": "failed", "q": "quit"}
"""What is pressed, or written as a line where there is no terminal -> what is meant."""
_TOGETHER_MS = 40
_NO_LONGER_THAN_MS = 400
"""Saves that follow each other this closely are one, but nobody waits longer than that for a verdict."""
_LOOK_EVERY_MS = 500


class Saved(str):
    """The path of a file outside the project's own that was saved: one of --restart-on."""

    __slots__ = ()


class _Files(BaseFilter):
    """No folders of version control or caches, and no file that an editor only keeps for itself."""

    _ignored = frozenset({".git", ".hg", "__pycache__", ".venv", "node_modules", "reports"})

    def __init__(self, root: Path) -> None:
        self.root = root
        super().__init__()

    def __call__(self, change: Change, path: str) -> bool:
        """Whether this path is news."""
        with contextlib.suppress(ValueError):
            path = str(Path(path).relative_to(self.root))
        parts = Path(path).parts
        return not (self._ignored & set(parts) or parts[-1].endswith((".pyc", "~", ".swp", ".swx")))


class News:
    """One queue of what happened. `folders` are seen into whole, `root` only itself."""

    def __init__(self, root: Path, folders: Iterable[Path], keys: TextIO | None) -> None:
        self._root, self._folders, self._keys = root, tuple(folders), keys
        self._queue: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._terminal: Any = None

    def begin(self) -> None:
        """Start listening."""
        if self._root not in self._folders:
            self._start(self._root_itself)
        self._start(self._whole_folders)
        if self._keys is not None:
            self._start(self._pressed)

    def also(self, folders: Iterable[Path]) -> None:
        """See into these too from now on; those that lie in one that is seen into already change nothing."""
        for folder in folders:
            seen = (*self._folders, self._root / "reports")
            if folder != self._root and not any(one in (folder, *folder.parents) for one in seen):
                self._folders = (*self._folders, folder)

    def wait(self) -> list[tuple[str, Any]]:
        """Everything that happened since the last call, at least one thing.

        ("saved", paths), ("key", meaning), or ("deaf", why) when the system does not tell of saved files.
        """
        return [self._queue.get(), *self.now()]

    def now(self) -> list[tuple[str, Any]]:
        """As `wait`, and empty when nothing happened."""
        found = []
        with contextlib.suppress(queue.Empty):
            while True:
                found.append(self._queue.get_nowait())
        return found

    def end(self) -> None:
        """Stop listening, and give the terminal back."""
        self._stop.set()
        self._give_terminal_back()
        for thread in self._threads:
            thread.join(timeout=2)

    def _start(self, work: Any) -> None:
        thread = threading.Thread(target=work, name=f"tellonce-{work.__name__}", daemon=True)
        thread.start()
        self._threads.append(thread)

    def _root_itself(self) -> None:
        self._tell([self._root], recursive=False)

    def _whole_folders(self) -> None:
        """A folder that is made later (the first file of steps/) is seen by the other thread, and joins here."""
        while not self._stop.is_set():
            there = [folder for folder in self._folders if folder.is_dir()]
            if there:
                self._tell(there, recursive=True)
            else:
                self._stop.wait(_LOOK_EVERY_MS / 1000)

    def _tell(self, folders: list[Path], *, recursive: bool) -> None:
        """Tell what is saved there. Where the system refuses to say, files are asked again and again instead."""
        try:
            self._tell_all(folders, recursive=recursive, asking=False)
        except (OSError, RuntimeError) as error:
            self._queue.put(("deaf", f"{error}"))
            self._tell_all(folders, recursive=recursive, asking=True)

    def _tell_all(self, folders: list[Path], *, recursive: bool, asking: bool) -> None:
        changes: Iterator[set[tuple[Change, str]]] = watch(
            *folders,
            watch_filter=_Files(self._root),
            debounce=_NO_LONGER_THAN_MS,
            step=_TOGETHER_MS,
            rust_timeout=_LOOK_EVERY_MS,
            yield_on_timeout=True,
            stop_event=self._stop,
            raise_interrupt=False,
            recursive=recursive,
            force_polling=asking or None,
        )
        for change in changes:
            if change:
                self._queue.put(("saved", frozenset(path for _, path in change)))
            if recursive and any(folder.is_dir() for folder in self._folders if folder not in folders):
                self._queue.put(("saved", frozenset()))
                return

    def _pressed(self) -> None:
        """Single keys of a terminal, else whole lines. The end of the input is no wish: a CI has none."""
        assert self._keys is not None  # noqa: S101 - begin() has looked
        number = self._keys.fileno()
        if self._keys.isatty():
            if not _in_front(number):
                return
            self._take_terminal(number)
        line = ""
        while not self._stop.is_set():
            if not select.select([number], [], [], _LOOK_EVERY_MS / 1000)[0]:
                continue
            read = os.read(number, 1 if self._terminal is not None else 4096).decode("utf-8", "replace")
            if not read:
                return
            if self._terminal is not None:
                self._hear(read)
                continue
            *whole, line = (line + read).split("\n")
            for one in whole:
                self._hear(one.strip())

    def _hear(self, said: str) -> None:
        meaning = KEYS.get(said.casefold())
        if meaning is not None:
            self._queue.put(("key", meaning))

    def _take_terminal(self, number: int) -> None:
        """Keys come one by one and are not shown; Ctrl-C stays what it is."""
        try:
            import termios  # noqa: PLC0415 - not on every system
            import tty  # noqa: PLC0415
        except ImportError:
            return
        self._terminal = (number, termios.tcgetattr(number))
        tty.setcbreak(number)

    def _give_terminal_back(self) -> None:
        if self._terminal is not None and sys.platform != "win32":
            import termios  # noqa: PLC0415

            termios.tcsetattr(self._terminal[0], termios.TCSADRAIN, self._terminal[1])
            self._terminal = None


def _in_front(terminal: int) -> bool:
    """Whether keys are for us; who is in the background (`tellonce watch &`) is stopped when it asks for any."""
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False
