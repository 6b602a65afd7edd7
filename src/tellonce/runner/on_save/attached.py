"""Files that flows in YAML let her attach: what is in them decides how a flow goes, as its text does."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

__all__ = ["attached_files", "attached_in", "content_of", "shown"]


def attached_files(root: Path) -> list[Path]:
    """Those of every file in steps/, whether or not they are there; a name in braces is known only when she acts."""
    found: dict[Path, None] = {}
    for path in sorted((root / "steps").glob("*.yaml")):
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):  # told where steps are loaded
            continue
        found |= dict.fromkeys(root / name for name in _names(text))
    return list(found)


def attached_in(said: Any) -> Iterator[str]:
    """The files that a part of a steps file names, as they are written."""
    if isinstance(said, Mapping):
        attached = said.get("attach")
        if isinstance(attached, Mapping):
            yield from (str(file) for file in attached.values() if "{" not in str(file))
        said = list(said.values())
    if isinstance(said, list | tuple):
        for part in said:
            yield from attached_in(part)


def content_of(path: Path) -> str:
    """A hash of what is in the file; "" where it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def shown(path: Path, root: Path) -> str:
    """A file by its path in the project, or by its whole path where it lies elsewhere."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


@lru_cache(maxsize=64)
def _names(text: str) -> tuple[str, ...]:
    if "attach" not in text:
        return ()
    try:
        return tuple(attached_in(YAML(typ="safe", pure=True).load(text)))
    except (YAMLError, ValueError):  # told where steps are loaded
        return ()
