"""How long the company keeps her waiting, and when that is longer than her patience.

Only time in which the company owes her something counts: from an act of hers until its page can be read or the script's
request that she set off is answered; and on, while she loads the same page again and does nothing else on it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from time import monotonic

__all__ = ["PatienceGone", "Waiting"]

_LATE_S, _LATE_SHARE = 1.0, 0.1
"""A timer that rings so much too late says that this machine was busy or asleep, and the company perhaps was not."""


class PatienceGone(Exception):
    """She waited for longer than her patience. after_s: for how long.  doing: what for, in words."""

    def __init__(self, after_s: float, doing: str) -> None:
        super().__init__(f"waited {after_s:.1f} s {doing}")
        self.after_s, self.doing = after_s, doing


class Waiting:
    """One flow's. patience_s: None when nothing may make her give up.  Made on the loop that it is used on.

    gone: set to the PatienceGone at the moment in which her patience ends; an event, so nobody polls.
    """

    def __init__(self, patience_s: float | None, *, now: Callable[[], float] = monotonic) -> None:
        self._patience_s, self._now = patience_s, now
        self._loop = asyncio.get_running_loop()
        self.gone: asyncio.Future[PatienceGone] = self._loop.create_future()
        self._under_way: dict[Hashable, Hashable] = {}
        """What is being answered -> the page that it is for."""
        self._began_s: float | None = None
        self._spells: list[tuple[float, float]] = []
        self._since_s: float | None = None
        """Her act that this waiting is for."""
        self._pressed = self._answered = self._looks_again = False
        """That act was pressing something; an answer has come since; and she has loaded the same page again since."""
        self._doing = ""
        self._timer: asyncio.TimerHandle | None = None

    # what happens --------------------------------------------------------------------------------------------------

    def asked(self, doing: str) -> None:
        """She pressed something: whatever comes of it, she waits from now on."""
        self._begin(doing, pressed=True)

    def turned_away(self) -> None:
        """She does something else on the page: she was not waiting any more."""
        if not self._under_way:
            self._since_s, self._pressed, self._looks_again = None, False, False
            self._set_timer()

    def requested(self, page: Hashable, request: Hashable, *, again: bool, doing: str) -> None:
        """A page, or a script's answer, was asked for. again: where she is already."""
        comes_of_pressing = self._pressed and not self._answered
        if self._since_s is None or not (again or comes_of_pressing):
            self._begin(doing, pressed=False)
        elif again and self._answered:
            self._looks_again = True
        if self._began_s is None:
            self._began_s = self._now()
        self._under_way[request] = page
        self._set_timer()

    def redirected(self, request: Hashable, other: Hashable) -> None:
        """The company sends her on: it is still the same answer that she waits for."""
        page = self._under_way.pop(request, None)
        if page is not None:
            self._under_way[other] = page

    def over(self, request: Hashable) -> None:
        """A request was answered, or failed."""
        if self._under_way.pop(request, None) is not None:
            self._rest()

    def answered(self, page: Hashable) -> None:
        """The page can be read, or is gone."""
        for request in [one for one, of in self._under_way.items() if of is page]:
            del self._under_way[request]
        self._rest()

    def loading(self, page: Hashable) -> bool:
        """Whether an answer for this page is under way."""
        return any(of is page for of in self._under_way.values())

    def _begin(self, doing: str, *, pressed: bool) -> None:
        self._since_s, self._doing = self._now(), doing
        self._pressed, self._answered, self._looks_again = pressed, False, False
        self._set_timer()

    def _rest(self) -> None:
        if self._under_way or self._began_s is None:
            return
        self._spells.append((self._began_s, self._now()))
        self._began_s, self._answered = None, True
        self._set_timer()

    # what it comes to ----------------------------------------------------------------------------------------------

    def owed_s(self) -> float:
        """For how long the company has owed her an answer by now; 0 when it owes none."""
        owing = self._under_way or self._pressed or self._looks_again
        return self._now() - self._since_s if owing and self._since_s is not None else 0.0

    def out_of_patience(self) -> PatienceGone | None:
        """What she does about it, when a flow ends without the answer: she has waited long enough, or not yet."""
        if self.gone.done():
            return self.gone.result()
        owed_s = self.owed_s()
        return (
            PatienceGone(owed_s, self._doing) if self._patience_s is not None and owed_s >= self._patience_s else None
        )

    def end(self, *, acknowledged: bool) -> tuple[float, float]:
        """The flow is over. Returns how long she waited in all, and the longest of it at a time, in seconds.

        acknowledged: it ended with the company's answer, for which she had waited since she pressed something.
        """
        if self._timer is not None:
            self._timer.cancel()
        now_s = self._now()
        spells = list(self._spells)
        if self._began_s is not None:
            spells.append((self._began_s, now_s))
        if acknowledged and self._pressed and self._since_s is not None:
            spells.append((self._since_s, now_s))
        lengths = [end - began for began, end in _merged(spells)]
        return sum(lengths), max(lengths, default=0.0)

    # her patience --------------------------------------------------------------------------------------------------

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        waits = self._under_way or self._looks_again
        if self._patience_s is not None and waits and self._since_s is not None and not self.gone.done():
            left_s = self._since_s + self._patience_s - self._now()
            self._ring(max(0.0, left_s))

    def _ring(self, in_s: float) -> None:
        due_s = self._loop.time() + in_s
        self._timer = self._loop.call_at(due_s, self._rang, due_s)

    def _rang(self, due_s: float) -> None:
        assert self._patience_s is not None  # noqa: S101 - without patience no timer is set
        if self._loop.time() - due_s > max(_LATE_S, _LATE_SHARE * self._patience_s):
            self._ring(self._patience_s)  # nobody knows what the company did meanwhile: she waits once more
        elif not self.gone.done():
            self.gone.set_result(PatienceGone(self.owed_s(), self._doing))


def _merged(spells: list[tuple[float, float]]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for began, end in sorted(spells):
        if merged and began <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((began, end))
    return merged
