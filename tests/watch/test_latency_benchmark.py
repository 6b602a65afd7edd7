"""The benchmark of latency, in its smallest form: what it measures and says, whatever the times are."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from benchmarks import latency

from tellonce.engine.browser import find_browser

PUSHED = ("mailbox", "webhook", "documents", "files")
LOOKED_AT = ("http", "sql")
POLLING = ("poll", "every 100 ms", "expect's pauses")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(latency, "PUSH_MOMENTS_S", (0.01, 0.02))
    monkeypatch.setattr(latency, "POLL_MOMENTS_S", (0.01, 0.02))


def measured(*arguments: str) -> int:
    return latency.main(["--trials", "2", "--polls", "1", *arguments])


def rows(said: str) -> list[tuple[str, str]]:
    """(kind, way) of each row of the table; each has a median and a 99th percentile that is no less."""
    lines = said.splitlines()
    found = []
    for line in lines[lines.index(f"{'probe':10} {'way':16} {'median':>8} {'p99':>8}   ratio to Tellonce") + 1 : -1]:
        median, p99 = (float(number) for number in line[28:].split()[:2])
        assert 0 < median <= p99
        assert len(line[28:].split()) == (3 if line[11:27].strip() in POLLING[1:] else 2)
        found.append((line[:10].strip(), line[11:27].strip()))
    return found


def test_every_kind_is_measured_by_push_where_it_has_one_by_poll_and_beside_two_peers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(latency, "PUSH_P99_MS", 60_000.0)

    assert measured("--kinds", *PUSHED, *LOOKED_AT) == 0
    said = capsys.readouterr().out
    assert rows(said) == [*product(PUSHED, ("push", *POLLING)), *product(LOOKED_AT, POLLING)]
    assert said.splitlines()[-1] == "as promised"


def test_a_push_that_is_slower_than_its_limit_is_told_and_ends_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(latency, "PUSH_P99_MS", 0.0)

    assert measured("--kinds", "http", "files") == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith("not as promised: push p99 over 0 ms: files ")


@pytest.mark.browser
@pytest.mark.skipif(find_browser() is None, reason="no Chromium on this machine")
def test_a_page_is_measured_in_a_browser(capsys: pytest.CaptureFixture[str]) -> None:
    assert measured("--kinds", "page") == 0
    assert rows(capsys.readouterr().out) == [*product(("page",), POLLING)]


def test_without_a_browser_the_page_is_left_out_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setattr(latency, "find_browser", lambda: str(broken))

    assert measured("--kinds", "http", "page") == 0
    said = capsys.readouterr().out
    assert said.splitlines()[0] == "page: left out, no browser could be started"
    assert rows(said) == [*product(("http",), POLLING)]


@pytest.mark.parametrize(("count", "worst"), [(1, 1), (99, 99), (100, 99), (101, 100), (200, 198)])
def test_one_trial_in_a_hundred_may_be_slow(count: int, worst: int) -> None:
    assert latency.p99([float(ms) for ms in range(count, 0, -1)]) == worst
