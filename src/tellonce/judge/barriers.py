"""What kept her from the pages she met: from the history alone, like every verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tellonce.model.barrier import Barrier, BarrierJudgement, Found
from tellonce.model.events import Event, KeyboardUsed, PageFitted, PageMet

__all__ = [
    "judge_fit",
    "judge_hands",
    "judge_languages",
    "judge_reading",
    "keeps_from_hearing",
]

_STOPS = ("serious", "critical")
_FOR_THE_EYE = frozenset(
    {
        "avoid-inline-spacing",
        "color-contrast",
        "css-orientation-lock",
        "link-in-text-block",
        "meta-viewport",
        "target-size",
    }
)
"""Rules of axe about what is seen: whoever listens to the page does not meet them. They are told all the same."""


@dataclass(slots=True)
class _Tally:
    seen: int = 0
    found: dict[tuple[str, str, str], Found] = field(default_factory=dict)
    stops: set[tuple[str, str, str]] = field(default_factory=set)
    blind: list[str] = field(default_factory=list)

    def add(self, found: Found, *, stops: bool) -> None:
        key = (found.barrier.rule, found.url, " ".join(found.barrier.selectors))
        self.found.setdefault(key, found)
        if stops:
            self.stops.add(key)

    def judgement(self) -> BarrierJudgement:
        weight = ("critical", "serious", "moderate", "minor").index
        ordered = sorted(self.found.items(), key=lambda one: weight(one[1].barrier.impact))
        return BarrierJudgement(
            seen=self.seen,
            stopping=tuple(found for key, found in ordered if key in self.stops),
            told=tuple(found for key, found in ordered if key not in self.stops),
            blind=tuple(dict.fromkeys(self.blind)),
        )


def keeps_from_hearing(barrier: Barrier) -> bool:
    """Whether it is a serious or critical barrier for somebody who listens to the page."""
    return barrier.impact in _STOPS and barrier.rule not in _FOR_THE_EYE


def judge_reading(events: Iterable[Event], customer: str) -> BarrierJudgement:
    """Whether what she met can be read by a screen reader. events: of one scenario."""
    tally = _Tally()
    for event in _met(events, customer):
        if event.blind:
            tally.blind.append(f"{event.url}: {event.blind}")
        elif not event.checked:
            tally.blind.append(f"{event.url}: nobody listened to it")
        else:
            tally.seen += 1
            for barrier in event.barriers:
                found = Found(barrier=barrier, during=event.during, url=event.url, title=event.title)
                tally.add(found, stops=keeps_from_hearing(barrier))
    return tally.judgement()


def judge_hands(events: Iterable[Event], customer: str) -> BarrierJudgement:
    """Whether everything she acted on can be reached with the keyboard. events: of one scenario."""
    tally = _Tally()
    for event in events:
        if isinstance(event, KeyboardUsed) and event.customer == customer:
            tally.seen += event.acts
            for barrier in event.barriers:
                tally.add(Found(barrier=barrier, during=event.during), stops=barrier.impact in _STOPS)
            for tried in event.refused:
                says = f"the only way that was tried needs a pointer: {tried}"
                barrier = Barrier(rule="pointer-needed", impact="critical", says=says)
                tally.add(Found(barrier=barrier, during=event.during), stops=True)
    return tally.judgement()


def judge_languages(events: Iterable[Event], customer: str) -> BarrierJudgement:
    """Whether each page she met says that it is in a language that the company knew to be hers."""

    def wrong(event: PageMet) -> str:
        if event.lang.casefold().replace("_", "-").partition("-")[0] in event.languages:
            return ""
        wanted = " or ".join(event.languages)
        return (
            f"it says that it is in '{event.lang}', not in {wanted}" if event.lang else "it does not say its language"
        )

    return _judged_pages(events, customer, "language-of-page", wrong)


def _judged_pages(
    events: Iterable[Event], customer: str, rule: str, wrong: Callable[[PageMet], str]
) -> BarrierJudgement:
    tally = _Tally()
    for event in _met(events, customer):
        if event.blind and not event.checked:
            tally.blind.append(f"{event.url}: {event.blind}")
            continue
        tally.seen += 1
        says = wrong(event)
        if says:
            barrier = Barrier(rule=rule, impact="serious", says=says)
            tally.add(Found(barrier=barrier, during=event.during, url=event.url, title=event.title), stops=True)
    return tally.judgement()


def judge_fit(events: Iterable[Event], customer: str, width: int) -> BarrierJudgement:
    """Whether each page that she met fits a window of this width, in which it was shown again."""
    tally = _Tally()
    for event in events:
        # Of a page that could not be read at all there was nothing to show again.
        if isinstance(event, PageMet) and event.customer == customer and event.blind and not event.title + event.lang:
            tally.blind.append(f"{event.url}: {event.blind}")
        if not isinstance(event, PageFitted) or event.customer != customer or event.width != width:
            continue
        if event.needs is None:
            tally.blind.append(f"{event.url}: {event.blind}")
            continue
        tally.seen += 1
        if event.needs > width:
            says = f"it is {event.needs} pixels wide" + (f": {event.widest} sticks out" if event.widest else "")
            barrier = Barrier(rule="reflow", impact="serious", says=says)
            tally.add(Found(barrier=barrier, during="", url=event.url), stops=True)
    return tally.judgement()


def _met(events: Iterable[Event], customer: str) -> Iterable[PageMet]:
    return (event for event in events if isinstance(event, PageMet) and event.customer == customer)
