"""The documents probe: PDF letters, invoices and cards in a print folder."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import Field

from tellonce.model.base import Frozen
from tellonce.model.observation import Seen
from tellonce.probes.emissions import FolderProbe
from tellonce.probes.folder import Entry
from tellonce.probes.parties import concerns, served, values_of
from tellonce.probes.pdf_text import DIN_5008_WINDOW_MM, Letter, LetterReader, page_called, page_lines, page_png
from tellonce.probes.protocol import Capture, Item, Place, Sources, Target
from tellonce.probes.searchable import Searchable
from tellonce.probes.settings import check_reads, read_settings

__all__ = ["DocumentsProbe", "DocumentsSettings"]

_MOST_PAGES = 6
"""Of one letter, kept as pictures: of a long one, such as terms and conditions, the others are kept as text."""
_TELLING_CHARS = 4
"""A part of a value shorter than this stands on nearly every page."""
_SUBJECT = re.compile(r"\bcustomer (?P<id>\S+)", re.IGNORECASE)


class DocumentsSettings(Frozen):
    """folder, pattern: which PDFs.  address_window_mm: left, top, right, bottom from the top left of page 1.

    read: fact -> "page" (below the window and following pages) or "window"; unsaid, all facts but the
    destination's are looked for on the page.
    """

    folder: str
    pattern: str = "*.pdf"
    address_window_mm: tuple[float, float, float, float] = Field(default=DIN_5008_WINDOW_MM)
    read: Mapping[str, Literal["window", "page"]] | None = None


class DocumentsProbe(FolderProbe[Letter]):
    """Letters whose metadata, file name or text name the customer. The address window is where they go."""

    kind = "documents"
    Settings = DocumentsSettings

    def __init__(self, place: Place, settings: Mapping[str, Any], sources: Sources) -> None:
        own = read_settings(DocumentsSettings, settings, kind=self.kind, place=place)
        self._read: Mapping[str, Literal["window", "page"]] = (
            {fact: "page" for fact in place.facts if fact != place.destination} if own.read is None else own.read
        )
        check_reads(place, sources.facts, dict.fromkeys(self._read, ()), kind=self.kind)
        reader = LetterReader(own.address_window_mm)
        self._window_mm = own.address_window_mm
        super().__init__(place, sources, folder=own.folder, pattern=own.pattern, parse=reader)

    def items_in(self, entry: Entry[Letter], parsed: Letter, target: Target) -> list[Item]:
        """The letter, when it concerns her."""
        subject = _SUBJECT.search(parsed.subject)
        subjects = [subject["id"]] if subject else _named_in(entry.name, target)
        if not concerns(target, subjects=subjects, text=parsed.whole, facts=self.sources.facts):
            return []
        return [
            Item(
                key=entry.key,
                seen={
                    fact: _seen(parsed.window if where == "window" else parsed.page, parsed.unusable)
                    for fact, where in self._read.items()
                },
                destination=_seen(parsed.window, parsed.unusable),
                recipient=served(target, subjects),
                content=parsed.whole.text,
                originated=parsed.created,
                handle=(entry, parsed),
            )
        ]

    async def capture(self, target: Target, item: Item) -> tuple[Capture, ...]:
        """A picture of each page with its text, or the text alone: of all pages when the file is gone, else of those
        beyond the most that are kept."""
        entry, letter = item.handle
        content = await asyncio.to_thread(entry.unchanged_content)
        title = f"{letter.title or 'Letter'} {item.key}".strip()
        if content is None:
            return (Capture(kind="text", caption=title, text=letter.whole.text, place="page 1"),)
        drawn = _pages_to_draw(letter.pages, target)
        shown = [await asyncio.to_thread(self._page, content, title, letter.pages, number) for number in drawn]
        left_out = [text for number, text in enumerate(letter.pages, 1) if number not in drawn]
        if left_out:
            place = f"{len(left_out)} more of {len(letter.pages)} pages"
            shown.append(Capture(kind="letter-page", caption=title, text="\n".join(left_out), place=place))
        return tuple(shown)

    def _page(self, content: bytes, title: str, pages: Sequence[str], number: int) -> Capture:
        return Capture(
            kind="letter-page",
            caption=title,
            media_type="image/png",
            body=page_png(content, number),
            text=pages[number - 1],
            place=page_called(number, len(pages)),
            lines=page_lines(content, self._window_mm, number),
        )


def _pages_to_draw(pages: Sequence[str], target: Target) -> list[int]:
    """The numbers of the first page, those that bear a value of hers, and others, from the first on; in order."""
    numbers = range(1, len(pages) + 1)
    if len(pages) <= _MOST_PAGES:
        return list(numbers)
    told = {part for fact in target.place.facts for value in values_of(target, fact) for part in value.values()}
    parts = [part for part in told if len(part) >= _TELLING_CHARS]
    bearing = [number for number in numbers if any(map(Searchable(pages[number - 1]).has_word, parts))]
    return sorted(list(dict.fromkeys((1, *bearing, *numbers)))[:_MOST_PAGES])


def _named_in(file_name: str, target: Target) -> list[str]:
    """Customers of the run that the file name names, when the metadata name nobody."""
    name = Searchable(file_name)
    people = (target.customer, *target.related, *target.strangers)
    return [person.service_id for person in people if person.service_id and name.has_word(person.service_id)]


def _seen(text: str, unusable: str) -> Seen:
    return Seen(unreadable=unusable) if unusable else Seen(text=text)
