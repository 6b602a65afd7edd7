"""Each fault harms its own system and nothing else: everything a healthy customer gets, compared piece by piece."""

import re
from pathlib import Path

import pytest
from northbank_bench import NEW_HOME, SYSTEMS, Bench, pdf_text, window_lines

from northbank.facts import ALL_COLUMNS, FACTS
from northbank.faults import FAULTS

pytestmark = pytest.mark.anyio

END = "2027-03-11T09:00:00+01:00"
AFTER_RENEWAL = "2027-03-16T09:00:00+01:00"
# What differs from a healthy customer at the end, by fault. Names are those of `seen_of`.
HARMED = {
    "card-system-never-told": {"store card-system", "card letter", "embossing file"},
    "encoding": {"store card-system", "card letter", "embossing file"},
    "truncated-field": {"letters/confirmation"},
    "processor-copy": {"store payment-processor", "mail receipts"},
    "dropped-event": {"store partner-feed", "partner feed"},
    "stale-cache": set(),  # its copy is right again a day later; tested by itself
    "half-applied": {"store billing", "invoice"},
    "double-send": {"mail confirmations"},
    "joint-party": {"mail confirmations"},
    "wrong-monthly-fee": {"store billing", "invoice", "mail invoices"},
    "resurrection": {"store agent-desktop"},
    # The service side's own: only complaints, chats and feedback are harmed, and tested with them.
    "cause-not-found": set(),
    "complaint-closed-unresolved": set(),
    "feedback-too-early": set(),
    "gave-up-unnoticed": set(),
    "handover-forgets": set(),
    "low-score-unread": set(),
}


def seen_of(bench: Bench, number: str) -> dict[str, object]:
    """Everything there is to see of one customer, without what differs between any two customers."""
    seen: dict[str, object] = {}
    for system in SYSTEMS:
        row = bench.stored(system, number)
        seen[f"store {system}"] = {column: row[column] for column in ALL_COLUMNS if column in row}
    seen["card letter"] = [window_lines(path) for path in sorted(bench.data.glob(f"card-letters/*{number}*"))]
    seen["embossing file"] = [
        re.sub(r"\d{6}\*{6}\d{4}", "", path.read_text(encoding="utf-8")).replace(number, "")
        for path in sorted(bench.data.glob(f"cards/*{number}*"))
    ]
    seen["invoice"] = [_without(path, number) for path in sorted(bench.data.glob(f"invoices/*{number}*"))]
    for kind in ("confirmation", "notice"):
        seen[f"letters/{kind}"] = [
            _without(path, number) for path in sorted(bench.data.glob(f"letters/{kind}-{number}*"))
        ]
    seen["partner feed"] = [
        path.read_text(encoding="utf-8").replace(number, "") for path in sorted(bench.data.glob(f"partner/*{number}*"))
    ]
    for sender in ("confirmations", "security", "invoices", "receipts", "news"):
        seen[f"mail {sender}"] = sorted(
            (mail["To"], mail["Subject"], mail.get_body(("plain",)).get_content().replace(number, ""))
            for mail in bench.outside.mails_from(sender)
            if mail["X-Northbank-Customer"] == number
        )
    seen["texts"] = [(sms["to"], sms["text"]) for sms in bench.outside.texts if sms["customer_no"] == number]
    return seen


def _without(path: Path, number: str) -> str:
    return pdf_text(path).replace(number, "")


async def lives(bench: Bench, faults: list[str]) -> dict[str, object]:
    """A joint holder changes every fact; ten days bring a card, an invoice, a receipt and a newsletter."""
    husband = await bench.enrol(email="juan@old.example")
    number = await bench.enrol(faults=faults, joint_with=husband, renewal_due="2027-03-09")
    for fact in FACTS:
        assert (await bench.change(fact)).status_code == 200
    await bench.advance(number, END)
    return seen_of(bench, number)


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_harms_exactly_its_system(bench: Bench, fault: str) -> None:
    healthy, harmed = await lives(bench, []), await lives(bench, [fault])
    assert {name for name in healthy if healthy[name] != harmed[name]} == HARMED[fault]


