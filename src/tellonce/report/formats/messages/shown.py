"""Evidence as attachments: small things inside the stream, the rest beside it, by a relative link."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from tellonce.ledger.evidence import KEPT, LEFT_OUT, clean_body, no_rule_reads
from tellonce.model.observation import Evidence
from tellonce.story.masks import Masks

__all__ = ["MOST_BYTES", "MOST_EACH_BYTES", "Shown"]

MOST_BYTES = 10_000_000
"""Of all attachments inside the stream, before base64."""
MOST_EACH_BYTES = 1_000_000
_NEVER_INSIDE = ("text/html", "application/xhtml+xml")
"""What a reader might run. It is in the service's hand, and readers of messages promise no sandbox."""
_PICTURES = ("image/", "application/pdf")
_LOG = "text/x.cucumber.log+plain"


class Shown:
    """Decides once, for the whole stream, what goes inside it. folder: the run's; None where its files are not here.

    masks: of files that were written before there was a rule. What no rule can read is only linked."""

    def __init__(self, folder: Path | None, masks: Masks | None = None) -> None:
        self._folder, self._masks = folder, masks
        self._left = MOST_BYTES

    def envelope(self, evidence: Evidence, where: dict[str, Any], *, file_name: str = "") -> dict[str, Any]:
        """attachment or externalAttachment. where: to what it is attached, and when."""
        if not evidence.path:
            return self.text(evidence.text, where, media_type=evidence.media_type, file_name=file_name)
        if not KEPT.fullmatch(evidence.path):
            return self.text(f"{evidence.caption}: this piece of evidence is missing", where)
        if self._masks and not self._masks.keeps_pictures and evidence.media_type.startswith(_PICTURES):
            return self.text(evidence.text or LEFT_OUT, where)
        body = self._body(evidence)
        if body is None:
            return {"externalAttachment": where | {"url": evidence.path, "mediaType": evidence.media_type}}
        made = {
            "body": base64.b64encode(body).decode("ascii"),
            "contentEncoding": "BASE64",
            "mediaType": evidence.media_type,
        }
        return {"attachment": where | made | ({"fileName": file_name} if file_name else {})}

    @staticmethod
    def text(text: str, where: dict[str, Any], *, media_type: str = _LOG, file_name: str = "") -> dict[str, Any]:
        """Text as it is. Without a media type it is a note of Tellonce's own."""
        kind = "text/plain" if media_type in _NEVER_INSIDE else media_type
        made = {"body": text, "contentEncoding": "IDENTITY", "mediaType": kind}
        return {"attachment": where | made | ({"fileName": file_name} if file_name else {})}

    def _body(self, evidence: Evidence) -> bytes | None:
        """The file's bytes, where they may go inside and still fit."""
        if self._folder is None or evidence.media_type in _NEVER_INSIDE:
            return None
        path = self._folder / evidence.path
        try:
            # A link may lead out of the run, and at a pipe one would wait.
            if path.is_symlink() or not path.is_file() or path.stat().st_size > min(self._left, MOST_EACH_BYTES):
                return None
            body = path.read_bytes()
        except OSError:
            return None
        if self._masks:
            if no_rule_reads(body, evidence.media_type):
                return None
            body = clean_body(body, evidence.media_type, self._masks.mask)
        self._left -= len(body)
        return body
