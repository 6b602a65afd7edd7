"""What one feature file says of the whole project: small enough to be sent from process to process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tellonce.authoring.gherkin import FeatureFile, OneScenario
from tellonce.authoring.rehearsing import read_through
from tellonce.authoring.sentences import BadSentence, Sentence, SentenceIndex
from tellonce.engine.flows import Flow
from tellonce.model.errors import Place

__all__ = ["Act", "Flows", "Seen", "act_of", "said_by", "see", "see_scenario"]

Flows = Mapping[int, Flow]
"""id of a flow's function -> the flow: sentences in several languages may share one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What she does in one step.

    deed: the same for the same deed.  flow: the flow's sentence; "" for a sentence of the project's own.
    facts: what is different afterwards, as far as a flow says it.
    """

    deed: str
    flow: str = ""
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One scenario, or all of a file.

    cast: who takes part.  changed: facts that the company is to take.  cells: (touchpoint, fact) watched.
    flows: the sentences of the flows that are said.  tags: tag -> how often, and where first.
    scenarios: how many run.  unclear: of how many nobody can tell what they change.
    """

    cast: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    cells: frozenset[tuple[str, str]] = frozenset()
    flows: frozenset[str] = frozenset()
    tags: Mapping[str, tuple[int, Place]] = field(default_factory=dict)
    scenarios: int = 0
    unclear: int = 0

    @staticmethod
    def together(several: list[Seen]) -> Seen:
        """All of them as one; where each tag stood first is of the first that has it."""
        tags: dict[str, tuple[int, Place]] = {}
        for one in several:
            for tag, (count, place) in one.tags.items():
                before = tags.get(tag)
                tags[tag] = (count, place) if before is None else (before[0] + count, before[1])
        return Seen(
            cast=frozenset().union(*(one.cast for one in several)),
            changed=frozenset().union(*(one.changed for one in several)),
            cells=frozenset().union(*(one.cells for one in several)),
            flows=frozenset().union(*(one.flows for one in several)),
            tags=tags,
            scenarios=sum(one.scenarios for one in several),
            unclear=sum(one.unclear for one in several),
        )


def said_by(step: Any, sentences: SentenceIndex) -> Sentence | None:
    """The one sentence that a step is; None for none, several, or one that cannot be read."""
    try:
        found = sentences.find(step.step_type, step.name)
    except BadSentence:
        return None
    return found[0] if len(found) == 1 else None


def act_of(sentence: Sentence | None, kind: str, flows: Flows) -> Act | None:
    """What she does by a sentence: a flow, or a When of the project's own; None for time that passes and the like."""
    if sentence is None or kind != "when":
        return None
    flow = flows.get(id(getattr(sentence.function, "__wrapped__", None)))
    if flow is not None:
        return Act(deed=flow.sentence, flow=flow.sentence, facts=flow.facts)
    return None if sentence.rehearsed else Act(deed=sentence.text)


def see_scenario(one: OneScenario, sentences: SentenceIndex, flows: Flows, names: frozenset[str]) -> Seen:
    """names: of all personas, to be found in steps that only the project can read."""
    sentences = sentences.of(one.language)
    steps = tuple((step.step_type, step.name) for step in one.model.all_steps)
    key = ("seen", steps)
    seen: Seen | None = sentences.memo.get(key)
    if seen is None:
        seen = sentences.memo[key] = _look(one, sentences, flows, names)
    return seen


def _look(one: OneScenario, sentences: SentenceIndex, flows: Flows, names: frozenset[str]) -> Seen:
    said = set()
    for step in one.model.all_steps:
        act = act_of(said_by(step, sentences), step.step_type, flows)
        if act is not None and act.flow:
            said.add(act.flow)
    rehearsal = read_through(one, sentences)
    if rehearsal is None:
        return Seen(flows=frozenset(said), scenarios=1, unclear=1)
    reached, refused = rehearsal.reached(), rehearsal.refused()
    cast = frozenset(rehearsal.there())
    if reached is None:
        words = {word.removesuffix("'s") for step in one.model.all_steps for word in step.name.split()}
        cast |= names & words
    nothing = rehearsal.unshown()
    cells = (
        (key, fact)
        for key, news in (reached or {}).items()
        for who, fact in news
        if (who, fact) not in refused and (key, who, fact) not in nothing
    )
    return Seen(
        cast=cast,
        changed=frozenset(fact for who, fact in rehearsal.news() if (who, fact) not in refused),
        cells=frozenset(cells),
        flows=frozenset(said),
        scenarios=1,
        unclear=int(reached is None),
    )


def see(feature: FeatureFile, each: Sequence[Seen]) -> Seen:
    """All scenarios of a file without mistakes, and its tags. each: what its scenarios say, in their order."""
    shared = {id(seen): seen for seen in each}  # scenarios that say the same share one
    whole = Seen.together(list(shared.values()))
    return replace(whole, tags=_tags(feature), scenarios=len(each), unclear=sum(seen.unclear for seen in each))


def _tags(feature: FeatureFile) -> dict[str, tuple[int, Place]]:
    """As they are written: one above a feature of many scenarios is written once."""
    found: dict[str, tuple[int, Place]] = {}
    model = feature.model
    tagged = [model]
    for container in (model, *model.rules):
        tagged += [container] if container is not model else []
        for scenario in container.scenarios:
            tagged += [scenario, *getattr(scenario, "examples", ())]
    for one in tagged:
        for tag in one.tags:
            count, place = found.get(str(tag), (0, None))
            found[str(tag)] = (count + 1, place or _place_of_tag(feature, tag))
    return found


def _place_of_tag(feature: FeatureFile, tag: Any) -> Place:
    column = feature.lines[tag.line - 1].find(f"@{tag}") + 1
    return feature.place(tag.line, column or None)
