"""Whoever cannot be embodied, or could never be recognised, is told before anything starts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field

from small_bank import BLUEPRINT, JAN, MARIA, make_small_bank
from tellonce.engine import make_engine
from tellonce.engine.flows import begin_deeds, choice, enrolment
from tellonce.engine.protocol import RunOptions
from tellonce.model.errors import UsageProblem

FACTS = """\
  phone: {kind: phone, called: phone number}
  language: {kind: language, called: language}
  consent: {kind: consent, called: newsletter choice}
  package: {kind: plan, called: account package}
systems:
"""
BANK = BLUEPRINT.replace("systems:\n", FACTS, 1)
VALUES = """\
values:
  consent: {granted: "no"}
  package: {name: Basic, monthly_fee: "4.90"}
"""
SERVICE = "service: {renewal_in_days: 14, paper: none}\n"
PACKAGES = {name: {"name": name, "monthly_fee": fee} for name, fee in {"Basic": "4.90", "Plus": "9.90"}.items()}
KEYS = "  valid         renewal_in_days, paper, copies"


class Wishes(BaseModel):
    """What the enrolment of these tests needs to know."""

    renewal_in_days: int = Field(ge=1)
    paper: Literal["none", "letters"]
    copies: int = 1


@pytest.fixture(autouse=True)
def steps() -> Iterator[None]:
    """The steps of a bank that enrols customers, and knows two packages."""
    begin_deeds(lambda _flow: None)
    choice("package", PACKAGES, of="package")
    choice("language", {"German": {"code": "de"}, "Polish": {"code": "pl"}}, of="language")
    choice("colour", {"red": "#f00"})

    @enrolment("customer", service=Wishes)
    async def open_account(draft: Any, addresses: Any) -> Any:
        raise AssertionError("nothing runs")

    yield
    begin_deeds(lambda _flow: None)


def said_of(root: Path, maria: str) -> str:
    """All that is said of a project in which Maria is described so."""
    make_small_bank(root, blueprint=BANK, personas={"maria": MARIA + maria, "jan": JAN + VALUES + SERVICE})
    try:
        make_engine(root, RunOptions(run="r1", folder=root), "main")
    except UsageProblem as problem:
        return str(problem)
    return ""


def without_line_of_steps(text: str) -> str:
    """The choices stand in this file."""
    return "\n".join(line.partition(" at /")[0] for line in text.splitlines())


SOUND = {
    "as they are": VALUES + SERVICE,
    "with everything chosen": VALUES
    + "  postal_address: {street: Hauptstr., house_number: '7', postcode: '10115', city: Berlin, country: DE}\n"
    + "  email: {address: maria@mail.example}\n  phone: {number: +49 1512 3456789}\n  language: {code: pl}\n"
    + SERVICE,
    "with wishes that her country grants": VALUES + SERVICE + "insists: {postal_address: [flat]}\n",
    "with a default left out and another given": VALUES + SERVICE.replace("}", ", copies: 3}"),
    "with nothing chosen for a fact that does not apply": VALUES
    + "  postal_address: {street: '', house_number: '', postcode: '', city: '', country: ''}\n"
    + SERVICE,
}


@pytest.mark.parametrize("name", SOUND)
def test_a_persona_who_can_be_embodied_is_sound(name: str, tmp_path: Path) -> None:
    assert said_of(tmp_path, SOUND[name]) == ""


MISTAKES = {
    "a misspelt setting of the service": (
        VALUES + SERVICE.replace("renewal_in", "renewl_in"),
        f"8:1: 'renewal_in_days' is missing in service\n{KEYS}\n"
        "fixtures/personas/maria.yaml:8:11: unknown key 'renewl_in_days' in service\n"
        f"  did you mean  renewal_in_days\n{KEYS}",
    ),
    "a setting of another type": (
        VALUES + SERVICE.replace("14", "soon"),
        "8:11: service.renewal_in_days: must be a whole number (got 'soon')",
    ),
    "a setting that is too small": (
        VALUES + SERVICE.replace("14", "0"),
        "8:11: service.renewal_in_days: must be at least 1 (got '0')",
    ),
    "a setting that is none of its words": (
        VALUES + SERVICE.replace("paper: none", "paper: nome"),
        "8:32: service.paper: 'nome' will not do\n  did you mean  none\n  valid         none, letters",
    ),
    "no settings at all": (
        VALUES,
        f"1:1: 'renewal_in_days' is missing in service\n{KEYS}\n"
        f"fixtures/personas/maria.yaml:1:1: 'paper' is missing in service\n{KEYS}",
    ),
    "a value that cannot be made up and is not chosen": (
        VALUES.replace('  consent: {granted: "no"}\n', "") + SERVICE,
        "5:1: Maria has no first value for 'newsletter choice', which cannot be made up\n"
        "  next          write values: {consent: {granted: ...}} into her persona file",
    ),
    "a consent that is neither": (
        VALUES.replace('"no"', "nay") + SERVICE,
        "6:13: 'nay' is neither yes nor no\n  valid         yes, no",
    ),
    "an address that is no address": (
        VALUES + "  email: {address: maria.mail.example}\n" + SERVICE,
        "8:11: 'maria.mail.example' is no e-mail address",
    ),
    "a number without digits": (
        VALUES + "  phone: {number: later}\n" + SERVICE,
        "8:11: 'later' is no telephone number",
    ),
    "a country by its name": (
        VALUES
        + "  postal_address: {street: Weg, house_number: '7', postcode: '10115', city: Berlin, country: Germany}\n"
        + SERVICE,
        "8:85: 'Germany' is no country's code of two letters, such as DE",
    ),
    "a package that steps/ do not know": (
        VALUES.replace("Basic", "Basicc") + SERVICE,
        "7:3: Maria's first account package, Basicc at 4.90 a month, is none of the choice 'package'\n"
        "  did you mean  Basic at 4.90 a month\n"
        "  valid         Basic at 4.90 a month, Plus at 9.90 a month\n"
        "  next          mend it, or add it to the choice",
    ),
    "a fee that is no money": (
        VALUES.replace("4.90", "free") + SERVICE,
        "7:26: 'free' is no amount of money\n"
        "fixtures/personas/maria.yaml:7:3: Maria's first account package, Basic at free a month, is none of the choice "
        "'package'\n"
        "  did you mean  Basic at 4.90 a month\n"
        "  valid         Basic at 4.90 a month, Plus at 9.90 a month\n"
        "  next          mend it, or add it to the choice",
    ),
    "wishes that her country cannot grant": (
        VALUES + SERVICE + "insists: {person_name: [diacritics]}\n",
        "9:11: no person_name with diacritics was found for Maria in the locale en_GB; loosen 'insists' in her persona "
        "file",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_persona_who_cannot_is_told_where(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    described, said = MISTAKES[name]
    if "person_name" in described:
        monkeypatch.setattr("test_check_personas.BANK", BANK.replace("  phone:", NAME + "  phone:", 1))
        monkeypatch.setattr("test_check_personas.MARIA", MARIA.replace("de_DE", "en_GB"))

    assert without_line_of_steps(said_of(tmp_path, described)) == f"fixtures/personas/maria.yaml:{said}"


NAME = "  person_name: {kind: person_name, called: name}\n"


def test_the_language_that_she_speaks_is_one_of_the_choice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("test_check_personas.MARIA", MARIA.replace("language: de", "language: cy"))

    assert without_line_of_steps(said_of(tmp_path, VALUES + SERVICE)) == (
        "fixtures/personas/maria.yaml:3:1: Maria's first language, cy, is none of the choice 'language'\n"
        "  valid         de, pl\n"
        "  next          mend it, or add it to the choice"
    )


def test_a_role_that_nobody_enrols_needs_no_settings_and_no_first_values(tmp_path: Path) -> None:
    begin_deeds(lambda _flow: None)

    assert said_of(tmp_path, "service: {anything: goes}\n") == ""


def test_a_role_that_the_company_does_not_know_yet_needs_no_first_values_but_sound_settings(tmp_path: Path) -> None:
    begin_deeds(lambda _flow: None)

    @enrolment("customer", service=Wishes, known=False)
    async def keep_a_place(draft: Any, addresses: Any) -> Any:
        raise AssertionError("nothing runs")

    assert said_of(tmp_path, SERVICE) == ""
    assert "unknown key 'paperr' in service" in said_of(tmp_path, SERVICE.replace("paper", "paperr"))


def test_a_fact_that_only_touchpoints_of_other_roles_use_needs_no_first_value(tmp_path: Path) -> None:
    leaflet = """\
  leaflet:
    called: the leaflet
    channel: post
    owner: Marketing
    lane: frontstage
    stage: Looking around
    kind: state
    serves: [visitor]
    facts: [package]
    fed_by: master
    promise: {within: 10 s}
    probe:
      kind: http
      url: "{web}/leaflet"
"""
    jan = f"{JAN}role: visitor\n"
    without = VALUES.replace('  package: {name: Basic, monthly_fee: "4.90"}\n', "")
    make_small_bank(
        tmp_path, blueprint=BANK + leaflet, personas={"maria": MARIA + without + SERVICE, "jan": jan + VALUES}
    )

    make_engine(tmp_path, RunOptions(run="r1", folder=tmp_path), "main")
