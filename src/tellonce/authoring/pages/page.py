"""Renders a template of this folder as one self-contained file, under a strict Content-Security-Policy."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tellonce.story.visible import visible
from tellonce.story.words import capitalised, plural

__all__ = ["grid_style", "render_page"]

_HERE = Path(__file__).parent


def render_page(template: str, **told: Any) -> str:
    """template: a file of this folder, such as "steps.html.j2".  told: what it may name. All text is escaped."""
    style = (_HERE / "page.css").read_text(encoding="utf-8") + grid_style()
    script = (_HERE / "search.js").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters.update(plural=plural, capitalised=capitalised)
    own = {"style": Markup(style), "script": Markup(script), "policy": policy}  # noqa: S704 - our own files
    return environment.get_template(template).render(**told, **own)


def grid_style() -> str:
    """The looks of the picture of coverage, which is also a file of its own."""
    return (_HERE / "grid.css").read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}"


def _shown(value: object) -> object:
    """What hides in a project's own texts is made visible."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(value)
    return value
