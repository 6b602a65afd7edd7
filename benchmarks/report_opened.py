"""How a report opens in Chromium: from the address to the first row on the screen, by the browser's own clock."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

from tellonce.engine.browser import find_browser

__all__ = ["Opened", "open_ours", "open_peer"]

_PATIENCE_MS = 120_000
_LOOK_EVERY_MS = 50
_NODES = "document.querySelectorAll('*').length"
_PAINTED = """() => new Promise(done => new PerformanceObserver(found => {
  const first = found.getEntries().find(one => one.name === 'first-contentful-paint')
  if (first) done(first.startTime)
}).observe({ type: 'paint', buffered: true }))"""
_WATCH = """(() => {
  const look = () => {
    const row = document.querySelector(SELECTOR)
    if (!row || !row.getBoundingClientRect().height) return requestAnimationFrame(look)
    requestAnimationFrame(() => setTimeout(() => (window.rowShown = performance.now())))
  }
  requestAnimationFrame(look)
})()"""
_SEARCHED = """([word, field, row]) => new Promise(done => {
  const input = document.querySelector(field), before = document.querySelector(row).textContent
  const began = performance.now()
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, word)
  input.dispatchEvent(new Event('input', { bubbles: true }))
  const look = () => {
    if (document.querySelector(row)?.textContent !== before) done(performance.now() - began)
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
})"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Seconds, but for nodes and requests. first_paint: anything.  first_row: a row of the list of scenarios.
    deep_link, search: None for a report that has none that can be measured.  requests: beyond the page's own files."""

    first_paint: float
    first_row: float
    nodes: int
    requests: int
    deep_link: float | None = None
    search: float | None = None


def open_ours(page: Path, *, deep: str, word: str) -> Opened:
    """Our page. deep: the address of the last cell.  word: what is searched for, found in few scenarios."""
    rows = ".scenario-row"
    with _tab() as (tab, asked):
        first_row = _until(tab, f"{page.as_uri()}#/scenarios", rows)
        tab.wait_for_load_state("load", timeout=_PATIENCE_MS)
        nodes = tab.evaluate(_NODES)
        search = tab.evaluate(_SEARCHED, [word, "#app input[type=search]", rows]) / 1000
        requests = len(asked) - 1
    with _tab() as (tab, _):
        deep_link = _until(tab, f"{page.as_uri()}{deep}", "#app h1")
    with _tab() as (tab, _):
        _until(tab, page.as_uri(), "h1")
        first_paint = tab.evaluate(_PAINTED) / 1000
    return Opened(
        first_paint=first_paint,
        first_row=first_row,
        nodes=nodes,
        requests=requests,
        deep_link=deep_link,
        search=search,
    )


def open_peer(address: str, row: str, *, patience_s: float) -> Opened:
    """A peer's report. row: a selector of a row of its list.  Raises TimeoutError when none is there in time."""
    with _tab() as (tab, asked):
        try:
            first_row = _until(tab, address, row, patience_ms=patience_s * 1000)
        except Error as error:
            raise TimeoutError(f"no row within {patience_s:.0f} s") from error
        return Opened(
            first_paint=tab.evaluate(_PAINTED) / 1000,
            first_row=first_row,
            nodes=tab.evaluate(_NODES),
            requests=sum(not url.startswith(address.rpartition("/")[0]) for url in asked),
        )


def _until(tab: Page, address: str, selector: str, *, patience_ms: float = _PATIENCE_MS) -> float:
    """Seconds until something that fits is on the screen, by the page's own clock, from the first request on."""
    tab.add_init_script(_WATCH.replace("SELECTOR", json.dumps(selector)))
    tab.goto(address, wait_until="commit", timeout=patience_ms)
    for _ in range(int(patience_ms / _LOOK_EVERY_MS)):
        shown_ms: float | None = tab.evaluate(
            "window.rowShown"
        )  # a wait in the page would need eval, which ours forbids
        if shown_ms:
            return shown_ms / 1000
        tab.wait_for_timeout(_LOOK_EVERY_MS)
    raise Error(f"nothing at {selector}")


@contextmanager
def _tab() -> Iterator[tuple[Page, list[str]]]:
    """A browser of its own, so that no report profits from the one before; and the addresses that were asked for."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox", "--disable-background-networking"]
        )
        tab = browser.new_page(viewport={"width": 1440, "height": 900})
        asked: list[str] = []
        tab.on("request", lambda request: None if request.url.startswith("data:") else asked.append(request.url))
        try:
            yield tab, asked
        finally:
            browser.close()
