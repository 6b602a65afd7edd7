"""The postbox: where a service under test sends its mail, text messages, webhooks and OpenTelemetry spans.

`python -m tellonce.probes.postbox --smtp HOST:PORT --http HOST:PORT --into FOLDER` takes everything in, delivers
nothing, and keeps each mail (one file per recipient) and each request as a file, renamed into place when complete.
Spans, POSTed to /v1/traces as any OTLP exporter does, are kept where they belong to a customer's change.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from email.header import Header
from functools import partial
from pathlib import Path
from typing import Any

import h11
from aiosmtpd.smtp import SMTP, Envelope, Session

from tellonce.probes.mail import RECIPIENT_HEADER
from tellonce.probes.otlp import UnacceptableExport, answer_export, read_export
from tellonce.probes.span_files import write_spans

__all__ = ["Postbox", "main"]

_HTTP_BODY_MAX_BYTES = 10_000_000
_IDLE_S = 60.0
_CREDENTIALS = frozenset({"authorization", "cookie", "proxy-authorization", "x-api-key"})
_HOST_AND_PORT = tuple[str, int]
_Answer = tuple[int, str, bytes]
"""Status, media type, body."""


class Postbox:
    """Two receivers and a folder: <into>/mail/new/*.eml, <into>/webhook/*.json and <into>/spans/*.ndjson."""

    def __init__(self, into: Path) -> None:
        self.into = into
        self.mail = into / "mail" / "new"
        self.webhook = into / "webhook"
        self.spans = into / "spans"
        self._unfinished = into / "mail" / "tmp"
        self._last = 0
        self._servers: list[asyncio.Server] = []
        self._conversations: dict[asyncio.StreamWriter, asyncio.Task[Any]] = {}

    def prepare(self, *, fresh: bool) -> None:
        """Make the folders; `fresh` throws away what earlier runs left in them."""
        for folder in (self.mail, self.webhook, self.spans, self._unfinished):
            if fresh and folder.is_dir():
                shutil.rmtree(folder)
            folder.mkdir(parents=True, exist_ok=True)

    async def open(self, *, smtp: _HOST_AND_PORT, http: _HOST_AND_PORT) -> tuple[int, int]:
        """Listen; the ports actually used (0 asks for any). Raises PortTaken."""
        loop = asyncio.get_running_loop()

        def session() -> SMTP:
            # A fixed name, because looking up one's own can take seconds where there is no name server.
            return SMTP(self, hostname="postbox.invalid", enable_SMTPUTF8=True, loop=loop)

        try:
            self._servers.append(await loop.create_server(session, *smtp))
        except OSError as error:
            raise PortTaken("SMTP", smtp, "--smtp", error) from None
        try:
            self._servers.append(await asyncio.start_server(self._serve, *http))
        except OSError as error:
            await self.close()
            raise PortTaken("HTTP", http, "--http", error) from None
        ports = [server.sockets[0].getsockname()[1] for server in self._servers]
        return ports[0], ports[1]

    async def close(self) -> None:
        """Stop listening. What was taken in stays."""
        for server in self._servers:
            server.close()
        self._servers.clear()
        # Senders keep connections open for the next message; hang up, and let each conversation end by itself.
        for writer in self._conversations:
            writer.close()
        await asyncio.gather(*self._conversations.values())

    # aiosmtpd calls the handler by this name.
    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the mail, once per envelope recipient: To is what it claims, RCPT is where it goes."""
        content = envelope.original_content or b""
        for recipient in envelope.rcpt_tos:
            noted = f"{RECIPIENT_HEADER}: {Header(recipient, 'utf-8' if not recipient.isascii() else None).encode()}"
            self._keep(self.mail, ".eml", noted.encode("ascii") + b"\r\n" + content)
        return "250 Kept"

    def _keep(self, folder: Path, suffix: str, content: bytes) -> None:
        # Names sort in the order of arrival, across restarts too, and two arrivals never share one.
        self._last = max(self._last + 1, time.time_ns())
        name = f"{self._last:020d}-{hashlib.sha256(content).hexdigest()[:12]}{suffix}"
        unfinished = self._unfinished / name
        unfinished.write_bytes(content)
        os.replace(unfinished, folder / name)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = h11.Connection(h11.SERVER)
        task = asyncio.current_task()
        if task is not None:
            self._conversations[writer] = task
        try:
            await self._answer_one(connection, reader, writer)
            while connection.our_state is h11.DONE and connection.their_state is h11.DONE:
                connection.start_next_cycle()
                await self._answer_one(connection, reader, writer)
        except (h11.ProtocolError, ConnectionError, TimeoutError):
            pass  # A sender that breaks off or speaks no HTTP has sent nothing that could be kept.
        finally:
            self._conversations.pop(writer, None)
            writer.close()

    async def _answer_one(
        self, connection: h11.Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        request: h11.Request | None = None
        body = bytearray()
        while True:
            event = connection.next_event()
            if event is h11.NEED_DATA:
                connection.receive_data(await asyncio.wait_for(reader.read(65536), _IDLE_S))
            elif isinstance(event, h11.Request):
                request = event
            elif isinstance(event, h11.Data):
                body += event.data
                if len(body) > _HTTP_BODY_MAX_BYTES:
                    # Said before the rest is sent, so the connection ends with it.
                    answer = _in_json(413, {"error": f"more than {_HTTP_BODY_MAX_BYTES:,} bytes are not kept"})
                    break
            elif isinstance(event, h11.EndOfMessage) and request is not None:
                answer = self._take(request, bytes(body))
                break
            else:  # The sender closed the connection.
                raise ConnectionResetError
        status, kind, said = answer
        headers = [("content-type", kind), ("content-length", str(len(said)))]
        for out in (h11.Response(status_code=status, headers=headers), h11.Data(data=said), h11.EndOfMessage()):
            writer.write(connection.send(out) or b"")
        await writer.drain()

    def _take(self, request: h11.Request, body: bytes) -> _Answer:
        method, path = request.method.decode(), request.target.decode("utf-8", errors="replace")
        if method == "GET":
            if path.split("?")[0] == "/ready":
                return _in_json(200, {"ready": True, "service": "postbox", "into": str(self.into)})
            return _in_json(404, {"error": "POST anything here; GET /ready"})
        if method not in ("POST", "PUT"):
            return _in_json(405, {"error": f"{method} is not kept; POST it"})
        names = ((name.decode().casefold(), value.decode("latin-1")) for name, value in request.headers)
        headers = {name: value for name, value in names if name not in _CREDENTIALS}
        if path.split("?")[0] == "/v1/traces":
            return self._take_spans(headers, body)
        text = body.decode("utf-8", errors="replace")
        try:
            said = json.loads(text)
        except (ValueError, RecursionError):
            said = text
        stored = {"path": path, "headers": headers, "body": said}
        # JSON may hold halves of characters (surrogates), which no file in UTF-8 can.
        kept = json.dumps(stored, ensure_ascii=False, indent=1).encode(errors="replace")
        self._keep(self.webhook, ".json", kept)
        return _in_json(200, {"kept": True})

    def _take_spans(self, headers: Mapping[str, str], body: bytes) -> _Answer:
        kind = headers.get("content-type", "")
        try:
            export = read_export(kind, headers.get("content-encoding", ""), body)
            refused = write_spans(self.spans, export.spans)
        except UnacceptableExport as error:
            return _in_json(error.status, {"error": str(error)})
        except OSError as error:
            return _in_json(503, {"error": f"the spans cannot be kept: {error.strerror or type(error).__name__}"})
        return 200, *answer_export(kind, export.rejected + refused)


def _in_json(status: int, said: Mapping[str, Any]) -> _Answer:
    return status, "application/json", json.dumps(said).encode()


class PortTaken(Exception):
    """The address cannot be listened on."""

    def __init__(self, what: str, address: _HOST_AND_PORT, option: str, error: OSError) -> None:
        host, port = address
        why = error.strerror or str(error)
        super().__init__(f"postbox: cannot take {what} at {host}:{port} ({why}); choose another with {option}")


async def _run(arguments: argparse.Namespace, say: Callable[[str], None]) -> int:
    postbox = Postbox(arguments.into.resolve())
    postbox.prepare(fresh=arguments.fresh)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        smtp_port, http_port = await postbox.open(smtp=arguments.smtp, http=arguments.http)
    except PortTaken as taken:
        sys.stderr.write(f"{taken}\n")
        return 2
    say(f"postbox: SMTP {arguments.smtp[0]}:{smtp_port}")
    say(f"postbox: HTTP http://{arguments.http[0]}:{http_port}")
    say(f"postbox: into {postbox.into}")
    await stop.wait()
    await postbox.close()
    return 0


def _address(text: str) -> _HOST_AND_PORT:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"'{text}' is not HOST:PORT, such as 127.0.0.1:8026")
    return host, int(port)


def main(argv: Sequence[str] | None = None) -> int:
    """Run until SIGTERM or Ctrl-C: exit 0; 2 when an option is wrong or a port is taken."""
    parser = argparse.ArgumentParser(
        prog="python -m tellonce.probes.postbox", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--smtp", type=_address, default=("127.0.0.1", 8026), metavar="HOST:PORT")
    parser.add_argument("--http", type=_address, default=("127.0.0.1", 8027), metavar="HOST:PORT")
    parser.add_argument("--into", type=Path, default=Path("reports/postbox"), metavar="FOLDER")
    parser.add_argument("--fresh", action="store_true", help="throw away what earlier runs left")
    return asyncio.run(_run(parser.parse_args(argv), partial(print, flush=True)))


if __name__ == "__main__":
    sys.exit(main())
