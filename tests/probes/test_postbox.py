from __future__ import annotations

import asyncio
import json
import signal
import smtplib
import socket
import sys
from email.message import EmailMessage

import httpx
import pytest

from tellonce.probes.mail import read_mail
from tellonce.probes.postbox import Postbox, main

pytestmark = pytest.mark.anyio


@pytest.fixture
async def postbox(tmp_path):
    box = Postbox(tmp_path / "box")
    box.prepare(fresh=False)
    smtp, http = await box.open(smtp=("127.0.0.1", 0), http=("127.0.0.1", 0))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{http}") as client:
        yield box, smtp, client
    await box.close()


def send(port, to, *, subject="Hi"):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "bank@bank.example", "somebody@example.org", subject
    message.set_content("Grüße")
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.send_message(message, to_addrs=to)


async def test_a_mail_is_kept_once_for_each_recipient_of_its_envelope(postbox):
    box, smtp, _ = postbox
    await asyncio.to_thread(send, smtp, ["maria@example.org", "jan@example.org"])
    kept = [read_mail(path.name, path.read_bytes()) for path in sorted(box.mail.iterdir())]
    assert [mail.to for mail in kept] == ["maria@example.org", "jan@example.org"]
    assert {mail.text.text for mail in kept} == {"Hi\nGrüße"}


async def test_mails_are_named_in_the_order_in_which_they_came(postbox):
    box, smtp, _ = postbox
    for number in range(5):
        await asyncio.to_thread(send, smtp, ["maria@example.org"], subject=str(number))
    kept = [read_mail(path.name, path.read_bytes()).subject for path in sorted(box.mail.iterdir())]
    assert kept == ["0", "1", "2", "3", "4"]


async def test_a_request_is_kept_without_its_credentials(postbox):
    box, _, client = postbox
    headers = {"Authorization": "Bearer x", "Cookie": "a=b", "X-Kind": "sms"}
    answer = await client.post("/sms", json={"to": "+49", "text": "Grüße"}, headers=headers)
    assert (answer.status_code, answer.json()) == (200, {"kept": True})
    (path,) = box.webhook.iterdir()
    stored = json.loads(path.read_text("utf-8"))
    assert (stored["path"], stored["body"]) == ("/sms", {"to": "+49", "text": "Grüße"})
    assert stored["headers"]["x-kind"] == "sms"
    assert not {"authorization", "cookie"} & stored["headers"].keys()


async def test_a_connection_serves_many_requests_chunked_ones_too(postbox):
    box, _, client = postbox

    async def pieces():
        yield b"one "
        yield b"two"

    assert (await client.post("/a", content=pieces())).status_code == 200
    assert (await client.post("/b", content=b"plain")).status_code == 200
    bodies = [json.loads(path.read_text())["body"] for path in sorted(box.webhook.iterdir())]
    assert bodies == ["one two", "plain"]


async def test_it_says_when_it_is_ready_and_where_it_keeps_things(postbox):
    box, _, client = postbox
    assert (await client.get("/ready")).json() == {"ready": True, "service": "postbox", "into": str(box.into)}
    assert (await client.get("/elsewhere")).status_code == 404
    assert (await client.delete("/sms")).status_code == 405


async def test_what_is_no_http_is_dropped(postbox):
    box, _, client = postbox
    reader, writer = await asyncio.open_connection(client.base_url.host, client.base_url.port)
    writer.write(b"HELLO\r\n\r\n")
    assert await reader.read() == b""
    writer.close()
    assert list(box.webhook.iterdir()) == []


def test_earlier_mail_stays_unless_a_fresh_start_is_asked_for(tmp_path):
    box = Postbox(tmp_path)
    box.prepare(fresh=False)
    (box.mail / "1.eml").write_bytes(b"x")
    box.prepare(fresh=False)
    assert (box.mail / "1.eml").exists()
    box.prepare(fresh=True)
    assert list(box.mail.iterdir()) == []


@pytest.mark.parametrize("option", ["--smtp", "--http"])
def test_a_taken_port_is_one_line_and_exit_2(tmp_path, capsys, option):
    other = "--http" if option == "--smtp" else "--smtp"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code = main([option, f"127.0.0.1:{port}", other, "127.0.0.1:0", "--into", str(tmp_path)])
    assert code == 2
    what = option.removeprefix("--").upper()
    said = capsys.readouterr().err
    assert said.startswith(f"postbox: cannot take {what} at 127.0.0.1:{port} (")
    assert said.endswith(f"); choose another with {option}\n")
    assert said.count("\n") == 1


async def test_it_ends_in_order_when_it_is_told_to(tmp_path):
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tellonce.probes.postbox",
        *("--smtp", "127.0.0.1:0", "--http", "127.0.0.1:0", "--into", str(tmp_path)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    lines = [(await process.stdout.readline()).decode().split(":")[0] for _ in range(3)]
    process.send_signal(signal.SIGTERM)
    _, errors = await process.communicate()
    assert (lines, process.returncode, errors) == (["postbox"] * 3, 0, b"")
