"""Judges a recorded history again and compares: the proof that a verdict comes from the history alone."""

from __future__ import annotations

from pathlib import Path

from tellonce.judge import judge_stream
from tellonce.ledger.history_file import stream_history
from tellonce.ledger.verdict_file import read_verdicts

__all__ = ["replay"]


def replay(folder: Path) -> tuple[str, bool]:
    """What came of judging again, in words, and whether every verdict is the same.

    Raises FileNotFoundError when the folder holds no history.
    """
    problems: list[str] = []
    again = {cell.id: cell for cell in judge_stream(stream_history(folder, problems))}
    recorded = {cell.id: cell for cell in read_verdicts(folder)}
    differing = [
        f"  {name}  {recorded[name].verdict if name in recorded else 'no verdict'} -> "
        f"{again[name].verdict if name in again else 'no verdict'}"
        for name in sorted({*again, *recorded})
        if name not in again or name not in recorded or again[name].verdict != recorded[name].verdict
    ]
    said = [*problems, f"{len(again)} cells judged again from {folder.name}: {_compared(differing)}", *differing]
    return "\n".join(said), not differing


def _compared(differing: list[str]) -> str:
    return f"{len(differing)} differ from what was recorded" if differing else "all verdicts are the same"
