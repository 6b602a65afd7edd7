"""Runs to make reports of: scenarios of eight steps and one change each, for ours and in the form that each peer reads.

Three hundred scenarios are made and judged in earnest; the others are the same under names of their own.
"""

from __future__ import annotations

import base64
import json
import struct
import zlib
from pathlib import Path
from typing import Protocol

from pydantic_core import to_json

from benchmarks.histories import Bank
from tellonce.judge import judge
from tellonce.ledger.history_file import COMBINED
from tellonce.ledger.verdict_file import VERDICTS
from tellonce.model.cell import CellVerdict
from tellonce.model.events import Event, EvidenceKept, RunFinished, ScenarioFinished, StepFinished, event_adapter
from tellonce.model.history import History
from tellonce.model.observation import Evidence
from tellonce.model.verdict import Outcome

__all__ = ["STEPS", "allure_results", "cucumber_messages", "our_run", "playwright_suite"]

STEPS = (
    ("Given", "Maria is a customer of the bank"),
    ("And", "she has a card that runs out this month"),
    ("And", "she is signed in"),
    ("When", "she changes her postal address in self-service"),
    ("And", "two weeks pass"),
    ("Then", "every touchpoint shows her new postal address within its promise"),
    ("And", "nothing is sent to her old postal address"),
    ("And", "she is told once"),
)
_MADE, _FEATURES = 300, 100
_OFTEN = (3, 3, 2)
_MAIL = "Dear Maria,\n\nwe have noted your new address and will use it from now on.\n\n" + "Kind regards. " * 40
_WALL = "2026-11-28T09:00:00.000+01:00"
_STARTED_MS = 1_790_000_000_000
_FAILED_IN = 10
"""One scenario in so many fails at its sixth step, in the peers' runs; about as many as have a broken cell in ours."""


def our_run(folder: Path, scenarios: int, *, evidence: bool) -> None:
    """A run folder: history, verdicts, evidence. evidence: a picture and a mail for each scenario, in files."""
    (folder / "evidence").mkdir(parents=True)
    bank = Bank("report", often=_OFTEN)
    made = [_one(bank, number, evidence=evidence) for number in range(min(scenarios, _MADE))]
    with (folder / COMBINED).open("wb") as history, (folder / VERDICTS).open("wb") as verdicts:
        history.write(_line(bank.begin(), 0))
        for number in range(scenarios):
            events, cells = made[number % len(made)]
            history.write(_renamed(events, number % len(made), number))
            verdicts.write(_renamed(cells, number % len(made), number))
            if evidence:
                for path, body in zip(_files(number), (_picture(number), _mail(number)), strict=True):
                    (folder / path).write_bytes(body)
        history.write(_line(RunFinished(), scenarios))


def _one(bank: Bank, number: int, *, evidence: bool) -> tuple[bytes, bytes]:
    """One scenario's lines of the history, and its cells'."""
    *events, finished = bank.scenario(number)
    assert isinstance(finished, ScenarioFinished)  # noqa: S101 - what Bank ends a scenario with
    cells = judge(History(events=[bank.begin(), *events, finished]))
    broken = any(cell.verdict.outcome is Outcome.FAILING for cell in cells)
    steps = [
        StepFinished(
            scenario=finished.scenario,
            keyword=keyword,
            text=text,
            line=line,
            status="failed" if broken and line == 8 else "passed",
            duration_s=0.1,
        )
        for line, (keyword, text) in enumerate(STEPS, 3)
    ]
    picture, mail = _files(number)
    shown = [
        EvidenceKept(scenario=finished.scenario, evidence=found)
        for found in (
            Evidence(kind="screenshot", caption="her page", media_type="image/png", path=picture),
            Evidence(kind="mail", caption="the mail", path=mail),
        )
    ]
    ended = finished.model_copy(update={"status": "failed" if broken else "passed"})
    told: list[Event] = [*events, *steps, *(shown if evidence else ()), ended]
    return b"".join(_line(event, number) for event in told), b"".join(_cell(cell, evidence) for cell in cells)


def _cell(cell: CellVerdict, evidence: bool) -> bytes:
    if not evidence:
        looks = tuple(look.model_copy(update={"evidence": ()}) for look in cell.looks)
        cell = cell.model_copy(update={"looks": looks, "evidence": ()})
    return cell.model_dump_json().encode() + b"\n"


