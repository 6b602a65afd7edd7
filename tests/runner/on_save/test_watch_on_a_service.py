"""`tellonce watch` on a bank that really runs: the verdicts of `tellonce run`, and services that stay up in between."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from on_save_bench import watching
from real_bank_bench import World

from tellonce.ledger.verdict_file import read_verdicts
from tellonce.runner.doctor.services import who_listens

JOURNEY = "journeys/moving.feature"
MOVES = """    async with httpx.AsyncClient(base_url=act.addresses["web"], trust_env=False) as bank:
        await bank.post(f"/change/{act.customer.service_id}", json={"advance_to": dict(act.news)})
"""


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A bank that takes what she tells in its flow, and forgets it as long as the flow says nothing."""
    made = World(tmp_path)
    made.change("fixtures/blueprint.yaml", "promise: {within: 10 s}", "promise: {within: 5 s}")
    made.change(
        "fixtures/blueprint.yaml", "    facts: [postal_address]\n    destination", "    facts: [email]\n    destination"
    )
    made.change("fixtures/blueprint.yaml", "destination: postal_address", "destination: email")
    made.change(
        "bank.py",
        '        self.move(rest[0], body["advance_to"])\n',
        '        if kind == "change":\n            customers[rest[0]].update(body["advance_to"])\n'
        '        else:\n            self.move(rest[0], body["advance_to"])\n',
    )
    return made


def tellonce(root: Path, *arguments: str) -> tuple[int, str]:
    """A command in the project. Returns exit code and what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "tellonce", *arguments], cwd=root, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def verdicts(folder: Path) -> list[tuple[str, str, str]]:
    """(touchpoint, fact, outcome) of every cell of a run."""
    return sorted((cell.touchpoint, cell.fact, cell.verdict.outcome.value) for cell in read_verdicts(folder))


@pytest.mark.browser
def test_a_save_has_the_verdict_of_a_run_and_can_be_explained(world: World) -> None:
    with watching(world.root) as watch:
        watch.ready()
        watch.save(JOURNEY, "Scenario: Maria moves", "Scenario: Maria moves house")
        broken = watch.until("index.html")
        served_by = who_listens(world.web)
        latest = (world.root / "reports" / "latest").resolve()
        explained = tellonce(world.root, "explain", read_verdicts(latest)[0].id, "--run", latest.name)
        watch.save("steps/bank.py", "    pass\n", MOVES)
        kept = watch.until("index.html")
        os.kill(int(re.findall(r"process (\d+)", served_by)[0]), signal.SIGKILL)
        watch.press("")
        again = watch.until("index.html")
        watch.press("q")
        code, _ = watch.end()
    code_of_run, _ = tellonce(world.root, "run", "--run", "whole")

    assert "  ✗ Maria moves house … (0.0 s)" in broken
    assert "replay    tellonce explain 0a1b2c3d --run watch-1" in broken
    assert explained[0] == 0, explained[1]
    assert kept.startswith("12:00:00  steps/bank.py: 1 scenario\n")
    assert kept.endswith("  1 kept, in 0.0 s; reports/watch-1/index.html")
    assert again.startswith("  bank (signal SIGKILL) had gone away, and was started anew\n")
    assert again.endswith("  1 kept, in 0.0 s; reports/watch-1/index.html")
    assert (code, code_of_run) == (0, 0)
    watched = sorted(path for path in (world.root / "reports").glob("watch-*"))
    assert len(watched) == 3
    assert verdicts(watched[-1]) == verdicts(world.root / "reports" / "whole")
    assert verdicts(watched[0]) != verdicts(watched[-1])
    assert who_listens(world.web) == who_listens(world.http) == ""


@pytest.mark.browser
def test_code_of_the_service_restarts_it_and_runs_the_last_ones_again(world: World) -> None:
    world.change("steps/bank.py", "    pass\n", MOVES)
    with watching(world.root, "--restart-on", "*.py") as watch:
        began = watch.ready()
        before = who_listens(world.web)
        watch.press("a")
        watch.until("index.html")
        watch.save("bank.py", 'customers[rest[0]].update(body["advance_to"])', "pass")
        restarted = watch.until("index.html")
        after = who_listens(world.web)
        watch.press("q")
        code, _ = watch.end()

    assert "are not watched" not in began
    assert restarted.startswith("12:00:00  bank.py: the services start anew\n")
    assert "  ✗ Maria moves … (0.0 s)" in restarted
    assert before != after
    assert code == 1


@pytest.mark.browser
def test_that_the_services_own_files_are_unwatched_is_said_once_and_a_file_to_attach_is_watched(world: World) -> None:
    proof = world.root / "papers" / "lease.txt"
    proof.parent.mkdir()
    proof.write_text("flat 7a", encoding="utf-8")
    (world.root / "steps" / "papers.yaml").write_text(
        'flows:\n  - sentence: "{customer} sends in a lease"\n    changes: email\n'
        "    acts:\n      - attach: {Lease: papers/lease.txt}\n      - press: Send\n",
        encoding="utf-8",
    )
    with watching(world.root) as watch:
        began = watch.ready()
        watch.save("papers/lease.txt", "7a", "7b")
        told = watch.until("papers/lease.txt")
        watch.press("q")
        watch.end()

    said = "The service's own files are not watched: --restart-on GLOB"
    assert began.count(said) == 1
    assert told == "12:00:00  papers/lease.txt: no scenario says anything of what changed"
