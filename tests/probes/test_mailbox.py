from __future__ import annotations

import dataclasses
from email.message import EmailMessage

import pytest
from fpdf import FPDF

from tellonce.model.errors import ProbeBlind
from tellonce.model.observation import Seen
from tellonce.probes import mailbox as mailbox_module
from tellonce.probes import make_probe
from tellonce.probes.mail import read_mail

pytestmark = pytest.mark.anyio


def mail(to="maria.new@example.org", *, sender="confirmations@northbank.example", extra="", body="Dear Maria"):
    return (
        f"From: Northbank <{sender}>\r\nTo: {to}\r\nSubject: =?utf-8?q?Ihre_=C3=84nderung?=\r\n"
        f"{extra}Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}\r\n"
    ).encode()


@pytest.fixture
def mailbox(sources, tmp_path, drop):
    """Look once at a mailbox into which mails have come since the cursor."""
    folder = tmp_path / "mail"
    folder.mkdir()

    async def look(target, *mails, **settings):
        probe = make_probe(target.place, {"kind": "mailbox", "folder": "mail"} | settings, sources)
        cursor = await probe.arm(target)
        for number, content in enumerate(mails):
            drop(folder, f"{number}.eml", content)
        found = await probe.look(target, cursor)
        await probe.close()
        return found.items

    return look


async def test_a_mail_is_hers_by_the_address_it_went_to(mailbox, at):
    target = at("emission", "email", "postal_address", destination="email")
    (item,) = await mailbox(target, mail(body="Your new postal address: Rosenweg 7b"))
    assert item.recipient == "self"
    assert item.destination == Seen(components={"address": "maria.new@example.org"})
    assert item.seen == {"postal_address": Seen(text="Ihre Änderung\nYour new postal address: Rosenweg 7b")}
    assert item.content == "Ihre Änderung\nYour new postal address: Rosenweg 7b"


async def test_a_mail_to_somebody_else_without_a_word_of_her_is_not_hers(mailbox, at):
    target = at("emission", "email", destination="email")
    assert await mailbox(target, mail("ewa@example.org"), mail("nobody@example.org")) == ()


@pytest.mark.parametrize(
    ("to", "recipient"), [("jan@example.org", "related"), ("ewa@example.org", "stranger"), ("x@y.example", "unknown")]
)
async def test_a_mail_about_her_to_somebody_else_says_whom_it_reached(mailbox, at, to, recipient):
    target = at("emission", "email", "postal_address", destination="email")
    extra = "X-Northbank-Customer: 4711000001\r\n"
    (item,) = await mailbox(target, mail(to, extra=extra), customer_header="X-Northbank-Customer")
    assert item.recipient == recipient


async def test_a_mail_that_bears_her_new_address_is_found_wherever_it_went(mailbox, at):
    target = at("emission", "postal_address", destination="email")
    items = await mailbox(
        target,
        mail("jan@example.org", body="Moved to Rosenweg 7b, 80331 München"),
        mail("jan@example.org", body="Moved to Rosenweg 7, 80331 München"),
    )
    assert [item.key for item in items] == ["0.eml"]


async def test_an_address_that_she_shares_does_not_make_her_partners_mail_hers(mailbox, at):
    target = at("emission", "postal_address", destination="email")
    assert await mailbox(target, mail("jan@example.org", body="Hauptstraße 12, 10115 Berlin")) == ()


async def test_the_envelope_counts_more_than_to(mailbox, at):
    target = at("emission", "email", destination="email")
    (item,) = await mailbox(target, b"X-Tellonce-Rcpt: maria.old@example.org\r\n" + mail("undisclosed@example.org"))
    assert item.destination == Seen(components={"address": "maria.old@example.org"})


async def test_mail_of_another_sender_or_subject_is_let_pass(mailbox, at):
    target = at("emission", "email", destination="email")
    news = mail(sender="news@northbank.example")
    settings = {"from": "Confirmations@northbank.example", "subject": "änderung"}
    assert [item.key for item in await mailbox(target, news, mail(), **settings)] == ["1.eml"]
    assert await mailbox(target, mail(), subject="Rechnung") == ()


