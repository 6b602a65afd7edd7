"""Steps of a project that was loaded for a test stay loaded for no other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from contacts_bench import make_bank

from tellonce.contacts.words import Words
from tellonce.engine.flows import begin_deeds
from tellonce.project.blueprint_file import load_blueprint


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Path]:
    """The small bank with a register of contacts."""
    yield make_bank(tmp_path)
    begin_deeds(lambda _flow: None)


@pytest.fixture(scope="session")
def words(tmp_path_factory: pytest.TempPathFactory) -> Words:
    """What the words of its register mean."""
    root = make_bank(tmp_path_factory.mktemp("words"))
    blueprint, _ = load_blueprint(root / "fixtures/blueprint.yaml", root=root)
    assert blueprint.contacts is not None
    return Words(blueprint, blueprint.contacts)
