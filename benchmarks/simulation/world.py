"""A made-up service: what each of its places holds at every moment, decided before anybody looks.

Everything happens at seconds from t0, the moment of her change.  A value is one of the letters of the judge's table:
N new, O old, 0 nothing, M half of each, G garbage; for an emission also L (the new value sent to the old home),
W (sent to an address that nobody of hers has) and F (sent to another customer's home).
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field

__all__ = ["DAY_S", "Emission", "Spot", "System", "Trouble", "World", "make_world", "value_at"]

DAY_S = 86_400.0
LEAP_BEYOND_S = 60.0

Timeline = list[tuple[float, str]]
"""(from this second on, value), in order; before the first entry the old value is held."""


def value_at(timeline: Timeline, at_s: float) -> str:
    """What is held at a moment."""
    held = "O"
    for since_s, value in timeline:
        if since_s > at_s:
            break
        held = value
    return held


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What goes wrong between two places; a touchpoint may be the lower one. at_s: for what happens later."""

    kind: str
    above: str
    below: str
    at_s: float = 0.0


@dataclass(slots=True, kw_only=True)
class System:
    """observed: whether a probe looks into it. parents: system or "self-service" -> delay in seconds."""

    name: str
    observed: bool
    parents: dict[str, float]
    timeline: Timeline = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Emission:
    """Sent at sent_s; its source stamps it skew_s off."""

    sent_s: float
    value: str
    key: str


@dataclass(slots=True, kw_only=True)
class Spot:
    """A touchpoint. blind: the share of looks that fail."""

    name: str
    kind: str
    fed_by: str
    within_s: float
    holds_s: float = 0.0
    drain_s: float = 0.0
    at_most: int | None = None
    blind: float = 0.0
    push: str = "none"
    timeline: Timeline = field(default_factory=list)
    sent: list[Emission] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class World:
    """own_clock: her clock can be moved, and everything is looked at again `look_on_s` after the change."""

    number: int
    seed: str
    own_clock: bool
    look_on_s: float
    skew_s: float
    systems: dict[str, System]
    spots: dict[str, Spot]
    trouble: Trouble | None

    def random(self, what: str) -> random.Random:
        """Chance that depends on nothing but the world and what it is for."""
        return random.Random(f"{self.seed}:{self.number}:{what}")


def make_world(seed: str, number: int) -> World:
    """World `number` of a seed; the same again whenever it is asked for."""
    chance = random.Random(f"{seed}:{number}")
    own_clock = chance.random() < 0.5
    systems = _systems(chance, own_clock)
    spots = _spots(chance, systems)
    trouble = _trouble(chance, systems, spots, own_clock)
    for system in systems.values():
        system.timeline = _arrives(system.name, system.parents, systems, trouble)
    for spot in spots.values():
        _script(chance, spot, systems, trouble, own_clock)
    longest_s = max(max(spot.within_s, spot.holds_s) for spot in spots.values())
    if own_clock and trouble is not None and trouble.kind == "night":
        at_s = longest_s + chance.uniform(0.1, 0.8) * 3 * DAY_S
        trouble = Trouble(kind="night", above=trouble.above, below=trouble.below, at_s=at_s)
        _overwrite(trouble, systems, spots)
    return World(
        number=number,
        seed=seed,
        own_clock=own_clock,
        look_on_s=longest_s + 3 * DAY_S,
        skew_s=chance.uniform(-5, 5) if own_clock else 0.0,
        systems=systems,
        spots=spots,
        trouble=trouble,
    )


def _systems(chance: random.Random, own_clock: bool) -> dict[str, System]:
    systems = {"s0": System(name="s0", observed=chance.random() < 0.8, parents={"self-service": 0.0})}
    for index in range(1, chance.randint(1, 5)):
        known = list(systems)
        parents = chance.sample(known, k=min(len(known), 1 if chance.random() < 0.75 else 2))
        systems[f"s{index}"] = System(
            name=f"s{index}",
            observed=chance.random() < 0.75,
            parents={parent: _delay_s(chance, own_clock) for parent in parents},
        )
    return systems


def _delay_s(chance: random.Random, own_clock: bool) -> float:
    style = chance.choice(("direct", "queue", "batch", "retries"))
    if style == "direct":
        return chance.uniform(0.0, 0.05)
    if style == "queue":
        return min(5.0, chance.expovariate(2.0))
    if style == "batch":
        return chance.uniform(0.0, chance.choice((1.0, 5.0, DAY_S / 24 if own_clock else 5.0)))
    return sum(0.2 * 2**attempt for attempt in range(chance.randint(1, 4)))


def _spots(chance: random.Random, systems: dict[str, System]) -> dict[str, Spot]:
    spots = {}
    for index in range(chance.randint(1, 4)):
        name = f"t{index}"
        spots[name] = Spot(
            name=name,
            kind=chance.choice(("state", "emission")),
            fed_by=chance.choice(list(systems)),
            within_s=0.0,
            blind=chance.choices((0.0, 0.1, 0.3, 1.0), (0.85, 0.07, 0.04, 0.04))[0],
            push=chance.choice(("none", "prompt", "lossy", "late", "doubled", "silent")),
        )
    return spots


