"""In which row and column each system stands: what feeds touchpoints near them, what tells others below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tellonce.report.html.blueprint.part import Part

__all__ = ["depths", "seats"]


def depths(systems: Iterable[str], hops: Iterable[tuple[str, str]]) -> dict[str, int]:
    """System -> the longest way to it from one that nobody tells, in hops. A way that runs in a circle counts once."""
    parents: dict[str, list[str]] = {key: [] for key in systems}
    for start, end in hops:
        parents[end].append(start)
    found: dict[str, int] = {}
    for key in parents:
        _depth(key, parents, found)
    return found


def _depth(key: str, parents: Mapping[str, Sequence[str]], found: dict[str, int]) -> None:
    """Without recursion: somebody's systems may be a chain of thousands."""
    stack, under_way = [(key, iter(parents[key]))], {key}
    while stack:
        system, above = stack[-1]
        further = next((one for one in above if one not in found and one not in under_way), None)
        if further is None:
            found[system] = max((found[one] + 1 for one in parents[system] if one in found), default=0)
            under_way.discard(system)
            stack.pop()
        else:
            under_way.add(further)
            stack.append((further, iter(parents[further])))


def seats(part: Part, systems: Sequence[str], columns: int, fed: Mapping[str, Sequence[int]]) -> list[dict[int, str]]:
    """Rows from the top, each column -> system. fed: system -> the columns of the touchpoints that it feeds.

    Systems told last stand on top, next to the touchpoints; each as near as it can to what it feeds or tells.
    """
    told = depths(part.systems, part.hops)
    told_by: dict[str, list[str]] = {}
    for start, end in part.hops:
        told_by.setdefault(start, []).append(end)
    order = {key: n for n, key in enumerate(part.systems)}
    at: dict[str, int] = {}
    rows: list[dict[int, str]] = []
    for depth in sorted({told[key] for key in systems}, reverse=True):
        wish: dict[str, float] = {}
        for key in systems:
            if told[key] == depth:
                near = fed.get(key) or [at[end] for end in told_by.get(key, ()) if end in at]
                wish[key] = sum(near) / len(near) if near else (columns - 1) / 2
        band: list[dict[int, str]] = []
        for key in sorted(wish, key=lambda one: (wish[one], order[one])):
            row, column = _seat(band, columns, wish[key])
            while len(band) <= row:
                band.append({})
            band[row][column] = key
            at[key] = column
        rows += band
    return rows


_DEEPER = 1.5
"""A row further down costs as much as one and a half columns aside."""


def _seat(band: Sequence[Mapping[int, str]], columns: int, wish: float) -> tuple[int, int]:
    free = [
        (abs(column - wish) + _DEEPER * row, row, column)
        for row in range(len(band) + 1)
        for column in range(columns)
        if row == len(band) or column not in band[row]
    ]
    _, row, column = min(free)
    return row, column
