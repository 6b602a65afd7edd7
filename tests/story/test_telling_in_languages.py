"""A cell told in another language than the one it was judged in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from made_runs import blueprint, cell, stale_card

from tellonce.judge.consequence import consequence
from tellonce.model.blueprint import Blueprint
from tellonce.model.cell import CellVerdict
from tellonce.model.verdict import Outcome, Verdict
from tellonce.story.frontier import between, where_it_broke
from tellonce.story.headline import Telling, headline, telling_of
from tellonce.story.names import bare, fact_called, naming, place_called
from tellonce.story.speech import LANGUAGES, speaking

GERMAN: Mapping[str, Any] = {
    "called_in": {"de": ("der Kartenbrief", "den Kartenbrief")},
    "consequence": "{name}'s new card goes to {possessive} old home.",
    "consequence_in": {"de": "Die neue Karte von {name} geht in die alte Wohnung: {old}."},
}
FAILING = [verdict for verdict in Verdict if verdict.outcome is Outcome.FAILING]


def named(**more: Any) -> Blueprint:
    """The bank, with a German name for its card letter and its postal address; `more` replaces what is German."""
    bank = blueprint()
    letter = bank.touchpoints["card_letter"].model_copy(update={**GERMAN, **more})
    address = bank.facts["address"].model_copy(update={"called_in": {"de": ("Postanschrift",)}})
    return bank.model_copy(
        update={
            "touchpoints": {**bank.touchpoints, "card_letter": letter},
            "facts": {**bank.facts, "address": address},
        }
    )


@contextmanager
def told_in(language: str, bank: Blueprint | None = None) -> Iterator[None]:
    with speaking(language), naming() as names:
        names.learn(bank)
        yield


def test_things_are_called_as_the_blueprint_calls_them_in_that_language() -> None:
    stale = stale_card(consequence="")
    with told_in("de", named()):
        assert (place_called(stale), fact_called(stale)) == ("Kartenbrief", "Postanschrift")
        assert headline(stale) == "Kartenbrief: Postanschrift noch alt, 1 Tag nach der Änderung durch Maria."


def test_what_has_no_name_in_that_language_keeps_its_english_one() -> None:
    with told_in("fi", named()):
        assert headline(stale_card()) == (
            "Card letter: postal address yhä vanha, 1 päivä sen jälkeen, kun Maria ilmoitti muutoksesta."
        )


@pytest.mark.parametrize(
    ("name", "language", "heading"),
    [
        ("the card letter", "en", "card letter"),
        ("das Profil in der App", "de", "Profil in der App"),
        ("l'e-mail de confirmation", "fr", "e-mail de confirmation"),
        ("la factura", "es", "factura"),
        ("het profiel", "nl", "profiel"),
        ("korttikirje", "fi", "korttikirje"),
        ("Lastschrift", "de", "Lastschrift"),
    ],
)
def test_a_heading_has_no_article(name: str, language: str, heading: str) -> None:
    assert bare(name, language) == heading


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_is_a_sentence_in_every_language(language: str, verdict: Verdict) -> None:
    with told_in(language, named()):
        said = headline(cell("card_letter", verdict))
    assert said.endswith(".")
    assert said[0].isupper()
    assert "Maria" in said
    assert "{" not in said


def test_the_companys_sentence_is_said_in_the_language_of_the_report_where_it_has_one() -> None:
    stale = stale_card(persona="Maria")
    with told_in("de", named()):
        assert telling_of(stale) == Telling(
            says="Die neue Karte von Maria geht in die alte Wohnung: Hauptstrasse 12, 10115 Berlin.",
            also="Kartenbrief: Postanschrift noch alt, 1 Tag nach der Änderung durch Maria.",
        )


def test_else_what_is_seen_comes_first_and_the_english_sentence_says_its_language() -> None:
    with told_in("de", named(consequence_in={})):
        assert telling_of(stale_card()) == Telling(
            says="Kartenbrief: Postanschrift noch alt, 1 Tag nach der Änderung durch Maria.",
            also="Maria's new card goes to her old home.",
            also_language="en",
        )


def test_in_english_nothing_changes() -> None:
    with told_in("en", named()):
        assert telling_of(stale_card()) == Telling(
            says="Maria's new card goes to her old home.", also=headline(stale_card())
        )


def judged(verdict: Verdict, *, refused: bool = False) -> CellVerdict:
    """A cell that says the judge's own sentence."""
    spot = blueprint().touchpoints["card_letter"]
    said = consequence(
        verdict, spot, name="Maria", pronouns={}, old="a", new="b", fact_called="postal address", refused=refused
    )
    return cell("card_letter", verdict, consequence=said)


