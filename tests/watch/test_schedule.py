"""How often is looked: quickly at first, then by what is left."""

from __future__ import annotations

from itertools import islice

import pytest

from tellonce.watch.schedule import pauses


@pytest.mark.parametrize(
    ("promise_s", "then_s"),
    [(5.0, 1.0), (50.0, 1.0), (60.0, 1.2), (600.0, 12.0), (86400.0, 1728.0)],
)
def test_the_first_looks_are_quick_and_the_rest_take_two_hundredths_of_the_promise(
    promise_s: float, then_s: float
) -> None:
    assert list(islice(pauses(promise_s), 6)) == [0.1, 0.25, 0.5, 1.0, then_s, then_s]
