"""`tellonce doctor`: finds what a run would miss, one check after the other, and says what to do about it."""

from __future__ import annotations

from tellonce.runner.doctor.examine import Asked, examine
from tellonce.runner.doctor.finding import Finding, as_json, as_text, exit_code

__all__ = ["Asked", "Finding", "as_json", "as_text", "examine", "exit_code"]
