"""`tellonce check --fix` and `tellonce format`: what they write, and what they say of it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tellonce.authoring.checks.apply import Mended, apply, lay_out_safely
from tellonce.authoring.checks.one_file import check_text
from tellonce.authoring.features import feature_paths
from tellonce.authoring.gherkin import journey_of, read_feature
from tellonce.authoring.lost import lost
from tellonce.model.errors import Problem
from tellonce.runner.checking import read_language

__all__ = ["format_files", "mend_files"]

_Change = tuple[str, str, str, Mended]
"""Journey, text before, text after, and what was done."""


def mend_files(root: Path, paths: Sequence[Path], *, asked: frozenset[str], write: bool) -> str:
    """Mend every file; what was done, a line each. Without `write`, the differences, and nothing is written."""
    language = read_language(root)

    def mend(text: str, path: Path) -> Mended:
        return apply(text, lambda now: check_text(now, path, root, language, asked=asked).findings)

    lines: list[str] = []
    for journey, before, after, done in _changes(root, paths, mend):
        if write:
            _write(root / journey, after)
            lines += [f"{journey}: {one}" for one in done.said]
        else:
            lines += _difference(journey, before, after)
    return "".join(f"{line}\n" for line in lines)


def format_files(root: Path, paths: Sequence[Path], *, write: bool, diff: bool) -> tuple[str, int, list[Problem]]:
    """Lay out every file. Returns what to print, how many differ, and the files that must be mended first."""
    unreadable: list[Problem] = []

    def lay_out(text: str, path: Path) -> Mended:
        read = read_feature(path, root)
        problems = [read] if isinstance(read, Problem) else list(lost(read))
        made = None if problems else lay_out_safely(text)
        unreadable.extend(problems)
        return Mended(text=text if made is None else made, said=("laid out",))

    lines: list[str] = []
    count = 0
    for journey, before, after, _ in _changes(root, paths, lay_out):
        count += 1
        if write:
            _write(root / journey, after)
        lines += _difference(journey, before, after) if diff else [f"{journey}: {'laid out' if write else 'differs'}"]
    return "".join(f"{line}\n" for line in lines), count, unreadable


def _changes(root: Path, paths: Sequence[Path], change: Callable[[str, Path], Mended]) -> Iterator[_Change]:
    for path in feature_paths(paths):
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            text = ""
        done = change(text, path)
        if done.text != text:
            yield journey_of(path, root), text, done.text, done


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))


def _difference(journey: str, before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), f"{journey} (as it is)", f"{journey} (mended)", lineterm=""
    )
    return list(lines)
