"""`tellonce touchpoints`: where she meets the company, what each place shows, and who watches it."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from tellonce.cli.formats import Output, give, insist_on_one_of

__all__ = ["touchpoints"]


def touchpoints(
    words: Annotated[list[str] | None, typer.Argument(help="Words that are said of it, in any order.")] = None,
    owner: Annotated[str, typer.Option("--owner", help="Only this department's.")] = "",
    channel: Annotated[str, typer.Option("--channel", help="Only in this channel: post.")] = "",
    lane: Annotated[str, typer.Option("--lane", help="Only in this lane: frontstage.")] = "",
    stage: Annotated[str, typer.Option("--stage", help="Only in this stage of the journey.")] = "",
    persona: Annotated[str, typer.Option("--persona", help="Only those that serve her role.")] = "",
    fact: Annotated[str, typer.Option("--fact", help="Only those that use this fact, by its key or name.")] = "",
    shape: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    output: Output = "",
) -> None:
    """The touchpoints of the blueprint, and who watches each. Exit: 0, 1 none found, 2 usage."""
    from tellonce.authoring.catalogue import searched, touchpoint_cards  # noqa: PLC0415
    from tellonce.authoring.catalogue.as_text import no_touchpoint_as_text, touchpoints_as_text  # noqa: PLC0415
    from tellonce.authoring.catalogue.places import texts_of_touchpoint  # noqa: PLC0415
    from tellonce.authoring.watching import watched_by  # noqa: PLC0415
    from tellonce.cli.opened import open_here, sound_journeys  # noqa: PLC0415

    insist_on_one_of("format", shape, ("text", "json"))
    opened = open_here()
    blueprint = opened.project.blueprint
    cards = touchpoint_cards(opened.project, watched_by(sound_journeys(opened), opened.sentences))
    for word, said in (("owner", owner), ("channel", channel), ("lane", lane), ("stage", stage)):
        if said:
            insist_on_one_of(word, said, tuple(dict.fromkeys(getattr(card, word) for card in cards)))
            cards = tuple(card for card in cards if getattr(card, word) == said)
    if persona:
        insist_on_one_of("persona", persona, tuple(opened.project.personas))
        cards = tuple(card for card in cards if opened.project.personas[persona].role in card.serves)
    if fact:
        keys = {one.called: key for key, one in blueprint.facts.items()} | {key: key for key in blueprint.facts}
        insist_on_one_of("fact", fact, tuple(keys))
        cards = tuple(card for card in cards if keys[fact] in card.facts)
    found = searched(cards, words or (), texts_of_touchpoint)
    shown = found.found
    said_json = {
        "format": 1,
        "touchpoints": [card.model_dump(mode="json") for card in shown],
        "nearest": [card.key for card in found.near],
    }
    makers = {
        "text": lambda: (
            touchpoints_as_text(shown, whole=bool(words) and len(shown) <= 3) if shown else no_touchpoint_as_text(found)
        ),
        "json": lambda: json.dumps(said_json, indent=2, ensure_ascii=False) + "\n",
    }
    give(shape, makers, output)
    raise typer.Exit(0 if shown else 1)
