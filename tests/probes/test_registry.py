from __future__ import annotations

import pytest

from tellonce.model.errors import UsageProblem
from tellonce.probes import known_kinds, make_probe, settings_model
from tellonce.probes.settings import setting_names


def test_the_built_in_kinds_are_known_without_installation():
    assert known_kinds()[:7] == ("page", "http", "sql", "mailbox", "documents", "files", "webhook")


@pytest.mark.parametrize("kind", ["page", "http", "sql", "mailbox", "documents", "files", "webhook"])
def test_every_kind_says_its_settings(kind):
    assert settings_model(kind) is not None


def test_settings_are_named_as_a_blueprint_writes_them():
    assert "from" in setting_names(settings_model("mailbox"))


def test_an_unknown_kind_is_told_with_the_nearest_one(sources, at):
    with pytest.raises(UsageProblem) as caught:
        make_probe(at("state", "email").place, {"kind": "mialbox"}, sources)
    assert str(caught.value).splitlines()[:2] == [
        "the probe of card_letter is of the unknown kind 'mialbox'",
        "  did you mean  mailbox",
    ]


def test_a_probe_without_a_kind_is_refused(sources, at):
    with pytest.raises(UsageProblem, match="the probe of card_letter has no kind"):
        make_probe(at("state", "email").place, {"url": "{web}/"}, sources)


def test_all_mistakes_in_the_settings_are_told_at_once(sources, at):
    with pytest.raises(UsageProblem) as caught:
        make_probe(at("state", "email").place, {"kind": "page", "ulr": "/details", "within": "5 parsecs"}, sources)
    assert str(caught.value).splitlines() == [
        "the page probe of card_letter needs the setting 'url'",
        "  valid         url, viewer, read, ready, within",
        "the page probe of card_letter: 'within' is '5 parsecs': '5 parsecs' is not a duration; "
        "write a number and a unit, such as '5 s', '2 minutes', '1 day'",
        "the page probe of card_letter has no setting 'ulr'",
        "  did you mean  url",
        "  valid         url, viewer, read, ready, within",
    ]


def test_a_fact_that_the_place_does_not_use_cannot_be_read(sources, at):
    with pytest.raises(UsageProblem, match="reads 'phone', which is no fact of it"):
        make_probe(at("state", "email").place, {"kind": "page", "url": "/", "read": {"phone": "#phone"}}, sources)


def test_a_component_that_does_not_exist_cannot_be_read(sources, at):
    read = {"postal_address": {"zip": "zip"}}
    with pytest.raises(UsageProblem, match=r"reads 'postal_address\.zip', which does not exist"):
        make_probe(at("state", "postal_address").place, {"kind": "http", "url": "/", "read": read}, sources)


def test_a_fact_of_a_letter_that_nobody_reads_is_a_hole(sources, at):
    place = at("emission", "postal_address", "language", destination="postal_address").place
    with pytest.raises(UsageProblem, match="card_letter shows 'language', but the documents probe"):
        make_probe(place, {"kind": "documents", "folder": "letters", "read": {}}, sources)


def test_a_probe_that_would_write_is_refused(sources, at):
    place = at("state", "email").place
    with pytest.raises(UsageProblem, match="a probe only reads: write a SELECT"):
        make_probe(place, {"kind": "sql", "url": "sqlite:///a.sqlite", "query": "DELETE FROM customers"}, sources)
    with pytest.raises(UsageProblem, match="a probe only reads: GET"):
        make_probe(place, {"kind": "http", "url": "/", "method": "POST"}, sources)
