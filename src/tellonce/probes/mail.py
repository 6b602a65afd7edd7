"""What a stored mail says: headers, every text part decoded, attached letters."""

from __future__ import annotations

import re
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
_BLOCK_TAGS = frozenset(
    {
        "address",
        "article",
        "blockquote",
        "br",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
    }
    | {"h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "tr", "ul"}
)
_VOID_TAGS = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_C1_CONTROLS = re.compile("[\x80-\x9f]")


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
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN_TAGS:
            self._unseen += 1
        told = dict(attrs)
        hidden = "hidden" in told or bool(_HIDDEN.search(told.get("style") or ""))
        if tag not in _VOID_TAGS and (hidden or (self._hidden and tag == self._hidden[0])):
            self._hidden.append(tag)
        if tag in _BLOCK_TAGS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN_TAGS and self._unseen:
            self._unseen -= 1
        if self._hidden and tag == self._hidden[-1]:
            self._hidden.pop()
        if tag in _BLOCK_TAGS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen and not self._hidden:
            # Line breaks in the source are blanks on the screen.
            self.said.append(" ".join(data.splitlines()))


def read_mail(name: str, content: bytes) -> ParsedMail:
    """The mail in `content` (RFC 5322 with MIME). Damage is read as far as it goes, with U+FFFD for the rest."""
    message: EmailMessage = BytesParser(policy=policy.default).parsebytes(content)
    headers = {header.casefold(): str(value) for header, value in reversed(message.items())}
    subject = headers.get("subject", "")
    parts = [said for part in message.walk() if not part.is_multipart() and (said := _said_by(part))]
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
    """What a part says: text, HTML as a reader sees it, an attached PDF's text; empty for pictures."""
    raw = part.get_payload(decode=True)
    content = raw if isinstance(raw, bytes) else b""
    if part.get_content_type() == "application/pdf":
        return _said_by_pdf(content)
    if part.get_content_maintype() != "text":
        return ""
    text = _decoded(content, part.get_content_charset("utf-8"))
    if part.get_content_subtype() != "html":
        return text.replace("\r\n", "\n").strip()
    reader = _Text()
    reader.feed(text)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.said).splitlines())
    return "\n".join(line for line in lines if line)


def _decoded(content: bytes, charset: str) -> str:
    try:
        text = content.decode(charset, errors="replace")
    except LookupError:  # A character set that does not exist.
        return content.decode("utf-8", errors="replace")
    if charset in ("iso-8859-1", "latin-1", "us-ascii") and _C1_CONTROLS.search(content.decode("latin-1")):
        # Readers show Windows' letters under either name, because so many senders mix the two up.
        return content.decode("cp1252", errors="replace")
    return text


def _said_by_pdf(content: bytes) -> str:
    """An attached letter's text; empty when it cannot be read, since what it says is then no value of hers."""
    # Imported when the first PDF comes by mail.
    from tellonce.probes.pdf_text import LetterReader  # noqa: PLC0415

    try:
        letter = LetterReader((0.0, 0.0, 1.0, 1.0))("", content)
    except Exception:  # the PDF libraries' errors have no common root; a broken attachment is not the mail's failure
        return ""
    return "" if letter.unusable else letter.whole.text
