"""What is said of the page on which a flow was left waiting."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tellonce.engine.page_answers import PageAnswers


class Page:
    url = "http://bank.example/details/address"
    main_frame = "main"

    def on(self, event: str, listener: Any) -> None:
        assert event == "response"
        self.answer = listener


def answered(status: int, *, frame: str = "main", navigation: bool = True) -> Any:
    request = SimpleNamespace(is_navigation_request=lambda: navigation, frame=frame)
    return SimpleNamespace(status=status, request=request)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([], ""),
        ([answered(200)], ""),
        ([answered(500)], " (answered 500)"),
        ([answered(500), answered(200)], ""),
        ([answered(200), answered(404)], " (answered 404)"),
        ([answered(200), answered(500, frame="advertisement")], ""),
        ([answered(200), answered(500, navigation=False)], ""),
    ],
)
def test_the_last_document_of_the_page_itself_counts(answers: list[Any], said: str) -> None:
    page = Page()
    seen = PageAnswers(page)  # type: ignore[arg-type]  # all that is asked of a page
    for answer in answers:
        page.answer(answer)
    assert seen.place() == page.url + said
