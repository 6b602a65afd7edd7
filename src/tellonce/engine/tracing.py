"""A W3C trace goes along with what she tells the company, so that its systems can say how far the news came.

Only what can tell something bears it: requests that are no mere reading, from the flow's page to the service's own
origins. A page that only reads something else on the way would otherwise seem to have told it. Other origins never see
it: a header of ours on a cross-origin request would set off a CORS preflight, and break her journey.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import CDPSession, Error, Page

from tellonce.probes.span_files import new_span_id

__all__ = ["origin_of", "sent_along", "trace_headers"]

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_KINDS = ("Document", "XHR", "Fetch")
_PORTS = {"http": 80, "https": 443}


def trace_headers(trace: str) -> dict[str, str]:
    """The headers by which a request belongs to the trace, sampled."""
    return {"traceparent": f"00-{trace}-{new_span_id()}-01"}


def origin_of(address: str) -> str:
    """scheme://host[:port] of a web address as browsers write it, "" for anything else."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in _PORTS or not host:
        return ""
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{port}" if port not in (None, _PORTS[parts.scheme]) else "")


@asynccontextmanager
async def sent_along(page: Page, headers: Mapping[str, str], addresses: Iterable[str]) -> AsyncIterator[None]:
    """While this lasts, the page's telling requests to the origins of `addresses` bear `headers`.

    Never raises by itself: a browser that does not let headers be added sends none.
    Playwright's own routing would not do: it repeats added headers when another origin is redirected to, and turns the
    browser's cache off.
    """
    session = None
    with suppress(Error):
        session = await _begin(page, headers, {origin for text in addresses if (origin := origin_of(text))})
    try:
        yield
    finally:
        if session is not None:
            with suppress(Error):  # the page may be gone; what is paused goes on when the session ends
                await session.detach()


async def _begin(page: Page, headers: Mapping[str, str], origins: set[str]) -> CDPSession | None:
    if not origins:
        return None
    session = await page.context.new_cdp_session(page)
    requests = _Requests(session, headers, origins)
    session.on("Page.frameNavigated", requests.navigated)
    session.on("Fetch.requestPaused", requests.paused)
    await session.send("Page.enable")
    tree = await session.send("Page.getFrameTree")
    requests.learn(tree["frameTree"])
    patterns = [{"urlPattern": f"{origin}/*", "resourceType": kind} for origin in sorted(origins) for kind in _KINDS]
    await session.send("Fetch.enable", {"patterns": patterns})
    return session


class _Requests:
    """The page's requests to the service, each held until it has its headers."""

    def __init__(self, session: CDPSession, headers: Mapping[str, str], origins: set[str]) -> None:
        self._session, self._headers, self._origins = session, headers, origins
        self._frames: dict[str, str] = {}
        """Frame id -> origin of the document in it."""
        self._going: set[asyncio.Task[None]] = set()

    def learn(self, tree: Mapping[str, Any]) -> None:
        self.navigated(tree)
        for child in tree.get("childFrames", ()):
            self.learn(child)

    def navigated(self, event: Mapping[str, Any]) -> None:
        frame = event["frame"]
        self._frames[frame["id"]] = origin_of(frame["url"])

    def paused(self, event: Mapping[str, Any]) -> None:
        task = asyncio.get_running_loop().create_task(self._let_go(event))
        self._going.add(task)
        task.add_done_callback(self._going.discard)

    async def _let_go(self, event: Mapping[str, Any]) -> None:
        request = event["request"]
        onward: dict[str, Any] = {"requestId": event["requestId"]}
        if self._tells_the_service(event):
            named = {**request["headers"], **self._headers}
            onward["headers"] = [{"name": name, "value": value} for name, value in named.items()]
        with suppress(Error):  # the page was closed, or has given up this request
            await self._session.send("Fetch.continueRequest", onward)

    def _tells_the_service(self, event: Mapping[str, Any]) -> bool:
        origin = origin_of(event["request"]["url"])
        if event["request"]["method"] in _READING or origin not in self._origins:
            return False
        # A navigation needs no leave of the other side; a script's request does, unless it stays at home.
        return event["resourceType"] == "Document" or self._frames.get(event.get("frameId", "")) == origin
