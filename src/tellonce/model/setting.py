"""How a persona meets a page: window, eyes, hands, ears, network."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from tellonce.model.base import Frozen
from tellonce.model.network import Network, named_network

__all__ = ["Setting", "Viewport"]

_SIZE = re.compile(r"^(?P<width>\d+) ?[x×] ?(?P<height>\d+)$")
_PERCENT = re.compile(r"^(?P<number>\d+) ?%$")


class Viewport(Frozen):
    """What of a page the window shows at once, in CSS pixels at a zoom of 100 %."""

    width: int = Field(ge=100, le=10_000)
    height: int = Field(ge=100, le=10_000)


def _size(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = _SIZE.match(value.strip())
    if found is None:
        raise ValueError(f"'{value}' is no size of a window; write width x height, such as 1280x720")
    return {"width": int(found["width"]), "height": int(found["height"])}


def _percent(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = _PERCENT.match(value.strip())
    if found is None:
        raise ValueError(f"'{value}' is no zoom; write 200 %")
    return int(found["number"])


class Setting(Frozen):
    """What her browser takes from the persona. Each is reported as applied or as could not apply."""

    device: str | None = None
    """A Playwright device name, such as "Pixel 7"; None is a desktop window."""
    viewport: Annotated[Viewport | None, BeforeValidator(_size)] = None
    """None is the device's, else 1280 x 720."""
    zoom: Annotated[int, BeforeValidator(_percent), Field(ge=25, le=500)] = 100
    """Percent, as a browser zooms: the window shows fewer CSS pixels, each of them larger."""
    color_scheme: Literal["light", "dark", "no-preference"] = "light"
    contrast: Literal["more", "less", "no-preference"] = "no-preference"
    forced_colors: bool = False
    reduced_motion: bool = False
    javascript: bool = True
    network: Annotated[Network | None, BeforeValidator(named_network)] = None
    """None is as fast as the machine."""
    keyboard_only: bool = False
    screen_reader: bool = False
