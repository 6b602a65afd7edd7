from __future__ import annotations

import dataclasses

import pytest

from tellonce.model.facts import FactKind
from tellonce.probes.parties import concerns, mentions, reached, served
from tellonce.probes.searchable import Searchable


@pytest.fixture
def about(at, sources):
    target = at("emission", "postal_address")
    return lambda text: mentions(target, Searchable(text), sources.facts)


@pytest.mark.parametrize(
    "text",
    [
        "Customer 4711000001.",
        "Write to MARIA.NEW@example.org!",
        "Call +49 (89) 333-444 now",
        "Call 0049 89 333444",
        "Rosenweg 7b\nWhg 4\n80331 München",
        "7B ROSEN\u00adWEG, 80331",
    ],
)
def test_a_text_with_something_that_is_hers_alone_mentions_her(about, text):
    assert about(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Customer 47110000012",
        "not-maria.new@example.organic",
        "Call +49893334445",
        "Rosenweg 7, 80331 München",
        "Rosenweg 7b, München",
        "Hauptstraße 12, 10115 Berlin",
    ],
)
def test_a_text_with_less_or_with_what_she_shares_does_not(about, text):
    assert not about(text)


def test_her_own_mailbox_comes_first_when_people_share_one(at, jan):
    target = at("emission", "email")
    shared = dataclasses.replace(
        target, related=(dataclasses.replace(jan, values={"email": {"address": "maria.new@example.org"}}),)
    )
    assert reached(shared, FactKind.EMAIL, "email", " Maria.New@example.org ") == "self"
    assert reached(shared, FactKind.EMAIL, "email", "") == "unknown"


def test_a_document_serves_the_customer_whom_it_names(at):
    target = at("emission", "postal_address")
    assert served(target, ["4711000002", "4711000001"]) == "self"
    assert served(target, ["4711000002"]) == "related"
    assert served(target, ["4711000003"]) == "stranger"
    assert served(target, ["", "9"]) == "unknown"


def test_a_prospect_without_a_name_is_not_everybody(at, sources):
    target = at("emission", "email")
    prospect = dataclasses.replace(target, customer=dataclasses.replace(target.customer, service_id=""))
    assert not concerns(prospect, subjects=[""], text=Searchable("Hello"), facts=sources.facts)
    assert served(prospect, [""]) == "unknown"
