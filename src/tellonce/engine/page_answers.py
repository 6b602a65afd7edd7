"""How the service answered her browser last: it explains a flow that waited for something that never came."""

from __future__ import annotations

from playwright.async_api import Page, Response

__all__ = ["PageAnswers"]

_WRONG = 400


class PageAnswers:
    """Notes the status of each document that a page loads; frames within it do not count."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.status: int | None = None
        """Of the last document; None before the first."""
        page.on("response", self._note)

    def end(self) -> None:
        """Note nothing more."""
        self._page.remove_listener("response", self._note)

    def _note(self, response: Response) -> None:
        request = response.request
        if request.is_navigation_request() and request.frame == self._page.main_frame:
            self.status = response.status

    def place(self) -> str:
        """The page's address, with the status where that says that something was wrong."""
        wrong = self.status is not None and self.status >= _WRONG
        return f"{self._page.url} (answered {self.status})" if wrong else self._page.url
