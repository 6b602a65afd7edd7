"""What the commonest rules of axe mean for whoever meets them, in a sentence of everyday words."""

from __future__ import annotations

from collections.abc import Mapping

from tellonce.story.speech import say

__all__ = ["PLAIN", "plain"]

PLAIN: Mapping[str, str] = {
    "area-alt": "area",
    "aria-command-name": "no_name",
    "aria-hidden-body": "hidden_page",
    "aria-hidden-focus": "hidden_focus",
    "aria-input-field-name": "field",
    "aria-required-attr": "state",
    "aria-required-children": "children",
    "aria-required-parent": "parent",
    "aria-roles": "role",
    "aria-toggle-field-name": "toggle",
    "autocomplete-valid": "autocomplete",
    "button-name": "button",
    "bypass": "bypass",
    "color-contrast": "contrast",
    "definition-list": "list",
    "dlitem": "list",
    "document-title": "title",
    "duplicate-id-aria": "twice",
    "empty-heading": "empty_heading",
    "frame-title": "frame",
    "heading-order": "heading_order",
    "html-has-lang": "language",
    "html-lang-valid": "language",
    "html-xml-lang-mismatch": "language",
    "image-alt": "picture",
    "input-button-name": "button",
    "input-image-alt": "picture_button",
    "label": "field",
    "landmark-one-main": "main",
    "link-in-text-block": "link_colour",
    "link-name": "link",
    "list": "list",
    "listitem": "list",
    "meta-refresh": "refresh",
    "meta-viewport": "zoom",
    "nested-interactive": "nested",
    "object-alt": "picture",
    "page-has-heading-one": "main_heading",
    "region": "region",
    "role-img-alt": "picture",
    "scrollable-region-focusable": "scroll",
    "select-name": "choice",
    "svg-img-alt": "picture",
    "target-size": "small",
    "td-headers-attr": "table",
    "th-has-data-cells": "table",
    "valid-lang": "part_language",
    "video-caption": "subtitles",
}
"""Rule of axe -> which words ("barrier.<words>") say what is wrong, and what that means, whatever her or his pronouns
are."""
_LANDMARK = "landmark-"


def plain(rule: str) -> str:
    """What a rule means; "" where there is nothing plainer to say than the rule itself says."""
    words = PLAIN.get(rule, "")
    if not words and rule.startswith("aria-"):
        words = "aria"
    if not words and rule.startswith(_LANDMARK):
        words = "region"
    return say(f"barrier.{words}") if words else ""
