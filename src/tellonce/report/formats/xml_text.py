"""Hostile text in XML: escaping is ElementTree's; what XML cannot hold at all becomes visible."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from tellonce.story.visible import visible

__all__ = ["document", "xml_text"]

_PLACE = "children"
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """`text` with everything that hides as ⟦U+202E⟧, and U+FFFD for the rest of what XML 1.0 forbids."""
    return _NOT_XML.sub("\ufffd", visible(text))


def document(root: Element, children: Iterable[Element]) -> bytes:
    """The document in UTF-8, indented, with its declaration and a line end.

    children: those that come after the root's own; one at a time is in memory.
    """
    SubElement(root, _PLACE)
    indent(root)
    whole: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    begin, end = whole.split(f"<{_PLACE} />".encode())
    parts = [begin.rstrip()]
    for child in children:
        indent(child, level=1)
        # As text, which takes half the time: what has no UTF-8 was made visible before.
        parts.append(b"\n  " + tostring(child, encoding="unicode").rstrip().encode())
    return b"".join([*parts, end, b"\n"])
