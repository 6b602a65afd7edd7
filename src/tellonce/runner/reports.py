"""Asks whoever writes reports to write them, once, after every worker has ended."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from tellonce.model.errors import TellonceError
from tellonce.runner.project import Project, load_object

__all__ = ["write_reports"]

_GROUP = "tellonce.reports"


def write_reports(project: Project, folder: Path) -> tuple[list[str], list[str]]:
    """Call every report writer with (folder, project=its root). Returns (summaries to print, problems).

    Writers come from the entry point group `tellonce.reports` and from the project's `reports` setting. A summary is
    what a writer returned if that is text, else its `text` attribute. A writer that fails is a problem, never silence.
    """
    summaries: list[str] = []
    problems: list[str] = []
    for name, load in _writers(project):
        try:
            result = load()(folder, project=project.root)
        except TellonceError as error:
            problems.append(f"The report {name} could not be written: {error}")
        except Exception as error:  # a writer may come from anybody
            problems.append(f"The report {name} could not be written: {type(error).__name__}: {error}")
        else:
            text = result if isinstance(result, str) else getattr(result, "text", "")
            if isinstance(text, str) and text:
                summaries.append(text.rstrip())
    return summaries, problems


def _writers(project: Project) -> list[tuple[str, Callable[[], Callable[..., Any]]]]:
    installed = [(point.name, point.load) for point in entry_points(group=_GROUP)]
    own = [(name, lambda name=name: load_object(name, what="report")) for name in project.reports]
    return [*installed, *own]
