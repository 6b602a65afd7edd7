"""The pages that a customer and an agent use."""

import re
from pathlib import Path

import pytest
from northbank_bench import NEW_HOME, Bench

from northbank.phrases import PHRASES, read_phrases, translate

pytestmark = pytest.mark.anyio


async def test_a_customer_changes_her_address_and_is_told_so(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.sign_in(number)
    fields = {
        "street": "Rosenweg",
        "house_number": "7b",
        "flat": "",
        "postcode": "80331",
        "city": "München",
        "country": "DE",
    }
    answer = await bench.submit("/details/address", fields)
    assert (answer.status_code, answer.headers["location"]) == (303, "/details")
    page = (await bench.client.get("/details")).text
    assert 'role="status">Your postal address was changed.' in page
    assert 'data-part="street">Rosenweg<' in page
    assert 'data-part="country" data-value="DE">Germany<' in page
    assert 'role="status"' not in (await bench.client.get("/details")).text
    await bench.ready(number)


@pytest.mark.parametrize(
    ("path", "fields", "field", "message"),
    [
        ("/details/address", {"street": "Rosenweg", "city": "Ulm", "country": "DE"}, "postcode", "Enter the postcode."),
        ("/details/email", {"address": "maria.example.org"}, "address", "Enter an e-mail address"),
        ("/details/phone", {"number": "call me"}, "number", "Enter a phone number"),
        ("/details/name", {"given_name": "Maria"}, "family_name", "Enter your family name."),
        ("/details/language", {"code": "xx"}, "code", "Choose one of the languages."),
        ("/details/consent", {}, "granted", "Choose yes or no."),
        ("/package", {"name": "Gold"}, "name", "Choose one of the packages."),
    ],
)  # fmt: skip
async def test_a_refused_value_is_explained_at_its_field_and_changes_nothing(
    bench: Bench, path: str, fields: dict[str, str], field: str, message: str
) -> None:
    number = await bench.enrol()
    before = bench.stored("customer-master", number)
    await bench.sign_in(number)
    answer = await bench.submit(path, fields)
    assert answer.status_code == 422
    assert re.search(rf'id="{field}-error">{re.escape(message)}', answer.text)
    assert re.search(rf'aria-describedby="{field}-error', answer.text)
    assert bench.stored("customer-master", number) == before
    assert bench.outside.mails == []


async def test_the_api_refuses_with_a_message_per_field(bench: Bench) -> None:
    await bench.enrol()
    answer = await bench.change("postal_address", {"street": "Rosenweg", "postcode": "1"})
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"house_number", "city", "country"}
    assert (await bench.change("email", {"address": "no"})).status_code == 422
    assert (await bench.client.get("/api/v1/me")).status_code == 401


async def test_a_token_is_given_for_number_and_password(bench: Bench) -> None:
    number = await bench.enrol()
    right = await bench.client.post("/api/v1/token", json={"customer_no": number, "password": "correct horse"})
    bench.token = right.json()["token"]
    assert (await bench.me())["email"] == {"address": "maria@old.example"}
    wrong = await bench.client.post("/api/v1/token", json={"customer_no": number, "password": "wrong"})
    assert wrong.status_code == 401


