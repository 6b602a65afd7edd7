"""How reports say each verdict: in the customer's words, with a letter and a shape, so that colour is never alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tellonce.model.verdict import Outcome, Sight, Verdict
from tellonce.story.spans import about_s, promised
from tellonce.story.speech import say

__all__ = [
    "SIGHTS",
    "WORDS",
    "Group",
    "VerdictWords",
    "about_s",
    "capitalised",
    "count",
    "group_of",
    "plural",
    "promised",
]


class Group(StrEnum):
    """What happened to a promise, as a product owner counts it."""

    BROKEN = "broken"
    WAITING = "still waiting"
    NOT_SEEN = "not seen"
    KEPT = "kept"

    @property
    def slug(self) -> str:
        """For identifiers: no spaces."""
        return self.value.replace(" ", "-")

    @property
    def said(self) -> str:
        """In the language that is spoken."""
        return say(f"group.{self.slug}")


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictWords:
    """letter: unique, the same in all languages.  shape: names an SVG symbol."""

    verdict: Verdict
    letter: str
    shape: str

    @property
    def short(self) -> str:
        """Fits a matrix cell."""
        return say(f"verdict.{self.verdict}")

    @property
    def meaning(self) -> str:
        """One sentence for a legend."""
        return say(f"verdict.{self.verdict}.meaning")


WORDS: dict[Verdict, VerdictWords] = {
    verdict: VerdictWords(verdict=verdict, letter=letter, shape=shape)
    for verdict, letter, shape in (
        (Verdict.LEAKED, "L", "octagon"),
        (Verdict.WRONG_RECIPIENT, "W", "octagon"),
        (Verdict.CONTAMINATED, "C", "octagon"),
        (Verdict.REVERTED, "R", "square"),
        (Verdict.STALE, "S", "square"),
        (Verdict.LOST, "N", "square"),
        (Verdict.PARTIAL, "P", "square"),
        (Verdict.GARBLED, "G", "square"),
        (Verdict.FLAPPING, "F", "triangle"),
        (Verdict.DUPLICATED, "D", "triangle"),
        (Verdict.LATE, "T", "triangle"),
        (Verdict.UNOBSERVED, "?", "hollow"),
        (Verdict.UNDECIDED, "U", "hollow"),
        (Verdict.PENDING, "…", "ring"),
        (Verdict.ON_TIME, "✓", "circle"),
    )
}


class _Sights(Mapping[str, str]):
    """Class letter of a look -> what was seen, in the language that is spoken."""

    def __getitem__(self, letter: str) -> str:
        try:
            return say(f"sight.{Sight(letter).value}")
        except ValueError:
            raise KeyError(letter) from None

    def __iter__(self) -> Iterator[str]:
        return (sight.value for sight in Sight)

    def __len__(self) -> int:
        return len(Sight)


SIGHTS: Mapping[str, str] = _Sights()


def group_of(verdict: Verdict) -> Group:
    """Which of the four counts a verdict belongs to."""
    return _GROUPS[verdict]


def _group(verdict: Verdict) -> Group:
    if verdict is Verdict.PENDING:
        return Group.WAITING
    if verdict.outcome is Outcome.FAILING:
        return Group.BROKEN
    return Group.KEPT if verdict.outcome is Outcome.PASSING else Group.NOT_SEEN


_GROUPS = {verdict: _group(verdict) for verdict in Verdict}


def capitalised(sentence: str) -> str:
    """`sentence` with its first letter upper-case and the rest as it is."""
    return sentence[:1].upper() + sentence[1:]


def plural(number: int, one: str, many: str = "") -> str:
    """`1 change`, `2 changes`: of what is said in English only."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def count(number: int) -> str:
    """A number with thousands separated, of what is said in English only."""
    return f"{number:,}"
