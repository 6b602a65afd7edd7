"""Values for a fresh customer: plausible where she lives, and nobody else's."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Mapping, Sequence

import phonenumbers
from anyascii import anyascii
from faker import Faker

from tellonce.model.errors import TellonceError
from tellonce.model.facts import Components, FactKind, spell
from tellonce.model.persona import Persona

__all__ = ["MADE_UP", "CannotMakeValue", "ValueMaker"]

MADE_UP = (FactKind.POSTAL_ADDRESS, FactKind.PERSON_NAME, FactKind.EMAIL, FactKind.PHONE, FactKind.TEXT)
"""Kinds of facts whose values can be made up; the others are chosen."""

_TRIES = 2000
_FLATS = {
    "de": ("Whg {n}", "Aufgang {a}, Whg {n}"),
    "pl": ("m. {n}", "klatka {a}, m. {n}"),
    "fr": ("Appt {n}", "Escalier {a}, Appt {n}"),
    "en": ("Flat {n}", "Flat {n}, Stair {a}"),
    "es": ("Piso {n}", "Escalera {a}, Piso {n}"),
    "fi": ("as. {n}", "Rappu {a}, as. {n}"),
}


class CannotMakeValue(TellonceError):
    """The persona insists on something that her locale hardly ever has."""


class ValueMaker:
    """Makes one customer's values. The same seed gives the same values within one Faker version."""

    def __init__(self, persona: Persona, seed: str) -> None:
        self._persona = persona
        # Values must be fresh and repeatable by --seed, not secret: a plain generator is right.
        self._random = random.Random(f"{seed}:{persona.name}")  # noqa: S311
        self._faker = Faker(persona.locale)
        self._faker.seed_instance(self._random.randrange(2**32))
        self._made: dict[FactKind, list[Components]] = {}

    def make(self, kind: FactKind, fact: str, *, keep: Components | None = None) -> Components:
        """A value that differs in every component from all made before (`keep` fixes components, such as a country).

        Raises CannotMakeValue when the persona's wishes cannot be met.
        """
        makers: Mapping[FactKind, Callable[[Sequence[str]], Components]] = {
            FactKind.POSTAL_ADDRESS: self._address,
            FactKind.PERSON_NAME: self._name,
            FactKind.EMAIL: self._email,
            FactKind.PHONE: self._phone,
            FactKind.TEXT: self._text,
        }
        if kind not in makers:
            raise CannotMakeValue(f"a value of kind '{kind}' must be chosen by the flow or the persona, not made up")
        wishes = self._persona.insists.get(fact, ())
        for _ in range(_TRIES):
            value = {**makers[kind](wishes), **(keep or {})}
            if self._granted(kind, value, wishes) and self._fresh(kind, value, keep or {}):
                self._made.setdefault(kind, []).append(value)
                return value
        raise CannotMakeValue(
            f"no {fact} with {' and '.join(wishes) or 'fresh components'} was found for {self._persona.name} "
            f"in the locale {self._persona.locale}; loosen 'insists' in her persona file"
        )

    def _granted(self, kind: FactKind, value: Components, wishes: Sequence[str]) -> bool:
        line = f"{value.get('street')} {value.get('house_number')}, {value.get('flat')}"
        # Of a name only the family name is made up.
        made_up = value.get("family_name") or spell(kind, value)
        return ("diacritics" not in wishes or not made_up.isascii()) and ("long" not in wishes or 34 < len(line) <= 60)

    def _fresh(self, kind: FactKind, value: Components, keep: Components) -> bool:
        apart = {"country", *keep}
        return all(
            value[name].casefold() != earlier[name].casefold()
            for earlier in self._made.get(kind, ())
            for name in value
            if name not in apart and (value[name] or earlier[name])
        )

    def _address(self, wishes: Sequence[str]) -> Components:
        language = self._persona.locale[:2]
        short, long = _FLATS.get(language, ("{n}", "{a}-{n}"))
        number = str(self._random.randint(2, 189))
        if language in ("de", "pl", "fi"):
            number += self._random.choice(("", "a", "b", "c"))
        flat = ""
        if "flat" in wishes or "long" in wishes:
            shape = long if "long" in wishes else short
            flat = shape.format(n=self._random.randint(2, 98), a=self._random.choice("ABCDEFGH"))
        return {
            "street": unicodedata.normalize("NFC", self._faker.street_name()),
            "house_number": number,
            "flat": flat,
            "postcode": self._faker.postcode(),
            "city": unicodedata.normalize("NFC", self._faker.city()),
            "country": self._persona.locale[-2:],
        }

    def _name(self, _wishes: Sequence[str]) -> Components:
        female = self._persona.pronouns.subject == "she"
        faker = self._faker
        last = getattr(faker, "last_name_female" if female else "last_name_male", faker.last_name)()
        return {"given_name": self._persona.name, "family_name": unicodedata.normalize("NFC", last)}

    def _email(self, _wishes: Sequence[str]) -> Components:
        name = "".join(letter for letter in anyascii(self._persona.name).lower() if letter.isalnum())
        return {"address": f"{name}.{self._random.randrange(16**8):08x}@mail.example"}

    def _text(self, _wishes: Sequence[str]) -> Components:
        # Words alone might be said by somebody else too; nobody says this number.
        return {"text": f"{self._faker.sentence(nb_words=8).rstrip('.')} {self._random.randrange(10**7, 10**8)}"}

    def _phone(self, _wishes: Sequence[str]) -> Components:
        region = self._persona.locale[-2:]
        pattern = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
        if pattern is None:
            raise CannotMakeValue(f"no mobile number is known for the region {region} of {self._persona.name}'s locale")
        national = str(pattern.national_number)
        for _ in range(_TRIES):
            tail = "".join(self._random.choice("0123456789") for _ in range(6))
            number = phonenumbers.PhoneNumber(
                country_code=pattern.country_code, national_number=int(national[:-6] + tail)
            )
            if phonenumbers.is_valid_number(number):
                return {"number": phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)}
        raise CannotMakeValue(f"no valid mobile number was found for the region {region}")
