"""A report in a browser: made of cells and events by hand, opened as people open it, from disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tellonce.model.cell import CellVerdict
from tellonce.model.history import History
from tellonce.report.account import take_account
from tellonce.report.html import render
from tellonce.report.html.page import app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@dataclass(frozen=True, slots=True)
class Opened:
    """page: the tab.  wrong: console messages, script errors, dialogs and requests for anything but the file."""

    page: Page
    wrong: list[str]
    file: Path

    def go(self, route: str) -> None:
        """Show a view of the app: "#/matrix"."""
        self.page.evaluate("where => { location.hash = where }", route)
        self.page.wait_for_timeout(60)
        _loaded(self.page)


ReportPage = Callable[..., Opened]


@pytest.fixture
def report_page(browser: Browser, tmp_path: Path) -> Iterator[ReportPage]:
    """Opens report_page(history, cells, at="#/matrix", width=…, scheme=…, language=…): a page with its app started."""
    if not app():
        if os.environ.get("TELLONCE_TEST_SERVERS") == "required":
            pytest.fail("the app of reports was not built: make set-up")
        pytest.skip("the app of reports is not built: make set-up builds it where Node is installed")
    with ExitStack() as open_pages:

        def show(history: History, cells: Sequence[CellVerdict], at: str = "", **more: Any) -> Opened:
            beside = {key: more.pop(key) for key in ("language", "beside") if key in more}
            file = tmp_path / "index.html"
            file.write_text(render(take_account(history, cells), tmp_path, **beside), encoding="utf-8")
            return open_pages.enter_context(opened(browser, file, at, **more))

        yield show


def _loaded(tab: Page) -> None:
    """Waits until nothing of the view is still being unpacked."""
    from playwright.sync_api import expect  # noqa: PLC0415 - not needed where no browser is

    expect(tab.locator("#app .loading")).to_have_count(0)


@contextmanager
def opened(
    browser: Browser, file: Path, at: str = "", *, width: int = 1440, scheme: Any = "light", **more: Any
) -> Iterator[Opened]:
    """A report that is a file, in a tab of its own."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **more)
    tab = context.new_page()
    tab.set_default_timeout(10_000)
    wrong: list[str] = []
    tab.on("console", lambda message: wrong.append(message.text))
    tab.on("pageerror", lambda error: wrong.append(str(error)))

    def refused(dialog: Any) -> None:
        wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def asked(request: Any) -> None:
        if request.url.partition("#")[0] != file.as_uri() and not request.url.startswith(("data:", "about:srcdoc")):
            wrong.append(request.url)

    tab.on("dialog", refused)
    tab.on("request", asked)
    tab.goto(file.as_uri() + at)
    tab.wait_for_selector("html.has-app")
    _loaded(tab)
    try:
        yield Opened(tab, wrong, file)
    finally:
        context.close()
