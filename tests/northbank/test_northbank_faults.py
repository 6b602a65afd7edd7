"""Each fault harms its own system and nothing else: everything a healthy customer gets, compared piece by piece."""

import re
from pathlib import Path

import pytest
from northbank_bench import NEW_HOME, SYSTEMS, Bench, pdf_text, window_lines

from northbank.facts import ALL_COLUMNS, FACTS
from northbank.faults import FAULTS

pytestmark = pytest.mark.anyio

END = "2027-03-12T09:00:00+01:00"
# Her products are heard of within those days, too.
PRODUCTS = {
    "mortgage_letter_on": "2027-03-08",
    "savings_letter_on": "2027-03-09",
    "statement_on": "2027-03-05",
    "branch_release_on": "2027-03-03",
}
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
    "single-slot": {"letters/mortgage"},
    "merged-records": set(),  # it takes two of one name and birth date; tested by itself
    "forgotten-product": {"letters/savings"},
    "no-backfill": {"store branch-desk", "branch tablet"},
    "in-flight-batch": {"letters/statement"},
    "consent-overwritten": {"store marketing", "mail news"},
    "opt-out-reasked": {"mail service"},
    "cancellation-not-billed": {"store billing", "invoice", "mail invoices"},
    "agent-blind": set(),  # it shows yesterday's copy, so it is right again by the end; tested by itself
    "duplicate-record": {"card letter", "embossing file"},
    "locale-dropped": {"store notifications", "mail confirmations", "mail invoices", "mail orders", "mail repairs"},
    "note-not-field": set(),  # only what an agent took down; tested by itself
    "out-of-order": set(),  # a single change of a fact is only written again; tested by itself
    "partner-feed-drop": {"partner feed"},
    "quoting-old": {"mail confirmations"},
    "race": set(),  # the copy is right again on the next day; tested by itself
    "recycled-number": {"texts"},
    "time-zone-cutoff": set(),  # she lives where the data centre is; tested by itself
    "card-guide-too-late": set(),  # harms whose first card is to come, and is tested with it, as is the next one
    "first-card-to-branch": set(),
    "agent-not-told-interest": set(),  # harms prospects only; tested with what is sold, as are the next four
    "search-index-behind": set(),
    "application-form-behind": set(),
    "tracking-behind": set(),
    "service-firm-never-told": {"work orders"},
    "warehouse-behind": {"labels"},
    "guide-too-late": {"mail welcome"},
    "contract-before-commit": {"store contracts", "contracts"},
    "birthday-list-old": set(),  # her birthday is far away; tested with what is sold, as are the next two
    "offer-not-passed-on": set(),
    "settings-stay-here": set(),
    # These cost effort, and tell nobody anything wrong; their journeys are run beside healthy twins.
    "asks-again": set(),
    "no-way-to-a-person": set(),
    "slow-page": set(),
    "label-lost": set(),  # only a form is harmed, and tested in a browser, as is the next one
    "save-out-of-reach": set(),
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
    for kind in ("mortgage", "savings", "statement"):
        seen[f"letters/{kind}"] = [
            _without(path, number) for path in sorted(bench.data.glob(f"products/{kind}-{number}*"))
        ]
    seen["branch tablet"] = bench.bank.branch_desk.store.read(number) | {"customer_no": "", "updated_at": ""}
    seen["partner feed"] = [
        path.read_text(encoding="utf-8").replace(number, "") for path in sorted(bench.data.glob(f"partner/*{number}*"))
    ]
    seen["branch list"] = [
        path.read_text(encoding="utf-8").replace(number, "") for path in sorted(bench.data.glob(f"branches/*{number}*"))
    ]
    for name, pattern in (("labels", "labels/*"), ("carrier feed", "carrier/*"), ("work orders", "fixwell/*")):
        texts = [path.read_text(encoding="utf-8") for path in sorted(bench.data.glob(pattern))]
        seen[name] = sorted(_nameless(text, number) for text in texts if number in text)
    for kind in ("contracts", "greetings"):
        seen[kind] = [_without(path, number) for path in sorted(bench.data.glob(f"{kind}/*{number}*"))]
    for sender in (
        "confirmations",
        "security",
        "invoices",
        "receipts",
        "news",
        "service",
        "orders",
        "repairs",
        "welcome",
    ):
        seen[f"mail {sender}"] = sorted(
            (
                mail["To"],
                _nameless(mail["Subject"], number),
                _nameless(mail.get_body(("plain",)).get_content(), number),
            )
            for mail in bench.outside.mails_from(sender)
            if mail["X-Northbank-Customer"] == number
        )
    seen["texts"] = [(sms["to"], sms["text"]) for sms in bench.outside.texts if sms["customer_no"] == number]
    return seen


