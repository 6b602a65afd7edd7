"""What the company's answer tells her: a day, a number, a price, read off the page."""

from __future__ import annotations

import re
from collections.abc import Mapping

from playwright.async_api import Page
from playwright.async_api import TimeoutError as NothingCame

from tellonce.engine.written.acts import ActFailed
from tellonce.model.errors import Place
from tellonce.model.facts import Components
from tellonce.model.written_steps import Reading

__all__ = ["learned"]


async def learned(page: Page, fact: str, readings: Mapping[str, Reading], place: Place) -> Components:
    """Component -> what the page says. Raises ActFailed when it does not say it."""
    return {component: await _read(page, f"{fact}.{component}", one, place) for component, one in readings.items()}


async def _read(page: Page, what: str, reading: Reading, place: Place) -> str:
    found = page.locator(reading.css).locator("visible=true").first
    try:
        await found.wait_for()
    except NothingCame:
        raise ActFailed(f"she was to be told {what}, and nothing is shown at {reading.css}", place) from None
    said = await (found.get_attribute(reading.attribute) if reading.attribute else found.inner_text())
    text = " ".join((said or "").split())
    if reading.matching:
        match = re.search(reading.matching, text)
        text = match[1].strip() if match else ""
    if not text:
        where = f"the attribute {reading.attribute} of {reading.css}" if reading.attribute else reading.css
        raise ActFailed(f'she was to be told {what}, and {where} says "{" ".join((said or "").split())}"', place)
    return text
