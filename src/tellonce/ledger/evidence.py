"""Where evidence lies: by content hash, so that the same picture is kept once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Literal, Protocol

from tellonce.ledger.atomic import write_atomically
from tellonce.model.observation import Evidence

__all__ = ["EVIDENCE_FOLDER", "INLINE_CHARACTERS", "CaptureLike", "keep"]

EVIDENCE_FOLDER = "evidence"
INLINE_CHARACTERS = 4_000
"""Text up to this long stays in the history itself; longer text gets a file."""

_ENDINGS = {
    "application/json": "json",
    "application/pdf": "pdf",
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "message/rfc822": "eml",
    "text/csv": "csv",
    "text/html": "html",
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


def keep(folder: Path, capture: CaptureLike, *, redact: Callable[[str], str]) -> Evidence:
    """File `capture` under `folder`/evidence and say where it lies.

    Bodies and long text become files named by the first 24 hex digits of their SHA-256; short text stays inline.
    Only text is redacted: a picture shows what the customer saw.  Raises OSError when the disk does not take it.
    """
    media_type = capture.media_type.partition(";")[0].strip().lower()
    text = redact(capture.text)
    body = capture.body
    if body and (media_type.startswith("text/") or media_type in ("application/json", "message/rfc822")):
        # surrogateescape: bytes that are no UTF-8 come out as they went in
        body = redact(body.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
    if not body and len(text) > INLINE_CHARACTERS:
        body, text = text.encode("utf-8", "replace"), ""
    path = _file(folder, body, media_type) if body else ""
    return Evidence(
        kind=capture.kind,
        caption=redact(capture.caption),
        media_type=media_type or "text/plain",
        path=path,
        text=text,
        place=capture.place,
    )


def _file(folder: Path, body: bytes, media_type: str) -> str:
    name = f"{hashlib.sha256(body).hexdigest()[:24]}.{_ENDINGS.get(media_type, 'bin')}"
    target = folder / EVIDENCE_FOLDER / name
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, body)
    return f"{EVIDENCE_FOLDER}/{name}"
