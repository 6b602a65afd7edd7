"""The devices that a browser can be set up as, without starting one."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

__all__ = ["known_devices"]

_DEVICE = re.compile(r'^\s+"(?P<name>[^"]+)": DeviceDescriptor;$', re.MULTILINE)
_LISTED_IN = "driver/package/types/types.d.ts"


@cache
def known_devices() -> tuple[str, ...]:
    """The names in Playwright's own list, in its order; empty when it cannot be found, and nothing can be said.

    Source: the declaration of `devices` in the types that Playwright's driver ships.
    """
    spec = find_spec("playwright")
    for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
        try:
            text = (Path(folder) / _LISTED_IN).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        return tuple(found["name"] for found in _DEVICE.finditer(text))
    return ()
