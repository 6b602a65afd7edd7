"""The files probe: one record per customer in CSV or fixed-width files."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, PositiveInt, field_validator, model_validator

from tellonce.model.base import Frozen
from tellonce.model.errors import ProbeBlind, Problem, UsageProblem
from tellonce.model.observation import Seen
from tellonce.probes.emissions import FolderProbe
from tellonce.probes.folder import Entry
from tellonce.probes.folder_listing import FolderListing
from tellonce.probes.parties import concerns, served
from tellonce.probes.protocol import Capture, Item, Place, Sources, Target
from tellonce.probes.searchable import Searchable
from tellonce.probes.settings import check_reads, read_settings
from tellonce.probes.tables import CsvReader, FixedReader, Record

__all__ = ["FilesProbe", "FilesSettings"]

Columns = str | tuple[str, ...] | Mapping[str, str]
_UNDECODABLE = "\ufffd"


class FilesSettings(Frozen):
    """folder, pattern, format, encoding, delimiter: which files, and how they are written.

    trailer: how the last line begins; a file without it is still being written and says nothing yet.
    customer, produced: columns with the service's name for her, and with the ISO time on her clock (optional).
    read: fact -> {component: column}, or a column (or several, as lines) for plain text.
    destination_from: the fact whose reading is where the record is sent.
    fields: fixed width only, [name, characters] in order.
    """

    folder: str
    pattern: str = "*"
    format: Literal["csv", "fixed"]
    encoding: str = "utf-8"
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    trailer: str = Field(min_length=1)
    fields: tuple[tuple[str, PositiveInt], ...] = ()
    customer_column: str = ""
    customer_field: str = ""
    produced_column: str = ""
    produced_field: str = ""
    read: Mapping[str, Columns]
    destination_from: str = ""

    @field_validator("encoding")
    @classmethod
    def _exists(cls, encoding: str) -> str:
        try:
            codecs.lookup(encoding)
        except LookupError:
            raise ValueError("there is no such encoding; common ones are utf-8, latin-1, cp1252, cp1250") from None
        return encoding

    @model_validator(mode="after")
    def _fits_format(self) -> FilesSettings:
        if not self.customer:
            raise ValueError(f"say which {'column' if self.format == 'csv' else 'field'} names the customer")
        if self.format == "fixed" and not self.fields:
            raise ValueError("a fixed-width file needs fields: [[name, characters], ...]")
        return self

    @property
    def customer(self) -> str:
        """The column or field with the service's name for her."""
        return self.customer_column or self.customer_field

    @property
    def produced(self) -> str:
        """The column or field with the time on her clock; empty when there is none."""
        return self.produced_column or self.produced_field

    @property
    def used(self) -> tuple[str, ...]:
        """Every column or field that the probe needs."""
        read = [column for how in self.read.values() for column in _columns(how)]
        return tuple(dict.fromkeys([self.customer, *([self.produced] if self.produced else []), *read]))


class FilesProbe(FolderProbe[tuple[Record, ...]]):
    """Records that name the customer, or bear her values under another customer's name."""

    kind = "files"
    Settings = FilesSettings

    def __init__(self, place: Place, settings: Mapping[str, Any], sources: Sources) -> None:
        self._settings = own = read_settings(FilesSettings, settings, kind=self.kind, place=place)
        components = {fact: tuple(how) if isinstance(how, Mapping) else () for fact, how in own.read.items()}
        check_reads(place, sources.facts, components, kind=self.kind)
        self._check_names(place)
        reader = (
            CsvReader(trailer=own.trailer, encoding=own.encoding, delimiter=own.delimiter)
            if own.format == "csv"
            else FixedReader(widths=own.fields, trailer=own.trailer, encoding=own.encoding)
        )
        super().__init__(place, sources, folder=own.folder, pattern=own.pattern, parse=reader)

    def items_in(self, entry: Entry[tuple[Record, ...]], parsed: tuple[Record, ...], target: Target) -> list[Item]:
        """The records of this file that concern her. Raises ProbeBlind when one lacks a column."""
        own = self._settings
        found: list[Item] = []
        for record in parsed:
            subjects = [record.fields.get(own.customer, "")]
            text = Searchable("\n".join(record.fields.values()))
            if not concerns(target, subjects=subjects, text=text, facts=self.sources.facts):
                continue
            missing = [column for column in own.used if column not in record.fields]
            if missing:
                has = ", ".join(record.fields)
                raise ProbeBlind(f"{entry.name}, line {record.line} has no '{missing[0]}'; it has {has}.")
            seen = {fact: self._seen(record, how) for fact, how in own.read.items()}
            found.append(
                Item(
                    key=f"{entry.key}:{record.line}",
                    destination=seen.pop(own.destination_from, None),
                    seen=seen,
                    recipient=served(target, subjects),
                    content=text.text,
                    originated=record.fields.get(own.produced) or None,
                    handle=(entry, record),
                )
            )
        return found

    def listing(self) -> FolderListing:
        """Everything that lies in the folder, read as these files are encoded."""
        plain = codecs.lookup(self._settings.encoding).name == "utf-8"
        return FolderListing(self.path, "" if plain else self._settings.encoding)

    async def capture(self, target: Target, item: Item) -> tuple[Capture, ...]:
        """The line as it stands in the file, and what the probe took for what."""
        entry, record = item.handle
        fields = "\n".join(f"{name}: {value}" for name, value in record.fields.items())
        return (
            Capture(
                kind="file-line",
                caption=f"{entry.name}, line {record.line}",
                text=f"{record.source}\n\n{fields}",
                place=f"{entry.name}:{record.line}",
            ),
        )

    def _seen(self, record: Record, how: Columns) -> Seen:
        texts = [record.fields[column] for column in _columns(how)]
        if any(_UNDECODABLE in text for text in texts):
            return Seen(unreadable=f"line {record.line} is not written in {self._settings.encoding}")
        if isinstance(how, Mapping):
            return Seen(components=dict(zip(how, texts, strict=True)))
        return Seen(text="\n".join(text for text in texts if text))

    def _check_names(self, place: Place) -> None:
        own = self._settings
        problems = []
        if own.destination_from and own.destination_from not in own.read:
            problems.append(
                Problem(
                    what=f"the files probe of {place.key} sends to '{own.destination_from}', which it does not read",
                    bad=own.destination_from,
                    valid=tuple(own.read),
                )
            )
        valid = tuple(name for name, _ in own.fields)
        if own.format == "fixed":
            problems.extend(
                Problem(what=f"the files probe of {place.key} has no field '{name}'", bad=name, valid=valid)
                for name in own.used
                if name not in valid
            )
        if problems:
            raise UsageProblem(problems)


def _columns(how: Columns) -> tuple[str, ...]:
    if isinstance(how, str):
        return (how,)
    return tuple(how.values()) if isinstance(how, Mapping) else how
