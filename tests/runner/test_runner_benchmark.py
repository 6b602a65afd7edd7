"""`python -m benchmarks.runner` in its smallest form: it runs, and says what it promises."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_way_of_running_is_measured() -> None:
    asked = ["--scenarios", "2", "--steps", "1", "--sentences", "3"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.runner", *asked], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    _, *rows = done.stdout.splitlines()
    assert [row.split("sentences")[1].split("  ")[1].strip() for row in rows] == [
        "plain behave",
        "behave with TellonceRunner",
        "pytest with the plugin",
    ]
