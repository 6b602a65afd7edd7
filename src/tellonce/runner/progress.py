"""What `tellonce run` prints while it runs: one line per scenario, in the words of the journeys."""

from __future__ import annotations

from typing import Any

import pytest

__all__ = ["Progress"]

_SIGNS = {"passed": "✓", "failed": "✗", "inconclusive": "?", "error": "!", "skipped": "-"}
_NOTES = {"inconclusive": "inconclusive", "error": "could not be run to its end", "skipped": "skipped"}


class Progress:
    """Takes the place of pytest's own dots and lists. interrupted: a person pressed Ctrl-C."""

    def __init__(self) -> None:
        self.interrupted = False
        self._reporter: Any = None
        self._journey = ""

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Find the terminal."""
        self._reporter = config.pluginmanager.get_plugin("terminalreporter")

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Workers are no news to a product owner; xdist would announce them."""
        announcer = session.config.pluginmanager.get_plugin("terminaldistreporter")
        if announcer is not None:
            announcer.write_line = announcer.rewrite = lambda *_, **__: None

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
        note = f"  {_NOTES[status]}" if status in _NOTES else ""
        self._line(f"  {_SIGNS[status]} {told['name']} … ({report.duration:.1f} s){note}")
        if report.failed:
            for line in str(report.longrepr).splitlines():
                self._line(f"      {line}")

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Remember the person. pytest.exit and a stopped session come here too, the latter as a subclass."""
        self.interrupted = excinfo.type is KeyboardInterrupt

    def _line(self, text: str) -> None:
        if self._reporter is not None:
            self._reporter.ensure_newline()
            self._reporter.write_line(text, flush=True)
        else:
            print(text, flush=True)
