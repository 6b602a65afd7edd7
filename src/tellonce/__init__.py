"""Tellonce: the customer tells the company once, and everyone who should know, knows.

What a project's `steps/` need is here; sentences for standard checks need no code.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tellonce.engine.flows import (
        Act,
        Draft,
        Enrolled,
        GivesUp,
        Refused,
        Unanswered,
        choice,
        enrolment,
        flow,
        viewer,
    )
    from tellonce.runner.hooks import hook

__version__ = "0.1.0"
__all__ = [
    "Act",
    "Draft",
    "Enrolled",
    "GivesUp",
    "Refused",
    "Unanswered",
    "choice",
    "enrolment",
    "flow",
    "hook",
    "viewer",
]


def __getattr__(name: str) -> Any:
    # Loaded when asked for: the pytest plugin imports this package in every pytest run on the machine.
    if name == "hook":
        from tellonce.runner import hooks  # noqa: PLC0415

        return hooks.hook
    if name in __all__:
        from tellonce.engine import flows  # noqa: PLC0415

        return getattr(flows, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
