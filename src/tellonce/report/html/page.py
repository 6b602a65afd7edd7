"""Writes index.html: one file, no request, no script, nothing from the service but text nodes and data: pictures."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tellonce.model.duration import describe_s
from tellonce.report.account import Account
from tellonce.report.html.anchors import cell_anchor, scenario_anchor
from tellonce.report.html.days import spoken_time
from tellonce.report.html.effort import COLUMNS
from tellonce.report.html.matrix import Hole
from tellonce.report.html.view import page_view
from tellonce.report.text import first_line
from tellonce.story.visible import cut, visible
from tellonce.story.words import WORDS, Group, about_s, capitalised, count, group_of, plural

__all__ = ["render"]

_HERE = Path(__file__).parent


def render(account: Account, folder: Path) -> str:
    """The page of a run. folder: the run folder, for evidence.  Raises OSError when evidence vanishes."""
    style = (_HERE / "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            view=page_view(account, folder),
            first_line=first_line(account),
            seen_verdicts=frozenset(cell.verdict for cell in account.cells),
            style=Markup(style),  # noqa: S704 - our own file
            policy=policy,
        )
    )


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters.update(
        about=about_s,
        anchor=cell_anchor,
        capitalised=capitalised,
        count=count,
        plural=plural,
        promise=describe_s,
        scenario_anchor=scenario_anchor,
        time=spoken_time,
    )
    environment.globals.update(EFFORT=COLUMNS, WORDS=WORDS, Group=Group, group_of=group_of)
    environment.tests["hole"] = lambda place: isinstance(place, Hole)
    return environment


def _shown(value: object) -> object:
    """Every text the template puts out passes here: what hides is made visible, what is endless is cut."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(cut(value))
    return value
