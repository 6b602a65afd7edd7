"""Pages that she meets, as far as that can be seen without a browser."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from playwright.async_api import Error

from tellonce.engine.pages_met import Met, PagesMet


class FakePage:
    """Says what it is asked for, or raises it; None never answers."""

    url = "http://bank.example/form"

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)

    def is_closed(self) -> bool:
        return False

    async def evaluate(self, _script: str) -> Any:
        answer = self.answers.pop(0)
        if answer is None:
            await asyncio.Event().wait()
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def wait_for_load_state(self, _state: str) -> None:
        """It is there."""


def state(lang: str = "de", html: str = "<html>", visit: float = 1.0) -> dict[str, Any]:
    return {"visit": visit, "url": FakePage.url, "title": "Moving", "lang": lang, "html": html, "unlike": ""}


def meet(*answers: Any, times: int = 1) -> PagesMet:
    met = PagesMet(reader=None, during="she moves", languages=("de",))

    async def all_times() -> None:
        page: Any = FakePage(*answers)
        for _ in range(times):
            await met.meet(page)

    asyncio.run(all_times())
    return met


def test_a_page_that_did_not_change_its_name_or_language_is_met_once_and_kept_as_she_left_it() -> None:
    met = meet(state(), state(html="<html>typed"), times=2)

    assert met.news() == [Met(url=FakePage.url, during="she moves", languages=("de",), title="Moving", lang="de")]
    assert met.left == {(1.0, FakePage.url): "<html>typed"}
    assert met.news() == []


def test_a_page_that_is_loaded_again_is_met_again() -> None:
    assert len(meet(state(), state(visit=2.0), times=2).news()) == 2


def test_a_page_on_its_way_to_another_is_asked_again() -> None:
    assert [one.blind for one in meet(Error("the context was destroyed"), state()).news()] == [""]


def test_a_page_that_says_nothing_is_no_page_that_was_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tellonce.engine.pages_met._WITHIN_S", 0.01)

    assert [one.blind for one in meet(None).news()] == ["the page did not answer within 0.01 s"]


def test_a_page_that_cannot_be_asked_is_told_with_the_reason() -> None:
    broken = Error("gone\n  and a page of log")

    assert [one.blind for one in meet(broken, broken).news()] == ["gone"]
