"""When something happened, on a calendar: a customer's own where her clock was moved, else everybody's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tellonce.report.account import ScenarioAccount

__all__ = ["Moments"]


class Moments:
    """The axes of one scenario's customers, laid on calendars; good to a second or so (report/calendars.py)."""

    def __init__(self, scenario: ScenarioAccount) -> None:
        self._known: dict[str, list[tuple[float, datetime]]] = {}
        for change in scenario.changes.values():
            told = change.told_hers or _parsed(change.told_wall)
            if change.acknowledged is not None and told is not None:
                place = change.acknowledged.t0_s, _aware(told)
                self._known.setdefault(change.acknowledged.customer, []).append(place)
        for customer in scenario.customers:  # who told nothing that was answered: her axis began with her worker
            embodied = _parsed(customer.wall)
            if embodied is not None:
                self._known.setdefault(customer.customer, [(customer.at_s, _aware(embodied))])

    def at(self, customer: str, axis_s: float) -> datetime | None:
        """The moment of a place on her axis, from the nearest that is known; None when none is."""
        known = self._known.get(customer)
        if not known:
            return None
        place_s, moment = min(known, key=lambda pair: abs(pair[0] - axis_s))
        try:
            return moment + timedelta(seconds=axis_s - place_s)
        except OverflowError:  # a clock that a service has put beyond all calendars
            return None


def _parsed(said: str) -> datetime | None:
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        return None


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
