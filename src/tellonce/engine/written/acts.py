"""What she does on a page, act by act, without a pointer: it serves those who have none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Self

from playwright.async_api import Error, Locator, Page
from playwright.async_api import TimeoutError as NothingCame

from tellonce.engine.written.meaning import Meaning, NoMeaning
from tellonce.engine.written.missing import Missing
from tellonce.engine.written.signs import shown_by
from tellonce.engine.written.templates import fill
from tellonce.model.errors import Place, nearest
from tellonce.model.written_steps import WrittenAct

__all__ = ["ActFailed", "Acting", "split_names"]

_CSS = "css="
_MOST_NAMES = 12
_FIELDS = "input:not([type=button], [type=submit], [type=reset], [type=hidden]), textarea, select, [contenteditable]"
_CHECKS = "input[type=checkbox], input[type=radio], [role=checkbox], [role=radio], [role=switch]"
_FIELD_ROLES = ("textbox", "searchbox", "spinbutton", "combobox", "listbox")
_CALLED = """
elements => elements.filter((one) => one.checkVisibility()).map((one) => {
  const labels = one.labels ? [...one.labels].map((label) => label.innerText) : [];
  const legend = one.matches("fieldset") && one.querySelector("legend");
  if (legend) return legend.innerText.trim();
  const said = one.getAttribute("aria-label") || labels.join(" ") || one.innerText || one.value || one.name || "";
  return said.trim().replace(/\\s+/g, " ");
}).filter((said) => said)
"""


class ActFailed(Error):
    """An act could not be done: the page is not as the file expects. The message is one line."""

    def __init__(self, said: str, place: Place) -> None:
        super().__init__(f"{said} ({place})")
        self.said, self.place = said, place


def split_names(written: str) -> tuple[str, ...]:
    """The names by which a field or button may be called: "Phone number | Telefonnummer"."""
    return tuple(name.strip() for name in written.split(" | ") if name.strip())


class Acting:
    """Does acts on one page, which loads nothing before. meaning: of names in braces.  root: where files to attach lie.

    Used in a `with`: as long as it lasts, it listens to what is going on in the page.
    """

    def __init__(self, page: Page, meaning: Meaning, *, root: Path) -> None:
        self._page, self._meaning, self._root = page, meaning, root
        self._place = Place(file="steps")
        self._missing = Missing(page)

    def __enter__(self) -> Self:
        self._missing.begin()
        return self

    def __exit__(self, *_raised: object) -> None:
        self._missing.end()

    async def do(self, act: WrittenAct, place: Place) -> None:
        """One act. Raises ActFailed when the page offers no such thing within the page's own time limit."""
        self._place = place
        try:
            await self._do(act)
            if act.verb not in ("press", "wait_for"):
                self._missing.turned_away()
        except ActFailed:
            raise
        except NoMeaning as unknown:
            raise ActFailed(str(unknown), place) from None
        except Error as error:
            said = error.message.strip().split("\nCall log")[0].splitlines()[0]
            raise ActFailed(said, place) from None

    async def _do(self, act: WrittenAct) -> None:
        match act.verb:
            case "open":
                await self._page.goto(self._said(act.open))
            case "fill":
                for name, text in (act.fill or {}).items():
                    await self._write(name, self._said(text))
            case "choose":
                for name, option in (act.choose or {}).items():
                    await self._choose(name, self._said(option))
            case "tick":
                await self._set(self._said(act.tick), on=True)
            case "untick":
                await self._set(self._said(act.untick), on=False)
            case "attach":
                for name, file in (act.attach or {}).items():
                    field = await self._field(name, "input[type=file]")
                    await field.set_input_files(self._root / self._said(file))
            case "press":
                await self._press(self._said(act.press))
            case "wait_for":
                await self._wait_for(act)

    def _said(self, text: str | None) -> str:
        return fill(text or "", self._meaning.of)

    async def _write(self, name: str, text: str) -> None:
        field = await self._field(name, _FIELDS)
        await field.fill(text)

    async def _field(self, name: str, css: str) -> Locator:
        def called(one: str) -> Locator:
            found = self._page.get_by_label(one, exact=True)
            for role in _FIELD_ROLES:
                found = found.or_(self._page.get_by_role(role, name=one, exact=True))  # type: ignore[arg-type]
            return found.and_(self._page.locator(css))

        return await self._the_one(name, called, "field", css)

    async def _choose(self, name: str, option: str) -> None:
        def lists(one: str) -> Locator:
            return self._page.get_by_label(one, exact=True).and_(self._page.locator("select"))

        def groups(one: str) -> Locator:
            of_role = self._page.get_by_role("radiogroup", name=one, exact=True)
            return of_role.or_(self._page.get_by_role("group", name=one, exact=True))

        found = await self._the_one(name, lambda one: lists(one).or_(groups(one)), "list or group", "select, fieldset")
        if await found.evaluate("one => one.tagName") != "SELECT":
            within = self._alternatives(option, lambda one: found.get_by_label(one, exact=True))
            by_value = found.locator(f"input[type=radio][value={_quoted(option)}]")
            await self._turn(await self._only(within.or_(by_value), option, "option", found.locator("input")), on=True)
            return
        offered: list[list[str]] = await found.evaluate(
            "one => [...one.options].map((option) => [option.label.trim(), option.value])"
        )
        wanted = split_names(option)
        for label, value in offered:
            if label in wanted or value in wanted:
                await found.select_option(value=value)
                return
        raise self._not_there(f'"{name}" has no option "{option}"', option, [label for label, _ in offered])

    async def _set(self, name: str, *, on: bool) -> None:
        def called(one: str) -> Locator:
            return self._page.get_by_label(one, exact=True).and_(self._page.locator(_CHECKS))

        await self._turn(await self._the_one(name, called, "check box or radio button", _CHECKS), on=on)

    async def _turn(self, box: Locator, *, on: bool) -> None:
        if await box.is_checked() != on:
            await box.press("Space")
        if await box.is_checked() != on:
            raise ActFailed(f"it stays {'un' if on else ''}ticked when she presses the space bar on it", self._place)

    async def _press(self, name: str) -> None:
        def called(one: str) -> Locator:
            button = self._page.get_by_role("button", name=one, exact=True)
            return button.or_(self._page.get_by_role("link", name=one, exact=True))

        what = "button or link"
        found = await self._the_one(name, called, what, "button, a[href], input[type=submit], [role=button]")
        await self._missing.pressing()
        handle = await found.element_handle()
        try:
            await handle.wait_for_element_state("enabled")
        except NothingCame:
            raise ActFailed(f'"{name}" stays disabled: she cannot press it', self._place) from None
        await found.press("Enter")

    async def _wait_for(self, act: WrittenAct) -> None:
        if act.wait_for is None:
            return
        if not await self._missing.comes(shown_by(self._page, act.wait_for).first):
            page = f"{self._missing.trouble}: it" if self._missing.trouble else "the page"
            raise ActFailed(f"{page} never showed {act.wait_for}", self._place)

    # finding -------------------------------------------------------------------------------------------------------

    async def _the_one(self, name: str, called: Callable[[str], Locator], what: str, css: str) -> Locator:
        if name.startswith(_CSS):
            made = self._page.locator(name.removeprefix(_CSS))
        else:
            made = self._alternatives(name, called)
        return await self._only(made, name, what, self._page.locator(css))

    def _alternatives(self, name: str, called: Callable[[str], Locator]) -> Locator:
        first, *others = split_names(name) or (name,)
        made = called(first)
        for other in others:
            made = made.or_(called(other))
        return made

    async def _only(self, made: Locator, name: str, what: str, others: Locator) -> Locator:
        """The one of them that can be seen. Raises ActFailed for none, and for several: nobody knows which is meant."""
        seen = made.locator("visible=true")

        async def called() -> list[str]:
            there: list[str] = await others.evaluate_all(_CALLED)
            return there

        if not await self._missing.comes(seen.first, unless=called):
            page = f"{self._missing.trouble}: it" if self._missing.trouble else "the page"
            raise self._not_there(f'{page} has no {what} "{name}"', name, await called())
        count = await seen.count()
        if count > 1:
            raise ActFailed(f'the page has {count} times a {what} "{name}": nobody knows which is meant', self._place)
        return seen

    def _not_there(self, said: str, name: str, there: Sequence[str]) -> ActFailed:
        here, close = self._place, nearest(split_names(name)[0] if split_names(name) else name, there)
        names = [f'"{one}"' for one in dict.fromkeys(there)]
        more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
        has = f"it has {', '.join(names[:_MOST_NAMES])}{more}" if names else ""
        if close is not None and close in split_names(name):
            return ActFailed(f"{said}; there is something of this name, which came too late or is something else", here)
        if close is not None:
            return ActFailed(f'{said}; did you mean "{close}"? {has[:1].upper()}{has[1:]}', here)
        return ActFailed(f"{said}; {has}" if has else said, here)


def _quoted(text: str) -> Any:
    """A CSS string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
