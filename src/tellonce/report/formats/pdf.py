"""report.pdf: the report's own page as paper, for who meets around a table. Printed by Chromium, offline, no script."""

from __future__ import annotations

import asyncio
import os
import threading
from pathlib import Path

from playwright.async_api import Error, async_playwright

from tellonce.engine.browser import find_browser
from tellonce.model.errors import Problem, TellonceError, UsageProblem

__all__ = ["pdf"]

_INSTALL = (
    "install Chromium (Debian: apt-get install chromium; else: playwright install chromium), "
    "or set TELLONCE_BROWSER to one"
)
_FOOT = (
    '<div style="width:100%;font:7pt sans-serif;color:#555;padding:0 12mm;display:flex;justify-content:space-between">'
    '<span class="title"></span><span><span class="pageNumber"></span> / <span class="totalPages"></span></span></div>'
)
_PRINT_WITHIN_MS = 300_000
"""A run with hundreds of pictures takes a minute or two."""


def pdf(folder: Path, *, browser: str = "") -> bytes:
    """A4, tagged for screen readers, with an outline of its headings and page numbers.

    folder: the run's, with its index.html.  browser: a Chromium to use instead of looking for one.
    Raises UsageProblem where there is no page to print or no browser to print it, TellonceError when it fails.
    """
    page = (folder / "index.html").resolve()
    if not page.is_file():
        raise UsageProblem(
            Problem(what=f"there is no page to print: {page} is missing", hint="write it first: tellonce report RUN")
        )
    return _beside(page, browser)


def _beside(page: Path, browser: str) -> bytes:
    """In a thread of its own: where a report is written, a loop may be running already."""
    done: list[bytes] = []
    failed: list[BaseException] = []

    def print_it() -> None:
        try:
            done.append(asyncio.run(_printed(page, browser)))
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=print_it, name="tellonce-pdf")
    thread.start()
    thread.join()
    if failed:
        raise failed[0]
    return done[0]


async def _printed(page: Path, browser: str) -> bytes:
    found = find_browser(browser)
    arguments = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium refuses its sandbox to root
    async with async_playwright() as playwright:
        try:
            chromium = await playwright.chromium.launch(executable_path=found, args=arguments)
        except Error as error:
            said = error.message.strip().splitlines()[0]
            missing = found is None and "Executable doesn't exist" in error.message
            why = "there is no Chromium on the PATH, and none that Playwright installed" if missing else said
            raise UsageProblem(
                Problem(what=f"the PDF cannot be printed, for no browser could be started: {why}", hint=_INSTALL)
            ) from None
        try:
            context = await chromium.new_context(offline=True, java_script_enabled=False, reduced_motion="reduce")
            context.set_default_timeout(_PRINT_WITHIN_MS)
            shown = await context.new_page()
            await shown.goto(page.as_uri(), wait_until="load")
            return await shown.pdf(
                format="A4",
                margin={"top": "14mm", "bottom": "16mm", "left": "12mm", "right": "12mm"},
                print_background=True,
                display_header_footer=True,
                header_template="<span></span>",
                footer_template=_FOOT,
                tagged=True,
                outline=True,
            )
        except Error as error:
            raise TellonceError(f"the PDF could not be printed: {error.message.strip().splitlines()[0]}") from None
        finally:
            await chromium.close()
