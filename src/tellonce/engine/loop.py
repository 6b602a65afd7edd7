"""One asyncio loop in a background thread: it owns the browser, the probes and the waiting."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import wait
from typing import Any, TypeVar

__all__ = ["BackgroundLoop"]

_GLANCE_EVERY_S = 1.0
_T = TypeVar("_T")


class BackgroundLoop:
    """Runs coroutines for steps, which are synchronous, beside the watching, which is not."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="tellonce-loop", daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()

    def run(self, coroutine: Coroutine[Any, Any, _T], *, glance: Callable[[], None] | None = None) -> _T:
        """Run to the end and return the result; its exception is raised here. Ctrl-C cancels it.

        glance: called every second meanwhile; what it raises cancels the work and is raised here.
        """
        future = asyncio.run_coroutine_threadsafe(coroutine, self.loop)
        try:
            while glance is not None and not wait([future], timeout=_GLANCE_EVERY_S).done:
                glance()
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def close(self) -> None:
        """Cancel what is left, and stop the thread. Calling it again does nothing."""
        if self.loop.is_closed():
            return
        self.run(self._cancel_rest())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    async def _cancel_rest(self) -> None:
        rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
