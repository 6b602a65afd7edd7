"""What the flags of a run leave out of it, so that nobody takes a part for the whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tellonce.authoring.features import feature_paths

__all__ = ["left_out_by_behave", "left_out_by_pytest"]

_ASKED = (
    ("-k", "keyword"),
    ("-m", "markexpr"),
    ("--tags", "tellonce_tags"),
    ("--persona", "tellonce_persona"),
    ("--touchpoint", "tellonce_touchpoint"),
    ("--deselect", "deselect"),
    ("--ignore", "ignore"),
    ("--ignore-glob", "ignore_glob"),
)


_LINE = re.compile(r":\d+\Z")
"""journeys/maria.feature:12 is one scenario of it."""


def left_out_by_pytest(config: Any, paths: Iterable[Path], root: Path) -> tuple[str, ...]:
    """Flags and paths by which this run is less than every journey of the project; empty for a whole run.

    paths: those with features in them.
    """
    said = [f"{flag} {_shown(value)}" for flag, name in _ASKED if (value := getattr(config.option, name, None))]
    if getattr(config.option, "lf", False):
        said.append("--last-failed")
    named = [argument for argument in config.args if "::" in argument]
    if named or _is_less(paths, root):
        said += [_place(argument, root) for argument in config.args]
    return tuple(said)


def left_out_by_behave(config: Any, given: Mapping[str, str], root: Path) -> tuple[str, ...]:
    """The same of behave's own flags. given: what -D says."""
    said = [f"-D {name}={given[name]}" for name in ("persona", "touchpoint") if given.get(name)]
    for flag, name in (("--name", "name"), ("--include", "include_re"), ("--exclude", "exclude_re")):
        value = getattr(config, name, None)
        if value:
            said.append(f"{flag} {_shown(value if isinstance(value, list) else getattr(value, 'pattern', value))}")
    tags = getattr(config, "tags", None)
    if tags:
        said.append(f"--tags {_shown(tags)}")
    named = [str(path) for path in getattr(config, "paths", None) or ()]
    lines = [path for path in named if _LINE.search(path)]
    if named and (lines or _is_less(map(Path, named), root)):
        said += [_place(path, root) for path in named]
    return tuple(said)


def _is_less(paths: Iterable[Path], root: Path) -> bool:
    """Whether some journey of the project lies at none of these paths."""
    return not set(feature_paths([root / "journeys"])) <= set(feature_paths(paths))


def _shown(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _place(argument: str, root: Path) -> str:
    """As a person would type it: no history says where on a machine it was made."""
    path, separator, name = argument.partition("::")
    absolute = Path(path).absolute()
    shown = absolute.relative_to(root).as_posix() if absolute.is_relative_to(root) else absolute.name
    return f"{shown}{separator}{name}"
