"""Chat: the assistant knows who she is, a person is one step away, and hears what was said."""

import re
from pathlib import Path

import pytest
from northbank_bench import Bench

from northbank.pages.service import ABOUT
from northbank.phrases import PHRASES

SERVICE = Path(__file__).parents[2] / "fixtures" / "northbank" / "pages" / "service.py"


async def at_the_desk(bench: Bench) -> None:
    await bench.submit("/agent/sign-in", {"user": "agent", "password": "desk"})


@pytest.mark.anyio
async def test_the_assistant_greets_her_by_name_and_knows_what_she_changed(bench: Bench) -> None:
    number = await bench.enrol(language="fr")
    await bench.sign_in(number)
    await bench.change("phone")
    await bench.ready(number)
    await bench.submit("/help/chat", {"act": "say", "text": "Où est ma carte ?"})
    page = (await bench.client.get("/help/chat")).text
    assert "Bonjour Maria Gómez. Vous avez modifié le 1 mars 2027 : téléphone." in page
    assert '<a href="/cards">' in page
    assert page.count('value="person">') == 1


@pytest.mark.anyio
async def test_whoever_takes_over_reads_what_was_said_and_the_answer_reaches_her(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.sign_in(number)
    await bench.change("package")
    await bench.ready(number)
    await bench.submit("/help/chat", {"act": "say", "text": "my fee looks wrong"})
    await bench.submit("/help/chat", {"act": "person"})
    assert "Grace Okafor of Customer Service has this conversation now" in (await bench.client.get("/help/chat")).text
    await bench.ready(number)
    await at_the_desk(bench)
    desk = (await bench.client.get(f"/agent/conversations/{number}")).text
    assert 'data-fact="concern">my fee looks wrong<' in desk
    assert 'data-changed="package"' in desk
    assert 'data-part="code" data-value="en">English<' in desk
    await bench.submit(f"/agent/conversations/{number}", {"text": "it is 9.90 from May on"})
    assert 'data-fact="chat_answer">it is 9.90 from May on<' in (await bench.client.get("/help/chat")).text
    await bench.ready(number)
    assert 'data-fact="chat_answer">it is 9.90' in (await bench.client.get(f"/agent/conversations/{number}")).text


@pytest.mark.anyio
async def test_a_forgetful_hand_over_brings_the_person_but_not_the_words(bench: Bench) -> None:
    number = await bench.enrol(faults=["handover-forgets"])
    await bench.sign_in(number)
    await bench.submit("/help/chat", {"act": "say", "text": "my fee looks wrong"})
    await bench.submit("/help/chat", {"act": "person"})
    await bench.ready(number)
    await at_the_desk(bench)
    desk = (await bench.client.get(f"/agent/conversations/{number}")).text
    assert "Nothing of what was said came with it." in desk
    assert "my fee looks wrong" in (await bench.client.get("/help/chat")).text


@pytest.mark.anyio
async def test_half_an_hour_after_the_last_word_she_has_one_transcript(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.sign_in(number)
    await bench.submit("/help/chat", {"act": "say", "text": "my fee {looks} wrong"})
    await bench.advance(number, "2027-03-01T09:20:00+01:00")
    await bench.submit("/help/chat", {"act": "say", "text": "and my card is late"})
    await bench.advance(number, "2027-03-01T09:40:00+01:00")
    assert bench.outside.mails_from("chat") == []
    await bench.advance(number, "2027-03-02T09:40:00+01:00")
    (mail,) = bench.outside.mails_from("chat")
    said = mail.get_body(("plain",)).get_content()
    assert "my fee {looks} wrong" in said
    assert "and my card is late" in said


@pytest.mark.anyio
async def test_one_chat_is_one_contact_however_many_lines_it_has(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.sign_in(number)
    for words in ("my fee looks wrong", "and my card is late"):
        await bench.submit("/help/chat", {"act": "say", "text": words})
    await bench.ready(number)
    await at_the_desk(bench)
    (contact,) = (await bench.client.get(f"/agent/contacts.json?customer={number}")).json()["contacts"]
    assert (contact["channel"], contact["text"]) == ("chat", "my fee looks wrong\nand my card is late")


@pytest.mark.anyio
async def test_a_call_is_noted_and_exported_with_the_others(bench: Bench) -> None:
    number = await bench.enrol()
    await at_the_desk(bench)
    refused = await bench.submit(f"/agent/calls/{number}", {"about": "weather", "text": "asks for rain"})
    assert refused.status_code == 422
    await bench.submit(f"/agent/calls/{number}", {"about": "card", "text": "her card, she says, came broken"})
    exported = (await bench.client.get(f"/agent/contacts.csv?customer={number}&day=2027-03-01")).text.splitlines()
    assert exported[0] == "at,customer_no,kind,channel,touchpoint,cause,text"
    assert exported[1].endswith(f',{number},call,phone,card,,"her card, she says, came broken"')
    assert (await bench.client.get(f"/agent/contacts.json?customer={number}&day=2027-03-02")).json()["contacts"] == []


@pytest.mark.anyio
async def test_an_empty_message_is_explained_at_its_field(bench: Bench) -> None:
    await bench.sign_in(await bench.enrol())
    answer = await bench.submit("/help/chat", {"act": "say", "text": "   "})
    assert answer.status_code == 422
    assert 'id="text-error">Write a few words.' in answer.text


def test_what_the_pages_of_help_say_beside_their_templates_is_translated() -> None:
    said = re.findall(r'(?<!")"([A-Z][^"\n]+\.)"(?!")', SERVICE.read_text(encoding="utf-8"))
    spoken = {*said, *ABOUT.values(), "You", "Automatic assistant", "Customer Service", "In hand", "Answered", "Closed"}
    assert len(said) > 8
    assert spoken - set(PHRASES) == set()
