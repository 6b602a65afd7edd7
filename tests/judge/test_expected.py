"""Sentences that ask something else than a promise: hand-written histories, and what is said of each."""

from __future__ import annotations

from typing import Any

import pytest
from judge_histories import NEW, OLD, OTHERS, history, letter, look, scenario

from tellonce.judge import AnswersAgain, judge_expectation
from tellonce.model.blueprint import Blueprint
from tellonce.model.change import Replaced
from tellonce.model.events import (
    ChangeBegan,
    Event,
    ExpectationAsked,
    PlaceRead,
    ScenarioFinished,
    SentenceAnswered,
)
from tellonce.model.history import History
from tellonce.model.observation import Observation

BOTH = ("profile", "desktop")


def asked(asks: str, *touchpoints: str, **more: Any) -> ExpectationAsked:
    given = {"scenario": "moving", "customer": "c1", "change": "c1-1", "fact": "postal_address"}
    said = {"step": "Then it is so", "line": 20}
    return ExpectationAsked.model_validate({**given, **said, "asks": asks, "touchpoints": touchpoints, **more})


def said(question: ExpectationAsked, *looks: Observation, **more: Any) -> tuple[str, str]:
    cells = [("postal_address", key) for key in ("profile", "desktop", "card-letter")]
    judged = judge_expectation(history(scenario(*looks, cells=cells, **more)), question)
    return judged.outcome, judged.reason


def new(place: str, at: float) -> Observation:
    return look(place, at, seen=NEW)


def old(place: str, at: float) -> Observation:
    return look(place, at, seen=OLD)


def blind(place: str, at: float) -> Observation:
    return look(place, at, outcome="failed", why="the page is gone")


def sent(at: float, *, item: str, **more: Any) -> Observation:
    return letter("card-letter", at, NEW, item=item, originated_s=at, **more)


IN_5_S = asked("each", "profile", within_s=5.0)
FOR_LONG = asked("each", "profile", holds_s=1000.0)
ANY_IN_5_S = asked("any", *BOTH, within_s=5.0)
ORDER = asked("order", *BOTH)
AGREE = asked("agree", *BOTH, from_s=100.0)
ONCE = {"from_s": 10.0, "until_s": 1000.0, "at_least": 1, "at_most": 1, "witness": "her clock is ready"}
COUNT = asked("count", "card-letter", **ONCE)
AT_MOST = COUNT.model_copy(update={"at_least": 0})
UNSEEN = asked("unseen", "profile", viewer="c2", from_s=500.0, witness="his clock is ready")
AFTER = look("card-letter", 1000, outcome="absent")


def by_him(at: float, value: dict[str, str] | None = None, **more: Any) -> Observation:
    return look("profile", at, customer="c2", **({"seen": value} if value else {}), **more)


