"""Steps of a project that was loaded for a test stay loaded for no other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from contacts_bench import make_bank

from tellonce.engine.flows import begin_deeds


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Path]:
    """The small bank with a register of contacts."""
    yield make_bank(tmp_path)
    begin_deeds(lambda _flow: None)
