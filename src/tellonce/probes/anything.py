"""Reads whatever file lies in a folder, without being told what it is: letters, mails, stored requests, text."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from tellonce.probes.mail import read_mail
from tellonce.probes.masking import mask_keys

__all__ = ["AnyFile", "AnyFileReader", "leaves"]

_BY_MARK = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LAST_RESORT = "cp1252"
_CONTROLS = frozenset(map(chr, range(32))) - frozenset("\t\n\r\f\v\x1a\x1b")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyFile:
    """What a file says. called: what people would call it; empty for a file that its name describes."""

    text: str
    kind: Literal["letter", "mail", "request", "records"]
    called: str = ""


@dataclass(frozen=True, slots=True)
class AnyFileReader:
    """encoding: of text files here that are no UTF-8. Equal readers share what they read."""

    encoding: str = ""

    def __call__(self, name: str, content: bytes) -> AnyFile:
        """Read one file. Raises ValueError, or what a PDF library raises, when nobody could tell what it says."""
        suffix = name.rpartition(".")[2].casefold()
        if content.startswith(b"%PDF") or suffix == "pdf":
            return _letter(name, content)
        if suffix == "eml":
            mail = read_mail(name, content)
            text = "\n".join([*(mail.headers.get(header, "") for header in ("from", "to")), mail.to, mail.text.text])
            return AnyFile(text=text, kind="mail", called=f"mail from {mail.sender}: {mail.subject}")
        text = self._decoded(content)
        if suffix == "json":
            stored = json.loads(text)
            request = stored if isinstance(stored, dict) and {"path", "body"} <= stored.keys() else {}
            called = f"request to {request['path']}" if request else ""
            return AnyFile(text="\n".join(leaves(request.get("body", stored))), kind="request", called=called)
        return AnyFile(text=text, kind="records")

    def _decoded(self, content: bytes) -> str:
        told = next((encoding for mark, encoding in _BY_MARK if content.startswith(mark)), "utf-8")
        # What no encoding forbids, such as cp1252 nearly, would take a picture for text; control characters tell.
        for encoding in dict.fromkeys((told, self.encoding or _LAST_RESORT, _LAST_RESORT)):
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            if _CONTROLS.isdisjoint(text):
                return text.replace("\r\n", "\n")
        raise ValueError("it is neither text nor a letter, a mail or a stored request")


def _letter(name: str, content: bytes) -> AnyFile:
    # Imported when the first PDF is met.
    from tellonce.probes.pdf_text import LetterReader  # noqa: PLC0415

    letter = LetterReader((0.0, 0.0, 1.0, 1.0))(name, content)
    if letter.unusable:
        raise ValueError(letter.unusable)
    return AnyFile(text=letter.whole.text, kind="letter")


def leaves(value: Any) -> Iterator[str]:
    """Every text and number in a JSON value, in its order, secrets masked; a text that is JSON itself is opened."""
    yield from _leaves(mask_keys(value))


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    elif isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        try:
            inside = json.loads(value)
        except ValueError:
            yield value
        else:
            yield from _leaves(mask_keys(inside))
    elif value is not None and not isinstance(value, bool):
        yield str(value)
