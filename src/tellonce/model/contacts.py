"""The blueprint's section `contacts`: how to read what a company's own register exports of its customers' contacts."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from tellonce.model.base import Frozen

__all__ = ["ContactColumns", "Contacts"]


class ContactColumns(Frozen):
    """Which column of an export is what; in JSON a key, or a dotted path of keys. Empty: the register has none.

    customer: never shown; what stands in it is taken out of quotes.
    """

    time: str = Field(min_length=1)
    about: str = Field(min_length=1)
    cause: str = ""
    channel: str = ""
    said: str = ""
    customer: str = ""

    @property
    def declared(self) -> dict[str, str]:
        """Meaning -> column, of those that the register has."""
        return {meaning: column for meaning, column in self if column}


class Contacts(Frozen):
    """How the register's words map to the blueprint's. `*` in a word stands for anything; case does not matter.

    rows: where the list of contacts lies in a JSON file that holds more than a list.
    time_format: as strptime has it, or "seconds" or "milliseconds" since 1970; empty: ISO 8601.
    time_zone: in which a day is a day; empty: as the register writes it.
    about: word -> touchpoint.  causes: word -> fact.  Keys and `called` of the blueprint need not be declared.
    no_cause: what the register writes where no cause is known; an empty text always means so.
    """

    columns: ContactColumns
    rows: str = ""
    time_format: str = ""
    time_zone: str = ""
    about: Mapping[str, str] = {}
    causes: Mapping[str, str] = {}
    no_cause: tuple[str, ...] = ()
