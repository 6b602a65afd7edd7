"""How the company's answer is recognised on a page: what is shown that was not shown before she pressed."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any

from playwright.async_api import Error, Locator, Page

from tellonce.engine.flows import Refused, Unanswered
from tellonce.model.written_steps import Answer, Sign

__all__ = ["Shown", "answered", "shown_by", "shown_now"]

_PAUSE_S = 0.05
_HELD_S = 1.0
_TEXTS = """
(elements, insist) => elements.map((one) => (one.innerText || "").trim()).filter((said) => said || !insist)
"""
_STATUS = """
() => [performance.timeOrigin, (performance.getEntriesByType("navigation")[0] || {}).responseStatus || 0]
"""
_WRONG = 400
_KEPT_BACK = """
() => {
  const field = document.activeElement;
  if (!field || !field.form || !field.willValidate || field.validity.valid) return null;
  const label = field.labels && field.labels.length ? field.labels[0].innerText.trim() : field.name;
  return [label, field.validationMessage];
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the signs of an answer said at one moment. document: which one it was, by when it was loaded."""

    document: float
    texts: dict[str, tuple[str, ...]]


def shown_by(page: Page, sign: Sign) -> Locator:
    """Whatever shows the sign, and can be seen."""
    if sign.role:
        made = page.get_by_role(sign.role)
    elif sign.css:
        made = page.locator(sign.css)
    else:
        made = page.get_by_text(sign.text)
    if sign.text and (sign.role or sign.css):
        made = made.filter(has_text=sign.text)
    return made.locator("visible=true")


async def shown_now(page: Page, answer: Answer) -> Shown:
    """What the page shows before she presses: what stands there already is no answer."""
    document = await page.evaluate("performance.timeOrigin")
    return Shown(document=document, texts={name: await _texts(page, sign) for name, sign in _signs(answer)})


async def answered(page: Page, answer: Answer, before: Shown) -> None:
    """Wait until the company says that it is done.

    Raises Refused when it says no, or the page does not let her send it; Unanswered when it says neither, or both, or
    yes on a page that the service itself calls a failure.
    """
    until = monotonic() + answer.within
    held_since: float | None = None
    while True:
        try:
            new = _new(await shown_now(page, answer), before)
            kept_back = None if new else await _kept_back(page, before)
        except Error:  # the page is on its way to the next one
            if page.is_closed():
                raise
            new, kept_back = {}, None
        if new:
            _decide(new)
            return await _insist_on_success(page, new["accepted"], before)
        held_since = (held_since or monotonic()) if kept_back is not None else None
        # A page may go to an empty field after it has sent the form: then its answer is on its way.
        if kept_back is not None and held_since is not None and monotonic() - held_since >= _HELD_S:
            raise Refused(f'the page does not let her send it: "{kept_back[0]}": {kept_back[1]}')
        if monotonic() >= until:
            raise Unanswered(await _instead(page, before))
        await asyncio.sleep(_PAUSE_S)


def _decide(new: dict[str, str]) -> None:
    if "unknown" in new:
        raise Unanswered(f'the page says "{_line(new["unknown"])}"')
    if "accepted" in new and "refused" in new:
        said = f'"{_line(new["accepted"])}" and "{_line(new["refused"])}"'
        raise Unanswered(f"the page says both that it is done and that it is refused: {said}")
    if "refused" in new:
        raise Refused(_line(new["refused"]))


async def _insist_on_success(page: Page, said: str, before: Shown) -> None:
    """A page for mistakes may bear what every page does, a greeting for instance: it accepts nothing.

    Of the page on which she pressed it is a script that answers, whatever the page itself was answered with.
    """
    with suppress(Error):  # it is gone already: what it said counts
        document, status = await page.evaluate(_STATUS)
        if document != before.document and status >= _WRONG:
            raise Unanswered(f'the page was answered {status}, although it says "{_line(said)}"')


def _new(now: Shown, before: Shown) -> dict[str, str]:
    """Sign -> what it says that was not said before; a new document says everything anew."""
    found: dict[str, str] = {}
    for name, texts in now.texts.items():
        said = Counter(before.texts[name]) if now.document == before.document else Counter[str]()
        fresh = list((Counter(texts) - said).elements())
        if fresh:
            found[name] = "; ".join(fresh)
    return found


async def _kept_back(page: Page, before: Shown) -> Any:
    """(field, what is wrong with it) when the browser did not send the form, which it shows by going to that field."""
    if await page.evaluate("performance.timeOrigin") != before.document:
        return None
    return await page.evaluate(_KEPT_BACK)


async def _instead(page: Page, before: Shown) -> str:
    """What came instead of an answer."""
    try:
        title = await page.title()
        document, status = await page.evaluate(_STATUS)
    except Error:
        return "no page came"
    if document == before.document and any(before.texts.values()):
        said = next(texts[0] for texts in before.texts.values() if texts)
        return f'the page "{title}" says only what it said before she pressed: "{_line(said)}"'
    wrong = f"was answered {status}, and " if document != before.document and status >= _WRONG else ""
    return f'the page "{title}" {wrong}says neither that it is done nor that it is refused'


async def _texts(page: Page, sign: Sign) -> tuple[str, ...]:
    """What each of them says. An element that is found by its role and is empty says nothing yet."""
    found: list[str] = await shown_by(page, sign).evaluate_all(_TEXTS, bool(sign.role))
    return tuple(found)


def _signs(answer: Answer) -> list[tuple[str, Sign]]:
    named = [("accepted", answer.accepted), ("refused", answer.refused), ("unknown", answer.unknown)]
    return [(name, sign) for name, sign in named if sign is not None]


def _line(text: str) -> str:
    return " ".join(text.split())
