"""Every output of a run beside the page: one module each, from an Account to bytes, and the registry of them all."""

from __future__ import annotations

from tellonce.report.formats.registry import MAKERS, Source

__all__ = ["MAKERS", "Source"]
