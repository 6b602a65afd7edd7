"""The smallest whole project: two touchpoints, two systems, two personas. Line numbers in messages count from here."""

from __future__ import annotations

from pathlib import Path

BLUEPRINT = """\
service: Small Bank
addresses:
  web: http://127.0.0.1:9
  data: ./data
facts:
  postal_address: {kind: postal_address, called: postal address}
  email: {kind: email, called: e-mail address}
systems:
  master: {called: customer master}
  cards: {called: card system}
hops:
  - from: master
    to: cards
    facts: [postal_address]
touchpoints:
  profile:
    called: the details page
    channel: web
    owner: Digital Banking
    lane: frontstage
    stage: Telling the bank
    kind: state
    facts: [postal_address, email]
    fed_by: master
    promise: {within: 10 s}
    probe:
      kind: http
      url: "{web}/me"
  card-letter:
    called: the card letter
    channel: post
    owner: Card Operations
    lane: frontstage
    stage: Getting the card
    kind: emission
    facts: [postal_address]
    destination: postal_address
    fed_by: cards
    promise: {within: 1 day}
    probe:
      kind: documents
      folder: "{data}/letters"
"""

MARIA = """\
name: Maria
locale: de_DE
language: de
time_zone: Europe/Berlin
"""

JAN = """\
name: Jan
locale: pl_PL
language: pl
time_zone: Europe/Warsaw
pronouns: {subject: he, object: him, possessive: his}
"""

PERSONAS = {"maria": MARIA, "jan": JAN}


def make_small_bank(root: Path, *, blueprint: str = BLUEPRINT, personas: dict[str, str] | None = None) -> Path:
    """Write the project into `root` and return it. personas: file stem -> YAML."""
    files = {"fixtures/blueprint.yaml": blueprint, "tellonce.toml": "", "journeys/.keep": "", "steps/.keep": ""}
    files |= {f"fixtures/personas/{stem}.yaml": text for stem, text in (personas or PERSONAS).items()}
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
