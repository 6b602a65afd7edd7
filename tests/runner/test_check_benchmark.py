"""`python -m benchmarks.check` in its smallest form: every tool does what it is timed for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_tool_is_timed_and_ours_notices_what_is_planted() -> None:
    asked = ["--features", "4", "--scenarios", "2", "--rounds", "1", "--mistakes", "2"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.check", *asked], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    first, _, *rows = done.stdout.splitlines()
    assert first.startswith("8 scenarios x 8 steps in 4 files")
    assert [row[:18].strip() for row in rows[:4]] == [
        "tellonce check",
        "behave --dry-run",
        "gherkin-official",
        "robocop check",
    ]
    noticed = rows[rows.index("") + 2 :]
    assert [row[32:50].strip() for row in noticed] == ["yes"] * 2
