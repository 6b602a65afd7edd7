"""What a screen reader makes of a page: axe's rules for the ear, and the accessibility tree.

axe works in the page itself. Where scripts are off they are let run for the moment of the check: those of the page were
passed over when it was read, and do not come back.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any
from weakref import WeakKeyDictionary

from playwright.async_api import CDPSession, Error, Page

from tellonce.model.barrier import Barrier

__all__ = ["Heard", "ScreenReader"]

_WITHIN_S = 20.0
_LOADED_WITHIN_S = 5.0
_MOST_TREE = 20_000
_MOST_SELECTORS = 5
_OF_WHOLE_PAGES = frozenset({"bypass", "document-title", "html-has-lang"})
_RUN = """
async () => {
  const found = await axe.run(document, {
    resultTypes: ["violations"], iframes: false, elementRef: false,
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
  });
  return found.violations.map(({id, impact, help, nodes}) =>
    ({id, impact, help, count: nodes.length, where: nodes.slice(0, 5).map(({target}) => target.flat().join(" "))}));
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """barriers: the worst first.  tree: what there is to hear, cut where endless.  blind: why nothing is known."""

    barriers: tuple[Barrier, ...] = ()
    tree: str = ""
    blind: str = ""


@cache
def _axe() -> str:
    """Source: axe-core, as axe-playwright-python ships it (MPL-2.0)."""
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


class ScreenReader:
    """Looks over pages of one context. scripts: whether the context lets scripts run."""

    def __init__(self, *, scripts: bool) -> None:
        self._scripts = scripts
        self._sessions: WeakKeyDictionary[Page, CDPSession] = WeakKeyDictionary()

    async def why_blind(self, page: Page) -> str:
        """Why the pages of such a context cannot be checked; "" when they can. page: any that has a button."""
        heard = await self.hear(page)
        return heard.blind or ("" if "button" in heard.tree else "the browser gives no accessibility tree")

    async def hear(self, page: Page) -> Heard:
        """Check the page as it is now. Never raises: what went wrong is said in `blind`."""
        with suppress(Error):  # what is not there yet cannot be heard; a page that never ends loading is heard as it is
            await page.wait_for_load_state("load", timeout=_LOADED_WITHIN_S * 1000)
        try:
            found = await asyncio.wait_for(self._violations(page), _WITHIN_S)
            tree = await page.locator("body").aria_snapshot(timeout=_WITHIN_S * 1000)
        except TimeoutError:
            return Heard(blind=f"axe did not come to an end within {_WITHIN_S:g} s")
        except Error as error:
            return Heard(blind=error.message.strip().splitlines()[0])
        barriers = sorted((_barrier(one) for one in found), key=lambda one: _ORDER.index(one.impact))
        more = "\n…" if len(tree) > _MOST_TREE else ""
        return Heard(barriers=tuple(barriers), tree=tree[:_MOST_TREE] + more)

    async def _violations(self, page: Page) -> list[Any]:
        await self._let_scripts(page, run=True)
        try:
            found: list[Any] = []
            for frame in page.frames:  # each by itself: axe would talk to frames of other origins in vain
                if frame is not page.main_frame and frame.is_detached():
                    continue
                await frame.evaluate(_axe())
                wrong = await frame.evaluate(_RUN)
                found += [one for one in wrong if frame is page.main_frame or one["id"] not in _OF_WHOLE_PAGES]
            return found
        finally:
            await self._let_scripts(page, run=False)

    async def _let_scripts(self, page: Page, *, run: bool) -> None:
        if self._scripts:
            return
        with suppress(Error):  # the page may be gone, which the check itself says
            session = self._sessions.get(page)
            if session is None:  # kept: when a session ends, scripts run again
                session = self._sessions[page] = await page.context.new_cdp_session(page)
                await session.send("Emulation.setScriptExecutionDisabled", {"value": True})
            await session.send("Emulation.setScriptExecutionDisabled", {"value": not run})


_ORDER = ("critical", "serious", "moderate", "minor")


def _barrier(found: dict[str, Any]) -> Barrier:
    return Barrier(
        rule=found["id"],
        impact=found["impact"] or "moderate",
        says=found["help"],
        selectors=tuple(found["where"][:_MOST_SELECTORS]),
        count=found["count"],
    )
