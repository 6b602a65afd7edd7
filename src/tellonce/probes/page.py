"""The page probe: what a person signed in at a browser sees."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from playwright.async_api import Error as PlaywrightError

from tellonce.model.base import Frozen
from tellonce.model.duration import Seconds
from tellonce.model.errors import ProbeBlind
from tellonce.model.observation import Seen
from tellonce.probes.masking import mask_secrets
from tellonce.probes.protocol import Capture, Item, Look, Place, Sources, Target
from tellonce.probes.settings import check_reads, read_settings
from tellonce.probes.whole import WholeListing

__all__ = ["PageProbe", "PageSettings"]

# One call for all facts: each round trip to the browser costs milliseconds and would let the page change in between.
_READ_ALL = """
([asked, whole_wanted]) => {
  const shown = (element) => element.checkVisibility({visibilityProperty: true});
  const find = (root, css) => [...root.querySelectorAll(css)].find(shown) || null;
  const said = (element) => {
    if (element.hasAttribute("data-value")) return element.getAttribute("data-value").trim();
    if (element.matches("input, select, textarea")) return element.value.trim();
    return (element.innerText || "").trim();
  };
  const facts = {};
  for (const [fact, {css, parts}] of Object.entries(asked)) {
    if (typeof css !== "string") {
      const found = Object.entries(css).map(([part, where]) => [part, find(document, where)]);
      const there = found.filter(([, element]) => element).map(([part, element]) => [part, said(element)]);
      facts[fact] = there.length ? {parts: Object.fromEntries(there), text: ""} : null;
      continue;
    }
    const element = find(document, css);
    if (!element) { facts[fact] = null; continue; }
    const there = parts.map((part) => [part, find(element, `[data-part="${part}"]`)])
      .filter(([, inner]) => inner).map(([part, inner]) => [part, said(inner)]);
    facts[fact] = {parts: there.length ? Object.fromEntries(there) : null, text: said(element)};
  }
  const heading = find(document, "h1");
  const typed = [...document.querySelectorAll("input:not([type=hidden]):not([type=password]), textarea, select")];
  const whole = whole_wanted
    ? [document.body.innerText, ...typed.filter(shown).map((field) => field.value)].join("\\n") : "";
  return {title: document.title, heading: heading ? said(heading) : "", facts, whole,
          asksToSignIn: Boolean(find(document, "input[type=password]"))};
}
"""


class PageSettings(Frozen):
    """url: template, may name {customer.service_id}.  viewer: who looks ("customer", "visitor", or one from steps/).

    read: fact -> CSS of the element, or {component: CSS}; unsaid, `[data-fact="<fact>"]` with `[data-part="..."]`
    inside. A `data-value` attribute is read before the text.
    ready: CSS of something that is there once the page is complete.  within: how long the page may take.
    """

    url: str
    viewer: str = "customer"
    read: Mapping[str, str | Mapping[str, str]] = {}
    ready: str = ""
    within: Seconds = 15.0


_QUALITY = 85
"""Of a JPEG: a PNG takes the browser three times as long, and is no smaller."""


@dataclass(slots=True)
class _Turns:
    """Looks at one page, one at a time; `looks` tells whether it still shows what a given look saw.

    last: place -> the customer who was looked for there last, and what was seen.
    """

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    looks: int = 0
    last: dict[str, tuple[str, Mapping[str, Seen]]] = field(default_factory=dict)


@dataclass(slots=True)
class _Handle:
    """Which look it was, and the picture that was begun while the page still showed it; None for no news."""

    look: int
    picture: asyncio.Task[tuple[bytes, str]] | None = None


_turns: WeakKeyDictionary[Any, _Turns] = WeakKeyDictionary()


class PageProbe:
    """A state as a page shows it to a viewer."""

    kind = "page"
    Settings = PageSettings

    def __init__(self, place: Place, settings: Mapping[str, Any], sources: Sources) -> None:
        self.place = place
        self._settings = own = read_settings(PageSettings, settings, kind=self.kind, place=place)
        self._sources = sources
        named = {fact: tuple(how) if isinstance(how, Mapping) else () for fact, how in own.read.items()}
        check_reads(place, sources.facts, named, kind=self.kind, complete=False)
        self._asked = {
            fact: {
                "css": own.read.get(fact, f'[data-fact="{fact}"]'),
                "parts": list(parts or sources.facts[fact].components),
            }
            for fact, parts in place.facts.items()
        }

    async def arm(self, target: Target) -> None:
        """A state needs no cursor."""

    async def look(self, target: Target, cursor: None) -> Look:
        """Load the page and read every fact. Raises ProbeBlind when it is not the page that shows them."""
        page = await self._page(target)
        turns = _turns.setdefault(page, _Turns())
        await turns.lock.acquire()
        picture = None
        try:
            turns.looks += 1
            seen, _ = await self._read(page, target)
            there = any(_says(fact) for fact in seen.values())
            handle = _Handle(turns.looks)
            if self._is_news(turns, target, seen if there else {}) and there:
                # The next look waits for it, and this one does not: what a look took says when something was seen.
                handle.picture = picture = asyncio.get_running_loop().create_task(_pictured(page))
                picture.add_done_callback(lambda done: _end_turn(turns, done))
        finally:
            if picture is None:
                turns.lock.release()
        return Look(items=(Item(seen=seen, recipient="self", handle=handle),)) if there else Look()

    def _is_news(self, turns: _Turns, target: Target, seen: Mapping[str, Seen]) -> bool:
        """Whether she was looked for here before, and something else was seen: that is what evidence is wanted of."""
        who, before = turns.last.get(self.place.key, ("", {}))
        turns.last[self.place.key] = (target.customer.key, seen)
        return who == target.customer.key and before != seen and not self.place.observer

    async def capture(self, target: Target, item: Item) -> tuple[Capture, ...]:
        """The whole page as a picture; loaded again, and said so, when the page has moved on since the look."""
        caption, handle = self.place.called, item.handle
        try:
            if isinstance(handle, _Handle) and handle.picture is not None:
                picture, url = await asyncio.shield(handle.picture)
            else:
                page = await self._page(target)
                turns = _turns.setdefault(page, _Turns())
                async with turns.lock:
                    if not isinstance(handle, _Handle) or handle.look != turns.looks:
                        turns.looks += 1
                        await self._read(page, target)
                        caption += " (loaded again after the look)"
                    picture, url = await _pictured(page)
        except PlaywrightError as error:
            raise ProbeBlind(f"{self.place.called} could not be pictured: {_first_line(error)}") from error
        return (
            Capture(
                kind="screenshot",
                caption=caption,
                media_type="image/jpeg",
                body=picture,
                place=mask_secrets(url, target.customer),
            ),
        )

    def listing(self) -> WholeListing:
        """All that the page shows, fields included."""

        async def read(target: Target) -> str:
            page = await self._page(target)
            turns = _turns.setdefault(page, _Turns())
            async with turns.lock:
                turns.looks += 1
                return (await self._read(page, target, whole=True))[1]

        return WholeListing(self.place, read)

    def wake(self) -> None:
        """A page does not push."""

    async def close(self) -> None:
        """The pages belong to the sources."""

    async def _page(self, target: Target) -> Any:
        try:
            return await self._sources.page_for(self._settings.viewer, target.customer)
        except PlaywrightError as error:
            raise ProbeBlind(f"No page for the {self._settings.viewer}: {_first_line(error)}") from error

    async def _read(self, page: Any, target: Target, *, whole: bool = False) -> tuple[dict[str, Seen], str]:
        """The facts and, where it is wanted, all that is shown."""
        own = self._settings
        url = self._sources.fill(own.url, target.customer)
        shown_url = mask_secrets(url, target.customer)
        try:
            answer = await page.goto(url, wait_until="domcontentloaded", timeout=own.within * 1000)
            if answer is not None and answer.status >= 400:
                raise ProbeBlind(f'{shown_url} answered {answer.status} ("{await page.title()}").')
            if own.ready:
                await page.wait_for_selector(own.ready, timeout=own.within * 1000)
            found = await page.evaluate(_READ_ALL, [self._asked, whole])
        except PlaywrightError as error:
            why = mask_secrets(_first_line(error), target.customer)
            raise ProbeBlind(f"{shown_url} could not be read: {why}") from error
        seen = {fact: _as_seen(what, self._asked[fact]["parts"]) for fact, what in found["facts"].items() if what}
        if not seen:
            there = mask_secrets(page.url, target.customer)
            on_page = found["heading"] or found["title"] or "a page without a title"
            if found["asksToSignIn"]:
                raise ProbeBlind(f'{shown_url} asks to sign in ("{on_page}" at {there}).')
            moved = f" at {there}" if urlsplit(page.url).path != urlsplit(url).path else ""
            facts = ", ".join(self._asked)
            raise ProbeBlind(f'{shown_url} shows no place for {facts}; it shows "{on_page}"{moved}.')
        return seen, found["whole"]


async def _pictured(page: Any) -> tuple[bytes, str]:
    """The whole page as a JPEG, and its address. Raises PlaywrightError."""
    picture = await page.screenshot(full_page=True, scale="css", animations="disabled", type="jpeg", quality=_QUALITY)
    return picture, page.url


def _end_turn(turns: _Turns, done: asyncio.Task[Any]) -> None:
    turns.lock.release()
    if not done.cancelled():
        done.exception()  # whoever wants the picture is told; nobody need want it


def _as_seen(found: Mapping[str, Any], parts: Any) -> Seen:
    if found["parts"] is not None:
        return Seen(components=found["parts"])
    if len(parts) == 1:
        return Seen(components={parts[0]: found["text"]})
    return Seen(text=found["text"])


def _says(seen: Seen) -> bool:
    return bool(seen.text) or any((seen.components or {}).values())


def _first_line(error: Exception) -> str:
    """Playwright's messages go on for a page of log."""
    return str(error).strip().split("\n", 1)[0]
