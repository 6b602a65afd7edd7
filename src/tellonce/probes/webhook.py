"""The webhook probe: requests that the postbox's HTTP receiver stored, such as a gateway's text messages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tellonce.model.base import Frozen
from tellonce.model.facts import FactKind
from tellonce.model.observation import Seen
from tellonce.probes.dotted import as_text, at_path
from tellonce.probes.emissions import FolderProbe
from tellonce.probes.folder import Entry
from tellonce.probes.masking import mask_keys, mask_secrets
from tellonce.probes.parties import concerns, reached, served
from tellonce.probes.protocol import Capture, Item, Place, Sources, Target
from tellonce.probes.searchable import Searchable
from tellonce.probes.settings import check_reads, read_settings

__all__ = ["StoredRequest", "WebhookProbe", "WebhookSettings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRequest:
    """One request. body: JSON, or the text when it is none."""

    path: str
    body: Any


class WebhookSettings(Frozen):
    """folder: where the postbox stores requests.  path: only requests to it.

    customer_key, to_key, text_key, time_key: paths in the body of her service name, where the message goes, what it
    says, and the ISO time on her clock.
    read: fact -> "text" or {component: path}; unsaid, all facts but the destination's are looked for in the text.
    """

    folder: str
    path: str = ""
    customer_key: str = ""
    to_key: str
    text_key: str
    time_key: str = ""
    read: Mapping[str, Literal["text"] | Mapping[str, str]] | None = None


class WebhookProbe(FolderProbe[StoredRequest]):
    """Messages handed to a gateway: to her, about her, or with her values in them."""

    kind = "webhook"
    Settings = WebhookSettings

    def __init__(self, place: Place, settings: Mapping[str, Any], sources: Sources) -> None:
        self._settings = own = read_settings(WebhookSettings, settings, kind=self.kind, place=place)
        self._read: Mapping[str, Literal["text"] | Mapping[str, str]] = (
            {fact: "text" for fact in place.facts if fact != place.destination} if own.read is None else own.read
        )
        components = {fact: () if how == "text" else tuple(how) for fact, how in self._read.items()}
        check_reads(place, sources.facts, components, kind=self.kind)
        self._fact = place.destination or next(
            (fact for fact, declared in sources.facts.items() if declared.kind is FactKind.PHONE), ""
        )
        known = sources.facts.get(self._fact)
        self._fact_kind = known.kind if known else FactKind.PHONE
        super().__init__(place, sources, folder=own.folder, pattern="*.json", parse=read_request, immutable=True)

    def items_in(self, entry: Entry[StoredRequest], parsed: StoredRequest, target: Target) -> list[Item]:
        """The message, when it went to the path looked for and concerns her."""
        own = self._settings
        if own.path and parsed.path != own.path:
            return []
        to = self._at(parsed, own.to_key)
        text = Searchable(self._at(parsed, own.text_key))
        subject = self._at(parsed, own.customer_key)
        recipient = reached(target, self._fact_kind, self._fact, to) if to else served(target, [subject])
        if not concerns(target, subjects=[subject], recipient=recipient, text=text, facts=self.sources.facts):
            return []
        component = "address" if self._fact_kind is FactKind.EMAIL else "number"
        return [
            Item(
                key=entry.key,
                seen={
                    fact: Seen(text=text.text)
                    if how == "text"
                    else Seen(components={name: self._at(parsed, path) for name, path in how.items()})
                    for fact, how in self._read.items()
                },
                destination=Seen(components={component: to}),
                recipient=recipient,
                content=text.text,
                originated=self._at(parsed, own.time_key) or None,
                handle=parsed,
            )
        ]

    async def capture(self, target: Target, item: Item) -> tuple[Capture, ...]:
        """The request's body, secrets masked."""
        text = json.dumps(mask_keys(item.handle.body), indent=2, ensure_ascii=False)
        return (
            Capture(
                kind="json",
                caption=f"Message to {self._at(item.handle, self._settings.to_key)}",
                media_type="application/json",
                text=mask_secrets(text, target.customer),
                place=item.key,
            ),
        )

    def _at(self, request: StoredRequest, path: str) -> str:
        return as_text(at_path(request.body, path)) if path else ""


def read_request(name: str, content: bytes) -> StoredRequest:
    """A request as the postbox stores it: {"path", "headers", "body"}."""
    stored = json.loads(content)
    return StoredRequest(path=stored["path"], body=stored["body"])
