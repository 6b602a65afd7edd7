"""Leftovers: places, declared by nobody, where an old value still stands."""

from __future__ import annotations

from typing import Literal

from pydantic import field_validator

from tellonce.model.base import Frozen
from tellonce.model.observation import Evidence

__all__ = ["KeptOnPurpose", "Leftover", "PlaceSought"]


class KeptOnPurpose(Frozen):
    """A place where old values may stay, such as an archive. where: as a leftover names it; `*` stands for anything."""

    where: str
    why: str

    @field_validator("where", "why")
    @classmethod
    def _says_something(cls, text: str) -> str:
        if not text.strip():
            raise ValueError("say where old values are kept, and why they may be")
        return text


class PlaceSought(Frozen):
    """Something that was listed whole. things: how many documents, mails, files or rows there were to read.

    blind: why it, or a part of it, could not be read; empty when everything was.
    """

    where: str
    things: int = 0
    blind: tuple[str, ...] = ()


class Leftover(Frozen):
    """One thing in which her old value was found. text: the passage, judged again from the history.

    where: what it is and where it lies: "card-system.sqlite, table cards", "letters/reminder-7.pdf".
    kind: a state was there when it was looked at; an emission came between not_before_s and seen_s on her axis.
    names: whom the passage names beside the value: herself, somebody else who has it too, both, or nobody.
    """

    where: str
    kind: Literal["state", "emission"]
    text: str
    not_before_s: float
    seen_s: float
    names: Literal["her", "another", "both", "nobody"] = "nobody"
    evidence: tuple[Evidence, ...] = ()
