"""Real services in processes of their own, for whoever starts, loses and stops them."""

from __future__ import annotations

import socket
from pathlib import Path
from textwrap import dedent

from tellonce.engine.services import Addresses, Services
from tellonce.model.blueprint import Blueprint

SERVICE = dedent("""
    import http.server, json, os, sys

    class Ready(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = json.dumps({"name": os.environ.get("NAME", "nobody")}).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words):
            pass

    print("listening", flush=True)
    http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Ready).serve_forever()
""")


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free: int = probe.getsockname()[1]
        return free


class Runs:
    """Makes services of one blueprint, and stops them when the test is over."""

    def __init__(self, root: Path, port: int) -> None:
        self.root, self.port = root, port
        self.made: list[Services] = []

    def services(self, **more: object) -> Services:
        service = {
            "name": "bank",
            "command": f"{{python}} service.py {self.port}",
            "ready": "{web}/ready",
            "ready_within": "20 s",
            **more,
        }
        blueprint = Blueprint.model_validate(
            {
                "service": "Bank",
                "addresses": {"web": f"http://127.0.0.1:{self.port}", "data": "./data"},
                "start": [service],
                "facts": {},
                "systems": {},
                "hops": [],
                "touchpoints": {},
            }
        )
        self.made.append(Services(blueprint, self.root, Addresses(blueprint, self.root)))
        return self.made[-1]
