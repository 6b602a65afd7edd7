"""Links between pages lead somewhere, and the map shows every floor."""

from __future__ import annotations

import re

import pytest
from markdown_pages import Page, code, page, pages

_LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")


@pytest.mark.parametrize("one", [pytest.param(one, id=one.name) for one in pages()])
def test_every_link_of_a_page_leads_somewhere(one: Page) -> None:
    broken = []
    for found in _LINK.finditer(one.prose):
        target, _, anchor = found["target"].partition("#")
        if "://" in target:
            continue
        path = (one.path.parent / target).resolve() if target else one.path
        if not path.exists() or (anchor and anchor not in anchors_of(path.read_text(encoding="utf-8"))):
            broken.append(found["target"])

    assert broken == []


def test_every_page_of_the_docs_can_be_reached_from_another() -> None:
    targets = [(one, found["target"].partition("#")[0]) for one in pages() for found in _LINK.finditer(one.prose)]
    linked = {(one.path.parent / target).resolve() for one, target in targets}

    assert [one.name for one in pages() if one.name != "README.md" and one.path not in linked] == []


def test_the_map_of_floors_shows_every_floor_and_fits_one_page() -> None:
    architecture = page("ARCHITECTURE.md")
    listed = {code(row[0]) for row in architecture.rows("Floors")}
    source = architecture.path.parent / "src" / "tellonce"

    assert listed == {folder.name for folder in source.iterdir() if (folder / "__init__.py").is_file()}
    assert len(architecture.text.splitlines()) <= 90


def anchors_of(text: str) -> set[str]:
    """The anchors that a page's headings give, as GitHub makes them."""
    headings = Page(name="", text=text).headings()
    return {re.sub(r"[^\w\- ]", "", heading.casefold()).strip().replace(" ", "-") for heading in headings}
