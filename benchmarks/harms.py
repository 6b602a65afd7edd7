"""What each of Northbank's faults does: which touchpoints get which verdict, and no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from benchmarks.running import Ran
from tellonce.model.cell import CellVerdict
from tellonce.model.effort import Measure
from tellonce.model.verdict import Verdict

__all__ = ["HARMS", "Harm", "expected", "harmed"]

_LABEL_CHARACTERS = 30
_DAY_S = 86_400.0
# She becomes a customer at half past nine; releases and statements come in the small hours.
_RELEASE_S = 1.7 * _DAY_S
_FIRST_STATEMENT_S = 7.8 * _DAY_S
_FORTNIGHT_S, _DRAIN_S, _READY_TOO_SOON_S, _WINDOW_S = 14 * _DAY_S, 3 * _DAY_S, 10 * _DAY_S, 21 * _DAY_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Harm:
    """What one fault does: these touchpoints get this verdict, for the changes that it concerns.

    verdict: None where nothing that she told goes wrong: something is sent that must not be, she has more effort than
    she is to have, or she gives up.
    when: by the seconds on her clock from her enrolment until she told.
    comes_right: by the same seconds, whether the next one is right and inside the window, so that the verdict is late.
    sent_all_the_same: touchpoints of "no ... is sent" sentences that cannot hold.
    effort: what sentences about effort ask for, and cannot get.  loses_her: whether she gives up, and is lost.
    barrier: the rule that a page breaks, and somebody is kept out by; no touchpoint is told anything wrong.
    """

    verdict: Verdict | None
    touchpoints: tuple[str, ...]
    concerns: Callable[[CellVerdict], bool] = lambda _cell: True
    when: Callable[[float], bool] = lambda _told_s: True
    comes_right: Callable[[float], bool] = lambda _told_s: False
    sent_all_the_same: tuple[str, ...] = ()
    effort: tuple[Measure, ...] = ()
    loses_her: bool = False
    barrier: str = ""

    @property
    def said(self) -> str:
        """The verdict in a table."""
        if self.verdict is not None:
            return self.verdict.value
        if self.barrier:
            return "barrier"
        return "customer lost" if self.loses_her else "too much effort" if self.effort else "sent all the same"


def _not_ascii(cell: CellVerdict) -> bool:
    return not _what_changed(cell).isascii()


def _what_changed(cell: CellVerdict) -> str:
    # A family name changes beside a given name that does not; only what changed is compared.
    return cell.new.split()[-1] if cell.fact == "person_name" else cell.new


def _does_not_fit(cell: CellVerdict) -> bool:
    if cell.fact != "postal_address":
        return False
    line, _town, country = cell.new.rsplit(", ", 2)
    if country in ("FR", "GB"):
        line = line.partition(", ")[0]  # there the flat stands on a line of its own
    return len(line) > _LABEL_CHARACTERS


def _before_the_release(told_s: float) -> bool:
    return told_s < _RELEASE_S


def _between_drain_and_batch(told_s: float) -> bool:
    """The next statement was ready when she told, and is posted later than promises let pass."""
    return _DRAIN_S < _posted_in_s(told_s) < _READY_TOO_SOON_S


def _two_in_the_window(told_s: float) -> bool:
    """The statement after the next is posted while the promise still runs."""
    return _posted_in_s(told_s) + _FORTNIGHT_S < _WINDOW_S


def _posted_in_s(told_s: float) -> float:
    return (_FIRST_STATEMENT_S - told_s) % _FORTNIGHT_S


def _in(scenario: str) -> Callable[[CellVerdict], bool]:
    """Only what this scenario does sets the fault off, or stays long enough to see it."""
    return lambda cell: cell.scenario_name == scenario


def _corrected(cell: CellVerdict) -> bool:
    """The second change of the scenario in which he corrects himself; of the first one nothing is undone."""
    return _in("He mistyped it, notices two days later, and corrects it")(cell) and cell.change.endswith("-2")


def _is_never_answered(cell: CellVerdict) -> bool:
    """A complaint that still waits when its day is over; in the other scenarios an answer comes before."""
    waits = (
        "Somebody has her complaint, and she knows who and until when",
        "By the promised day there is word, and nothing is closed without an answer",
        "His complaint goes to those who made the invoice, with what he had changed before",
        "Her complaint goes to those who send the cards, and she is answered in her language",
    )
    return cell.scenario_name in waits and cell.fact in {"complaint", "complaint_cause", "case_owner", "answer_by"}


HARMS = {
    "card-system-never-told": Harm(verdict=Verdict.STALE, touchpoints=("card-letter", "card-file")),
    "encoding": Harm(verdict=Verdict.GARBLED, touchpoints=("card-letter", "card-file"), concerns=_not_ascii),
    "truncated-field": Harm(verdict=Verdict.GARBLED, touchpoints=("confirmation-letter",), concerns=_does_not_fit),
    "processor-copy": Harm(verdict=Verdict.STALE, touchpoints=("payment-receipt",)),
    "dropped-event": Harm(verdict=Verdict.STALE, touchpoints=("partner-feed",)),
    "stale-cache": Harm(verdict=Verdict.LATE, touchpoints=("app-profile",)),
    "half-applied": Harm(
        verdict=Verdict.PARTIAL, touchpoints=("invoice",), concerns=lambda cell: cell.fact == "postal_address"
    ),
    "double-send": Harm(verdict=Verdict.DUPLICATED, touchpoints=("confirmation-mail",)),
    "joint-party": Harm(
        verdict=Verdict.LEAKED, touchpoints=("confirmation-mail",), concerns=lambda cell: cell.persona == "Claire"
    ),
    "wrong-monthly-fee": Harm(
        verdict=Verdict.STALE, touchpoints=("invoice",), concerns=lambda cell: cell.fact == "package"
    ),
    "single-slot": Harm(
        verdict=Verdict.STALE,
        touchpoints=("mortgage-letter",),
        concerns=lambda cell: cell.fact == "postal_address" and cell.persona == "Claire",
    ),
    "merged-records": Harm(
        verdict=Verdict.CONTAMINATED, touchpoints=("account-statement",), concerns=lambda cell: cell.persona == "Jan"
    ),
    "forgotten-product": Harm(verdict=Verdict.STALE, touchpoints=("savings-letter",)),
    "no-backfill": Harm(verdict=Verdict.STALE, touchpoints=("branch-tablet",), when=_before_the_release),
    "in-flight-batch": Harm(
        verdict=Verdict.STALE,
        touchpoints=("account-statement",),
        when=_between_drain_and_batch,
        comes_right=_two_in_the_window,
    ),
    "consent-overwritten": Harm(
        verdict=Verdict.REVERTED,
        touchpoints=("marketing-list",),
        concerns=lambda cell: cell.fact == "marketing_consent",
        sent_all_the_same=("newsletter", "advertising"),
    ),
    "opt-out-reasked": Harm(verdict=None, touchpoints=("advertising",), sent_all_the_same=("advertising",)),
    "cancellation-not-billed": Harm(
        verdict=Verdict.STALE, touchpoints=("invoice",), concerns=lambda cell: cell.fact == "travel_cover"
    ),
    "asks-again": Harm(verdict=None, touchpoints=("complaint-page",), effort=(Measure.REPEATED,)),
    "no-way-to-a-person": Harm(verdict=None, touchpoints=("chat-page", "conversation-view"), loses_her=True),
    "slow-page": Harm(verdict=None, touchpoints=("chat-page", "conversation-view"), loses_her=True),
    "agent-not-told-interest": Harm(
        verdict=Verdict.LOST,
        touchpoints=("application-desk",),
        concerns=lambda cell: cell.fact == "interest",
    ),
    "card-guide-too-late": Harm(verdict=Verdict.LOST, touchpoints=("card-guide",)),
    "first-card-to-branch": Harm(
        verdict=Verdict.WRONG_RECIPIENT,
        touchpoints=("first-card-letter", "first-card-file"),
        concerns=lambda cell: cell.fact == "postal_address",
    ),
    "guide-too-late": Harm(verdict=Verdict.LOST, touchpoints=("getting-started",)),
    "application-form-behind": Harm(verdict=Verdict.STALE, touchpoints=("application-form",)),
    "search-index-behind": Harm(verdict=Verdict.STALE, touchpoints=("search-result",)),
    "service-firm-never-told": Harm(verdict=Verdict.LOST, touchpoints=("work-order",)),
    "tracking-behind": Harm(
        verdict=Verdict.LATE, touchpoints=("order-page",), concerns=lambda cell: cell.fact == "parcel_status"
    ),
    "warehouse-behind": Harm(verdict=Verdict.LOST, touchpoints=("parcel-label", "parcel-address")),
    "resurrection": Harm(verdict=Verdict.REVERTED, touchpoints=("agent-desktop",)),
    "agent-blind": Harm(verdict=Verdict.LATE, touchpoints=("agent-desktop",)),
    "duplicate-record": Harm(verdict=Verdict.DUPLICATED, touchpoints=("card-letter", "card-file")),
    "locale-dropped": Harm(
        verdict=Verdict.STALE,
        touchpoints=("confirmation-mail", "invoice-mail"),
        concerns=lambda cell: cell.fact == "language",
    ),
    "note-not-field": Harm(
        verdict=Verdict.LEAKED,
        touchpoints=("confirmation-letter",),
        concerns=_in("What she tells on the phone is known to the bank, and to nobody else"),
    ),
    "out-of-order": Harm(verdict=Verdict.REVERTED, touchpoints=("app-profile",), concerns=_corrected),
    "partner-feed-drop": Harm(verdict=Verdict.LOST, touchpoints=("partner-feed",)),
    "quoting-old": Harm(verdict=Verdict.STALE, touchpoints=("confirmation-mail",)),
    "race": Harm(
        verdict=Verdict.FLAPPING,
        touchpoints=("travel-money-draft",),
        concerns=_in("Her draft keeps her new home from one day to the next"),
    ),
    "recycled-number": Harm(verdict=Verdict.WRONG_RECIPIENT, touchpoints=("text-message",)),
    "time-zone-cutoff": Harm(
        verdict=Verdict.LATE, touchpoints=("branch-list",), concerns=lambda cell: cell.persona == "Noah"
    ),
    "birthday-list-old": Harm(verdict=Verdict.STALE, touchpoints=("birthday-card",)),
    "contract-before-commit": Harm(verdict=Verdict.STALE, touchpoints=("contract",)),
    "offer-not-passed-on": Harm(verdict=Verdict.LOST, touchpoints=("offer-at-the-desk",)),
    "settings-stay-here": Harm(verdict=Verdict.STALE, touchpoints=("other-device",)),
    "cause-not-found": Harm(
        verdict=Verdict.LOST,
        touchpoints=("complaint-page", "complaint-worklist", "contact-register"),
        concerns=lambda cell: cell.fact == "complaint_cause",
    ),
    "complaint-closed-unresolved": Harm(
        verdict=Verdict.LOST, touchpoints=("complaint-word", "complaint-worklist"), concerns=_is_never_answered
    ),
    "feedback-too-early": Harm(verdict=Verdict.LOST, touchpoints=("feedback-request",)),
    "gave-up-unnoticed": Harm(
        verdict=Verdict.LOST, touchpoints=("quality-report",), concerns=lambda cell: cell.fact == "unfinished_complaint"
    ),
    "handover-forgets": Harm(
        verdict=Verdict.LOST, touchpoints=("conversation-view",), concerns=lambda cell: cell.fact == "concern"
    ),
    "label-lost": Harm(verdict=None, touchpoints=(), barrier="label"),
    "save-out-of-reach": Harm(verdict=None, touchpoints=(), barrier="out-of-reach"),
    "low-score-unread": Harm(
        verdict=Verdict.LOST,
        touchpoints=("complaint-worklist", "low-score-alert"),
        concerns=lambda cell: cell.fact == "criticism",
    ),
}
"""The rows of the fault catalogue that Northbank has switches for."""


def harmed(harm: Harm, cell: CellVerdict, ran: Ran) -> bool:
    """Whether the fault concerns this cell. A refused change sets nothing off, so nothing of it can go wrong."""
    return (
        harm.verdict is not None
        and cell.touchpoint in harm.touchpoints
        and cell.change not in ran.refused
        and harm.concerns(cell)
        and harm.when(ran.told_s.get(cell.change, 0.0))
    )


def expected(harms: Iterable[Harm], cell: CellVerdict, ran: Ran) -> Verdict:
    """What the cell must be with these faults on, of which no two harm the same touchpoint.

    Of what a customer wanted to tell who gave up before she had, nobody can know anything.
    """
    if cell.change in ran.lost:
        return Verdict.UNOBSERVED
    harm = next((harm for harm in harms if harmed(harm, cell, ran)), None)
    if harm is None or harm.verdict is None:
        return Verdict.ON_TIME
    return Verdict.LATE if harm.comes_right(ran.told_s.get(cell.change, 0.0)) else harm.verdict
