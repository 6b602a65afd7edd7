"""Which fields make her tell again what the company knows, and which only look like it."""

from __future__ import annotations

import pytest

from tellonce.engine.retold import Retold
from tellonce.model.facts import Fact, FactKind

FACTS = {
    "postal_address": Fact(kind=FactKind.POSTAL_ADDRESS, called="postal address"),
    "person_name": Fact(kind=FactKind.PERSON_NAME, called="name"),
    "complaint": Fact(kind=FactKind.TEXT, called="complaint"),
    "email": Fact(kind=FactKind.EMAIL, called="e-mail address"),
}
OLD = {"street": "Hauptstraße", "house_number": "12", "postcode": "10115", "city": "Berlin", "country": "DE"}
NEW = {"street": "Rosenweg", "house_number": "7", "postcode": "10999", "city": "Berlin", "country": "DE"}


def told() -> Retold:
    """What the company knows from the start."""
    retold = Retold(FACTS)
    retold.learn({"postal_address": OLD, "email": {"address": "maria@example.org"}})
    return retold


def test_a_new_address_is_new_also_where_it_agrees_with_the_old_one() -> None:
    moving = told().flow({"postal_address": NEW})

    assert [moving.again(text, name=name, kind="text") for name, text in NEW.items()] == ["", "", "", "", ""]


@pytest.mark.parametrize(
    ("name", "text", "again"),
    [
        ("email", "maria@example.org", "e-mail address"),
        ("contact", "  MARIA@example.org ", "e-mail address"),
        ("street", "Hauptstraße", "postal address: street"),
        ("house_number", "12", "postal address: house number"),
        ("stars", "12", ""),  # too short to be more than chance
        ("street", "Rosenweg", ""),
        ("street", "   ", ""),
    ],
)
def test_what_the_company_knows_is_told_again(name: str, text: str, again: str) -> None:
    asking = told().flow({"complaint": {"text": "It came to my old flat."}})

    assert asking.again(text, name=name, kind="text") == again


def test_a_second_page_that_asks_for_the_same_makes_her_tell_it_again() -> None:
    complaining = told().flow({"complaint": {"text": "It came to my old flat."}})

    assert complaining.again("It came to my old flat.", name="text", kind="textarea") == ""
    assert complaining.again("It came to  my old flat.", name="more", kind="textarea") == "complaint"


def test_other_words_are_known_from_one_channel_to_the_next() -> None:
    retold = told()
    assert retold.flow({}).again("When is it ready?", name="text", kind="textarea") == ""

    assert retold.flow({}).again("when is it ready?", name="subject", kind="text") == "the same words"


def test_what_was_told_in_an_earlier_flow_is_known_in_the_next() -> None:
    retold = told()
    retold.learn({"postal_address": NEW})

    assert retold.flow({}).again("Rosenweg", name="street", kind="text") == "postal address: street"
    assert retold.flow({"postal_address": NEW}).again("Rosenweg", name="street", kind="text") == (
        "postal address: street"
    )


def test_going_back_to_what_was_before_is_no_repetition() -> None:
    retold = told()
    retold.learn({"postal_address": NEW})

    assert retold.flow({"postal_address": OLD}).again("Hauptstraße", name="street", kind="text") == ""


def test_a_choice_is_the_same_by_chance_unless_it_is_called_alike() -> None:
    retold = Retold(FACTS)
    retold.learn({"email": {"address": "invoice"}})
    asking = retold.flow({})

    assert asking.again("invoice", name="about", kind="radio") == ""
    assert asking.again("invoice", name="about", kind="radio") == ""
    assert asking.again("invoice", name="address", kind="select") == "e-mail address"


def test_nothing_of_what_she_told_is_kept() -> None:
    retold = told()
    retold.flow({}).again("When is it ready?", name="text", kind="textarea")

    kept = f"{retold._known} {retold._latest} {retold._words}"
    assert all(text not in kept for text in ("Berlin", "maria", "ready", "10115"))
