"""The project's Markdown, as the tests of the docs read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{1,6} (?P<title>.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One Markdown file. name: its path from the project, with forward slashes."""

    name: str
    text: str

    @property
    def path(self) -> Path:
        """Where it lies."""
        return ROOT / self.name

    @property
    def prose(self) -> str:
        """The text without its code blocks."""
        return _FENCE.sub("", self.text)

    def blocks(self, language: str) -> list[str]:
        """Its code blocks in one language."""
        return [found["text"] for found in _FENCE.finditer(self.text) if found["language"] == language]

    def headings(self) -> list[str]:
        """The titles of its sections."""
        return [found["title"].strip() for found in _HEADING.finditer(self.prose)]

    def rows(self, heading: str, *, table: int = 0) -> list[list[str]]:
        """The cells of a table in the section `heading`, without its head. table: which one, from 0."""
        section = re.split(rf"^#+ {re.escape(heading)}$", self.text, flags=re.MULTILINE)
        assert len(section) == 2, f"{self.name} has {len(section) - 1} sections called '{heading}'"
        body = re.split(r"^#+ ", section[1], flags=re.MULTILINE)[0]
        tables = [found.splitlines() for found in re.findall(r"(?:^\|.*\|\n?)+", body, flags=re.MULTILINE)]
        return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in tables[table][2:]]


def page(name: str) -> Page:
    """One page by its path from the project."""
    return Page(name=name, text=(ROOT / name).read_text(encoding="utf-8"))


def pages() -> Iterator[Page]:
    """Every page that people read: those at the top, of docs/, of reports/ and beside Northbank."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    found += [ROOT / "reports" / "README.md", ROOT / "fixtures" / "northbank" / "README.md"]
    for path in sorted(found):
        yield page(path.relative_to(ROOT).as_posix())


def code(cell: str) -> str:
    """What a table's cell says, without its backticks."""
    return cell.strip("`")
