"""How a sentence says no. Both are AssertionErrors, so that behave and pytest call them failures, not crashes."""

from __future__ import annotations

__all__ = ["CannotTell", "PromiseBroken"]


class PromiseBroken(AssertionError):
    """A promise to the customer is broken; the text says what she lives through, and the evidence."""


class CannotTell(AssertionError):
    """It could not be seen whether the promise is kept. Unknown is never a pass."""
