"""One run in which every fault meets its journey: the scenario that is to notice it, once with the fault and once
without, side by side in the same bank.

A scenario says with the tag `@catches.NAME` that it notices the fault NAME. `@fault.NAME`, which is put before one of
the two, harms the customers of that one alone.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.running import ROOT

__all__ = ["WITH", "Catch", "catches", "make_project"]

WITH, WITHOUT = ", with the fault", ", without it"
_SCENARIO = re.compile(r"^\s*Scenario( Outline)?:", re.MULTILINE)
_CATCHES = re.compile(r"@catches\.([\w-]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Catch:
    """The scenario that notices a fault. head: its feature's text before the first scenario."""

    fault: str
    file: Path
    head: str
    tags: tuple[str, ...]
    name: str
    steps: str

    def feature(self) -> str:
        """A feature of two scenarios: with the fault, and without it."""
        return f"{self.head.rstrip()}\n\n" + "\n\n".join(
            f"  {' '.join((*self.tags, *more))}\n  Scenario: {self.name}{ending}\n{self.steps.rstrip()}"
            for ending, more in ((WITH, (f"@fault.{self.fault}",)), (WITHOUT, ()))
        )


def catches(root: Path = ROOT) -> dict[str, Catch]:
    """Fault -> the scenario that notices it. Raises ValueError where two scenarios say so of one fault."""
    found: dict[str, Catch] = {}
    for file in sorted((root / "journeys").rglob("*.feature")):
        for catch in _in_feature(file):
            if catch.fault in found:
                first = found[catch.fault].file
                raise ValueError(f"{file.name} and {first.name} both have a scenario that catches {catch.fault}")
            found[catch.fault] = catch
    return found


def _in_feature(file: Path) -> Iterable[Catch]:
    text = file.read_text(encoding="utf-8")
    blocks = _blocks(text)
    head = text[: text.index(blocks[0])] if blocks else text
    for block in blocks:
        tags, _, rest = block.partition("Scenario:")
        for fault in _CATCHES.findall(tags):
            name, _, steps = rest.partition("\n")
            yield Catch(fault=fault, file=file, head=head, tags=tuple(tags.split()), name=name.strip(), steps=steps)


def _blocks(text: str) -> list[str]:
    """Each scenario with its tags, from the first line of tags to the next scenario's; of features in English."""
    lines = text.splitlines(keepends=True)
    starts = []
    for at, line in enumerate(lines):
        if _SCENARIO.match(line):
            while at and lines[at - 1].strip().startswith("@"):
                at -= 1  # noqa: PLW2901 - the tags belong to it
            starts.append(at)
    ends = [*starts[1:], len(lines)] if starts else []
    return ["".join(lines[start:end]) for start, end in zip(starts, ends, strict=True)]


def make_project(into: Path, chosen: Iterable[Catch]) -> Path:
    """A project in `into` that differs from this one in its journeys alone. Returns it."""
    for folder in ("steps", "fixtures"):
        shutil.copytree(ROOT / folder, into / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (into / "pyproject.toml").write_text(
        '[tool.tellonce]\n[tool.behave]\nrunner = "tellonce.runner:TellonceRunner"\n', encoding="utf-8"
    )
    for catch in chosen:
        feature = into / "journeys" / catch.file.parent.name / f"{catch.fault}.feature"
        feature.parent.mkdir(parents=True, exist_ok=True)
        feature.write_text(catch.feature() + "\n", encoding="utf-8")
    return into