def _nameless(text: str, number: str) -> str:
    """Without her number, references and times within a day, in which any two customers differ."""
    return re.sub(r"T\d\d:\d\d:[\d.]+|\b[OW]-[0-9A-F]{8}\b", "", text.replace(number, ""))


def _without(path: Path, number: str) -> str:
    return pdf_text(path).replace(number, "")


async def lives(bench: Bench, faults: list[str]) -> dict[str, object]:
    """A joint holder changes every fact; ten days bring a card, an invoice, a receipt and a newsletter."""
    husband = await bench.enrol(email="juan@old.example")
    number = await bench.enrol(
        faults=faults, joint_with=husband, renewal_due="2027-03-09", earlier_phone="+491570000001", **PRODUCTS
    )
    await bench.ready(number)
    for fact in FACTS:
        assert (await bench.change(fact)).status_code == 200
    bench.bank.order(number, "Harbour Reader")
    bench.bank.claim(number, "Harbour Reader", "The keys stick.")
    await bench.ready(number)
    scanned = await bench.client.post(f"/carrier/parcels/{number}/scans", json={"status": "on its way"})
    assert scanned.status_code == 201
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


async def test_one_address_for_a_joint_mortgage_sends_her_letter_to_the_home_they_shared(bench: Bench) -> None:
    husband = await bench.enrol(email="juan@old.example")
    number = await bench.enrol(faults=["single-slot"], joint_with=husband, **PRODUCTS)
    await bench.change("postal_address")
    await bench.advance(number, END)
    assert bench.window(f"products/mortgage-{number}-*.pdf")[1:3] == ["Hauptstraße 12, Whg 4", "10115 Berlin"]


async def test_who_holds_a_mortgage_alone_has_the_one_address_to_herself(bench: Bench) -> None:
    number = await bench.enrol(faults=["single-slot"], **PRODUCTS)
    await bench.change("postal_address")
    await bench.advance(number, END)
    assert bench.window(f"products/mortgage-{number}-*.pdf")[2] == "80331 München"


@pytest.mark.parametrize(("born", "city"), [("1988-11-20", "Berlin"), ("1988-11-21", "München"), ("", "München")])
async def test_people_of_one_name_are_one_person_if_they_were_born_on_one_day(
    bench: Bench, born: str, city: str
) -> None:
    await bench.enrol(email="another.maria@old.example")
    number = await bench.enrol(faults=["merged-records"], birth_date=born, **PRODUCTS)
    await bench.change("postal_address")
    await bench.advance(number, END)
    assert bench.window(f"products/statement-{number}-*.pdf")[2].endswith(city)


async def test_the_savings_book_goes_on_in_her_former_name(bench: Bench) -> None:
    number = await bench.enrol(faults=["forgotten-product"], **PRODUCTS)
    await bench.change("person_name")
    await bench.advance(number, END)
    assert bench.window("products/savings-*.pdf")[0] == "Maria Gómez"


async def test_what_was_told_after_the_release_reaches_the_branch_all_the_same(bench: Bench) -> None:
    number = await bench.enrol(faults=["no-backfill"], **PRODUCTS)
    await bench.change("phone")
    await bench.advance(number, "2027-03-04T09:00:00+01:00")
    await bench.change("email")
    await bench.ready(number)
    row = bench.stored("branch-desk", number)
    assert (row["phone"], row["email"]) == ("+491711234567", "maria@new.example")


