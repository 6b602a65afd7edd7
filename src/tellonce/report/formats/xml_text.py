"""Hostile text in XML: escaping is ElementTree's; what XML cannot hold at all becomes visible."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, indent, tostring

from tellonce.story.visible import visible

__all__ = ["document", "xml_text"]

_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """`text` with everything that hides as ⟦U+202E⟧, and U+FFFD for the rest of what XML 1.0 forbids."""
    return _NOT_XML.sub("\ufffd", visible(text))


def document(root: Element, more: Iterable[Element] = ()) -> bytes:
    """The document in UTF-8, indented, with its declaration and a line end.

    more: further children, the last, which need not be in memory together; the root must have one of its own then.
    """
    indent(root)
    whole: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    begin, end = whole.rsplit(b"\n</", 1) if len(root) else (whole, b"")
    parts = [begin]
    for child in more:
        indent(child, level=1)
        parts.append(b"\n  " + tostring(child, encoding="utf-8"))
    return b"".join([*parts, b"\n</" + end if len(root) else b"", b"\n"])
