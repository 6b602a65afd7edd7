"""Amounts, invoices and letters as somebody who speaks her language writes them."""

import string

import pytest
from northbank_bench import Bench, pdf_text

from northbank.facts import LANGUAGES
from northbank.money import euros
from northbank.wording_paper import INVOICE, RENEWED_CARD

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "€14.90"),
        ("de", "14,90\u00a0€"),
        ("fr", "14,90\u00a0€"),
        ("es", "14,90\u00a0€"),
        ("pl", "14,90\u00a0€"),
        ("fi", "14,90\u00a0€"),
    ],
)
def test_an_amount_is_written_as_the_language_does(language: str, written: str) -> None:
    assert euros("14.90", language) == written


@pytest.mark.parametrize("text", ["", "free", "1.2.3"])
def test_what_is_no_amount_stays_as_it_is(text: str) -> None:
    assert euros(text, "de") == text


@pytest.mark.parametrize("wording", [INVOICE, RENEWED_CARD])
def test_every_language_says_the_same_things(wording: dict[str, tuple[str, ...]]) -> None:
    assert set(wording) == set(LANGUAGES)
    holes = {
        language: [sorted(name for _, name, _, _ in string.Formatter().parse(line) if name) for line in lines]
        for language, lines in wording.items()
    }
    assert all(found == holes["en"] for found in holes.values())
    assert len({lines[0] for lines in wording.values()}) == len(wording)


async def test_her_invoice_and_her_card_letter_are_in_the_language_that_she_chose(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.change("language", {"code": "de"})
    await bench.advance(number, "2027-03-16T09:00:00+01:00")
    (invoice,) = (pdf_text(path) for path in bench.data.glob("invoices/*"))
    for line in (
        "Datum ",
        "Rechnung ",
        "Kontopaket Basic",
        "Monatliche Gebühr 4,90",
        "Zusammen 8,60",
        "Für März 2027.",
    ):
        assert line in invoice
    (letter,) = (pdf_text(path) for path in bench.data.glob("card-letters/*"))
    assert "Ihre neue Karte" in letter
    await bench.sign_in(number)
    assert "4,90\u00a0€" in (await bench.client.get("/package")).text
