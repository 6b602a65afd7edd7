"""What she does on her pages in one flow, and how long she is kept waiting for them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import monotonic
from typing import Any

from playwright.async_api import BrowserContext, CDPSession, Error, Frame, Page, Request

from tellonce.engine.waiting import Waiting

__all__ = ["Field", "HerPages"]

_WORLD, _HEARS = "tellonce", "tellonceHears"
_NO_PAGE = ("about:", "chrome-error:")
_HER_OWN_S = 1.0
"""A script's request this soon after an act of hers is made for it; a later one the page makes by itself."""


@dataclass(slots=True, kw_only=True)
class Field:
    """A field of one loaded page as she left it. value: compared, never kept. same: it showed that before she came."""

    called: str
    name: str
    kind: str
    value: str
    secret: bool
    same: bool


class HerPages:
    """Listens to the page that a flow gets, and to those that are opened beside it, until `end`.

    not_hers: whether a page of her context is one on which probes look.  now: seconds on the monotonic clock.
    What is listened with is the browser's debugging protocol, in a world of its own: the pages do not notice, and it
    works where their scripts are forbidden or switched off.
    """

    def __init__(
        self, page: Page, waiting: Waiting, *, not_hers: Callable[[Page], bool], now: Callable[[], float] = monotonic
    ) -> None:
        self._page, self._waiting, self._not_hers, self._now = page, waiting, not_hers, now
        self._context: BrowserContext | None = None
        self._heard: dict[Page, _Heard] = {}
        self._attaching: set[asyncio.Task[None]] = set()
        self.deaf = ""
        """Why her fields could not be seen, empty when they could."""

    async def begin(self) -> None:
        """Listen from now on. Never raises: what cannot be heard is said in `deaf`."""
        with suppress(Error):
            self._context = self._page.context
            self._context.on("page", self._opened)
        await self._listen(self._page)

    async def leave(self) -> None:
        """She waits no longer for what is still loading; what she saw stays."""
        for heard in self._heard.values():
            await heard.leave()

    def end(self) -> None:
        """Listen no longer. What listens in the pages goes with them."""
        if self._context is not None:
            self._context.remove_listener("page", self._opened)
        for task in self._attaching:
            task.cancel()
        for heard in self._heard.values():
            heard.end()

    @property
    def pages(self) -> int:
        """How many pages she loaded; a page loaded again counts again."""
        return sum(heard.pages for heard in self._hers())

    @property
    def addresses(self) -> tuple[str, ...]:
        """Of the pages that she loaded or acted on, each once, in order, without what follows "?" or "#"."""
        return tuple(dict.fromkeys(at.partition("?")[0] for heard in self._hers() for at in heard.addresses))

    @property
    def fields(self) -> list[Field]:
        """The fields that she filled in, in order; those that showed what she wrote already are left out."""
        found = [field for heard in self._hers() for field in heard.fields.values()]
        return [field for field in found if not field.same and (field.secret or field.value.strip())]

    @property
    def activations(self) -> int:
        """How many things she pressed."""
        return sum(heard.activations for heard in self._hers())

    def _hers(self) -> list[_Heard]:
        return [heard for page, heard in self._heard.items() if not self._not_hers(page)]

    def _opened(self, page: Page) -> None:
        task = asyncio.get_running_loop().create_task(self._listen(page))
        self._attaching.add(task)
        task.add_done_callback(self._attaching.discard)

    async def _listen(self, page: Page) -> None:
        if page in self._heard:
            return
        heard = self._heard[page] = _Heard(page, self._waiting, self._now, page is not self._page)
        try:
            await heard.begin()
        except Error as error:
            if page is self._page:
                self.deaf = error.message.strip().splitlines()[0]


