"""The small bank with more to say: flows, a choice, plain behave steps, a desk that serves a dealer as well."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from small_bank import BLUEPRINT, PERSONAS, make_small_bank

__all__ = ["JOURNEY", "OWN_WORDS", "STEPS", "make_talking_bank"]

_DESK = """\
  agent-desk:
    called: the agent desk
    channel: agent
    owner: Customer Service
    lane: backstage
    stage: Asking for help
    kind: state
    facts: {postal_address: [city], email: []}
    serves: [customer, dealer]
    moment_of_truth: true
    fed_by: master
    promise: {within: 1 business day, exempt: {email: agents ask for it}, calendar: desk}
    probe: {kind: http, url: "{web}/desk", read: {postal_address: {city: town}, email: {address: mail}}}
"""
BANK = (
    BLUEPRINT.replace(
        "systems:", "  package: {kind: plan, called: account package, known_from_start: false}\nsystems:", 1
    )
    .replace("facts: [postal_address, email]", "facts: [postal_address, email, package]")
    .replace("systems:", "calendars:\n  desk: {time_zone: Europe/Berlin}\nsystems:", 1)
)
STEPS = '''\
"""How customers of the talking bank do things."""

from behave import given, then, use_step_matcher, when

from tellonce import choice, enrolment, flow
from pydantic import BaseModel

choice("package", {"Basic": {"name": "Basic", "monthly_fee": "1"}, "Plus 2.0": {"name": "Plus", "monthly_fee": "2"}})


class Wishes(BaseModel):
    renewal_in_days: int = 7


@enrolment("customer", service=Wishes)
async def open_account(draft, addresses):
    """Nothing runs."""


@flow("{customer} changes {possessive} postal address", changes="postal_address", channel="phone")
async def moves(act):
    """She tells the bank where she lives now."""


@flow("{customer} takes the {package} package", changes="package", new=lambda package: package)
async def takes(act):
    """She wants another one."""


@given("the weather is {mood} (as ever)")
def weather(context, mood):
    """Nobody changes it."""


use_step_matcher("re")


@when(r"she waits (?P<times>\\d+) times?")
def waits(context, times):
    """Patience."""
'''
JOURNEY = """\
Feature: Maria moves
  Scenario: Her card finds her
    Given Maria is a customer
    When she changes her postal address
    Then the card letter goes to her new postal address

  Scenario: So does the next
    Given Maria is a customer
    When she changes her postal address
    And 2 weeks pass
    Then every touchpoint shows her new postal address within its promise
"""
OWN_WORDS = """\
Feature: Jan waits
  Scenario: It may rain
    Given Jan is a customer
    And the weather is wet (as ever)
    When he changes his postal address
    And she waits 3 times
    Then the details page shows his new postal address
"""


def make_talking_bank(root: Path, *journeys: str, personas: Sequence[str] = ()) -> Path:
    """The project in `root`. journeys: features, a.feature and so on; the one of Maria when left out.

    personas: names of further ones.
    """
    people = {name.casefold(): _persona(name) for name in personas}
    make_small_bank(root, blueprint=BANK + _DESK, personas={**PERSONAS, "dee": _persona("Dee", "dealer"), **people})
    (root / "steps/talking.py").write_text(STEPS, encoding="utf-8")
    for name, text in zip("abcdefgh", journeys or (JOURNEY,), strict=False):
        (root / f"journeys/{name}.feature").write_text(text, encoding="utf-8")
    return root


def _persona(name: str, role: str = "customer") -> str:
    return f"name: {name}\nrole: {role}\nlocale: de_DE\nlanguage: de\ntime_zone: Europe/Berlin\n"
