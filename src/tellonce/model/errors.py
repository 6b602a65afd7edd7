"""Problems that a person can mend: what happened, where, what is valid, what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

__all__ = ["NothingRan", "Place", "ProbeBlind", "Problem", "TellonceError", "UsageProblem", "nearest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in a file: `line` and `column` count from 1; None means the whole file."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake in one place.

    what: a sentence with the bad value in it.  valid: the values that would do, empty when they cannot be listed.
    rule: the id under which `tellonce check` tells it, such as TO201; empty where its file decides.
    """

    what: str
    place: Place | None = None
    bad: str | None = None
    valid: tuple[str, ...] = ()
    hint: str | None = None
    rule: str = field(default="", compare=False)

    def __str__(self) -> str:
        lines = [f"{self.place}: {self.what}" if self.place else self.what]
        close = nearest(self.bad, self.valid)
        if close:
            lines.append(f"  did you mean  {close}")
        if self.valid:
            shown = ", ".join(self.valid[:20]) + (f" … and {len(self.valid) - 20} more" if len(self.valid) > 20 else "")
            lines.append(f"  valid         {shown}")
        if self.hint:
            lines.append(f"  next          {self.hint}")
        return "\n".join(lines)


class TellonceError(Exception):
    """Anything Tellonce says to a person instead of a traceback."""


class UsageProblem(TellonceError):
    """Bad input, found before anything started: exit 2."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class NothingRan(TellonceError):
    """There was no scenario to run: exit 5, never a pass."""


class ProbeBlind(TellonceError):
    """A probe could not see. It means no information, never absence (Jepsen's client contract)."""


def nearest(bad: str | None, valid: Sequence[str]) -> str | None:
    """The valid word most like the bad one, or None when nothing is close."""
    if not bad:
        return None
    folded = {word.casefold(): word for word in valid}
    found = get_close_matches(bad.casefold(), list(folded), n=1, cutoff=0.6)
    return folded[found[0]] if found else None
