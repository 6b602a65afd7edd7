from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tellonce.clock import ClockStuck, make_clock
from tellonce.clock.http_clock import HttpClock
from tellonce.model.blueprint import ClockSpec
from tellonce.model.errors import UsageProblem
from tellonce.model.persona import Customer, Persona

pytestmark = pytest.mark.anyio
START = datetime(2026, 3, 1, 9, tzinfo=UTC)
MARIA = Customer(
    key="maria",
    persona=Persona(name="Maria", locale="de_DE", language="de", time_zone="Europe/Berlin"),
    values={},
    service_id="4711",
)
URL = "{lab}/customers/{customer.service_id}/clock"


@pytest.fixture
def anyio_backend():
    return "asyncio"


class FakeSources:
    def fill(self, text, customer=None):
        return text.replace("{lab}", "http://lab.test").replace("{customer.service_id}", customer.service_id)


class Lab:
    """A service whose clock needs some reads until it is ready, and a harness whose time is pretended."""

    def __init__(self, *, busy_reads=0, long_polls=True, knows_long_polls=True, ready_within="30 s"):
        self.now = START
        self.wanted = START
        self.busy_reads = busy_reads
        self.long_polls = long_polls
        self.knows_long_polls = knows_long_polls
        self.elapsed_s = 0.0
        self.paused_s = []
        self.asked = []
        self.broken = None
        self.clock = HttpClock(
            ClockSpec(kind="per_customer", read=URL, advance=URL, ready_within=ready_within),
            FakeSources(),
            client=httpx.AsyncClient(transport=httpx.MockTransport(self.answer)),
            monotonic=lambda: self.elapsed_s,
            pause=self.pause,
        )

    async def pause(self, seconds):
        self.paused_s.append(seconds)
        self.elapsed_s += seconds

    def answer(self, request):
        self.asked.append(f"{request.method} {request.url}")
        if self.broken is not None:
            return self.broken
        if request.method == "POST":
            wanted = datetime.fromisoformat(json.loads(request.content)["advance_to"])
            if wanted < self.now:
                return httpx.Response(409, json={"reason": "her clock only moves forward"})
            self.wanted = wanted
            return httpx.Response(202, json={"status": "advancing"})
        waits = "wait_ready_s" in request.url.params
        if waits and not self.knows_long_polls:
            return httpx.Response(422, json={"detail": "unknown parameter"})
        if self.busy_reads:
            self.busy_reads -= 1
            if waits and self.long_polls:
                self.elapsed_s += float(request.url.params["wait_ready_s"])
            return httpx.Response(200, json={"now": self.now.isoformat(), "status": "advancing"})
        self.now = self.wanted
        return httpx.Response(200, json={"now": self.now.isoformat().replace("+00:00", "Z"), "status": "ready"})


async def test_her_clock_is_read_as_it_stands():
    lab = Lab(busy_reads=1)
    reading = await lab.clock.read(MARIA)
    assert (reading.now, reading.ready) == (START, False)
    assert lab.asked == ["GET http://lab.test/customers/4711/clock"]
    await lab.clock.close()


async def test_advancing_is_over_when_the_clock_is_there_and_ready():
    lab = Lab(busy_reads=2)
    reading = await lab.clock.advance(MARIA, START + timedelta(days=14))
    assert (reading.now, reading.ready) == (START + timedelta(days=14), True)
    assert lab.paused_s == []
    assert lab.asked[1] == "GET http://lab.test/customers/4711/clock?wait_ready_s=5"
    await lab.clock.close()


async def test_a_service_that_answers_at_once_is_polled_ever_more_gently():
    lab = Lab(busy_reads=6, long_polls=False)
    await lab.clock.ready(MARIA)
    assert lab.paused_s == [0.05, 0.1, 0.2, 0.4, 0.8, 1.0]
    await lab.clock.close()


async def test_a_service_that_refuses_the_parameter_is_asked_without_it_from_then_on():
    lab = Lab(busy_reads=1, knows_long_polls=False)
    await lab.clock.ready(MARIA)
    assert [asked.partition("clock")[2] for asked in lab.asked] == ["?wait_ready_s=5", "", ""]
    await lab.clock.close()


async def test_a_clock_that_never_gets_ready_is_stuck_and_says_where():
    lab = Lab(busy_reads=1000, ready_within="12 s")
    with pytest.raises(ClockStuck) as caught:
        await lab.clock.advance(MARIA, START + timedelta(days=1))
    assert str(caught.value) == (
        "Maria's clock was not ready at 2026-03-02T09:00:00+00:00 within 12 s; "
        "it says 'advancing' at 2026-03-01T09:00:00+00:00."
    )
    assert lab.elapsed_s == 12.0
    await lab.clock.close()


async def test_a_clock_does_not_go_backwards():
    lab = Lab()
    with pytest.raises(ClockStuck) as caught:
        await lab.clock.advance(MARIA, START - timedelta(days=1))
    assert str(caught.value) == (
        "Maria's clock refused to move to 2026-02-28T09:00:00+00:00: her clock only moves forward"
    )
    await lab.clock.close()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (httpx.Response(500, text="boom"), "The clock at http://lab.test/customers/4711/clock answered 500: boom"),
        (httpx.Response(200, json={"time": 1}), "Maria's clock does not tell the time"),
        (httpx.Response(200, json={"now": "2026-03-01T09:00:00"}), "tells 2026-03-01T09:00:00 without a time zone"),
    ],
)
async def test_a_clock_that_cannot_be_read_says_why(answer, said):
    lab = Lab()
    lab.broken = answer
    with pytest.raises(ClockStuck, match=said):
        await lab.clock.read(MARIA)
    await lab.clock.close()


async def test_a_moment_without_a_time_zone_is_no_moment_on_her_clock():
    lab = Lab()
    with pytest.raises(ValueError, match="time zone"):
        await lab.clock.advance(MARIA, datetime(2026, 3, 2))
    await lab.clock.close()


async def test_without_a_clock_time_is_real_and_cannot_be_hurried():
    clock = make_clock(ClockSpec(), FakeSources())
    assert (await clock.read(MARIA)).ready
    with pytest.raises(ClockStuck, match="has no clock that can be moved, so 2026-03-15 09:00 has to be waited for"):
        await clock.advance(MARIA, START + timedelta(days=14))
    await clock.close()


def test_a_clock_without_addresses_is_refused():
    with pytest.raises(UsageProblem, match="the clock needs the setting 'advance'"):
        make_clock(ClockSpec(kind="per_customer", read=URL), FakeSources())
