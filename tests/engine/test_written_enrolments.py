"""An enrolment in YAML: one request, and what is said when the service does not take her."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from written_bench import MARIA, declare

from tellonce.engine.flows import Draft, Enrolled
from tellonce.model.errors import TellonceError

JSON = """
enrolments:
  customer:
    post: "{web}/customers"
    headers: {X-Who: "{service.who}"}
    json: {mail: "{customer.email.address}", password: "{customer.password}"}
    made up: [password]
    service id: account.number
    secrets: {token: token}
"""


class Desk(HTTPServer):
    """Takes customers on. says: the answer."""

    says = (201, '{"account": {"number": 4711}, "token": "t-1"}')
    heard: tuple[str, str, str] = ("", "", "")


class _Handler(BaseHTTPRequestHandler):
    server: Desk

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.heard = self.headers["Content-Type"], self.headers.get("X-Who", ""), body
        status, said = self.server.says
        self.send_response(status)
        self.end_headers()
        self.wfile.write(said.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Desk(("127.0.0.1", 0), _Handler) as made:
        thread = Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def enrol(root: Path, text: str, addresses: Mapping[str, str], who: str = "Maria") -> Enrolled:
    function = declare(root, text).enrolments["customer"].function
    draft = Draft(persona=MARIA.persona, values=MARIA.values, service={"who": who})
    return asyncio.run(function(draft, addresses))


def web(desk: Desk) -> dict[str, str]:
    return {"web": f"http://127.0.0.1:{desk.server_address[1]}"}


def test_she_is_sent_in_json_and_the_answer_names_her(tmp_path: Path, desk: Desk) -> None:
    enrolled = enrol(tmp_path, JSON, web(desk))

    password = enrolled.secrets["password"]
    assert (enrolled.service_id, enrolled.secrets) == ("4711", {"password": password, "token": "t-1"})
    assert desk.heard == (
        "application/json",
        "Maria",
        f'{{"mail":"maria@mail.example","password":"{password}"}}',
    )


def test_every_customer_gets_a_password_of_her_own(tmp_path: Path, desk: Desk) -> None:
    first, second = (enrol(tmp_path, JSON, web(desk)).secrets["password"] for _ in range(2))

    assert first != second
    assert len(first) >= 16


def test_she_may_be_sent_as_a_form(tmp_path: Path, desk: Desk) -> None:
    enrol(
        tmp_path, JSON.replace("json: {mail", "form: {mail").replace(', password: "{customer.password}"', ""), web(desk)
    )

    assert desk.heard[0] == "application/x-www-form-urlencoded"
    assert desk.heard[2] == "mail=maria%40mail.example"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((422, "no such town"), "answered 422: no such town"),
        ((201, "<html>"), "answered no JSON: <html>"),
        ((201, '{"token": "t"}'), 'does not say \'account.number\': {"token": "t"}'),
        ((201, '{"account": {"number": null}}'), 'does not say \'account.number\': {"account": {"number": null}}'),
    ],
)
def test_a_service_that_does_not_take_her_is_told(
    tmp_path: Path, desk: Desk, answer: tuple[int, str], said: str
) -> None:
    desk.says = answer

    with pytest.raises(TellonceError) as failed:
        enrol(tmp_path, JSON, web(desk))

    assert str(failed.value) == (
        f"The service took no new customer: POST {web(desk)['web']}/customers {said}\n  enrolment steps/own.yaml:3:3"
    )


def test_a_service_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(TellonceError, match=r"POST http://127\.0\.0\.1:9/customers did not go through: "):
        enrol(tmp_path, JSON, {"web": "http://127.0.0.1:9"})


def test_a_setting_that_her_persona_lacks_is_told(tmp_path: Path) -> None:
    with pytest.raises(TellonceError) as failed:
        enrol(tmp_path, JSON.replace("service.who", "service.whom"), {"web": "http://127.0.0.1:9"})

    assert str(failed.value) == (
        "The service took no new customer: she has no {service.whom}\n  enrolment steps/own.yaml:3:3"
    )
