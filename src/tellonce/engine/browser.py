"""The browser: finding one, and giving each customer a context that takes her persona's setting."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Error, Playwright, async_playwright

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

    async def plan_for(self, persona: Persona) -> tuple[dict[str, Any], dict[str, str]]:
        """Context options for a persona, and constraint -> "applied" or "could not apply: reason"."""
        await self.open()
        assert self._playwright is not None  # noqa: S101 - open() has just started it
        options: dict[str, Any] = {
            "locale": persona.locale.replace("_", "-"),
            "timezone_id": persona.time_zone,
            "color_scheme": persona.setting.color_scheme,
            "reduced_motion": "reduce" if persona.setting.reduced_motion else "no-preference",
        }
        report = {
            f"locale {options['locale']}": "applied",
            f"time zone {persona.time_zone}": "applied",
            f"colour scheme {persona.setting.color_scheme}": "applied",
        }
        if persona.setting.reduced_motion:
            report["reduced motion"] = "applied"
        if persona.setting.keyboard_only:
            report["keyboard only"] = "applied"
        device = persona.setting.device
        if device:
            known = self._playwright.devices
            if device in known:
                options |= {key: value for key, value in known[device].items() if key != "default_browser_type"}
                report[f"device {device}"] = "applied"
            else:
                report[f"device {device}"] = "could not apply: Playwright knows no such device"
        return options, report

    async def context_for(self, persona: Persona | None) -> BrowserContext:
        """A context with the persona's setting; None for somebody of the company."""
        browser = await self.open()
        if persona is None:
            return await browser.new_context()
        options, _ = await self.plan_for(persona)
        context = await browser.new_context(**options)
        if persona.setting.keyboard_only:
            await context.add_init_script(path=Path(__file__).with_name("keyboard_only.js"))
        return context

    async def close(self) -> None:
        """Stop the browser and its driver. Calling it again does nothing."""
        browser, self._browser = self._browser, None
        playwright, self._playwright = self._playwright, None
        if browser is not None and browser.is_connected():
            await browser.close()
        if playwright is not None:
            await playwright.stop()
