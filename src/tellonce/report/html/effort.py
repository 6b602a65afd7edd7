"""Effort by journey and persona, worked out before the template writes it."""

from __future__ import annotations

from dataclasses import dataclass

from tellonce.model.effort import JourneyEffort
from tellonce.report.account import Account
from tellonce.report.html.anchors import journey_anchor
from tellonce.story.effort import harder_than_it_should_be, lost_words
from tellonce.story.words import about_s

__all__ = ["COLUMNS", "EffortView", "effort_views"]

COLUMNS = (
    "contacts",
    "channel switches",
    "told again",
    "hand-overs",
    "pages",
    "fields",
    "interactions",
    "waited",
    "answered after",
    "person after",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EffortView:
    """One persona in one journey. figures: in the order of COLUMNS.  hard: what nobody wants of it, "" for nothing."""

    journey: JourneyEffort
    anchor: str
    figures: tuple[str, ...]
    hard: str
    lost: tuple[str, ...]


def effort_views(account: Account) -> tuple[EffortView, ...]:
    """Journeys that lost somebody first, then those that cost what nobody wants, then the others."""
    views = [_view(journey) for journey in account.efforts]
    return tuple(sorted(views, key=lambda view: (not view.lost, not view.hard)))


def _view(journey: JourneyEffort) -> EffortView:
    effort = journey.effort
    counts = (
        effort.contacts,
        effort.switches,
        effort.repeated,
        effort.transfers,
        effort.pages,
        effort.fields,
        effort.interactions,
    )
    times = (effort.answered_after_s, effort.person_after_s)
    return EffortView(
        journey=journey,
        anchor=journey_anchor(journey.journey),
        figures=(
            *(f"{count:,}" for count in counts),
            about_s(effort.waited_s),
            *("–" if time_s is None else about_s(time_s) for time_s in times),
        ),
        hard=harder_than_it_should_be(journey),
        lost=tuple(lost_words(lost) for lost in journey.lost),
    )
