"""Whether her setting was applied: the browser is asked, and what it says is compared with what was asked for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from playwright.async_api import Error, Page

from tellonce.model.persona import Persona

__all__ = ["APPLIED", "could_not", "prove"]

APPLIED = "applied"
_ASK = """
() => {
  const is = (query) => matchMedia(query).matches;
  return {
    locale: navigator.language, zone: Intl.DateTimeFormat().resolvedOptions().timeZone, agent: navigator.userAgent,
    dark: is("(prefers-color-scheme: dark)"), motion: is("(prefers-reduced-motion: reduce)"),
    contrast: ["more", "less"].find((word) => is(`(prefers-contrast: ${word})`)) || "no-preference",
    forced: is("(forced-colors: active)"), width: innerWidth, height: innerHeight, scale: devicePixelRatio,
  };
}
"""
_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<title>as sent</title><script>document.title = "a script ran"</script><button>Press</button>'
)
_DOWN_S = 0.2
"""How long the page that is measured takes at her speed."""
_ENOUGH = 0.85
_MOST_BYTES = 2_000_000


def could_not(why: str) -> str:
    """What is said of a constraint that was not applied."""
    return f"could not apply: {why}"


async def prove(
    page: Page, persona: Persona, options: Mapping[str, Any], *, screen_reader: Callable[[Page], Awaitable[str]]
) -> dict[str, str]:
    """Constraint -> "applied", or "could not apply: what was asked, and what the browser says".

    page: a new one of a context that was made with `options`; it is used up.
    screen_reader: what keeps a page from being checked for one, "" for nothing.
    """
    network = persona.setting.network
    weight = min(_MOST_BYTES, int(network.down / 8 * _DOWN_S)) if network is not None else 0
    async with _served(_PAGE + "<!--" + "x" * weight + "-->") as url:
        began = monotonic()
        try:
            await page.goto(url)
            took_s = monotonic() - began
            said = await page.evaluate(_ASK)
            title = await page.title()
        except Error as error:
            why = f"the browser does not say: {error.message.splitlines()[0]}"
            return {constraint: could_not(why) for constraint, _ in _asked(persona, options, {})}
    report = {constraint: APPLIED if not why else could_not(why) for constraint, why in _asked(persona, options, said)}
    setting = persona.setting
    if not setting.javascript:
        report["JavaScript off"] = APPLIED if title == "as sent" else could_not("a script of a page runs all the same")
    if network is not None:
        least_s = (network.latency + weight * 8 / network.down) * _ENOUGH
        slow = took_s >= least_s
        why = f"a page that takes {least_s:.2f} s or more was there after {took_s:.2f} s"
        report[f"network {network.called}"] = APPLIED if slow else could_not(why)
    if setting.screen_reader:
        blind = await screen_reader(page)
        report["screen reader"] = could_not(blind) if blind else APPLIED
    return report


def _asked(persona: Persona, options: Mapping[str, Any], said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(constraint, "" or why it was not applied). said: empty when only the constraints are wanted."""
    setting = persona.setting
    yield f"locale {options['locale']}", _differs(options["locale"], said.get("locale"))
    zone = said.get("zone", "")
    yield f"time zone {persona.time_zone}", "" if _one_zone(persona.time_zone, zone) else f"the browser says {zone}"
    dark = said.get("dark")
    # A page that asks for "light" is also told yes where she has no preference: so the standard has it.
    yield (
        f"colour scheme {setting.color_scheme}",
        "" if dark is (setting.color_scheme == "dark") else f"the browser says {'dark' if dark else 'light'}",
    )
    if setting.contrast != "no-preference":
        yield f"contrast {setting.contrast}", _differs(setting.contrast, said.get("contrast"))
    if setting.forced_colors:
        yield "forced colours", "" if said.get("forced") else "the browser shows the colours of the page"
    if setting.reduced_motion:
        yield "reduced motion", "" if said.get("motion") else "the browser says that movement is welcome"
    wide, high = options["viewport"]["width"], options["viewport"]["height"]
    size = _differs(f"{wide} x {high}", f"{said.get('width')} x {said.get('height')}")
    scale = _differs(f"{options['device_scale_factor']:g}", f"{said.get('scale', 0):g}")
    if setting.device is not None:
        known = "user_agent" in options
        agent = _differs(options["user_agent"], said.get("agent")) if known else "Playwright knows no such device"
        yield f"device {setting.device}", agent or size or scale
    if setting.viewport is not None:
        yield f"viewport {setting.viewport.width} x {setting.viewport.height}", size
    if setting.zoom != 100:
        yield f"zoom {setting.zoom} %", size or scale


def _differs(asked: str, said: object) -> str:
    return "" if said == asked else f"{asked} was asked for, and the browser says {said}"


def _one_zone(asked: str, said: str) -> bool:
    """Browsers call a zone by its oldest name: the same clock counts, and not the same word."""
    if asked == said:
        return True
    try:
        zones = ZoneInfo(asked), ZoneInfo(said)
    except (KeyError, ValueError, OSError):
        return False
    days = [datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=15 * n) for n in range(60)]
    return all(day.astimezone(zones[0]).utcoffset() == day.astimezone(zones[1]).utcoffset() for day in days)


@asynccontextmanager
async def _served(text: str) -> AsyncIterator[str]:
    """The address of a page of this text, on loopback: what comes from no network cannot be slowed down."""
    body = text.encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(head.encode() + body)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass  # the browser has left; whoever waits for the page says so
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    finally:
        server.close()
