"""Where evidence lies: by content hash, so that the same picture is kept once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal, Protocol

from tellonce.ledger.atomic import write_atomically
from tellonce.model.observation import Evidence, PageLine
from tellonce.story.masks import Masks

__all__ = [
    "EVIDENCE_FOLDER",
    "INLINE_CHARACTERS",
    "KEPT",
    "LEFT_OUT",
    "CaptureLike",
    "clean_body",
    "keep",
    "no_rule_reads",
]

EVIDENCE_FOLDER = "evidence"
KEPT = re.compile(r"evidence/[0-9a-f]{24}(?:\.[a-z0-9]{1,8}){1,2}")
"""How the path of a kept file looks, from the run folder: of a history that others wrote, no other is to be trusted."""
LEFT_OUT = "The picture is left out, as [tool.tellonce.mask] asks."
INLINE_CHARACTERS = 4_000
"""Text up to this long stays in the history itself; longer text gets a file."""

_ENCODED = re.compile(rb"(?im)^content-transfer-encoding:\s*(?:base64|quoted-printable)|=\?[\w-]+\?[bq]\?")
_TEXTUAL = ("application/json", "application/xml", "image/svg+xml", "message/rfc822")
# What runs, or asks some network, when it is opened ends in .txt: nobody opens a service's own page by a click.
_ENDINGS = {
    "application/json": "json",
    "application/pdf": "pdf",
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/svg+xml": "svg.txt",
    "message/rfc822": "eml.txt",
    "text/csv": "csv",
    "text/html": "html.txt",
    "text/plain": "txt",
}


class CaptureLike(Protocol):
    """What a probe hands over: tellonce.probes.protocol.Capture has this shape."""

    @property
    def kind(self) -> Literal["screenshot", "mail", "letter-page", "file-line", "row", "json", "text"]: ...
    @property
    def caption(self) -> str: ...
    @property
    def media_type(self) -> str: ...
    @property
    def body(self) -> bytes: ...
    @property
    def text(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def lines(self) -> tuple[PageLine, ...]: ...


def keep(folder: Path, capture: CaptureLike, *, redact: Callable[[str], str], masks: Masks | None = None) -> Evidence:
    """File `capture` under `folder`/evidence and say where it lies.

    Bodies and long text become files named by the first 24 hex digits of their SHA-256; short text stays inline.
    Only text is redacted and masked: a picture shows what the customer saw.  masks: personal data that is not the
    harness's own; what no rule can look into (a picture, a mail's encoded parts) is left out where the rules say so.
    Raises OSError when the disk does not take it.
    """
    media_type = capture.media_type.partition(";")[0].strip().lower()

    def clean(text: str) -> str:
        return masks.mask(redact(text)) if masks else redact(text)

    text = clean(capture.text)
    body = clean_body(capture.body, media_type, clean)
    if body and (masks or text != capture.text) and no_rule_reads(body, media_type):
        body, media_type = b"", "text/plain"  # what no rule can read; its text, decoded and clean, is in `text`
    elif body and masks and not masks.keeps_pictures and media_type.startswith(("image/", "application/pdf")):
        body, media_type, text = b"", "text/plain", text or LEFT_OUT
    if not body and len(text) > INLINE_CHARACTERS:
        body, text = text.encode("utf-8", "replace"), ""
    path = _file(folder, body, media_type) if body else ""
    return Evidence(
        kind=capture.kind,
        caption=clean(capture.caption),
        media_type=media_type or "text/plain",
        path=path,
        text=text,
        place=clean(capture.place),
        lines=tuple(line.saying(clean(line.text)) for line in capture.lines) if path else (),
    )


def clean_body(body: bytes, media_type: str, clean: Callable[[str], str]) -> bytes:
    """A text as `clean` leaves it; what is no text as it is."""
    if not body or not (media_type.startswith("text/") or media_type in _TEXTUAL):
        return body
    # surrogateescape: bytes that are no UTF-8 come out as they went in
    return clean(body.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def no_rule_reads(body: bytes, media_type: str) -> bool:
    """Whether it is a mail of which a part is written so that no rule can read it."""
    return media_type == "message/rfc822" and _ENCODED.search(body) is not None


def _file(folder: Path, body: bytes, media_type: str) -> str:
    name = f"{hashlib.sha256(body).hexdigest()[:24]}.{_ENDINGS.get(media_type, 'bin')}"
    target = folder / EVIDENCE_FOLDER / name
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, body)
    return f"{EVIDENCE_FOLDER}/{name}"
