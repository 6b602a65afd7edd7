"""The browser: finding one, and giving each customer a context that takes her persona's setting."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from playwright.async_api import Browser, BrowserContext, Error, Page, Playwright, async_playwright

from tellonce.engine.keyboard import keyboard_only
from tellonce.engine.proof import prove
from tellonce.engine.screen_reader import ScreenReader
from tellonce.engine.setting import Equipped, options_of
from tellonce.model.errors import Problem, TellonceError, UsageProblem
from tellonce.model.persona import Persona

__all__ = ["BrowserDied", "Browsing", "find_browser"]

_WITH_WINDOW = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_WITHOUT_WINDOW = ("chromium-headless-shell", "chrome-headless-shell")  # the same engine at half the work
_SHOW = "leave out --headed, or run where a Chromium has a window, such as under xvfb-run"
_ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class BrowserDied(TellonceError):
    """The browser went away in the middle of a scenario."""


def find_browser(preferred: str = "", *, headed: bool = False) -> str | None:
    """Path of a Chromium: the preferred one, TELLONCE_BROWSER, one on PATH, else None (Playwright's own is tried)."""
    for name in (preferred, os.environ.get("TELLONCE_BROWSER", "")):
        if name:
            path = shutil.which(name)
            if path is None:
                raise UsageProblem(
                    Problem(
                        what=f"the browser '{name}' cannot be started: there is no such program",
                        hint="mend 'browser' in the settings or TELLONCE_BROWSER, or leave both out",
                    )
                )
            return path
    names = _WITH_WINDOW if headed else (*_WITHOUT_WINDOW, *_WITH_WINDOW)
    return next((path for path in map(shutil.which, names) if path), None)


class Browsing:
    """One browser for a worker. Contexts are opened per customer and closed with the scenario."""

    def __init__(self, *, preferred: str, headed: bool) -> None:
        self._preferred, self._headed = preferred, headed
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._equipped: WeakKeyDictionary[BrowserContext, Equipped] = WeakKeyDictionary()
        self._proved: dict[str, dict[str, str]] = {}

    @property
    def alive(self) -> bool:
        """False only after a browser that was started went away."""
        return self._browser is None or self._browser.is_connected()

    def check(self) -> None:
        """Raises UsageProblem when it is plain without starting anything that no browser can be shown or found."""
        found = find_browser(self._preferred, headed=self._headed)
        if not self._headed:
            return
        if found is not None and Path(found).name in _WITHOUT_WINDOW:
            raise UsageProblem(Problem(what=f"the browser {found} has no window to show", hint=_SHOW))
        if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            raise UsageProblem(Problem(what="there is no display to show the browser on", hint=_SHOW))

    async def open(self) -> Browser:
        """The browser, started at the first call. Raises UsageProblem when there is none to start."""
        if self._browser is not None:
            if not self._browser.is_connected():
                raise BrowserDied("the browser died in the middle of this scenario")
            return self._browser
        found = find_browser(self._preferred, headed=self._headed)
        self._playwright = await async_playwright().start()
        arguments = [*_ARGUMENTS]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            arguments.append("--no-sandbox")  # Chromium refuses its sandbox to root
        try:
            self._browser = await self._playwright.chromium.launch(
                executable_path=found,
                headless=not self._headed,
                args=arguments,
                handle_sigint=False,  # Ctrl-C reaches the driver too; the run closes its browser itself, in order
            )
        except Error as error:
            raise UsageProblem(
                Problem(
                    what=f"no browser could be started: {self._why_not(found, error)}",
                    hint="install Chromium (Debian: apt-get install chromium; else: playwright install chromium), "
                    "or set TELLONCE_BROWSER to one",
                )
            ) from None
        return self._browser

    def _why_not(self, found: str | None, error: Error) -> str:
        if found is None and "Executable doesn't exist" in error.message:
            window = " with a window" if self._headed else ""
            return f"there is no Chromium{window} on the PATH, and none that Playwright installed"
        said = [line.strip() for line in error.message.strip().splitlines() if line.strip()]
        return next((line for line in said if "Missing X server" in line), said[0])

    async def constraints_of(self, persona: Persona) -> dict[str, str]:
        """Constraint -> "applied" or "could not apply: reason", as the browser says when it is asked.

        Asked once of each setting in a worker: the same context is made for each customer who has it.
        """
        key = persona.model_dump_json(include={"locale", "time_zone", "setting"})
        if key not in self._proved:
            context = await self.context_for(persona)
            try:
                self._proved[key] = await self._prove(context, persona)
            finally:
                await context.close()
        return dict(self._proved[key])

    async def _prove(self, context: BrowserContext, persona: Persona) -> dict[str, str]:
        setting = persona.setting
        page = await self.page_in(context)
        reader = ScreenReader(scripts=setting.javascript)
        report = await prove(page, persona, self._options(persona), screen_reader=reader.why_blind)
        if setting.keyboard_only:
            report["keyboard only"] = await keyboard_only(page, persona)
        return report

    def _options(self, persona: Persona) -> dict[str, Any]:
        assert self._playwright is not None  # noqa: S101 - there is a context, so it was started
        return options_of(persona, self._playwright.devices)

    async def context_for(self, persona: Persona | None) -> BrowserContext:
        """A context with the persona's setting; None for somebody of the company. Its pages are made by `page_in`."""
        browser = await self.open()
        if persona is None:
            return await browser.new_context()
        context = await browser.new_context(**self._options(persona))
        self._equipped[context] = await Equipped.of(context, persona)
        return context

    async def page_in(self, context: BrowserContext) -> Page:
        """A new page of a context, with what her persona's setting asks of each page."""
        equipped = self._equipped.get(context)
        return await context.new_page() if equipped is None else await equipped.page()

    async def leave_to_probes(self, page: Page) -> None:
        """She is done with this page: from now on it is looked at and not used. Raises Error when it is gone."""
        equipped = self._equipped.get(page.context)
        if equipped is not None:
            await equipped.unhurried(page)

    async def close(self) -> None:
        """Stop the browser and its driver. Calling it again does nothing."""
        browser, self._browser = self._browser, None
        playwright, self._playwright = self._playwright, None
        if browser is not None and browser.is_connected():
            await browser.close()
        if playwright is not None:
            await playwright.stop()
