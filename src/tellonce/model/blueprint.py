"""The service blueprint: systems, hops, touchpoints, promises, the clock, how the service starts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import Any, Literal, get_args

from pydantic import Field, field_validator, model_validator

from tellonce.model.base import Frozen
from tellonce.model.calendar import Calendar, Span, business_days
from tellonce.model.called import CalledIn
from tellonce.model.contacts import Contacts
from tellonce.model.duration import Seconds
from tellonce.model.facts import Fact
from tellonce.model.leftover import KeptOnPurpose

__all__ = [
    "CHANNELS",
    "CONSEQUENCE_WORDS",
    "CONSEQUENCE_WORDS_ELSEWHERE",
    "Blueprint",
    "Channel",
    "ClockSpec",
    "Hop",
    "Normalisation",
    "Promise",
    "Role",
    "Service",
    "System",
    "Terms",
    "Touchpoint",
    "facts_read",
]

CONSEQUENCE_WORDS = ("name", "subject", "object", "possessive", "fact", "old", "new")
"""What a touchpoint's consequence may name in braces: the persona, her pronouns, the fact, its values."""
CONSEQUENCE_WORDS_ELSEWHERE = ("name", "fact", "old", "new")
"""The same in other languages than English: the persona's pronouns are English."""
Lane = Literal["customer", "frontstage", "backstage", "support"]
Channel = Literal["web", "app", "mail", "sms", "post", "card", "invoice", "agent", "partner", "phone", "chat", "shop"]
CHANNELS: tuple[str, ...] = get_args(Channel)


class Terms(Frozen):
    """A promise once t0 is known: every time is in seconds from t0. The words are those of Promise.

    said: how a report says `within`; empty when the number of seconds says it.
    """

    within: Seconds
    window: Seconds | None = None
    at_least: int = Field(default=1, ge=0)
    at_most: int | None = Field(default=None, ge=1)
    drain: Seconds = 0.0
    holds_for: Seconds = 0.0
    said: str = ""

    @property
    def window_s(self) -> float:
        """Seconds from t0 until an expected emission counts as missing."""
        return max(self.within, self.window or 0.0)


class Promise(Frozen):
    """Within how long a touchpoint knows, and how often an emission may be sent.

    called: how sentences and people name it ("the new-card promise"); touchpoints may share one.
    within: from t0 until the touchpoint must show the new value.
    window: emissions only; from t0 until the emission must have been sent at all (default: `within`).
    at_least, at_most: emissions per change inside the window; at_least 0 means "if one is sent, it is right".
    drain: emissions with the old value originated up to this long after t0 were already in flight, and are let pass.
    holds_for: from t0; until then a passing cell stays `pending`, because the value must also stay.
    calendar: whose business days count, where one of these counts business days.
    by: a fact of kind date that the change may bring ("with you by Friday 8 May"): the end of that day is the deadline
    then, and the end of the window; `within` holds for changes that bring none.
    exempt: fact -> reason why this touchpoint need not learn it.
    """

    called: str = ""
    within: Span
    window: Span | None = None
    at_least: int = Field(default=1, ge=0)
    at_most: int | None = Field(default=None, ge=1)
    drain: Span = 0.0
    holds_for: Span = 0.0
    calendar: str = ""
    by: str = ""
    exempt: Mapping[str, str] = {}

    @model_validator(mode="after")
    def _can_be_kept(self) -> Promise:
        if self.at_most is not None and self.at_most < self.at_least:
            raise ValueError(f"at_least {self.at_least} and at_most {self.at_most} cannot both be kept")
        if self.window is not None and _is_shorter(self.window, self.within):
            raise ValueError("the window ends before the promise does; leave 'window' out, or make it longer")
        for fact, reason in self.exempt.items():
            if not reason.strip():
                raise ValueError(f"the exemption of '{fact}' gives no reason; say why it need not be learned here")
        return self

    @property
    def counts_business_days(self) -> bool:
        """Whether its times are known only once t0 is."""
        return any(isinstance(span, str) for span in (self.within, self.window, self.drain, self.holds_for))

    def terms(self, length_s: Callable[[str], float] | None = None, said: str = "") -> Terms:
        """Its times in seconds from t0. length_s: seconds from t0 that a number of business days comes to.

        Raises ValueError when it counts business days and nobody says how long they are.
        """

        def in_seconds(span: float | str) -> float:
            if not isinstance(span, str):
                return span
            if length_s is None:
                raise ValueError(f"how long '{span}' are is known only once she has told")
            return length_s(span)

        return _terms(
            within=in_seconds(self.within),
            window=None if self.window is None else in_seconds(self.window),
            at_least=self.at_least,
            at_most=self.at_most,
            drain=in_seconds(self.drain),
            holds_for=in_seconds(self.holds_for),
            said=said,
        )


