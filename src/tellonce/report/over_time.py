"""The trends of a project, from its ledger: what a page embeds, and `tellonce trends` prints."""

from __future__ import annotations

from pathlib import Path

from tellonce.ledger.address import address_of
from tellonce.ledger.answers import read_answers
from tellonce.ledger.database import Database
from tellonce.ledger.read_back import read_trends
from tellonce.project.blueprint_file import load_blueprint
from tellonce.report.trends import RUNS, Trends, trends_of

__all__ = ["over_time"]


def over_time(root: Path, *, service: str = "", runs: int = RUNS) -> Trends | None:
    """The trends of the service over its last so many whole runs; None where the project keeps no ledger, or none yet.

    service: the blueprint's when left out.  Raises LedgerTrouble where the ledger cannot be used, UsageProblem for
    mistakes in the settings or the blueprint.
    """
    address = address_of(root)
    if address is None:
        return None
    named = service or load_blueprint(root / "fixtures" / "blueprint.yaml", root=root)[0].service
    with Database(address) as database:
        if not database.exists:
            return None
        return trends_of(read_trends(database, named, runs=runs), read_answers(database, named))
