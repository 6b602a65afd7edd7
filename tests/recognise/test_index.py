"""Many customers' values in one pass: who is seen, where, and who is not."""

from __future__ import annotations

import random
import re
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellonce.model.facts import Components, FactKind
from tellonce.recognise import ValueIndex, contains
from tellonce.recognise.searched import as_searched, breaks, joined

BERLIN = {"street": "Hauptstraße", "house_number": "12", "postcode": "10115", "city": "Berlin", "country": "DE"}
MUNICH = {"street": "Hauptstraße", "house_number": "21", "postcode": "80331", "city": "München", "country": "DE"}
LONDON = {"street": "Baker Street", "house_number": "221b", "postcode": "NW1 6XE", "city": "London", "country": "GB"}
TOKYO = {"street": "丸の内", "house_number": "1-9-2", "postcode": "100-0005", "city": "千代田区", "country": "JP"}
NAMES = {
    "maria": (FactKind.PERSON_NAME, {"given_name": "Maria", "family_name": "Novák"}),
    "jana": (FactKind.PERSON_NAME, {"given_name": "Jana", "family_name": "Novák"}),
    "mueller": (FactKind.PERSON_NAME, {"given_name": "Jörg", "family_name": "Novák-Müller"}),
    "berlin": (FactKind.POSTAL_ADDRESS, BERLIN),
    "munich": (FactKind.POSTAL_ADDRESS, MUNICH),
    "london": (FactKind.POSTAL_ADDRESS, LONDON),
    "tokyo": (FactKind.POSTAL_ADDRESS, TOKYO),
    "mail": (FactKind.EMAIL, {"address": "maria.k@example.org"}),
    "phone": (FactKind.PHONE, {"number": "+491709999999"}),
    "wish": (FactKind.TEXT, {"text": "ring twice, the bell is broken"}),
    "nothing": (FactKind.POSTAL_ADDRESS, {"street": "", "house_number": "1"}),
    "language": (FactKind.LANGUAGE, {"code": "de"}),
}


@pytest.fixture(scope="module")
def index() -> ValueIndex:
    made = ValueIndex()
    for customer, (kind, value) in NAMES.items():
        made.add(customer, kind.value, kind, value)
    return made


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Hauptstraße 12, 10115 Berlin", ["berlin"]),
        ("HAUPTSTR. 21\n80331 MUENCHEN", ["munich"]),
        ("He left Haupt-\nstraße 12 for Hauptstrasse   21.", ["berlin", "munich"]),
        ("Hauptstraße 122, Hauptstraße 1, Hauptstraße", []),
        ("Alte Hauptstraße 12", []),
        ("221B Baker St, London", ["london"]),
        ("〒100-0005 東京都千代田区丸の内1-9-2", ["tokyo"]),
        ("Dear Maria Novak, Ms Jana Novák called", ["maria", "jana"]),
        ("Mr JORG NOVAK-MUELLER", ["mueller"]),
        ("Maria Novákova", []),
        ("To: Maria.K@Example.org, not x.maria.k@example.org", ["mail"]),
        ("maria.k@example.org.evil.example", []),
        ("call 0170 / 999 99 99 or +49 170 9999998", ["phone"]),
        ("+43 170 9999999", []),
        ("Please RING TWICE,\nthe bell is broken!", ["wish"]),
        ("", []),
    ],
)
def test_who_stands_in_a_text(index: ValueIndex, text: str, who: list[str]) -> None:
    assert list(dict.fromkeys(sighting.customer for sighting in index.sightings(text))) == who


def test_a_sighting_says_whose_what_and_where(index: ValueIndex) -> None:
    text = "So far\u00a0: \u00adHaupt-\nstrasse 12;  now 221b  Baker\nStreet, Mu\u0308nchen, 0170-9999999."
    found = index.sightings(text)
    assert [(s.customer, s.fact, s.component, s.value_id) for s in found] == [
        ("berlin", "postal_address", "street", 3),
        ("london", "postal_address", "street", 5),
        ("phone", "phone", "number", 8),
    ]
    assert [text[slice(*s.span)] for s in found] == ["Haupt-\nstrasse", "Baker\nStreet", "0170-9999999"]


