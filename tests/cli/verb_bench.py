"""What a test of the command line is given: `tellonce` as a function."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["Tellonce"]

Tellonce = Callable[..., tuple[int, str, str]]
"""Arguments -> exit code, what it printed, what it complained of."""
