"""A whole journey in each language, on a company made of a dictionary: one that is kept, and one that is not."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from engine_bench import Bank, open_bank

from tellonce.authoring.features import load_features
from tellonce.authoring.gherkin import FeatureFile
from tellonce.authoring.keywords import said_step
from tellonce.engine.flows import Act, flow
from tellonce.engine.outcomes import PromiseBroken
from tellonce.runner.registry import SentenceRegistry
from tellonce.vocabulary import load

FI_ADDRESS = ["postiosoite", "postiosoitteensa", "postiosoitteeseensa", "postiosoitteen"]
NAMES: dict[str, dict[str, Any]] = {
    "postal address": {
        "de": "Postanschrift",
        "fr": "adresse postale",
        "es": "dirección postal",
        "nl": "postadres",
        "fi": FI_ADDRESS,
    },
    "the card letter": {
        "de": ["der Kartenbrief", "den Kartenbrief"],
        "fr": "le courrier de la carte",
        "es": "la carta de la tarjeta",
        "nl": "de kaartbrief",
        "fi": "korttikirje",
    },
}
MOVES = {
    "de": "{customer} umzieht",
    "fr": "{customer} déménage",
    "es": "{customer} se muda",
    "nl": "{customer} verhuist",
    "fi": "{customer} muuttaa",
}
JOURNEYS = {
    "en": """
        Feature: Maria moves
          Scenario: She tells the bank once
            Given Maria is a customer
            When she moves
            Then every touchpoint shows her new postal address within its promise
            And the card letter goes to Maria's new postal address
    """,
    "de": """
        # language: de
        Funktionalität: Maria zieht um
          Szenario: Sie sagt es der Bank einmal
            Angenommen Maria ist Kundin
            Wenn sie umzieht
            Dann zeigt jeder Kontaktpunkt ihre neue Postanschrift innerhalb der zugesagten Frist
            Und der Kartenbrief geht an Marias neue Postanschrift
    """,
    "fr": """
        # language: fr
        Fonctionnalité: Maria déménage
          Scénario: Elle le dit une fois à la banque
            Étant donné que Maria est cliente
            Lorsqu'elle déménage
            Alors chaque point de contact affiche sa nouvelle adresse postale dans le délai promis
            Et le courrier de la carte est envoyé à la nouvelle adresse postale de Maria
    """,
    "es": """
        # language: es
        Característica: Maria se muda
          Escenario: Se lo dice una vez al banco
            Dado que Maria es clienta
            Cuando ella se muda
            Entonces cada punto de contacto muestra su nueva dirección postal dentro del plazo prometido
            Y la carta de la tarjeta se envía a la nueva dirección postal de Maria
    """,
    "nl": """
        # language: nl
        Functionaliteit: Maria verhuist
          Scenario: Ze vertelt het de bank één keer
            Stel dat Maria een klant is
            Als ze verhuist
            Dan toont elk contactpunt haar nieuwe postadres binnen de beloofde termijn
            En de kaartbrief gaat naar Maria's nieuwe postadres
    """,
    "fi": """
        # language: fi
        Ominaisuus: Maria muuttaa
          Tapaus: Hän kertoo pankille kerran
            Oletetaan että Maria on asiakas
            Kun hän muuttaa
            Niin jokainen kosketuspiste näyttää hänen uuden postiosoitteensa luvatussa ajassa
            Ja korttikirje lähtee Marian uuteen postiosoitteeseensa
    """,
}


def with_names(blueprint: str) -> str:
    """The small bank's blueprint, with names in every language."""
    for called, names in NAMES.items():
        said = json.dumps(names, ensure_ascii=False)
        blueprint = blueprint.replace(f"called: {called}}}", f"called: {called}, called_in: {said}}}")
        blueprint = blueprint.replace(f"    called: {called}\n", f"    called: {called}\n    called_in: {said}\n")
    return blueprint


def patient(blueprint: str) -> str:
    """Promises that a slow machine keeps too; a cell that passes is not waited for."""
    return with_names(blueprint).replace("within: 1 day", "within: 20 s").replace("within: 10 s", "within: 20 s")


def hasty(blueprint: str) -> str:
    """A card letter that is given up soon."""
    return with_names(blueprint).replace("within: 1 day", "within: 200 ms").replace("within: 10 s", "within: 20 s")


def prepare(bank: Bank, text: str) -> tuple[FeatureFile, SentenceRegistry]:
    """The journey as a run begins with it: checked, and rehearsed."""
    registry = SentenceRegistry(bank.root)
    load(registry, bank.root)

    @flow("{customer} moves", changes="postal_address", also=MOVES)
    async def moves(act: Act) -> None:
        bank.company.hears(act.news)

    path = bank.root / "journeys" / "maria.feature"
    path.write_text(text, encoding="utf-8")
    [feature] = load_features([path], bank.root, registry.index)
    return feature, registry


def play(bank: Bank, language: str) -> None:
    """All steps, one after the other, as the runner takes them."""
    feature, registry = prepare(bank, JOURNEYS[language])
    registry.language = lambda: feature.language
    bank.scenario()
    for step in feature.scenarios()[0].model.all_steps:
        bank.engine.start_step(said_step(step.keyword, step.name), step.line)
        match = registry.find_match(step)
        assert match is not None
        match.func(SimpleNamespace(tellonce=bank.engine), *(argument.value for argument in match.arguments))


@pytest.mark.parametrize("language", JOURNEYS)
def test_a_journey_is_kept(language: str, tmp_path: Path) -> None:
    with open_bank(tmp_path, change=patient) as bank:
        play(bank, language)

        end = bank.engine.finish_scenario("passed", "")

    assert (end.status, len(bank.company.told)) == ("passed", 1)


@pytest.mark.parametrize("language", JOURNEYS)
def test_a_journey_is_not_kept_where_the_card_letter_goes_to_the_old_address(language: str, tmp_path: Path) -> None:
    with open_bank(tmp_path, change=hasty) as bank:
        bank.company.forgets = {"card-letter"}

        with pytest.raises(PromiseBroken) as broken:
            play(bank, language)

    assert str(broken.value).startswith("The card letter ")


@pytest.mark.parametrize(("language", "said"), [("fr", "Lorsqu'elle déménage"), ("de", "Wenn sie umzieht")])
def test_the_history_has_the_step_as_it_was_said(language: str, said: str, tmp_path: Path) -> None:
    with open_bank(tmp_path, change=patient) as bank:
        play(bank, language)
        bank.engine.finish_scenario("passed", "")

        assert f'"step":"{said}"' in bank.history
