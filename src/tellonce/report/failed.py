"""Why a report could not be made, for people: no traceback, but where to look."""

from __future__ import annotations

import traceback
from pathlib import Path

from tellonce.model.errors import TellonceError

__all__ = ["why_failed"]


def why_failed(error: Exception) -> str:
    """What Tellonce says itself as it is; anything else with its kind and the line that it comes from."""
    if isinstance(error, TellonceError):
        return str(error)
    last = traceback.extract_tb(error.__traceback__)[-1:]
    place = f" ({Path(last[0].filename).name}:{last[0].lineno})" if last else ""
    return f"{type(error).__name__}: {error}{place}"
