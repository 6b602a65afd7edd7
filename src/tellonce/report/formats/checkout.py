"""Where the project lies in the repository that a CI server has checked out: its remarks name files from the top."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["below_the_top"]

_TOPS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "WORKSPACE")
"""Where GitHub, GitLab and Jenkins say that they checked out."""


def below_the_top(project: Path) -> str:
    """What comes before a path of the project, such as `services/bank/`; empty at the top, and outside of CI."""
    for name in _TOPS:
        top = os.environ.get(name, "")
        if top and project.resolve().is_relative_to(Path(top).resolve()):
            below = project.resolve().relative_to(Path(top).resolve()).as_posix()
            return "" if below == "." else f"{below}/"
    return ""
