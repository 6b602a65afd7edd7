"""Hostile text in Markdown: nothing of it becomes markup, a link, a picture, a mention, or a command to a robot.

A backslash stops markup but no mention, since GitHub and GitLab look for those in the text that was rendered. What
could be one, and what could be an address, stands as code: there nobody looks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from tellonce.story.visible import one_line

__all__ = ["as_cell", "as_code", "as_link", "as_prose"]

_MARKUP = re.compile(r"[\\`*_\[\]|~$<>&]")
# @somebody, #12, GH-12, owner/name#12, !12, ~label, %milestone, $snippet, &epic, ^alert, :smile:, and addresses
_REFERENCE = re.compile(
    r"@|(?<!\w)[#!~%$&^]\w|\w#\d|\bGH-\d|:[\w+-]+:|[a-z][a-z0-9+.-]*:/|\bwww\.|\bmailto:|\bxmpp:", re.IGNORECASE
)
_TICKS = re.compile("`+")
_BEGINS = re.compile(r"^(?:[#+=/-]|(\d+)(?=[.)]))")
"""What a line may not begin with: headings, lists, and what GitLab takes for a command, such as /close."""
_IN_ADDRESS = re.compile(r"[^A-Za-z0-9:/?@!%=+,;.~_#-]")
"""What is encoded in an address: `$` may begin a formula, and `&` would begin an entity; it is written as one."""
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def as_prose(text: str, longest: int = 400, *, in_table: bool = False) -> str:
    """One line of running text. in_table: it stands in a cell, where a bar would end it even in code."""
    spell = as_cell if in_table else as_code
    prose = " ".join(_word(word, spell) for word in one_line(text, longest).split(" "))
    return prose if in_table else _BEGINS.sub(_escaped_beginning, prose)  # in a cell no line begins


def as_code(text: str, longest: int = 400) -> str:
    """One line as code: exact but for white space, and nothing in it means anything. For a table: `as_cell`."""
    shown = one_line(text, longest) or " "
    fence = "`" * (1 + max((len(found) for found in _TICKS.findall(shown)), default=0))
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def as_cell(text: str, longest: int = 400) -> str:
    """The same in a table, where a bar would end the cell even in code; there alone is its backslash taken away."""
    return as_code(text, longest).replace("|", r"\|")


def as_link(text: str, address: str) -> str:
    """A link, in a table too. text: our own words.  address: absolute; what has a meaning in Markdown is encoded."""
    return f"[{text}](<{_IN_ADDRESS.sub(_encoded, address)}>)"


def _word(word: str, spell: Callable[[str], str]) -> str:
    if _REFERENCE.search(word):
        return spell(word)
    return _MARKUP.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), word)


def _encoded(found: re.Match[str]) -> str:
    return "&amp;" if found[0] == "&" else quote(found[0], safe="")


def _escaped_beginning(found: re.Match[str]) -> str:
    return f"{found[1]}\\" if found[1] else f"\\{found[0]}"
