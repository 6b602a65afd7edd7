"""Evidence by its kind: mails read, HTML cleaned, values marked, pictures weighed by their header."""

from __future__ import annotations

import base64
import os
import struct
import zlib
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from lived import letter_pdf

from tellonce.ledger import RunFolder
from tellonce.model.blueprint import Normalisation
from tellonce.model.change import Replaced
from tellonce.model.facts import FactKind
from tellonce.model.masks import MaskSettings
from tellonce.model.observation import Evidence, PageLine
from tellonce.probes.pdf_text import DIN_5008_WINDOW_MM, page_lines
from tellonce.probes.protocol import Capture
from tellonce.report.html.cleaned import cleaned
from tellonce.report.html.exhibits import Exhibits
from tellonce.report.html.mails import parse_mail
from tellonce.report.html.marks import Values, values_of
from tellonce.report.html.pictures import why_not_shown
from tellonce.story.masks import Masks, masking

NEW = {"street": "Rosenweg", "house_number": "7b", "postcode": "80331", "city": "Berlin", "country": "DE"}
OLD = {"street": "Hauptstrasse", "house_number": "12", "postcode": "10115", "city": "Hamburg", "country": "AT"}
VALUES = values_of(Replaced(old=OLD, new=NEW))


def shown(folder: Path, values: Values = VALUES, **capture: Any) -> dict[str, Any]:
    kept = RunFolder(folder).keep(Capture(**({"kind": "text", "caption": "c"} | capture)))
    return Exhibits(folder).of(kept, 0, values)


