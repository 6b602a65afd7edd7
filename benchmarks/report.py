"""Our report beside Allure 3's, Cucumber's html-formatter's and Playwright's, of as many scenarios, in one run.

    python -m benchmarks.report [--scenarios 1000,10000,50000] [--rounds 3] [--without allure,cucumber,playwright]

Each scenario has eight steps; up to ten thousand have a picture and a mail as evidence, more have none (ours alone).
Written: seconds and the largest memory of the writing process, children included. Opened in Chromium: until the first
paint of anything, until the first row of the list of scenarios stands on the screen, nodes of the document then, and
requests to anywhere else. Peers come from npm, into build/report-peers; what cannot be installed is named and left out.
Exit: 1 when ours misses what it promises.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import monotonic

from benchmarks.report_opened import Opened, open_ours, open_peer
from benchmarks.report_runs import allure_results, cucumber_messages, our_run, playwright_suite
from benchmarks.running import ROOT

PEERS = ROOT / "build" / "report-peers"
PACKAGES = {"allure": "allure@3", "cucumber": "@cucumber/html-formatter@24", "playwright": "@playwright/test@1"}
MOST_WITH_EVIDENCE = 10_000
PATIENCE_S = 90.0
WRITE_OURS = """
import sys
from pathlib import Path
from tellonce.report.html import write_page
from tellonce.report.html.source import from_folder
write_page(from_folder(Path(sys.argv[1])), Path(sys.argv[2]))
"""
FORMAT_CUCUMBER = """
import { createReadStream, createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
const { CucumberHtmlStream } = createRequire(import.meta.url)("@cucumber/html-formatter");
const html = new CucumberHtmlStream();
html.pipe(createWriteStream(process.argv[3]));
for await (const line of createInterface({ input: createReadStream(process.argv[2]) }))
  if (line && !html.write(JSON.parse(line))) await new Promise((go) => html.once("drain", go));
html.end();
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """seconds, megabytes of memory: of the whole process, with its children.  size: bytes of all files."""

    seconds: float
    memory_mb: float
    files: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One report. opened: None when no row came within PATIENCE_S."""

    tool: str
    scenarios: int
    evidence: bool
    written: Written
    opened: Opened | None


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and say whether ours keeps what it promises."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report", description=__doc__)
    parser.add_argument("--scenarios", default="1000,10000,50000", help="sizes, separated by commas")
    parser.add_argument("--rounds", type=int, default=3, help="of writing ours; the median counts")
    parser.add_argument("--without", default="", help="peers to leave out, separated by commas")
    asked = parser.parse_args(arguments)
    peers = [name for name in PACKAGES if name not in asked.without.split(",")]
    peers = [name for name in peers if _installed(name)]
    lines: list[Line] = []
    for size in map(int, asked.scenarios.split(",")):
        with TemporaryDirectory() as folder:
            for line in _measured(Path(folder), size, peers, asked.rounds):
                lines.append(line)
                print(_row(line), flush=True)
    missed = list(_missed(lines))
    print("", *(missed or ["Ours keeps what it promises."]), sep="\n")
    return 1 if missed else 0


def _measured(folder: Path, size: int, peers: Sequence[str], rounds: int) -> Iterator[Line]:
    evidence = size <= MOST_WITH_EVIDENCE
    yield _ours(folder / "ours", size, evidence, rounds)
    if evidence:
        for name in peers:
            yield MEASURE[name](folder / name, size)


def _ours(folder: Path, size: int, evidence: bool, rounds: int) -> Line:
    our_run(folder, size, evidence=evidence)
    page = folder / "index.html"
    runs = [_timed([sys.executable, "-c", WRITE_OURS, str(folder), str(page)], page) for _ in range(rounds)]
    written = Written(
        seconds=median(run.seconds for run in runs),
        memory_mb=max(run.memory_mb for run in runs),
        files=1,
        size=page.stat().st_size,
    )
    last = f"moving-{size - 1}"
    opened = open_ours(page, deep=_route(last), word=last)
    return Line(tool="ours", scenarios=size, evidence=evidence, written=written, opened=opened)


def _route(scenario: str) -> str:
    from benchmarks.histories import FACT, PROFILE  # noqa: PLC0415
    from tellonce.report.html.anchors import scenario_key  # noqa: PLC0415

    return f"#/cell/{scenario_key(scenario)}/1/{FACT}/{PROFILE}"


def _allure(folder: Path, size: int) -> Line:
    allure_results(folder / "results", size, evidence=True)
    out = folder / "out"
    written = _timed([str(_bin("allure")), "generate", str(folder / "results"), "-o", str(out)], out)
    with _served(out) as address:
        opened = _opened(f"{address}/index.html", "[data-testid=tree-leaf-title]")
    return Line(tool="Allure 3", scenarios=size, evidence=True, written=written, opened=opened)


def _cucumber(folder: Path, size: int) -> Line:
    cucumber_messages(folder / "messages.ndjson", size, evidence=True)
    script = PEERS / "format.mjs"
    script.write_text(FORMAT_CUCUMBER, encoding="utf-8")
    out = folder / "out.html"
    written = _timed(["node", str(script), str(folder / "messages.ndjson"), str(out)], out)
    return Line(
        tool="Cucumber",
        scenarios=size,
        evidence=True,
        written=written,
        opened=_opened(out.as_uri(), "span.highlight"),
    )


def _playwright(folder: Path, size: int) -> Line:
    suite, out = PEERS / "suite", folder / "out"
    shutil.rmtree(suite, ignore_errors=True)
    shutil.rmtree(PEERS / "blob-report", ignore_errors=True)
    playwright_suite(suite, size, evidence=True)
    subprocess.run(
        [_bin("playwright"), "test", "-c", "suite/playwright.config.ts"],
        cwd=PEERS,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    blobs = next(path for path in (suite / "blob-report", PEERS / "blob-report") if path.is_dir())
    to = {"PLAYWRIGHT_HTML_OPEN": "never", "PLAYWRIGHT_HTML_OUTPUT_DIR": str(out)}
    merge = [str(_bin("playwright")), "merge-reports", "--reporter", "html", str(blobs)]
    written = _timed(merge, out, environment=to)
    return Line(
        tool="Playwright",
        scenarios=size,
        evidence=True,
        written=written,
        opened=_opened((out / "index.html").as_uri(), ".chip, span.test-file-title"),
    )


MEASURE: dict[str, Callable[[Path, int], Line]] = {
    "allure": _allure,
    "cucumber": _cucumber,
    "playwright": _playwright,
}


def _opened(address: str, row: str) -> Opened | None:
    try:
        return open_peer(address, row, patience_s=PATIENCE_S)
    except TimeoutError:
        return None


def _timed(command: list[str], out: Path, *, environment: dict[str, str] | None = None) -> Written:
    """Run a command as a process of its own. Raises CalledProcessError with what it printed when it fails."""
    began = monotonic()
    process = subprocess.Popen(
        command,
        cwd=PEERS if PEERS.is_dir() else ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    said = process.stderr.read() if process.stderr else b""
    _, status, used = os.wait4(process.pid, 0)
    seconds = monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=said.decode("utf-8", "replace"))
    files = [path for path in out.rglob("*") if path.is_file()] if out.is_dir() else [out]
    return Written(
        seconds=seconds,
        memory_mb=used.ru_maxrss / 1024,
        files=len(files),
        size=sum(path.stat().st_size for path in files),
    )


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """The folder over HTTP on loopback, for a report that does not open from disk."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()


def _bin(name: str) -> Path:
    return PEERS / "node_modules" / ".bin" / name


def _installed(name: str) -> bool:
    """Whether the peer is there, installed if need be."""
    if (PEERS / "node_modules" / PACKAGES[name].rpartition("@")[0]).is_dir():
        return True
    npm = shutil.which("npm")
    if npm:
        PEERS.mkdir(parents=True, exist_ok=True)
        quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
        if (
            subprocess.run([npm, "install", "--prefix", str(PEERS), *quiet, PACKAGES[name]], check=False).returncode
            == 0
        ):
            return True
    print(f"{name} is left out: it could not be installed", file=sys.stderr)
    return False


def _row(line: Line) -> str:
    written, opened = line.written, line.opened
    said = [
        f"{line.tool:<10} {line.scenarios:>6,} scenarios{' with evidence' if line.evidence else '':<14}",
        f"written in {written.seconds:6.2f} s, {written.memory_mb:6.0f} MB",
        f"{written.files:>6,} files, {written.size / 1e6:7.1f} MB",
    ]
    if opened is None:
        said.append(f"no row within {PATIENCE_S:.0f} s")
    else:
        said.append(
            f"first paint {opened.first_paint:5.2f} s, first row {opened.first_row:5.2f} s, {opened.nodes:>7,} nodes, "
            f"{opened.requests} requests elsewhere"
        )
        if opened.deep_link is not None and opened.search is not None:
            said.append(f"deep link {opened.deep_link:.2f} s, search {opened.search * 1000:.0f} ms")
    return "; ".join(said)


def _missed(lines: Sequence[Line]) -> Iterator[str]:
    """What ours promises, and misses here."""
    for line in lines:
        if line.tool != "ours" or line.opened is None:
            continue
        opened = line.opened
        promised = [
            ("first paint", opened.first_paint, 0.6),
            ("deep link", opened.deep_link or 0.0, 1.0),
            ("search", opened.search or 0.0, 0.1),
        ]
        if line.scenarios == MOST_WITH_EVIDENCE:
            promised += [("writing", line.written.seconds, 5.0), ("memory in GB", line.written.memory_mb / 1000, 0.3)]
        for what, measured, most in promised:
            if measured > most:
                yield f"Missed at {line.scenarios:,} scenarios: {what} {measured:.2f}, promised {most:g}"


if __name__ == "__main__":
    sys.exit(main())
