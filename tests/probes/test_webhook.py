from __future__ import annotations

import json
from itertools import count

import pytest

from tellonce.model.errors import ProbeBlind
from tellonce.model.observation import Seen
from tellonce.probes import make_probe

pytestmark = pytest.mark.anyio
SMS = {
    "kind": "webhook",
    "folder": "webhook",
    "path": "/sms",
    "customer_key": "customer_no",
    "to_key": "to",
    "text_key": "text",
    "time_key": "sent_at",
}


def request(to, text="Your new number is +49 89 333 444.", *, number="", path="/sms", **more):
    body = {"to": to, "text": text, "customer_no": number, "sent_at": "2026-03-01T09:00:00+01:00"} | more
    return json.dumps({"path": path, "headers": {}, "body": body}).encode()


@pytest.fixture
def gateway(sources, tmp_path, drop):
    folder = tmp_path / "webhook"
    folder.mkdir()
    names = count()

    async def look(target, *requests, capture=False, **settings):
        probe = make_probe(target.place, SMS | settings, sources)
        cursor = await probe.arm(target)
        for content in requests:
            drop(folder, f"{next(names)}.json", content)
        try:
            found = await probe.look(target, cursor)
            return [await probe.capture(target, item) for item in found.items] if capture else found.items
        finally:
            await probe.close()

    return look


async def test_a_text_message_is_hers_by_its_number_however_it_is_written(gateway, at):
    target = at("emission", "phone", destination="phone")
    items = await gateway(target, request("0049 89 333-444"), request("+4989333444"), request("+498933344"))
    assert [item.recipient for item in items] == ["self", "self", "unknown"][: len(items)]
    assert items[0].destination == Seen(components={"number": "0049 89 333-444"})
    assert items[0].seen == {}
    assert items[0].content == "Your new number is +49 89 333 444."
    assert items[0].originated == "2026-03-01T09:00:00+01:00"


async def test_her_number_told_to_a_stranger_is_found(gateway, at):
    target = at("emission", "phone", destination="phone")
    (item,) = await gateway(target, request("+48 123 123 123"))
    assert item.recipient == "stranger"


async def test_a_message_on_another_path_is_let_pass(gateway, at):
    target = at("emission", "phone", destination="phone")
    assert await gateway(target, request("+4989333444", path="/push")) == ()


async def test_a_text_may_carry_a_fact(gateway, at):
    target = at("emission", "phone", "language", destination="phone")
    (item,) = await gateway(target, request("+4989333444", lang="pl"), read={"language": {"code": "lang"}})
    assert item.seen == {"language": Seen(components={"code": "pl"})}


async def test_secrets_in_a_message_do_not_reach_the_evidence(gateway, at):
    target = at("emission", "phone", destination="phone")
    ((capture,),) = await gateway(target, request("+4989333444", "Code tok-9f8e7d", access_token="abc"), capture=True)
    assert json.loads(capture.text)["access_token"] == "•••"
    assert json.loads(capture.text)["text"] == "Code •••"


async def test_a_file_that_is_no_request_blinds_the_customer_whom_it_names(gateway, at):
    target = at("emission", "phone", destination="phone")
    assert await gateway(target, b"{") == ()
    with pytest.raises(ProbeBlind, match=r"1\.json in .*webhook cannot be understood"):
        await gateway(target, b'{"customer_no": "4711000001"')
