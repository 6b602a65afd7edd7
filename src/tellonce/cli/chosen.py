"""Flags that say which journeys a verb runs, and how: the same words for each verb that runs any."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["Headed", "Paths", "Persona", "Tags", "Touchpoint"]

Paths = Annotated[list[str] | None, typer.Argument(help="Folders or feature files; all journeys when left out.")]
Tags = Annotated[str | None, typer.Option("--tags", help="A tag expression, such as '@post and not @slow'.")]
Persona = Annotated[str | None, typer.Option("--persona", help="Only this persona's scenarios.")]
Touchpoint = Annotated[str | None, typer.Option("--touchpoint", help="Watch only this touchpoint.")]
Headed = Annotated[bool, typer.Option("--headed", help="Show the browser.")]