async def test_the_branch_hears_at_its_release_what_was_told_before(bench: Bench) -> None:
    number = await bench.enrol(**PRODUCTS)
    await bench.change("phone")
    await bench.change("phone", {"number": "+491725554443"})
    await bench.ready(number)
    assert bench.stored("branch-desk", number)["phone"] == "+491711234567"
    await bench.advance(number, "2027-03-03T09:00:00+01:00")
    assert bench.stored("branch-desk", number)["phone"] == "+491725554443"


async def test_a_batch_made_ready_too_soon_is_right_again_a_fortnight_later(bench: Bench) -> None:
    number = await bench.enrol(faults=["in-flight-batch"], **PRODUCTS)
    await bench.ready(number)
    await bench.change("postal_address")
    await bench.advance(number, "2027-03-20T09:00:00+01:00")
    towns = [window_lines(path)[2] for path in sorted(bench.data.glob("products/statement-*.pdf"))]
    assert towns == ["10115 Berlin", "80331 München"]


async def test_what_is_posted_is_kept_no_longer_than_until_then(bench: Bench) -> None:
    number = await bench.enrol(**PRODUCTS)
    await bench.advance(number, "2027-03-20T09:00:00+01:00")
    [statements] = [system for system in bench.bank.systems if system.name == "statements"]
    with statements.store.begin() as connection:
        assert connection.exec_driver_sql("select printed from batch").scalars().all() == ["", ""]
    assert len(list(bench.data.glob("products/statement-*.pdf"))) == 2


async def test_an_advertisement_dressed_as_a_service_goes_to_whoever_said_no(bench: Bench) -> None:
    number = await bench.enrol(faults=["opt-out-reasked"])
    await bench.change("marketing_consent")
    await bench.advance(number, END)
    [dressed] = bench.outside.mails_from("service")
    assert dressed["Subject"] == "Important information about your account"
    assert "northbank.example/offers" in dressed.get_body(("plain",)).get_content()


async def test_a_cover_that_is_taken_is_billed_whatever_is_wrong_with_cancelling(bench: Bench) -> None:
    number = await bench.enrol(faults=["cancellation-not-billed"], travel_cover="Local")
    await bench.change("travel_cover", {"name": "Globe"})
    await bench.advance(number, END)
    [invoice] = bench.data.glob(f"invoices/invoice-{number}-*.pdf")
    assert "Travel cover Globe" in pdf_text(invoice)
    assert "Together €8.60" in pdf_text(invoice)


async def told_on_the_phone(bench: Bench, number: str) -> None:
    """An agent takes down her new home, and writes a note beside it."""
    await bench.sign_in_agent()
    note = "called, moves to Rosenweg zur Alten Mühle 7b, Whg 21, 80331 München"
    answer = await bench.submit(f"/agent/customers/{number}/address", NEW_HOME | {"note": note})
    assert answer.headers["location"] == f"/agent/customers/{number}"


async def test_a_change_by_phone_reaches_the_letters_by_its_field(bench: Bench) -> None:
    number = await bench.enrol()
    await told_on_the_phone(bench, number)
    await bench.advance(number, "2027-03-02T09:00:00+01:00")
    assert bench.window("letters/confirmation-*.pdf")[1:3] == ["Rosenweg zur Alten Mühle 7b, Whg 21", "80331 München"]
    assert "called, moves to" not in pdf_text(next(bench.data.glob("letters/confirmation-*.pdf")))


async def test_a_note_instead_of_the_field_posts_the_new_home_to_the_old_one(bench: Bench) -> None:
    healthy, harmed = await bench.enrol(), await bench.enrol(faults=["note-not-field"])
    for number in (healthy, harmed):
        await told_on_the_phone(bench, number)
        await bench.advance(number, "2027-03-02T09:00:00+01:00")
    assert bench.window(f"letters/confirmation-{harmed}-*.pdf")[1:3] == ["Hauptstraße 12, Whg 4", "10115 Berlin"]
    assert "80331 München" in pdf_text(next(bench.data.glob(f"letters/confirmation-{harmed}-*.pdf")))
    seen, wanted = seen_of(bench, harmed), seen_of(bench, healthy)
    assert {name for name in seen if seen[name] != wanted[name]} == {"store letters", "letters/confirmation"}


