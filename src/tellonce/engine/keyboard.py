"""Whether a customer without a pointer is really kept from using one: it is tried."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Error, Page

from tellonce.engine.acting import Doing, NotHerWay
from tellonce.engine.pages_met import PagesMet
from tellonce.engine.proof import APPLIED, could_not
from tellonce.model.persona import Persona

__all__ = ["keyboard_only"]

_HEARD = "() => { window.heard = 0; addEventListener('click', () => { window.heard += 1; }); }"


async def keyboard_only(page: Page, persona: Persona) -> str:
    """ "applied" when a flow's click is refused, and one that went past it does nothing on the page, else why not.

    page: one with a button.
    """
    button = page.locator("button").first
    try:
        doing = Doing(persona=persona, context=page.context, met=PagesMet(reader=None), root=Path.cwd())
        with doing.acting():
            try:
                await button.click()
            except NotHerWay:
                pass
            else:
                return could_not("the browser lets a flow click")
        if persona.setting.javascript:  # where scripts are off, the guard within the page is off too
            await page.evaluate(_HEARD)
            await button.click()
            if await page.evaluate("() => window.heard"):
                return could_not("a page hears of a pointer's click")
    except Error as error:
        return could_not(error.message.strip().splitlines()[0])
    return APPLIED
