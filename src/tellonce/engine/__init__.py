"""Embodies customers, carries out flows beside the watching, and asks the judge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tellonce.engine.engine import Engine, make_engine

__all__ = ["Engine", "make_engine"]


def __getattr__(name: str) -> Any:
    # The browser, SQL and PDF libraries behind the engine take a second; whoever only needs its protocol need not wait.
    if name in __all__:
        from tellonce.engine import engine  # noqa: PLC0415

        return getattr(engine, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
