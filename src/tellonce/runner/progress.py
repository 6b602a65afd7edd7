"""What `tellonce run` prints while it runs: one line per scenario, in the words of the journeys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

__all__ = ["NOTES", "SIGNS", "Progress"]

SIGNS = {"passed": "✓", "failed": "✗", "inconclusive": "?", "error": "!", "skipped": "-"}
NOTES = {"inconclusive": "inconclusive", "error": "could not be run to its end", "skipped": "skipped"}


class Progress:
    """Takes the place of pytest's own dots and lists. interrupted: a person pressed Ctrl-C."""

    def __init__(self) -> None:
        self.interrupted = False
        self._reporter: Any = None
        self._journey = ""
        self._announced = False

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Find the terminal."""
        self._reporter = config.pluginmanager.get_plugin("terminalreporter")
        if self._reporter is not None:  # the run says by itself that it was stopped, and in which state
            self._reporter._report_keyboardinterrupt = lambda: None

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Workers are no news to a product owner; xdist would announce them."""
        announcer = session.config.pluginmanager.get_plugin("terminaldistreporter")
        if announcer is not None:
            announcer.write_line = announcer.rewrite = lambda *_, **__: None

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Say what is coming, before the service starts. With workers, they collect."""
        if session.items:
            self._announce([item.nodeid for item in session.items])

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Sequence[str]) -> None:
        """All workers collect the same; the first to come is told."""
        if not self._announced:
            self._announce(ids)

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(self, report: Any) -> tuple[str, str, str] | None:
        """No letters: every scenario gets a line."""
        if getattr(report, "tellonce", None) is None:
            return None
        return report.outcome, "", ""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One line when the scenario ended, and its reason when it was not kept."""
        told: dict[str, str] | None = getattr(report, "tellonce", None)
        if told is None or not told["status"]:
            return
        if told["journey"] != self._journey:
            self._journey = told["journey"]
            self._line(f"{told['feature']}  ({told['journey']})")
        status = told["status"]
        note = f"  {NOTES[status]}" if status in NOTES else ""
        self._line(f"  {SIGNS[status]} {told['name']} … ({report.duration:.1f} s){note}")
        if report.failed:
            for line in str(report.longrepr).splitlines():
                self._line(f"      {line}")

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Remember the person. pytest.exit and a stopped session come here too, the latter as a subclass."""
        self.interrupted = excinfo.type is KeyboardInterrupt

    def _announce(self, ids: Sequence[str]) -> None:
        self._announced = True
        if not ids:  # what was asked, and what there is, is told at the end
            return
        scenarios, journeys = len(ids), len({known.partition("::")[0] for known in ids})
        self._line(f"{_count(scenarios, 'scenario')} in {_count(journeys, 'journey')}")

    def _line(self, text: str) -> None:
        if self._reporter is not None:
            self._reporter.ensure_newline()
            self._reporter.write_line(text, flush=True)
        else:
            print(text, flush=True)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
