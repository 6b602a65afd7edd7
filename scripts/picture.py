"""Takes the README's picture: the first screen of a run's report, into docs/report.png.

`python scripts/picture.py [RUN] [--into FILE]`: RUN is a run's folder, or its name under reports/; the latest when left
out.  The report is opened from disk, as a reader would, in the Chromium that the journeys use.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from playwright.sync_api import Error, ViewportSize, sync_playwright

from tellonce.engine.browser import find_browser
from tellonce.model.errors import UsageProblem

ROOT = Path(__file__).resolve().parent.parent
SCREEN = ViewportSize(width=1280, height=800)


def main() -> int:
    """0 when the picture was taken; 2 when there is no report or no browser to take it with."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("run", nargs="?", default="latest", metavar="RUN", help="a run's folder, or its name")
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "report.png", metavar="FILE")
    asked = parser.parse_args()
    page = find_report(asked.run)
    if page is None:
        print(f"there is no report of the run '{asked.run}'\n  next  make run", file=sys.stderr)
        return 2
    try:
        take(page, asked.into)
    except (UsageProblem, Error) as problem:
        print(f"no picture could be taken: {problem}", file=sys.stderr)
        return 2
    print(f"{asked.into.name} shows {page.parent.resolve().name}")
    return 0


def find_report(run: str) -> Path | None:
    """The run's index.html, or None."""
    pages = [folder / "index.html" for folder in (Path(run), ROOT / "reports" / run)]
    return next((page.resolve() for page in pages if page.is_file()), None)


def take(page: Path, into: Path) -> None:
    """Photograph the first screen. Raises UsageProblem or playwright's Error when no browser can be started."""
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(),
            args=["--no-sandbox"] if as_root else [],  # Chromium refuses its sandbox to root
        )
        shown = browser.new_page(viewport=SCREEN, color_scheme="light", reduced_motion="reduce")
        shown.goto(page.as_uri(), wait_until="load")
        shown.screenshot(path=into)
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
