"""The name of a run, which is that of its folder under reports/."""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from pathlib import Path

from tellonce.model.errors import Problem, UsageProblem

__all__ = ["check_name", "new_run_id"]


def new_run_id() -> str:
    """A name for a run that sorts by time: 2026-11-21T214500-7f3a."""
    return f"{datetime.now().astimezone():%Y-%m-%dT%H%M%S}-{secrets.token_hex(2)}"


def check_name(run: str | None, root: Path | None = None) -> None:
    """Raises UsageProblem for what cannot be a folder's name, and where `root` has a run of that name already.

    What two runs write into one folder would be told as one run. None is a name that is yet to be made.
    """
    if run is None:
        return
    if run == "latest" or not re.fullmatch(r"\w[\w.-]*", run):
        hint = "use letters, digits, '-', '_' and '.'"
        raise UsageProblem(Problem(what=f"'{run}' cannot name a run's folder", hint=hint))
    if root is not None and (root / "reports" / run).exists():
        hint = f"choose another name, leave --run out, or remove reports/{run}"
        raise UsageProblem(Problem(what=f"there is a run '{run}' already: another would be mixed with it", hint=hint))
