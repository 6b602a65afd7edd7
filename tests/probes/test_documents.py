from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pypdfium2
import pytest
from fpdf import FPDF
from PIL import Image, ImageChops

from tellonce.model.errors import ProbeBlind
from tellonce.model.facts import FactKind
from tellonce.model.observation import Seen
from tellonce.model.verdict import Sight
from tellonce.probes import make_probe, pdf_text
from tellonce.probes.pdf_text import LetterReader
from tellonce.probes.searchable import Searchable
from tellonce.recognise import recognise

pytestmark = pytest.mark.anyio


def letter(window, body, *, subject="customer 4711000001", second=""):
    pdf = FPDF(format="A4", unit="mm")
    pdf.set_subject(subject)
    pdf.set_title("Confirmation")
    pdf.set_creation_date(datetime(2026, 3, 1, 2, 0, tzinfo=timezone(timedelta(hours=1))))
    pdf.add_page()
    pdf.set_font("helvetica", size=10)
    pdf.text(20, 40, "Northbank, Bank Street 1")
    pdf.set_xy(20, 50)
    pdf.multi_cell(80, 5, window)
    pdf.text(20, 110, body)
    if second:
        pdf.add_page()
        pdf.text(20, 50, second)
    return bytes(pdf.output())


def text_as(code, pdf=None):
    """A PDF whose font maps its letters to one that stands for nothing."""
    content = "BT /F1 12 Tf 60 600 Td (AAAA) Tj ET"
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <41> <{code}> endbfchar\nendcmap end end"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        "/Resources << /Font << /F1 4 0 R >> >> >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]
    out, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    out += "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    return (out + f"trailer << /Root 1 0 R /Size {len(objects) + 1} >>\nstartxref\n{start}\n%%EOF").encode()


@pytest.fixture
def letters(sources, tmp_path, drop):
    """Look once at a print folder into which letters have come since the cursor."""
    folder = tmp_path / "letters"
    folder.mkdir()

    async def look(target, files, *, capture=False, **settings):
        probe = make_probe(target.place, {"kind": "documents", "folder": "letters"} | settings, sources)
        cursor = await probe.arm(target)
        for name, content in files.items():
            drop(folder, name, content)
        try:
            found = await probe.look(target, cursor)
            return [await probe.capture(target, item) for item in found.items] if capture else found.items
        finally:
            await probe.close()

    return look


async def test_the_address_window_is_where_a_letter_goes(letters, at):
    target = at("emission", "postal_address", "email", destination="postal_address")
    content = letter("Maria Muster\nRosenweg 7b, Whg 4\n80331 Munich", "Your mail: m@x.example", second="Yours, N.")
    (item,) = await letters(target, {"confirmation-1.pdf": content})
    assert item.destination == Seen(text="Maria Muster\nRosenweg 7b, Whg 4\n80331 Munich")
    assert item.seen == {"email": Seen(text="Your mail: m@x.example\nYours, N.")}
    assert item.content.startswith("Northbank, Bank Street 1\nMaria Muster")
    assert item.originated == "2026-03-01T02:00:00+01:00"
    assert item.recipient == "self"
    assert item.key == "confirmation-1.pdf"


async def test_what_does_not_fit_the_window_is_not_seen_through_it(letters, at):
    target = at("emission", "postal_address", destination="postal_address")
    pdf = FPDF(format="A4", unit="mm")
    pdf.set_subject("customer 4711000001")
    pdf.add_page()
    pdf.set_font("helvetica", size=10)
    pdf.text(22, 60, "A very long street name that nobody could ever live in 12345, Flat 99")
    (item,) = await letters(target, {"1.pdf": bytes(pdf.output())})
    assert "Flat 99" in item.content
    assert "Flat 99" not in item.destination.text


