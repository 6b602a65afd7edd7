"""A few pages on loopback, and a customer who acts on them in a real browser by steps of a project's own."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from engine_bench import Bank, events, open_bank

from small_bank import BLUEPRINT, MARIA
from tellonce.engine.browser import Browsing, find_browser
from tellonce.engine.flows import Act

__all__ = ["MARIA", "browsing_bank", "constraint", "page", "pages_met"]


def page(body: str, *, lang: str = ' lang="de"', head: str = "") -> str:
    """A page that is sound but for what is asked for."""
    return (
        f"<!doctype html><html{lang}><head><title>Moving</title>"
        f'<meta name="viewport" content="width=device-width">{head}</head>'
        f"<body><main><h1>Moving</h1>{body}</main></body></html>"
    )


@contextmanager
def served(pages: Mapping[str, str]) -> Iterator[str]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = pages.get(self.path)
            body = (found or "gone").encode()
            self.send_response(200 if found is not None else 404)
            self.send_header("Content-Type", "text/css" if self.path.endswith(".css") else "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            """Nothing is said of what works."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _steps(root: Path, lines: str) -> Callable[[Act], Awaitable[None]]:
    """`lines` as a flow of the project: what she does with `page`, and `web`, where the pages are."""
    body = "\n".join(f"    {line}" for line in lines.strip().splitlines())
    text = f"async def acts(act):\n    page, web = act.page, act.addresses['web']\n{body}\n"
    path = root / "steps" / "moving.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    space: dict[str, Callable[[Act], Awaitable[None]]] = {}
    exec(compile(text, str(path), "exec"), space)  # noqa: S102 - our own text, at the place where a project has it
    return space["acts"]


@contextmanager
def browsing_bank(
    root: Path, pages: Mapping[str, str], lines: str, *, setting: str = "{}", language: str = "de"
) -> Iterator[Bank]:
    """The small bank in a real browser, and Maria about to move. lines: her flow, whose first line is line 3."""
    if find_browser() is None:
        pytest.skip("no Chromium here: set TELLONCE_BROWSER to one")
    maria = MARIA.replace("language: de", f"language: {language}") + f"setting: {setting}\n"
    with served(pages) as web:
        blueprint = BLUEPRINT.replace("http://127.0.0.1:9", web).replace("within: 1 day", "within: 20 s")
        browsing = Browsing(preferred="", headed=False)
        with open_bank(
            root, blueprint=blueprint, personas={"maria": maria}, browsing=browsing, acts=_steps(root, lines)
        ) as bank:
            bank.scenario()
            bank.engine.scene.enter("Maria", "customer")
            yield bank


def pages_met(bank: Bank) -> list[tuple[str, str, list[str]]]:
    """(path, title, rules broken) of each page that she met."""
    return [
        (one["url"].split("/", 3)[3], one["title"], [barrier["rule"] for barrier in one["barriers"]])
        for one in events(bank, "page_met")
    ]


def constraint(bank: Bank, name: str) -> str:
    """What is said of one of her constraints in the end."""
    said: str = events(bank, "customer_embodied")[0]["constraints"][name]
    later = [one["said"] for one in events(bank, "constraint_found") if one["constraint"] == name]
    return later[-1] if later else said
