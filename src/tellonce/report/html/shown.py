"""Every text of the page passes here: what hides is made visible, what is endless is cut, what is masked is masked."""

from __future__ import annotations

from collections.abc import Callable

from tellonce.story.masks import current_masks, masked
from tellonce.story.visible import LONGEST, cut, visible

__all__ = ["showing", "shown"]

_MOST_SEEN = 8_192
_REPEATED = 400
"""Characters of a text that may well come again."""
_LONGEST_MASKED = 1_000
"""Characters of a value that a rule may find."""


def shown(text: str) -> str:
    """What hides is made visible, what is endless is cut, what is masked is masked: every text of the page passes
    here."""
    if current_masks() is None:
        return _SEEN[text]
    # Masked before it is cut, so that no half of a value is left; and not all of an endless text is looked through.
    looked, rest = text[: LONGEST + _LONGEST_MASKED], text[LONGEST + _LONGEST_MASKED :]
    begins = masked(looked)
    # Marks are shorter than most of what they stand for: what was not looked through, or half a value, may come near.
    longest = min(LONGEST, max(0, len(begins) - _LONGEST_MASKED)) if rest else LONGEST
    return visible(cut(begins + rest, longest))


def showing() -> Callable[[str], str]:
    """`shown`, quicker where nothing is masked, for whoever shows a hundred texts under the same masks."""
    return _SEEN.__getitem__ if current_masks() is None else shown


class _Seen(dict[str, str]):
    """Texts made visible: of those of a run most are said again and again, and the short ones are remembered."""

    def __missing__(self, text: str) -> str:
        if len(text) >= _REPEATED:
            return visible(cut(text))
        if len(self) >= _MOST_SEEN:
            self.clear()
        made = self[text] = visible(text)
        return made


_SEEN = _Seen()
