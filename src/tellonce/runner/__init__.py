"""Runs journeys: through behave, through pytest, through `tellonce run`, with the same verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tellonce.runner.behave_runner import TellonceRunner

__all__ = ["TellonceRunner"]


def __getattr__(name: str) -> Any:
    """Import behave only when the runner is asked for: every pytest run on the machine imports this package."""
    if name == "TellonceRunner":
        from tellonce.runner.behave_runner import TellonceRunner  # noqa: PLC0415

        return TellonceRunner
    raise AttributeError(name)
