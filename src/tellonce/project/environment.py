"""`${NAME:-default}` in what people write, filled in from the environment."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from tellonce.model.errors import Place, Problem

__all__ = ["VARIABLE", "filled", "not_set"]

VARIABLE = re.compile(r"\$\{(?P<name>[A-Z][A-Z0-9_]*)(?::-(?P<default>[^}]*))?\}")


def filled(text: str, environment: Mapping[str, str], unset: list[str], spell: Callable[[str], str] = str) -> str:
    """The text with every variable's value, written as `spell` writes it.

    unset: takes the names of those that are neither set nor have a default; nothing stands in their place.
    """

    def fill(found: re.Match[str]) -> str:
        value = environment.get(found["name"], found["default"])
        if value is None:
            unset.append(found["name"])
            return ""
        return spell(value)

    return VARIABLE.sub(fill, text)


def not_set(name: str, place: Place) -> Problem:
    """That a variable which stands at `place` is not set."""
    return Problem(
        what=f"the environment variable {name} is not set and has no default",
        place=place,
        hint=f"set {name}, or write ${{{name}:-a default}}",
    )
