"""What is told without a pattern is what the pattern says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tellonce.model.blueprint import Normalisation
from tellonce.recognise.canonical import prepare, spaced, transliterations
from tellonce.recognise.plain import differ_as_codes, find_digits, find_words, same_words
from tellonce.recognise.spelling import code_pattern, edge_in, words_pattern

RULES = st.builds(
    Normalisation,
    upper_case=st.booleans(),
    transliterated=st.booleans(),
    abbreviated=st.booleans(),
    field_length=st.sampled_from((None, None, 5, 12)),
)
WORDS = st.one_of(
    st.sampled_from(
        ("Haupt", "straße", "Hauptstraße", "Hauptstr.", "St.", "Saint", "Rosenweg", "weg", "Am", "Kai", "ul.")
    ),
    st.sampled_from(("O'", "-", "'", "’", "12", "7b", "東京都", "ไทย", "é", "e\u0301", "\u00ad", "\u200b", "x", "X")),
    st.sampled_from(("ß", "SS", "İ", "ı", "/", ".")),
)
GAPS = st.sampled_from(("", "", " ", " ", "\n", "-", ", ", "-\n", "\u00a0", "\x85"))
TEXTS = st.lists(st.tuples(WORDS, GAPS), max_size=8).map(lambda parts: "".join(word + gap for word, gap in parts))
DIGITS = st.text("0123", min_size=1, max_size=6)
CODES = st.text("01aB٣ſK- \n–é東", max_size=14)
COUNTRIES = st.sampled_from(("", "DE", "GB", "PL"))


@given(TEXTS, TEXTS, TEXTS, RULES, COUNTRIES)
def test_words_stand_where_their_pattern_finds_them(
    before: str, value: str, after: str, rules: Normalisation, country: str
) -> None:
    for text in (before + value + after, before + after):
        for form in prepare(text, rules).forms:
            found = find_words(form, value, rules, country)
            if found is not None and spaced(value):
                pattern = words_pattern(value, rules, country, ())
                assert found == tuple(each.span() for each in pattern.finditer(form))


@given(TEXTS, TEXTS, RULES, COUNTRIES)
def test_fields_are_the_same_when_their_pattern_says_so(
    seen: str, value: str, rules: Normalisation, country: str
) -> None:
    seen, value = spaced(seen).replace("\n", " "), spaced(value).replace("\n", " ")
    if not seen or not value:
        return
    read = transliterations(seen) if rules.transliterated else (seen,)
    pattern = words_pattern(value, rules, country, ())
    said = any(pattern.fullmatch(prepare(text, Normalisation(upper_case=rules.upper_case)).forms[0]) for text in read)
    assert same_words(read, value, rules, country) in (None, said)


@given(CODES, DIGITS, CODES, st.booleans())
def test_digits_stand_where_their_pattern_finds_them(before: str, digits: str, after: str, groups: bool) -> None:
    rules = Normalisation()
    apart = " ".join((digits[:2], digits[2:]))
    for text in (before + digits + after, before + apart + after, before + after + digits * 2):
        form, edge = spaced(text), edge_in(text)
        pattern = code_pattern(digits, rules, "", postcode=groups, edge=edge)
        assert find_digits(form, digits, rules, groups=groups, edge=edge) == tuple(
            each.span() for each in pattern.finditer(form)
        )


@given(CODES, CODES, st.booleans())
def test_codes_that_differ_are_matched_by_no_pattern(seen: str, value: str, groups: bool) -> None:
    rules = Normalisation()
    seen, value = spaced(seen).replace("\n", " "), spaced(value).replace("\n", " ")
    if value and differ_as_codes(seen, value, rules):
        assert not code_pattern(value, rules, "", postcode=groups, edge=edge_in(seen)).fullmatch(seen)


def test_what_only_a_pattern_can_tell_is_left_to_it() -> None:
    assert find_words("Hauptstr. 12", "Hauptstraße", Normalisation(abbreviated=True), "DE") is None
    assert find_digits("4711", "47110", Normalisation(field_length=4), groups=True, edge=r"\w") is None
    assert not differ_as_codes("12٣", "123", Normalisation())


def test_a_value_of_which_nothing_is_printed_is_left_to_the_pattern() -> None:
    assert find_words("Rosenweg", "\u200b", Normalisation(), "") is None
