"""What is counted of what she does on her pages: in a real browser, unseen by the pages, also without their scripts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright

from tellonce.engine.browser import find_browser
from tellonce.engine.her_pages import HerPages
from tellonce.engine.waiting import Waiting

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(find_browser() is None, reason="no Chromium on this machine"),
]
FORM = """<!doctype html><title>Details</title><form method="post" action="/saved" novalidate>
<label>City <input name="city" value="Berlin"></label>
<label>Postcode <input name="postcode"></label>
<label>Password <input name="password" type="password"></label>
<label>Born <input name="born" type="date"></label>
<label>Country <select name="country"><option value="DE" selected>Germany<option value="AT">Austria</select></label>
<fieldset><legend>What is it about?</legend>
<label><input type="radio" name="about" value="card"> Card</label>
<label><input type="radio" name="about" value="app"> App</label></fieldset>
<label>Words <textarea name="words"></textarea></label>
<button>Save</button></form>
<a href="#below">Below</a> <a href="/other" target="_blank">Other</a> <p id="below">A text.</p>"""
POLICY = "content-security-policy: default-src 'none'; form-action 'self'\r\n"


@asynccontextmanager
async def site() -> AsyncIterator[str]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = next(
                    (
                        int(line.split(b":")[1])
                        for line in head.split(b"\r\n")
                        if line.lower().startswith(b"content-len")
                    ),
                    0,
                )
                await reader.readexactly(length)
                said = (
                    f"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n{POLICY}content-length: {len(FORM)}\r\n\r\n{FORM}"
                )
                writer.write(said.encode())
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()


def watched(flow: Callable[[Page, str], Awaitable[None]], **context: Any) -> HerPages:
    """What is known of her after this flow."""

    async def run() -> HerPages:
        async with site() as url, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
            page = await (await browser.new_context(**context)).new_page()
            hers = HerPages(page, Waiting(None), not_hers=lambda _page: False)
            await hers.begin()
            await flow(page, url)
            hers.end()
            await browser.close()
            return hers

    return asyncio.run(run())


async def fill_in(page: Page, url: str) -> None:
    await page.goto(f"{url}/details")
    await page.locator("[name=city]").fill("Berlin")
    await page.locator("[name=postcode]").press_sequentially("10999")
    await page.locator("[name=password]").fill("Correct-Horse")
    await page.locator("[name=born]").fill("1990-05-04")
    await page.locator("[name=country]").select_option("AT")
    await page.locator("[name=about][value=app]").press("Space")
    await page.locator("[name=words]").fill("It came too late.")
    await page.locator("button").press("Enter")
    await page.wait_for_url("**/saved")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_each_field_that_she_had_to_fill_in_counts_once(scripts: bool) -> None:
    hers = watched(fill_in, java_script_enabled=scripts)

    assert [(field.called, field.value) for field in hers.fields] == [
        ("Postcode", "10999"),
        ("Password", ""),
        ("Born", "1990-05-04"),
        ("Country", "AT"),
        ("What is it about?", "app"),
        ("Words", "It came too late."),
    ]
    assert (hers.pages, hers.activations, hers.deaf) == (2, 1, "")


def test_enter_in_a_field_presses_the_button_once() -> None:
    async def flow(page: Page, url: str) -> None:
        await page.goto(f"{url}/details")
        await page.locator("[name=postcode]").fill("10999")
        await page.locator("[name=postcode]").press("Enter")
        await page.wait_for_url("**/saved")

    hers = watched(flow)

    assert (len(hers.fields), hers.activations, hers.pages) == (1, 1, 2)


def test_a_field_filled_in_again_on_the_page_loaded_anew_is_another() -> None:
    async def flow(page: Page, url: str) -> None:
        for _ in range(2):
            await page.goto(f"{url}/details")
            await page.locator("[name=postcode]").fill("10999")

    hers = watched(flow)

    assert ([field.called for field in hers.fields], hers.pages) == (["Postcode", "Postcode"], 2)


def test_a_jump_within_a_page_is_no_page_and_a_page_opened_beside_it_is_one() -> None:
    async def flow(page: Page, url: str) -> None:
        await page.goto(f"{url}/details")
        await page.get_by_role("link", name="Below").press("Enter")
        async with page.expect_popup() as opened:
            await page.get_by_role("link", name="Other").press("Enter")
        beside = await opened.value
        await beside.wait_for_load_state()
        await beside.locator("[name=words]").fill("Written beside it.")
        await page.locator("p").click()

    hers = watched(flow)

    assert (hers.pages, [field.value for field in hers.fields]) == (2, ["Written beside it."])
    assert hers.activations == 3  # two links, and a text that she clicked


def test_a_page_sees_nothing_of_being_listened_to() -> None:
    found: list[Any] = []

    async def flow(page: Page, url: str) -> None:
        await page.goto(f"{url}/details")
        found.append(await page.evaluate("Object.keys(window).filter(name => /tellonce/i.test(name))"))

    watched(flow)

    assert found == [[]]


def test_the_addresses_of_her_pages_are_known_once_each_and_without_what_was_asked_of_them() -> None:
    async def flow(page: Page, url: str) -> None:
        await page.goto(f"{url}/details?city=Berlin#top")
        await page.get_by_role("link", name="Below").press("Enter")
        async with page.expect_popup() as opened:
            await page.get_by_role("link", name="Other").press("Enter")
        await (await opened.value).wait_for_load_state()
        await page.goto(f"{url}/details")

    paths = ["/" + at.split("/", 3)[3] for at in watched(flow).addresses]

    assert paths == ["/details", "/other"]


def test_a_flow_that_loads_no_page_has_addresses_only_where_she_acted() -> None:
    async def flow(page: Page, url: str) -> None:
        pass

    assert watched(flow).addresses == ()
