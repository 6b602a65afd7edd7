"""A secret of the environment, or of a customer, is in no file that a run leaves, wherever a service says it."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from services_bench import SERVICE, Runs, free_port
from small_bank import BLUEPRINT, make_small_bank
from tellonce.engine.engine import make_engine
from tellonce.engine.protocol import RunOptions
from tellonce.model.events import EvidenceKept, RunStarted, ScenarioFinished, ScenarioStarted, StepFinished
from tellonce.model.observation import PageLine
from tellonce.model.persona import Customer, Persona
from tellonce.probes.protocol import Capture
from tellonce.report.write import write_all

TOKEN = 'tok-9f8e7d6c"é'
PASSWORD = "Correct-Horse-Battery"
PERSONA = Persona(name="Maria", locale="de_DE", language="de", time_zone="Europe/Berlin")


def test_a_secret_is_in_no_file_of_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANK_API_TOKEN", TOKEN)
    probe = '      url: "{web}/me"\n      headers: {Authorization: "Bearer ${BANK_API_TOKEN}"}\n'
    root = make_small_bank(tmp_path, blueprint=BLUEPRINT.replace('      url: "{web}/me"\n', probe))
    stage = make_engine(root, RunOptions(run="r1", folder=root / "reports" / "r1", seed="1"), "main")._stage
    stage.secrets.learn(Customer(key="c", persona=PERSONA, values={}, secrets={"password": PASSWORD}))
    stage.open_history("0.1.0")

    both = f"{TOKEN} and {PASSWORD}"
    where = {"scenario": "journeys/a.feature: A", "at_s": 1.0}
    stage.record(ScenarioStarted(**where, journey="journeys/a.feature", line=1, feature="A", name="A"))
    encoded = base64.b64encode(both.encode())
    mail = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" + encoded
    bodies = {
        "text/html": f"<p>{both}</p>".encode(),
        "application/json": json.dumps({"a": both}).encode(),
        "message/rfc822": mail,
        "text/plain": both.encode() * 2_000,
        "image/svg+xml": f"<svg>{both}</svg>".encode(),
    }
    captures = [
        Capture(kind="text", caption=both, media_type=media, body=body, text=both) for media, body in bodies.items()
    ]
    captures.append(Capture(kind="row", caption=both, text=both * 1_000, place=both))
    lines = (PageLine(text=both, box=(0, 0, 1, 1)),)
    captures.append(
        Capture(kind="letter-page", caption=both, media_type="image/png", body=b"png", text=both, lines=lines)
    )
    for capture in captures:
        stage.record(EvidenceKept(**where, evidence=stage.keep(capture)))
    stage.record(
        StepFinished(**where, keyword="When", text=both, line=2, status="failed", duration_s=0.1, message=both)
    )
    stage.record(ScenarioFinished(**where, status="failed", message=both))
    assert stage._writer is not None
    stage._writer.close()
    folder = stage.folder.path
    write_all(folder, project=root)

    assert stage.run_started is not None
    assert isinstance(stage.run_started, RunStarted)
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert {"history.ndjson", "index.html", "junit.xml", "summary.txt"} <= {file.name for file in files}
    forms = {form for text in (TOKEN, PASSWORD) for form in (text, json.dumps(text)[1:-1], text.partition('"')[0])}
    found = [
        (file.name, form) for file in files for form in (*forms, encoded.decode()) if form.encode() in file.read_bytes()
    ]
    assert found == []


def test_what_a_service_wrote_is_cleaned_when_it_is_stopped(tmp_path: Path) -> None:
    said = f"import sys\nprint({PASSWORD!r}, 'here')\nprint({PASSWORD!r}, file=sys.stderr)\n"
    (tmp_path / "service.py").write_text(said + SERVICE, encoding="utf-8")
    services = Runs(tmp_path, free_port()).services()
    services._redact = lambda text: text.replace(PASSWORD, "[secret]")
    services.start(tmp_path / "logs")
    services.stop()

    written = {file.name: file.read_text(encoding="utf-8") for file in (tmp_path / "logs").iterdir()}
    assert all(PASSWORD not in text for text in written.values())
    assert written["bank.log"] == "[secret] here\nlistening\n"
