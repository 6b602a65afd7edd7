"""A new customer: she applies with her address, is taken on, hears how to begin, and gets her first card."""

import csv
from datetime import date

import pytest
from newcomer_bench import FATMA, THE_END, applied, expected, opened, taken_on
from northbank_bench import Bench, pdf_text, window_lines

from northbank.accounts import card_days
from northbank.wording_cards import CARD_MAILS, FIRST_CARD

pytestmark = pytest.mark.anyio


async def test_who_is_taken_on_is_known_to_every_system_by_what_she_applied_with(bench: Bench) -> None:
    number = await taken_on(bench)
    for system in ("customer-master", "agent-desktop", "card-system", "billing", "partner-feed", "notifications"):
        row = bench.stored(system, number)
        for column in ("family_name", "street", "postcode", "country", "email", "language", "package"):
            if column in row:
                assert row[column] == (FATMA | {"language": "de"})[column], (system, column)
    master = bench.stored("customer-master", number)
    assert (master["phone"], master["marketing_consent"]) == ("+436601234567", "no")


async def test_she_signs_in_with_the_password_that_she_chose_and_that_is_written_nowhere(bench: Bench) -> None:
    number = await taken_on(bench)
    answer = await bench.submit("/sign-in", {"customer_no": number, "password": FATMA["password"]})
    assert answer.headers["location"] == "/details"
    assert "Am Heumarkt" in (await bench.client.get("/details")).text
    kept = [path for path in bench.data.rglob("*") if path.is_file()]
    assert [path for path in kept if FATMA["password"].encode() in path.read_bytes()] == []
    assert [mail for mail in bench.outside.mails if FATMA["password"] in mail.as_string()] == []


async def test_she_is_told_at_once_and_in_her_language_what_happens_next_and_when(bench: Bench) -> None:
    number = await taken_on(bench)
    (welcome,) = bench.outside.mails_from("accounts")
    text = welcome.get_body(("plain",)).get_content()
    assert (welcome["To"], welcome["Content-Language"]) == ("fatma@new.example", "de")
    assert f"Ihre Kundennummer ist {number}" in text
    assert "Am Mittwoch, 3. März 2027 schreiben wir Ihnen" in text
    assert "bis Montag, 8. März 2027 bei Ihnen" in text


async def test_the_guide_comes_on_the_morning_before_the_card_can(bench: Bench) -> None:
    number = await taken_on(bench)
    await bench.advance(number, "2027-03-03T07:59:00+01:00")
    assert bench.outside.mails_from("cards") == []
    await bench.advance(number, "2027-03-03T09:00:00+01:00")
    (guide,) = bench.outside.mails_from("cards")
    assert guide["Subject"] == "So fangen Sie an: Harbour Card"
    assert "Sagen Sie niemandem Ihre PIN" in guide.get_body(("plain",)).get_content()
    assert list(bench.data.glob("card-letters/*")) == []
    await bench.advance(number, THE_END)
    assert len(bench.outside.mails_from("cards")) == 1