@lru_cache(maxsize=1024)
def _terms(**told: Any) -> Terms:
    """The same for every change that is told the same: thousands of cells have a handful of promises."""
    return Terms(**told)


def _is_shorter(one: float | str, other: float | str) -> bool:
    """Whether `one` ends before `other` for certain; spans of different kinds are compared once t0 is known."""
    if isinstance(one, str) or isinstance(other, str):
        counted = business_days(one), business_days(other)
        return counted[0] is not None and counted[1] is not None and counted[0] < counted[1]
    return one < other


class Normalisation(Frozen):
    """How a touchpoint may legitimately write a value differently."""

    upper_case: bool = False
    transliterated: bool = False
    abbreviated: bool = False
    """Words of streets and flats by the abbreviations of the address's country: "Hauptstr. 12", "12 Main St"."""
    field_length: int | None = Field(default=None, ge=1)
    locale: str = Field(default="", pattern=r"^([a-z]{2,3}([_-][A-Za-z]{4})?([_-][A-Z]{2})?)?$")
    """Whose habits decide where a date or an amount can be read in two ways: "en_US" takes 04/03 for 3 April."""


class Touchpoint(Frozen):
    """A place where she meets the organisation, or where it uses a fact."""

    called: str
    """As a sentence says it, with the article: "the card letter"."""
    called_in: CalledIn = {}
    """How journeys in other languages call it, with the article: {de: [der Kartenbrief, den Kartenbrief]}."""
    channel: Channel
    owner: str
    lane: Lane
    stage: str
    kind: Literal["state", "emission"]
    facts: Mapping[str, tuple[str, ...]] | tuple[str, ...]
    """Facts it uses; as a mapping, fact -> the components it shows (empty: all)."""
    promise: Promise
    probe: Mapping[str, Any]
    """`kind` names the probe; the rest are that probe's own settings."""
    fed_by: str
    """The system whose copy it shows: where the search for a break starts."""
    serves: tuple[str, ...] = ("customer",)
    """Persona roles that meet this touchpoint."""
    destination: str = ""
    """Emissions: the fact that says where it is sent (postal_address, email, phone)."""
    notice: bool = False
    """Sent to the old destination on purpose; it must not contain the new value."""
    moment_of_truth: bool = False
    third_party: str = ""
    normalise: Normalisation = Normalisation()
    consequence: str = ""
    """What she lives through when the old value is used; CONSEQUENCE_WORDS in braces are filled in."""
    consequence_in: Mapping[str, str] = {}
    """Code of a language -> the same for reports in it; CONSEQUENCE_WORDS_ELSEWHERE in braces are filled in."""

    @property
    def fact_keys(self) -> tuple[str, ...]:
        """The facts it uses."""
        return tuple(self.facts)

    def shown(self, fact: str) -> tuple[str, ...]:
        """The components of `fact` it shows; empty means all of them."""
        return tuple(self.facts[fact]) if isinstance(self.facts, Mapping) else ()


def facts_read(observe: Mapping[str, Any]) -> tuple[str, ...]:
    """The facts that one look into a system says it reads; none where it does not say, or its probe will complain."""
    read = observe.get("read")
    return tuple(read) if isinstance(read, Mapping) else ()


class System(Frozen):
    """Something backstage that holds facts."""

    called: str
    called_in: CalledIn = {}
    """How reports in other languages call it: {de: Kundenstamm}."""
    owner: str = ""
    observe: tuple[Mapping[str, Any], ...] = ()
    """Probes that only locate breaks, never a verdict: one, or one for each table that holds facts of its own."""
    traced_as: str = ""
    """The service.name of the spans it exports; empty: its key. Only of a system that says so, a missing span tells
    that the news was not sent on to it."""
    rejected_by: str = ""
    """For a place that keeps what another system would not take (a dead-letter queue): that system."""

    @field_validator("observe", mode="before")
    @classmethod
    def _one_is_a_list_of_one(cls, written: Any) -> Any:
        if written is None:
            return ()
        return (written,) if isinstance(written, Mapping) else written

    def can_tell(self, fact: str) -> bool:
        """Whether a look into it may find the fact: that nothing is there says nothing of what nobody looks for."""
        return not self.observe or any(fact in (facts_read(block) or (fact,)) for block in self.observe)


class Hop(Frozen):
    """An edge along which facts travel. No facts named: all of them."""

    from_: str = Field(alias="from")
    to: str
    facts: tuple[str, ...] = ()


class Role(Frozen):
    """What a persona may be to the company, beside what Tellonce knows of it."""

    called_in: CalledIn = {}
    """How journeys in other languages call such a person: {de: [Stammkundin, Stammkunde]}."""


class Alternatives(Frozen):
    """An address that depends on a setting. by: which of them, as a rule `${SETTING:-default}`."""

    by: str
    among: Mapping[str, str]


