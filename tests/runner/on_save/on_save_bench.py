"""`tellonce watch` in a process of its own on a project, with its keys in our hand and its lines in a queue."""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tellonce

_PATIENCE_S = 120


class Watching:
    """What it prints, without times of day, seconds and names of runs."""

    def __init__(self, root: Path, process: subprocess.Popen[str]) -> None:
        self.root, self._process = root, process
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.errors = ""
        """What it complained of, once it has ended."""

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as said:
            for line in said:
                if not line.startswith("  problem"):  # the toy engine writes no history, and every run complains of it
                    self._lines.put(_plain(line.rstrip("\n")))
        self._lines.put(None)

    def until(self, last: str) -> str:
        """Everything up to the first line that holds `last`, as one text."""
        said: list[str] = []
        while not said or last not in said[-1]:
            try:
                line = self._lines.get(timeout=_PATIENCE_S)
            except queue.Empty:
                line = None
            if line is None:
                raise AssertionError(f"never said {last!r}; said:\n" + "\n".join(said))
            said.append(line)
        return "\n".join(said).strip("\n")

    def ready(self) -> str:
        """Up to the moment from which a save is answered."""
        return self.until("q ends.")

    def press(self, key: str) -> None:
        """A key, as a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{key}\n")
        self._process.stdin.flush()

    def save(self, name: str, old: str, new: str) -> None:
        """Replace a part of a file, as an editor does that writes beside it and renames."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        beside = path.with_name(f".{path.name}.part~")
        beside.write_text(text.replace(old, new, 1), encoding="utf-8")
        beside.replace(path)

    def signal(self, number: int) -> None:
        """As Ctrl-C or a CI ends it."""
        self._process.send_signal(number)

    def end(self) -> tuple[int, str]:
        """Wait for its end. Returns exit code, and what it still said."""
        code = self._process.wait(_PATIENCE_S)
        self._reader.join(_PATIENCE_S)
        assert self._process.stderr is not None
        self.errors = self._process.stderr.read()
        said: list[str] = []
        while (line := self._lines.get(timeout=_PATIENCE_S)) is not None:
            said.append(line)
        return code, "\n".join(said).strip("\n")

    @property
    def ran(self) -> list[str]:
        """Names of the scenarios that were run so far, in order."""
        trace = self.root / "trace.txt"
        lines = trace.read_text(encoding="utf-8").splitlines() if trace.exists() else []
        told = [line.removeprefix("start_scenario ") for line in lines if line.startswith("start_scenario ")]
        return [line.rpartition(" ")[0].rpartition("::")[2] for line in told]


def _plain(line: str) -> str:
    line = re.sub(r"\d+\.\d s", "0.0 s", line)
    line = re.sub(r"explain [0-9a-f]{8}", "explain 0a1b2c3d", line)
    line = re.sub(r"^\d\d:\d\d:\d\d ", "12:00:00 ", line)
    return re.sub(r"watch-\d{4}-\d\d-\d\dT\d{6}-[0-9a-f]{4}", "watch-1", line)


@contextmanager
def watching(root: Path, *arguments: str) -> Iterator[Watching]:
    """It is killed at the end, should a test have failed before it ended."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV"))}
    source = str(Path(tellonce.__file__).parents[1])
    process = subprocess.Popen(
        [sys.executable, "-m", "tellonce", "watch", *arguments],
        cwd=root,
        env=settings | {"PYTHONPATH": source, "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    watch = Watching(root, process)
    try:
        yield watch
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait()
        watch._reader.join(_PATIENCE_S)
        for stream in (process.stdin, process.stderr):
            if stream is not None:
                stream.close()
