"""How the service answered her browser last: it explains a flow that waited for something that never came."""

from __future__ import annotations

from playwright.async_api import Page, Response

__all__ = ["PageAnswers"]

_WRONG = 400


class PageAnswers:
    """Notes the status of each document that a page loads; frames within it do not count."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._status: int | None = None
        page.on("response", self._note)

    def _note(self, response: Response) -> None:
        request = response.request
        if request.is_navigation_request() and request.frame == self._page.main_frame:
            self._status = response.status

    def place(self) -> str:
        """The page's address, with the status where that says that something was wrong."""
        wrong = self._status is not None and self._status >= _WRONG
        return f"{self._page.url} (answered {self._status})" if wrong else self._page.url
