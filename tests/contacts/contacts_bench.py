"""A small bank with a register of contacts, two journeys, and a flow for each of its facts."""

from __future__ import annotations

from pathlib import Path

from small_bank import BLUEPRINT, make_small_bank
from tellonce.contacts import Asked, read_in
from tellonce.model.contact_account import ContactGroup, ContactsAccount

__all__ = ["HEADER", "SECTION", "group", "make_bank", "read", "write"]

HEADER = "when,number,by,about,why,words\n"
SECTION = """\
contacts:
  columns: {time: when, channel: by, about: about, cause: why, said: words, customer: number}
  rows: export.contacts
  about: {card: card-letter, "* site": profile}
  causes: {moved *: postal_address, mailbox: email}
  no_cause: [unknown, "* of 10"]
"""
LANGUAGE = "  language: {kind: language, called: language}\nsystems:"
STEPS = '''\
"""How customers of the small bank do things."""

from tellonce import choice, enrolment, flow

choice("tongue", {"Polish": {"code": "pl"}, "German": {"code": "de"}}, of="language")


@enrolment("customer")
async def open_account(draft, addresses):
    """Nothing runs."""


@flow("{customer} moves", changes="postal_address")
async def moves(act):
    """Nothing runs."""


@flow("{customer} has a new mailbox", changes="email")
async def has_a_new_mailbox(act):
    """Nothing runs."""


@flow("{customer} would rather read {tongue}", changes="language", new=lambda tongue: tongue)
async def reads(act):
    """Nothing runs."""
'''
MOVING = """\
Feature: Maria moves
  Scenario: Her card finds her
    Given Maria is a customer
    When she moves
    Then the card letter goes to her new postal address

  Scenario: A mailbox that the bank does not take
    Given Maria is a customer
    When she has a new mailbox
    Then every touchpoint still shows her old e-mail address
"""


def make_bank(root: Path, *, section: str = SECTION, journey: str = MOVING) -> Path:
    """The project in `root`. The details page shows a language as well, which no journey changes."""
    blueprint = BLUEPRINT.replace("systems:", LANGUAGE, 1)
    blueprint = blueprint.replace("facts: [postal_address, email]", "facts: [postal_address, email, language]")
    make_small_bank(root, blueprint=blueprint + section)
    (root / "steps/small.py").write_text(STEPS, encoding="utf-8")
    if journey:
        (root / "journeys/moving.feature").write_text(journey, encoding="utf-8")
    return root


def write(root: Path, content: str | bytes, name: str = "contacts.csv") -> str:
    """An export; returns its path."""
    path = root / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def read(root: Path, *rows: str, **asked: object) -> ContactsAccount:
    """What is told of one CSV export with these rows."""
    file = write(root, HEADER + "".join(f"{row}\n" for row in rows))
    return read_in(root, Asked(files=(file,), **asked))  # type: ignore[arg-type]  # a test knows what it asks


def group(account: ContactsAccount, about: str, cause: str = "") -> ContactGroup:
    """The one group of this touchpoint and cause."""
    (found,) = [one for one in account.groups if (one.about, one.cause) == (about, cause)]
    return found
