"""The HTTP probe: what the service's JSON API says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx
from pydantic import field_validator

from tellonce.model.base import Frozen
from tellonce.model.duration import Seconds
from tellonce.model.errors import ProbeBlind
from tellonce.model.observation import Seen
from tellonce.probes.anything import leaves
from tellonce.probes.dotted import MISSING, as_text, at_path
from tellonce.probes.masking import mask_keys, mask_secrets
from tellonce.probes.protocol import Capture, Item, Look, Place, Sources, Target
from tellonce.probes.settings import check_reads, read_settings
from tellonce.probes.sharing import Lease
from tellonce.probes.whole import WholeListing

__all__ = ["HttpProbe", "HttpSettings", "client_lease"]


class HttpSettings(Frozen):
    """url, headers: templates; headers may hold {customer.<secret>}, which never reach evidence or errors.

    read: fact -> {component: path in the JSON}; unsaid, "<fact>.<component>".
    absent_status: answers that mean "nothing there", such as 404. Any other error means the probe cannot see.
    """

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = {}
    read: Mapping[str, Mapping[str, str]] = {}
    absent_status: tuple[int, ...] = ()
    within: Seconds = 10.0

    @field_validator("method")
    @classmethod
    def _only_reads(cls, method: str) -> str:
        if method.upper() != "GET":
            raise ValueError("a probe only reads: GET")
        return "GET"


class HttpProbe:
    """A state as an API serves it, such as an app would read it."""

    kind = "http"
    Settings = HttpSettings

    def __init__(self, place: Place, settings: Mapping[str, Any], sources: Sources) -> None:
        self.place = place
        self._settings = own = read_settings(HttpSettings, settings, kind=self.kind, place=place)
        self._sources = sources
        check_reads(place, sources.facts, own.read, kind=self.kind, complete=False)
        self._paths: dict[str, Mapping[str, str]] = {
            fact: own.read.get(fact)
            or {component: f"{fact}.{component}" for component in parts or sources.facts[fact].components}
            for fact, parts in place.facts.items()
        }
        self._lease = client_lease()

    async def arm(self, target: Target) -> None:
        """A state needs no cursor."""

    async def look(self, target: Target, cursor: None) -> Look:
        """One GET. Raises ProbeBlind for an error, a redirect, an answer that is no JSON or has none of the facts."""
        body = await self._get(target)
        if body is MISSING:
            return Look()
        seen = self._seen(body)
        if not seen:
            keys = ", ".join(body) if isinstance(body, dict) else f"a JSON {type(body).__name__}"
            shown = mask_secrets(self._sources.fill(self._settings.url, target.customer), target.customer)
            raise ProbeBlind(f"GET {shown} says nothing about {', '.join(self._paths)}; it has {keys or 'nothing'}.")
        if not any(any((fact.components or {}).values()) for fact in seen.values()):
            return Look()
        return Look(items=(Item(seen=seen, recipient="self", handle=body),))

    async def _get(self, target: Target) -> Any:
        """The JSON answered, MISSING when that means "nothing there"."""
        own = self._settings
        customer = target.customer
        url = self._sources.fill(own.url, customer)
        shown = mask_secrets(url, customer)
        headers = {name: self._sources.fill(value, customer) for name, value in own.headers.items()}
        try:
            answer = await self._lease.take().get(url, headers=headers, timeout=own.within)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            # The cause is left out of the chain: its request carries the headers.
            why = mask_secrets(str(error) or type(error).__name__, customer)
            raise ProbeBlind(f"GET {shown} failed: {why}") from None
        if answer.status_code in own.absent_status:
            return MISSING
        if not answer.is_success:
            to = f" and pointed to {mask_secrets(answer.headers['location'], customer)}" if answer.is_redirect else ""
            raise ProbeBlind(f"GET {shown} answered {answer.status_code}{to}.")
        try:
            # Numbers stay as they were written: 9.90 is not 9.9 on an invoice.
            return json.loads(answer.content, parse_float=str, parse_int=str)
        except ValueError:
            kind = answer.headers.get("content-type", "something without a type")
            raise ProbeBlind(f"GET {shown} answered {kind}, not JSON.") from None

    def listing(self) -> WholeListing:
        """The whole answer."""

        async def read(target: Target) -> str:
            body = await self._get(target)
            return "" if body is MISSING else "\n".join(leaves(body))

        return WholeListing(self.place, read)

    async def capture(self, target: Target, item: Item) -> tuple[Capture, ...]:
        """The part of the answer that was read, secrets masked."""
        paths = sorted({path for components in self._paths.values() for path in components.values()})
        read = {path: value for path in paths if (value := at_path(item.handle, path)) is not MISSING}
        text = json.dumps(mask_keys(_nested(read)), indent=2, ensure_ascii=False)
        return (
            Capture(
                kind="json",
                caption=self.place.called,
                media_type="application/json",
                text=mask_secrets(text, target.customer),
                place=mask_secrets(self._sources.fill(self._settings.url, target.customer), target.customer),
            ),
        )

    def wake(self) -> None:
        """An API that is read does not push."""

    async def close(self) -> None:
        """Give the connections back."""
        await self._lease.release()

    def _seen(self, body: Any) -> dict[str, Seen]:
        """Facts of which at least one component stands in the body; null and "" count as standing there, empty."""
        seen: dict[str, Seen] = {}
        for fact, paths in self._paths.items():
            found = {component: at_path(body, path) for component, path in paths.items()}
            if any(value is not MISSING for value in found.values()):
                seen[fact] = Seen(components={component: as_text(value) for component, value in found.items()})
            elif at_path(body, fact) is None:
                seen[fact] = Seen(components=dict.fromkeys(paths, ""))
        return seen


def client_lease() -> Lease[httpx.AsyncClient]:
    """A share in the worker's HTTP client. It keeps no cookies, lest one customer's session serve another's look."""

    async def close(client: httpx.AsyncClient) -> None:
        await client.aclose()

    def make() -> httpx.AsyncClient:
        return httpx.AsyncClient(cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])))

    return Lease("http client", make, close)


def _nested(read: Mapping[str, Any]) -> dict[str, Any]:
    """{"a.b": 1} as {"a": {"b": 1}}."""
    whole: dict[str, Any] = {}
    for path, value in read.items():
        *outer, last = path.split(".")
        inner = whole
        for step in outer:
            inner = inner.setdefault(step, {})
        inner[last] = value
    return whole
