"""The reference bank on PostgreSQL and RabbitMQ: the same journey, the same verdicts, and nothing else to set."""

from __future__ import annotations

import pytest

from servers import drop_database, insist_on_postgresql, insist_on_rabbitmq, new_database_prefix
from tellonce.ledger.verdict_file import read_verdicts

pytestmark = [pytest.mark.browser, pytest.mark.servers]

SOME = ("journeys/maria/moving-house.feature", "-k", "renewed")


def test_a_journey_gets_the_same_verdicts_in_full_size(project):
    insist_on_postgresql()
    insist_on_rabbitmq()
    prefix = new_database_prefix()
    full = {"NORTHBANK_BACKING": "postgresql+rabbitmq", "NORTHBANK_POSTGRESQL": prefix}
    try:
        embedded = project.run("tellonce", "run", *SOME, NORTHBANK_FAULTS="card-system-never-told")
        in_full = project.run("tellonce", "run", *SOME, NORTHBANK_FAULTS="card-system-never-told", **full)
    finally:
        drop_database(f"{prefix}-{project.environment['NORTHBANK_PORT']}")

    assert (embedded.code, in_full.code) == (1, 1), in_full.said
    assert in_full.cells() == embedded.cells()
    assert sorted(set(in_full.cells().values())) == ["on_time", "stale"]
    # The stores were looked into, or nobody could tell where it broke.
    for ran in (embedded, in_full):
        letter = next(cell for cell in read_verdicts(ran.folder) if cell.touchpoint == "card-letter")
        assert letter.broke_between == ("customer master", "card system")
