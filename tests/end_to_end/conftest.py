"""A copy of this project in a folder of its own, with ports of its own, run by the real commands."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tellonce.engine.browser import find_browser
from tellonce.ledger.run_folder import latest_run
from tellonce.ledger.verdict_file import read_verdicts

ROOT = Path(__file__).resolve().parents[2]


def _outside_of_pytest() -> dict[str, str]:
    """The environment of a person's shell: what a test starts must not take itself for a worker of this test run."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a command printed and left. folder: of its run, None when it left none."""

    code: int
    said: str
    folder: Path | None

    def cells(self) -> dict[tuple[str, str, str], str]:
        """(scenario name, fact, touchpoint) -> verdict."""
        assert self.folder is not None, self.said
        return {
            (cell.scenario_name, cell.fact, cell.touchpoint): cell.verdict.value for cell in read_verdicts(self.folder)
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A project that may be changed."""

    root: Path
    environment: dict[str, str]

    def run(self, *command: str, **environment: str) -> Ran:
        """Run `python -m command` in it."""
        before = latest_run(self.root / "reports")
        ran = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=self.root,
            env=_outside_of_pytest() | self.environment | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        after = latest_run(self.root / "reports")
        return Ran(code=ran.returncode, said=ran.stdout + ran.stderr, folder=after if after != before else None)

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace text that must be there."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


@pytest.fixture
def project(tmp_path):
    """The copy. Skips where there is no browser at all."""
    if find_browser() is None:
        pytest.skip("no Chromium on this machine: install one, or set TELLONCE_BROWSER")
    root = tmp_path / "bank"
    for folder in ("journeys", "steps", "fixtures"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "pyproject.toml").write_text(
        '[tool.tellonce]\n[tool.behave]\nrunner = "tellonce.runner:TellonceRunner"\n', encoding="utf-8"
    )
    web, smtp, postbox = map(str, free_ports(3))
    return Copy(root=root, environment={"NORTHBANK_PORT": web, "SMTP_PORT": smtp, "POSTBOX_PORT": postbox})
