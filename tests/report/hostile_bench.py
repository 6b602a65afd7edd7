"""A run in which every text is as bad as a service, or a file of the project, could make it."""

from __future__ import annotations

from dataclasses import replace

from made_runs import cell, founding_story, run, scenario, stale_card

from tellonce.model.verdict import Verdict
from tellonce.report.account import Account, take_account

__all__ = ["HOSTILE", "founding_account", "hostile_account"]

HOSTILE = (
    "<script>alert(1)</script> <!-- --> ![x](https://evil.example/p.png) [link](javascript:alert(1)) @everyone #12 "
    "org/repo#3 !7 ~label %milestone $snippet &epic www.evil.example maria@evil.example <!channel> <@U123> *b* _i_ "
    "`code``x` | pipe \u202egnp.exe \x1b[31m \x00 ]]> :smile: /close ::error file=x::boo [[ATTACHMENT|/etc/passwd]] "
    "=cmd|'/c calc'!A1 \ufffe"
)


def hostile_account(times: int = 1) -> Account:
    """Broken, unseen and waiting cells, and scenarios that failed, all of them hostile. times: so many of each."""
    cells, events = [], []
    for number in range(times):
        more = {
            "persona": HOSTILE,
            "owner": f"{number} {HOSTILE}",
            "touchpoint_called": f"{number} {HOSTILE}",
            "fact_called": HOSTILE,
            "new": HOSTILE,
            "old": HOSTILE,
            "last_seen": HOSTILE * 50,
            "reason": HOSTILE,
            "scenario": f"journeys/h.feature: hostile {number}",
            "journey": "journeys/h.feature",
            "change": f"c{number}",
        }
        broke = {"consequence": f"{HOSTILE} {number}", "broke_how": HOSTILE}
        own = (
            stale_card().model_copy(update=more | broke | {"touchpoint": f"card-{number}", "broke_between": None}),
            cell("mail", Verdict.UNOBSERVED).model_copy(update=more),
            cell("app", Verdict.PENDING).model_copy(update=more),
        )
        cells += own
        events.append(
            scenario(own, name=f"hostile {number}", journey="journeys/h.feature", feature=HOSTILE, message=HOSTILE)
        )
        events.append(
            scenario(name=f"dead {number}", journey="journeys/d.feature", status="error", message=f"{number} {HOSTILE}")
        )
    return take_account(run(*events, broken=HOSTILE), cells)


def founding_account(place: str = "reports/r1") -> Account:
    """Maria's card goes to her old flat; some of the run waits, and one scenario could not be tried."""
    history, cells = founding_story()
    return replace(take_account(history, cells), place=place)
