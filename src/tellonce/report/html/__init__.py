"""index.html: one file that a product owner opens from disk."""

from __future__ import annotations

from tellonce.report.html.page import render

__all__ = ["render"]
