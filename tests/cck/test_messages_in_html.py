"""Cucumber's own HTML report takes our messages, and shows them in a browser without a complaint."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from kit_bench import Sample, played
from made_runs import founding_story, run, scenario, stale_card
from playwright.sync_api import Browser, Page, expect

from npm_bench import install_from_npm
from tellonce.model.observation import Evidence
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


@pytest.mark.parametrize("name", ["attachments", "all-statuses", "global-hooks", "retry", "rules-backgrounds"])
def test_samples_of_the_kit_are_shown(formatter: Path, browser: Browser, tmp_path: Path, name: str) -> None:
    made = played(Sample(name), tmp_path / "project")
    file = tmp_path / "cucumber.html"
    file.write_text(report_of("\n".join(map(json.dumps, made)).encode(), formatter), encoding="utf-8")
    page, said = opened(browser, file)
    expect(page.get_by_role("heading", name=f"{name}.feature", exact=False)).to_be_visible()
    assert said == []
    page.close()


def test_what_the_service_says_runs_nowhere(formatter: Path, browser: Browser, tmp_path: Path) -> None:
    evil = "</script><script>document.title='broken'</script><img src=x onerror=\"document.title='broken'\">"
    shown = tuple(
        Evidence(kind="text", caption=evil, media_type=media_type, text=evil)
        for media_type in ("text/plain", "text/html", "application/json", "text/x.cucumber.log+plain", "image/svg+xml")
    )
    known = f"journeys/maria/moving-house.feature: {evil}"
    cells = [stale_card(scenario=known, last_seen=evil, new=evil, evidence=shown)]
    history = run(scenario(cells, name=evil, message=evil))
    file = tmp_path / "cucumber.html"
    file.write_text(report_of(messages(history, cells, folder=tmp_path), formatter), encoding="utf-8")
    page, _ = opened(browser, file)
    expect(page.get_by_text("every promise made is looked after").first).to_be_visible()
    assert page.title() == "Cucumber"
    page.close()


def test_a_broken_promise_is_told_in_cucumbers_own_report(formatter: Path, browser: Browser, tmp_path: Path) -> None:
    history, cells = founding_story(tmp_path)
    file = tmp_path / "cucumber.html"
    file.write_text(report_of(messages(history, cells, folder=tmp_path), formatter), encoding="utf-8")
    page, said = opened(browser, file)
    expect(page.get_by_text("every promise made is looked after").first).to_be_visible()
    expect(page.get_by_text("The card letter still shows the old postal address").first).to_be_visible()
    assert said == []
    page.close()
