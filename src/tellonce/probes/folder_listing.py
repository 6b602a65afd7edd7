"""Everything in a folder, whatever the touchpoints there look for: for sweeps."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from tellonce.model.facts import Components, FactKind
from tellonce.probes.anything import AnyFile, AnyFileReader
from tellonce.probes.folder import Entry, Folder, folder_lease
from tellonce.probes.protocol import Capture, Target, Thing, Things
from tellonce.probes.sharing import Lease

__all__ = ["FolderListing"]

_TRIES = 3
"""How often a folder is listed while a file in it is being written."""


class FolderListing:
    """The files of one folder, not of those inside it. encoding: of text files in it that are no UTF-8."""

    kind: Literal["emission"] = "emission"
    uses: frozenset[str] = frozenset()

    def __init__(self, path: Path, encoding: str = "") -> None:
        self._path = path
        self.key, self.source = f"folder {path} {encoding}", f"folder {path}"
        self.called = f"the folder {path.name}"
        self._lease: Lease[Folder[AnyFile]] = folder_lease(path, "*", AnyFileReader(encoding), pushing=False)

    async def mark(self) -> int:
        """How many files there were. Raises ProbeBlind."""
        return await self._lease.take().mark()

    async def things(self, target: Target, kind: FactKind, old: Components, since: int) -> Things:
        """The files that came, or were written to again, since the mark. Raises ProbeBlind."""
        # A folder that a service makes with its first file is empty until then; that it could be made was marked.
        if not self._path.exists() and since == 0:
            return Things()
        found, blind = [], []
        folder = self._lease.take()
        for _ in range(_TRIES):
            numbered = await folder.numbered(since)
            if not folder.unread(since):
                break
        for name in folder.unread(since):
            blind.append(f"{self._path.name}/{name} was being written")
        for number, entry in numbered:
            where = self._where(entry)
            if entry.parsed is None:
                blind.append(f"{where} {entry.problem}")
            else:
                by_line = entry.parsed.kind == "records"
                text = entry.parsed.text
                found.append(
                    Thing(
                        where=where,
                        key=entry.key,
                        text=text,
                        by_line=by_line,
                        sent_to=entry.parsed.sent_to,
                        mark=number,
                        handle=entry,
                    )
                )
        return Things(things=tuple(found), looked=len(found), blind=tuple(blind))

    async def show(self, thing: Thing, passage: str) -> Capture:
        """The page of a letter on which the passage stands as a picture, anything else as the passage."""
        entry: Entry[AnyFile] = thing.handle
        content = await asyncio.to_thread(entry.unchanged_content)
        if entry.parsed is None or entry.parsed.kind != "letter" or content is None:
            return Capture(kind="text", caption=thing.where, text=passage)
        # Imported when the first letter is shown.
        from tellonce.probes.pdf_text import page_called, page_png  # noqa: PLC0415

        pages = entry.parsed.pages
        number = _page_with(passage, pages)
        return Capture(
            kind="letter-page",
            caption=thing.where,
            media_type="image/png",
            body=await asyncio.to_thread(page_png, content, number),
            text=pages[number - 1],
            place=page_called(number, len(pages)),
        )

    async def close(self) -> None:
        """Give the folder back."""
        await self._lease.release()

    def _where(self, entry: Entry[AnyFile]) -> str:
        called = entry.parsed.called if entry.parsed else ""
        return f"{self._path.name}/{entry.key}" if not called else f"{called} ({self._path.name}/{entry.key})"


def _page_with(passage: str, pages: Sequence[str]) -> int:
    """The number of the page that says most of the passage's lines; the first of several."""
    lines = passage.splitlines()
    said = [sum(line in text for line in lines) for text in pages]
    return said.index(max(said)) + 1
