"""Secrets that stay secret, whoever they belong to and however many there are."""

from __future__ import annotations

import json
from collections.abc import Iterable
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from tellonce.engine.redaction import Secrets
from tellonce.model.persona import Customer, Persona

PASSWORD = 'Pferd"&"Größe'
PERSONA = Persona(name="Maria", locale="de_DE", language="de", time_zone="Europe/Berlin")


def customer(**secrets: str) -> Customer:
    return Customer(key="maria-1", persona=PERSONA, values={}, service_id="4711", secrets=secrets)


def test_a_known_secret_is_blotted_out_wherever_it_stands() -> None:
    secrets = Secrets()
    secrets.learn(customer(password="Correct-Horse", token="tok-9f8e7d6c"))

    assert secrets.redact("GET /?t=tok-9f8e7d6c&p=Correct-Horse&q=tok-9f8e7d6c") == (
        "GET /?t=[secret]&p=[secret]&q=[secret]"
    )


def test_of_two_secrets_one_inside_the_other_nothing_remains() -> None:
    secrets = Secrets()
    secrets.learn(customer(short="abcdefgh", long="abcdefghijkl", other="defghijklmnop"))

    assert secrets.redact("key abcdefghijkl, key abcdefgh") == "key [secret], key [secret]"


def test_a_secret_is_known_as_json_and_urls_write_it() -> None:
    secrets = Secrets()
    secrets.learn(customer(password=PASSWORD))

    line = json.dumps({"message": f"typed {PASSWORD}"}, ensure_ascii=False)
    assert secrets.redact(line) == '{"message": "typed [secret]"}'
    assert secrets.redact(f"/sign-in?p={quote(PASSWORD, safe='')}") == "/sign-in?p=[secret]"


def test_short_words_are_left_in_because_honest_text_holds_them() -> None:
    secrets = Secrets()
    secrets.learn(customer(pin="1234", colour="blue"))

    assert secrets.redact("the blue card 1234") == "the blue card 1234"


def test_secrets_of_everybody_are_blotted_out_whoever_came_later() -> None:
    secrets = Secrets()
    secrets.learn(customer(password="Correct-Horse"))
    secrets.learn(customer(password="Battery-Staple"))

    assert secrets.redact("Correct-Horse, Battery-Staple") == "[secret], [secret]"


def one_after_the_other(text: str, secrets: Iterable[str]) -> str:
    """What is blotted out, said simply: the longest secret first, then the next, each wherever it still stands."""
    for secret in sorted(set(secrets), key=lambda secret: (-len(secret), secret)):
        text = text.replace(secret, "[secret]")
    return text


FEW_LETTERS = st.text("abß😀", min_size=8, max_size=12)
"""So few that secrets begin, end and repeat within each other."""


@given(
    secrets=st.lists(FEW_LETTERS, min_size=1, max_size=12),
    text=st.lists(st.one_of(FEW_LETTERS, st.text("abß😀 ", max_size=3)), max_size=8).map("".join),
    picked=st.lists(st.integers(min_value=0), max_size=6),
)
def test_one_pass_blots_out_what_one_secret_after_the_other_would(
    secrets: list[str], text: str, picked: list[int]
) -> None:
    known = Secrets()
    for secret in secrets:
        known.learn(customer(password=secret))
    text += "".join(secrets[at % len(secrets)][at % 3 :] for at in picked)

    forms = {form for secret in secrets for form in (secret, quote(secret, safe=""))}
    assert known.redact(text) == one_after_the_other(text, forms)
    assert known.redact(quote(text)) == one_after_the_other(quote(text), forms)


def test_text_with_bytes_that_are_no_utf_8_is_searched_too() -> None:
    secrets = Secrets()
    secrets.learn(customer(password="Correct-Horse"))
    text = b"caf\xe9 Correct-Horse \xff".decode("utf-8", "surrogateescape")

    assert secrets.redact(text).encode("utf-8", "surrogateescape") == b"caf\xe9 [secret] \xff"


def test_customers_who_come_one_by_one_cost_few_automata_and_each_secret_is_built_in_few_times() -> None:
    secrets = Secrets()
    for number in range(500):
        secrets.learn(customer(password=f"Correct-Horse-{number:04}"))
        secrets.learn(customer(password=f"Correct-Horse-{number // 2:04}"))
        assert len(secrets._levels) <= 9
    assert sorted(len(level.secrets) for level in secrets._levels)[-1] >= 250
    assert secrets.redact("Correct-Horse-0007 Correct-Horse-0499 Correct-Horse-0500") == (
        "[secret] [secret] Correct-Horse-0500"
    )


def test_the_password_of_a_url_is_never_written() -> None:
    text = '{"url": "postgresql+psycopg://bank:hunter2@db.example:5432/bank", "web": "http://127.0.0.1:8025/a@b"}'

    assert Secrets().redact(text) == (
        '{"url": "postgresql+psycopg://bank:[secret]@db.example:5432/bank", "web": "http://127.0.0.1:8025/a@b"}'
    )


def test_what_the_environment_holds_under_a_secrets_name_is_blotted_out_and_plain_words_are_not() -> None:
    secrets = Secrets()
    secrets.learn_environment(
        {
            "BANK_API_TOKEN": "tok-9f8e7d6c",
            "DB_PASSWORD": "postgres",
            "SIGNING_SECRET": "aaaaaaaaaaaaaaaaaaaaaaaa",
            "TOKEN_FILE": "/run/secrets/x1",
            "PIN_TOKEN": "a1",
            "GREETING": "Hello-World-1",
        }
    )

    said = "tok-9f8e7d6c postgres aaaaaaaaaaaaaaaaaaaaaaaa /run/secrets/x1 a1 Hello-World-1"
    assert secrets.redact(said) == "[secret] postgres [secret] /run/secrets/x1 a1 Hello-World-1"
