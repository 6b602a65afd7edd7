"""`tellonce new`: what it writes is sound at once, and nothing that was sound is broken by it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from verb_bench import Tellonce

from tellonce.authoring.features import load_features
from tellonce.authoring.starting import Start, project_files, write_project
from tellonce.engine.flows import begin_deeds
from tellonce.project import load_project
from tellonce.runner.loading import load_sentences
from tellonce.runner.project import open_project


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    write_project(tmp_path, project_files(Start()))
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    begin_deeds(lambda _flow: None)


def is_sound(root: Path) -> bool:
    """Raises UsageProblem when it is not."""
    load_project(root)
    return bool(load_features([root / "journeys"], root, load_sentences(open_project(root)).index))


JOURNEY = """\
Feature: Maria finds a bigger flat
  What this is about for her, in a sentence or two.

  Scenario: Her new postal address reaches the details page
    Given Maria is a customer
    When she changes her postal address in self-service
    Then the details page shows her new postal address
"""


def test_a_new_journey_is_in_sentences_that_exist(tellonce: Tellonce, project: Path) -> None:
    code, out, _ = tellonce("new", "journey", "Maria finds a bigger flat", "--touchpoint", "details-page")

    path = "journeys/maria/finds-a-bigger-flat.feature"
    assert (code, out) == (0, f"{path}\n\n{JOURNEY}\nRun it:  tellonce run {path}\n")
    assert (project / path).read_text(encoding="utf-8") == JOURNEY
    assert is_sound(project)


def test_where_all_is_watched_a_moment_of_truth_is_proposed(tellonce: Tellonce) -> None:
    assert "    Then the card letter goes to her new postal address\n" in tellonce("new", "journey", "Later")[1]


def test_what_no_journey_watches_is_proposed_first(tellonce: Tellonce, project: Path) -> None:
    blueprint, steps = project / "fixtures/blueprint.yaml", project / "steps/details.yaml"
    text = blueprint.read_text(encoding="utf-8").replace(
        "    facts: [postal_address]", "    facts: [postal_address, email]", 1
    )
    blueprint.write_text(text, encoding="utf-8")
    flow = '  - sentence: "{customer} has a new mailbox"\n    changes: email\n    acts: [{press: Save}]\n'
    steps.write_text(steps.read_text(encoding="utf-8") + flow, encoding="utf-8")

    assert "    When she has a new mailbox\n    Then the details page shows" in tellonce("new", "journey", "Later")[1]


def test_a_journey_of_that_name_is_not_written_over(tellonce: Tellonce, project: Path) -> None:
    before = (project / "journeys/maria/mistyped.feature").read_text(encoding="utf-8")

    assert tellonce("new", "journey", "Mistyped") == (
        2,
        "",
        "journeys/maria/mistyped.feature: this file is there already\n  next          choose another name\n",
    )
    assert (project / "journeys/maria/mistyped.feature").read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--persona", "Mara"), "there is no persona 'Mara'\n  did you mean  Maria\n  valid         Maria\n"),
        (
            ("--touchpoint", "details"),
            "there is no touchpoint 'details'\n  did you mean  details-page\n"
            "  valid         details-page, confirmation-mail, card-letter\n",
        ),
        (
            ("--fact", "email"),
            "no flow in steps/ lets Maria change anything that reaches email\n"
            "  valid         {customer} changes {possessive} postal address in self-service (postal_address), "
            "{customer} enters a postal address without a postcode (postal_address)\n"
            "  next          write a flow for it first, in steps/\n",
        ),
    ],
)
def test_a_journey_that_cannot_be_is_told(tellonce: Tellonce, flags: tuple[str, ...], said: str) -> None:
    assert tellonce("new", "journey", "Moving", *flags) == (2, "", said)


def test_of_several_personas_one_must_be_named(tellonce: Tellonce, project: Path) -> None:
    tellonce("new", "persona", "Jan", "--pronouns", "he", "--locale", "pl_PL")

    assert tellonce("new", "journey", "Moving") == (
        2,
        "",
        "'Moving' does not say whose journey it is\n  valid         Jan, Maria\n"
        "  next          name her in it, or write --persona Jan\n",
    )
    assert tellonce("new", "journey", "Jan's new flat")[0] == 0
    assert "When he changes his postal address" in (project / "journeys/jan/jans-new-flat.feature").read_text("utf-8")
    assert is_sound(project)


def test_a_new_persona_is_valid_at_once(tellonce: Tellonce, project: Path) -> None:
    code, out, _ = tellonce("new", "persona", "Aino", "--locale", "fi_FI", "--about", "Translator: back home.")

    text = (project / "fixtures/personas/aino.yaml").read_text(encoding="utf-8")
    assert (code, out.startswith(f"fixtures/personas/aino.yaml\n\n{text}")) == (0, True)
    persona = load_project(project).personas["Aino"]
    assert (persona.about, persona.language, persona.time_zone) == ("Translator: back home.", "fi", "Europe/Helsinki")


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("Aino", "--pronouns", "shee"), "there are no pronouns 'shee' here\n  did you mean  she\n"),
        (("Aino", "--role", "custmer"), "no touchpoint serves the role 'custmer'\n  did you mean  customer\n"),
        (("Aino", "--locale", "fi_FN"), "fixtures/personas/aino.yaml:5:1: Faker has no locale 'fi_FN'"),
        (("Aino", "--time-zone", "Helsinki"), "fixtures/personas/aino.yaml:7:1: unknown time zone 'Helsinki'\n"),
        (("Maria",), "fixtures/personas/maria.yaml: this file is there already\n"),
        (("Aino\\",), "fixtures/personas/aino.yaml:2:1: name: "),
        (("!",), "'!' has no letters to name a file by\n"),
    ],
)
def test_a_persona_that_cannot_be_is_told_and_not_written(
    tellonce: Tellonce, project: Path, flags: tuple[str, ...], said: str
) -> None:
    code, out, err = tellonce("new", "persona", *flags)

    assert (code, out) == (2, "")
    assert err.startswith(said)
    assert [path.name for path in (project / "fixtures/personas").iterdir()] == ["maria.yaml"]


STATEMENT = ("--channel", "post", "--owner", "Accounts", "--facts", "postal_address")


def test_a_new_touchpoint_stands_behind_the_last_and_nothing_else_changes(tellonce: Tellonce, project: Path) -> None:
    file = project / "fixtures/blueprint.yaml"
    before = file.read_text(encoding="utf-8") + "\n# The end.\nlook_on: 3 days\n"
    file.write_text(before, encoding="utf-8")

    code, out, _ = tellonce("new", "touchpoint", "the annual statement", *STATEMENT)

    after = file.read_text(encoding="utf-8")
    begin = after.index("\n  annual-statement:\n")
    end = after.index("\n# The end.")
    assert (code, after[:begin] + after[end:]) == (0, before)
    assert after[begin:end] in out.replace("\n\n  annual", "\n  annual") + "\n"
    assert list(load_project(project).blueprint.touchpoints)[-1] == "annual-statement"
    assert is_sound(project)


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--channel", "pst"), "unknown channel 'pst'\n  did you mean  post\n"),
        (("--facts", "adress"), "unknown fact 'adress'\n  did you mean  postal_address\n"),
        (("--kind", "event"), "unknown kind 'event'\n  valid         state, emission\n"),
        (("--fed-by", "letters"), "unknown system 'letters'\n  did you mean  letter-shop\n"),
        (("--within", "soon"), "fixtures/blueprint.yaml:128:15: touchpoints.annual-statement.promise.within: "),
        (("--probe", "kind: pag"), "fixtures/blueprint.yaml:130:7: touchpoints.annual-statement.probe: "),
        (("--probe", "kind: [page"), "the probe 'kind: [page' cannot be read: "),
    ],
)
def test_a_touchpoint_that_cannot_be_is_told_and_not_written(
    tellonce: Tellonce, project: Path, flags: tuple[str, ...], said: str
) -> None:
    before = (project / "fixtures/blueprint.yaml").read_bytes()

    code, out, err = tellonce("new", "touchpoint", "the annual statement", *STATEMENT, *flags)

    assert (code, out) == (2, "")
    assert err.startswith(said)
    assert (project / "fixtures/blueprint.yaml").read_bytes() == before


def test_the_probe_of_a_touchpoint_may_be_said_at_once(tellonce: Tellonce, project: Path) -> None:
    probe = 'kind: page, url: "{web}/statement", read: {postal_address: {street: "#street"}}'

    code, out, _ = tellonce("new", "touchpoint", "her statement page", *STATEMENT, "--channel", "web", "--probe", probe)

    spot = load_project(project).blueprint.touchpoints["statement-page"]
    assert (code, spot.called, spot.kind) == (0, "her statement page", "state")
    assert spot.probe == {"kind": "page", "url": "{web}/statement", "read": {"postal_address": {"street": "#street"}}}
    assert "until then" not in out


def test_without_a_terminal_all_that_is_missing_is_told_at_once(tellonce: Tellonce) -> None:
    assert tellonce("new", "touchpoint", "the annual statement") == (
        2,
        "",
        "--channel is missing, and there is no terminal to ask in\n  next          such as --channel 'web'\n"
        "--owner is missing, and there is no terminal to ask in\n  next          such as --owner 'Customer Service'\n"
        "--facts is missing, and there is no terminal to ask in\n  next          such as --facts 'email'\n",
    )
    assert tellonce("new", "touchpoint", "the annual statement", "--channel", "web", "--facts", "email") == (
        2,
        "",
        "--owner is missing, and there is no terminal to ask in\n  next          such as --owner 'Customer Service'\n",
    )
