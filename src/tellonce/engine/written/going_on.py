"""Whether anything is still going on in a page: what is not there by then does not come any more.

Whoever asks this gives up early on what is missing, so in doubt something is going on: a request or a socket is open,
the page says that it is busy, something moves, a worker runs, or the page changed a moment ago. Only a bare timer of
the page's cannot be seen; that is why the moment is a long one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any

from playwright.async_api import Error, JSHandle, Page, Request, WebSocket

from tellonce.engine.page_answers import PageAnswers

__all__ = ["GoingOn"]

_FAILED = 500
_NO_FAILURE = "net::ERR_ABORTED"
"""Of a page that another one came in place of, or that turned out to be a download."""
_LEAST_PAUSE_S = 0.1
_WATCH = """
() => {
  const seen = {last: performance.now()};
  const observer = new MutationObserver(() => { seen.last = performance.now(); });
  observer.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  return {seen, observer};
}
"""
# Where scripts are off the observer is never called, but tells what it has seen when it is asked.
_STILL_S = """
({seen, observer}) => {
  if (observer.takeRecords().length) seen.last = performance.now();
  const busy = document.querySelectorAll("[aria-busy=true], progress:indeterminate, [role=progressbar]");
  const goes_on = document.readyState !== "complete"
    || document.querySelector("meta[http-equiv=refresh i]")
    || [...busy].some((one) => one.checkVisibility())
    || document.getAnimations().some((one) => one.playState === "running");
  return goes_on ? 0 : (performance.now() - seen.last) / 1000;
}
"""


class GoingOn:
    """Listens to one page from `begin`, before it loads anything, to `end`. now: seconds on the monotonic clock."""

    def __init__(self, page: Page, *, now: Callable[[], float] = monotonic) -> None:
        self._page, self._now = page, now
        self._answers: PageAnswers | None = None
        self._open: set[Request | WebSocket] = set()
        self._last_s = now()
        self._failure = ""
        self._listeners: tuple[tuple[Any, Callable[[Any], None]], ...] = (
            ("request", self._begins),
            ("requestfinished", self._ends),
            ("requestfailed", self._fails),
            ("websocket", self._connects),
        )

    def begin(self) -> None:
        """Listen from now on."""
        self._answers = PageAnswers(self._page)
        for event, listener in self._listeners:
            self._page.on(event, listener)

    def end(self) -> None:
        """Listen no longer."""
        if self._answers is not None:
            self._answers.end()
        for event, listener in self._listeners:
            with suppress(KeyError, ValueError):  # it was not heard of yet
                self._page.remove_listener(event, listener)

    @property
    def trouble(self) -> str:
        """What is wrong with the page as a whole: "the page answered 500"; empty where nothing is known to be."""
        if self._failure:
            return f"the page did not load ({self._failure})"
        status = self._answers.status if self._answers is not None else None
        return f"the page answered {status}" if status is not None and status >= _FAILED else ""

    async def over(self, still_s: float) -> None:
        """Returns when nothing has been going on in the page for so long. Raises Error when the page is closed."""
        watched: JSHandle | None = None
        while True:
            try:
                watched = watched or await self._page.evaluate_handle(_WATCH)
                page_s: float = await watched.evaluate(_STILL_S)
            except Error:  # the page is on its way to the next one
                if self._page.is_closed():
                    raise
                watched, page_s = None, 0.0
            open_ = self._open or self._page.workers
            so_far_s = 0.0 if open_ else min(page_s, self._now() - self._last_s)
            if so_far_s >= still_s:
                return
            await asyncio.sleep(max(_LEAST_PAUSE_S, still_s - so_far_s))

    def _begins(self, request: Request) -> None:
        if self._is_the_page(request):
            self._failure = ""
        self._open.add(request)
        self._last_s = self._now()

    def _ends(self, request: Request) -> None:
        self._open.discard(request)
        self._last_s = self._now()

    def _fails(self, request: Request) -> None:
        if self._is_the_page(request) and request.failure not in (None, _NO_FAILURE):
            self._failure = str(request.failure)
        self._ends(request)

    def _connects(self, socket: WebSocket) -> None:
        self._open.add(socket)
        socket.on("close", self._closes)

    def _closes(self, socket: WebSocket) -> None:
        self._open.discard(socket)
        self._last_s = self._now()

    def _is_the_page(self, request: Request) -> bool:
        try:
            return request.is_navigation_request() and request.frame == self._page.main_frame
        except Error:  # a request of a service worker has no frame
            return False