async def test_a_text_message_goes_to_whoever_has_her_earlier_number_by_now(bench: Bench) -> None:
    number = await bench.enrol(faults=["recycled-number"], earlier_phone="0157 0000001")
    await bench.change("phone")
    await bench.ready(number)
    (sms,) = bench.outside.texts
    assert (sms["to"], "+491729998887" in sms["text"]) == ("+491570000001", True)


async def test_a_second_record_brings_a_second_card_and_no_third(bench: Bench) -> None:
    number = await bench.enrol(faults=["duplicate-record"])
    await bench.change("postal_address")
    await bench.change("person_name")
    await bench.advance(number, AFTER_RENEWAL)
    windows = [window_lines(path) for path in sorted(bench.data.glob("card-letters/*.pdf"))]
    assert windows == [["Maria Jørgensen", "Rosenweg zur Alten Mühle 7b, Whg 21", "80331 München", "GERMANY"]] * 2
    assert len(list(bench.data.glob("cards/*.csv"))) == 2


async def test_an_old_draft_is_offered_for_six_hours_of_the_next_day(bench: Bench) -> None:
    number = await bench.enrol(faults=["race"])
    await bench.change("postal_address")
    await bench.ready(number)
    seen = [bench.stored("travel-money", number)["city"]]
    for moment in ("2027-03-02T06:55:00+01:00", "2027-03-02T09:00:00+01:00", "2027-03-02T13:05:00+01:00"):
        await bench.advance(number, moment)
        seen.append(bench.stored("travel-money", number)["city"])
    assert seen == ["München", "München", "Berlin", "München"]


async def test_the_earlier_of_two_changes_is_written_again_after_the_later(bench: Bench) -> None:
    number = await bench.enrol(faults=["out-of-order"])
    await bench.change("phone", {"number": "+491729998886"})
    await bench.advance(number, "2027-03-03T09:00:00+01:00")
    await bench.change("phone")
    await bench.ready(number)
    assert (await bench.me())["phone"] == {"number": "+491729998887"}
    await bench.advance(number, "2027-03-04T09:00:00+01:00")
    assert (await bench.me())["phone"] == {"number": "+491729998886"}


async def test_a_confirmation_from_the_record_as_it_was_quotes_the_old_value(bench: Bench) -> None:
    number = await bench.enrol(faults=["quoting-old"])
    await bench.change("email")
    await bench.ready(number)
    (mail,) = bench.outside.mails_from("confirmations")
    assert mail["To"] == "maria@new.example"
    assert "Your new e-mail address: maria@old.example" in mail.get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    ("faults", "told_at", "first_list"),
    [
        ([], "19:30:00", "80331"),
        (["time-zone-cutoff"], "19:30:00", "10115"),
        (["time-zone-cutoff"], "17:30:00", "80331"),
    ],
)
async def test_what_is_told_when_it_is_tomorrow_in_the_data_centre_waits_for_the_second_list(
    bench: Bench, faults: list[str], told_at: str, first_list: str
) -> None:
    number = await bench.enrol(faults=faults, clock=f"2027-03-01T{told_at}-05:00")
    await bench.change("postal_address")
    await bench.advance(number, "2027-03-03T09:00:00-05:00")
    first, second = (path.read_text(encoding="utf-8") for path in sorted(bench.data.glob("branches/*.csv")))
    assert first_list in first
    assert "80331" in second


async def test_a_blind_agent_sees_a_change_and_that_there_was_one_on_the_next_day(bench: Bench) -> None:
    number = await bench.enrol(faults=["agent-blind"])
    await bench.sign_in_agent()
    await bench.change("phone")
    await bench.ready(number)
    page = (await bench.client.get(f"/agent/customers/{number}")).text
    assert ("+491711234567" in page, 'data-changed="phone"' in page) == (True, False)
    await bench.advance(number, "2027-03-02T09:00:00+01:00")
    page = (await bench.client.get(f"/agent/customers/{number}")).text
    assert ("+491729998887" in page, 'data-changed="phone"' in page) == (True, True)


async def test_a_language_that_notifications_never_hear_of_is_not_written_in(bench: Bench) -> None:
    number = await bench.enrol(faults=["locale-dropped"])
    await bench.change("language")
    await bench.ready(number)
    (mail,) = bench.outside.mails
    assert mail["Content-Language"] == "en"


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