async def test_a_card_system_that_is_never_told_posts_the_card_to_the_old_home(bench: Bench) -> None:
    number = await bench.enrol(faults=["card-system-never-told"])
    await bench.change("postal_address")
    await bench.advance(number, AFTER_RENEWAL)
    assert bench.window("card-letters/*.pdf")[1:3] == ["Hauptstraße 12, Whg 4", "10115 Berlin"]


async def test_mis_read_text_is_garbled_on_card_and_letter(bench: Bench) -> None:
    number = await bench.enrol(faults=["encoding"])
    await bench.change("person_name")
    await bench.advance(number, AFTER_RENEWAL)
    assert bench.window("card-letters/*.pdf")[0] == "Maria JÃ¸rgensen"


async def test_a_cut_line_loses_the_flat(bench: Bench) -> None:
    number = await bench.enrol(faults=["truncated-field"])
    await bench.change("postal_address")
    await bench.advance(number, "2027-03-02T09:00:00+01:00")
    assert bench.window("letters/confirmation-*.pdf")[1] == "Rosenweg zur Alten Mühle 7b, W"


async def test_a_stale_cache_serves_the_old_copy_for_a_day(bench: Bench) -> None:
    number = await bench.enrol(faults=["stale-cache"])
    await bench.change("phone")
    await bench.advance(number, "2027-03-02T08:59:00+01:00")
    assert (await bench.me())["phone"] == {"number": "+491711234567"}
    await bench.advance(number, "2027-03-02T09:05:00+01:00")
    assert (await bench.me())["phone"] == {"number": "+491729998887"}


async def test_half_an_address_reaches_billing(bench: Bench) -> None:
    number = await bench.enrol(faults=["half-applied"])
    await bench.change("postal_address")
    await bench.ready(number)
    row = bench.stored("billing", number)
    assert [row[part] for part in ("street", "postcode", "city")] == [NEW_HOME["street"], "10115", "Berlin"]


async def test_the_joint_holder_is_told_either_way_round(bench: Bench) -> None:
    wife = await bench.enrol(faults=["joint-party"])
    her_token = bench.token
    await bench.enrol(email="juan@old.example", joint_with=wife)
    bench.token = her_token
    await bench.change("postal_address")
    await bench.ready(wife)
    assert sorted(mail["To"] for mail in bench.outside.mails) == ["juan@old.example", "maria@old.example"]


async def test_a_resurrected_value_is_new_by_day_and_old_after_the_night(bench: Bench) -> None:
    number = await bench.enrol(faults=["resurrection"])
    await bench.change("email")
    await bench.ready(number)
    assert bench.stored("agent-desktop", number)["email"] == "maria@new.example"
    await bench.advance(number, "2027-03-02T09:00:00+01:00")
    assert bench.stored("agent-desktop", number)["email"] == "maria@old.example"


async def test_faults_can_be_switched_later_and_are_listed(bench: Bench) -> None:
    number = await bench.enrol()
    answer = await bench.client.put(f"/lab/customers/{number}/faults", json={"faults": ["dropped-event"]})
    assert answer.json() == {"faults": ["dropped-event"]}
    await bench.change("phone")
    await bench.ready(number)
    assert bench.stored("partner-feed", number)["phone"] == "+491711234567"
    assert set((await bench.client.get("/lab/faults")).json()["faults"]) == set(FAULTS)


async def test_an_unknown_fault_is_refused_with_the_nearest_name(bench: Bench) -> None:
    number = await bench.enrol()
    answer = await bench.client.put(f"/lab/customers/{number}/faults", json={"faults": ["double-sent"]})
    assert answer.status_code == 422
    assert "Did you mean 'double-send'?" in answer.json()["errors"]["faults"]
