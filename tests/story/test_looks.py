"""Looks that tell something."""

from __future__ import annotations

import pytest
from made_runs import cell

from tellonce.model.cell import Look
from tellonce.story.headline import watched_for_s
from tellonce.story.looks import said_of, telling_looks


def looks(*sights: str) -> tuple[Look, ...]:
    """One look a second from t0 on; equal sights saw the same."""
    return tuple(
        Look(start_s=10.0 + n, end_s=11.0 + n, sight=sight, said=f"saw {sight}") for n, sight in enumerate(sights)
    )


@pytest.mark.parametrize(
    ("kind", "sights", "told"),
    [
        ("emission", "", ""),
        ("emission", "000", "0"),
        ("emission", "0N00", "0N"),
        ("emission", "0E0N0E", "0E0NE"),
        ("emission", "N0O0", "NO"),
        ("state", "O0N0", "O0N0"),
        ("state", "OONNNO", "ONO"),
    ],
)
def test_a_look_is_told_when_it_says_something_new(kind: str, sights: str, told: str) -> None:
    found = telling_looks(cell("invoice", kind=kind, looks=looks(*sights)))
    assert "".join(each.look.sight for each in found) == told


def test_the_same_again_is_counted_with_its_last_time() -> None:
    old, new = telling_looks(cell("profile", looks=looks(*"OOON")))
    assert (old.again, old.until_s, new.again, new.until_s) == (2, 13.0, 0, 14.0)


def test_a_letter_counts_from_when_it_was_sent_not_from_the_last_look_for_another() -> None:
    assert watched_for_s(cell("card_letter", looks=looks(*"0O000"))) == 2.0
    assert watched_for_s(cell("profile", looks=looks(*"0O000"))) == 5.0


@pytest.mark.parametrize(
    ("sight", "said", "shown"),
    [
        ("0", "nothing — nothing there", ""),
        ("0", "no fee — nothing there", "no fee"),
        ("O", "nothing — nothing there", "nothing — nothing there"),
    ],
)
def test_that_there_was_nothing_is_said_once(sight: str, said: str, shown: str) -> None:
    assert said_of(Look(start_s=0, end_s=1, sight=sight, said=said)) == shown