async def test_a_letter_is_hers_by_its_subject_its_name_or_its_text(letters, at):
    target = at("emission", "postal_address", destination="postal_address")
    files = {
        "by-subject.pdf": letter("x", "y"),
        "invoice-4711000001-2.pdf": letter("x", "y", subject=""),
        "by-text.pdf": letter("x", "Customer no. 4711000001", subject=""),
        "nobody.pdf": letter("x", "47110000019", subject="customer 4711000009"),
    }
    items = await letters(target, files)
    assert sorted(item.key for item in items) == ["by-subject.pdf", "by-text.pdf", "invoice-4711000001-2.pdf"]


async def test_a_letter_to_somebody_else_that_bears_her_new_home_is_found(letters, at):
    target = at("emission", "postal_address", destination="postal_address")
    files = {"1.pdf": letter("Jan", "She moved to Rosenweg 7b, 80331", subject="customer 4711000002")}
    (item,) = await letters(target, files)
    assert item.recipient == "related"


async def test_only_files_of_the_pattern_are_letters(letters, at):
    target = at("emission", "postal_address", destination="postal_address")
    files = {"notice-1.pdf": letter("x", "y"), "confirmation-1.pdf": letter("x", "y")}
    items = await letters(target, files, pattern="confirmation-*.pdf")
    assert [item.key for item in items] == ["confirmation-1.pdf"]


async def test_a_broken_letter_blinds_the_customer_whom_it_names_and_nobody_else(letters, at):
    target = at("emission", "postal_address", destination="postal_address")
    assert await letters(target, {"card-4711000009.pdf": b"%PDF-1.4 half"}) == ()
    with pytest.raises(ProbeBlind, match=r"card-4711000001\.pdf in .*letters cannot be understood"):
        await letters(target, {"card-4711000001.pdf": b"%PDF-1.4 half"})


@pytest.mark.parametrize("code", ["FFFD", "E001", "0000"])
async def test_text_that_stands_for_no_letter_is_unreadable_never_a_value(letters, at, code):
    target = at("emission", "postal_address", destination="postal_address")
    (item,) = await letters(target, {"card-4711000001.pdf": text_as(code)})
    assert item.destination.text is None
    assert item.destination.unreadable


def test_a_readable_text_layer_needs_no_second_opinion():
    assert LetterReader((20, 45, 105, 90))("1.pdf", text_as("0042")).whole.text == "BBBB"


def test_text_that_the_first_reader_cannot_make_out_goes_to_a_second(monkeypatch):
    content = letter("Maria Muster\nRosenweg 7b", "Yours", second="Page two")
    real = pdf_text._by_pdfium

    def garbled(content, window_mm):
        return replace(real(content, window_mm), window="\ufffd", page="\ufffd", whole=Searchable("\ufffd"))

    monkeypatch.setattr(pdf_text, "_by_pdfium", garbled)
    read = LetterReader((20, 45, 105, 90))("1.pdf", content)
    assert (read.window, read.page) == ("Maria Muster\nRosenweg 7b", "Yours\nPage two")
    assert (read.unusable, read.subject, read.created) == ("", "customer 4711000001", "2026-03-01T02:00:00+01:00")


async def test_the_evidence_is_a_picture_of_the_first_page(letters, at):
    target = at("emission", "postal_address", destination="postal_address")
    ((capture,),) = await letters(target, {"1.pdf": letter("Maria", "y")}, capture=True)
    assert (capture.kind, capture.media_type, capture.place) == ("letter-page", "image/png", "page 1")
    assert capture.body.startswith(b"\x89PNG")
    assert "Maria" in capture.text


async def test_each_page_of_a_letter_is_kept_with_its_own_text(letters, at):
    target = at("emission", "postal_address", destination="postal_address")
    content = letter("Maria", "Dear Maria", second="Rosenweg 7b")
    ((first, second),) = await letters(target, {"1.pdf": content}, capture=True)
    assert (first.place, second.place) == ("page 1 of 2", "page 2 of 2")
    assert first.caption == second.caption
    assert first.body != second.body
    assert ("Rosenweg" in first.text, second.text) == (False, "Rosenweg 7b")
    (line,) = second.lines
    assert (line.text, line.window, len(line.word_ends)) == ("Rosenweg 7b", False, 2)


