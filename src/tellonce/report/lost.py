"""What of a value was lost on its way, in words: an umlaut, a flat number, the end of a line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tellonce.model.facts import Components
from tellonce.recognise.canonical import fold, romanised, spaced, squash, transliterations
from tellonce.recognise.mangled import Manner, mangled_field, mojibake_of
from tellonce.story.names import component_called
from tellonce.story.speech import current_speech, say

__all__ = ["How", "Loss", "lost"]

How = Literal[
    "old_kept", "missing", "cut", "mojibake", "case", "letters", "transliterated", "characters", "more", "other"
]
_SHORTEST_CUT = 3
"""Of a text, letters that must be left of a word before it counts as cut: fewer may be chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """One component and what became of it. seen: what stands in its place, empty when nothing does."""

    component: str
    how: How
    new: str
    seen: str = ""

    @property
    def said(self) -> str:
        """A sentence, in the language that is spoken now."""
        special = f"cell.lost_{self.how}_{self.component}"
        key = special if special in current_speech().words else f"cell.lost_{self.how}"
        return say(
            key, component=component_called(self.component), new=self.new, seen=self.seen, characters=len(self.seen)
        )


def lost(old: Components | None, new: Components, *, read: Components, text: str) -> tuple[Loss, ...]:
    """What became of each component that changed, in their order; empty when all is as it should be, when nothing was
    seen, and when nothing of the new value arrived (then all of it is old or missing, and that is the verdict itself).

    read: the components that were read; without any, `text` is what was read, in which the value stands or not.
    """
    before: Components = old or {}
    changed = [name for name, value in new.items() if value != before.get(name, "") and (value or before.get(name))]
    if read:
        found = [_field(name, read.get(name, ""), new[name], before.get(name, "")) for name in changed]
    elif text.strip():
        found = [_in_text(name, text, new, before) for name in changed]
    else:
        return ()
    losses = tuple(loss for loss in found if loss is not None)
    nothing_new = len(losses) == len(changed) and all(loss.how in ("old_kept", "missing", "other") for loss in losses)
    return () if nothing_new else losses


def _field(name: str, seen: str, new: str, old: str) -> Loss | None:
    seen, new, old = spaced(seen), spaced(new), spaced(old)
    if seen == new:
        return None
    return Loss(component=name, how=_how(name, seen, new, old), new=new or old, seen=seen)


def _how(name: str, seen: str, new: str, old: str) -> How:
    if seen == old:
        return "old_kept" if seen else "missing"
    if not seen:
        return "missing"
    if new.startswith(seen):
        return "cut"
    if seen in transliterations(new) and not new.isascii():
        return "letters" if len(seen) == len(new) else "transliterated"
    mangled = mangled_field(name, seen, new)
    by_manner: Mapping[Manner, How] = {
        Manner.MOJIBAKE: "mojibake",
        Manner.CASE: "case",
        Manner.CHARACTERS: "characters",
        Manner.TRUNCATED: "cut",
    }
    if mangled is not None:
        return by_manner.get(mangled.manner, "other")
    return "more" if new and new in seen else "other"


def _in_text(name: str, text: str, new: Components, old: Components) -> Loss | None:
    value, before, text = spaced(new[name]), spaced(old.get(name, "")), spaced(text)
    if not value:  # what she no longer has: a flat number
        return Loss(component=name, how="old_kept", new=before, seen=before) if _has(text, before) else None
    if _has(text, value):
        return None
    if before and _has(text, before):
        return Loss(component=name, how="old_kept", new=value, seen=before)
    if any(bad in squash(text) for bad in mojibake_of(value)):
        return Loss(component=name, how="mojibake", new=value)
    if fold(value) in fold(text):
        return Loss(component=name, how="case", new=value)
    if not value.isascii():
        for way in transliterations(value):
            if _has(fold(text), fold(way)):
                return Loss(
                    component=name, how="letters" if len(way) == len(value) else "transliterated", new=value, seen=way
                )
        if _holed(value).search(text):
            return Loss(component=name, how="characters", new=value)
        if fold(romanised(value)) in fold(romanised(text)):
            return Loss(component=name, how="characters", new=value)
    left = _cut_short(value, text)
    return Loss(component=name, how="cut" if left else "missing", new=value, seen=left)


def _has(text: str, value: str) -> bool:
    """Whether the value stands there as a whole: 12 is not in 112."""
    return bool(value) and re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text) is not None


def _holed(value: str) -> re.Pattern[str]:
    """The value with a hole for every letter beyond ASCII."""
    return re.compile("".join(re.escape(letter) if letter.isascii() else "[?\ufffd_ ]" for letter in value))


def _cut_short(value: str, text: str) -> str:
    """The longest beginning of the value that ends a line of the text, or empty."""
    for end in range(len(value) - 1, _SHORTEST_CUT - 1, -1):
        kept = value[:end].rstrip()
        if re.search(rf"(?<!\w){re.escape(kept)}\s*(?:$|\n| /|…)", text):
            return kept
    return ""