async def test_her_card_goes_once_to_the_address_that_she_gave(bench: Bench) -> None:
    number = await taken_on(bench)
    await bench.advance(number, THE_END)
    (letter,) = bench.data.glob("card-letters/*")
    assert window_lines(letter)[:4] == ["Fatma Öztürk", "Am Heumarkt 27, Top 9", "1030 Wien", "AUSTRIA"]
    assert "Ihre erste Karte: Harbour Card" in pdf_text(letter)
    assert f"Kundennummer {number}" in pdf_text(letter)
    (file,) = bench.data.glob("cards/*")
    row = next(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    assert (row["card"], row["street"]) == ("Harbour Card", "Am Heumarkt")
    assert row["produced_at"] == "2027-03-04T02:00:00+01:00"


async def test_who_moves_before_her_card_is_made_gets_it_at_her_new_home(bench: Bench) -> None:
    number = await taken_on(bench)
    bench.token = bench.bank.master.token(number)
    await bench.change("postal_address")
    await bench.advance(number, THE_END)
    (letter,) = bench.data.glob("card-letters/*")
    assert window_lines(letter)[1].startswith("Rosenweg")


async def test_who_changes_her_language_before_her_card_is_made_gets_its_letter_in_the_new_one(bench: Bench) -> None:
    number = await taken_on(bench)
    bench.token = bench.bank.master.token(number)
    await bench.change("language", {"code": "fr"})
    await bench.advance(number, THE_END)
    (letter,) = bench.data.glob("card-letters/*")
    assert "Votre première carte : Harbour Card" in pdf_text(letter)
    assert f"Numéro de client {number}" in pdf_text(letter)


async def test_nothing_is_said_of_an_application_that_nobody_made(bench: Bench) -> None:
    for reference in ("A-00000000", "call%20us", "%00"):
        answer = await bench.client.get(f"/apply/{reference}")
        assert answer.status_code == 404
        assert "data-application" not in answer.text
    assert (await bench.client.get(f"/apply/{await applied(bench)}")).status_code == 200


async def test_an_account_of_which_nobody_can_be_told_is_not_open(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = await applied(bench)

    def breaks(*_given: object, **_named: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(bench.bank.master, "announce", breaks)
        with pytest.raises(OSError, match="disk is full"):
            await opened(bench, reference)
    assert bench.bank.master.application(reference)["customer_no"] == ""
    assert (await opened(bench, reference)).status_code == 303
    await bench.ready(bench.bank.master.application(reference)["customer_no"])
    assert len(bench.outside.mails_from("accounts")) == 1


async def test_she_has_one_card_and_sees_by_when_it_is_with_her(bench: Bench) -> None:
    number = await taken_on(bench)
    await bench.submit("/sign-in", {"customer_no": number, "password": FATMA["password"]})
    page = (await bench.client.get("/cards")).text
    assert 'data-fact="card_day" data-value="2027-03-08">Montag, 8. März 2027<' in page
    assert page.count("data-card=") == 1
    assert 'data-value="being made">Wird hergestellt<' in page
    await bench.advance(number, THE_END)
    assert 'data-value="sent to you"' in (await bench.client.get("/cards")).text


@pytest.mark.parametrize(
    ("opened_on", "guide", "posted", "there"),
    [
        ("2026-05-04", "2026-05-06", "2026-05-07", "2026-05-11"),
        ("2026-05-07", "2026-05-11", "2026-05-12", "2026-05-14"),
        ("2026-05-09", "2026-05-12", "2026-05-13", "2026-05-15"),
    ],
)
def test_the_days_of_a_card_are_working_days_and_the_guide_is_first(
    opened_on: str, guide: str, posted: str, there: str
) -> None:
    days = card_days(date.fromisoformat(opened_on))
    assert (days.guide_day, days.posted_on, days.card_day) == (guide, posted, there)


async def test_the_desk_shows_the_address_and_then_whose_account_came_of_it(bench: Bench) -> None:
    number = await expected(bench)
    reference = await applied(bench, number)
    await bench.sign_in_agent()
    page = (await bench.client.get("/agent/applications?email=fatma@new.example")).text
    assert 'data-part="street">Am Heumarkt<' in page
    assert "Open the account" in page
    assert number not in page
    assert '<span data-fact="customer_number"></span>none yet' in page
    assert page.count("></span>no day yet") == 2
    await opened(bench, reference)
    await bench.ready(number)
    page = (await bench.client.get("/agent/applications?email=fatma@new.example")).text
    assert f'data-fact="customer_number">{number}<' in page
    assert 'data-fact="card_day" data-value="2027-03-08"' in page
    assert "Open the account" not in page


async def test_an_account_is_opened_once_and_the_second_time_says_so(bench: Bench) -> None:
    number = await expected(bench)
    reference = await applied(bench, number)
    await bench.sign_in_agent()
    page = (await bench.client.get("/agent/applications")).text
    token = {"form_token": page.split('name="form_token" value="')[1].split('"')[0]}
    path = f"/agent/applications/{reference}/account"
    first = await bench.client.post(path, data=token)
    assert 'role="status">The account is open.' in (await bench.client.get(first.headers["location"])).text
    again = await bench.client.post(path, data=token)
    assert again.status_code == 409
    assert "This account was opened before. Nothing was done a second time." in again.text
    assert number in again.text
    await bench.ready(number)
    assert len(bench.outside.mails_from("accounts")) == 1


async def test_nobody_opens_an_account_without_the_desk_or_without_an_application(bench: Bench) -> None:
    reference = await applied(bench)
    path = f"/agent/applications/{reference}/account"
    assert (await bench.client.post(path)).headers["location"] == "/agent/sign-in"
    await bench.sign_in_agent()
    assert (await bench.client.post(path, data={"form_token": "guessed"})).status_code == 403
    assert (await bench.client.get(path)).headers["location"] == "/agent/applications"
    assert (await bench.client.get("/agent/applications/A-00000000/account")).status_code == 404


async def test_who_applies_twice_in_one_browser_has_two_accounts(bench: Bench) -> None:
    number = await expected(bench)
    both = [await applied(bench, number) for _ in range(2)]
    for reference in both:
        assert (await opened(bench, reference)).status_code == 303
    numbers = {bench.bank.master.application(reference)["customer_no"] for reference in both}
    assert number in numbers
    assert len(numbers) == 2


async def test_somebody_whom_nobody_expected_is_taken_on_in_real_time(bench: Bench) -> None:
    reference = await applied(bench)
    assert (await opened(bench, reference)).status_code == 303
    number = bench.bank.master.application(reference)["customer_no"]
    await bench.ready(number)
    assert bench.stored("customer-master", number)["city"] == "Wien"


@pytest.mark.parametrize(
    ("different", "field", "message"),
    [
        ({"postcode": "10115"}, "postcode", "Das ist keine Postleitzahl dieses Landes."),
        ({"country": ""}, "country", "Wählen Sie eines der Länder."),
        ({"street": ""}, "street", "Geben Sie die Straße ein."),
        ({"phone": "0660 1", "country": "AT"}, "phone", "Geben Sie eine Telefonnummer mit Ländervorwahl ein"),
        ({"password": "kurz"}, "password", "Wählen Sie ein Passwort mit mindestens 10 Zeichen."),
    ],
)
async def test_what_is_wrong_with_an_application_is_said_at_its_field(
    bench: Bench, different: dict[str, str], field: str, message: str
) -> None:
    bench.client.headers["accept-language"] = "de"
    answer = await bench.submit("/apply", FATMA | different)
    assert answer.status_code == 422
    assert f'id="{field}-error">{message}' in answer.text
    assert FATMA["password"] not in answer.text
    assert bench.outside.mails == []


async def test_the_form_begins_with_the_country_that_her_browser_names_and_else_with_none(bench: Bench) -> None:
    page = (await bench.client.get("/apply", headers={"accept-language": "de-AT,de;q=0.9,en-GB;q=0.8"})).text
    assert '<option value="AT" selected>' in page
    page = (await bench.client.get("/apply", headers={"accept-language": "de"})).text
    assert '<option value="" selected>Land wählen<' in page


async def test_a_guide_that_is_too_late_comes_three_weeks_after_its_day(bench: Bench) -> None:
    late, healthy = await taken_on(bench, faults=["card-guide-too-late"]), await taken_on(bench)
    for number in (late, healthy):
        await bench.advance(number, "2027-03-24T07:00:00+01:00")
    assert [mail["X-Northbank-Customer"] for mail in bench.outside.mails_from("cards")] == [healthy]
    await bench.advance(late, "2027-03-24T09:00:00+01:00")
    assert len(bench.outside.mails_from("cards")) == 2


async def test_a_card_to_the_branch_is_made_out_to_the_branch_and_the_next_one_is_not(bench: Bench) -> None:
    astray, healthy = await taken_on(bench, faults=["first-card-to-branch"]), await taken_on(bench)
    for number in (astray, healthy):
        await bench.advance(number, THE_END)
    (letter,) = bench.data.glob(f"card-letters/*{astray}*")
    assert window_lines(letter)[:3] == ["Fatma Öztürk", "Nordufer 1", "20457 Hamburg"]
    assert "Nordufer" in next(bench.data.glob(f"cards/*{astray}*")).read_text(encoding="utf-8")
    (letter,) = bench.data.glob(f"card-letters/*{healthy}*")
    assert window_lines(letter)[1] == "Am Heumarkt 27, Top 9"


async def test_a_fault_of_an_applicant_is_hers_from_her_application_on(bench: Bench) -> None:
    for faults in (["agent-not-told-interest"], []):
        bench.client.cookies.clear()
        number = await expected(bench, faults=faults)
        await bench.client.get("/search?q=travel+insurance")
        await applied(bench, number, email=f"{'without' if faults else 'with'}@new.example")
    await bench.sign_in_agent()
    for email, told in (("without", False), ("with", True)):
        page = (await bench.client.get(f"/agent/applications?email={email}@new.example")).text
        assert ('data-fact="interest">travel insurance<' in page) is told


async def test_the_lab_keeps_no_number_for_what_it_does_not_understand(bench: Bench) -> None:
    answer = await bench.client.post("/lab/applicants", json={"faults": ["nonsense"], "clock": "noon", "email": "x"})
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"email", "clock", "faults"}
    assert (await bench.client.post("/lab/applicants", content=b"?")).status_code == 400
    assert (await bench.client.get("/lab/applicants/1/browser")).status_code == 404
    number = await taken_on(bench)
    assert (await bench.client.get(f"/lab/applicants/{number}/browser")).status_code == 404


def test_every_language_says_the_same_number_of_sentences() -> None:
    for kind in ("account-opened", "card-guide"):
        assert len({len(mails[kind]) for mails in CARD_MAILS.values()}) == 1
    assert len({len(lines) for lines in FIRST_CARD.values()}) == 1
    assert set(CARD_MAILS) == set(FIRST_CARD) == {"en", "de", "fr", "es", "pl", "fi"}
