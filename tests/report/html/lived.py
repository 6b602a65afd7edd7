"""Maria's move with evidence of every kind, for tests of how it is shown."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

from fpdf import FPDF
from made_runs import ADDRESS, OLD, cell, read_of, run, scenario, stale_card
from PIL import Image, ImageDraw

from tellonce.ledger import RunFolder
from tellonce.model.cell import CellVerdict, Look
from tellonce.model.events import ClockMoved, ScenarioFinished
from tellonce.model.history import History
from tellonce.model.observation import Evidence
from tellonce.model.verdict import Verdict
from tellonce.probes.pdf_text import DIN_5008_WINDOW_MM, page_lines, page_png
from tellonce.probes.protocol import Capture
from tellonce.report.html.anchors import cell_route

MAIL = """From: Northbank <news@northbank.example>
To: maria@neu.example
Subject: =?utf-8?b?SWhyZSBuZXVlIEFkcmVzc2U=?=
Date: Mon, 04 May 2026 09:30:03 +0200
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain; charset=utf-8

We write to Rosenweg 7b, 80331 Munich from now on.
--b
Content-Type: text/html; charset=utf-8

<h1>We write to <b>Rosenweg 7b</b>, 80331 Munich</h1><img src="https://tracker.example/p.png" alt="Our logo">
--b--
"""


def letter_pdf(address: str = ADDRESS[0]) -> bytes:
    """A letter by DIN 5008 to this address."""
    pdf = FPDF(format="A4", unit="mm")
    pdf.add_page()
    pdf.set_font("helvetica", size=11)
    pdf.text(22, 48, "Northbank Cards, Postfach, 10001 Berlin")
    for number, line in enumerate(("Maria Weber", *address.split(", "), "GERMANY")):
        pdf.text(22, 56 + 6 * number, line)
    pdf.text(22, 115, "Dear Maria Weber,")
    pdf.text(22, 125, "here is your new card.")
    return bytes(pdf.output())


def long_letter(folder: Path, *texts: str, of: int = 0, left_out: str = "") -> tuple[Evidence, ...]:
    """The evidence of a letter with a page for each text. of, left_out: how many pages it has, and the text of those
    that were not drawn."""
    pdf = FPDF(format="A4", unit="mm")
    for text in texts:
        pdf.add_page()
        pdf.set_font("helvetica", size=11)
        pdf.text(22, 56, text)
    content, of = bytes(pdf.output()), of or len(texts)
    kept = [
        RunFolder(folder).keep(
            Capture(
                kind="letter-page",
                caption="letter 000124.pdf",
                media_type="image/png",
                body=page_png(content, number),
                text=text,
                place=f"page {number} of {of}",
                lines=page_lines(content, DIN_5008_WINDOW_MM, number),
            )
        )
        for number, text in enumerate(texts, 1)
    ]
    if left_out:
        place = f"{of - len(texts)} more of {of} pages"
        kept.append(Evidence(kind="letter-page", caption="letter 000124.pdf", place=place, text=left_out))
    return tuple(kept)


def screenshot() -> bytes:
    picture = Image.new("RGB", (1280, 720), "#eef2f7")
    draw = ImageDraw.Draw(picture)
    draw.text((80, 60), "My details", fill="black", font_size=40)
    draw.text((80, 160), "Postal address: Rosenweg 7b, 80331 Munich", fill="black", font_size=28)
    body = BytesIO()
    picture.save(body, "PNG")
    return body.getvalue()


def lived(folder: Path) -> tuple[History, tuple[CellVerdict, ...], dict[str, str]]:
    """The run, its cells, and touchpoint -> the address of its cell's page."""
    keep = RunFolder(folder).keep
    pdf = letter_pdf()
    letter = keep(
        Capture(
            kind="letter-page",
            caption="letter 000123.pdf",
            media_type="image/png",
            body=page_png(pdf),
            text="Maria Weber\nHauptstrasse 12\n10115 Berlin",
            place="page 1",
            lines=page_lines(pdf, DIN_5008_WINDOW_MM),
        )
    )
    page = keep(Capture(kind="screenshot", caption="profile page", media_type="image/png", body=screenshot()))
    mail = keep(Capture(kind="mail", caption="Mail to Maria", media_type="message/rfc822", body=MAIL.encode()))
    line = keep(
        Capture(
            kind="file-line",
            caption="embossing-7.csv, line 2",
            place="embossing-7.csv:2",
            text="4711;Maria;Hauptstrasse;7b;10115;Berlin\n\n"
            "name: Maria\nstreet: Hauptstrasse\nhouse_number: 7b\npostcode: 10115",
        )
    )
    answer = keep(
        Capture(
            kind="json",
            caption="the agent desktop",
            media_type="application/json",
            text=json.dumps({"customer": {"address": {"street": "Rosenweg", "house_number": "7b"}}, "cards": [1, 2]}),
        )
    )
    looks = (
        Look(start_s=10.4, end_s=10.5, sight="O", said="Hauptstrasse 12 — the old value", evidence=(page,)),
        Look(start_s=40.0, end_s=41.0, sight="0", said="nothing — nothing there"),
        Look(start_s=41.0, end_s=42.0, sight="E", said="the printer's folder is not there"),
        Look(start_s=100.0, end_s=200010.0, sight="O", said=ADDRESS[0], item="letter 000123.pdf", evidence=(letter,)),
    )
    partial = cell(
        "card_file",
        Verdict.PARTIAL,
        id="7f3a0002",
        broke_between=("customer master", "card system"),
        broke_how="customer master (knew at 0.3 s) and card system (never knew)",
        read={**OLD, "house_number": "7b"},
        evidence=(line,),
    )
    cells = (
        cell("profile", evidence=(page,), flags=("late", "old_also_present")),
        cell("mail", Verdict.DUPLICATED, evidence=(mail,)),
        stale_card(evidence=(letter,), looks=looks),
        partial,
        cell("agent", evidence=(answer,)),
        cell("invoice", Verdict.UNOBSERVED),
        cell("letter", Verdict.PENDING, looks=()),
    )
    told = scenario(cells)
    leap = ClockMoved(
        scenario=told[0].scenario,  # type: ignore[union-attr]
        customer="maria-1",
        at_s=50.0,
        leap_s=199_000.0,
        to="2026-05-06T16:48:20+02:00",
        ready=True,
    )
    over = next(n for n, event in enumerate(told) if isinstance(event, ScenarioFinished))
    history = run([*told[:over], read_of(partial, {**OLD, "house_number": "7b"}), leap, *told[over:]])
    return history, cells, {one.touchpoint: cell_route(one, 1) for one in cells}
