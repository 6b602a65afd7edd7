"""How each customer of a worker goes about things: what she did, and the pages she met on the way."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import BrowserContext

from tellonce.engine.acting import Doing
from tellonce.engine.pages_met import PagesMet
from tellonce.engine.screen_reader import ScreenReader
from tellonce.model.persona import Customer

__all__ = ["Ways"]


class Ways:
    """root: the project's, for places in steps/."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._doings: dict[str, list[Doing]] = {}

    def begin(
        self, customer: Customer, context: BrowserContext, *, during: str, languages: tuple[str, ...] = ()
    ) -> Doing:
        """She is about to do something. languages: those in which the company may speak to her; hers when unsaid."""
        doings = self._doings.setdefault(customer.key, [])
        setting = customer.persona.setting
        if doings:
            met = doings[0].met.again()
        else:
            met = PagesMet(reader=ScreenReader(scripts=setting.javascript) if setting.screen_reader else None)
        met.during = during
        met.languages = tuple(dict.fromkeys(languages)) or (customer.persona.language,)
        doing = Doing(persona=customer.persona, context=context, met=met, root=self._root)
        doings.append(doing)
        return doing

    def of(self, key: str) -> tuple[Doing, ...]:
        """All that a customer did so far, oldest first."""
        return tuple(self._doings.get(key, ()))

    def forget(self, key: str) -> None:
        """She has left."""
        self._doings.pop(key, None)
