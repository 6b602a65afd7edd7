"""Text that is nothing but text in Markdown, on GitHub and GitLab too."""

from __future__ import annotations

import re

from tellonce.story.visible import one_line

__all__ = ["code", "plain"]

_MARKUP = re.compile(r"[\\`*_\[\]<>~^]")
_CALLS = re.compile(r"([@#!%$&])(?=\w)")
_LINKS = re.compile(r"(?i)(://|\bwww\.|\b(?:mailto|xmpp):)")
_BREAK = "\u200b"
"""Between a sign and what it would call: both sites look for mentions after a backslash has been taken away."""


def plain(text: str, longest: int = 400) -> str:
    """One line: no markup, no link, no mention of anybody, no cell of a table."""
    harmless = _MARKUP.sub(r"\\\g<0>", one_line(text, longest)).replace("|", "/")
    harmless = _LINKS.sub(lambda found: found[0].replace(":", f"{_BREAK}:").replace(".", f"{_BREAK}."), harmless)
    return _CALLS.sub(rf"\1{_BREAK}", harmless)


def code(text: str, longest: int = 200) -> str:
    """One line in a code span, where nothing is looked for; empty for nothing."""
    line = one_line(text, longest).replace("`", "'").replace("|", "/")
    return f"`{line}`" if line else ""
