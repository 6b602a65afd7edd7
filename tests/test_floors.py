"""The import graph of `src/tellonce/`: floors, and imports that only point down."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "tellonce"

FLOORS = (
    "model",
    "project",
    "recognise",
    "judge",
    "story",
    "clock",
    "probes",
    "watch",
    "ledger",
    "engine",
    "vocabulary",
    "authoring",
    "runner",
    "contacts",
    "report",
    "cli",
)
"""From the ground up. A module may import its own floor and those before it."""

FREE = ("__init__.py", "__main__.py")
"""The front door: what a project's steps/ import, and `python -m tellonce`."""

ONLY_THE_MODEL = ("project", "recognise", "clock", "story")
"""Floors that could stand right on the ground, and must stay so."""


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, module) of every import in a module: inside functions and under TYPE_CHECKING too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                yield node.lineno, "." * node.level + (node.module or "")
            elif node.module == "tellonce":
                yield from ((node.lineno, f"tellonce.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, node.module or ""


def floor_of(module: str) -> str | None:
    """The floor that a dotted name stands on; None for other packages and for the front door."""
    package, _, rest = module.partition(".")
    floor = rest.partition(".")[0]
    return floor if package == "tellonce" and (SOURCE / floor).is_dir() and floor else None


def broken_rules(floor: str, place: str, source: str, allowed: tuple[str, ...]) -> list[str]:
    return [
        f"{place}:{line} on the floor {floor} imports {module}"
        for line, module in imports(ast.parse(source))
        if module.startswith(".") or floor_of(module) not in (None, floor, *allowed)
    ]


def modules() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*.py") if path.relative_to(SOURCE).as_posix() not in FREE)


def test_every_module_stands_on_a_known_floor() -> None:
    assert {path.relative_to(SOURCE).parts[0] for path in modules()} == set(FLOORS)


def test_imports_point_down_the_floors() -> None:
    broken: list[str] = []
    for path in modules():
        place = path.relative_to(SOURCE)
        floor = place.parts[0]
        below = FLOORS[: FLOORS.index(floor)]
        broken += broken_rules(floor, place.as_posix(), path.read_text(encoding="utf-8"), below)

    assert broken == []


@pytest.mark.parametrize("floor", ONLY_THE_MODEL)
def test_a_floor_on_the_ground_imports_the_model_alone(floor: str) -> None:
    broken: list[str] = []
    for path in sorted((SOURCE / floor).rglob("*.py")):
        place = path.relative_to(SOURCE).as_posix()
        broken += broken_rules(floor, place, path.read_text(encoding="utf-8"), ("model",))

    assert broken == []


def test_the_judge_and_the_recogniser_are_pure() -> None:
    """No input, no output, no time: their verdicts come from what they are given."""
    impure = {"asyncio", "datetime", "httpx", "io", "os", "pathlib", "random", "socket", "sqlalchemy", "subprocess"}
    impure |= {"sys", "tempfile", "threading", "time", "urllib"}
    found = {
        f"{path.relative_to(SOURCE).as_posix()}:{line} imports {module}"
        for floor in ("model", "recognise", "judge")
        for path in (SOURCE / floor).rglob("*.py")
        for line, module in imports(ast.parse(path.read_text(encoding="utf-8")))
        if module.partition(".")[0] in impure
    }

    assert found == set()


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("from tellonce.engine import Engine\n", 1),
        ("import tellonce.cli.app\n", 1),
        ("from tellonce import engine\n", 1),
        ("def late():\n    from tellonce.report.formats.junit import junit\n", 2),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from tellonce.watch.axis import Axis\n", 3),
        ("from ..engine import Engine\n", 1),
    ],
)
def test_an_import_that_points_up_is_found_wherever_it_hides(source: str, line: int) -> None:
    [said] = broken_rules("judge", "judge/made_up.py", source, ("model", "recognise"))

    assert said.startswith(f"judge/made_up.py:{line} on the floor judge imports ")
