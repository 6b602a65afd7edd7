"""What the judge wrote in English, said in the language of the report."""

from __future__ import annotations

import pytest

from tellonce.story.forms import said_in
from tellonce.story.reasons import _OF_A_CELL, _OF_A_LOOK, clock_in, reason_in, remark_in
from tellonce.story.speech import LANGUAGES, speaking

REASONS = (
    "new from 0.3 s on",
    "right, 14 hours",
    "the old value at 14.0 days",
    "new at 0.2 s, the old value again at 2 weeks",
    "new at 2 s, then garbled at 9 s, then new",
    "new at 2 s, then nothing at 9 s, then new",
    "still old at 2 days, promised by 1 day",
    "sent at 2 days, owed by 1 day",
    "sent somewhere around the deadline of 1 day",
    "it arrived somewhere around the deadline: no look saw it by 1 day",
    "new, and must stay so until 3 weeks",
    "2 were sent within 60 s, at most 1 may be",
    "1 of 2 were sent within 3 weeks",
    "none was sent within 3 weeks",
    "none was sent yet; one is owed within 3 weeks",
    "none was sent yet; one may be sent within 3 weeks",
    "none was sent, and none is owed: nothing to judge by",
    "refused, and nothing was sent within 60 s",
    "old at 5 s; promised by 1 day",
    "nothing at 5 s; promised by 1 day; looking ended at 8 s",
    "nobody looked after the change",
    "neither the new value nor the old at 14 days",
)
LOOKS = (
    "the new value",
    "the old value",
    "nothing there",
    "neither the new value nor the old",
    "a value from before the old one",
    "a notice without the new value",
    "a notice at the old destination, without the new value",
    "a notice meant for the old destination went elsewhere",
    "the new value was sent to the old destination",
    "another customer reads the new value",
    "another customer reads the old value",
    "it went to another customer",
    "delivered to neither the new, the old, nor an entitled party",
    "it does not mention this fact",
    "nothing was read here for this fact",
)


def in_words_of_sights(said: str) -> str:
    """What a look found has words of its own."""
    return said.replace("nothing at", "nothing there at").replace("garbled at", "something else at")


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_the_words_that_english_says_it_with(reason: str) -> None:
    assert said_in(reason, _OF_A_CELL, inner=_OF_A_LOOK) == in_words_of_sights(reason)


@pytest.mark.parametrize("said", LOOKS)
def test_every_remark_of_a_look_has_the_words_that_english_says_it_with(said: str) -> None:
    assert said_in(said, _OF_A_LOOK) == said


def test_the_tables_above_have_every_form() -> None:
    assert {key for said in REASONS for form, key in _OF_A_CELL if form.fullmatch(said)} == {
        key for _, key in _OF_A_CELL
    }
    assert {key for said in LOOKS for form, key in _OF_A_LOOK if form.fullmatch(said)} == {key for _, key in _OF_A_LOOK}


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
@pytest.mark.parametrize("reason", REASONS)
def test_no_reason_is_left_in_english(language: str, reason: str) -> None:
    with speaking(language):
        said, where = reason_in(reason)
    assert where == ""
    assert said != reason


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("the old value at 14.0 days", "14 Tage danach der alte Wert"),
        ("2 were sent within 60 s, at most 1 may be", "2 verschickt in 60 s, höchstens 1 erlaubt"),
        (
            "street, house number, flat new, postcode, city old at 2 weeks",
            "2 Wochen danach: neu: Straße, Hausnummer, Wohnung; alt: Postleitzahl, Ort",
        ),
        (
            "right, 6 hours; then she changed it again, and later looks judge that change",
            "6 Stunden danach richtig; dann kam eine weitere Änderung, und spätere Blicke beurteilen diese",
        ),
    ],
)
def test_a_reason_is_said_in_german(reason: str, said: str) -> None:
    with speaking("de"):
        assert reason_in(reason) == (said, "")


@pytest.mark.parametrize(
    "reason", ["nothing could be seen: the mail server refused the connection", "street, moon new, city old at 3 s"]
)
def test_what_has_no_known_form_stays_as_it_is_and_says_its_language(reason: str) -> None:
    with speaking("fi"):
        assert reason_in(reason) == (reason, "en")


def test_english_stays_word_for_word() -> None:
    assert reason_in("a comet fell") == ("a comet fell", "")
    assert remark_in("Rosenweg 7b — the new value") == "Rosenweg 7b — the new value"


def test_what_the_service_said_is_never_touched() -> None:
    with speaking("de"):
        assert remark_in("the old value — Rosenweg 7b — the new value") == (
            "the old value — Rosenweg 7b — der neue Wert"
        )
        assert remark_in("Rosenweg 7b — a comet fell") == "Rosenweg 7b — a comet fell"
        assert remark_in("nothing") == "nothing"


def test_the_clock_has_words() -> None:
    with speaking("nl"):
        assert (clock_in("real time"), clock_in("her own clock, advanced"), clock_in("a sundial")) == (
            "echte tijd",
            "eigen klok, vooruitgezet",
            "a sundial",
        )
