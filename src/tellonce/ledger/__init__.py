"""Where histories and evidence are kept, and what runs came to, to be compared."""

from __future__ import annotations

from tellonce.ledger.evidence import CaptureLike
from tellonce.ledger.history_file import HistoryWriter, combine
from tellonce.ledger.history_reading import read_history
from tellonce.ledger.run_folder import RunFolder, latest_run
from tellonce.ledger.verdict_file import read_verdicts, write_verdicts

__all__ = [
    "CaptureLike",
    "HistoryWriter",
    "RunFolder",
    "combine",
    "latest_run",
    "read_history",
    "read_verdicts",
    "write_verdicts",
]
