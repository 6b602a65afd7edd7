"""HTML that a service sent, made harmless: shown in a frame that may do nothing, and nothing in it could."""

from __future__ import annotations

import nh3

__all__ = ["FRAME_STYLE", "cleaned"]

FRAME_STYLE = (
    ":root{color-scheme:light}body{margin:1rem;font:15px/1.5 system-ui,sans-serif;color:#151a2d;background:#fff;"
    "overflow-wrap:anywhere}table{border-collapse:collapse}td,th{padding:.2rem .5rem;vertical-align:top}"
    "u{text-decoration-style:dotted}"
)
"""The only style inside the frame; the page's policy knows it by its hash."""
_MOST_CHARACTERS = 60_000
_TAGS = {
    *("a", "abbr", "address", "article", "b", "bdi", "bdo", "blockquote", "br", "caption", "center", "cite", "code"),
    *("col", "colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2"),
    *("h3", "h4", "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s"),
    *("samp", "section", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead"),
    *("tr", "tt", "u", "ul", "var"),
}
# Neither where a link leads nor where a picture lies: nothing in the frame may ask a network, not even when clicked.
_ATTRIBUTES = {
    "*": {"dir", "lang"},
    "img": {"alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
}
_GONE = {"script", "style", "title", "head", "template", "noscript", "iframe", "object", "svg", "math", "textarea"}


def cleaned(html: str) -> str:
    """`html` with its text, lists and tables, and without scripts, styles, addresses, forms and pictures.

    Of a picture its alternative text stays. Cut when endless; empty when nothing is left.
    """
    left = nh3.clean(
        html[:_MOST_CHARACTERS].replace("\x00", ""),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        clean_content_tags=_GONE,
        url_schemes=set(),
        link_rel=None,
        strip_comments=True,
    )
    return left if left.strip() else ""
