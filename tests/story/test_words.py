"""Words, letters and shapes of verdicts; times as people say them; hostile text made visible."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_runs import cell

from tellonce.model.verdict import Sight, Verdict
from tellonce.story.visible import cut, one_line, visible
from tellonce.story.words import SIGHTS, WORDS, Group, about_s, capitalised, count, group_of, plural, promised


def test_every_verdict_has_words_and_a_letter_of_its_own() -> None:
    assert set(WORDS) == set(Verdict)
    assert len({words.letter for words in WORDS.values()}) == len(Verdict)
    assert len({words.short for words in WORDS.values()}) == len(Verdict)
    assert all(words.meaning.endswith(".") for words in WORDS.values())


def test_every_class_of_a_look_has_words() -> None:
    assert set(SIGHTS) == set(Sight)


@pytest.mark.parametrize("verdict", Verdict)
def test_only_in_time_is_kept_and_no_unknown_is(verdict: Verdict) -> None:
    groups = {Verdict.ON_TIME: Group.KEPT, Verdict.PENDING: Group.WAITING}
    groups |= dict.fromkeys((Verdict.UNOBSERVED, Verdict.UNDECIDED), Group.NOT_SEEN)

    assert group_of(verdict) is groups.get(verdict, Group.BROKEN)


def test_a_group_has_a_name_for_identifiers() -> None:
    assert [group.slug for group in Group] == ["broken", "still-waiting", "not-seen", "kept"]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.0, "0 s"),
        (0.04, "0 s"),
        (0.2, "0.2 s"),
        (9.94, "9.9 s"),
        (42.4, "42 s"),
        (90.0, "90 s"),
        (112.0, "112 s"),
        (119.0, "2 minutes"),
        (120.0, "2 minutes"),
        (3600.0, "1 hour"),
        (5400.0, "1.5 hours"),
        (86401.0, "1 day"),
        (1182594.6, "2 weeks"),
        (1296000.0, "15 days"),
        (1814400.6, "3 weeks"),
    ],
)
def test_a_measured_time_is_said_as_people_do(seconds: float, said: str) -> None:
    assert about_s(seconds) == said


def test_numbers_and_sentences() -> None:
    assert (plural(1, "change"), plural(2, "change"), plural(3, "party", "parties")) == (
        "1 change",
        "2 changes",
        "3 parties",
    )
    assert count(10000) == "10,000"
    assert (capitalised("the PIN letter"), capitalised("")) == ("The PIN letter", "")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("Łódź, Große Straße 7b", "Łódź, Große Straße 7b"),
        ("bidi \u202eevil", "bidi ⟦U+202E⟧evil"),
        ("zero\u200bwidth", "zero⟦U+200B⟧width"),
        ("soft\u00adhyphen", "soft⟦U+00AD⟧hyphen"),
        ("esc\x1b[0m", "esc⟦U+001B⟧[0m"),
        ("tab\tline\r\nend", "tab\tline\nend"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_what_could_hide_or_turn_round_is_made_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_endless_text_is_cut_with_a_note_of_how_much_is_missing() -> None:
    assert cut("x" * 10, 10) == "x" * 10
    assert cut("x" * 1510, 10) == "xxxxxxxxxx … (1,500 more characters are not shown)"


@given(text=st.text(), longest=st.integers(min_value=1, max_value=50))
def test_one_line_is_one_line_and_no_longer_than_it_may_be(text: str, longest: int) -> None:
    line = one_line(text, longest)

    assert "\n" not in line
    assert "\r" not in line
    assert len(line) <= longest


def test_a_promise_of_business_days_is_said_as_it_was_made() -> None:
    assert promised(cell("letter", promised_within_s=86400.0)) == "1 day"
    assert (
        promised(cell("letter", promised="2 business days, by Thu 21 May 2026"))
        == "2 business days, by Thu 21 May 2026"
    )
