"""Whether a source can be seen at the moment: shared by everybody who looks there through one probe."""

from __future__ import annotations

from tellonce.model.duration import describe_s

__all__ = ["SourceHealth"]

_FIRST_REST_S = 0.5
_LONGEST_REST_S = 30.0
_BREAKS_AFTER = 5
"""After so many failures in a row only looks that decide something are taken, until one of them can see."""


class SourceHealth:
    """Failures in a row, and how long to leave the source alone after them. Seconds on any steady clock."""

    def __init__(self) -> None:
        self._failures = 0
        self._failing_since_s = 0.0
        self._rest_s = _FIRST_REST_S
        self._rested_until_s = 0.0

    @property
    def broken(self) -> bool:
        """Whether the source failed so often that asking again at once is pointless."""
        return self._failures >= _BREAKS_AFTER

    def saw(self) -> None:
        """A look could see: everything is forgiven."""
        self._failures = 0
        self._rested_until_s = 0.0

    def failed(self, why: str, now_s: float) -> str:
        """A look could not see. Returns `why`, with the history of the source once it is broken."""
        if self._failures == 0:
            self._failing_since_s = now_s
        self._failures += 1
        self._rest_s = min(_LONGEST_REST_S, 2 * self._rest_s) if self._failures > 1 else _FIRST_REST_S
        self._rested_until_s = now_s + self._rest_s
        if not self.broken:
            return why
        since = describe_s(round(now_s - self._failing_since_s, 1))
        times = f"failed {self._failures} times in a row, for {since}"
        return f"{why} ({times}; until it can be seen again it is asked only where that decides something)"

    def rests_for_s(self, now_s: float) -> float:
        """How much longer to leave it alone; 0 for a source that can be seen."""
        return max(0.0, self._rested_until_s - now_s)
