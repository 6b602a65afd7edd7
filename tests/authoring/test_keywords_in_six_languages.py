"""Keywords of six languages: the misspelt ones are told, prose is left alone, hints name the right one."""

from __future__ import annotations

import pytest

from tellonce.authoring.keywords import block_keywords, keyword_for, near_keyword, said_step, step_keyword

LANGUAGES = ("en", "de", "fr", "es", "nl", "fi")


@pytest.mark.parametrize(
    ("language", "line", "meant"),
    [
        ("en", "Whne she moves", "When"),
        ("de", "Agenommen Maria ist Kundin", "Angenommen"),
        ("de", "Angenommen, Maria ist Kundin", "Angenommen"),
        ("de", "Gegeben sie eine Kundin", "Gegeben sei"),
        ("de", "Dnn zeigt jeder Kontaktpunkt", "Dann"),
        ("fr", "Étan donné que Claire est cliente", "Étant donné que"),
        ("fr", "Lorsqu’elle change", "Lorsqu'"),
        ("fr", "Quan elle change", "Quand"),
        ("fr", "Alor chaque point de contact", "Alors"),
        ("es", "Dao que Lucía es clienta", "Dado"),
        ("es", "Cuand pasan dos semanas", "Cuando"),
        ("es", "Entoces cada punto de contacto", "Entonces"),
        ("nl", "Gegven Maria is klant", "Gegeven"),
        ("nl", "Waneer er twee weken voorbijgaan", "Wanneer"),
        ("fi", "Oletetan että Aino on asiakas", "Oletetaan"),
        ("fi", "Nin jokainen kosketuspiste", "Niin"),
        ("de", "Szenrio: Umzug", "Szenario:"),
        ("fr", "Scenario: Déménagement", "Scénario:"),
        ("es", "Esenario: Mudanza", "Escenario:"),
        ("nl", "Scenaro: Verhuizing", "Scenario:"),
        ("fi", "Tapus: Muutto", "Tapaus:"),
        ("es", "Escenario Mudanza", "Escenario:"),
    ],
)
def test_a_misspelt_keyword_is_near_the_right_one(language: str, line: str, meant: str) -> None:
    assert near_keyword(line, language, steps=True) == meant


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "They say it takes a day."),
        ("de", "Denn sie zieht um."),
        ("de", "Beispiel dafür ist der Kartenbrief."),
        ("fr", "Quant à elle, la banque l'oublie."),
        ("fr", "Exemple de tout ce qui va mal."),
        ("es", "Cada cliente lo sabe."),
        ("nl", "Een klant verhuist."),
        ("nl", "Naar het nieuwe adres gaat niets."),
        ("fi", "Kuun lopussa hän muuttaa."),
    ],
)
def test_prose_is_no_misspelt_keyword(language: str, line: str) -> None:
    assert near_keyword(line, language, steps=True) is None


@pytest.mark.parametrize(
    ("language", "line", "kind"),
    [
        ("de", "Gegeben sei eine Kundin", "given"),
        ("fr", "Étant donné que Claire est cliente", "given"),
        ("fr", "Et que Julien est client", "and"),
        ("fr", "Et Julien est client", "and"),
        ("fr", "Lorsqu'elle change", "when"),
        ("es", "Dadas dos cuentas", "given"),
        ("nl", "Stel dat Maria een klant is", "given"),
        ("fi", "Mutta hän ei muuta", "but"),
        ("fr", "Etablir le compte", None),
    ],
)
def test_the_keyword_of_a_step_may_be_several_words(language: str, line: str, kind: str | None) -> None:
    assert step_keyword(line, language) == kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_keyword(language: str) -> None:
    kinds = ("feature", "background", "rule", "scenario", "scenario_outline", "examples")

    assert {keyword_for(language, kind) for kind in kinds} <= set(block_keywords(language))
    for kind in ("given", "when", "then", "and", "but"):
        assert step_keyword(f"{keyword_for(language, kind)} she", language) == kind


def test_a_keyword_with_an_apostrophe_is_said_with_its_step() -> None:
    assert said_step("Lorsqu'", "elle change") == "Lorsqu'elle change"
    assert said_step("Quand", "elle change") == "Quand elle change"