def _trouble(
    chance: random.Random, systems: dict[str, System], spots: dict[str, Spot], own_clock: bool
) -> Trouble | None:
    if chance.random() < 0.4:
        return None
    kinds = ["lost", "half", "garbled", "slow", "doubled", "misled"] + (["night"] if own_clock else ["flip"])
    kind = chance.choice(kinds)
    ways = [(parent, system.name) for system in systems.values() for parent in system.parents]
    last_miles = [(spot.fed_by, spot.name) for spot in spots.values()]
    if kind in ("slow", "doubled", "misled", "flip"):
        above, below = chance.choice(last_miles)
    else:
        above, below = chance.choice(ways + last_miles)
    return Trouble(kind=kind, above=above, below=below)


def _carried(value: str, trouble: Trouble | None, above: str, below: str) -> str | None:
    """What comes out below of what was sent above; None when nothing does."""
    if trouble is None or (trouble.above, trouble.below) != (above, below):
        return value
    if trouble.kind == "lost":
        return None
    return {"half": "M", "garbled": "G"}.get(trouble.kind, value) if value == "N" else value


def _arrives(name: str, parents: dict[str, float], systems: dict[str, System], trouble: Trouble | None) -> Timeline:
    found: Timeline = []
    for parent, delay_s in parents.items():
        source = [(0.0, "N")] if parent == "self-service" else systems[parent].timeline
        for at_s, value in source:
            carried = _carried(value, trouble, parent, name)
            if carried is not None:
                found.append((at_s + delay_s, carried))
    return sorted(found)


def _script(
    chance: random.Random, spot: Spot, systems: dict[str, System], trouble: Trouble | None, own_clock: bool
) -> None:
    """What the touchpoint shows or sends, and a promise that it keeps unless the trouble is here."""
    mine = trouble if trouble is not None and trouble.below == spot.name else None
    last_mile_s = chance.uniform(0.5, 20) * DAY_S if own_clock and chance.random() < 0.4 else _delay_s(chance, False)
    spot.timeline = _arrives(spot.name, {spot.fed_by: last_mile_s}, systems, trouble)
    # The promise is made for the undisturbed way: what is lost has no time of its own.
    due_s = _undisturbed_s(spot.fed_by, systems) + last_mile_s
    share = chance.uniform(0.05, 0.98)
    if mine is not None and mine.kind == "slow":
        share = chance.uniform(1.02, 2.0)
    spot.within_s = max(0.5 if share > 1 else 1.0, due_s / share)
    if share > 1 and due_s <= spot.within_s:
        spot.timeline = [(at_s + spot.within_s, value) for at_s, value in spot.timeline]
    if not own_clock:
        spot.within_s = min(spot.within_s, LEAP_BEYOND_S - 1.0)
    if spot.kind == "state":
        if mine is not None and mine.kind == "flip":
            _flip(chance, spot)
        return
    spot.sent = [
        Emission(sent_s=at_s, value=value, key=f"{spot.name}-{index}")
        for index, (at_s, value) in enumerate(spot.timeline)
    ]
    if trouble is not None and trouble.kind == "lost" and not spot.sent and chance.random() < 0.5:
        # It is sent all the same, from a copy that was never told.
        spot.sent = [Emission(sent_s=min(due_s, 0.9 * spot.within_s), value="O", key=f"{spot.name}-0")]
    if chance.random() < 0.2 and spot.sent and spot.sent[0].sent_s > 0.2:
        # A batch that was cut before she spoke.
        spot.drain_s = spot.sent[0].sent_s * 0.9
        early_s = spot.drain_s * chance.uniform(0.1, 0.8)
        spot.sent.insert(0, Emission(sent_s=early_s, value="O", key=f"{spot.name}-drained"))
    if mine is not None and mine.kind == "doubled":
        spot.at_most = len([one for one in spot.sent if one.value == "N"]) or None
        spot.sent += [
            Emission(sent_s=one.sent_s, value="N", key=f"{one.key}-again") for one in spot.sent if one.value == "N"
        ]
    elif chance.random() < 0.3:
        spot.at_most = max(1, len(spot.sent))
    if mine is not None and mine.kind == "misled" and spot.sent:
        wrong = chance.choice(("L", "W", "F"))
        spot.sent = [
            Emission(sent_s=one.sent_s, value=wrong if one.value == "N" else one.value, key=one.key)
            for one in spot.sent
        ]


def _undisturbed_s(name: str, systems: dict[str, System]) -> float:
    if name == "self-service":
        return 0.0
    parents = systems[name].parents
    return min(_undisturbed_s(parent, systems) + delay_s for parent, delay_s in parents.items())


def _flip(chance: random.Random, spot: Spot) -> None:
    """New, then old again, and perhaps new once more; the promise says that it must stay, so somebody looks."""
    arrived_s = next((at_s for at_s, value in spot.timeline if value == "N"), None)
    if arrived_s is None:
        return
    step_s = max(1.0, 0.02 * spot.within_s) + 0.5
    back_s = max(arrived_s, math.ceil(arrived_s)) + 3 * step_s
    spot.timeline.append((back_s, "O"))
    spot.holds_s = back_s + 8 * step_s
    if chance.random() < 0.5:
        spot.timeline.append((back_s + 3 * step_s, "N"))


def _overwrite(trouble: Trouble, systems: dict[str, System], spots: dict[str, Spot]) -> None:
    """A night's import puts the old value back below, and whoever copies from there copies that too."""
    back = (trouble.at_s, "O")
    below = {trouble.below}
    for system in systems.values():
        if system.name in below or below & set(system.parents):
            below.add(system.name)
    for system in systems.values():
        if system.name in below:
            system.timeline.append(back)
    for spot in spots.values():
        if spot.kind == "state" and (spot.name in below or spot.fed_by in below):
            spot.timeline.append(back)
