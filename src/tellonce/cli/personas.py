"""`tellonce personas`: who there is, and in which journeys."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from tellonce.cli.formats import Output, give, insist_on_one_of

__all__ = ["personas"]


def personas(
    name: Annotated[str | None, typer.Argument(help="Only this one, with all that is known of her.")] = None,
    shape: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    output: Output = "",
) -> None:
    """The personas: who each is, her setting, needs and journeys. Exit: 0, 2 usage."""
    from tellonce.authoring.catalogue import persona_cards  # noqa: PLC0415
    from tellonce.authoring.catalogue.as_text import personas_as_text  # noqa: PLC0415
    from tellonce.authoring.watching import watched_by  # noqa: PLC0415
    from tellonce.cli.opened import open_here, sound_journeys  # noqa: PLC0415

    insist_on_one_of("format", shape, ("text", "json"))
    opened = open_here()
    if name is not None:
        insist_on_one_of("persona", name, tuple(opened.project.personas))
    cards = persona_cards(opened.project, watched_by(sound_journeys(opened), opened.sentences))
    shown = [card for card in cards if name in (None, card.name)]
    whole = {"format": 1, "personas": [card.model_dump(mode="json") for card in shown]}
    makers = {
        "text": lambda: personas_as_text(shown, whole=name is not None),
        "json": lambda: json.dumps(whole, indent=2, ensure_ascii=False) + "\n",
    }
    give(shape, makers, output)
