"""Cucumber's own HTML report takes our messages, and shows them in a browser without a complaint."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from made_runs import founding_story
from playwright.sync_api import Browser, Page, expect

from npm_bench import install_from_npm
from tellonce.report.formats.messages import messages

pytestmark = [pytest.mark.node, pytest.mark.browser]

_FILES = ("package.json", "package-lock.json", "format.mjs")


@pytest.fixture(scope="module")
def formatter(request: pytest.FixtureRequest) -> Path:
    """Cucumber's html-formatter, installed once and kept in pytest's cache."""
    cache = request.config.cache.mkdir("cucumber-html-formatter")  # type: ignore[union-attr]  # always there
    source = Path(__file__).with_name("html_formatter")
    return install_from_npm(source, _FILES, cache, what="Cucumber's html-formatter")


def report_of(stream: bytes, formatter: Path) -> str:
    done = subprocess.run(
        [shutil.which("node") or "node", "format.mjs"],
        cwd=formatter,
        input=stream,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def opened(browser: Browser, file: Path) -> tuple[Page, list[str]]:
    """The page, and every complaint of the browser about it."""
    page, said = browser.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(file.as_uri())
    return page, said


def test_a_broken_promise_is_told_in_cucumbers_own_report(formatter: Path, browser: Browser, tmp_path: Path) -> None:
    history, cells = founding_story(tmp_path)
    file = tmp_path / "cucumber.html"
    file.write_text(report_of(messages(history, cells, folder=tmp_path), formatter), encoding="utf-8")
    page, said = opened(browser, file)
    expect(page.get_by_text("every promise made is looked after").first).to_be_visible()
    expect(page.get_by_text("The card letter still shows the old postal address").first).to_be_visible()
    assert said == []
    page.close()
