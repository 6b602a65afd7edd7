"""What she lives through: when the blueprint's own sentence speaks, and when a general one does."""

import pytest
from judge_histories import BLUEPRINT

from tellonce.judge.consequence import consequence
from tellonce.model.verdict import Verdict

WORDS = {"subject": "she", "object": "her", "possessive": "her"}


def told(verdict: Verdict, sentence: str, **said: bool) -> str:
    touchpoint = BLUEPRINT.touchpoints["card-letter"].model_copy(update={"consequence": sentence})
    return consequence(
        verdict, touchpoint, name="Maria", pronouns=WORDS, old="nothing", new="Rosenweg", fact_called="address", **said
    )


@pytest.mark.parametrize(
    ("verdict", "untold_before", "own"),
    [
        (Verdict.STALE, False, True),
        (Verdict.REVERTED, False, True),
        (Verdict.LOST, True, True),
        (Verdict.LOST, False, False),
        (Verdict.LATE, True, False),
        (Verdict.GARBLED, True, False),
    ],
)
def test_the_blueprints_sentence_speaks_of_an_old_value_used_or_of_a_first_one_missing(
    verdict: Verdict, untold_before: bool, own: bool
) -> None:
    said = told(verdict, "{name} waits for {possessive} card.", untold_before=untold_before)
    assert (said == "Maria waits for her card.") is own


def test_a_sentence_that_names_an_old_value_is_not_said_where_there_was_none() -> None:
    said = told(Verdict.LOST, "{name}'s card goes to {old}.", untold_before=True)
    assert said == "Maria's new address never arrives: the card letter."


def test_nothing_is_said_of_a_promise_that_was_kept() -> None:
    assert told(Verdict.ON_TIME, "{name} waits for {possessive} card.") == ""
