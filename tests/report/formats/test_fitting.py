"""What fits, and what is said of the rest."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tellonce.report.formats.fitting import Part, fitted


def rest(left_out: int) -> str:
    return f"and {left_out} more."


def test_what_fits_is_shown_whole_with_its_end() -> None:
    assert fitted([Part("a", 0), Part("b")], "z", most=3, measure=len, rest=rest) == "abz"


def test_what_does_not_fit_is_counted_by_its_items() -> None:
    parts = [Part("head", 0), Part("1234567890"), Part("1234567890", 3), Part("123")]

    assert fitted(parts, "z", most=26, measure=len, rest=rest) == "head1234567890and 4 more.z"


@given(st.lists(st.text(max_size=30), max_size=30), st.integers(60, 400))
def test_it_is_never_longer_than_allowed(texts: list[str], most: int) -> None:
    said = fitted([Part("head", 0), *map(Part, texts)], "end", most=most, measure=len, rest=rest)

    assert len(said) <= most
    assert said.startswith("head")
    assert said.endswith("end")
