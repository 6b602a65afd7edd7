"""A page that she met, shown again as she left it, in a window of another width."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import Error, Page, Request, Route

__all__ = ["Fitted", "fit"]

_HIGH = 800
_NEEDED = frozenset({"stylesheet", "image", "font", "media"})
_MEASURE = """
(width) => {
  const root = document.scrollingElement || document.documentElement;
  const over = (one) => one.getBoundingClientRect().right + scrollX > width + 1;
  const out = [...document.querySelectorAll("body *")].filter((one) => one.checkVisibility() && over(one));
  const last = out.filter((one) => ![...one.children].some(over)).pop();
  const more = last && (last.id ? `#${last.id}` : last.classList[0] ? `.${last.classList[0]}` : "");
  const name = last ? last.tagName.toLowerCase() + more : "";
  return {needs: root.scrollWidth, widest: name};
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """needs: how wide the page is, None when that could not be found out, and `blind` says why."""

    needs: int | None = None
    widest: str = ""
    blind: str = ""


async def fit(page: Page, url: str, html: str, width: int) -> Fitted:
    """How wide `html` is in a window `width` CSS pixels wide. page: a new one of her context; it is used up.

    Nothing is told to the service: no script runs, and only what a page looks like is fetched. Never raises.
    """
    missing: list[str] = []

    async def answer(route: Route, request: Request) -> None:
        if request.is_navigation_request() and request.frame == page.main_frame:
            headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": "script-src 'none'"}
            await route.fulfill(status=200, headers=headers, body=html)
        elif request.resource_type in _NEEDED and request.method == "GET":
            await route.continue_()
        else:
            await route.abort()

    def failed(request: Request) -> None:
        if request.resource_type == "stylesheet":
            missing.append(request.url)

    page.on("requestfailed", failed)
    page.on("response", lambda response: failed(response.request) if response.status >= 400 else None)
    try:
        await page.set_viewport_size({"width": width, "height": _HIGH})
        await page.route("**/*", answer)
        await page.goto(url.partition("#")[0], wait_until="load")
        found = await page.evaluate(_MEASURE, width)
    except Error as error:
        return Fitted(blind=f"it could not be shown again: {error.message.strip().splitlines()[0]}")
    if missing:
        return Fitted(blind=f"it could not be shown again as it was: {missing[0]} was not to be had")
    return Fitted(needs=found["needs"], widest=found["widest"])
