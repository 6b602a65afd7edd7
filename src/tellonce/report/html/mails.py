"""A mail as a person reads it: who, to whom, what about, and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

__all__ = ["MOST_BYTES", "Mail", "parse_mail"]

MOST_BYTES = 1_000_000
"""Read of a mail; what follows is attachments, mostly."""
_MOST_PARTS, _DEEPEST = 60, 8
_MOST_CHARACTERS = 60_000
_HEADERS = ("From", "To", "Cc", "Reply-To", "Subject", "Date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """headers: those of a letter head, each as it reads, in order.  text, html: of all parts, empty when there is none.
    attached: names or kinds of what else is in it."""

    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    attached: tuple[str, ...]


def parse_mail(content: bytes) -> Mail:
    """Read a mail, as far as it can be: a broken one, or none at all, gives what is legible. Never raises for what
    stands in it."""
    message = message_from_bytes(content[:MOST_BYTES], policy=policy.compat32)
    text: list[str] = []
    html: list[str] = []
    attached: list[str] = []
    for part in _parts(message):
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment" or not kind.startswith(("text/", "message/", "multipart/")):
            attached.append(_words(part.get_filename() or "") or kind)
        elif kind == "text/html":
            html.append(_body(part))
        else:
            text.append(_body(part))
    headers = [(name, _words(str(value))) for name in _HEADERS for value in message.get_all(name, [])[:3]]
    return Mail(
        headers=tuple((name, said) for name, said in headers if said),
        text="\n\n".join(text)[:_MOST_CHARACTERS],
        html="\n<hr>\n".join(html)[:_MOST_CHARACTERS],
        attached=tuple(attached[:20]),
    )


def _parts(message: Message) -> Iterator[Message]:
    """The parts that hold something, in order; a mail within a mail is opened. So many and so deep, no more."""
    waiting = [(message, 0)]
    told = 0
    while waiting and told < _MOST_PARTS:
        part, depth = waiting.pop(0)
        held = part.get_payload()
        if isinstance(held, list) and depth < _DEEPEST:
            waiting = [(one, depth + 1) for one in held if isinstance(one, Message)] + waiting
        elif not isinstance(held, list):
            told += 1
            yield part


def _body(part: Message) -> str:
    held = part.get_payload(decode=True)
    if not isinstance(held, bytes):
        return ""
    for encoding in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return held.decode(encoding)
        except (LookupError, ValueError):
            continue
    return held.decode("latin-1")


def _words(raw: str) -> str:
    """A header's text with its encoded words read; as it is where they are broken."""
    from email.header import decode_header  # noqa: PLC0415 - only mails need it

    raw = " ".join(raw[:2_000].split())
    try:
        pieces = [
            piece if isinstance(piece, str) else piece.decode(encoding or "latin-1", "replace")
            for piece, encoding in decode_header(raw)
        ]
    except (LookupError, ValueError):
        return raw
    return "".join(pieces)