async def test_of_a_long_letter_six_pages_are_pictures_her_values_among_them_and_the_rest_is_text(letters, at):
    target = at("emission", "postal_address", destination="postal_address")
    street = target.customer.values["postal_address"]["street"]
    pdf = FPDF(format="A4", unit="mm")
    pdf.set_subject("customer 4711000001")
    for number in range(1, 10):
        pdf.add_page()
        pdf.set_font("helvetica", size=10)
        pdf.text(20, 120, f"Terms, part {number}" if number != 8 else f"Your home: {street} 3")
    (shown,) = await letters(target, {"1.pdf": bytes(pdf.output())}, capture=True)
    assert [one.place for one in shown] == [
        *(f"page {number} of 9" for number in (1, 2, 3, 4, 5, 8)),
        "3 more of 9 pages",
    ]
    assert (shown[-1].media_type, shown[-1].body) == ("text/plain", b"")
    assert shown[-1].text == "Terms, part 6\nTerms, part 7\nTerms, part 9"


def test_words_that_cannot_be_told_apart_are_not_placed(monkeypatch):
    monkeypatch.setattr(pdf_text, "_words", lambda page: [("Rosenweg", 60.0, 90.0, 500.0)])
    lines = pdf_text.page_lines(letter("Rosenweg 7b", "Dear Maria"), (20, 45, 105, 90))
    assert [(one.text, one.words) for one in lines][-2:] == [("Rosenweg 7b", ""), ("Dear Maria", "")]


def test_the_picture_keeps_the_colours_of_the_page():
    pdf = FPDF(format="A4", unit="mm")
    pdf.add_page()
    pdf.set_fill_color(236, 242, 250)
    pdf.rect(0, 0, 210, 40, "F")
    pdf.set_fill_color(200, 20, 40)
    pdf.rect(20, 20, 1.5, 1.5, "F")
    for row, grey in enumerate((0, 120, 225)):
        pdf.set_font("helvetica", size=10)
        pdf.set_text_color(grey, grey // 2, 0)
        pdf.text(20, 120 + 6 * row, "LAST REMINDER " * 4)
    content = bytes(pdf.output())

    with Image.open(io.BytesIO(pdf_text.page_png(content))) as kept:
        shown = kept.convert("RGB")
    drawn = pypdfium2.PdfDocument(content)[0].render(scale=110 / 72).to_pil()
    assert shown.size == drawn.size
    assert all(most <= 24 for _, most in ImageChops.difference(shown, drawn).getextrema())


def test_hyphens_and_columns_of_a_letter_leave_the_value_whole():
    """A soft hyphen at a line's end, and an address in the left of two columns."""
    pdf = FPDF(format="A4", unit="mm")
    pdf.add_page()
    pdf.set_font("helvetica", size=10)
    pdf.text(20, 120, "Your new address is Hauptstra\u00ad")
    pdf.text(20, 126, "\u00dfe 12, 10115 Berlin. Thank you.")
    for x, lines in ((20, ("M\u00fcllerstra\u00dfe 7b", "80331 M\u00fcnchen")), (110, ("Sincerely", "Northbank"))):
        for row, line in enumerate(lines):
            pdf.text(x, 150 + 6 * row, line)
    text = LetterReader((20, 45, 105, 90))("", bytes(pdf.output())).page
    for new in (
        {"street": "Hauptstra\u00dfe", "house_number": "12", "postcode": "10115", "city": "Berlin"},
        {"street": "M\u00fcllerstra\u00dfe", "house_number": "7b", "postcode": "80331", "city": "M\u00fcnchen"},
    ):
        found = recognise(Seen(text=text), kind=FactKind.POSTAL_ADDRESS, old=None, new=new, compare=tuple(new))
        assert (found.sight, text) == (Sight.NEW, text)
