"""Values whose parts are fields of their own."""

from __future__ import annotations

import pytest

from tellonce.model.facts import FactKind
from tellonce.recognise import contains, fields_together

ADDRESS = FactKind.POSTAL_ADDRESS
HOME = {"street": "Hauptstraße", "house_number": "12", "flat": "", "postcode": "10115", "city": "München"}
NAME = {"given_name": "Łucja", "family_name": "Małysiak"}
MOVED = ("street", "house_number", "postcode", "city")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1\nMünchen\nDE\n12\n10115\nHauptstraße", id="columns by the alphabet"),
        pytest.param("MUENCHEN\nHAUPTSTR.\nDE\n10115\n12", id="as jsonb keeps keys"),
        pytest.param('"Hauptstraße";"12";"10115";"München"', id="quoted csv"),
        pytest.param("Hauptstraße|12||München", id="no postcode"),
        pytest.param('{"street": "Hauptstraße", "house_number": "12", "zip": "10115"}', id="a line of JSON"),
        pytest.param("<street>Hauptstraße</street>\n<no>12</no>\n<zip>10115</zip>", id="XML"),
    ],
)
def test_parts_in_fields_are_put_together(text: str) -> None:
    together = fields_together(text, ADDRESS, HOME, MOVED)

    assert contains(together, ADDRESS, HOME, MOVED)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hauptstraße\n121\n10115",
        "Hauptstraße\n12\n99999\nAnderswo",
        "Nebenstraße\n12\n10115\nMünchen",
        "12\n10115\nMünchen",
        "12\nHauptstraße\n5\n10115\nMünchen",
        "12\nHauptstraße 5\n10115\nMünchen",
    ],
)
def test_what_lacks_a_part_is_no_home(text: str) -> None:
    assert fields_together(text, ADDRESS, HOME, MOVED) == ""


def test_names_are_put_together_however_far_apart() -> None:
    between = "\n".join(["lucja@example.org", "+4915112345678", "1980-01-01", "x" * 70])

    assert fields_together(f"MALYSIAK\n{between}\nLUCJA", FactKind.PERSON_NAME, NAME, ("family_name",)) != ""
    assert fields_together(f"Małysiak\n{between}\nAnna", FactKind.PERSON_NAME, NAME, ("family_name",)) == ""
    assert fields_together("a@example.org", FactKind.EMAIL, {"address": "a@example.org"}, ("address",)) == ""
