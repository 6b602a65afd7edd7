"""A trace that comes in with a change is carried to every system, and told where somebody asks for it."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from northbank_bench import CHANGES, NEW_HOME, Bench, Outside
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from northbank.app import build_app
from northbank.settings import Settings
from northbank.tracing import carried, exports

pytestmark = pytest.mark.anyio

TRACE = "7e110ce0" + "ab" * 12
PARENT = f"00-{TRACE}-00000000000000aa-01"
CONSUMERS = {
    "chat",
    "complaints",
    "conversations",
    "feedback",
    "agent-desktop",
    "app-cache",
    "billing",
    "branch-desk",
    "branches",
    "card-system",
    "contracts",
    "greetings",
    "letters",
    "marketing",
    "mortgages",
    "notifications",
    "onboarding",
    "partner-feed",
    "payment-processor",
    "savings",
    "statements",
    "travel-money",
    "warehouse",
}


@dataclass(kw_only=True)
class Receiver:
    """Takes exported spans in."""

    spans: list[dict[str, Any]] = field(default_factory=list)
    port: int = 0

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
                assert length is not None
                request = ExportTraceServiceRequest.FromString(await reader.readexactly(int(length[1])))
                self.spans += [
                    told(resource, span) for resource in request.resource_spans for span in spans_in(resource)
                ]
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    def of(self, service: str) -> dict[str, Any]:
        """The one span of a service."""
        [span] = [span for span in self.spans if span["service"] == service]
        return span


def spans_in(resource: Any) -> list[Any]:
    return [span for scope in resource.scope_spans for span in scope.spans]


def told(resource: Any, span: Any) -> dict[str, Any]:
    [service] = [a.value.string_value for a in resource.resource.attributes if a.key == "service.name"]
    return {
        "service": service,
        "name": span.name,
        "trace": span.trace_id.hex(),
        "span": span.span_id.hex(),
        "parent": span.parent_span_id.hex(),
        "error": span.status.message if span.status.code == 2 else None,
    }


@pytest.fixture
def data(tmp_path: Path, font_folder: Path) -> Path:
    (tmp_path / "fonts").symlink_to(font_folder, target_is_directory=True)
    return tmp_path


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    server = await asyncio.start_server(receiver.take, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    yield receiver
    server.close()


@asynccontextmanager
async def open_bank(outside: Outside, data: Path, endpoint: str) -> AsyncIterator[Bench]:
    """A bank that exports spans; when it is left, everything has been sent."""
    settings = Settings(
        data=data,
        smtp_port=outside.smtp_port,
        sms_url=f"http://127.0.0.1:{outside.sms_port}/sms",
        delay_max_s=0.01,
        send_back_off_s=0.001,
        otlp_endpoint=endpoint,
    )
    app = build_app(settings)
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://bank.test") as client,
    ):
        await asyncio.to_thread(app.state.bank.tracing.loaded)
        yield Bench(bank=app.state.bank, client=client, outside=outside, data=data)


@asynccontextmanager
async def exporting(outside: Outside, data: Path, receiver: Receiver) -> AsyncIterator[Bench]:
    async with open_bank(outside, data, f"http://127.0.0.1:{receiver.port}") as bench:
        yield bench


async def move(bench: Bench, **headers: str) -> str:
    """A customer moves in the app; returns her number when everybody has heard of it."""
    number = await bench.enrol()
    headers |= {"authorization": f"Bearer {bench.token}"}
    answer = await bench.client.put("/api/v1/me/postal_address", json=NEW_HOME, headers=headers)
    assert answer.status_code == 200
    await bench.ready(number)
    return number


async def test_spans_of_one_change_share_its_trace_from_the_door_to_every_system(
    outside: Outside, data: Path, receiver: Receiver
) -> None:
    async with exporting(outside, data, receiver) as bench:
        await move(bench, traceparent=PARENT)

    assert {span["trace"] for span in receiver.spans} == {TRACE}
    assert {span["service"] for span in receiver.spans} == {"self-service", "customer-master", *CONSUMERS}
    door, master = receiver.of("self-service"), receiver.of("customer-master")
    assert (door["name"], door["parent"]) == ("PUT /api/v1/me/postal_address", "00000000000000aa")
    assert (master["name"], master["parent"]) == ("change postal_address", door["span"])
    assert {receiver.of(system)["parent"] for system in CONSUMERS} == {master["span"]}
    assert {span["error"] for span in receiver.spans} == {None}


async def test_a_change_on_a_page_is_traced_as_one_in_the_app(outside: Outside, data: Path, receiver: Receiver) -> None:
    async with exporting(outside, data, receiver) as bench:
        number = await bench.enrol()
        await bench.sign_in(number)
        bench.client.headers["traceparent"] = PARENT
        await bench.submit("/details/phone", CHANGES["phone"])
        await bench.ready(number)

    posted = next(span for span in receiver.spans if span["name"] == "POST /details/phone")
    assert receiver.of("customer-master")["parent"] == posted["span"]
    assert receiver.of("card-system")["trace"] == TRACE


async def test_a_system_that_cannot_take_it_says_so_without_her_values(
    outside: Outside, data: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise ValueError("no such street\n[parameters: Rosenweg]")

    async with exporting(outside, data, receiver) as bench:
        monkeypatch.setattr(bench.bank.cards, "accept", refuse)
        await move(bench, traceparent=PARENT)

    assert receiver.of("card-system")["error"] == "ValueError: no such street"
    assert {span["service"] for span in receiver.spans if span["error"] is None} == {
        "self-service",
        "customer-master",
        *(CONSUMERS - {"card-system"}),
    }


@pytest.mark.parametrize(
    "parent", ["", "rubbish", PARENT[:-3], f"00-{'0' * 32}-00000000000000aa-01", PARENT[:-2] + "00"]
)
async def test_what_nobody_asked_to_trace_is_not(outside: Outside, data: Path, receiver: Receiver, parent: str) -> None:
    async with exporting(outside, data, receiver) as bench:
        number = await move(bench, **({"traceparent": parent} if parent else {}))
        assert bench.stored("card-system", number)["street"] == NEW_HOME["street"]

    assert receiver.spans == []


async def test_a_receiver_that_is_gone_harms_nobody(outside: Outside, data: Path) -> None:
    async with open_bank(outside, data, "http://127.0.0.1:9") as bench:
        number = await move(bench, traceparent=PARENT)
        assert bench.stored("card-system", number)["street"] == NEW_HOME["street"]


async def test_without_an_exporter_the_trace_is_carried_on_as_it_came(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    accept = bench.bank.cards.accept

    def note(*given: Any) -> Any:
        seen.append(carried())
        return accept(*given)

    monkeypatch.setattr(bench.bank.cards, "accept", note)
    await move(bench, traceparent=PARENT)

    assert seen == [PARENT]


async def test_a_bank_that_cannot_export_says_so_and_opens(
    outside: Outside, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("northbank.tracing._NEEDS", ("opentelemetry.nothing.there",))
    async with open_bank(outside, data, "http://127.0.0.1:9") as bench:
        await move(bench, traceparent=PARENT)

    lines = [json.loads(line) for line in (data / "northbank.log").read_text().splitlines()]
    [said] = [line["to"] for line in lines if line["what"] == "spans"]
    assert said == "none: pip install opentelemetry-sdk opentelemetry-exporter-otlp-proto-http"


@pytest.mark.parametrize(
    ("endpoint", "said"),
    [
        ("http://127.0.0.1:4318", "http://127.0.0.1:4318/v1/traces"),
        ("http://127.0.0.1:4318/", "http://127.0.0.1:4318/v1/traces"),
        ("127.0.0.1:4317", "none: OTEL_EXPORTER_OTLP_ENDPOINT='127.0.0.1:4317' is no http address"),
    ],
)
def test_whoever_starts_the_bank_is_told_where_spans_go(endpoint: str, said: str) -> None:
    assert exports(endpoint) == said