class Service(Frozen):
    """A process the run needs: started when `ready` does not answer, re-used when it does."""

    name: str
    command: str
    ready: str
    ready_within: Seconds = 20.0
    environment: Mapping[str, str] = {}
    expect: Mapping[str, str] = {}
    """Key -> text that the JSON answer of `ready` must hold, so that another instance is not taken for this one."""


class ClockSpec(Frozen):
    """The service's time. per_customer: read and advance are URLs with {customer.service_id}.

    read answers JSON with `now` (ISO 8601) and `status` ("ready" or anything else); advance takes {"advance_to": ISO}.
    leap_beyond: promises longer than this are reached by advancing the clock, shorter ones by waiting.
    skew: by how much the times that emissions bear may differ from her clock; closer than that to a deadline, such a
    time decides nothing.
    """

    kind: Literal["per_customer", "none"] = "none"
    read: str = ""
    advance: str = ""
    leap_beyond: Seconds = 60.0
    ready_within: Seconds = 30.0
    skew: Seconds = 0.0


class Blueprint(Frozen):
    """fixtures/blueprint.yaml."""

    service: str
    about: str = ""
    addresses: Mapping[str, str] = {}
    """Names for base URLs and folders; probes and services write {web}, {lab}, {data}.

    An address with a `*` is filled in where it is used: {stores:billing}. One may use those above it. In the file it
    may also be `Alternatives`; what is here is the one that was chosen.
    """
    start: tuple[Service, ...] = ()
    clock: ClockSpec = ClockSpec()
    look_on: Seconds = 0.0
    """How much later (on her clock) to look once more: what is kept must stay, and what is broken may only be late."""
    traces: str = ""
    """The folder in which the postbox keeps spans; empty: nobody looks for any."""
    calendars: Mapping[str, Calendar] = {}
    """Whose days count where a promise is one of business days."""
    kept_on_purpose: tuple[KeptOnPurpose, ...] = ()
    """Where a sweep for leftovers lets old values stand."""
    roles: Mapping[str, Role] = {}
    """Roles of personas that other languages call by a name of their own."""
    facts: Mapping[str, Fact]
    systems: Mapping[str, System]
    hops: tuple[Hop, ...]
    touchpoints: Mapping[str, Touchpoint]
    contacts: Contacts | None = None
    """How `tellonce contacts` reads what the company's register of contacts exports."""

    @property
    def spoken(self) -> dict[str, str]:
        """How sentences name touchpoints -> key: as they are called, with or without the article."""
        spoken: dict[str, str] = {}
        for key, touchpoint in self.touchpoints.items():
            spoken[touchpoint.called] = key
            bare = re.sub(r"^(the|a|an|her|his|their) ", "", touchpoint.called)
            spoken.setdefault(bare, key)
        return spoken

    @property
    def promises(self) -> dict[str, frozenset[str]]:
        """How sentences name promises -> the keys of the touchpoints that made them: as the blueprint calls them, then
        "the promise of the card letter"."""
        named: dict[str, frozenset[str]] = {}
        for key, touchpoint in self.touchpoints.items():
            if touchpoint.promise.called:
                named[touchpoint.promise.called] = named.get(touchpoint.promise.called, frozenset()) | {key}
        for key, touchpoint in self.touchpoints.items():
            named.setdefault(f"the promise of {touchpoint.called}", frozenset({key}))
        return named

    def system_traced_as(self, service: str) -> str:
        """The key of the system whose spans bear this service.name, "" when none does."""
        for key, system in self.systems.items():
            if service == (system.traced_as or key):
                return key
        return ""

    def facts_of(self, role: str) -> dict[str, Fact]:
        """The facts that the company may know of this role: all but those that only touchpoints of other roles use."""
        users = {fact: [spot.serves for spot in self.touchpoints.values() if fact in spot.facts] for fact in self.facts}
        return {
            key: fact for key, fact in self.facts.items() if not users[key] or any(role in one for one in users[key])
        }

    def touchpoints_of(self, fact: str, role: str) -> dict[str, Touchpoint]:
        """The touchpoints that use `fact` and serve customers of this role, in blueprint order, without exempt ones."""
        return dict(self._using.get((fact, role), {}))

    @cached_property
    def _using(self) -> dict[tuple[str, str], dict[str, Touchpoint]]:
        """(fact, role) -> its touchpoints: journeys are many, and ask this of each step."""
        using: dict[tuple[str, str], dict[str, Touchpoint]] = {}
        for key, touchpoint in self.touchpoints.items():
            for fact in dict.fromkeys(touchpoint.facts):
                if fact not in touchpoint.promise.exempt:
                    for role in touchpoint.serves:
                        using.setdefault((fact, role), {})[key] = touchpoint
        return using
