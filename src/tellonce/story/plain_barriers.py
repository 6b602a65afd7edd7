"""What the commonest rules of axe mean for whoever meets them, in a sentence of everyday words."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["PLAIN", "plain"]

_NO_NAME = "something to use has no name: a screen reader cannot say what it is for"
_FIELD = "a field has no name: a screen reader cannot say what to fill in there"
_PICTURE = "a picture has no description: whoever does not see it does not know what it shows"
_LANGUAGE = "the page does not say which language it is in: a screen reader may speak it with a wrong voice"
_LIST = "a list is not built as one: a screen reader cannot say how many entries it has"
_TABLE = "the cells of a table do not belong to their headings: a screen reader reads numbers without saying of what"
_REGION = "parts of the page are not marked as what they are: by ear nobody can jump to the part that is needed"

PLAIN: Mapping[str, str] = {
    "area-alt": "a part of a picture that can be pressed has no name: a screen reader cannot say where it leads",
    "aria-command-name": _NO_NAME,
    "aria-hidden-body": "the whole page is hidden from screen readers: there is nothing to hear",
    "aria-hidden-focus": "the keyboard comes to something that is hidden from screen readers: nothing is said there",
    "aria-input-field-name": _FIELD,
    "aria-required-attr": "a control does not say how it is set: a screen reader cannot say whether it is on or off",
    "aria-required-children": "a list, menu or table of the page's own making lacks its parts: it cannot be read out",
    "aria-required-parent": "a part of a list, menu or table stands alone: a screen reader cannot say of what",
    "aria-roles": "something says that it is what screen readers do not know: they pass over what it really is",
    "aria-toggle-field-name": "a switch or check box has no name: a screen reader cannot say what it turns on",
    "autocomplete-valid": "a field about a person says wrongly what belongs there: a browser cannot fill it in",
    "button-name": "a button has no name: a screen reader says only 'button', and not what it does",
    "bypass": "nothing leads past what every page begins with: by ear or keyboard it is gone through each time",
    "color-contrast": "text is too pale against what is behind it: with weak eyes or in the sun it cannot be read",
    "definition-list": _LIST,
    "dlitem": _LIST,
    "document-title": "the page has no title: among several windows nobody hears which one it is",
    "duplicate-id-aria": "two things share one name inside the page: a screen reader may read out the wrong label",
    "empty-heading": "a heading is empty: whoever goes from heading to heading hears nothing there",
    "frame-title": "a page within the page has no title: a screen reader cannot say what is in it",
    "heading-order": "headings skip a level: by ear it seems that a part of the page is missing",
    "html-has-lang": _LANGUAGE,
    "html-lang-valid": _LANGUAGE,
    "html-xml-lang-mismatch": _LANGUAGE,
    "image-alt": _PICTURE,
    "input-button-name": "a button has no name: a screen reader says only 'button', and not what it does",
    "input-image-alt": "a button that is a picture has no name: a screen reader cannot say what it does",
    "label": _FIELD,
    "landmark-one-main": "the page does not say where its content begins: by ear nobody can jump to it",
    "link-in-text-block": "a link is told from the text around it by its colour alone: not everybody sees it",
    "link-name": "a link has no name: a screen reader says only 'link', and not where it leads",
    "list": _LIST,
    "listitem": _LIST,
    "meta-refresh": "the page loads itself anew: whoever listens to it is thrown back to its beginning",
    "meta-viewport": "the page forbids to enlarge it: with weak eyes it cannot be read",
    "nested-interactive": "something to press lies within another: a screen reader may never say that it is there",
    "object-alt": _PICTURE,
    "page-has-heading-one": "the page has no main heading: by ear nobody can tell what it is about",
    "region": _REGION,
    "role-img-alt": _PICTURE,
    "scrollable-region-focusable": "a part of the page is scrolled by a pointer only: the keyboard does not reach it",
    "select-name": "a list to choose from has no name: a screen reader cannot say what is to be chosen",
    "svg-img-alt": _PICTURE,
    "target-size": "something to press is very small or close to another: an unsteady hand misses it",
    "td-headers-attr": _TABLE,
    "th-has-data-cells": _TABLE,
    "valid-lang": "a part of the page names a language that there is not: a screen reader may speak it wrongly",
    "video-caption": "a film has no subtitles: whoever does not hear it does not know what is said",
}
"""Rule of axe -> what is wrong, and what that means, whatever her or his pronouns are."""
_ARIA = "what the page tells screen readers of one of its parts is wrong: they say something else, or nothing"
_LANDMARK = "landmark-"


def plain(rule: str) -> str:
    """What a rule means; "" where there is nothing plainer to say than the rule itself says."""
    if rule in PLAIN:
        return PLAIN[rule]
    if rule.startswith("aria-"):
        return _ARIA
    return _REGION if rule.startswith(_LANDMARK) else ""
