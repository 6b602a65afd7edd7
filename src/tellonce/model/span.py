"""Spans: what a service says of itself about one change, in OpenTelemetry's words."""

from __future__ import annotations

from typing import Literal

from tellonce.model.base import Frozen

__all__ = ["Span"]


class Span(Frozen):
    """How one piece of work began in one system and ended there, as that system tells it.

    Only where a trace enters a system is a span kept; what the system did inside is its own affair.
    span, parent: 16 hexadecimal digits; parent is "" where the sender named none.
    system: the blueprint's key, or "" when no system of the blueprint goes by this `service`.
    status: "error" when it said so, otherwise "ok". message: why, on one line, shortened; often empty.
    """

    span: str
    parent: str = ""
    service: str
    system: str = ""
    name: str
    status: Literal["ok", "error"]
    message: str = ""