def png(width: int, height: int) -> bytes:
    """A picture of so many pixels by its header; what follows holds none of them."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\x00" * 64)), (b"IEND", b""))
    body = b"".join(struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + body


# mails


def test_a_mail_is_read_as_a_person_reads_it() -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Nörthbank <a@b.example>", "maria@neu.example", "Grüße"
    message.set_content("Text für Maria")
    message.add_alternative("<p>Html für Maria</p>", subtype="html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="Anlage.pdf")
    mail = parse_mail(message.as_bytes())
    assert mail.headers == (("From", "Nörthbank <a@b.example>"), ("To", "maria@neu.example"), ("Subject", "Grüße"))
    assert (mail.text.strip(), mail.html.strip(), mail.attached) == (
        "Text für Maria",
        "<p>Html für Maria</p>",
        ("Anlage.pdf",),
    )


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", ""),
        (b"no header at all", "no header at all"),
        (b"Content-Type: text/plain; charset=latin-1\n\nM\xfcnchen", "München"),
        (b"Content-Type: text/plain; charset=klingon\n\nM\xc3\xbcnchen", "München"),
        (b"Content-Type: text/plain; charset=utf-8\n\nM\xfcnchen", "München"),
        (b"Content-Transfer-Encoding: base64\n\n!!!!not base64", "!!!!not base64"),
        (b"Content-Type: multipart/mixed; boundary=x\n\nnever opened", "never opened"),
        (b"Subject: =?utf-8?b?broken\n\nbody", "body"),
        (b"Subject: \x00\xff\xfe\n\nbody\x00", "body\x00"),
    ],
)
def test_a_broken_mail_gives_what_is_legible(content: bytes, text: str) -> None:
    assert parse_mail(content).text.strip() == text


def test_mails_within_mails_are_opened_only_so_deep() -> None:
    mail = b"Content-Type: text/plain\n\nthe inmost"
    for number in range(400):
        edge = f"b{number}".encode()
        mail = (
            b"Content-Type: multipart/mixed; boundary="
            + edge
            + b"\n\n--"
            + edge
            + b"\n"
            + mail
            + b"\n--"
            + edge
            + b"--"
        )
    assert len(parse_mail(mail).text) < 1_000


# HTML


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<p onclick=alert(1)>a</p>", "<p>a</p>"),
        ("<a href='javascript:x'>a</a>", "<a>a</a>"),
        ("<a href='https://x.example'>a</a>", "<a>a</a>"),
        ("<img src=x onerror=y alt='Our logo'>", '<img alt="Our logo">'),
        ("<style>p{}</style><p style='x'>a</p>", "<p>a</p>"),
        ("<script>x</script>", ""),
        ("<meta http-equiv=refresh content='0;url=x'><base href=x>b", "b"),
        ("<form action=x><input name=y>f</form>", "f"),
        ("<svg><script>x</script></svg><iframe src=x>i</iframe>t", "t"),
        ("<table><tr><td background=x colspan=2>1</td></tr></table>", '<tbody><tr><td colspan="2">1</td></tr></tbody>'),
        ("<noscript><p title='</noscript><img src=x onerror=y>'>", None),
        ("<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=y&gt;'>", None),
        ("", ""),
    ],
)
def test_html_keeps_its_words_and_nothing_that_acts(html: str, left: str | None) -> None:
    made = cleaned(html)
    if left is not None:
        assert left in made
        assert made == "" if left == "" else True
    for bad in ("<script", "<style", "onerror=", "onclick=", "href", "src=", "<form", "<iframe", "<svg", "<meta"):
        assert bad not in made.lower().replace("&lt;", "").replace("title=", ""), made


def test_endless_html_is_cut() -> None:
    assert len(cleaned("<b>x</b>" * 1_000_000)) < 100_000


# values


def test_the_new_and_the_old_value_are_marked_and_a_town_alone_is_not() -> None:
    assert VALUES.marked("from Berlin, on a Monday: Rosenweg 7b, 80331 Berlin; was Hauptstrasse 12") == [
        "from Berlin, on a Monday: ",
        ["Rosenweg", "new"],
        " ",
        ["7b", "new"],
        ", ",
        ["80331", "new"],
        " ",
        ["Berlin", "new"],
        "; was ",
        ["Hauptstrasse", "old"],
        " ",
        ["12", "old"],
    ]
    assert VALUES.marked("12 pages about DE, by post from Berlin") is None


def test_a_value_inside_a_longer_word_or_number_is_another_one() -> None:
    assert VALUES.marked("Rosenwegs 7bis, 180331") is None


def test_where_the_value_stands_on_a_page_is_known_by_line_and_window(tmp_path: Path) -> None:
    lines = page_lines(letter_pdf("Hauptstrasse 12, 10115 Hamburg"), DIN_5008_WINDOW_MM)
    assert [line.text for line in lines if line.window][-4:] == [
        "Maria Weber",
        "Hauptstrasse 12",
        "10115 Hamburg",
        "GERMANY",
    ]
    assert [line.text for line in lines if not line.window] == ["Dear Maria Weber,", "here is your new card."]
    marked = VALUES.on_page(lines)
    assert [(mark.said, mark.which) for mark in marked] == [("Hauptstrasse 12", "old"), ("10115 Hamburg", "old")]
    left, top, right, bottom = marked[0].box
    assert pytest.approx(left, abs=0.01) == 22 / 210
    assert pytest.approx(bottom, abs=0.01) == (56 + 6) / 297
    assert left < right
    assert top < bottom


def test_of_a_line_the_words_of_the_value_are_marked_and_no_others() -> None:
    lines = page_lines(letter_pdf("Write to Hauptstrasse 12 from now on"), DIN_5008_WINDOW_MM)
    [line] = [one for one in lines if "Hauptstrasse" in one.text]
    [mark] = VALUES.on_page(lines)
    assert (mark.said, mark.which, mark.window) == ("Hauptstrasse 12", "old", True)
    assert (mark.box[0], mark.box[2]) == (line.word_ends[2][0], line.word_ends[3][1])
    assert line.box[0] < mark.box[0] < mark.box[2] < line.box[2]
    assert (mark.box[1], mark.box[3]) == (line.box[1], line.box[3])


def test_of_an_older_history_which_knows_no_words_the_whole_line_is_marked() -> None:
    known = '{"text": "Write to Rosenweg 7b, was Hauptstrasse 12", "box": [0.1, 0.2, 0.5, 0.3]}'
    assert VALUES.on_page([PageLine.model_validate_json(known)]) == [
        ((0.1, 0.2, 0.5, 0.3), "new", "Write to Rosenweg 7b, was Hauptstrasse 12", False)
    ]


@pytest.mark.parametrize("words", ["0-10", "0-1 1-2 2-3", "0-1 x", "0-1 1-2-3", "-1-1 0-1", "0-99999999 0-1"])
def test_places_of_words_that_cannot_be_are_not_believed(words: str) -> None:
    line = PageLine(text="Rosenweg 7b", box=(0.1, 0.1, 0.9, 0.2), words=words)
    assert [mark.box for mark in VALUES.on_page((line,))] == [line.box]


def test_a_value_over_two_lines_is_marked_in_both() -> None:
    lines = (
        PageLine(text="to Rosenweg 7b,", box=(0, 0, 1, 0.1), words="0-1000 2000-5000 6000-10000"),
        PageLine(text="80331 Berlin", box=(0, 0.1, 1, 0.2), words="0-4000 5000-10000"),
    )
    assert [mark[:3] for mark in VALUES.on_page(lines)] == [
        ((0.2, 0, 1, 0.1), "new", "Rosenweg 7b"),
        ((0, 0.1, 1, 0.2), "new", "80331 Berlin"),
    ]


@pytest.mark.parametrize("between", ["", " "])
def test_a_value_may_go_on_after_an_empty_line(between: str) -> None:
    street = values_of(Replaced(old={"street": "Hauptstrasse"}, new={"street": "Am Gutshof"}))
    lines = (
        PageLine(text="Am", box=(0, 0, 1, 0.1), words="0-1000"),
        PageLine(text=between, box=(0, 0.1, 1, 0.2)),
        PageLine(text="Gutshof", box=(0, 0.2, 1, 0.3), words="0-4000"),
    )
    assert [mark.said for mark in street.on_page(lines)] == ["Am", "Gutshof"]


def test_a_short_part_two_lines_away_is_not_beside_the_value() -> None:
    assert VALUES.marked("7b\nDear\nRosenweg") == ["7b\nDear\n", ["Rosenweg", "new"]]
    assert VALUES.marked("7b\nRosenweg") == [["7b", "new"], "\n", ["Rosenweg", "new"]]


UMLAUTS = {"street": "Hauptstraße", "house_number": "7b", "postcode": "80331", "city": "München"}
GARBLED = values_of(Replaced(old={**OLD, "street": "Bergweg"}, new=UMLAUTS)).garbled(
    FactKind.POSTAL_ADDRESS, Normalisation()
)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Hauptstrae 7b", [["Hauptstrae", "garbled"], " ", ["7b", "new"]]),
        ("HauptstraÃ\x9fe 7B\n", [["HauptstraÃ\x9fe", "garbled"], " ", ["7B", "new"], "\n"]),
        ("HAUPTSTRASSE 7b", [["HAUPTSTRASSE", "garbled"], " ", ["7b", "new"]]),
        ("hauptstraße 7b", [["hauptstraße", "garbled"], " ", ["7b", "new"]]),
        ("80331 M?nchen", [["80331", "new"], " ", ["M?nchen", "garbled"]]),
        ("80331 Mü\nDE", [["80331", "new"], " ", ["Mü", "garbled"], "\nDE"]),
        ("80331 Mü, DE", [["80331", "new"], " Mü, DE"]),
        ("M?nchen, Mün", None),
        ("was Bergweg 12", ["was ", ["Bergweg", "old"], " ", ["12", "old"]]),
        ("nothing of it", None),
    ],
)
def test_a_garbled_value_is_marked_as_one(text: str, pieces: list[Any] | None) -> None:
    assert GARBLED.marked(text) == pieces


def test_what_the_place_may_write_so_is_not_garbled() -> None:
    declared = Normalisation(upper_case=True, transliterated=True)
    values = values_of(Replaced(old=None, new=UMLAUTS)).garbled(FactKind.POSTAL_ADDRESS, declared)
    assert values.marked("HAUPTSTRASSE 7B, 80331 MUENCHEN") == [
        ["HAUPTSTRASSE", "new"],
        " ",
        ["7B", "new"],
        ", ",
        ["80331", "new"],
        " ",
        ["MUENCHEN", "new"],
    ]


def test_garbled_is_sought_only_where_the_verdict_says_so() -> None:
    assert values_of(Replaced(old=OLD, new=UMLAUTS)).marked("Hauptstrae 80") is None


def test_a_garbled_value_is_marked_in_a_field_and_on_a_page(tmp_path: Path) -> None:
    record = "a\n\nstreet: Hauptstra?e\nhouse_number: 7b\ncity: MÃ¼nchen\nshop: M"
    assert shown(tmp_path, GARBLED, kind="row", text=record)["rows"] == [
        ["street", [["Hauptstra?e", "garbled"]]],
        ["house_number", [["7b", "new"]]],
        ["city", [["MÃ¼nchen", "garbled"]]],
        ["shop", "M"],
    ]
    lines = page_lines(letter_pdf("Hauptstra?e 7b, 80331 M?nchen"), DIN_5008_WINDOW_MM)
    assert [mark[1:] for mark in GARBLED.on_page(lines)] == [
        ("garbled", "Hauptstra?e", True),
        ("new", "7b", True),
        ("new", "80331", True),
        ("garbled", "M?nchen", True),
    ]


# letters of several pages


def page_of(folder: Path, number: int, of: int, text: str, *, caption: str = "letter 1.pdf") -> Evidence:
    line = PageLine(text=text, box=(0, 0, 1, 0.1))
    return RunFolder(folder).keep(
        Capture(
            kind="letter-page",
            caption=caption,
            media_type="image/png",
            body=png(10 + number, 10),
            place=f"page {number} of {of}",
            lines=(line,),
        )
    )


def test_a_letter_is_one_piece_and_its_first_page_with_the_value_comes_first(tmp_path: Path) -> None:
    pages = [page_of(tmp_path, n, 5, said) for n, said in enumerate(("Dear", "Rosenweg 7b", "Rosenweg 7b"), 1)]
    rest = Evidence(kind="letter-page", caption="letter 1.pdf", place="2 more of 5 pages", text="Rosenweg 7b, small")
    other = page_of(tmp_path, 1, 2, "Hello", caption="letter 2.pdf")
    alone = Evidence(kind="letter-page", caption="letter 1.pdf", place="page 1", text="alone")
    exhibits = Exhibits(tmp_path)
    letter, second, third = exhibits.each((*pages, rest, other, alone), 5, VALUES)
    assert (letter["page"], [mark[4:6] for mark in letter["marks"]]) == ([2, 5], [["new", "Rosenweg 7b"]])
    assert [(one.get("page"), one.get("more_pages")) for one in letter["pages"]] == [
        ([1, 5], None),
        ([3, 5], None),
        (None, [2, 5]),
    ]
    assert letter["pages"][2]["text"] == [["Rosenweg", "new"], " ", ["7b", "new"], ", small"]
    assert (second["page"], "pages" in second, third["page"], "pages" in third) == ([1, 2], False, [1, 0], False)


def test_pages_without_the_value_go_into_the_file_last(tmp_path: Path) -> None:
    pages = tuple(page_of(tmp_path, n, 2, said) for n, said in enumerate(("Dear", "Rosenweg 7b"), 1))
    one_picture = max((tmp_path / page.path).stat().st_size for page in pages)
    exhibits = Exhibits(tmp_path, budget_bytes=one_picture)
    exhibits.each(pages, 5, VALUES)
    [inside] = exhibits.elements()
    assert f"m-{Path(pages[1].path).stem}".encode() in inside


def test_a_letter_on_which_the_value_stands_nowhere_begins_with_its_first_page(tmp_path: Path) -> None:
    pages = tuple(page_of(tmp_path, n, 2, "Dear") for n in (1, 2))
    [letter] = Exhibits(tmp_path).each(pages, 0, VALUES)
    assert (letter["page"], [one["page"] for one in letter["pages"]]) == ([1, 2], [[2, 2]])


def test_a_page_without_text_has_no_lines() -> None:
    from fpdf import FPDF  # noqa: PLC0415

    pdf = FPDF()
    pdf.add_page()
    assert page_lines(bytes(pdf.output()), DIN_5008_WINDOW_MM) == ()


# kinds


def test_a_line_of_a_file_has_its_number_and_its_fields(tmp_path: Path) -> None:
    made = shown(
        tmp_path,
        kind="file-line",
        caption="f.csv",
        place="f.csv:17",
        text="a;Rosenweg;7b\n\nname: a\nstreet: Rosenweg\nflat:",
    )
    assert made["line"] == 17
    assert made["text"] == ["a;", ["Rosenweg", "new"], ";", ["7b", "new"]]
    assert made["rows"] == [["name", "a"], ["street", [["Rosenweg", "new"]]], ["flat", ""]]


def test_json_is_a_table_of_paths_and_what_is_none_stays_text(tmp_path: Path) -> None:
    answer = '{"a": {"street": "Rosenweg", "house_number": "7b"}, "b": [1, null], "c": {}}'
    made = shown(tmp_path, kind="json", media_type="application/json", text=answer)
    assert made["rows"] == [
        ["a › street", [["Rosenweg", "new"]]],
        ["a › house_number", [["7b", "new"]]],
        ["b › 1", "1"],
        ["b › 2", "null"],
        ["c", "{}"],
    ]
    for odd in ('{"a": ', "[" * 5_000 + "]" * 5_000, "7", ""):
        assert "rows" not in shown(tmp_path, kind="json", media_type="application/json", text=odd)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (png(10, 10), ""),
        (png(100_000, 100_000), "huge"),
        (png(40_000, 2), "huge"),
        (b"", "broken"),
        (b"<svg onload=alert(1)>", "broken"),
        (png(10, 10)[:20], "broken"),
        (png(10, 10)[:33], "broken"),
        (png(10, 10)[:36], "broken"),
        (png(0, 10), "broken"),
        (png(10, 10)[:19] + b"\x01" + png(10, 10)[20:], "broken"),
    ],
)
def test_a_picture_is_weighed_by_its_header_before_anything_unpacks_it(body: bytes, why: str, tmp_path: Path) -> None:
    assert why_not_shown(body) == why
    if body:
        made = shown(tmp_path, kind="screenshot", media_type="image/png", body=body)
        assert ("picture" in made, made.get("left_out", "")) == (why == "", why)


def test_small_pictures_that_fit_are_read_once_and_large_ones_when_they_are_known_to_go_inside(tmp_path: Path) -> None:
    small, large = png(10, 10), png(20, 20) + b"\x00" * 100_000
    for room, inside in ((len(small) - 1, []), (len(small), [small]), (10**6, [small, large])):
        exhibits = Exhibits(tmp_path, budget_bytes=room)
        kept = [
            RunFolder(tmp_path).keep(Capture(kind="screenshot", caption="c", media_type="image/png", body=body))
            for body in (large, small)
        ]
        later = Exhibits(tmp_path, budget_bytes=room)
        exhibits.of(kept[0], 7)
        later.of(kept[1], 1)
        exhibits.take(later)
        found = [base64.b64decode(one.split(b"base64,")[1].split(b"<")[0]) for one in exhibits.elements()]
        assert found == inside


@pytest.mark.parametrize("name", ["a" * 24 + ".html", "a" * 24 + ".svg", "a" * 24 + ".eml", "a" * 24 + ".txt.html"])
def test_no_link_leads_to_a_file_that_would_run(name: str, tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / name).write_bytes(b"<script>alert(1)</script><p>words</p>")
    made = Exhibits(tmp_path).of(Evidence(kind="text", caption="c", media_type="text/html", path=f"evidence/{name}"), 0)
    assert "path" not in made
    assert made["html"] == "<p>words</p>"


@pytest.mark.parametrize(
    "path", ["../secret.txt", "/etc/passwd", "evidence/../../x.txt", "evidence/a\x00b.txt", "evidence/x"]
)
def test_a_path_out_of_the_evidence_is_not_followed(path: str, tmp_path: Path) -> None:
    made = Exhibits(tmp_path).of(Evidence(kind="text", caption="c", path=path), 0)
    assert (made.get("missing"), made.get("text"), made.get("path")) == (True, None, None)


def test_a_mail_and_html_are_masked_before_they_are_cleaned(tmp_path: Path) -> None:
    body = b"To: jo@mail.example\nContent-Type: text/html\n\n<p>jo@mail.example <b>maria@neu.example</b></p>"
    kept = RunFolder(tmp_path).keep(Capture(kind="mail", caption="m", media_type="message/rfc822", body=body))
    masks = Masks(MaskSettings(rules=("email",)))
    masks.spare(["maria@neu.example"])
    with masking(masks):
        made = Exhibits(tmp_path).of(kept, 0)
    assert made["headers"] == [["To", "⟦masked: email⟧"]]
    assert made["html"].strip() == "<p>⟦masked: email⟧ <b>maria@neu.example</b></p>"


@pytest.mark.parametrize("lines", [50, 70, 200])
def test_of_a_long_text_full_of_values_nothing_is_shown_unmasked(lines: int, tmp_path: Path) -> None:
    kept = Evidence(kind="text", caption="c", media_type="text/plain", path=f"evidence/{'c' * 24}.txt")
    (tmp_path / "evidence").mkdir()
    text = "".join(f"stranger.{'of.a.long.name.' * 3}{line}@mail.example\n" for line in range(lines))
    (tmp_path / kept.path).write_text(text, encoding="utf-8")  # kept before the project masked anything
    with masking(Masks(MaskSettings(rules=("email",)))):
        said = Exhibits(tmp_path).of(kept, 0)["text"]
    assert said.startswith("⟦masked: email⟧\n")
    assert "long.name" not in said


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="links are followed here")
def test_a_link_out_of_the_evidence_is_not_followed(tmp_path: Path) -> None:
    kept = Evidence(kind="text", caption="c", media_type="text/plain", path=f"evidence/{'e' * 24}.txt")
    (tmp_path / "evidence").mkdir()
    (tmp_path / "secret.txt").write_text("of this machine", encoding="utf-8")
    (tmp_path / kept.path).symlink_to(tmp_path / "secret.txt")
    made = Exhibits(tmp_path).of(kept, 0)
    assert (made.get("missing"), made.get("text"), made.get("path")) == (True, None, None)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes here")
def test_a_pipe_in_the_place_of_evidence_is_waited_for_by_nobody(tmp_path: Path) -> None:
    kept = Evidence(kind="text", caption="c", media_type="text/plain", path=f"evidence/{'d' * 24}.txt")
    (tmp_path / "evidence").mkdir()
    os.mkfifo(tmp_path / kept.path)
    assert Exhibits(tmp_path).of(kept, 0)["missing"]


def test_utf_16_is_read_by_its_mark_and_other_encodings_do_not_break(tmp_path: Path) -> None:
    for body, text in (("München".encode("utf-16"), "München"), ("München".encode("latin-1"), "M�nchen")):
        kept = Evidence(kind="text", caption="c", media_type="text/plain", path=f"evidence/{'b' * 24}.txt")
        (tmp_path / "evidence").mkdir(exist_ok=True)
        (tmp_path / kept.path).write_bytes(body)
        assert Exhibits(tmp_path).of(kept, 0)["text"] == text
