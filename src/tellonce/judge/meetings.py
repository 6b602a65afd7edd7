"""When she met a touchpoint, from its cells: first positively seen with her new value, or sent to her."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

from tellonce.model.cell import CellVerdict
from tellonce.model.verdict import Outcome, Sight, Verdict

__all__ = ["Encounter", "Meets", "encounters"]

_CAME = frozenset({Sight.NEW, Sight.OLD, Sight.MIXED, Sight.GARBLED, Sight.FOREIGN, Sight.LEAKED})
"""An emission of any of these came to her, whatever it says. One that went to a stranger did not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meets:
    """Between which moments of her axis she met it. A page that stays right can be met ever after: until_s is inf."""

    customer: str
    from_s: float
    until_s: float
    after_s: float
    """From when she told until it was first there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter:
    """One touchpoint in one scenario. cells: at least one, those of changes that were not accepted too.

    due: whether an accepted change concerned it.  meets: the first meeting, None when there was none.
    """

    touchpoint: str
    cells: tuple[CellVerdict, ...]
    due: bool
    meets: Meets | None

    @property
    def worst(self) -> CellVerdict:
        """The cell that decides: failing over inconclusive over passing."""
        order = list(Verdict)
        return min(self.cells, key=lambda cell: order.index(cell.verdict))

    @property
    def failing(self) -> bool:
        """Whether anything was wrong there."""
        return self.worst.verdict.outcome is Outcome.FAILING

    @property
    def never_came(self) -> bool:
        """Whether nothing at all was there, so that she did not even get something wrong."""
        return self.meets is None and self.due and self.worst.verdict is Verdict.LOST


def encounters(cells: Iterable[CellVerdict], accepted: frozenset[str]) -> dict[str, Encounter]:
    """Touchpoint -> what befell it in one scenario. accepted: the keys of changes that the company accepted."""
    found: dict[str, list[CellVerdict]] = {}
    for cell in cells:
        found.setdefault(cell.touchpoint, []).append(cell)
    return {key: _encounter(key, tuple(same), accepted) for key, same in found.items()}


def _encounter(key: str, cells: tuple[CellVerdict, ...], accepted: frozenset[str]) -> Encounter:
    due = [cell for cell in cells if cell.change in accepted]
    meetings = [meets for cell in due if (meets := _meets(cell)) is not None]
    first = min(meetings, key=lambda meets: (meets.from_s, meets.until_s), default=None)
    return Encounter(touchpoint=key, cells=cells, due=bool(due), meets=first)


def _meets(cell: CellVerdict) -> Meets | None:
    if cell.kind == "emission":
        came = [look for look in cell.looks if look.sight in _CAME]
        # One that was in flight already may have come before the one with the news: that one is what she waits for.
        first = next((look for look in came if look.sight == Sight.NEW), came[0] if came else None)
        until_s = first.end_s if first else inf
    else:
        first = next((look for look in cell.looks if look.sight == Sight.NEW), None)
        until_s = _readable_until(cell)
    if first is None:
        return None
    return Meets(
        customer=cell.customer,
        from_s=first.start_s,
        until_s=until_s,
        after_s=max(0.0, first.end_s - cell.t0_s),
    )


def _readable_until(cell: CellVerdict) -> float:
    """A page's last look with her new value; for ever, when none after it saw anything else."""
    seen = [look for look in cell.looks if look.sight != Sight.UNREADABLE]
    if seen and seen[-1].sight == Sight.NEW:
        return inf
    return max((look.end_s for look in seen if look.sight == Sight.NEW), default=inf)
