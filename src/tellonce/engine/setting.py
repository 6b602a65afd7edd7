"""A persona's setting as a browser context takes it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, CDPSession, Error, Page

from tellonce.model.persona import Persona

__all__ = ["DESKTOP", "Equipped", "options_of"]

DESKTOP = {"width": 1280, "height": 720}
"""A window without a device or a viewport of its own; Playwright's default, said aloud so that a zoom can divide it."""
_KEYBOARD_ONLY = Path(__file__).with_name("keyboard_only.js")

_AS_FAST_AS_IT_GOES = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


def options_of(persona: Persona, devices: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What the context is made with. devices: Playwright's; one that it does not have is left out."""
    setting = persona.setting
    device = devices.get(setting.device or "", {})
    options: dict[str, Any] = {
        "viewport": dict(DESKTOP),
        "device_scale_factor": 1,
        **{key: value for key, value in device.items() if key != "default_browser_type"},
        "locale": persona.locale.replace("_", "-"),
        "timezone_id": persona.time_zone,
        "color_scheme": setting.color_scheme,
        "reduced_motion": "reduce" if setting.reduced_motion else "no-preference",
        "forced_colors": "active" if setting.forced_colors else "none",
        "contrast": "more" if setting.contrast == "more" else "no-preference",  # "less" is asked of each page
        "java_script_enabled": setting.javascript,
    }
    if setting.viewport is not None:
        options["viewport"] = setting.viewport.model_dump()
    zoom = setting.zoom / 100
    options["viewport"] = {side: max(1, round(size / zoom)) for side, size in options["viewport"].items()}
    options["device_scale_factor"] *= zoom
    return options


class Equipped:
    """A context that gives each of its pages what a context as such cannot: her network, less contrast.

    The session by which a page was told is kept open: what it asked for ends with it.
    """

    def __init__(self, context: BrowserContext, persona: Persona) -> None:
        self._context, self._setting = context, persona.setting
        self._told: dict[Page, asyncio.Task[CDPSession | None]] = {}

    @classmethod
    async def of(cls, context: BrowserContext, persona: Persona) -> Equipped:
        """Equip a context that was just opened, and every page and popup that it will have."""
        equipped = cls(context, persona)
        if persona.setting.keyboard_only:
            await context.add_init_script(path=_KEYBOARD_ONLY)
        if persona.setting.network is not None or persona.setting.contrast == "less":
            context.on("page", equipped._opened)
        return equipped

    async def page(self) -> Page:
        """A new page, equipped before it loads anything. Raises Error when it could not be."""
        page = await self._context.new_page()
        if self._told or self._setting.network is not None or self._setting.contrast == "less":
            await self._begin(page)
        return page

    async def unhurried(self, page: Page) -> None:
        """From now on nobody but probes uses this page: what they see must not depend on how far away she is.

        Raises Error when the page is gone.
        """
        told = self._told.get(page)
        session = await told if told is not None else None
        if session is not None and self._setting.network is not None:
            await session.send("Network.emulateNetworkConditions", _AS_FAST_AS_IT_GOES)

    def _opened(self, page: Page) -> None:
        self._begin(page)

    def _begin(self, page: Page) -> asyncio.Task[CDPSession | None]:
        if page not in self._told:
            task = asyncio.get_running_loop().create_task(self._equip(page))
            self._told[page] = task
            page.on("close", self._forget)
        return self._told[page]

    def _forget(self, page: Page) -> None:
        task = self._told.pop(page, None)
        if task is not None:
            task.cancel()

    async def _equip(self, page: Page) -> CDPSession | None:
        session: CDPSession | None = None
        with suppress(Error):  # a popup may be gone by now; for a page of hers the proof says what came of it
            session = await self._context.new_cdp_session(page)
            if self._setting.contrast == "less":
                features = [{"name": "prefers-contrast", "value": "less"}]
                await session.send("Emulation.setEmulatedMedia", {"features": features})
            network = self._setting.network
            if network is not None:
                await session.send("Network.enable")
                conditions = {
                    "offline": False,
                    "latency": network.latency * 1000,
                    "downloadThroughput": network.down / 8,
                    "uploadThroughput": network.up / 8,
                }
                await session.send("Network.emulateNetworkConditions", conditions)
        return session
