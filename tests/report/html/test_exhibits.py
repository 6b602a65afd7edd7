"""Evidence by its kind: letters of several pages, lines, JSON, pictures, and what is no evidence at all."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest
from evidence_bench import VALUES, png, shown

from tellonce.ledger import RunFolder
from tellonce.model.masks import MaskSettings
from tellonce.model.observation import Evidence, PageLine
from tellonce.probes.pdf_text import DIN_5008_WINDOW_MM, page_lines
from tellonce.probes.protocol import Capture
from tellonce.report.html.exhibits import Exhibits
from tellonce.report.html.pictures import why_not_shown
from tellonce.story.masks import Masks, masking

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
