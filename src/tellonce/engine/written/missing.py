"""Waiting for something on a page, no longer than it can still come: whoever misspelt its name is told at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from playwright.async_api import Locator, Page
from playwright.async_api import TimeoutError as NothingCame

from tellonce.engine.written.going_on import GoingOn

__all__ = ["Missing"]

_AT_ONCE_S = 1.0
"""Most things are there by then, and nobody need look what else is going on."""
_STILL_S = 5.0
"""A page in which nothing has been going on for so long is as it will be."""
_STILL_AFTER_PRESSING_S = 12.0
"""A page that came of pressing something may ask every ten seconds whether the company is ready."""
_DOCUMENT = "performance.timeOrigin"


class Missing:
    """For one page, between `begin` and `end`."""

    def __init__(self, page: Page) -> None:
        self._page, self._going_on = page, GoingOn(page)
        self._pressed_on: float | None = None
        """The document on which she pressed something last, and has done nothing since."""

    def begin(self) -> None:
        """Listen to the page."""
        self._going_on.begin()

    def end(self) -> None:
        """Listen no longer."""
        self._going_on.end()

    @property
    def trouble(self) -> str:
        """What is wrong with the page as a whole, in words; empty where nothing is known to be."""
        return self._going_on.trouble

    async def pressing(self) -> None:
        """She is about to press something, and waits for what comes of it."""
        self._pressed_on = await self._page.evaluate(_DOCUMENT)

    def turned_away(self) -> None:
        """She has done something else: she was not waiting any more."""
        self._pressed_on = None

    async def comes(self, what: Locator, *, unless: Callable[[], Awaitable[Sequence[str]]] | None = None) -> bool:
        """Whether it is shown within the page's own time limit. False earlier, where it cannot come any more.

        unless: gives what else of the sort is there; a page without any is waited for, unless it failed as a whole.
        """
        coming = asyncio.ensure_future(what.wait_for())
        hopeless = asyncio.ensure_future(self._hopeless(unless))
        try:
            await asyncio.wait((coming, hopeless), return_when=asyncio.FIRST_COMPLETED)
            if not coming.done() and _says_so(hopeless) and not await what.is_visible():
                return False
            await coming
        except NothingCame:
            return False
        finally:
            await _left_alone(coming, hopeless)
        return True

    async def _hopeless(self, unless: Callable[[], Awaitable[Sequence[str]]] | None) -> bool:
        """Whether it cannot come any more, once nothing is going on in the page."""
        await asyncio.sleep(_AT_ONCE_S)
        await self._going_on.over(_STILL_S if self._pressed_on is None else _STILL_AFTER_PRESSING_S)
        # Where she pressed something the answer may be long in coming, and her patience says how long she waits for it.
        if self._pressed_on is not None and self._pressed_on == await self._page.evaluate(_DOCUMENT):
            return False
        return bool(self.trouble) or (unless is not None and bool(await unless()))


def _says_so(hopeless: asyncio.Task[bool]) -> bool:
    """False too where the page is gone: then the waiting says so."""
    return hopeless.exception() is None and hopeless.result()


async def _left_alone(*tasks: asyncio.Task[bool] | asyncio.Task[None]) -> None:
    """End what nobody waits for any more, and what it may still have to say."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
