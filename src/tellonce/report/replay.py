"""Judges a recorded history again and compares: the proof that a verdict comes from the history alone."""

from __future__ import annotations

from pathlib import Path

from tellonce.judge import AnswersAgain, judge_stream
from tellonce.ledger.history_reading import stream_history
from tellonce.ledger.verdict_file import read_verdicts

__all__ = ["replay"]


def replay(folder: Path) -> tuple[str, bool]:
    """What came of judging again, in words, and whether every verdict is the same; so are sentences with rules of their
    own ("nothing is sent ...", "within ..."), each judged by what came before it was said.

    Raises FileNotFoundError when the folder holds no history.
    """
    problems: list[str] = []
    answers = AnswersAgain()
    again = {cell.id: cell for cell in judge_stream(answers.listen(stream_history(folder, problems)))}
    recorded = {cell.id: cell for cell in read_verdicts(folder)}
    differing = [
        f"  {name}  {recorded[name].verdict if name in recorded else 'no verdict'} -> "
        f"{again[name].verdict if name in again else 'no verdict'}"
        for name in sorted({*again, *recorded})
        if name not in again or name not in recorded or again[name].verdict != recorded[name].verdict
    ]
    said = [*problems, f"{len(again)} cells judged again from {folder.name}: {_compared(differing)}", *differing]
    otherwise = [
        f"  {one.question.step}  {one.recorded} -> {one.again.outcome} ({one.question.scenario})"
        for one in answers.answered
        if one.differs
    ]
    known = sum(1 for one in answers.answered if one.recorded)
    if known:
        said += [f"{known} sentences with rules of their own judged again: {_compared(otherwise)}", *otherwise]
    return "\n".join(said), not differing and not otherwise


def _compared(differing: list[str]) -> str:
    return f"{len(differing)} differ from what was recorded" if differing else "all verdicts are the same"
