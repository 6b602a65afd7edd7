"""Helpers beside this file are importable from every test: pytest puts the folder of a conftest on the path."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# made_runs: cells and runs made by hand; floors above and below the report use them too.
sys.path.append(str(Path(__file__).with_name("report")))

# How long an example takes depends on what else the machine does; under CI=true Hypothesis says so by itself.
settings.register_profile("untimed", settings.default, deadline=None)
settings.load_profile("untimed")

# In a CI job the runs that tests make would each add to its summary, and link to the page of its own run.
os.environ.pop("GITHUB_STEP_SUMMARY", None)
os.environ.pop("TELLONCE_REPORT_URL", None)

# A test run in the background, as a CI may start it, ignores Ctrl-C and hanging up; every run that a test starts would
# inherit that, and no test could stop one.
for _number, _default in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, _default)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, as a run finds it; the test is skipped where there is none.

    One per module: while it is open its loop runs, and tests with a loop of their own could not.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only tests that open a browser need these

    from tellonce.engine.browser import find_browser  # noqa: PLC0415

    found = find_browser()
    if found is None:
        pytest.skip("no Chromium here: set TELLONCE_BROWSER to one")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=flags)
        yield chromium
        chromium.close()