def test_values_added_after_a_search_are_found_by_the_next() -> None:
    index = ValueIndex()
    assert index.sightings("Rosenweg 1") == []
    index.add("ulm", "postal_address", FactKind.POSTAL_ADDRESS, {"street": "Rosenweg", "house_number": "1"})
    assert [s.customer for s in index.sightings("Rosenweg 1")] == ["ulm"]
    assert len(index) == 1


@pytest.mark.parametrize("seed", range(5))
def test_one_pass_sees_what_a_search_for_each_would_see(seed: int) -> None:
    """The index and the exact test of a leak agree on every address, over texts that mix and mangle them."""
    chance = random.Random(seed)  # noqa: S311 (repeatable, not secret)
    streets = ("Hauptstraße", "Rosenweg", "Łąkowa", "Müllerplatz", "Baker Street", "Am Ring")
    values: list[Components] = [
        {
            "street": chance.choice(streets),
            "house_number": str(chance.randint(1, 30)),
            "postcode": f"{chance.randint(10000, 99999)}",
            "city": "Ulm",
            "country": "DE",
        }
        for _ in range(60)
    ]
    index = ValueIndex()
    for number, value in enumerate(values):
        index.add(str(number), "postal_address", FactKind.POSTAL_ADDRESS, value)
    for _ in range(40):
        value = chance.choice(values)
        text = f"x {value['street']} {value['house_number']}, {value['postcode']} Ulm"
        text = chance.choice((str, str.upper, lambda t: t.replace(" ", "  "), lambda t: t[: chance.randint(3, 30)]))(
            text
        )
        seen = {int(sighting.customer) for sighting in index.sightings(text)}
        named = {
            number
            for number, each in enumerate(values)
            if contains(text, FactKind.POSTAL_ADDRESS, each, ("street", "house_number"))
        }
        assert named <= seen
        assert all(values[number]["street"] == value["street"] for number in seen)


def test_values_that_come_while_searching_are_found_and_cost_few_automata() -> None:
    index = ValueIndex()
    for number in range(200):
        index.add(f"c{number}", "email", FactKind.EMAIL, {"address": f"somebody{number}@example.org"})
        text = f"to somebody{number}@example.org and somebody{number // 2}@example.org"
        assert {seen.customer for seen in index.sightings(text)} == {f"c{number}", f"c{number // 2}"}
    assert len(index._levels) <= 8


def test_a_word_that_is_a_street_and_a_name_is_found_as_both_whenever_they_came() -> None:
    index = ValueIndex()
    index.add("c1", "person_name", FactKind.PERSON_NAME, {"given_name": "", "family_name": "Baker"})
    assert [seen.customer for seen in index.sightings("Baker")] == ["c1"]
    index.add("c2", "text", FactKind.TEXT, {"text": "Baker"})
    assert sorted(seen.customer for seen in index.sightings("Baker")) == ["c1", "c2"]


TRICKY = st.text("aB1 -\n\r\t.ßΣİéeﬁ\u0301\u00ad\u200b\u2010\u00a0\u2028नि丸", max_size=40)


@given(text=TRICKY, by=st.sampled_from(["", "-"]))
def test_joining_what_is_searched_is_searching_what_is_joined(text: str, by: str) -> None:
    plain, back = as_searched(text)
    whole, places, shift = joined(plain, breaks(text, plain, back), by)

    pattern = r"(?<=\w)[-‐]\s*\n\s*(?=\w)"
    assert whole == as_searched(re.sub(pattern, by, text))[0]
    assert len(places) == len(re.findall(pattern, text))
    origins = [back(shift(at)) for at in range(len(whole))]
    assert origins == sorted(origins)
    assert all(0 <= at < len(text) for at in origins)


PIECES = [
    *("Hauptstraße 12", "Haupt-\nstraße 12", "Hauptstraße 1-\n2", "221b Baker-\nStreet", "12-\n14", "Alte-\nr Weg"),
    *("Maria Novák", "Ma-\nria No-\nvák", "Novák-\nMüller", "maria.k@example.-\norg", "Nr. ", "丸の内1-\n9-2"),
    *("\n", " ", ", ", "x" * 90, "so it is told " * 20),
]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_far_from_a_broken_word_nothing_is_lost_by_not_looking_again(index: ValueIndex, text: str) -> None:
    found = index.sightings(text), index.candidates(text)
    with patch("tellonce.recognise.index._FAR_CHARS", 10**9):
        assert (index.sightings(text), index.candidates(text)) == found
