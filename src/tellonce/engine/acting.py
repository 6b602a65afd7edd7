"""What she does on her pages, noticed as steps/ do it: what is not her way is refused at once.

Playwright's own verbs are wrapped, once per process. They ask who is acting: nobody outside a flow or a sign-in, so
that probes, the company's own browsers and other users of Playwright go as if nothing were there.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, wraps
from pathlib import Path
from typing import Any

from playwright.async_api import (
    BrowserContext,
    ElementHandle,
    Error,
    Frame,
    JSHandle,
    Keyboard,
    Locator,
    Mouse,
    Page,
    Touchscreen,
)

from tellonce.engine.pages_met import PagesMet
from tellonce.model.barrier import Barrier
from tellonce.model.errors import TellonceError
from tellonce.model.persona import Persona

__all__ = ["Doing", "NotHerWay", "ScriptsOff", "notice_acts"]

_REACH = Path(__file__).with_name("reach.js").read_text(encoding="utf-8")
_OWN = Path(__file__).parents[1]
_POINTER = (
    *("click", "dblclick", "tap", "hover", "check", "uncheck", "set_checked", "drag_and_drop", "drag_to", "drop"),
    *("down", "up", "move", "wheel"),
)
_KEYS = ("press", "press_sequentially", "type", "fill", "clear", "focus", "select_option", "select_text", "insert_text")
_SCRIPT = (
    *("evaluate", "evaluate_handle", "evaluate_all", "eval_on_selector", "eval_on_selector_all"),
    *("wait_for_function", "add_script_tag", "dispatch_event"),
)
_ACTING_SCRIPT = re.compile(
    r"""(?:\.|\[\s*['"`])(?:click|submit|requestSubmit|dispatchEvent)(?:['"`]\s*\])?(?:\.call|\.apply)?\s*(?:\?\.)?\("""
)
"""A script that does something in her place, as far as its text tells; one that only reads the page is no act."""
_LEAVING = ("goto", "reload", "go_back", "go_forward", "set_content", "close")
_POINTER_EVENTS = ("click", "dblclick", "auxclick", "contextmenu", "mouse", "pointer", "touch", "drag", "drop", "wheel")
_ACTING_KEYS = ("Enter", "NumpadEnter", " ", "Space")
"""What acts on the thing that has the focus; other keys lead away from it."""
_INSTEAD = {
    "check": 'locator.press("Space")',
    "uncheck": 'locator.press("Space")',
    "set_checked": 'locator.press("Space")',
    "hover": 'locator.focus(), or page.keyboard.press("Tab")',
    "drag_to": "the keys that the page offers instead of dragging",
    "drag_and_drop": "the keys that the page offers instead of dragging",
    "wheel": 'page.keyboard.press("PageDown")',
}


class NotHerWay(TellonceError):
    """A flow tried what she cannot do: it used a pointer where she has none."""


class ScriptsOff(NotHerWay):
    """A flow ran a script where hers are off: what it does is not what she could do, so nothing can be said of her."""


@dataclass(slots=True, kw_only=True)
class Doing:
    """One customer's acts. root: the project's, for places.

    refused: what was tried that is not her way; pointers, scripts: the same in words, with place.
    acts, barriers: of the keyboard; counted only for who uses nothing else.
    pages: those on which she did something, popups and tabs included.
    """

    persona: Persona
    context: BrowserContext
    met: PagesMet
    root: Path
    refused: list[NotHerWay] = field(default_factory=list)
    pointers: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    acts: int = 0
    barriers: dict[tuple[str, str], Barrier] = field(default_factory=dict)
    pages: dict[Page, None] = field(default_factory=dict)

    @contextmanager
    def acting(self) -> Iterator[None]:
        """While this lasts, whatever this task does on her pages is her doing."""
        notice_acts()
        self.refused.clear()
        self.pointers.clear()
        self.barriers.clear()
        self.acts = 0
        token = _doing.set(self)
        try:
            yield
        finally:
            _doing.reset(token)

    async def meet_last(self, page: Page) -> None:
        """She is done: meet what `page`, and every other page on which she did something, shows in the end."""
        for one in dict.fromkeys((page, *self.pages)):
            await self.met.meet(one)

    def insist(self) -> None:
        """Raise NotHerWay again for a flow that went on all the same."""
        if self.refused:
            raise self.refused[0]

    async def before(self, verb: str, thing: Any, page: Page, arguments: Sequence[Any], where: str) -> None:
        """Called before each act. Raises NotHerWay."""
        setting = self.persona.setting
        called = f"{type(thing).__name__.casefold()}.{verb}"
        if setting.keyboard_only and _is_pointer(verb, thing, arguments):
            self.pointers.append(f"{called} at {where}")
            instead = _INSTEAD.get(verb, 'locator.press("Enter"), locator.press("Space") or locator.fill(...)')
            what = f"{self.persona.name} uses the keyboard only, and the flow tried {called}"
            self._refuse(NotHerWay(_told(what, where, instead)))
        if setting.keyboard_only and verb in _SCRIPT and verb != "dispatch_event" and _acts_by_script(arguments):
            self.pointers.append(f"{called} at {where}")
            instead = 'locator.press("Enter"), locator.press("Space") or locator.fill(...)'
            what = f"{self.persona.name} uses the keyboard only, and the flow lets a script act: {called}"
            self._refuse(NotHerWay(_told(what, where, instead)))
        if not setting.javascript and verb in _SCRIPT:
            self.scripts.append(f"{called} at {where}")
            instead = (
                "locators, which need no script of the page: locator.wait_for(), locator.count(), page.wait_for_url()"
            )
            what = f"{self.persona.name} has JavaScript off, and the flow tried {called}"
            self._refuse(ScriptsOff(_told(what, where, instead)))
        if verb in _SCRIPT:
            return
        self.pages[page] = None
        await self.met.meet(page)
        if setting.keyboard_only and verb in _KEYS:
            self.acts += 1
            await self._reach(verb, thing, page, arguments)

    def _refuse(self, refused: NotHerWay) -> None:
        self.refused.append(refused)
        raise refused

    async def _reach(self, verb: str, thing: Any, page: Page, arguments: Sequence[Any]) -> None:
        if isinstance(thing, Keyboard):
            if verb == "press" and (not arguments or str(arguments[0]).split("+")[-1] not in _ACTING_KEYS):
                return
            found = await page.evaluate(f"() => ({_REACH})(document.activeElement)")
        elif isinstance(thing, Page | Frame):
            found = await thing.locator(str(arguments[0])).first.evaluate(_REACH) if arguments else None
        else:
            found = await thing.evaluate(_REACH)
        if found is None:
            return
        if found["wrong"]:
            self._note("out-of-reach", "serious", found["selector"], f"what she acts on {found['wrong']}")
        elif found["unseen"]:
            self._note("focus-not-seen", "moderate", found["selector"], "nothing shows that it has the focus")

    def _note(self, rule: str, impact: Any, selector: str, says: str) -> None:
        self.barriers.setdefault((rule, selector), Barrier(rule=rule, impact=impact, says=says, selectors=(selector,)))


def _told(what: str, where: str, instead: str) -> str:
    return f"{what}\n  flow      {where}\n  instead   {instead}"


_doing: ContextVar[Doing | None] = ContextVar("tellonce_doing", default=None)


def _is_pointer(verb: str, thing: Any, arguments: Sequence[Any]) -> bool:
    if isinstance(thing, Keyboard):
        return False
    if isinstance(thing, Mouse | Touchscreen):
        return True
    if verb == "dispatch_event":
        kind = arguments[0 if isinstance(thing, Locator | ElementHandle) else 1 :]
        return bool(kind) and str(kind[0]).casefold().startswith(_POINTER_EVENTS)
    return verb in _POINTER


def _acts_by_script(arguments: Sequence[Any]) -> bool:
    return any(isinstance(said, str) and _ACTING_SCRIPT.search(said) for said in arguments)


@cache
def notice_acts() -> None:
    """Wrap Playwright's verbs; calling it again does nothing."""
    for thing in (Page, Frame, Locator, ElementHandle, JSHandle, Mouse, Keyboard, Touchscreen):
        for verb in (*_POINTER, *_KEYS, *_SCRIPT, *_LEAVING):
            original = vars(thing).get(verb)
            if original is not None:
                setattr(thing, verb, _noticed(verb, original))


def _noticed(verb: str, original: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    takes = inspect.signature(original)

    def all_said(self: Any, arguments: Sequence[Any], named: Mapping[str, Any]) -> tuple[Any, ...]:
        """What was said, in the order of the verb's parameters, whether by position or by name."""
        try:
            return tuple(takes.bind(self, *arguments, **named).arguments.values())[1:]
        except TypeError:  # the verb itself says what is wrong
            return tuple(arguments)

    @wraps(original)
    async def noticed(self: Any, *arguments: Any, **named: Any) -> Any:
        doing = _doing.get()
        if doing is None or (verb in _SCRIPT and _is_ours(sys._getframe(1).f_code.co_filename)):
            return await original(self, *arguments, **named)
        where = _place(doing.root)
        token = _doing.set(None)  # what the check itself asks of the page is no act of hers
        try:
            page = await _page_of(self, doing)
            if page is not None:
                try:
                    await doing.before(verb, self, page, all_said(self, arguments, named), where)
                except Error as error:
                    message = error.message.replace("Locator.evaluate:", f"{type(self).__name__}.{verb}:")
                    raise type(error)(message) from None
            return await original(self, *arguments, **named)
        finally:
            _doing.reset(token)

    return noticed


async def _page_of(thing: Any, doing: Doing) -> Page | None:
    """The page of hers that is acted upon; None for a page of somebody else."""
    page: Page | None
    if isinstance(thing, Page):
        page = thing
    elif isinstance(thing, Frame | Locator):
        page = thing.page
    elif isinstance(thing, ElementHandle):
        frame = await thing.owner_frame()
        page = frame.page if frame is not None else None
    elif isinstance(thing, JSHandle):
        return None if doing.persona.setting.javascript else next(iter(doing.context.pages), None)
    else:
        mine = (one for one in doing.context.pages if thing in (one.mouse, one.keyboard, one.touchscreen))
        page = next(mine, None)
    return page if page is not None and page.context is doing.context else None


def _is_ours(file: str) -> bool:
    """Whether Tellonce itself asks: flows written in YAML read the page by scripts that change nothing."""
    return Path(file).is_relative_to(_OWN)


def _place(root: Path) -> str:
    """file:line of the project's own line that led here."""
    frame = sys._getframe(2)
    nearest = ""
    while frame is not None:
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(root) and "site-packages" not in file.parts and not file.is_relative_to(_OWN):
            return f"{file.relative_to(root).as_posix()}:{frame.f_lineno}"
        if not nearest and not file.is_relative_to(_OWN):
            nearest = f"{file}:{frame.f_lineno}"
        frame = frame.f_back  # type: ignore[assignment]  # the outermost frame has none
    return nearest or "an unknown place"
