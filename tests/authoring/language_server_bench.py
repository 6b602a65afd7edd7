"""The official Cucumber language server, installed from npm and spoken to as an editor speaks to it."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from npm_bench import install_from_npm

__all__ = ["Editor", "install", "opened"]

_HERE = Path(__file__).with_name("language_server")
_FILES = ("package.json", "package-lock.json", "server.cjs")
_PATIENCE_S = 60
_UNDEFINED = "cucumber.undefined-step"


def install(cache: Path) -> Path:
    """A folder with the server in it, the same for the same lockfile. cache: kept from one test run to the next.

    Skips, or fails where servers are required, without Node, npm or a registry.
    """
    return install_from_npm(_HERE, _FILES, cache, what="the language server")


@contextmanager
def opened(server: Path, project: Path, settings: dict[str, Any]) -> Iterator[Editor]:
    """An editor in `project`. settings: its `cucumber.*` settings. The server is ended afterwards."""
    process = subprocess.Popen(
        [shutil.which("node") or "node", str(server / "server.cjs"), "--stdio"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=project,
        env={name: value for name, value in os.environ.items() if name != "NODE_OPTIONS"},
    )
    editor = Editor(process, project, settings)
    try:
        editor.begin()
        yield editor
    finally:
        process.kill()
        editor.end()


class Editor:
    """Speaks the Language Server Protocol (JSON-RPC with a Content-Length) to one server."""

    def __init__(self, process: subprocess.Popen[bytes], project: Path, settings: dict[str, Any]) -> None:
        self.log: list[str] = []
        """What the server said of its own work."""
        self._process, self._project, self._settings = process, project, settings
        self._came: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._asked, self._opened = 0, 0
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._listen, self._heed)]
        for thread in self._threads:
            thread.start()

    def begin(self) -> None:
        """Introduce the editor, and wait until the server has read the project."""
        capabilities = {
            "workspace": {"configuration": True},
            "textDocument": {"completion": {"completionItem": {"snippetSupport": True}}, "definition": {}},
        }
        self._ask(
            "initialize",
            {"processId": None, "rootUri": self._project.as_uri(), "capabilities": capabilities},
        )
        self._tell("initialized", {})
        self._wait(lambda message: "suggestions for auto complete" in _logged(message))

    def open(self, text: str) -> list[str]:
        """Open a new feature; the steps that the server takes for undefined.

        Each has a name of its own: the server tells again of what was opened before, whenever it likes.
        """
        self._opened += 1
        uri = self._uri()
        document = {"uri": uri, "languageId": "cucumber", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        said = self._wait(
            lambda message: (
                message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri
            )
        )
        found = said["params"]["diagnostics"]
        assert all(one.get("code") == _UNDEFINED for one in found), found
        return [one["data"]["stepText"] for one in found]

    def complete(self, line: int, column: int) -> list[dict[str, Any]]:
        """What is offered at a place of the feature opened last, the first choice first. Both count from 0."""
        position = {"line": line, "character": column}
        told = {"textDocument": {"uri": self._uri()}, "position": position}
        return sorted(self._ask("textDocument/completion", told), key=lambda one: int(one["sortText"]))

    def end(self) -> None:
        """Collect what is left of the process."""
        self._process.wait(timeout=_PATIENCE_S)
        for thread in self._threads:
            thread.join(timeout=_PATIENCE_S)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()

    def _uri(self) -> str:
        return (self._project / f"draft-{self._opened}.feature").as_uri()

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while head := stream.readline():
            length = int(head.split(b":")[1])
            while stream.readline().strip():
                pass
            self._came.put(json.loads(stream.read(length)))
        self._came.put(None)

    def _heed(self) -> None:
        stream = self._process.stderr
        assert stream is not None
        self.log += (line.decode(errors="replace").rstrip() for line in stream)

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stream = self._process.stdin
        assert stream is not None
        stream.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        stream.flush()

    def _tell(self, method: str, params: dict[str, Any]) -> None:
        self._send({"method": method, "params": params})

    def _ask(self, method: str, params: dict[str, Any]) -> Any:
        self._asked += 1
        number = self._asked
        self._send({"id": number, "method": method, "params": params})
        answer = self._wait(lambda message: message.get("id") == number and "method" not in message)
        assert "error" not in answer, answer
        return answer["result"]

    def _wait(self, is_it: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first message that is it; what the server asks on the way is answered."""
        while True:
            try:
                message = self._came.get(timeout=_PATIENCE_S)
            except queue.Empty:
                raise AssertionError(f"the language server fell silent; it said last: {self.log[-20:]}") from None
            assert message is not None, f"the language server has ended; it said last: {self.log[-20:]}"
            if said := _logged(message):
                self.log.append(said)
            if message.get("method") == "workspace/configuration":
                self._send({"id": message["id"], "result": [self._settings]})
            elif "method" in message and "id" in message:
                self._send({"id": message["id"], "result": None})
            if is_it(message):
                return message


def _logged(message: dict[str, Any]) -> str:
    return str(message["params"]["message"]) if message.get("method") == "window/logMessage" else ""
