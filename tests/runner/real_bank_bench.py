"""A small bank that really runs, with a postbox and a clock, for a doctor or a watch; and ways to break it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from services_bench import free_port
from small_bank import BLUEPRINT, make_small_bank
from tellonce.engine.flows import begin_deeds
from tellonce.runner.doctor import Asked, Finding, examine
from tellonce.runner.doctor.finding import ok

SERVICE = '''
"""Customers, their clocks, and a folder of letters."""
import http.server, json, pathlib, sys
from datetime import datetime

PORT, DATA = int(sys.argv[1]), pathlib.Path(sys.argv[2])
customers, clocks = {}, {}
(DATA / "letters").mkdir(parents=True, exist_ok=True)

class Bank(http.server.BaseHTTPRequestHandler):
    def answer(self, body, status=200):
        said = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def do_GET(self):
        _, kind, *rest = self.path.partition("?")[0].split("/")
        if kind == "ready":
            return self.answer({"name": "bank"})
        if kind == "me" and rest[0] in customers:
            return self.answer(customers[rest[0]])
        if kind == "clock" and rest[0] in clocks:
            return self.answer({"now": clocks[rest[0]], "status": "ready"})
        self.answer({"error": "nobody"}, 404)

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        _, kind, *rest = self.path.split("/")
        if kind == "customers":
            number = str(4711 + len(customers))
            customers[number], clocks[number] = body, "2026-05-04T09:00:00+00:00"
            return self.answer({"number": number})
        self.move(rest[0], body["advance_to"])
        self.answer({})

    def move(self, number, to):
        clocks[number] = to

    def log_message(self, *words):
        pass

http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Bank).serve_forever()
'''

STEPS = """
import httpx

from tellonce import Act, Draft, Enrolled, enrolment, flow


@enrolment("customer")
async def open_account(draft: Draft, addresses: dict) -> Enrolled:
    async with httpx.AsyncClient(base_url=addresses["web"], trust_env=False) as bank:
        answer = await bank.post("/customers", json=dict(draft.values))
    return Enrolled(service_id=answer.json()["number"], secrets={"password": "Correct-Horse-Battery"})


@flow("{customer} moves", changes="postal_address")
async def moves(act: Act) -> None:
    pass
"""

JOURNEY = """\
Feature: Maria moves

  Scenario: Maria moves
    Given Maria is a customer
    When she moves
    Then every touchpoint shows her new postal address within its promise
"""


class World:
    """The project, its ports, and what the doctor finds."""

    def __init__(self, root: Path) -> None:
        self.web, self.smtp, self.http = free_port(), free_port(), free_port()
        start = f"""\
addresses:
  web: http://127.0.0.1:${{BANK_PORT:-{self.web}}}
  smtp: 127.0.0.1:${{SMTP_PORT:-{self.smtp}}}
  postbox: http://127.0.0.1:${{POSTBOX_PORT:-{self.http}}}
  data: ./data
  post: ./post
start:
  - name: postbox
    command: "{{python}} -m tellonce.probes.postbox --smtp {{smtp}} --http 127.0.0.1:{self.http} --into {{post}}"
    ready: "{{postbox}}/ready"
  - name: bank
    command: "{{python}} bank.py {self.web} {{data}}"
    ready: "{{web}}/ready"
clock:
  kind: per_customer
  read: "{{web}}/clock/{{customer.service_id}}"
  advance: "{{web}}/clock/{{customer.service_id}}"
"""
        old = "addresses:\n  web: http://127.0.0.1:9\n  data: ./data\n"
        blueprint = BLUEPRINT.replace(old, start).replace('"{web}/me"', '"{web}/me/{customer.service_id}"')
        self.root = make_small_bank(root, blueprint=blueprint)
        self.write("bank.py", SERVICE)
        self.write("steps/bank.py", STEPS)
        self.write("journeys/moving.feature", JOURNEY)

    def write(self, name: str, text: str) -> None:
        """Write a file of the project."""
        (self.root / name).write_text(text, encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        """Break something."""
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new, 1))

    def examined(self, asked: Asked | None = None) -> list[Finding]:
        """Every finding; a browser is taken for granted, since others look at it."""
        pretended = ok("browser", "pretended")
        try:
            with patch("tellonce.runner.doctor.examine.browser", lambda *_, **__: iter([pretended])):
                return list(examine(self.root, asked or Asked()))
        finally:
            begin_deeds(lambda _flow: None)

    def said(self, check: str, asked: Asked | None = None) -> list[tuple[str, str, str]]:
        """(level, what was said, what to do) of one check, with ports and paths as words."""
        return [
            (one.level, self.plain(one.said), self.plain(one.next))
            for one in self.examined(asked)
            if one.check == check
        ]

    def plain(self, text: str) -> str:
        """Without what is another in every test."""
        for bad, good in (
            (str(self.root), "ROOT"),
            (str(self.web), "WEB"),
            (str(self.smtp), "SMTP"),
            (str(self.http), "HTTP"),
        ):
            text = text.replace(bad, good)
        return text


@contextmanager
def listener(port: int, answer: bytes = b"") -> Iterator[None]:
    """Something else that listens there, and says `answer` to whoever comes."""
    import socket  # noqa: PLC0415
    import threading  # noqa: PLC0415

    server = socket.create_server(("127.0.0.1", port))

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                connection.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()
