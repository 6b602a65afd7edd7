"""What a stored mail says: headers, every text part decoded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses, parseaddr
from html.parser import HTMLParser

from tellonce.probes.searchable import Searchable

__all__ = ["RECIPIENT_HEADER", "ParsedMail", "read_mail"]

RECIPIENT_HEADER = "X-Tellonce-Rcpt"
"""The envelope's recipient, as the postbox notes it: where the mail truly went, whatever To says."""
_UNSEEN_TAGS = frozenset({"head", "script", "style", "template", "title"})
_BLOCK_TAGS = frozenset({"address", "br", "div", "h1", "h2", "h3", "h4", "li", "p", "table", "td", "th", "tr", "ul"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedMail:
    """One mail to one recipient.

    headers: lower-case name -> decoded value.  sender, to: bare addresses.  text: subject and all text parts.
    """

    headers: Mapping[str, str]
    sender: str
    to: str
    subject: str
    text: Searchable
    source: bytes


class _Text(HTMLParser):
    """The text of an HTML part as a reader sees it, blocks on lines of their own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN_TAGS:
            self._unseen += 1
        if tag in _BLOCK_TAGS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN_TAGS and self._unseen:
            self._unseen -= 1
        if tag in _BLOCK_TAGS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            # Line breaks in the source are blanks on the screen.
            self.said.append(" ".join(data.splitlines()))


def read_mail(name: str, content: bytes) -> ParsedMail:
    """The mail in `content` (RFC 5322 with MIME). Damage is read as far as it goes, with U+FFFD for the rest."""
    message: EmailMessage = BytesParser(policy=policy.default).parsebytes(content)
    headers = {header.casefold(): str(value) for header, value in reversed(message.items())}
    subject = headers.get("subject", "")
    parts = [_said_by(part) for part in message.walk() if part.get_content_maintype() == "text"]
    addressed = getaddresses([headers.get("to", "")])
    envelope = headers.get(RECIPIENT_HEADER.casefold(), "").strip()
    return ParsedMail(
        headers=headers,
        sender=parseaddr(headers.get("from", ""))[1],
        to=envelope or (addressed[0][1] if addressed else ""),
        subject=subject,
        text=Searchable("\n".join([subject, *parts]).strip()),
        source=content,
    )


def _said_by(part: EmailMessage) -> str:
    raw = part.get_payload(decode=True)
    content = raw if isinstance(raw, bytes) else b""
    try:
        text = content.decode(part.get_content_charset("utf-8"), errors="replace")
    except LookupError:  # A character set that does not exist.
        text = content.decode("utf-8", errors="replace")
    if part.get_content_subtype() != "html":
        return text.replace("\r\n", "\n").strip()
    reader = _Text()
    reader.feed(text)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.said).splitlines())
    return "\n".join(line for line in lines if line)