async def test_an_upgrade_is_confirmed_before_it_is_made(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.sign_in(number)
    shown = await bench.submit("/package", {"name": "Plus"})
    assert "you pay €9.90 a month" in shown.text
    assert bench.stored("customer-master", number)["package"] == "Basic"
    await bench.submit("/package", {"name": "Plus", "confirm": "yes"})
    page = (await bench.client.get("/package")).text
    assert 'data-part="name">Plus<' in page
    assert 'data-part="monthly_fee" data-value="9.90">€9.90<' in page
    await bench.ready(number)


async def test_a_form_without_its_token_is_refused(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.sign_in(number)
    answer = await bench.client.post("/details/email", data={"address": "thief@example.org"})
    assert answer.status_code == 403
    assert bench.stored("customer-master", number)["email"] == "maria@old.example"


async def test_her_inbox_and_history_tell_what_changed(bench: Bench) -> None:
    number = await bench.enrol(
        earlier_addresses=[
            {"street": "Am Markt", "house_number": "1", "postcode": "50667", "city": "Köln", "country": "DE"}
        ]
    )
    await bench.sign_in(number)
    await bench.change("phone")
    await bench.ready(number)
    assert "Your new phone number: +491729998887" in (await bench.client.get("/messages")).text
    history = (await bench.client.get("/history")).text
    assert "+491711234567" in history
    assert "Am Markt 1, 50667 Köln" in history


async def test_pages_speak_german_to_a_german_and_marked_english_to_others(bench: Bench) -> None:
    german = await bench.enrol(language="de")
    await bench.sign_in(german)
    page = (await bench.client.get("/details")).text
    assert '<html lang="de"' in page
    assert "<h1>Meine Daten</h1>" in page
    bench.client.cookies.clear()
    pole = await bench.enrol(language="pl")
    await bench.sign_in(pole)
    assert '<html lang="en"' in (await bench.client.get("/details")).text


async def test_strangers_are_asked_to_sign_in(bench: Bench) -> None:
    for path in ("/details", "/details/address", "/cards", "/package", "/travel-money", "/messages", "/history"):
        answer = await bench.client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    for path in ("/agent/customers/1", "/agent/customers/1/address", "/agent/enquiries"):
        assert (await bench.client.get(path)).headers["location"] == "/agent/sign-in"


async def test_the_session_cookie_is_kept_from_scripts_and_other_sites(bench: Bench) -> None:
    cookie = (await bench.client.get("/sign-in")).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


async def test_an_agent_who_forgets_the_postcode_is_told_and_nothing_changes(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.sign_in_agent()
    answer = await bench.submit(f"/agent/customers/{number}/address", NEW_HOME | {"postcode": "", "note": "called"})
    assert (answer.status_code, 'id="postcode-error"' in answer.text) == (422, True)
    assert 'value="called"' in answer.text
    assert bench.stored("customer-master", number)["city"] == "Berlin"


async def test_a_change_that_an_agent_takes_down_is_in_her_history_and_everywhere(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.sign_in_agent()
    answer = await bench.submit(f"/agent/customers/{number}/address", NEW_HOME | {"note": "called"})
    await bench.ready(number)
    page = (await bench.client.get(answer.headers["location"])).text
    assert "The postal address was changed." in page
    assert "80331" in page
    assert bench.bank.master.history_of(number)[0]["channel"] == "phone"


async def test_the_travel_money_draft_would_go_where_she_lives(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.sign_in(number)
    await bench.change("postal_address")
    await bench.ready(number)
    page = (await bench.client.get("/travel-money")).text
    assert '<span data-part="postcode">80331</span>' in page


async def test_the_agent_sees_her_own_copy_and_the_recent_change(bench: Bench) -> None:
    number = await bench.enrol()
    await bench.change("person_name")
    await bench.ready(number)
    await bench.submit("/agent/sign-in", {"user": "agent", "password": "desk"})
    page = (await bench.client.get(f"/agent/customers/{number}")).text
    assert 'data-part="family_name">Jørgensen<' in page
    assert 'data-changed="person_name"' in page


def test_every_phrase_of_the_pages_is_translated() -> None:
    root = Path(__file__).parents[2] / "fixtures" / "northbank"
    phrases = set()
    for template in root.glob("templates/*.html"):
        if not template.name.startswith("agent"):
            phrases |= set(re.findall(r"(?:_|say)\([\"']([^\"']+)[\"']", template.read_text(encoding="utf-8")))
    checked = (root / "facts.py").read_text(encoding="utf-8") + (root / "pages" / "self_service.py").read_text(
        encoding="utf-8"
    )
    phrases |= {text for text in re.findall(r'(?<!")"([A-Z][^"]+\.)"(?!")', checked) if "\n" not in text}
    assert {phrase for phrase in phrases if phrase not in PHRASES} == set()


def test_a_phrase_without_one_of_the_languages_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sales.toml").write_text('["Buy"]\nde = "Kaufen"\nes = "Comprar"\n')
    with pytest.raises(ValueError, match=r"sales.toml: 'Buy' is not translated into fr"):
        read_phrases(tmp_path)


def test_a_phrase_is_translated_one_way(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('["Buy"]\nde = "Kaufen"\nfr = "Acheter"\nes = "Comprar"\n')
    (tmp_path / "b.toml").write_text('["Buy"]\nde = "Erwerben"\nfr = "Acheter"\nes = "Comprar"\n')
    with pytest.raises(ValueError, match=r"b.toml: 'Buy' is translated differently in another file"):
        read_phrases(tmp_path)


def test_a_phrase_is_shown_in_her_language_or_else_in_english() -> None:
    assert [translate("Send", language) for language in ("en", "de", "fr", "es", "fi")] == [
        "Send",
        "Senden",
        "Envoyer",
        "Enviar",
        "Send",
    ]


async def test_what_breaks_at_the_bank_is_said_without_a_word_of_how(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await bench.enrol(language="de")
    await bench.sign_in(number)

    def breaks(*_given: object, **_named: object) -> None:
        raise OSError("the disk is full at /secret/place")

    monkeypatch.setattr(bench.bank.master, "change", breaks)
    with pytest.raises(OSError, match="disk is full"):  # for whoever runs the server; she gets the page below
        await bench.submit("/details/phone", {"number": "+49 30 1234567"})
    bench.client._transport.raise_app_exceptions = False
    answer = await bench.submit("/details/phone", {"number": "+49 30 1234567"})
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "secret" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    api = await bench.client.put(
        "/api/v1/me/phone", json={"number": "+49301234567"}, headers={"Authorization": f"Bearer {bench.token}"}
    )
    assert (api.status_code, api.json()) == (500, {"error": "something went wrong at the bank"})
