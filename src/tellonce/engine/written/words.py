"""The parameters of a flow's sentence."""

from __future__ import annotations

import re

__all__ = ["parameters_of"]

_PARAMETER = re.compile(r"\\.|\{(?P<name>\w*)\}")


def parameters_of(sentence: str) -> tuple[str, ...]:
    """The names in braces after {customer}, in their order; "" for one without a name."""
    names = [found["name"] for found in _PARAMETER.finditer(sentence) if found["name"] is not None]
    return tuple(names[1:] if names[:1] == ["customer"] else names)
