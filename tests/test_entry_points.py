"""What the package tells Python of itself leads somewhere."""

from __future__ import annotations

import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

PROJECT = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_every_entry_point_names_what_is_there() -> None:
    groups = PROJECT["entry-points"] | {"console_scripts": PROJECT["scripts"]}
    points = [EntryPoint(name, value, group) for group, named in groups.items() for name, value in named.items()]
    assert {"tellonce", "all", "http"} <= {point.name for point in points}
    for point in points:
        point.load()
