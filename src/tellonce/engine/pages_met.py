"""The pages that she meets on her way: looked at before she goes on, and as she leaves them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Error, Page

from tellonce.engine.screen_reader import Heard, ScreenReader

__all__ = ["Met", "PagesMet"]

_WITHIN_S = 20.0
"""A page whose script never ends would never say what it shows."""
_STATE = """
() => {
  const root = document.documentElement, all = [...root.querySelectorAll("*")];
  const shadowRoots = all.map((one) => one.shadowRoot).filter((one) => one);
  const rules = (sheet) => [...sheet.cssRules].map((rule) => rule.cssText).join("\\n");
  // What scripts wrote into style sheets stands in no text of the page.
  const scripted = [...document.styleSheets].filter((sheet) =>
    sheet.ownerNode instanceof HTMLStyleElement && !sheet.ownerNode.textContent.trim() && sheet.cssRules.length);
  const css = [...scripted, ...document.adoptedStyleSheets].map(rules).join("\\n").replaceAll("</", "<\\\\/");
  const html = shadowRoots.length && root.getHTML
    ? root.cloneNode().outerHTML.replace("</html>", "") + root.getHTML({shadowRoots}) + "</html>" : root.outerHTML;
  const closed = all.some((one) => one.localName.includes("-") && !one.shadowRoot && !one.childNodes.length
    && one.getBoundingClientRect().width > 0);
  const unlike = shadowRoots.some((one) => one.adoptedStyleSheets.length) || (shadowRoots.length && !root.getHTML)
    ? "scripts style its web components" : closed ? "what its web components draw cannot be read" : "";
  return {
    visit: performance.timeOrigin, url: location.href, title: document.title, lang: root.lang || "", unlike,
    html: css ? html.replace("</head>", () => `<style>${css}</style></head>`) : html,
  };
}
"""


@dataclass(slots=True, kw_only=True)
class Met:
    """One state of one page. heard: None when nobody listened.  blind: why nothing of it could be read."""

    url: str
    during: str
    languages: tuple[str, ...]
    title: str = ""
    lang: str = ""
    heard: Heard | None = None
    blind: str = ""


@dataclass(slots=True, kw_only=True)
class PagesMet:
    """Of one customer. reader: None where she sees what is on a page.

    during, languages: the step, and the languages in which the company may speak to her in it.
    left: (visit, address) -> the page as she left it, or as it is.
    unlike: the same -> why its text does not make the page again; not there where it does.
    """

    reader: ScreenReader | None
    during: str = ""
    languages: tuple[str, ...] = ()
    left: dict[tuple[float, str], str] = field(default_factory=dict)
    unlike: dict[tuple[float, str], str] = field(default_factory=dict)
    known: set[int] = field(default_factory=set)
    """Hashes of what was looked at."""
    _news: list[Met] = field(default_factory=list)

    def again(self) -> PagesMet:
        """For another thing that she does: what was looked at already is not looked at twice."""
        return PagesMet(reader=self.reader, left=self.left, unlike=self.unlike, known=self.known)

    def news(self) -> list[Met]:
        """What was met since it was last asked."""
        news, self._news = self._news, []
        return news

    async def meet(self, page: Page) -> None:
        """Look at the page as it is now; what was looked at before and has not changed costs a few milliseconds."""
        if page.is_closed() or urlsplit(page.url).scheme not in ("http", "https", "file"):
            return
        try:
            state = await asyncio.wait_for(self._state(page), _WITHIN_S)
        except (Error, TimeoutError) as error:
            if not page.is_closed():
                silent = f"the page did not answer within {_WITHIN_S:g} s"
                why = error.message.strip().splitlines()[0] if isinstance(error, Error) else silent
                self._news.append(Met(url=page.url, during=self.during, languages=self.languages, blind=why))
            return
        visit = state["visit"], state["url"]
        self.left[visit] = state["html"]
        self.unlike.pop(visit, None)
        if state["unlike"]:
            self.unlike[visit] = state["unlike"]
        key = hash((state["url"], state["html"] if self.reader else (state["visit"], state["lang"], state["title"])))
        if key in self.known:
            return
        self.known.add(key)
        heard = await self.reader.hear(page) if self.reader is not None else None
        self._news.append(
            Met(
                url=state["url"],
                during=self.during,
                languages=self.languages,
                title=state["title"],
                lang=state["lang"],
                heard=heard,
            )
        )

    async def _state(self, page: Page) -> dict[str, Any]:
        try:
            return dict(await page.evaluate(_STATE))
        except Error:  # it is on its way to another page: that one is then met
            await page.wait_for_load_state("domcontentloaded")
            return dict(await page.evaluate(_STATE))
