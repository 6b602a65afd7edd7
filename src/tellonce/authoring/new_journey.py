"""A good start of a journey: one scenario in sentences that this project has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from behave.parser import parse_feature

from tellonce.authoring.features import check_features
from tellonce.authoring.gherkin import FeatureFile
from tellonce.authoring.sentences import SentenceIndex
from tellonce.authoring.suggesting import Suggestion, Suggestions
from tellonce.authoring.trying_out import file_name
from tellonce.authoring.watching import watched_by
from tellonce.engine.flows import Flow
from tellonce.model.errors import Problem, UsageProblem
from tellonce.model.persona import Persona
from tellonce.project import Project

__all__ = ["NewJourney", "new_journey"]

_ABOUT = "What this is about for {object}, in a sentence or two."


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJourney:
    """What it is to be. name: the feature's.  persona, touchpoint, fact: "" where any will do."""

    name: str
    persona: str = ""
    touchpoint: str = ""
    fact: str = ""


def new_journey(
    asked: NewJourney,
    project: Project,
    flows: Sequence[Flow],
    sentences: SentenceIndex,
    features: Sequence[FeatureFile],
) -> Suggestion:
    """The feature and its path. What no journey watches yet is proposed first, moments of truth before others.

    Raises UsageProblem for a name that is not the project's, and where no flow of steps/ brings any news.
    """
    name = " ".join(asked.name.split())
    persona = _persona(asked, name, project)
    spots = {key: spot for key, spot in project.blueprint.touchpoints.items() if persona.role in spot.serves}
    _known("touchpoint", asked.touchpoint, tuple(spots))
    _known("fact", asked.fact, tuple(project.blueprint.facts))
    suggestions = Suggestions(project.blueprint, project.personas, flows, sentences, features)
    for touchpoint, fact in _cells(asked, project, persona, sentences, features):
        made = suggestions.of(touchpoint, fact, persona.name)
        if made is not None:
            return _called(made, name, persona, sentences)
    asked_for = " and ".join(part for part in (asked.touchpoint, asked.fact) if part)
    raise UsageProblem(
        Problem(
            what=f"no flow in steps/ lets {persona.name} change anything that "
            + (f"reaches {asked_for}" if asked_for else "a touchpoint uses"),
            valid=tuple(f"{flow.sentence} ({', '.join(flow.facts)})" for flow in flows),
            hint="write a flow for it first, in steps/",
        )
    )


def _persona(asked: NewJourney, name: str, project: Project) -> Persona:
    """Who it is about: as asked, or whom its name speaks of, or the only one there is."""
    known = project.personas
    if asked.persona:
        _known("persona", asked.persona, tuple(known))
        return known[asked.persona]
    words = {word.strip(".,:;!?").removesuffix("'s") for word in name.split()}
    meant = [persona for who, persona in known.items() if who in words] or list(known.values())
    if len(meant) != 1:
        what = f"'{name}' does not say whose journey it is"
        raise UsageProblem(
            Problem(what=what, valid=tuple(known), hint=f"name her in it, or write --persona {next(iter(known))}")
        )
    return meant[0]


def _known(word: str, said: str, valid: tuple[str, ...]) -> None:
    if said and said not in valid:
        raise UsageProblem(Problem(what=f"there is no {word} '{said}'", bad=said, valid=valid))


def _cells(
    asked: NewJourney,
    project: Project,
    persona: Persona,
    sentences: SentenceIndex,
    features: Sequence[FeatureFile],
) -> Iterator[tuple[str, str]]:
    watched = watched_by(features, sentences)
    cells = [
        (key, fact)
        for key, spot in project.blueprint.touchpoints.items()
        if persona.role in spot.serves and asked.touchpoint in ("", key)
        for fact in spot.fact_keys
        if asked.fact in ("", fact)
    ]
    spots = project.blueprint.touchpoints
    yield from sorted(cells, key=lambda cell: (bool(watched.at(*cell)), not spots[cell[0]].moment_of_truth))


def _called(made: Suggestion, name: str, persona: Persona, sentences: SentenceIndex) -> Suggestion:
    """The scenario under its own name. Raises UsageProblem for a name that no feature can have."""
    _, *scenario = made.text.splitlines()
    about = _ABOUT.format(object=persona.pronouns.object)
    text = "\n".join([f"Feature: {name}", f"  {about}", *scenario]) + "\n"
    # It lies in her own folder: her name need not stand in the file's name again.
    own = file_name(name).removeprefix(f"{file_name(persona.name)}-")
    path = f"{Path(made.path).parent.as_posix()}/{own}.feature"
    feature = FeatureFile(
        path=Path(path),
        journey=path,
        model=parse_feature(text, filename=path),
        lines=tuple(text.splitlines()),
    )
    problems = check_features([feature], sentences)
    if problems:
        raise UsageProblem(problems)
    return Suggestion(path=path, text=text)
