"""A clock per customer, read and advanced over HTTP (as Stripe's test clocks are)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

import httpx

from tellonce.clock.protocol import ClockReading, ClockStuck
from tellonce.model.blueprint import ClockSpec
from tellonce.model.duration import describe_s
from tellonce.model.persona import Customer

__all__ = ["Fill", "HttpClock"]

_LONG_POLL_S = 5
_FIRST_PAUSE_S = 0.05
_LONGEST_PAUSE_S = 1.0
_REQUEST_S = 10.0
_ROUNDING = timedelta(seconds=1)  # A clock that tells whole seconds may read just before the moment asked for.


class Fill(Protocol):
    """What the clock needs of probes.protocol.Sources."""

    def fill(self, text: str, customer: Customer | None = None) -> str:
        """`text` with addresses and customer values filled in."""


class HttpClock:
    """read: GET -> {"now": ISO 8601, "status": "ready" or anything else}.  advance: POST {"advance_to": ISO}.

    A service that knows `wait_ready_s` answers when it is ready; one that does not is polled.
    """

    def __init__(
        self,
        spec: ClockSpec,
        sources: Fill,
        *,
        client: httpx.AsyncClient | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """client: for tests; otherwise one is opened at the first use. monotonic, pause: likewise."""
        self._spec = spec
        self._sources = sources
        self._client = client
        self._monotonic = monotonic
        self._pause = pause
        self._long_polls = True

    async def read(self, customer: Customer) -> ClockReading:
        """Her clock as it stands."""
        return self._reading(await self._ask("GET", self._url(self._spec.read, customer)), customer)

    async def ready(self, customer: Customer) -> ClockReading:
        """Wait until she has nothing on its way or due."""
        return await self._wait(customer, lambda reading: reading.ready, "ready")

    async def advance(self, customer: Customer, to: datetime) -> ClockReading:
        """Ask, then wait until her clock is there and ready."""
        if to.tzinfo is None:
            raise ValueError("a moment on her clock needs a time zone")
        answer = await self._ask(
            "POST", self._url(self._spec.advance, customer), {"advance_to": to.isoformat()}, accept_refusal=True
        )
        if answer.is_error:
            raise ClockStuck(f"{_whose(customer)} clock refused to move to {to.isoformat()}: {_reason(answer)}")
        return await self._wait(
            customer, lambda reading: reading.ready and reading.now >= to - _ROUNDING, f"ready at {to.isoformat()}"
        )

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()

    async def _wait(self, customer: Customer, done: Callable[[ClockReading], bool], wanted: str) -> ClockReading:
        until = self._monotonic() + self._spec.ready_within
        url = self._url(self._spec.read, customer)
        pause_s = _FIRST_PAUSE_S
        while True:
            left_s = until - self._monotonic()
            asked_at = self._monotonic()
            answer = await self._ask_patiently(url, max(0.0, min(left_s, _LONG_POLL_S)))
            reading = self._reading(answer, customer)
            if done(reading):
                return reading
            if self._monotonic() >= until:
                status = "ready" if reading.ready else str(_json(answer).get("status"))
                raise ClockStuck(
                    f"{_whose(customer)} clock was not {wanted} within {describe_s(self._spec.ready_within)}; "
                    f"it says '{status}' at {reading.now.isoformat()}."
                )
            if self._monotonic() - asked_at < pause_s:  # It answered at once: it does not wait for us.
                await self._pause(min(pause_s, max(0.0, until - self._monotonic())))
                pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)

    async def _ask_patiently(self, url: str, wait_s: float) -> httpx.Response:
        if self._long_polls:
            joint = "&" if "?" in url else "?"
            answer = await self._ask("GET", f"{url}{joint}wait_ready_s={wait_s:.3g}", accept_refusal=True)
            if not answer.is_error:
                return answer
            plain = await self._ask("GET", url)
            self._long_polls = False  # It answers without the parameter, so the parameter was the trouble.
            return plain
        return await self._ask("GET", url)

    async def _ask(
        self, method: str, url: str, json: dict[str, str] | None = None, *, accept_refusal: bool = False
    ) -> httpx.Response:
        if self._client is None:
            self._client = httpx.AsyncClient()
        try:
            answer = await self._client.request(method, url, json=json, timeout=_REQUEST_S + _LONG_POLL_S)
        except httpx.HTTPError as error:
            raise ClockStuck(f"The clock at {url} cannot be reached: {error or type(error).__name__}") from error
        if not answer.is_success and not (accept_refusal and answer.is_client_error):
            raise ClockStuck(f"The clock at {url} answered {answer.status_code}: {_reason(answer)}")
        return answer

    def _url(self, template: str, customer: Customer) -> str:
        return self._sources.fill(template, customer)

    def _reading(self, answer: httpx.Response, customer: Customer) -> ClockReading:
        body = _json(answer)
        try:
            now = datetime.fromisoformat(str(body["now"]))
        except (KeyError, ValueError):
            raise ClockStuck(f"{_whose(customer)} clock does not tell the time: {_reason(answer)}") from None
        if now.tzinfo is None:
            raise ClockStuck(f"{_whose(customer)} clock tells {now.isoformat()} without a time zone.")
        return ClockReading(now=now, ready=body.get("status") == "ready")


def _whose(customer: Customer) -> str:
    return f"{customer.persona.name}'s"


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _reason(answer: httpx.Response) -> str:
    """What the service said, on one short line."""
    body = _json(answer)
    said = next((str(body[key]) for key in ("reason", "error", "detail", "message") if body.get(key)), answer.text)
    return " ".join(said.split())[:200] or f"status {answer.status_code}"
