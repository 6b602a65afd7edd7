"""Cucumber Messages: a run as the tools around Cucumber read it."""

from __future__ import annotations

from tellonce.report.formats.messages.stream import PROTOCOL, envelopes, messages

__all__ = ["PROTOCOL", "envelopes", "messages"]
