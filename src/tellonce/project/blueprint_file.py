"""Reads fixtures/blueprint.yaml and checks that what it names exists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tellonce.model.blueprint import CONSEQUENCE_WORDS, CONSEQUENCE_WORDS_ELSEWHERE, Blueprint, facts_read
from tellonce.model.errors import Problem, UsageProblem
from tellonce.model.facts import COMPONENTS
from tellonce.model.report_format import REPORT_LANGUAGES
from tellonce.project.alternatives import with_chosen_addresses
from tellonce.project.calendars import calendar_problems
from tellonce.project.contacts_section import contacts_problems
from tellonce.project.other_languages import misnamed_in_other_languages
from tellonce.project.yaml_file import YamlFile, read_yaml

__all__ = ["load_blueprint"]


def load_blueprint(path: Path, *, root: Path) -> tuple[Blueprint, YamlFile]:
    """The blueprint and its file, for later messages. Raises UsageProblem with every mistake found."""
    file = with_chosen_addresses(read_yaml(path, root=root))
    blueprint = file.fit(Blueprint)
    problems = [
        *_unknown_addresses(blueprint, file),
        *_unknown_names(blueprint, file),
        *_same_names(blueprint, file),
        *misnamed_in_other_languages(blueprint, file),
        *_same_traces(blueprint, file),
        *_same_observed(blueprint, file),
        *_cycles(blueprint, file),
        *_emissions(blueprint, file),
        *_consequences(blueprint, file),
        *_consequences_elsewhere(blueprint, file),
        *_clock(blueprint, file),
        *calendar_problems(blueprint, file),
        *contacts_problems(blueprint, file),
    ]
    if problems:
        raise UsageProblem(problems)
    return blueprint, file


def _unknown(file: YamlFile, path: Sequence[str | int], word: str, bad: str, valid: Sequence[str]) -> Iterator[Problem]:
    if bad not in valid:
        yield Problem(what=f"unknown {word} '{bad}'", place=file.place(path), bad=bad, valid=tuple(valid))


def _unknown_addresses(blueprint: Blueprint, file: YamlFile) -> Iterator[Problem]:
    known = ["root", "python"]
    for name, text in blueprint.addresses.items():
        for used in re.findall(r"\{(\w+)", text):
            if used not in known:
                later = used in blueprint.addresses
                yield Problem(
                    what=f"the address {name} uses '{{{used}}}'" + (", which stands below it" if later else ""),
                    place=file.place(("addresses", name)),
                    bad=None if later else used,
                    valid=() if later else tuple(known),
                    hint="an address may use those above it",
                )
        known.append(name)


def _unknown_names(blueprint: Blueprint, file: YamlFile) -> Iterator[Problem]:
    facts, systems = tuple(blueprint.facts), tuple(blueprint.systems)
    for index, hop in enumerate(blueprint.hops):
        yield from _unknown(file, ("hops", index, "from"), "system", hop.from_, systems)
        yield from _unknown(file, ("hops", index, "to"), "system", hop.to, systems)
        for nth, fact in enumerate(hop.facts):
            yield from _unknown(file, ("hops", index, "facts", nth), "fact", fact, facts)
    for key, system in blueprint.systems.items():
        if system.rejected_by:
            yield from _unknown(file, ("systems", key, "rejected_by"), "system", system.rejected_by, systems)
    for key, touchpoint in blueprint.touchpoints.items():
        here = ("touchpoints", key)
        yield from _unknown(file, (*here, "fed_by"), "system", touchpoint.fed_by, systems)
        for nth, fact in enumerate(touchpoint.fact_keys):
            listed = (*here, "facts", fact if isinstance(touchpoint.facts, Mapping) else nth)
            found = list(_unknown(file, listed, "fact", fact, facts))
            yield from found
            for part, component in enumerate(() if found else touchpoint.shown(fact)):
                known = COMPONENTS[blueprint.facts[fact].kind]
                yield from _unknown(file, (*listed, part), "component", component, known)
        for fact in touchpoint.promise.exempt:
            yield from _unknown(file, (*here, "promise", "exempt", fact), "fact", fact, touchpoint.fact_keys)
        if touchpoint.destination:
            yield from _unknown(file, (*here, "destination"), "fact", touchpoint.destination, facts)
        if "kind" not in touchpoint.probe:
            yield Problem(what=f"the probe of {key} has no 'kind'", place=file.place((*here, "probe")))


def _same_names(blueprint: Blueprint, file: YamlFile) -> Iterator[Problem]:
    # A sentence names things as they are called: of two with one name, one could never be meant.
    for kind, called in (
        ("facts", {key: fact.called for key, fact in blueprint.facts.items()}),
        ("touchpoints", {key: touchpoint.called for key, touchpoint in blueprint.touchpoints.items()}),
    ):
        first: dict[str, str] = {}
        for key, name in called.items():
            if first.setdefault(name, key) != key:
                yield Problem(
                    what=f"'{first[name]}' is already called '{name}'",
                    place=file.place((kind, key, "called")),
                    hint="call them differently: sentences name them so",
                )


def _same_traces(blueprint: Blueprint, file: YamlFile) -> Iterator[Problem]:
    # A span must belong to one system, or it would be taken for the wrong one's.
    first: dict[str, str] = {}
    for key, system in blueprint.systems.items():
        name = system.traced_as or key
        if first.setdefault(name, key) != key:
            told = key if system.traced_as else first[name]
            yield Problem(
                what=f"the spans of service '{name}' would be those of {first[name]} and of {key}",
                place=file.place(("systems", told, "traced_as")),
                hint="give each system the service.name that it alone exports under",
            )


def _same_observed(blueprint: Blueprint, file: YamlFile) -> Iterator[Problem]:
    # Of two looks that tell the same fact, one would be taken for the other when they disagree.
    for key, system in blueprint.systems.items():
        if len(system.observe) <= 1:
            continue
        read: set[str] = set()
        for nth, block in enumerate(system.observe):
            place = file.place(("systems", key, "observe", nth))
            facts = facts_read(block)
            if not facts:
                yield Problem(
                    what=f"one of several looks into {key} does not say what it reads",
                    place=place,
                    hint="say it, with read: {...}",
                )
                continue
            for fact in facts:
                if fact in read:
                    yield Problem(
                        what=f"two looks into {key} read '{fact}'", place=place, hint="let one of them read it"
                    )
                read.add(fact)


def _cycles(blueprint: Blueprint, file: YamlFile) -> Iterator[Problem]:
    onward: dict[str, list[tuple[str, int]]] = {}
    for index, hop in enumerate(blueprint.hops):
        onward.setdefault(hop.from_, []).append((hop.to, index))
    done: set[str] = set()

    def walk(system: str, trail: tuple[str, ...]) -> Iterator[Problem]:
        if system in done:
            return
        for following, index in onward.get(system, ()):
            if following in (*trail, system):
                circle = (*trail, system)[(*trail, system).index(following) :]
                yield Problem(
                    what=f"the hops go round in a circle: {' -> '.join((*circle, following))}",
                    place=file.place(("hops", index)),
                    hint="a fact travels one way; take out the hop that leads back",
                )
            else:
                yield from walk(following, (*trail, system))
        done.add(system)

    for system in blueprint.systems:
        yield from walk(system, ())


def _emissions(blueprint: Blueprint, file: YamlFile) -> Iterator[Problem]:
    for key, touchpoint in blueprint.touchpoints.items():
        here = ("touchpoints", key)
        if touchpoint.notice and not touchpoint.destination:
            yield Problem(what=f"{key} is a notice, so it needs a 'destination'", place=file.place((*here, "notice")))
        if touchpoint.kind == "state" and (touchpoint.destination or touchpoint.promise.at_most):
            yield Problem(
                what=f"{key} is a state: it can be read any time, so it has no 'destination' and no 'at_most'",
                place=file.place((*here, "kind")),
                hint="write 'kind: emission' if it is sent once",
            )


def _consequences(blueprint: Blueprint, file: YamlFile) -> Iterator[Problem]:
    for key, touchpoint in blueprint.touchpoints.items():
        for word in re.findall(r"\{(\w*)\}", touchpoint.consequence):
            if word not in CONSEQUENCE_WORDS:
                yield Problem(
                    what=f"the consequence of {key} names '{{{word}}}', which nobody fills in",
                    place=file.place(("touchpoints", key, "consequence")),
                    bad=word,
                    valid=CONSEQUENCE_WORDS,
                )


def _consequences_elsewhere(blueprint: Blueprint, file: YamlFile) -> Iterator[Problem]:
    for key, touchpoint in blueprint.touchpoints.items():
        for language, said in touchpoint.consequence_in.items():
            place = file.place(("touchpoints", key, "consequence_in", language))
            if language == "en":
                yield Problem(
                    what="the English sentence stands in 'consequence'",
                    place=place,
                    hint="leave this one out",
                )
            elif language not in REPORT_LANGUAGES:
                yield Problem(
                    what=f"there are no reports in '{language}'", place=place, bad=language, valid=REPORT_LANGUAGES[1:]
                )
            for word in re.findall(r"\{(\w*)\}", said):
                if word not in CONSEQUENCE_WORDS_ELSEWHERE:
                    yield Problem(
                        what=f"the consequence of {key} in '{language}' names '{{{word}}}', which nobody fills in",
                        place=place,
                        bad=word,
                        valid=CONSEQUENCE_WORDS_ELSEWHERE,
                        hint="pronouns of a persona are English: say her name" if word in CONSEQUENCE_WORDS else "",
                    )


def _clock(blueprint: Blueprint, file: YamlFile) -> Iterator[Problem]:
    for name in ("read", "advance"):
        if blueprint.clock.kind == "per_customer" and not getattr(blueprint.clock, name):
            yield Problem(
                what=f"a clock per customer needs '{name}'",
                place=file.place(("clock", "kind")),
                hint="write its URL with {customer.service_id}",
            )
