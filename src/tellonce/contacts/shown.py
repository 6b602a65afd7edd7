"""The shapes in which what came of contacts is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from tellonce.contacts.as_markdown import as_markdown
from tellonce.contacts.as_text import as_text
from tellonce.model.contact_account import ContactsAccount

__all__ = ["SHAPES", "shown"]

_FOR_PEOPLE = 20
"""So many groups fit the patience of a reader; a tool gets them all."""


def _as_json(account: ContactsAccount, _left_out: int) -> str:
    return account.model_dump_json(indent=2) + "\n"


_WRITERS: Mapping[str, tuple[Callable[[ContactsAccount, int], str], int | None]] = MappingProxyType(
    {"text": (as_text, _FOR_PEOPLE), "json": (_as_json, None), "markdown": (as_markdown, _FOR_PEOPLE)}
)
SHAPES = tuple(_WRITERS)


def shown(account: ContactsAccount, shape: str, top: int | None = None) -> str:
    """The account as text, ending in a line end. shape: one of SHAPES.  top: so many groups, None: as usual."""
    write, usual = _WRITERS[shape]
    most = top if top is not None else usual
    groups = account.groups[:most]
    return write(account.model_copy(update={"groups": groups}), len(account.groups) - len(groups))