class _Heard:
    """One page. opened_late: it may have loaded something before anybody listened."""

    def __init__(self, page: Page, waiting: Waiting, now: Callable[[], float], opened_late: bool) -> None:
        self._page, self._waiting, self._now = page, waiting, now
        self._session: CDPSession | None = None
        self._acted_s = -_HER_OWN_S
        self.pages = int(opened_late and not page.url.startswith(_NO_PAGE))
        self.fields: dict[tuple[str, int], Field] = {}
        self.activations = 0
        self._at = page.url.partition("#")[0]
        self.addresses: dict[str, None] = {self._at: None} if self.pages else {}
        self._listeners: tuple[tuple[Any, Callable[[Any], None]], ...] = (
            ("request", self._requested),
            ("requestfinished", self._finished),
            ("requestfailed", self._failed),
            ("domcontentloaded", self._loaded),
            ("framenavigated", self._navigated),
            ("close", self._loaded),
        )

    async def begin(self) -> None:
        for event, listener in self._listeners:
            self._page.on(event, listener)
        session = self._session = await self._page.context.new_cdp_session(self._page)
        session.on("Runtime.bindingCalled", self._acted)
        script = {"source": _script(), "worldName": _WORLD, "runImmediately": True}
        await asyncio.gather(
            session.send("Runtime.enable"),
            session.send("Runtime.addBinding", {"name": _HEARS, "executionContextName": _WORLD}),
            session.send("Page.enable"),
            session.send("Page.addScriptToEvaluateOnNewDocument", script),
        )

    async def leave(self) -> None:
        # As long as something loads, nothing can be pictured, and no session of the debugging protocol ends.
        if self._session is not None:
            with suppress(Error):
                await self._session.send("Page.stopLoading")

    def end(self) -> None:
        for event, listener in self._listeners:
            with suppress(KeyError, ValueError):  # it was not heard of yet
                self._page.remove_listener(event, listener)

    def _acted(self, event: dict[str, Any]) -> None:
        if event.get("name") != _HEARS:
            return
        told = json.loads(event["payload"])
        self._acted_s = self._now()
        if not self._at.startswith(_NO_PAGE):
            self.addresses[self._at] = None
        if told["act"] == "press":
            self.activations += 1
            self._waiting.asked(f"after pressing '{told['called']}'")
            return
        self._waiting.turned_away()
        self.fields[told["page"], told["field"]] = Field(
            called=told["called"],
            name=told["name"],
            kind=told["kind"],
            value=told["value"],
            secret=told["secret"],
            same=told["same"],
        )

    def _requested(self, request: Request) -> None:
        if self._is_the_page(request):
            if request.redirected_from is not None:
                self._waiting.redirected(request.redirected_from, request)
                return
            here = request.url.partition("#")[0] == self._at and request.method == "GET"
            self._waiting.requested(self._page, request, again=here, doing=f"for the page {request.url}")
        elif request.resource_type in ("xhr", "fetch") and self._now() - self._acted_s <= _HER_OWN_S:
            self._waiting.requested(self._page, request, again=True, doing=f"for the answer of {request.url}")

    def _is_the_page(self, request: Request) -> bool:
        try:
            return request.is_navigation_request() and request.frame == self._page.main_frame
        except Error:  # a request of a service worker has no frame
            return False

    def _finished(self, request: Request) -> None:
        if not self._is_the_page(request):  # a page has answered when it can be read
            self._waiting.over(request)

    def _failed(self, request: Request) -> None:
        self._waiting.over(request)

    def _loaded(self, _page: Page) -> None:
        self._waiting.answered(self._page)

    def _navigated(self, frame: Frame) -> None:
        if frame != self._page.main_frame or frame.url.startswith(_NO_PAGE):
            return
        here = frame.url.partition("#")[0]
        same_document = here == self._at and not self._waiting.loading(self._page)
        if not same_document:  # a jump within the page is no other page
            self.pages += 1
        self._at = here
        self.addresses[here] = None


@cache
def _script() -> str:
    return Path(__file__).with_name("her_acts.js").read_text(encoding="utf-8")
