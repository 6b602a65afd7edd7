"""Values for a fresh customer: plausible where she lives, hers alone, and the same again for the same seed."""

from __future__ import annotations

import phonenumbers
import pytest

from tellonce.engine.values import CannotMakeValue, ValueMaker
from tellonce.model.facts import COMPONENTS, FactKind, changed_components
from tellonce.model.persona import Persona

LOCALES = ("de_DE", "pl_PL", "en_GB", "fr_FR", "fi_FI", "es_ES")
MADE_UP = (FactKind.POSTAL_ADDRESS, FactKind.EMAIL, FactKind.PHONE)


def persona(locale: str = "de_DE", **more: object) -> Persona:
    given = {"name": "Maria", "locale": locale, "language": locale[:2], "time_zone": "Europe/Berlin", **more}
    return Persona.model_validate(given)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", MADE_UP)
def test_a_new_value_differs_from_those_before_in_every_component_that_people_change(
    locale: str, kind: FactKind
) -> None:
    maker = ValueMaker(persona(locale), "seed")
    values = [maker.make(kind, kind.value) for _ in range(4)]

    assert {tuple(value) for value in values} == {COMPONENTS[kind]}
    for number, value in enumerate(values):
        for earlier in values[:number]:
            unchanged = set(value) - set(changed_components(earlier, value))
            assert unchanged <= {"country", "flat"}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_same_seed_makes_the_same_customer(locale: str) -> None:
    def everything(seed: str) -> list[object]:
        maker = ValueMaker(persona(locale), seed)
        return [dict(maker.make(kind, kind.value)) for kind in (*MADE_UP, FactKind.PERSON_NAME)]

    assert everything("one") == everything("one")
    assert all(one != other for one, other in zip(everything("one"), everything("two"), strict=True))


def test_two_personas_of_one_seed_are_two_customers() -> None:
    maria, jan = persona(), persona(name="Jan")
    assert ValueMaker(maria, "s").make(FactKind.POSTAL_ADDRESS, "home") != ValueMaker(jan, "s").make(
        FactKind.POSTAL_ADDRESS, "home"
    )


@pytest.mark.parametrize("locale", LOCALES)
def test_a_phone_number_is_a_valid_mobile_of_her_country(locale: str) -> None:
    number = phonenumbers.parse(ValueMaker(persona(locale), "seed").make(FactKind.PHONE, "phone")["number"])

    assert phonenumbers.is_valid_number(number)
    assert phonenumbers.region_code_for_number(number) == locale[-2:]


def test_an_email_address_bears_her_name_without_accents_and_goes_nowhere() -> None:
    value = ValueMaker(persona(name="Małgorzata"), "seed").make(FactKind.EMAIL, "email")

    assert value["address"].startswith("malgorzata.")
    assert value["address"].endswith("@mail.example")


def test_her_given_name_stays_when_her_family_name_changes() -> None:
    maker = ValueMaker(persona(), "seed")
    first = maker.make(FactKind.PERSON_NAME, "name")
    second = maker.make(FactKind.PERSON_NAME, "name", keep={"given_name": first["given_name"]})

    assert first["given_name"] == second["given_name"] == "Maria"
    assert first["family_name"] != second["family_name"]


@pytest.mark.parametrize("locale", LOCALES)
def test_who_insists_on_a_flat_always_has_another_one(locale: str) -> None:
    maker = ValueMaker(persona(locale, insists={"home": ["flat"]}), "seed")
    flats = [maker.make(FactKind.POSTAL_ADDRESS, "home")["flat"] for _ in range(3)]

    assert all(flats)
    assert len(set(flats)) == 3


@pytest.mark.parametrize("locale", LOCALES)
def test_a_long_address_does_not_fit_a_field_of_thirty_four(locale: str) -> None:
    value = ValueMaker(persona(locale, insists={"home": ["long"]}), "seed").make(FactKind.POSTAL_ADDRESS, "home")

    assert 34 < len(f"{value['street']} {value['house_number']}, {value['flat']}") <= 60


@pytest.mark.parametrize("locale", ["de_DE", "pl_PL", "fr_FR", "fi_FI", "es_ES"])
def test_diacritics_are_found_where_her_language_has_them(locale: str) -> None:
    maker = ValueMaker(persona(locale, insists={"home": ["diacritics"], "name": ["diacritics"]}), "seed")
    address, name = maker.make(FactKind.POSTAL_ADDRESS, "home"), maker.make(FactKind.PERSON_NAME, "name")

    assert not "".join(address.values()).isascii()
    assert not name["family_name"].isascii()


def test_wishes_hold_for_the_fact_they_are_about() -> None:
    value = ValueMaker(persona(insists={"holiday_home": ["flat"]}), "seed").make(FactKind.POSTAL_ADDRESS, "home")

    assert value["flat"] == ""


def test_a_wish_that_her_locale_cannot_meet_is_told_with_what_to_loosen() -> None:
    maker = ValueMaker(persona("en_GB", insists={"name": ["diacritics"]}), "seed")

    with pytest.raises(CannotMakeValue) as problem:
        maker.make(FactKind.PERSON_NAME, "name")

    assert str(problem.value) == (
        "no name with diacritics was found for Maria in the locale en_GB; loosen 'insists' in her persona file"
    )


@pytest.mark.parametrize("kind", [FactKind.PLAN, FactKind.CONSENT, FactKind.LANGUAGE, FactKind.DATE])
def test_what_somebody_has_to_choose_is_not_made_up(kind: FactKind) -> None:
    with pytest.raises(CannotMakeValue) as problem:
        ValueMaker(persona(), "seed").make(kind, "it")

    assert str(problem.value) == (f"a value of kind '{kind}' must be chosen by the flow or the persona, not made up")