def _line(event: Event, number: int) -> bytes:
    stamped = event.model_copy(update={"wall": _WALL, "at_s": float(number)})
    return event_adapter.dump_json(stamped, by_alias=True) + b"\n"


def _renamed(lines: bytes, template: int, number: int) -> bytes:
    for name in (b"moving-%d", b"maria-%d"):
        lines = lines.replace(name % template, name % number)
    for mine, others in zip(_files(number), _files(template), strict=True):
        lines = lines.replace(others.encode(), mine.encode())
    return lines.replace(b"journeys/maria.feature", b"journeys/maria/%d.feature" % (number % _FEATURES))


def _files(number: int) -> tuple[str, str]:
    return f"evidence/{number:024x}.png", f"evidence/{number:024x}.txt"


def _mail(number: int) -> bytes:
    return f"Customer {number}\n{_MAIL}".encode()


def _picture(number: int) -> bytes:
    """A small PNG of one colour, another for each number."""
    side = 32
    row = b"\x00" + struct.pack(">I", number * 2_654_435_761 % 2**32)[:3] * side

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    pixels = zlib.compress(row * side)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def _fails(number: int) -> bool:
    return number % _FAILED_IN == 0


def allure_results(folder: Path, scenarios: int, *, evidence: bool) -> None:
    """What Allure's adapters write: a JSON file for each test, and its attachments."""
    folder.mkdir(parents=True)
    for number in range(scenarios):
        key = f"00000000-0000-4000-8000-{number:012d}"
        start = _STARTED_MS + number * 1000
        attachments = []
        if evidence:
            (folder / f"{key}-attachment.png").write_bytes(_picture(number))
            (folder / f"{key}-attachment.txt").write_bytes(_mail(number))
            attachments = [
                {"name": "her page", "source": f"{key}-attachment.png", "type": "image/png"},
                {"name": "the mail", "source": f"{key}-attachment.txt", "type": "text/plain"},
            ]
        steps = [
            {
                "name": f"{keyword} {text}",
                "status": "failed" if _fails(number) and nth == 5 else "passed",
                "stage": "finished",
                "start": start + nth * 100,
                "stop": start + nth * 100 + 100,
                "steps": [],
                "attachments": [],
                "parameters": [],
            }
            for nth, (keyword, text) in enumerate(STEPS)
        ]
        result = {
            "uuid": key,
            "historyId": key,
            "fullName": f"journeys/maria/{number % _FEATURES}.feature:moving-{number}",
            "name": f"moving-{number}",
            "status": "failed" if _fails(number) else "passed",
            "statusDetails": {"message": "the card letter still shows the old address"} if _fails(number) else {},
            "stage": "finished",
            "start": start,
            "stop": start + 800,
            "labels": [{"name": "feature", "value": f"Moving {number % _FEATURES}"}],
            "steps": steps,
            "attachments": attachments,
            "parameters": [],
            "links": [],
        }
        (folder / f"{key}-result.json").write_bytes(to_json(result))


