"""How often to look: quickly at first, then in proportion to what is left."""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["pauses"]

_FIRST_S = (0.1, 0.25, 0.5, 1.0)
_SHARE = 0.02


def pauses(promise_s: float) -> Iterator[float]:
    """Pauses between looks in seconds, without end: 0.1, 0.25, 0.5, 1.0, then 2 % of the promise (at least 1 s).

    Source: design.md, data flow 4.
    """
    yield from _FIRST_S
    while True:
        yield max(1.0, promise_s * _SHARE)
