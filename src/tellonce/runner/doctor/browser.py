"""Is there a browser, does it start, and does it open a page?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from playwright.async_api import Error

from tellonce.engine.browser import Browsing, find_browser
from tellonce.engine.loop import BackgroundLoop
from tellonce.model.errors import TellonceError, UsageProblem
from tellonce.runner.doctor.finding import Finding, ok, problem, warning

__all__ = ["browser"]

# A letter that no font has is drawn as the same box as one that Unicode will never have.
_BOXES = """letters => {
    const paint = (letter) => {
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = 40;
        const pen = canvas.getContext('2d');
        pen.font = '24px sans-serif';
        pen.fillText(letter, 4, 30);
        return canvas.toDataURL();
    };
    const box = paint('\\u{10FFFE}');
    return [...letters].filter(letter => paint(letter) === box).join('');
}"""

_INSTALL = "install Chromium (Debian: apt-get install chromium; else: playwright install chromium)"
_SIGNS = "Aé"


def browser(
    preferred: str, *, headed: bool, loop: BackgroundLoop, letters: str = _SIGNS, browsing: Browsing | None = None
) -> Iterator[Finding]:
    """Finds it, starts it as a run would, opens a page, and lets it go. letters: those that pages will show.

    browsing: for tests.
    """
    browsing = browsing or Browsing(preferred=preferred, headed=headed)
    try:
        found = find_browser(preferred, headed=headed)
        browsing.check()
        version, works, boxes = loop.run(_try(browsing, letters))
    except UsageProblem as error:
        first = error.problems[0]
        yield problem("browser", first.what, first.hint or _INSTALL)
        return
    except (Error, TellonceError) as error:
        yield problem("browser", f"it starts, and then opens no page: {str(error).splitlines()[0]}", _INSTALL)
        return
    finally:
        loop.run(browsing.close())
    where = found or "Playwright's own"
    if not works:
        yield problem("browser", f"{where} opens a page and shows something else than what is on it", _INSTALL)
        return
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    how = ", without its sandbox, which it refuses to root" if root else ""
    yield ok("browser", f"Chromium {version} ({where}) starts and opens a page{how}")
    if boxes:
        yield warning(
            "fonts",
            f"no font here has {' '.join(boxes)}, which the project's files use: pictures of pages show boxes there",
            "install fonts (Debian: apt-get install fonts-noto-core fonts-noto-cjk)",
        )


async def _try(browsing: Browsing, letters: str) -> tuple[str, bool, str]:
    """Its version, whether a page shows what is on it, and the letters that no font has."""
    opened: Any = await browsing.open()
    context = await browsing.context_for(None)
    page = await context.new_page()
    await page.set_content(f"<title>doctor</title><h1 id=it>{_SIGNS}</h1>")
    shown = await page.inner_text("#it")
    boxes = await page.evaluate(_BOXES, letters)
    await context.close()
    return str(opened.version), shown.strip() == _SIGNS, str(boxes)