def cucumber_messages(file: Path, scenarios: int, *, evidence: bool) -> None:
    """Cucumber Messages as an implementation of Cucumber writes them, with attachments embedded, as its formatter
    wants them."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as out:

        def write(**envelope: object) -> None:
            out.write(json.dumps(envelope, separators=(",", ":")).encode() + b"\n")

        product = {"name": "benchmark", "version": "1"}
        write(
            meta={
                "protocolVersion": "27.0.0",
                "implementation": product,
                "runtime": product,
                "os": product,
                "cpu": product,
            }
        )
        write(testRunStarted={"timestamp": _time(0)})
        for feature in range(min(_FEATURES, scenarios)):
            _feature(write, feature, range(feature, scenarios, _FEATURES))
        for number in range(scenarios):
            _test_case(write, number, evidence=evidence)
        write(testRunFinished={"timestamp": _time(scenarios * 1000), "success": False})


class _Write(Protocol):
    def __call__(self, **envelope: object) -> None: ...


def _time(after_ms: int) -> dict[str, int]:
    at_ms = _STARTED_MS + after_ms
    return {"seconds": at_ms // 1000, "nanos": at_ms % 1000 * 1_000_000}


def _feature(write: _Write, feature: int, numbers: range) -> None:
    """A feature's document, and a pickle and a test case for each of its scenarios."""
    uri = f"journeys/maria/{feature}.feature"
    scenarios = []
    for number in numbers:
        steps = [
            {
                "id": f"s-{number}-{nth}",
                "location": {"line": number * 10 + nth + 2, "column": 5},
                "keyword": f"{keyword} ",
                "keywordType": {"Given": "Context", "When": "Action", "Then": "Outcome"}.get(keyword, "Conjunction"),
                "text": text,
            }
            for nth, (keyword, text) in enumerate(STEPS)
        ]
        scenarios.append(
            {
                "scenario": {
                    "id": f"sc-{number}",
                    "location": {"line": number * 10 + 1, "column": 3},
                    "tags": [],
                    "keyword": "Scenario",
                    "name": f"moving-{number}",
                    "description": "",
                    "steps": steps,
                    "examples": [],
                }
            }
        )
    told = {
        "location": {"line": 1, "column": 1},
        "tags": [],
        "language": "en",
        "keyword": "Feature",
        "name": f"Moving {feature}",
        "description": "",
        "children": scenarios,
    }
    write(source={"uri": uri, "data": f"Feature: Moving {feature}\n", "mediaType": "text/x.cucumber.gherkin+plain"})
    write(gherkinDocument={"uri": uri, "feature": told, "comments": []})
    for number in numbers:
        pickled = [
            {"id": f"p-{number}-{nth}", "text": text, "type": "Action", "astNodeIds": [f"s-{number}-{nth}"]}
            for nth, (_, text) in enumerate(STEPS)
        ]
        about = {"uri": uri, "name": f"moving-{number}", "language": "en", "tags": []}
        write(pickle={"id": f"p-{number}", "steps": pickled, "astNodeIds": [f"sc-{number}"], **about})
        tried = [
            {"id": f"t-{number}-{nth}", "pickleStepId": f"p-{number}-{nth}", "stepDefinitionIds": []}
            for nth in range(len(STEPS))
        ]
        write(testCase={"id": f"c-{number}", "pickleId": f"p-{number}", "testSteps": tried})


def _test_case(write: _Write, number: int, *, evidence: bool) -> None:
    at_ms, started = number * 1000, f"r-{number}"
    write(testCaseStarted={"id": started, "testCaseId": f"c-{number}", "attempt": 0, "timestamp": _time(at_ms)})
    failed = False
    for nth in range(len(STEPS)):
        step = {"testCaseStartedId": started, "testStepId": f"t-{number}-{nth}"}
        write(testStepStarted={**step, "timestamp": _time(at_ms + nth * 100)})
        status = "SKIPPED" if failed else ("FAILED" if _fails(number) and nth == 5 else "PASSED")
        failed = failed or status == "FAILED"
        if evidence and nth == 5:
            for body, kind in ((_picture(number), "image/png"), (_mail(number), "text/plain")):
                encoded = base64.b64encode(body).decode()
                write(attachment={**step, "body": encoded, "contentEncoding": "BASE64", "mediaType": kind})
        result = {"status": status, "duration": {"seconds": 0, "nanos": 100_000_000}}
        write(testStepFinished={**step, "testStepResult": result, "timestamp": _time(at_ms + nth * 100 + 100)})
    write(testCaseFinished={"testCaseStartedId": started, "timestamp": _time(at_ms + 900), "willBeRetried": False})


def playwright_suite(folder: Path, scenarios: int, *, evidence: bool) -> None:
    """A suite of Playwright's that opens no browser: what it leaves is a blob report of so many tests.

    None fails, for each failure starts a worker anew; its report is the lighter for it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    attached = """
    await info.attach("her page", { body: picture, contentType: "image/png" });
    await info.attach("the mail", { body: mail, contentType: "text/plain" });"""
    (folder / "playwright.config.ts").write_text(
        'export default { testDir: ".", workers: 2, fullyParallel: true, reporter: [["blob"]] };\n', encoding="utf-8"
    )
    for part in range(4):
        numbers = f"let n = {part}; n < {scenarios}; n += 4"
        (folder / f"moving-{part}.spec.ts").write_text(
            f"""import {{ test, expect }} from "@playwright/test";
const steps = {json.dumps([f"{keyword} {text}" for keyword, text in STEPS])};
const picture = Buffer.from("{base64.b64encode(_picture(0)).decode()}", "base64");
const mail = {json.dumps(_mail(0).decode())};
for ({numbers}) {{
  test(`moving-${{n}}`, async ({{}}, info) => {{
    for (const [nth, step] of steps.entries()) await test.step(step, async () => {{
      expect(step).not.toBe("");
    }});{attached if evidence else ""}
  }});
}}
""",
            encoding="utf-8",
        )
