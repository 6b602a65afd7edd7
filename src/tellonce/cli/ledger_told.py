"""A ledger that cannot be used is a mistake of usage to the verbs that read it: 1 has a meaning of its own there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tellonce.model.errors import Problem, UsageProblem

__all__ = ["ledger_told"]


@contextmanager
def ledger_told() -> Iterator[None]:
    """Raises UsageProblem instead of LedgerTrouble."""
    from tellonce.ledger.address import LedgerTrouble  # noqa: PLC0415

    try:
        yield
    except LedgerTrouble as trouble:
        hint = "[tool.tellonce] ledger, or TELLONCE_LEDGER, says where it is"
        raise UsageProblem(Problem(what=str(trouble), hint=hint)) from None
