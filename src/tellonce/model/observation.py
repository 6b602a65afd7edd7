"""Observations: one look at one touchpoint or system, as the history keeps it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from tellonce.model.base import Frozen

__all__ = ["Box", "Evidence", "Observation", "PageLine", "Seen"]

Box = tuple[float, float, float, float]
"""Left, top, right, bottom as fractions of a picture's width and height, from its top left corner."""


_ENDS = re.compile(r"(\d{1,5})-(\d{1,5})")
_PARTS = 10_000


class Seen(Frozen):
    """What was read where a fact should be: components from a structured place, or text from a document.

    Both may be None only when `unreadable` says why.
    """

    components: Mapping[str, str] | None = None
    text: str | None = None
    unreadable: str | None = None


class PageLine(Frozen):
    """A line of text and where it stands on the picture of its page. window: in a letter's address window.

    words: the left and the right end of each word of `text`, as white space divides it, in ten-thousandths of the
    picture's width: "1062-1900 1959-2479"; empty when that is not known, as in older histories. One text, because a
    long history has millions of them, and nearly none is looked at.
    """

    text: str
    box: Box
    window: bool = False
    words: str = ""

    @property
    def word_ends(self) -> tuple[tuple[float, float], ...]:
        """`words` in fractions, as in `box`; empty unless it is known of every word."""
        ends = [_ENDS.fullmatch(word) for word in self.words.split()]
        if len(ends) != len(self.text.split()) or not all(ends):
            return ()
        return tuple((int(found[1]) / _PARTS, int(found[2]) / _PARTS) for found in ends if found)

    def saying(self, text: str) -> PageLine:
        """The same line when something in it was blotted out: where its words stand is then not known."""
        return self if text == self.text else self.model_copy(update={"text": text, "words": ""})


class Evidence(Frozen):
    """Something to show for an observation, kept by content hash in the run's `evidence/` folder.

    path: relative to the run folder; empty when the content is in `text`.  place: e.g. "page 2 of 3", "line 2"; of a
    letter's pages that are kept as text alone, how many: "3 more of 9 pages".
    lines: of a page's picture, where its text stands; empty when that is not known, as in older histories.
    """

    kind: Literal["screenshot", "mail", "letter-page", "file-line", "row", "json", "text"]
    caption: str
    media_type: str = "text/plain"
    path: str = ""
    text: str = ""
    place: str = ""
    lines: tuple[PageLine, ...] = ()


class Observation(Frozen):
    """One look at one place for one customer.

    start_s, end_s: seconds on the customer's promise axis, which is the harness's monotonic clock since the run
    started plus every leap of her clock so far; a look during a leap starts before and ends after it.
    For an emission found for the first time, start_s is when it was last looked for in vain (or t0), and looked_s when
    the look began that found it.
    originated_s: for an emission whose source bears her clock's time, that time on the same axis, else None; it may be
    off by originated_slack_s either way.
    outcome: `absent` is a successful empty read; `failed` is no information, and `why` says what was wrong.
    place: a touchpoint's key, or a system's key when `observer` is true (a backstage look that only locates breaks).
    """

    place: str
    observer: bool = False
    customer: str
    start_s: float
    end_s: float
    looked_s: float | None = None
    originated_s: float | None = None
    originated_slack_s: float = 0.0
    outcome: Literal["read", "absent", "failed"]
    why: str = ""
    item: str = ""
    """An emission's own identity (file name, message id); empty for a state."""
    recipient: Literal["self", "related", "stranger", "unknown"] = "unknown"
    """Whom the place or emission serves: herself, a party she shares an account with, or somebody else."""
    destination: Seen | None = None
    """Where an emission was sent (address window, To:, phone number)."""
    destination_fact: str = ""
    """The fact that the destination is a value of; empty for a state."""
    seen: Mapping[str, Seen] = Field(default_factory=dict)
    """Fact key -> what was read. For an emission this excludes the destination."""
    content: str = ""
    """An emission's whole text, for leaks; empty for a state."""
    evidence: tuple[Evidence, ...] = ()
