"""Whither the trace header goes: along with what she tells the service, and nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from engine_bench import FakePage
from playwright.async_api import Page, async_playwright

from tellonce.engine.browser import find_browser
from tellonce.engine.tracing import origin_of, sent_along, trace_headers
from tellonce.probes.span_files import new_trace_id

HEADERS = trace_headers(new_trace_id())
_Pages = Callable[[str], tuple[int, str, str]]


@dataclass(kw_only=True)
class Site:
    """One origin. got: method and path of each request, and whether it bore the header."""

    pages: _Pages
    got: list[tuple[str, bool]] = field(default_factory=list)
    url: str = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                method, path, _ = head.split("\r\n")[0].split()
                named = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
                await reader.readexactly(int(named.get("content-length", 0)))
                self.got.append((f"{method} {path}", named.get("traceparent") == HEADERS["traceparent"]))
                status, more, body = self.pages(path)
                said = (
                    f"HTTP/1.1 {status} X\r\ncontent-type: text/html\r\ncontent-length: {len(body)}\r\n{more}\r\n{body}"
                )
                writer.write(said.encode())
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()


@asynccontextmanager
async def open_site(pages: _Pages) -> AsyncIterator[Site]:
    site = Site(pages=pages)
    server = await asyncio.start_server(site.serve, "127.0.0.1", 0)
    site.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield site
    server.close()


@asynccontextmanager
async def open_page() -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        yield await browser.new_page()
        await browser.close()


def other(path: str) -> tuple[int, str, str]:
    """Takes anything from anywhere, but no header that it does not know."""
    return 200, "access-control-allow-origin: *\r\n", "elsewhere"


def own(elsewhere: str) -> _Pages:
    def answer(path: str) -> tuple[int, str, str]:
        onward = {"/save": "303 /done", "/again": "307 /saved", "/away": f"307 {elsewhere}/landed"}
        if path in onward:
            status, to = onward[path].split()
            return int(status), f"location: {to}\r\n", ""
        form = "<form method=post action={}><button>{}</button></form>".format
        names = [("/save", "save"), ("/again", "again"), ("/away", "away"), (f"{elsewhere}/direct", "direct")]
        return 200, "", "".join(form(to, name) for to, name in names)

    return answer


FETCHES = """async ([elsewhere]) => {
  const told = [["/api", {method: "PUT", body: "x"}], ["/api", {}], [elsewhere + "/api", {method: "POST", body: "x"}]];
  const said = [];
  for (const [url, how] of told) said.push((await fetch(url, how)).status);
  return said;
}"""


async def press(page: Page, site: Site, name: str, arrives: str) -> None:
    await page.goto(f"{site.url}/")
    await page.get_by_role("button", name=name, exact=True).press("Enter")
    await page.wait_for_url(f"**{arrives}")


async def journey() -> tuple[list[tuple[str, bool]], list[tuple[str, bool]], list[int]]:
    """What the service and somebody else got while she told, and what her page's own calls were answered."""
    async with open_site(other) as elsewhere, open_site(own(elsewhere.url)) as site, open_page() as page:
        async with sent_along(page, HEADERS, [site.url, "127.0.0.1:25", "/data"]):
            await press(page, site, "save", "/done")
            await press(page, site, "again", "/saved")
            await page.goto(f"{site.url}/")
            answers = await page.evaluate(FETCHES, [elsewhere.url])
            await press(page, site, "away", "/landed")
            await press(page, site, "direct", "/direct")
        await press(page, site, "save", "/done")
    return site.got, elsewhere.got, answers


@pytest.mark.browser
@pytest.mark.skipif(find_browser() is None, reason="no Chromium on this machine")
def test_only_what_tells_the_service_bears_the_header_and_only_while_she_tells() -> None:
    ours, theirs, answers = asyncio.run(journey())
    telling = [one for one in ours if not one[0].startswith("GET ")]

    assert telling == [
        ("POST /save", True),
        ("POST /again", True),
        ("POST /saved", True),
        ("PUT /api", True),
        ("POST /away", True),
        ("POST /save", False),
    ]
    assert not any(borne for request, borne in ours if request.startswith("GET "))
    # No preflight was set off, and no redirect took it along.
    assert theirs == [("POST /api", False), ("POST /landed", False), ("POST /direct", False)]
    assert answers == [200, 200, 200]


def test_a_page_to_which_nothing_can_be_added_goes_its_way_without() -> None:
    async def tell() -> str:
        async with sent_along(FakePage(), HEADERS, ["http://bank.example"]):  # type: ignore[arg-type]
            return "told"

    assert asyncio.run(tell()) == "told"


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("http://127.0.0.1:8025", "http://127.0.0.1:8025"),
        ("https://Bank.Example:443/app?x", "https://bank.example"),
        ("http://bank.example:80", "http://bank.example"),
        ("http://[::1]:8025/", "http://[::1]:8025"),
        ("127.0.0.1:8026", ""),
        ("./reports", ""),
        ("about:blank", ""),
        ("http://bank.example:99999", ""),
        ("http://[bank", ""),
        ("http://", ""),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(address: str, origin: str) -> None:
    assert origin_of(address) == origin
