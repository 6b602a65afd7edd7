"""The command, in this process."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from verb_bench import Tellonce

from tellonce.cli import main

# contacts_bench: a project with a register of contacts.
sys.path.append(str(Path(__file__).parents[1] / "contacts"))


@pytest.fixture
def tellonce(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Tellonce:
    """Runs the command; returns its exit code, what it printed, and what it complained of."""

    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["tellonce", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        code = ended.value.code
        return (code if isinstance(code, int) else 0), said.out, said.err

    return command
