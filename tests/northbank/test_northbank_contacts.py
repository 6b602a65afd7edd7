"""What Northbank's contact register exports is read in with the blueprint as it is, and no word of it is unknown."""

from __future__ import annotations

from pathlib import Path

import pytest
from northbank_bench import Bench

from northbank.departments import UPSTREAM, Cause
from tellonce.authoring.features import load_features
from tellonce.authoring.suggesting import Suggestions
from tellonce.contacts import Asked, read_in
from tellonce.contacts.words import Words
from tellonce.engine.flows import current_deeds
from tellonce.model.contact_account import ContactGroup, Watch
from tellonce.project import load_project
from tellonce.project.blueprint_file import load_blueprint
from tellonce.runner.loading import load_sentences
from tellonce.runner.project import open_project

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def words() -> Words:
    blueprint, _ = load_blueprint(ROOT / "fixtures/blueprint.yaml", root=ROOT)
    assert blueprint.contacts is not None
    return Words(blueprint, blueprint.contacts)


@pytest.mark.anyio
async def test_what_the_register_exports_is_put_down_to_the_touchpoint_upstream(bench: Bench, tmp_path: Path) -> None:
    number = await bench.enrol()
    await bench.sign_in(number)
    await bench.change("package")
    await bench.ready(number)
    form = await bench.submit("/help/complaints/new", {"about": "invoice", "text": "the fee is wrong"})
    await bench.submit(form.headers["location"], {"wish": "the right fee, please"})
    await bench.submit("/help/feedback", {"score": "2", "ease": "", "satisfaction": "", "comment": "slow"})
    await bench.submit("/help/chat", {"text": "hello", "act": "say"})
    await bench.sign_in_agent()
    await bench.submit(f"/agent/calls/{number}", {"about": "card", "text": "my card came broken"})
    await bench.ready(number)

    told = {}
    for form_of_file in ("csv", "json"):
        file = tmp_path / f"contacts.{form_of_file}"
        file.write_bytes((await bench.client.get(f"/agent/contacts.{form_of_file}")).content)
        account = read_in(ROOT, Asked(files=(str(file),)))
        assert (account.contacts, account.unread, account.notes) == (4, 0, ())
        told[form_of_file] = account.groups

    assert told["csv"] == told["json"]
    assert [(one.touchpoint, one.owner, one.fact, one.watch, list(one.channels)) for one in told["csv"]] == [
        ("invoice", "Billing", "package", Watch.WATCHED, ["web"]),
        ("card-letter", "Card Operations", "", Watch.NO_CAUSE, ["phone"]),
        ("chat-page", "Digital Banking", "", Watch.NO_CAUSE, ["chat"]),
        ("conversation-view", "Customer Service", "", Watch.NO_CAUSE, ["web"]),
    ]
    assert "journeys/liam/better-package.feature" in journeys(told["csv"][0])


def journeys(group: ContactGroup) -> set[str]:
    return {one.journey for one in group.journeys}


def test_for_whatever_northbanks_customers_complain_of_a_scenario_can_be_suggested() -> None:
    sentences = load_sentences(open_project(ROOT)).index
    project, features = load_project(ROOT), load_features([ROOT / "journeys"], ROOT, sentences)
    suggestions = Suggestions(project.blueprint, project.personas, current_deeds().flows, sentences, features)

    assert [
        (key, fact)
        for key, touchpoint in project.blueprint.touchpoints.items()
        for fact in touchpoint.fact_keys
        if suggestions.of(key, fact) is None
    ] == []


@pytest.mark.parametrize("about", [*UPSTREAM, "chat", "public page"])
def test_whatever_the_register_says_a_contact_is_about_is_a_touchpoint(words: Words, about: str) -> None:
    assert words.about(about).key


@pytest.mark.parametrize(("about", "fact"), [(about, fact) for about, one in UPSTREAM.items() for fact in one.facts])
def test_whatever_the_register_names_as_a_cause_is_that_fact(words: Words, about: str, fact: str) -> None:
    assert words.cause(Cause(department=UPSTREAM[about].department, fact=fact).said).key == fact


@pytest.mark.parametrize("said", ["", "no change at Billing", *(f"{score} of 10" for score in range(11))])
def test_no_change_before_it_and_a_score_are_no_cause(words: Words, said: str) -> None:
    assert (words.cause(said).key, words.cause(said).word) == ("", "")