CASES: dict[str, tuple[ExpectationAsked, tuple[Observation, ...], tuple[str, str]]] = {
    # within
    "nobody looked": (IN_5_S, (), ("unobserved", "the profile page: nobody looked after the change")),
    "new in time": (IN_5_S, (new("profile", 12),), ("kept", "the profile page: new from 3 s on")),
    "new too late": (
        IN_5_S,
        (old("profile", 16), new("profile", 20)),
        ("broken", "the profile page: still old at 6 s, promised by 5 s"),
    ),
    "new within the promise, and not within what was asked": (
        IN_5_S,
        (old("profile", 40), new("profile", 50)),
        ("broken", "the profile page: still old at 30 s, promised by 5 s"),
    ),
    "old, and there is time": (
        IN_5_S,
        (old("profile", 11),),
        ("pending", "the profile page: old at 1 s; promised by 5 s"),
    ),
    "on either side of the end": (
        IN_5_S,
        (old("profile", 13), new("profile", 15)),
        ("unobserved", "the profile page: it arrived somewhere around the deadline: no look saw it by 5 s"),
    ),
    "never seen": (
        IN_5_S,
        (blind("profile", 16),),
        ("unobserved", "the profile page: nothing could be seen: the page is gone"),
    ),
    "no letter in time": (
        asked("each", "card-letter", within_s=5.0),
        (look("card-letter", 16, outcome="absent"), letter("card-letter", 20, NEW)),
        ("broken", "the card letter: sent at 10 s, owed by 5 s"),
    ),
    # keeps showing
    "new to the end": (
        FOR_LONG,
        (new("profile", 12), new("profile", 1011)),
        ("kept", "the profile page: new from 3 s on"),
    ),
    "old again in between": (
        FOR_LONG,
        (new("profile", 12), old("profile", 500), new("profile", 1011)),
        ("broken", "the profile page: new at 3 s, then old at 8.2 minutes, then new"),
    ),
    "new, and the end is not reached": (
        FOR_LONG,
        (new("profile", 12), new("profile", 500)),
        ("pending", "the profile page: new, and must stay so until 16.7 minutes"),
    ),
    # any
    "one of two": (
        ANY_IN_5_S,
        (old("profile", 16), new("desktop", 12)),
        ("kept", "the agent desktop: new from 3 s on"),
    ),
    "none of two": (
        ANY_IN_5_S,
        (old("profile", 16), old("desktop", 16)),
        ("broken", "the profile page: the old value at 6 s; the agent desktop: the old value at 6 s"),
    ),
    "one has not, and the other was not seen": (
        ANY_IN_5_S,
        (old("profile", 16), blind("desktop", 16)),
        ("unobserved", "the agent desktop: nothing could be seen: the page is gone"),
    ),
    # order
    "the first before the second": (
        ORDER,
        (new("profile", 12), old("desktop", 20), new("desktop", 30)),
        ("kept", "the profile page had it after 3 s, the agent desktop after 10 s"),
    ),
    "the second before the first": (
        ORDER,
        (new("desktop", 12), old("profile", 20), new("profile", 30)),
        ("broken", "the agent desktop had it first, after 3 s, and the profile page only after 10 s"),
    ),
    "both at once": (
        ORDER,
        (new("profile", 12), new("desktop", 12)),
        ("unobserved", "the profile page and the agent desktop had it at about the same time, after 3 s"),
    ),
    "the first never": (
        ORDER,
        (old("profile", 80), new("desktop", 12)),
        ("broken", "the profile page never had it: the old value at 70 s"),
    ),
    "the second never": (
        ORDER,
        (new("profile", 12), old("desktop", 80)),
        (
            "unobserved",
            "the agent desktop was not seen to have it, so nobody can say that the profile page had it before",
        ),
    ),
    # agree
    "both new": (AGREE, (new("profile", 100), new("desktop", 100)), ("kept", "all 2 show the new one")),
    "both old": (AGREE, (old("profile", 100), old("desktop", 100)), ("kept", "all 2 show the old one")),
    "one of each": (
        AGREE,
        (new("profile", 100), old("desktop", 100)),
        (
            "broken",
            "the profile page: the new one (Rosenweg · 7b · 80331 · München · DE); "
            "the agent desktop: the old one (Hauptstraße · 12 · 10115 · Berlin · DE)",
        ),
    ),
    "alike, and neither": (
        AGREE,
        (look("profile", 100, outcome="absent"), look("desktop", 100, outcome="absent")),
        ("broken", "the profile page: none (nothing); the agent desktop: none (nothing)"),
    ),
    "one was looked at before": (
        AGREE,
        (new("profile", 100), new("desktop", 50)),
        ("unobserved", "the agent desktop could not be seen when they were compared"),
    ),
    # count
    "one": (
        COUNT,
        (sent(20, item="1"), AFTER),
        ("kept", "the card letter was sent once within 16.5 minutes; her clock is ready"),
    ),
    "one found twice": (
        COUNT,
        (sent(20, item="1"), sent(20, item="1"), AFTER),
        ("kept", "the card letter was sent once within 16.5 minutes; her clock is ready"),
    ),
    "two": (
        COUNT,
        (sent(20, item="1"), sent(30, item="2"), AFTER),
        ("broken", "the card letter was sent twice within 16.5 minutes"),
    ),
    "one before, and one after the time": (
        COUNT,
        (sent(5, item="1"), sent(20, item="2"), letter("card-letter", 1200, NEW, item="3", originated_s=1200), AFTER),
        ("kept", "the card letter was sent once within 16.5 minutes; her clock is ready"),
    ),
    "none": (COUNT, (AFTER,), ("broken", "the card letter was never sent within 16.5 minutes")),
    "none, where none need come": (
        AT_MOST,
        (AFTER,),
        (
            "unobserved",
            "the card letter was never seen to reach her, so nobody knows whether it would have been",
        ),
    ),
    "one that went to somebody else": (
        AT_MOST,
        (sent(20, item="1", recipient="stranger"), sent(30, item="2"), AFTER),
        ("kept", "the card letter was sent once within 16.5 minutes; her clock is ready"),
    ),
    "one, and nobody looked after the time": (
        COUNT,
        (sent(20, item="1"),),
        (
            "unobserved",
            "the card letter was sent once within 16.5 minutes, but nobody looked at the card letter after that",
        ),
    ),
    "one, and the time is not over": (
        COUNT.model_copy(update={"witness": ""}),
        (sent(20, item="1"), AFTER),
        ("pending", "the card letter was sent once within 16.5 minutes so far; nothing says that the time is over"),
    ),
    "two, and the time is not over": (
        COUNT.model_copy(update={"witness": ""}),
        (sent(20, item="1"), sent(30, item="2")),
        ("broken", "the card letter was sent twice within 16.5 minutes"),
    ),
    "one that may have lain there before": (
        COUNT.model_copy(update={"armed": False}),
        (letter("card-letter", 20, NEW, item="1"), AFTER),
        (
            "unobserved",
            "the card letter was sent never or once within 16.5 minutes: its times are not exact enough to say",
        ),
    ),
    "one in the very second of the answer, by a time in whole seconds": (
        COUNT,
        (letter("card-letter", 11, NEW, item="1", originated_s=9.4, originated_slack_s=1.0), AFTER),
        ("kept", "the card letter was sent once within 16.5 minutes; her clock is ready"),
    ),
    "one of about the time of the answer, where nobody watched before": (
        COUNT.model_copy(update={"armed": False}),
        (letter("card-letter", 1000, NEW, item="1", originated_s=9.4, originated_slack_s=1.0), AFTER),
        (
            "unobserved",
            "the card letter was sent never or once within 16.5 minutes: its times are not exact enough to say",
        ),
    ),
    "one of about the end of the time": (
        COUNT,
        (letter("card-letter", 1005, NEW, item="1", originated_s=1000.4, originated_slack_s=1.0), AFTER),
        (
            "unobserved",
            "the card letter was sent never or once within 16.5 minutes: its times are not exact enough to say",
        ),
    ),
    "one as the time ended, found by the look that closes it": (
        COUNT,
        (letter("card-letter", 1000, NEW, item="1", originated_s=999.8, originated_slack_s=1.0), AFTER),
        ("kept", "the card letter was sent once within 16.5 minutes; her clock is ready"),
    ),
    "nobody could count": (
        COUNT,
        (blind("card-letter", 1000),),
        ("unobserved", "nobody could look at the card letter: the page is gone"),
    ),
    # unseen
    "his own, to the end": (
        UNSEEN,
        (by_him(20, OTHERS), by_him(500, OTHERS)),
        ("kept", "the profile page: nothing of it; his clock is ready"),
    ),
    "hers, once": (UNSEEN, (by_him(20, NEW), by_him(500, OTHERS)), ("broken", "the profile page shows it")),
    "nothing at all": (
        UNSEEN,
        (by_him(20, OTHERS), by_him(500, outcome="absent")),
        (
            "unobserved",
            "nothing was to be seen at the end at the profile page, so nobody knows whether it would have shown",
        ),
    ),
    "his own, and the time is not over": (
        UNSEEN.model_copy(update={"witness": ""}),
        (by_him(20, OTHERS),),
        ("pending", "not seen so far; nothing says that the time is over"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_said_of_a_history(case: str) -> None:
    question, looks, expected = CASES[case]

    assert said(question, *looks) == expected


@pytest.mark.parametrize(("sent_s", "outcome"), [(6.0, "broken"), (8.5, "unobserved")])
def test_what_came_while_the_company_was_answering_may_count(sent_s: float, outcome: str) -> None:
    question = COUNT.model_copy(update={"armed": False})
    sent_then = letter("card-letter", 1000, NEW, item="1", originated_s=sent_s, originated_slack_s=0.5)
    events = scenario(sent_then, AFTER, cells=[("postal_address", "profile")])
    begun = [one.model_copy(update={"began_s": 8.0}) if isinstance(one, ChangeBegan) else one for one in events]

    assert judge_expectation(history(begun), question).outcome == outcome


@pytest.mark.parametrize("question", [IN_5_S, FOR_LONG, ANY_IN_5_S, ORDER])
def test_what_was_refused_was_never_new_anywhere(question: ExpectationAsked) -> None:
    assert said(question, new("profile", 12), new("desktop", 12), outcome="refused") == (
        "broken",
        "the company refused the new one",
    )


def test_after_a_refusal_the_old_value_is_what_all_agree_on() -> None:
    looks = (old("profile", 100), old("desktop", 100))

    assert said(AGREE, *looks, outcome="refused") == ("kept", "all 2 show the old one")
    assert said(AGREE, looks[0], new("desktop", 100), outcome="refused")[0] == "broken"


def test_what_was_never_answered_may_be_missing_everywhere() -> None:
    assert said(IN_5_S, old("profile", 16), outcome="unknown") == (
        "unobserved",
        "the company never answered whether it took the new one: the profile page: the old value at 6 s",
    )
    assert said(IN_5_S, new("profile", 12), outcome="unknown")[0] == "kept"


def test_an_empty_history_and_a_change_that_nobody_answered_are_unobserved() -> None:
    nothing = ("unobserved", "the history holds no such change of hers")
    empty = judge_expectation(History([]), IN_5_S)

    assert (empty.outcome, empty.reason) == nothing
    assert said(IN_5_S, new("profile", 12), acknowledged=False) == nothing
    assert said(asked("each"), new("profile", 12)) == ("unobserved", "no touchpoint is watched for it")


PLAN = Blueprint.model_validate(
    {
        "service": "Northbank",
        "facts": {"package": {"kind": "plan", "called": "account package"}},
        "systems": {"billing": {"called": "billing"}},
        "hops": [],
        "touchpoints": {
            "invoice": {
                "called": "the invoice",
                "channel": "invoice",
                "owner": "Billing",
                "lane": "frontstage",
                "stage": "paying",
                "kind": "state",
                "facts": ["package"],
                "promise": {"within": "1 minute"},
                "probe": {"kind": "x"},
                "fed_by": "billing",
            }
        },
    }
)
BASIC, PLUS = {"name": "Basic", "monthly_fee": "4.90"}, {"name": "Plus", "monthly_fee": "9.90"}
FEE = asked("each", "invoice", components=("monthly_fee",)).model_copy(update={"fact": "package"})


@pytest.mark.parametrize(
    ("shown", "new_value", "expected"),
    [
        (PLUS, PLUS, "kept"),
        ({"name": "PLUS ACCOUNT", "monthly_fee": "9.90"}, PLUS, "kept"),
        ({"name": "Plus", "monthly_fee": "4.90"}, PLUS, "broken"),
        ({"name": "Plus", "monthly_fee": "12.90"}, PLUS, "broken"),
        ({"name": "Gratis", "monthly_fee": "4.90"}, {"name": "Gratis", "monthly_fee": "4.90"}, "unobserved"),
    ],
)
def test_a_fee_is_compared_whatever_else_is_printed(
    shown: dict[str, str], new_value: dict[str, str], expected: str
) -> None:
    told = {"package": Replaced(old=BASIC, new=new_value)}
    looks = [look("invoice", at_s, fact="package", seen=shown) for at_s in (30, 100)]
    events = scenario(*looks, cells=[("package", "invoice")], facts=told, values={"package": BASIC})

    assert judge_expectation(history(events, blueprint=PLAN), FEE).outcome == expected


def replayed(*events: Event) -> list[tuple[str, str, bool]]:
    """What was recorded of each question, what judging again says, and whether they differ."""
    answers = AnswersAgain()
    list(answers.listen(history(list(events)).events))
    return [(one.recorded, one.again.outcome, one.differs) for one in answers.answered]


def with_answer(outcome: str, *, later: Observation | None = None) -> list[Event]:
    *before, finished = scenario(new("profile", 12))
    assert isinstance(finished, ScenarioFinished)
    answered = SentenceAnswered.model_validate(
        {"scenario": "moving", "outcome": outcome, "reason": "", "step": "Then it is so", "line": 20}
    )
    after: list[Event] = [PlaceRead(scenario="moving", change="c1-1", observation=later)] if later else []
    return [*before, IN_5_S, answered, *after, finished]


def test_a_replay_comes_to_the_same_answer_by_what_came_before_the_question() -> None:
    assert replayed(*with_answer("kept")) == [("kept", "kept", False)]
    assert replayed(*with_answer("kept", later=old("profile", 200))) == [("kept", "kept", False)]
    assert replayed(*with_answer("broken")) == [("broken", "kept", True)]


def test_an_older_history_has_questions_without_answers() -> None:
    events = [event for event in with_answer("kept") if not isinstance(event, SentenceAnswered)]

    assert replayed(*events) == [("", "kept", False)]
