"""What this machine must offer before a project is looked at: Python, packages, terminal, time zones, limits."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from packaging.requirements import Requirement

from tellonce.runner.doctor.finding import Finding, ok, problem, warning

__all__ = ["disk", "file_watches", "packages", "python", "terminal", "time_zones"]

_OLDEST = (3, 11)
_LITTLE_SPACE = 200 * 2**20
_NO_SPACE = 20 * 2**20
_FEW_WATCHES = 8192
_WATCHES = Path("/proc/sys/fs/inotify/max_user_watches")


def python(running: tuple[int, ...] = tuple(sys.version_info[:3])) -> Iterator[Finding]:
    """Is this Python new enough?"""
    said = ".".join(map(str, running))
    if running[:2] < _OLDEST:
        yield problem("python", f"this is Python {said}; Tellonce needs 3.11 or newer", "install a newer Python")
    else:
        yield ok("python", f"Python {said}, {platform.system()} {platform.machine()}")


def packages(
    installed: Callable[[str], str] = version, required: Callable[[], list[str]] | None = None
) -> Iterator[Finding]:
    """Is everything there that Tellonce itself imports, in versions that it can use?

    installed: name -> version, raises PackageNotFoundError.  required: what Tellonce asks for, with extras marked.
    """
    try:
        asked = (required or (lambda: distribution("tellonce").requires or []))()
    except PackageNotFoundError:
        yield warning(
            "packages",
            "Tellonce is not installed, it only lies on the path; nobody can say which packages it needs",
            "pip install tellonce, or pip install -e . in its folder",
        )
        return
    missing: list[str] = []
    count = 0
    for requirement in map(Requirement, asked):
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        count += 1
        try:
            found = installed(requirement.name)
        except PackageNotFoundError:
            missing.append(f"{requirement.name} is missing")
            continue
        if not requirement.specifier.contains(found, prereleases=True):
            missing.append(f"{requirement.name} is {found}, and {requirement.specifier} is needed")
    if missing:
        yield problem("packages", "; ".join(missing), f"{Path(sys.executable).name} -m pip install --upgrade tellonce")
    else:
        yield ok("packages", f"all {count} packages are there")


def terminal(encoding: str | None = None, *, locale: str | None = None) -> Iterator[Finding]:
    """Can ✓ and names with diacritics be printed?"""
    said = encoding if encoding is not None else (sys.stdout.encoding or "")
    try:
        "✓ Małgorzata".encode(said or "ascii")
    except (UnicodeEncodeError, LookupError):
        where = locale if locale is not None else os.environ.get("LC_ALL") or os.environ.get("LANG") or "not set"
        yield warning(
            "terminal",
            f"the terminal takes {said or 'an unknown encoding'} (LANG is {where}): signs and names cannot be printed",
            "export PYTHONUTF8=1, or set LANG to a UTF-8 locale such as C.UTF-8",
        )
    else:
        yield ok("terminal", f"prints {said}")


def time_zones(names: Iterator[str] | list[str]) -> Iterator[Finding]:
    """Are the personas' and calendars' time zones known here?"""
    asked = list(dict.fromkeys(names))
    unknown = [name for name in asked if not _zone(name)]
    if unknown:
        yield problem(
            "time zones", f"this machine knows no time zone {', '.join(unknown)}", "pip install --upgrade tzdata"
        )
    else:
        yield ok("time zones", f"all {len(asked)} that the project uses are known")


def _zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def disk(folder: Path, free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free) -> Iterator[Finding]:
    """Is there room for evidence?"""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    left = free(there)
    shown = f"{left / 2**20:.0f} MB" if left < 10 * 2**30 else f"{left / 2**30:.0f} GB"
    do = f"make room, for example by removing old runs from {folder}"
    if left < _NO_SPACE:
        yield problem("disk", f"{shown} are free for reports: a run's evidence would not fit", do)
    elif left < _LITTLE_SPACE:
        yield warning("disk", f"{shown} are free for reports; a run of many scenarios takes about 100 MB", do)
    else:
        yield ok("disk", f"{shown} are free for reports")


def file_watches(limit: Path = _WATCHES) -> Iterator[Finding]:
    """May enough folders be watched? Elsewhere than on Linux there is no such limit."""
    try:
        number = int(limit.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return
    if number < _FEW_WATCHES:
        yield warning(
            "watching",
            f"only {number} folders may be watched at once: `tellonce watch` may not start",
            "sudo sysctl fs.inotify.max_user_watches=65536",
        )
    else:
        yield ok("watching", f"{number} folders may be watched at once")
