"""The founding story of a bank that says in five languages what it calls its card letter and the postal address."""

from __future__ import annotations

from made_runs import founding_story, plan, planned

from tellonce.model.cell import CellVerdict
from tellonce.model.events import RunStarted
from tellonce.model.history import History

__all__ = ["NAMES", "named"]

NAMES = {
    "de": ("der Kartenbrief", "Postanschrift", "Kartenbrief"),
    "fr": ("le courrier de la carte", "adresse postale", "courrier de la carte"),
    "es": ("la carta de la tarjeta", "dirección postal", "carta de la tarjeta"),
    "nl": ("de kaartbrief", "postadres", "kaartbrief"),
    "fi": ("korttikirje", "postiosoite", "korttikirje"),
}
"""Language -> the card letter as sentences call it, the postal address, and the letter as headings call it."""


def named() -> tuple[History, tuple[CellVerdict, ...]]:
    """The founding story of a bank that calls its card letter and the postal address in every language."""
    told, cells = founding_story()
    events = planned(told.events, plan())
    begun = next(event for event in events if isinstance(event, RunStarted))
    bank = begun.blueprint
    letter = bank.touchpoints["card_letter"].model_copy(
        update={"called_in": {language: (called,) for language, (called, _, _) in NAMES.items()}}
    )
    address = bank.facts["address"].model_copy(
        update={"called_in": {language: (called,) for language, (_, called, _) in NAMES.items()}}
    )
    spoken = bank.model_copy(
        update={
            "touchpoints": {**bank.touchpoints, "card_letter": letter},
            "facts": {**bank.facts, "address": address},
        }
    )
    again = begun.model_copy(update={"blueprint": spoken})
    return History(events=[again if event is begun else event for event in events]), cells
