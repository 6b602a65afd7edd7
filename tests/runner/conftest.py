"""Projects in a temporary folder, each run in a process of its own as a person would run it."""

from __future__ import annotations

from pathlib import Path

import pytest
from toy_project import CALLING, MOVING, ToyProject, make_project


@pytest.fixture
def project(tmp_path: Path) -> ToyProject:
    """A project without journeys."""
    return make_project(tmp_path)


@pytest.fixture
def journeys(project: ToyProject) -> ToyProject:
    """Two journeys: five scenarios kept or broken in every way, four about moving house."""
    return project.write({"journeys/maria/moving.feature": MOVING, "journeys/joe/calling.feature": CALLING})
