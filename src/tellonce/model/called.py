"""What things are called in other languages than English, as a blueprint says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

__all__ = ["CalledIn", "Forms"]


def _one_is_a_list_of_one(written: Any) -> Any:
    return (written,) if isinstance(written, str) else written


def _can_be_said(name: str) -> str:
    if not name or " ".join(name.split()) != name:
        raise ValueError(f"nobody can say '{name}': names are words with single spaces, and none around")
    return name


Forms = Annotated[
    tuple[Annotated[str, AfterValidator(_can_be_said)], ...],
    BeforeValidator(_one_is_a_list_of_one),
    Field(min_length=1),
]
"""How one thing is called: as messages say it, then the other forms that sentences need ("der Brief", "den Brief")."""
CalledIn = Mapping[str, Forms]
"""Code of a language -> forms. In a journey in that language each of them means the thing."""
