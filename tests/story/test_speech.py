"""The languages of reports: numbers, plurals and lengths of time as their speakers write them."""

from __future__ import annotations

import pytest
from made_runs import cell

from tellonce.story.spans import about_s, promised, span_in
from tellonce.story.speech import LANGUAGES, number, say, say_many, speaking, speech_of

TIMES = {
    "en": ("0 s", "0.2 s", "6.0 s", "42 s", "1 hour", "1.5 hours", "1 day", "2 weeks", "1,000 days"),
    "de": ("0 s", "0,2 s", "6,0 s", "42 s", "1 Stunde", "1,5 Stunden", "1 Tag", "2 Wochen", "1.000 Tage"),
    "fr": ("0 s", "0,2 s", "6,0 s", "42 s", "1 heure", "1,5 heure", "1 jour", "2 semaines", "1\u202f000 jours"),
    "es": ("0 s", "0,2 s", "6,0 s", "42 s", "1 hora", "1,5 horas", "1 día", "2 semanas", "1000 días"),
    "nl": ("0 s", "0,2 s", "6,0 s", "42 s", "1 uur", "1,5 uur", "1 dag", "2 weken", "1.000 dagen"),
    "fi": ("0 s", "0,2 s", "6,0 s", "42 s", "1 tunti", "1,5 tuntia", "1 päivä", "2 viikkoa", "1\u00a0000 päivää"),
}
SECONDS = (0.01, 0.2, 6.0, 42.4, 3600.0, 5400.0, 86401.0, 1182594.6, 86400000.0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_measured_time_is_said_as_its_speakers_say_it(language: str) -> None:
    with speaking(language):
        assert tuple(about_s(seconds) for seconds in SECONDS) == TIMES[language]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("1,234", "12,345", "1.5", "2.50")),
        ("de", ("1.234", "12.345", "1,5", "2,50")),
        ("fr", ("1\u202f234", "12\u202f345", "1,5", "2,50")),
        ("es", ("1234", "12.345", "1,5", "2,50")),
        ("nl", ("1.234", "12.345", "1,5", "2,50")),
        ("fi", ("1\u00a0234", "12\u00a0345", "1,5", "2,50")),
    ],
)
def test_a_number_is_written_as_its_speakers_write_it(language: str, said: tuple[str, ...]) -> None:
    with speaking(language):
        assert (number(1234), number(12345), number(1.5), number(2.5, 2)) == said


def test_zero_is_one_in_french_and_several_elsewhere() -> None:
    with speaking("fr"):
        assert say_many("count.promises", 0) == "0 promesse"
    with speaking("de"):
        assert say_many("count.changes", 0) == "0 Änderungen"


@pytest.mark.parametrize(
    ("language", "promise", "said"),
    [
        ("en", "2 business days, by Thu 21 May 2026, 24:00 Europe/Berlin", None),
        ("de", "1 day", "1 Tag"),
        ("de", "0.2 s", "0,2 s"),
        ("de", "14.0 days", "14 Tage"),
        ("fi", "1.5 hours", "1,5 tuntia"),
        ("fr", "1 business day", "1 jour ouvré"),
        (
            "de",
            "2 business days, by Thu 21 May 2026, 24:00 Europe/Berlin",
            "2 Arbeitstage, bis Do., 21. Mai 2026, 24:00 Europe/Berlin",
        ),
        (
            "es",
            "3 days, by Fri 08 May 2026, the day that was named",
            "3 días, como tarde vie, 8 may 2026, el día anunciado",
        ),
        ("nl", "as long as it takes", None),
    ],
)
def test_a_promise_is_said_to_the_letter(language: str, promise: str, said: str | None) -> None:
    with speaking(language):
        assert promised(cell("letter", promised=promise)) == (said or promise)
        assert span_in(promise) == (said or promise)


def test_english_is_spoken_unless_another_language_is_asked_for() -> None:
    with speaking("de"), speaking("fr"):
        assert say("verdict.on_time") == "à temps"
    assert say("verdict.on_time") == "in time"


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(KeyError), speaking("sv"):
        pass
    with pytest.raises(KeyError):
        speech_of("sv")