@pytest.mark.parametrize("verdict", FAILING)
def test_the_judges_own_sentences_are_said_in_the_language_of_the_report(verdict: Verdict) -> None:
    with told_in("de", named()):
        told = telling_of(judged(verdict))
    assert told.also_language == ""
    assert "Maria" in told.says
    assert "Kartenbrief" in told.says
    assert "the card letter" not in told.says


def test_a_refused_value_in_use_is_told_as_such() -> None:
    with told_in("de", named(consequence_in={})):
        assert telling_of(judged(Verdict.STALE, refused=True)).says == (
            "Maria wurde abgewiesen, und doch wird die abgelehnte Angabe verwendet: Postanschrift, Kartenbrief."
        )


def test_a_sentence_of_a_company_with_braces_is_no_mistake() -> None:
    with told_in("de", named(consequence_in={"de": "{name} {weiß} nicht {0.__class__}, {neu"})):
        assert telling_of(stale_card()).says == "Maria {weiß} nicht {0.__class__}, {neu"


BROKE = {
    "customer master (knew at 0.3 s) and card system (never knew)": (
        "zwischen customer master (0,3 s danach bekannt) und card system (nie bekannt)"
    ),
    "customer master (knew at 2 s, overwritten by 8 minutes) and card system (never knew it right: mixed)": (
        "zwischen customer master (2 s danach bekannt, 8 Minuten danach überschrieben) und "
        "card system (nie richtig bekannt (halb alt, halb neu))"
    ),
    "customer master (knew at 14.0 days) and card system (never knew; it was not sent)": (
        "zwischen customer master (14 Tage danach bekannt) und card system (nie bekannt; es wurde nicht gesendet)"
    ),
    "customer master (reached, by trace) and card system (billing, on another way to it, never knew)": (
        "zwischen customer master (erreicht, laut Trace) und card system (auf anderem Weg dorthin billing: nie bekannt)"
    ),
}


@pytest.mark.parametrize(("how", "said"), BROKE.items())
def test_where_it_broke_is_said_in_the_language_of_the_report(how: str, said: str) -> None:
    with told_in("de"):
        assert where_it_broke(stale_card(broke_how=how)) == (said, "")


def test_a_remark_of_another_kind_leaves_the_whole_in_english() -> None:
    how = "customer master (knew at 0.3 s) and card system (never knew; a comet fell on it)"
    with told_in("de"):
        assert where_it_broke(stale_card(broke_how=how)) == (f"between {how}", "en")
    with told_in("en"):
        assert where_it_broke(stale_card(broke_how=how)) == (f"between {how}", "")


def test_the_answer_and_the_touchpoint_have_names_of_the_language_too() -> None:
    broken = stale_card(broke_between=("the company's answer", "the card letter"), broke_how="")
    with told_in("de", named()):
        assert between(broken) == ("Antwort des Unternehmens", "Kartenbrief")
        assert where_it_broke(broken) == ("zwischen Antwort des Unternehmens und Kartenbrief", "")


def test_where_nothing_is_known_nothing_is_said() -> None:
    untold = stale_card(broke_between=None, broke_how="")
    with told_in("de"):
        assert (between(untold), where_it_broke(untold)[0]) == ((), "")
