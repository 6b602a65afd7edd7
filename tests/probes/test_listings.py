"""Everything that lies where probes look: for sweeps."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path
from urllib.parse import urlencode

import pytest
from fpdf import FPDF

from tellonce.model.errors import ProbeBlind
from tellonce.model.facts import Components, FactKind
from tellonce.probes import make_probe
from tellonce.probes.anything import AnyFileReader
from tellonce.probes.folder_listing import FolderListing

pytestmark = pytest.mark.anyio

ADDRESS = FactKind.POSTAL_ADDRESS
HOME = {"street": "Hauptstraße", "house_number": "12", "postcode": "10115", "city": "Berlin"}
OLD_LINES = "Maria Novak\nHauptstraße 12\n10115 Berlin"


def pdf(text: str) -> bytes:
    document = FPDF()
    document.add_page()
    document.set_font("helvetica")
    document.multi_cell(0, text=text)
    return bytes(document.output())


MAIL = (
    "From: Shop <shop@northbank.example>\r\nTo: maria@example.org\r\nSubject: =?utf-8?q?F=C3=BCr_Sie?=\r\n"
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    "Hauptstra=C3=9Fe 12, 10115 Berlin\r\n"
)


FORM = urlencode({"to": "+49 151", "text": OLD_LINES})
ATTACHED = (
    "From: shop@northbank.example\r\nSubject: hi\r\n"
    "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    "--b\r\nContent-Type: text/plain\r\n\r\nsee below\r\n"
    "--b\r\nContent-Type: application/json\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    '["Hauptstra\\u00dfe 12", "10115 Berlin"]\r\n--b--\r\n'
)


@pytest.mark.parametrize(
    ("name", "content", "kind", "called"),
    [
        ("letter.pdf", pdf(OLD_LINES), "letter", ""),
        ("unnamed", pdf(OLD_LINES), "letter", ""),
        ("1.eml", MAIL.encode(), "mail", "mail from shop@northbank.example: Für Sie"),
        (
            "2.json",
            json.dumps({"path": "/sms", "headers": {}, "body": {"text": OLD_LINES}}).encode(),
            "request",
            "request to /sms",
        ),
        ("3.json", json.dumps([{"line1": "Hauptstraße 12", "town": "10115 Berlin"}]).encode(), "records", ""),
        ("log.ndjson", json.dumps({"line1": "Hauptstraße 12", "town": "10115 Berlin"}).encode(), "records", ""),
        ("export.xml", b"<to>Hauptstra&#223;e 12</to>\n<town>10115 Berlin</town>", "records", ""),
        ("4.json", json.dumps({"path": "/sms", "body": FORM}).encode(), "request", "request to /sms"),
        ("5.json", json.dumps({"path": f"/x?{FORM}", "body": None}).encode(), "request", "request to /x"),
        ("6.eml", ATTACHED.encode(), "mail", "mail from shop@northbank.example: hi"),
        ("feed.csv", OLD_LINES.encode(), "records", ""),
        ("feed.txt", OLD_LINES.encode("cp1252"), "records", ""),
        ("windows.txt", OLD_LINES.encode("utf-16"), "records", ""),
    ],
)
def test_any_file_is_read(name: str, content: bytes, kind: str, called: str) -> None:
    read = AnyFileReader()(name, content)

    assert (read.kind, read.called) == (kind, called)
    assert "Hauptstraße 12" in read.text
    assert "10115 Berlin" in read.text


def test_a_host_s_file_is_read_in_the_encoding_of_the_files_beside_it() -> None:
    assert AnyFileReader("cp273")("feed.dat", OLD_LINES.encode("cp273")).text.split("\n")[1] == "Hauptstraße 12"


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"PK\3\4\0\0\0\0", bytes(range(32))])
def test_what_is_no_text_is_not_taken_for_one(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"neither text nor"):
        AnyFileReader()("scan.bin", content)


def test_what_stands_under_a_secret_s_name_is_not_read() -> None:
    content = json.dumps({"path": "/in", "body": {"token": "tiger-lily", "note": '{"password": "x1", "n": 7}'}})

    assert AnyFileReader()("1.json", content.encode()).text == "•••\n•••\n7"


def test_an_attached_file_that_nobody_can_read_makes_the_mail_unreadable() -> None:
    zipped = ATTACHED.replace("application/json", "application/zip").replace('["', "\1[")

    with pytest.raises(ValueError, match="neither text nor"):
        AnyFileReader()("1.eml", zipped.encode())


def test_where_a_mail_went_is_told_apart_from_what_it_says() -> None:
    assert AnyFileReader()("1.eml", MAIL.encode()).sent_to == "maria@example.org"


def test_a_name_that_others_chose_fits_into_a_line() -> None:
    mail = MAIL.replace("=?utf-8?q?F=C3=BCr_Sie?=", "=?utf-8?q?a=0Ab=1B[31mc?=")

    assert AnyFileReader()("1.eml", mail.encode()).called in (
        "mail from shop@northbank.example: a b[31mc",
        "mail from shop@northbank.example: ab[31mc",
    )


def test_halves_of_characters_can_be_written_down() -> None:
    for content in (r'{"a": "x\ud800"}', r'{"path": "/\ud800", "body": ["x\ud800"]}'):
        read = AnyFileReader()("1.json", content.encode())
        assert (read.text, read.called.encode()) == ("x?", b"request to /?" if "path" in content else b"")


def test_a_key_that_is_a_value_is_read() -> None:
    content = json.dumps({"to": {"maria@example.org": {"id": 7}}})

    assert AnyFileReader()("1.json", content.encode()).text == "7\nmaria@example.org"


async def test_a_file_that_is_still_being_written_is_not_searched_and_that_is_said(
    tmp_path: Path, at, drop, monkeypatch
) -> None:
    listing = FolderListing(tmp_path)
    await listing.mark()
    drop(tmp_path, "feed.txt", b"half a line")
    stamps = iter(range(100))
    monkeypatch.setattr("tellonce.probes.folder._stamp", lambda path: (next(stamps), 1))

    things = await listing.things(at("state", "postal_address"), ADDRESS, HOME, 0)

    assert (things.things, things.blind) == ((), (f"{tmp_path.name}/feed.txt was being written",))
    await listing.close()


def test_a_letter_went_where_its_window_says_whatever_it_says_below() -> None:
    document = FPDF()
    document.add_page()
    document.set_font("helvetica")
    document.set_xy(25, 55)
    document.multi_cell(70, text=OLD_LINES)
    document.set_xy(25, 120)
    document.multi_cell(150, text="You moved to Rosenweg 7b, 80331 Munich")

    assert AnyFileReader()("1.pdf", bytes(document.output())).sent_to == OLD_LINES


async def test_a_folder_lists_what_came_since_the_mark_whatever_it_is(tmp_path: Path, at, drop) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    drop(folder, "before.txt", OLD_LINES.encode())
    listing = FolderListing(folder)
    mark = await listing.mark()
    drop(folder, "reminder.txt", OLD_LINES.encode())
    drop(folder, "scan.png", b"\x89PNG\0\0")
    later = await listing.mark()
    drop(folder, "last.pdf", pdf("nothing of hers"))

    things = await listing.things(at("state", "postal_address"), ADDRESS, HOME, mark)

    assert [(one.where, one.mark >= later) for one in things.things] == [
        ("letters/reminder.txt", False),
        ("letters/last.pdf", True),
    ]
    assert things.looked == 2
    [blind] = things.blind
    assert blind.startswith("letters/scan.png cannot be understood (ValueError: it is neither text nor")
    shown = [await listing.show(one, "Hauptstraße 12") for one in things.things]
    assert [(one.kind, one.media_type) for one in shown] == [("text", "text/plain"), ("letter-page", "image/png")]
    assert shown[0].text == "Hauptstraße 12"
    await listing.close()


async def test_of_a_letter_the_page_with_the_passage_is_shown(tmp_path: Path, at, drop) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    listing = FolderListing(folder)
    mark = await listing.mark()
    document = FPDF(format="A4", unit="mm")
    for text in ("Dear customer", "You moved from Hauptstrasse 12"):
        document.add_page()
        document.set_font("helvetica", size=10)
        document.text(20, 100, text)
    drop(folder, "reminder.pdf", bytes(document.output()))

    [thing] = (await listing.things(at("state", "postal_address"), ADDRESS, HOME, mark)).things
    shown = await listing.show(thing, "You moved from Hauptstrasse 12")

    assert (shown.place, shown.text) == ("page 2 of 2", "You moved from Hauptstrasse 12")
    await listing.close()


async def test_a_folder_that_does_not_exist_yet_holds_nothing_and_one_that_cannot_is_blind(tmp_path: Path, at) -> None:
    listing, nowhere = FolderListing(tmp_path / "later"), FolderListing(tmp_path / "no" / "where")
    target = at("state", "postal_address")

    assert await listing.mark() == 0
    assert (await listing.things(target, ADDRESS, HOME, 0)).looked == 0
    with pytest.raises(ProbeBlind, match="does not exist"):
        await nowhere.mark()
    for one in (listing, nowhere):
        await one.close()


ROWS = {
    "customers": [("4711", "Rosenweg 7b", "80331", "München", None)],
    "cards": [("4711", "HAUPTSTR. 12", "10115", "BERLIN", b"\xff")],
    "notes": [("x", json.dumps({"street": "Hauptstraße", "no": "12", "zip": "10115"}), "", "", None)],
    "others": [("4712", "Am Kai 3", "20457", "Hamburg", None)],
}


@pytest.fixture
def database(tmp_path: Path, sources, at):
    """A probe of a database with these tables."""
    with contextlib.closing(sqlite3.connect(tmp_path / "bank.sqlite")) as bank, bank:
        for table, rows in ROWS.items():
            bank.execute(f'CREATE TABLE "{table}" (no TEXT, street TEXT, code TEXT, town TEXT, extra BLOB)')
            bank.executemany(f'INSERT INTO "{table}" VALUES (?, ?, ?, ?, ?)', rows)  # noqa: S608 - names of our own
    target = at("state", "postal_address", observer=True)
    settings = {"kind": "sql", "url": f"sqlite:///{tmp_path}/bank.sqlite", "query": "SELECT 1"}
    return make_probe(target.place, settings, sources)


async def test_a_database_lists_every_row_that_may_hold_the_value(database, at) -> None:
    listing = database.listing()
    things = await listing.things(at("state", "postal_address"), ADDRESS, HOME, await listing.mark())

    assert [one.where for one in things.things] == ["bank.sqlite, table cards", "bank.sqlite, table notes"]
    assert (things.looked, things.blind) == (4, ())
    assert things.things[0].text == "4711\nHAUPTSTR. 12\n10115\nBERLIN\n\ufffd"
    assert things.things[1].text == "x\nHauptstraße\n12\n10115"
    shown = await listing.show(things.things[0], "")
    assert (shown.kind, shown.text.splitlines()[1]) == ("row", "street: HAUPTSTR. 12")
    await database.close()


@pytest.mark.parametrize(
    ("kind", "old", "stored"),
    [
        (FactKind.PHONE, {"number": "+4915112345678"}, "(0151) 123-456 78"),
        (FactKind.PHONE, {"number": "+4915112345678"}, "tel. +49 151 12345678"),
        (FactKind.EMAIL, {"address": "maria.novak@example.org"}, "Maria.Novak@EXAMPLE.org"),
        (FactKind.PERSON_NAME, {"given_name": "Łucja", "family_name": "Małysiak"}, "MALYSIAK LUCJA"),
        (FactKind.PERSON_NAME, {"given_name": "Zoë", "family_name": "Müller-Groß"}, "Zoe Mueller-Gross"),
        (ADDRESS, {"street": "Große Straße", "postcode": "10115"}, "GROSSE STR. 12"),
        (ADDRESS, {"street": "千代田", "postcode": "100-0001"}, "千代田12 〒100-0001"),
        (ADDRESS, {"street": "千代田", "postcode": "100-0001"}, "千代田12 東京"),
        (ADDRESS, {"street": "улица Ленина", "postcode": "190000"}, "УЛ. ЛЕНИНА 12, Санкт-Петербург"),
    ],
)
async def test_rows_are_found_however_they_write_the_value(
    sources, at, kind: FactKind, old: Components, stored: str
) -> None:
    tmp_path = sources.root
    with contextlib.closing(sqlite3.connect(tmp_path / "bank.sqlite")) as bank, bank:
        bank.execute("CREATE TABLE t (a TEXT)")
        bank.executemany("INSERT INTO t VALUES (?)", [(stored,), ("something else",)])
    target = at("state", "postal_address", observer=True)
    settings = {"kind": "sql", "url": f"sqlite:///{tmp_path}/bank.sqlite", "query": "SELECT 1"}
    probe = make_probe(target.place, settings, sources)

    things = await probe.listing().things(target, kind, old, 0)

    assert [one.text for one in things.things] == [stored]
    await probe.close()


async def test_a_table_that_cannot_be_read_hides_no_other(database, at, tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "bank.sqlite")) as bank, bank:
        bank.execute("CREATE TABLE broken (street TEXT, since DATETIME)")
        bank.execute("INSERT INTO broken VALUES ('Hauptstraße', 'long ago')")
        bank.execute("CREATE TABLE mixed (street TEXT, name TEXT)")
        bank.execute("INSERT INTO mixed VALUES ('Hauptstraße', CAST(X'E1' AS TEXT))")

    things = await database.listing().things(at("state", "postal_address"), ADDRESS, HOME, 0)

    assert [one.where for one in things.things] == ["bank.sqlite, table cards", "bank.sqlite, table notes"]
    assert [why.partition(" could not be read: ")[0] for why in things.blind] == [
        "bank.sqlite, table broken",
        "bank.sqlite, table mixed",
    ]
    await database.close()


async def test_too_many_rows_are_not_read_and_that_is_said(database, at, monkeypatch) -> None:
    monkeypatch.setattr("tellonce.probes.sql_listing._MOST_ROWS", 0)

    things = await database.listing().things(at("state", "postal_address"), ADDRESS, HOME, 0)

    assert (things.things, things.blind[0]) == (
        (),
        "bank.sqlite, table cards has more than 0 rows that may concern her",
    )
    await database.close()


async def test_a_database_that_is_gone_is_blind(tmp_path: Path, sources, at) -> None:
    target = at("state", "postal_address", observer=True)
    settings = {"kind": "sql", "url": f"sqlite:///{tmp_path}/gone.sqlite", "query": "SELECT 1"}
    probe = make_probe(target.place, settings, sources)

    with pytest.raises(ProbeBlind, match=r"gone\.sqlite could not be read"):
        await probe.listing().things(target, ADDRESS, HOME, 0)
    await probe.close()
