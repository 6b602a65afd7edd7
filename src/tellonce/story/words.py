"""How reports say each verdict: in the customer's words, with a letter and a shape, so that colour is never alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tellonce.model.cell import CellVerdict
from tellonce.model.duration import describe_s
from tellonce.model.verdict import Outcome, Verdict

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


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictWords:
    """short: fits a matrix cell.  meaning: one sentence for a legend.  letter: unique.  shape: names an SVG symbol."""

    short: str
    meaning: str
    letter: str
    shape: str


WORDS: dict[Verdict, VerdictWords] = {
    Verdict.LEAKED: VerdictWords(
        short="given away", meaning="Somebody who must not know, knows.", letter="L", shape="octagon"
    ),
    Verdict.WRONG_RECIPIENT: VerdictWords(
        short="to a stranger", meaning="It went to somebody who has nothing to do with it.", letter="W", shape="octagon"
    ),
    Verdict.CONTAMINATED: VerdictWords(
        short="someone else's", meaning="It shows another customer's details.", letter="C", shape="octagon"
    ),
    Verdict.REVERTED: VerdictWords(
        short="old again", meaning="It knew the news and went back to the old.", letter="R", shape="square"
    ),
    Verdict.STALE: VerdictWords(short="still old", meaning="It never heard the news.", letter="S", shape="square"),
    Verdict.LOST: VerdictWords(
        short="never came", meaning="Nothing was there, or nothing came.", letter="N", shape="square"
    ),
    Verdict.PARTIAL: VerdictWords(
        short="half old", meaning="It mixes the old and the new.", letter="P", shape="square"
    ),
    Verdict.GARBLED: VerdictWords(
        short="garbled", meaning="It shows the news misspelt or cut off.", letter="G", shape="square"
    ),
    Verdict.FLAPPING: VerdictWords(
        short="to and fro", meaning="It shows the new, then something else, then the new.", letter="F", shape="triangle"
    ),
    Verdict.DUPLICATED: VerdictWords(
        short="too many", meaning="It came more often than promised.", letter="D", shape="triangle"
    ),
    Verdict.LATE: VerdictWords(
        short="too late", meaning="It knew only after the promise ran out.", letter="T", shape="triangle"
    ),
    Verdict.UNOBSERVED: VerdictWords(short="not seen", meaning="Nobody could look.", letter="?", shape="hollow"),
    Verdict.UNDECIDED: VerdictWords(
        short="cannot tell",
        meaning="It came about the deadline; which side of it cannot be told.",
        letter="U",
        shape="hollow",
    ),
    Verdict.PENDING: VerdictWords(
        short="waiting", meaning="Its promise has not run out yet.", letter="…", shape="ring"
    ),
    Verdict.ON_TIME: VerdictWords(short="in time", meaning="It knew in time.", letter="✓", shape="circle"),
}

SIGHTS: dict[str, str] = {
    "E": "could not be read",
    "L": "given away",
    "W": "a stranger's",
    "F": "another customer's",
    "N": "new",
    "O": "old",
    "0": "nothing there",
    "M": "half old, half new",
    "G": "neither",
}


def group_of(verdict: Verdict) -> Group:
    """Which of the four counts a verdict belongs to."""
    if verdict is Verdict.PENDING:
        return Group.WAITING
    if verdict.outcome is Outcome.FAILING:
        return Group.BROKEN
    return Group.KEPT if verdict.outcome is Outcome.PASSING else Group.NOT_SEEN


def capitalised(sentence: str) -> str:
    """`sentence` with its first letter upper-case and the rest as it is."""
    return sentence[:1].upper() + sentence[1:]


def plural(number: int, one: str, many: str = "") -> str:
    """`1 change`, `2 changes`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def count(number: int) -> str:
    """A number with thousands separated."""
    return f"{number:,}"


def promised(cell: CellVerdict) -> str:
    """Within what the customer was promised it: "1 day", or business days and the moment they end."""
    return cell.promised or describe_s(cell.promised_within_s)


def about_s(seconds: float) -> str:
    """A measured time as people say it: a second more than a day is "1 day". Promises use describe_s: exact."""
    if seconds < 0.05:
        return "0 s"
    days = round(seconds / 86400.0)
    if days >= 14 and days % 7 == 0:
        return f"{days // 7} weeks"
    for unit, unit_s in (("day", 86400.0), ("hour", 3600.0), ("minute", 60.0)):
        number = round(seconds / unit_s, 1 if seconds < 10 * unit_s else 0)
        if number >= (2 if unit == "minute" else 1):
            return f"{number:g} {unit}{'' if number == 1 else 's'}"
    return f"{seconds:.1f} s" if seconds < 10 else describe_s(round(seconds))
