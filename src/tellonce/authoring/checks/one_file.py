"""Everything there is to say of one feature file by itself, and what it says of the project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from behave.i18n import languages

from tellonce.authoring.checks.ignoring import Ignore, heed, ignores_in_feature
from tellonce.authoring.checks.laid_out import laid_out
from tellonce.authoring.checks.mending import mend
from tellonce.authoring.checks.placing import told
from tellonce.authoring.checks.seen import Flows, Seen, see, see_scenario
from tellonce.authoring.checks.told_well import how_it_is_told
from tellonce.authoring.features import check_features
from tellonce.authoring.gherkin import FeatureFile, language_of, read_feature, read_text
from tellonce.authoring.sentences import SentenceIndex
from tellonce.model.errors import Problem
from tellonce.model.finding import Finding

__all__ = ["Checked", "Language", "check_file", "check_text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """What a project can say. sentences: None when its files have mistakes, so that nobody knows.

    slugs: how a persona's folder is called -> her name.
    """

    sentences: SentenceIndex | None = None
    flows: Flows = field(default_factory=dict)
    slugs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One file. findings: in reading order.  ignores: what it ignores, for rules about the whole project."""

    journey: str
    findings: tuple[Finding, ...]
    seen: Seen
    scenarios: int = 0
    ignores: tuple[Ignore, ...] = ()


def check_file(path: Path, project: Path, language: Language, *, asked: frozenset[str]) -> Checked:
    """asked: the rules that are told."""
    read = read_feature(path, project)
    return _check(read, _lines(path) if isinstance(read, Problem) else read.lines, path, language, asked)


def check_text(text: str, path: Path, project: Path, language: Language, *, asked: frozenset[str]) -> Checked:
    """As check_file, of a text that might stand there."""
    text = text.removeprefix("\ufeff")
    return _check(read_text(text, path, project), text.splitlines(), path, language, asked)


def _check(
    read: FeatureFile | Problem, lines: Sequence[str], path: Path, language: Language, asked: frozenset[str]
) -> Checked:
    if isinstance(read, Problem):
        finding = told(read, lines, fix=mend(read, lines, _known_language(lines), language.sentences))
        return Checked(journey=read.place.file if read.place else str(path), findings=(finding,), seen=Seen())
    problems = check_features([read], language.sentences)
    findings = [
        told(problem, read.lines, fix=mend(problem, read.lines, read.language, language.sentences))
        if problem.place is not None and problem.place.file == read.journey
        else told(problem)
        for problem in problems
    ]
    seen, scenarios = Seen(), 0
    if not problems and language.sentences is not None:
        names = frozenset(language.slugs.values())
        each = [see_scenario(one, language.sentences, language.flows, names) for one in read.scenarios()]
        seen = see(read, each)
        findings += how_it_is_told(read, language.sentences, language.flows, language.slugs, each)
    scenarios = seen.scenarios or sum(len(one.scenarios) for one in (read.model, *read.model.rules))
    if "TO501" in asked:
        findings += laid_out(read)
    ignores = ignores_in_feature(read)
    kept = heed(findings, ignores, read.journey, asked=asked & _OF_FILES, lines=read.lines) if ignores else findings
    return Checked(
        journey=read.journey,
        findings=tuple(sorted((one for one in kept if one.rule in asked), key=lambda one: one.order)),
        seen=seen,
        scenarios=scenarios,
        ignores=tuple(ignores),
    )


_OF_FILES = frozenset({"TO301", "TO302", "TO303", "TO304", "TO305", "TO501"})
"""Warnings and hints that one file alone decides."""


def _known_language(lines: Sequence[str]) -> str:
    said = language_of(lines)
    return said if said in languages else "en"


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError:
        return []
