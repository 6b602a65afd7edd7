"""The touchpoints of a project: where she meets the company, who answers for it, and who watches it."""

from __future__ import annotations

from tellonce.authoring.catalogue.written import as_written, in_lines
from tellonce.authoring.watching import Watched
from tellonce.model.blueprint import Promise, Touchpoint
from tellonce.model.calendar import describe_span
from tellonce.model.catalogue import TouchpointCard, Watcher
from tellonce.project import Project

__all__ = ["promise_in_words", "texts_of_touchpoint", "touchpoint_cards"]

_OWN = ("called", "lane", "stage", "owner", "channel", "kind", "facts", "serves", "promise", "probe", "fed_by")

_SAID = ("within", "window", "at_least", "at_most", "drain", "holds_for", "calendar", "by", "exempt")


def touchpoint_cards(project: Project, watched: Watched) -> tuple[TouchpointCard, ...]:
    """One for each, in the order of the blueprint."""
    return tuple(_card(project, watched, key, spot) for key, spot in project.blueprint.touchpoints.items())


def texts_of_touchpoint(card: TouchpointCard) -> tuple[str, ...]:
    """What a search for a touchpoint looks through."""
    return (
        f"{card.key} {card.called}",
        f"{' '.join(card.facts).replace('_', ' ')} {' '.join(card.facts)} {card.owner} {card.stage}",
        f"{card.lane} {card.channel} {card.kind} {card.probe} {card.fed_by} {card.promise} {' '.join(card.serves)}",
        " ".join(f"{key.replace('_', ' ')} {value}" for key, value in card.said.items()),
    )


def promise_in_words(promise: Promise) -> str:
    """ "within 1 day; sent by 3 weeks, at most once"; what need not be learnt is told with its reason."""
    parts = [f"within {describe_span(promise.within)}"]
    if promise.calendar:
        parts[0] += f" ({promise.calendar})"
    if promise.by:
        parts.append(f"by the promised day ({promise.by})")
    if promise.window is not None:
        parts.append(f"sent within {describe_span(promise.window)}")
    if promise.at_least != 1:
        parts.append("right if one is sent" if promise.at_least == 0 else f"at least {promise.at_least}")
    if promise.at_most is not None:
        parts.append(f"at most {promise.at_most}")
    if promise.drain:
        parts.append(f"old ones let pass for {describe_span(promise.drain)}")
    if promise.holds_for:
        parts.append(f"must stay for {describe_span(promise.holds_for)}")
    parts += [f"need not learn {fact}: {reason}" for fact, reason in promise.exempt.items()]
    further = {key: value for key, value in as_written(promise).items() if key not in _SAID}
    parts += [f"{label}: {text}" for label, text in in_lines(further)]
    return "; ".join(parts)


def _card(project: Project, watched: Watched, key: str, spot: Touchpoint) -> TouchpointCard:
    place = project.blueprint_file.place(("touchpoints", key))
    said = as_written(spot)
    facts: dict[Watcher, list[str]] = {}
    for (touchpoint, fact), scenarios in watched.cells.items():
        for one in scenarios if touchpoint == key else ():
            facts.setdefault(Watcher(journey=one.journey, line=one.line, name=one.name), []).append(fact)
    return TouchpointCard(
        key=key,
        called=spot.called,
        lane=spot.lane,
        stage=spot.stage,
        owner=spot.owner,
        channel=spot.channel,
        kind=spot.kind,
        facts={fact: spot.shown(fact) for fact in spot.fact_keys},
        serves=spot.serves,
        promise=promise_in_words(spot.promise),
        probe=str(spot.probe.get("kind", "")),
        fed_by=spot.fed_by,
        file=place.file,
        line=place.line,
        said={name: value for name, value in said.items() if name not in _OWN},
        watched_by=tuple(one.model_copy(update={"facts": tuple(names)}) for one, names in facts.items()),
    )
