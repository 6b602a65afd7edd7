"""The summary of a GitHub job: where the environment names its file, a run that ends adds its part."""

from __future__ import annotations

import os
from pathlib import Path

from tellonce.report.account import Account
from tellonce.report.formats.markdown import github_summary
from tellonce.story.block import row

__all__ = ["add_to_job_summary"]

_FILE = "GITHUB_STEP_SUMMARY"
_MOST = 1_000_000
"""Bytes. GitHub refuses the whole summary of a step above 1 MiB."""
_LEAST = 2_000


def add_to_job_summary(account: Account) -> str:
    """Append the summary to the file that GITHUB_STEP_SUMMARY names. Returns what is to be said of it, "" for nothing.

    It never costs a run anything: a file that cannot be written, or that has no room left, is said and no more.
    """
    name = os.environ.get(_FILE, "")
    if not name:
        return ""
    file = Path(name)
    try:
        room = _MOST - (file.stat().st_size if file.exists() else 0)
        if room < _LEAST:
            return row("note", "the summary of this GitHub job is full; this run is not in it") + "\n"
        with file.open("ab") as page:
            page.write(b"\n" + github_summary(account, room - 1))
    except OSError as error:
        return row("note", f"the summary of this GitHub job could not be written: {error.strerror}") + "\n"
    return ""
