"""Personal data that is not the harness's own is masked by rule."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tellonce.model.masks import MaskSettings, OwnPattern, why_slow
from tellonce.story.masks import Masks, masked, masking

EVERY_RULE = MaskSettings(rules=("email", "phone", "iban", "card_number"))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("write to jo.doe+x@mail.example.org, please", "write to ⟦masked: email⟧, please"),
        ("müller@bücher.example", "⟦masked: email⟧"),
        ("call +49 40 5550100.", "call ⟦masked: phone⟧."),
        ("call (040) 555 01 00 today", "call ⟦masked: phone⟧ today"),
        ("DE89 3704 0044 0532 0130 00 is hers", "⟦masked: iban⟧ is hers"),
        ("GB82WEST12345698765432", "⟦masked: iban⟧"),
        ("card 4111 1111 1111 1111", "card ⟦masked: card_number⟧"),
        ("card 4111 1111 1111 1112", "card 4111 1111 1111 1112"),
        ("at 2026-05-04T09:30:03+02:00", "at 2026-05-04T09:30:03+02:00"),
        ("10115 Berlin, 12 b, €4.90, 0.25 s", "10115 Berlin, 12 b, €4.90, 0.25 s"),
        ("an @ alone, a@b, @home", "an @ alone, a@b, @home"),
        ("", ""),
    ],
)
def test_a_rule_finds_what_it_is_named_after_and_nothing_else(text: str, left: str) -> None:
    assert Masks(EVERY_RULE).mask(text) == left


def test_an_own_pattern_masks_under_its_name() -> None:
    settings = MaskSettings(patterns=(OwnPattern(name="customer number", pattern=r"\bK-\d{8}\b"),))
    assert Masks(settings).mask("K-12345678, K-1234") == "⟦masked: customer number⟧, K-1234"


def test_values_that_the_harness_made_itself_stay_however_they_are_written() -> None:
    masks = Masks(EVERY_RULE)
    masks.spare(["maria.1@mail.example", "+491719876543", "12"])
    text = "Maria.1@mail.example, +49 171 987 65 43, 0171 9876543, other@mail.example"
    assert masks.mask(text) == "Maria.1@mail.example, +49 171 987 65 43, 0171 9876543, ⟦masked: email⟧"
    assert masks.counts == {"email": 1}


def test_marks_made_before_are_counted_and_stay() -> None:
    masks = Masks(EVERY_RULE)
    assert masks.mask("⟦masked: email⟧ and a@b.example") == "⟦masked: email⟧ and ⟦masked: email⟧"
    assert masks.counts == {"email": 2}


def test_without_masks_a_text_is_left_as_it_is() -> None:
    assert masked("a@b.example") == "a@b.example"
    with masking(Masks(EVERY_RULE)):
        assert masked("a@b.example") == "⟦masked: email⟧"
    assert masked("a@b.example") == "a@b.example"


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (r"(a+)+b", "it repeats without end: write how often at most, as in \\d{1,20}"),
        (r"\d*", "it finds nothing at all, the empty text, everywhere"),
        (r"x\d*", "it repeats without end: write how often at most, as in \\d{1,20}"),
        (r"K(\d{1,9}){1,9}", "a repeat stands inside another repeat"),
        (r"(\w)\1{3}", "it refers back to a group, which a pattern of masks may not"),
        (r"(?<=K)\d{8}", "it looks ahead or behind, which a pattern of masks may not"),
        (r"\d{1,60}\w{1,60}", "it may be tried in more than 2,000 ways: repeat less often"),
        (r"(", "it is no regular expression: missing ), unterminated subpattern at position 0"),
    ],
)
def test_a_pattern_that_some_text_could_make_slow_is_refused(pattern: str, why: str) -> None:
    assert why_slow(pattern) == why
    with pytest.raises(ValidationError, match="Value error"):
        OwnPattern(name="x", pattern=pattern)


@pytest.mark.parametrize("pattern", [r"\bK-\d{8}\b", r"[A-Z]{2}\d{2,6}(?:-[a-z]{1,3})?", r"(?i)vip|premier"])
def test_a_pattern_within_bounds_is_taken(pattern: str) -> None:
    assert why_slow(pattern) == ""


@pytest.mark.parametrize("letter", ["a", "1", "a.", "@", "a@", "1 ", "+1", "DE12 ", "0(", "-"])
def test_no_text_makes_the_rules_slow(letter: str) -> None:
    began = time.perf_counter()
    Masks(EVERY_RULE).mask(letter * (400_000 // len(letter)))
    assert time.perf_counter() - began < 6.0


@given(st.text())
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = Masks(EVERY_RULE).mask(text)
    assert Masks(EVERY_RULE).mask(once) == once
