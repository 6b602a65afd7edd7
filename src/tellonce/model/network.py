"""How fast her network is: named, or in figures of one's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Annotated

from pydantic import BeforeValidator, Field

from tellonce.model.base import Frozen
from tellonce.model.duration import Seconds

__all__ = ["NETWORKS", "Network", "describe_rate", "named_network"]

_RATE = re.compile(r"^(?P<number>\d+(?:\.\d+)?) ?(?P<unit>[kM]?(?:bit|B)/s)$")
_BITS = {"bit/s": 1, "kbit/s": 1e3, "Mbit/s": 1e6, "B/s": 8, "kB/s": 8e3, "MB/s": 8e6}


def _rate(value: object) -> object:
    """ "1.5 Mbit/s" as bits per second; a bare number is refused, for its unit cannot be guessed."""
    if not isinstance(value, str):
        raise ValueError("write a number and a unit, such as '400 kbit/s', '1.5 Mbit/s'")
    found = _RATE.match(value.strip())
    if found is None or float(found["number"]) <= 0:
        raise ValueError(f"'{value}' is no speed; write a number and a unit, such as '400 kbit/s', '1.5 Mbit/s'")
    return float(found["number"]) * _BITS[found["unit"]]


BitsPerSecond = Annotated[float, BeforeValidator(_rate), Field(gt=0)]


class Network(Frozen):
    """Whatever she asks for waits at least `latency` for its answer, and comes and goes no faster than this.

    down, up: as written "1.5 Mbit/s"; read, bits per second.  name: the profile's, "" for figures of one's own.
    """

    latency: Seconds
    down: BitsPerSecond
    up: BitsPerSecond
    name: str = ""

    @property
    def called(self) -> str:
        """What reports call it."""
        figures = f"{self.latency * 1000:g} ms, {self.down / 1e6:g} Mbit/s down, {self.up / 1e6:g} Mbit/s up"
        return f"{self.name} ({figures})" if self.name else figures


NETWORKS: Mapping[str, Network] = MappingProxyType(
    {
        network.name: network
        for network in (
            Network(name="slow 3g", latency=2.0, down="400 kbit/s", up="400 kbit/s"),  # type: ignore[arg-type]
            Network(name="fast 3g", latency=0.5625, down="1.44 Mbit/s", up="0.675 Mbit/s"),  # type: ignore[arg-type]
            Network(name="4g", latency=0.165, down="8.1 Mbit/s", up="1.35 Mbit/s"),  # type: ignore[arg-type]
        )
    }
)
"""Source: the presets of Chrome's DevTools ("3G", "Slow 4G", "Fast 4G"; the second was "Fast 3G" until 2024), whose
delays are those of a request: several round trips of the air."""


def describe_rate(bits_per_s: float) -> str:
    """Bits per second as a person writes them: "1.44 Mbit/s", "675 kbit/s"."""
    unit = next((unit for unit in ("Mbit/s", "kbit/s") if bits_per_s >= _BITS[unit]), "bit/s")
    return f"{bits_per_s / _BITS[unit]:g} {unit}"


def named_network(value: object) -> object:
    """The profile of that name. Raises ValueError, with the nearest, for one that is unknown."""
    if not isinstance(value, str):
        return value
    found = NETWORKS.get(value.casefold())
    if found is None:
        near = get_close_matches(value.casefold(), NETWORKS, n=1)
        meant = f"; did you mean '{near[0]}'" if near else ""
        ways = f"{', '.join(NETWORKS)}, or {{latency: ..., down: ..., up: ...}}"
        raise ValueError(f"'{value}' is no network{meant}; write {ways}")
    return found
