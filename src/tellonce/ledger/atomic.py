"""Files that are either whole or not there."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

__all__ = ["write_atomically"]


def write_atomically(path: Path, body: bytes) -> None:
    """Put `body` at `path`: a reader sees the old content or the new, never half of it.

    The folder must exist.  Raises OSError when it cannot be written; nothing is left behind then.
    """
    half = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        half.write_bytes(body)
        os.replace(half, path)
    finally:
        half.unlink(missing_ok=True)
