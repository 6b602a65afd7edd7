"""report.pdf: the page as paper."""

from __future__ import annotations

import asyncio
from io import BytesIO
from pathlib import Path

import pytest
from made_runs import founding_story
from pypdf import PdfReader

from tellonce.engine.browser import find_browser
from tellonce.model.errors import UsageProblem
from tellonce.report.formats.pdf import pdf
from tellonce.report.write import write_reports

needs_browser = pytest.mark.skipif(find_browser() is None, reason="no Chromium here: set TELLONCE_BROWSER to one")


@pytest.mark.browser
@needs_browser
def test_it_is_a4_with_tags_an_outline_and_page_numbers(tmp_path: Path) -> None:
    write_reports(tmp_path, *founding_story(), project=tmp_path)

    paper = PdfReader(BytesIO(pdf(tmp_path)))

    assert [round(float(side)) for side in paper.pages[0].mediabox[2:]] == [596, 843]
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert len(paper.outline) >= 1
    assert "Maria's new card goes to her old home." in " ".join(paper.pages[0].extract_text().split())
    assert f"1 / {len(paper.pages)}" in paper.pages[0].extract_text()


@pytest.mark.browser
@needs_browser
def test_it_is_printed_where_a_loop_is_running_and_without_scripts_or_network(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        "<!doctype html><title>x</title><h1>kept</h1><script>document.body.append('a script ran')</script>"
        "<link rel=stylesheet href='http://127.0.0.1:9/never.css'>",
        encoding="utf-8",
    )

    async def from_a_loop() -> bytes:
        return pdf(tmp_path)

    text = PdfReader(BytesIO(asyncio.run(from_a_loop()))).pages[0].extract_text()

    assert "kept" in text
    assert "a script ran" not in text


def test_without_a_page_there_is_nothing_to_print(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem) as problem:
        pdf(tmp_path)

    assert str(problem.value) == (
        f"there is no page to print: {tmp_path / 'index.html'} is missing\n"
        "  next          write it first: tellonce report RUN"
    )


def test_without_a_browser_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "index.html").write_text("<!doctype html>", encoding="utf-8")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("TELLONCE_BROWSER", raising=False)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "none"))

    with pytest.raises(UsageProblem) as problem:
        pdf(tmp_path)

    assert str(problem.value) == (
        "the PDF cannot be printed, for no browser could be started: there is no Chromium on the PATH, and none that "
        "Playwright installed\n"
        "  next          install Chromium (Debian: apt-get install chromium; else: playwright install chromium), or "
        "set TELLONCE_BROWSER to one"
    )