async def test_mail_may_be_told_by_what_it_says_whoever_sends_it(mailbox, at):
    target = at("emission", "email", destination="email")
    other = mail(sender="service@northbank.example", body="See https://northbank.example/ and our offers")
    advertising = mail(sender="service@northbank.example", body="See https://northbank.example/offers")
    found = await mailbox(target, mail(), other, advertising, containing="Northbank.example/Offers")
    assert [item.key for item in found] == ["2.eml"]


async def test_a_header_may_bear_a_fact_and_her_time(mailbox, at):
    target = at("emission", "language", destination="email")
    extra = "Content-Language: pl\r\nX-Northbank-Occurred: 2026-03-01T09:00:00+01:00\r\n"
    (item,) = await mailbox(
        target,
        mail(extra=extra),
        read={"language": {"header": "Content-Language", "component": "code"}},
        occurred_header="X-Northbank-Occurred",
    )
    assert item.seen == {"language": Seen(components={"code": "pl"})}
    assert item.originated == "2026-03-01T09:00:00+01:00"


async def test_a_mail_about_one_fact_says_nothing_about_the_others(mailbox, at):
    target = at("emission", "postal_address", "language", destination="email")
    first, second = await mailbox(target, mail(extra="X-About: phone, language\r\n"), mail(), facts_header="X-About")
    assert set(first.seen) == {"language"}
    assert set(second.seen) == {"postal_address", "language"}


async def test_a_customer_without_an_account_is_known_by_her_mailbox_alone(mailbox, at):
    target = at("emission", "email", destination="email")
    prospect = dataclasses.replace(target, customer=dataclasses.replace(target.customer, service_id=""))
    items = await mailbox(prospect, mail(), mail("nobody@example.org"), customer_header="X-Northbank-Customer")
    assert [item.key for item in items] == ["0.eml"]


async def test_two_probes_parse_each_mail_once(sources, at, tmp_path, drop, monkeypatch):
    parsed = []
    monkeypatch.setattr(
        mailbox_module, "read_mail", lambda name, content: parsed.append(name) or read_mail(name, content)
    )
    (tmp_path / "mail").mkdir()
    target = at("emission", "email", destination="email")
    probes = [make_probe(target.place, {"kind": "mailbox", "folder": "mail"}, sources) for _ in range(2)]
    # Equal parsers share; a lambda made once is equal to itself only.
    cursors = [await probe.arm(target) for probe in probes]
    drop(tmp_path / "mail", "1.eml", mail())
    for _ in range(3):
        for probe, cursor in zip(probes, cursors, strict=True):
            assert len((await probe.look(target, cursor)).items) == 1
    for probe in probes:
        await probe.close()
    assert parsed == ["1.eml"]


async def test_a_mail_wakes_those_who_wait(sources, at, tmp_path, drop, heard):
    (tmp_path / "mail").mkdir()
    target = at("emission", "email", destination="email")
    probe = make_probe(target.place, {"kind": "mailbox", "folder": "mail"}, sources)
    await probe.arm(target)
    drop(tmp_path / "mail", "1.eml", mail())
    assert await heard(probe.wake())
    await probe.close()


async def test_a_folder_that_is_not_there_blinds_and_names_the_nearest(sources, at, tmp_path):
    (tmp_path / "mail").mkdir()
    target = at("emission", "email", destination="email")
    probe = make_probe(target.place, {"kind": "mailbox", "folder": "mial"}, sources)
    cursor = await probe.arm(target)
    with pytest.raises(ProbeBlind, match=r"The folder .*mial does not exist; 'mail' is there\."):
        await probe.look(target, cursor)
    await probe.close()


async def test_a_folder_whose_parent_is_away_blinds_at_once(sources, at):
    target = at("emission", "email", destination="email")
    probe = make_probe(target.place, {"kind": "mailbox", "folder": "post/mail"}, sources)
    with pytest.raises(ProbeBlind, match=r"The folder .*mail does not exist\."):
        await probe.arm(target)
    await probe.close()


async def test_a_folder_that_comes_with_its_first_mail_is_empty_before(sources, at, tmp_path, drop):
    target = at("emission", "email", destination="email")
    probe = make_probe(target.place, {"kind": "mailbox", "folder": "mail"}, sources)
    cursor = await probe.arm(target)
    (tmp_path / "mail").mkdir()
    drop(tmp_path / "mail", "1.eml", mail())
    assert [item.key for item in (await probe.look(target, cursor)).items] == ["1.eml"]
    await probe.close()


