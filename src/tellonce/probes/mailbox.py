"""The mailbox probe: mails that the postbox (or any Maildir delivery) stored, one file each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from tellonce.model.base import Frozen
from tellonce.model.facts import FactKind
from tellonce.model.observation import Seen
from tellonce.probes.emissions import FolderProbe
from tellonce.probes.folder import Entry
from tellonce.probes.mail import ParsedMail, read_mail
from tellonce.probes.parties import concerns, reached, reached_her
from tellonce.probes.protocol import Capture, Item, Place, Sources, Target
from tellonce.probes.searchable import fold
from tellonce.probes.settings import check_reads, read_settings

__all__ = ["MailboxProbe", "MailboxSettings"]


class HeaderRead(Frozen):
    """A fact that a mail bears in a header, such as its language."""

    header: str
    component: str


class MailboxSettings(Frozen):
    """folder: where the .eml files arrive.  from: the sender's address.  subject: words the subject contains.

    containing: words that subject or text contain: what a mail is about, whoever sends it and whatever it is called.
    customer_header: names the customer.  occurred_header: ISO time on her clock when the mail was caused.
    facts_header: lists the facts that a mail is about; the others are then not looked for in it (a confirmation of a
    new telephone number says nothing about an address).
    read: fact -> "body" (subject and text) or {header, component}; unsaid, all facts but the destination's are
    looked for in the body.
    """

    folder: str
    from_: str = Field(default="", alias="from")
    subject: str = ""
    containing: str = ""
    customer_header: str = ""
    occurred_header: str = ""
    facts_header: str = ""
    read: Mapping[str, Literal["body"] | HeaderRead] | None = None


class MailboxProbe(FolderProbe[ParsedMail]):
    """Mails to her, about her, or with her values in them."""

    kind = "mailbox"
    Settings = MailboxSettings

    def __init__(self, place: Place, settings: Mapping[str, Any], sources: Sources) -> None:
        self._settings = own = read_settings(MailboxSettings, settings, kind=self.kind, place=place)
        self._read: Mapping[str, Literal["body"] | HeaderRead] = (
            {fact: "body" for fact in place.facts if fact != place.destination} if own.read is None else own.read
        )
        components = {fact: (how.component,) if isinstance(how, HeaderRead) else () for fact, how in self._read.items()}
        check_reads(place, sources.facts, components, kind=self.kind)
        self._email = _email_fact(place, sources)
        super().__init__(place, sources, folder=own.folder, pattern="*.eml", parse=read_mail, immutable=True)

    def items_in(self, entry: Entry[ParsedMail], parsed: ParsedMail, target: Target) -> list[Item]:
        """The mail, when it comes from the sender looked for and concerns her."""
        own = self._settings
        if own.from_ and parsed.sender.casefold() != own.from_.casefold():
            return []
        if own.subject.casefold() not in parsed.subject.casefold():
            return []
        if fold(own.containing) not in parsed.text.folded:
            return []
        named = parsed.headers.get(own.customer_header.casefold(), "").strip()
        # Whom else it may have reached is asked last: most mails are somebody else's, and a run has many customers.
        if not (
            reached_her(target, FactKind.EMAIL, self._email, parsed.to)
            or concerns(target, subjects=[named], text=parsed.text, facts=self.sources.facts)
        ):
            return []
        about = _about(parsed, own.facts_header)
        return [
            Item(
                key=entry.key,
                seen={fact: _seen(parsed, how) for fact, how in self._read.items() if about is None or fact in about},
                destination=Seen(components={"address": parsed.to}),
                recipient=reached(target, FactKind.EMAIL, self._email, parsed.to),
                content=parsed.text.text,
                originated=parsed.headers.get(own.occurred_header.casefold(), "").strip() or None,
                handle=parsed,
            )
        ]

    async def capture(self, target: Target, item: Item) -> tuple[Capture, ...]:
        """The mail as a reader sees it, and its source."""
        mail: ParsedMail = item.handle
        head = [
            f"{name}: {value}"
            for name, value in (
                ("From", mail.headers.get("from", "")),
                ("To", mail.to),
                ("Subject", mail.subject),
                ("Date", mail.headers.get("date", "")),
            )
        ]
        body = mail.text.text.removeprefix(mail.subject).lstrip()
        return (
            Capture(
                kind="mail",
                caption=f"Mail to {mail.to}: {mail.subject}",
                media_type="message/rfc822",
                body=mail.source,
                text="\n".join([*head, "", body]),
                place=item.key,
            ),
        )


def _email_fact(place: Place, sources: Sources) -> str:
    """The fact whose values are mailboxes: the place's destination, else the first of its kind in the blueprint."""
    if place.destination:
        return place.destination
    return next((fact for fact, declared in sources.facts.items() if declared.kind is FactKind.EMAIL), "")


def _about(mail: ParsedMail, header: str) -> set[str] | None:
    """The facts that the mail says it is about; None when it does not say."""
    said = mail.headers.get(header.casefold(), "")
    return {fact.strip() for fact in said.split(",")} if said.strip() else None


def _seen(mail: ParsedMail, how: Literal["body"] | HeaderRead) -> Seen:
    if how == "body":
        return Seen(text=mail.text.text)
    return Seen(components={how.component: mail.headers.get(how.header.casefold(), "").strip()})
