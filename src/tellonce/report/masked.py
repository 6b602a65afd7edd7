"""What a project's masks make of a run, before anything is told of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from tellonce.model.barrier import Barrier
from tellonce.model.cell import CellVerdict, Look
from tellonce.model.change import Change
from tellonce.model.effort import Deed, FieldFilled, Transfer
from tellonce.model.errors import UsageProblem
from tellonce.model.events import (
    ChangeAcknowledged,
    ClockMoved,
    ConstraintFound,
    CustomerEmbodied,
    CustomerGaveUp,
    EffortMeasured,
    Event,
    EvidenceKept,
    HookFinished,
    KeyboardUsed,
    LeftoversSought,
    PageFitted,
    PageMet,
    PlaceRead,
    RunFinished,
    ScenarioFinished,
    SentenceAnswered,
    SpansSeen,
    StepFinished,
)
from tellonce.model.history import History
from tellonce.model.leftover import Leftover, PlaceSought
from tellonce.model.masks import MaskSettings
from tellonce.model.observation import Evidence, Observation, PageLine, Seen
from tellonce.model.span import Span
from tellonce.project.settings import read_settings
from tellonce.story.masks import Masks

__all__ = ["mask_run", "masks_of"]

_ALL = MaskSettings(rules=("email", "phone", "iban", "card_number"), pictures="leave out")
_FOREIGN: Mapping[type[BaseModel], tuple[str, ...]] = {
    Barrier: ("says", "selectors"),
    CellVerdict: ("last_seen", "read", "broke_how", "consequence", "reason", "looks", "evidence"),
    Change: ("answer",),
    ChangeAcknowledged: ("change",),
    ClockMoved: ("why",),
    ConstraintFound: ("said",),
    CustomerEmbodied: ("constraints",),
    CustomerGaveUp: ("doing", "place", "saw"),
    Deed: ("fields", "transfers", "told_again", "uncounted"),
    EffortMeasured: ("deed",),
    Evidence: ("caption", "text", "place", "lines"),
    EvidenceKept: ("evidence", "file_name"),
    FieldFilled: ("called", "again"),
    HookFinished: ("message", "trace"),
    KeyboardUsed: ("refused", "barriers"),
    Leftover: ("where", "text", "evidence"),
    LeftoversSought: ("places", "leftovers", "witness"),
    Look: ("said", "item", "evidence"),
    Observation: ("why", "item", "destination", "seen", "content", "evidence"),
    PageFitted: ("url", "widest", "blind"),
    PageLine: ("text",),
    PageMet: ("url", "title", "blind", "barriers", "tree"),
    PlaceRead: ("observation",),
    PlaceSought: ("where", "blind"),
    RunFinished: ("broken",),
    ScenarioFinished: ("message",),
    Seen: ("components", "text", "unreadable"),
    SentenceAnswered: ("reason",),
    Span: ("service", "name", "message"),
    SpansSeen: ("spans",),
    StepFinished: ("message", "trace"),
    Transfer: ("to",),
}
"""What a service, or a failure that quotes it, may have put there: texts, and what holds such. All else is the
harness's own (keys, what she told) or the project's (its features, its blueprint)."""
_T = TypeVar("_T")


def masks_of(project: Path) -> Masks | None:
    """The masks of the project in this folder; None when it has none.

    Settings that cannot be read mask all they might: what a report once showed cannot be taken back.
    """
    try:
        settings = read_settings(project).mask
    except (UsageProblem, OSError):
        settings = _ALL
    return Masks(settings) if settings.masks_anything else None


def mask_run(
    masks: Masks | None, history: History, cells: Sequence[CellVerdict], problems: Sequence[str]
) -> tuple[History, tuple[CellVerdict, ...], tuple[str, ...]]:
    """The same run as all that is written after the judge tells it. The judge itself saw everything.

    masks: learns which values are the harness's own.  problems: what is wrong with the run, which may quote its files.
    """
    if masks is None:
        return history, tuple(cells), tuple(problems)
    for event in history.events:
        masks.spare(_own(event))
    return (
        History(events=[_masked(event, masks) for event in history.events]),
        tuple(_masked(cell, masks) for cell in cells),
        tuple(map(masks.mask, problems)),
    )


def _own(event: Event) -> Iterator[str]:
    """What the harness made up itself."""
    if isinstance(event, CustomerEmbodied):
        yield from event.own()
    elif isinstance(event, ChangeAcknowledged):
        yield from event.change.told()


def _masked(value: _T, masks: Masks) -> _T:
    """Texts masked, wherever they are in it. Nothing is built anew where nothing is found."""
    if isinstance(value, str):
        return masks.mask(value)  # type: ignore[return-value]  # a text of a text, as all below are of their kind
    if isinstance(value, PageLine):
        return value.saying(masks.mask(value.text))  # type: ignore[return-value]
    if isinstance(value, BaseModel):
        were = {name: getattr(value, name) for name in _FOREIGN.get(type(value), ())}
        now = {name: _masked(old, masks) for name, old in were.items()}
        return value if now == were else value.model_copy(update=now)
    if isinstance(value, tuple):
        return tuple(_masked(one, masks) for one in value)  # type: ignore[return-value]
    if isinstance(value, Mapping):
        return {key: _masked(one, masks) for key, one in value.items()}  # type: ignore[return-value]
    return value
