"""What every probe of emissions in a folder has in common: cursors, wake-ups, unreadable files, letting go."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from tellonce.model.errors import ProbeBlind
from tellonce.model.facts import FactKind
from tellonce.probes.folder import Entry, Folder, folder_lease
from tellonce.probes.folder_listing import FolderListing
from tellonce.probes.parties import values_of
from tellonce.probes.protocol import Item, Look, Place, Sources, Target
from tellonce.probes.searchable import Searchable

__all__ = ["FolderProbe"]

T = TypeVar("T")


class FolderProbe(ABC, Generic[T]):
    """A probe of files that a service drops; a subclass says how to read one and which items it holds for a customer.

    Files are only read. The cursor is a mark in the folder's log, so looking again with it finds the same and newer.
    """

    kind = ""

    def __init__(
        self,
        place: Place,
        sources: Sources,
        *,
        folder: str,
        pattern: str,
        parse: Callable[[str, bytes], T | None],
        immutable: bool = False,
    ) -> None:
        self.place = place
        self.sources = sources
        self.path = sources.root / Path(sources.fill(folder))
        self._lease = folder_lease(self.path, pattern, parse, immutable=immutable)
        self._arrived = asyncio.Event()

    async def arm(self, target: Target) -> int:
        """A mark after every file that is there before the change."""
        return await self._folder().mark()

    async def look(self, target: Target, cursor: int) -> Look:
        """What concerns her among the files since the mark.

        Raises ProbeBlind when the folder cannot be listed, or when a file that names her cannot be understood.
        """
        items: list[Item] = []
        for entry in await self._folder().since(cursor):
            if entry.parsed is not None:
                items.extend(self.items_in(entry, entry.parsed, target))
            elif self._names_her(entry, target):
                raise ProbeBlind(f"{entry.name} in {entry.path.parent} {entry.problem}.")
        return Look(items=tuple(items))

    def wake(self) -> asyncio.Event | None:
        """Set when a file may have arrived in the folder."""
        return self._arrived

    async def close(self) -> None:
        """Give the folder back."""
        if self._opened:
            self._lease.take().unsubscribe(self._arrived)
            self._opened = False
        await self._lease.release()

    def listing(self) -> FolderListing:
        """Everything that lies in the folder."""
        return FolderListing(self.path)

    @abstractmethod
    def items_in(self, entry: Entry[T], parsed: T, target: Target) -> list[Item]:
        """The emissions in one file that concern her, in the file's order."""

    _opened = False

    def _folder(self) -> Folder[T]:
        folder = self._lease.take()
        if not self._opened:
            folder.subscribe(self._arrived)
            self._opened = True
        return folder

    def _names_her(self, entry: Entry[T], target: Target) -> bool:
        """Is she named by the file's name or raw bytes? All that an unreadable file can say."""
        words = [target.customer.service_id] + [
            value.get("address", "")
            for fact, declared in self.sources.facts.items()
            if declared.kind is FactKind.EMAIL
            for value in values_of(target, fact)
        ]
        said = Searchable(f"{entry.name}\n{entry.raw.decode('utf-8', errors='replace')}")
        return any(word and said.has_word(word) for word in words)
