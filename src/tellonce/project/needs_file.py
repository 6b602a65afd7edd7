"""Reads fixtures/needs.yaml, which a project may do without."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tellonce.model.need import Need, Needs
from tellonce.project.yaml_file import read_yaml

__all__ = ["load_needs"]


def load_needs(path: Path, *, root: Path) -> Mapping[str, Need]:
    """Id -> need, in the order of the file; empty where there is no file. Raises UsageProblem for a mistake in it."""
    return read_yaml(path, root=root).fit(Needs).needs if path.is_file() else {}
