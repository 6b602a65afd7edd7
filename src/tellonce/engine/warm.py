"""What outlives one run for the sake of the next: the loop, the browser on it, and the services that were started."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tellonce.engine.browser import Browsing
from tellonce.engine.loop import BackgroundLoop
from tellonce.engine.services import Services

__all__ = ["Warm"]


class _KeptBrowsing(Browsing):
    """A browser that a run's end leaves open. Contexts are closed by the run whose they are."""

    async def close(self) -> None:
        """Only what is dead already is put away, so that another can be opened."""
        if not self.alive:
            await super().close()

    async def really_close(self) -> None:
        """Stop the browser and its driver."""
        await super().close()


class Warm:
    """Lent to one engine after the other. Nothing is started before an engine asks.

    logs: where services write what they say, since the run that started them may be cleared away before they end.
    """

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self._loop: BackgroundLoop | None = None
        self._browsing: dict[tuple[str, bool], _KeptBrowsing] = {}
        self._services: Services | None = None
        self._described: Any = None

    @property
    def loop(self) -> BackgroundLoop:
        """The one loop: a browser belongs to the loop that it was started on."""
        if self._loop is None:
            self._loop = BackgroundLoop()
        return self._loop

    def browsing(self, *, preferred: str, headed: bool) -> Browsing:
        """The browser for these settings; not started yet when nobody has used it."""
        return self._browsing.setdefault((preferred, headed), _KeptBrowsing(preferred=preferred, headed=headed))

    def services(self, wanted: Services) -> Services:
        """The services that are up, when `wanted` describes the same; else those are stopped, and `wanted` is kept."""
        if self._services is not None and self._described == wanted.description:
            self._services.described_as(wanted)
            return self._services
        self.stop_services()
        self._services, self._described = wanted, wanted.description
        return wanted

    @property
    def restarted(self) -> tuple[str, ...]:
        """The services that had gone away before the last run began, and how each had ended."""
        return self._services.restarted if self._services is not None else ()

    def stop_services(self) -> bool:
        """Stop what was started here; the next run starts it anew. Returns False when nothing was."""
        return self._services is not None and self._services.stop()

    def close(self) -> None:
        """Browser, loop and services end. Calling it again does nothing."""
        try:
            if self._loop is not None:
                for browsing in self._browsing.values():
                    self._loop.run(browsing.really_close())
                self._loop.close()
        finally:
            self._loop = None
            self._browsing.clear()
            self.stop_services()