def test_every_text_part_is_read_and_html_as_a_reader_sees_it():
    content = (
        b"From: a@b.example\r\nTo: c@d.example\r\nSubject: Hi\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/alternative; boundary="x"\r\n\r\n'
        b"--x\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"M=FCnchen\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        b"<html><head><title>no</title><style>p{}</style></head><body><p>Rosenweg\r\n7b</p><p>80331&nbsp;X</p></body>\r\n"
        b"--x--\r\n"
    )
    assert read_mail("1.eml", content).text.text == "Hi\nMünchen\nRosenweg 7b\n80331 X"


def test_a_mail_in_a_character_set_that_does_not_exist_is_still_read():
    content = b"From: a@b.example\r\nSubject: Hi\r\nContent-Type: text/plain; charset=klingon\r\n\r\nDear Maria\r\n"
    assert read_mail("1.eml", content).text.text == "Hi\nDear Maria"


async def test_the_evidence_is_the_mail_with_its_source(sources, at, tmp_path, drop):
    (tmp_path / "mail").mkdir()
    target = at("emission", "email", destination="email")
    probe = make_probe(target.place, {"kind": "mailbox", "folder": "mail"}, sources)
    cursor = await probe.arm(target)
    drop(tmp_path / "mail", "1.eml", mail())
    (item,) = (await probe.look(target, cursor)).items
    (capture,) = await probe.capture(target, item)
    await probe.close()
    assert (capture.kind, capture.media_type, capture.body) == ("mail", "message/rfc822", mail())
    assert capture.text == (
        "From: Northbank <confirmations@northbank.example>\nTo: maria.new@example.org\n"
        "Subject: Ihre Änderung\nDate: \n\nDear Maria"
    )


def test_a_mail_is_read_through_all_its_wrappings():
    """Encoded words, base64 and quoted-printable, a forwarded mail, an attached text and an attached letter."""
    inner = EmailMessage()
    inner["Subject"] = "Adresse geändert"
    inner.set_content("Rosenweg 7b", cte="base64")
    outer = EmailMessage()
    outer["Subject"] = "Wtr: Müller, " + "sehr lange Betreffzeile über alles " * 3
    outer.set_content("Guten Tag, größere Neuigkeiten: " + "x" * 90, cte="quoted-printable", charset="iso-8859-15")
    outer.add_alternative("<p>Preis:&nbsp;9,90&nbsp;&euro;<section>Ro&shy;sen&shy;weg</section></p>", subtype="html")
    outer.add_attachment(
        "Müllerstraße 12".encode("cp1250"), maintype="text", subtype="plain", params={"charset": "cp1250"}
    )
    outer.add_attachment(inner)
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=10)
    pdf.text(20, 50, "Invoice to Hauptstr. 5")
    outer.add_attachment(bytes(pdf.output()), maintype="application", subtype="pdf")
    outer.add_attachment(b"%PDF-broken", maintype="application", subtype="pdf")
    outer.add_attachment(b"\x89PNG", maintype="image", subtype="png")
    text = read_mail("", outer.as_bytes()).text.text
    assert text.startswith("Wtr: Müller, sehr lange Betreffzeile über alles")
    assert "größere Neuigkeiten: " + "x" * 90 in text
    assert "Preis: 9,90 €\nRo\u00adsen\u00adweg" in text.replace("\u00a0", " ")
    for piece in ("Müllerstraße 12", "Rosenweg 7b", "Invoice to Hauptstr. 5"):
        assert piece in text


def test_windows_letters_under_the_name_of_latin_1_are_read_as_readers_show_them():
    head = b"Subject: x\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    assert read_mail("", head + "9,90 € – O’Brien".encode("cp1252")).text.text == "x\n9,90 € – O’Brien"


def test_what_a_reader_does_not_see_in_html_is_not_read():
    head = b"Content-Type: text/html; charset=utf-8\r\n\r\n"
    page = b'<div style="display: none">Hauptstr. <div>12<br></div></div><p hidden>Ulm</p><p>Rosenweg</p>'
    assert read_mail("", head + page).text.text == "Rosenweg"
