"""Reads whatever file lies in a folder, without being told what it is: letters, mails, stored requests, text."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from html import unescape
from typing import Any, Literal
from urllib.parse import parse_qsl

from tellonce.probes.mail import read_mail
from tellonce.probes.masking import mask_keys

__all__ = ["AnyFile", "AnyFileReader", "leaves"]

_BY_MARK = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LAST_RESORT = "cp1252"
_TELLING_KEY = re.compile(r"@|\d{6}")
"""Keys that may be values: {"maria@example.org": ...}."""
_SIGNATURES = frozenset({"pgp-signature", "pkcs7-signature", "x-pkcs7-signature"})
_CONTROLS = frozenset(map(chr, range(32))) - frozenset("\t\n\r\f\v\x1a\x1b")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyFile:
    """What a file says. called: what people would call it; empty for a file that its name describes.

    sent_to: where a mail went, or what stands in a letter's address window, where DIN 5008 has it.
    pages: of a letter, what each of them says, in order.
    """

    text: str
    kind: Literal["letter", "mail", "request", "records"]
    called: str = ""
    sent_to: str = ""
    pages: tuple[str, ...] = ()


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
            return self._mail(name, content)
        text = self._decoded(content)
        if suffix == "json":
            stored = json.loads(text)
            if isinstance(stored, list):
                return AnyFile(text="\n".join(map(_in_one_line, stored)), kind="records")
            return _request(stored)
        if text.lstrip()[:1] == "<":
            text = unescape(text)
        return AnyFile(text="\n".join(map(_opened, text.split("\n"))), kind="records")

    def _mail(self, name: str, content: bytes) -> AnyFile:
        mail = read_mail(name, content)
        said = [*(mail.headers.get(header, "") for header in ("from", "to")), mail.to, mail.text.text]
        said += self._attached(content)
        called = f"mail from {mail.sender}: {mail.subject}"
        return AnyFile(text=_writable("\n".join(said)), kind="mail", called=_shown(called), sent_to=_writable(mail.to))

    def _attached(self, content: bytes) -> Iterator[str]:
        """What attached files say, pictures left out. Raises what reading one raises."""
        if b"application/" not in content.lower():
            return
        for part in BytesParser(policy=policy.default).parsebytes(content).walk():
            if part.get_content_maintype() == "application" and part.get_content_subtype() not in _SIGNATURES:
                raw = part.get_payload(decode=True)
                suffix = part.get_content_subtype().rpartition("+")[2]
                yield self(part.get_filename() or f"attached.{suffix}", raw if isinstance(raw, bytes) else b"").text

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
    from tellonce.probes.pdf_text import DIN_5008_WINDOW_MM, LetterReader  # noqa: PLC0415

    letter = LetterReader(DIN_5008_WINDOW_MM)(name, content)
    if letter.unusable:
        raise ValueError(letter.unusable)
    return AnyFile(text=letter.whole.text, kind="letter", sent_to=letter.window, pages=letter.pages)


def _request(stored: Any) -> AnyFile:
    """A request as a postbox stores it, or any other JSON."""
    if not (isinstance(stored, dict) and {"path", "body"} <= stored.keys()):
        return AnyFile(text="\n".join(leaves(stored)), kind="request")
    path, _, query = str(stored["path"]).partition("?")
    body = stored["body"]
    if isinstance(body, str) and "=" in body:
        body = dict(parse_qsl(body, keep_blank_values=True)) or body  # a form
    text = "\n".join([*leaves(dict(parse_qsl(query))), *leaves(body)])
    return AnyFile(text=text, kind="request", called=_shown(f"request to {path}"))


def _opened(line: str) -> str:
    """A line of a log of JSON as what it says, any other as it is."""
    if line.lstrip()[:1] not in ("{", "["):
        return line
    try:
        return _in_one_line(json.loads(line))
    except ValueError:
        return line


def _in_one_line(value: Any) -> str:
    return "\t".join("\t".join(leaves(value)).splitlines())


def _shown(text: str) -> str:
    """A name that somebody else chose, fit for one line of a message."""
    return "".join(character for character in " ".join(_writable(text).split()) if character.isprintable())


def _writable(text: str) -> str:
    """Halves of characters, which no file can hold, as question marks."""
    return text.encode(errors="replace").decode()


def leaves(value: Any) -> Iterator[str]:
    """Every text and number in a JSON value, in its order, secrets masked; a text that is JSON itself is opened."""
    for leaf in _leaves(mask_keys(value)):
        yield _writable(leaf)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _leaves(inner)
        yield from (str(key) for key in value if _TELLING_KEY.search(str(key)))
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
