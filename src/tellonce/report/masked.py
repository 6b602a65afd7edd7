"""What a project's masks make of a run, before anything is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tellonce.model.cell import CellVerdict
from tellonce.model.errors import UsageProblem
from tellonce.model.events import ChangeAcknowledged, CustomerEmbodied
from tellonce.model.history import History
from tellonce.model.masks import MaskSettings
from tellonce.project.settings import read_settings
from tellonce.story.masks import Masks

__all__ = ["mask_cells", "masks_of"]

_ALL = MaskSettings(rules=("email", "phone", "iban", "card_number"), pictures="leave out")


def masks_of(project: Path) -> Masks | None:
    """The masks of the project in this folder; None when it has none.

    Settings that cannot be read mask all they might: what a report once showed cannot be taken back.
    """
    try:
        settings = read_settings(project).mask
    except (UsageProblem, OSError):
        settings = _ALL
    return Masks(settings) if settings.masks_anything else None


def mask_cells(masks: Masks | None, history: History, cells: Sequence[CellVerdict]) -> tuple[CellVerdict, ...]:
    """The cells as everything written after the judge shows them. The judge itself saw all."""
    if masks is None:
        return tuple(cells)
    for event in history.events:
        if isinstance(event, CustomerEmbodied):
            masks.spare([event.service_id, *(text for value in event.values.values() for text in value.values())])
        elif isinstance(event, ChangeAcknowledged):
            masks.spare(text for replaced in event.change.facts.values() for text in replaced.new.values())
    return tuple(map(masks.cell, cells))
