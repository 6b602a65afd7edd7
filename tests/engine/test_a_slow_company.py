"""In a real browser: a page that does not come makes her give up, and one that comes late enough does not."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic
from types import SimpleNamespace
from typing import Any, cast

import pytest
from playwright.async_api import Page, async_playwright

from tellonce.engine.browser import find_browser
from tellonce.engine.cast import Part, register
from tellonce.engine.effort import Ended, MeasuredFlow
from tellonce.engine.flows import Act, Flow
from tellonce.engine.page_answers import PageAnswers
from tellonce.engine.retold import Retold
from tellonce.engine.stage import Stage
from tellonce.engine.tracing import sent_along
from tellonce.engine.waiting import PatienceGone
from tellonce.model.effort import Deed
from tellonce.model.errors import Place
from tellonce.model.facts import Fact, FactKind
from tellonce.model.observation import Evidence
from tellonce.model.persona import Persona, Pronouns
from tellonce.probes.protocol import Capture
from tellonce.watch.axis import Axis

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(find_browser() is None, reason="no Chromium on this machine"),
]
SHORT_S, LONG_S = 3.0, 60.0
FACTS = {"email": Fact(kind=FactKind.EMAIL, called="e-mail address")}
HEADERS = {"traceparent": "00-1-2-01"}
FORM = '<title>Chat</title><form method="post" action="/sent"><input name="text"><button>Send</button></form>'


@asynccontextmanager
async def company(hold: asyncio.Event | None) -> AsyncIterator[str]:
    """A company that answers what is sent to it only when `hold` is set; at once without one."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = re.search(rb"content-length: (\d+)", head.lower())
                await reader.readexactly(int(length[1]) if length else 0)
                if head.startswith(b"POST") and hold is not None:
                    await hold.wait()
                writer.write(
                    f"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {len(FORM)}\r\n\r\n".encode()
                )
                writer.write(FORM.encode())
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()


class Lived:
    """What came of one flow."""

    def __init__(self) -> None:
        self.deeds: list[Deed] = []
        self.gone: list[PatienceGone] = []
        self.saw: tuple[Evidence, ...] = ()
        self.went_on = False
        self.said = ""

    def gave_up(self, gone: PatienceGone, _place: str, saw: tuple[Evidence, ...]) -> None:
        self.gone.append(gone)
        self.saw = saw


async def chat(hold: asyncio.Event | None, patience_s: float) -> Lived:
    lived = Lived()

    async def flow(act: Act) -> None:
        await act.page.goto(f"{act.addresses['web']}/chat")
        await act.page.locator("[name=text]").fill("Where is it?")
        await act.page.locator("button").press("Enter")
        await act.page.wait_for_url("**/sent")
        lived.went_on = True

    async with company(hold) as url, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        page = await browser.new_page()
        measured = _measured(page, flow, lived, patience_s)
        await measured.begin()
        act = Act(page=page, customer=cast(Any, None), news={}, addresses={"web": url}, headers=HEADERS)
        ended: Ended = "answered"
        try:
            async with sent_along(page, HEADERS, [url]):
                await measured.live(flow(act))
        except PatienceGone as gone:
            ended = "gave up"
            lived.said = str(await measured.lose(gone))
        measured.end(act, ended, 0.0)
        await browser.close()
        if hold is not None:
            hold.set()
    return lived


def _measured(page: Page, flow: Any, lived: Lived, patience_s: float) -> MeasuredFlow:
    def keep(capture: Capture) -> Evidence:
        return Evidence(kind=capture.kind, caption=capture.caption, media_type=capture.media_type)

    stage = SimpleNamespace(looked_at=lambda _page: False, keep=keep, facts=FACTS)
    declared = Flow(
        sentence="{customer} chats",
        changes=("email",),
        learns=(),
        new=None,
        function=flow,
        place=Place(file="steps/service.py", line=7),
    )
    return MeasuredFlow(
        cast(Stage, stage),
        _part(patience_s),
        declared,
        page=page,
        news={},
        answers=PageAnswers(page),
        told=Retold(FACTS),
        ended=lived.deeds.append,
        gave_up=lived.gave_up,
    )


def _part(patience_s: float) -> Part:
    liam = Persona(
        name="Liam",
        locale="en_GB",
        language="en",
        time_zone="Europe/London",
        pronouns=Pronouns(subject="he", object="him", possessive="his"),
        patience=patience_s,
    )
    return register(liam, seed="s", axis=Axis(monotonic()))


def test_an_answer_that_does_not_come_makes_him_give_up_at_once() -> None:
    async def lived() -> Lived:
        return await chat(asyncio.Event(), SHORT_S)

    seen = asyncio.run(lived())

    assert not seen.went_on
    assert [SHORT_S <= gone.after_s < SHORT_S + 5 for gone in seen.gone] == [True]
    assert (
        seen.said.splitlines()[0]
        == "Liam gave up after 3 s, and is lost as a customer: no answer after pressing 'Send'"
    )
    assert seen.said.splitlines()[1:3] == ["  patience  3 s", "  wanted    to tell the company his e-mail address"]
    assert [picture.caption for picture in seen.saw] == ["what Liam saw last"]
    assert [(deed.ended, deed.pages, len(deed.fields)) for deed in seen.deeds] == [("gave up", 1, 1)]


def test_an_answer_that_comes_in_time_is_waited_for() -> None:
    async def lived() -> Lived:
        return await chat(None, LONG_S)

    seen = asyncio.run(lived())

    assert seen.went_on
    assert seen.gone == []
    assert [(deed.ended, deed.pages, deed.interactions) for deed in seen.deeds] == [("answered", 2, 2)]
    assert 0.0 < seen.deeds[0].waited_s < LONG_S
