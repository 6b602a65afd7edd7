"""Reads exports in and compares them with the project: the work of `tellonce contacts`."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tellonce.authoring.features import load_features
from tellonce.authoring.gherkin import FeatureFile
from tellonce.authoring.sentences import SentenceIndex
from tellonce.authoring.suggesting import Suggestions
from tellonce.authoring.watching import watched_by
from tellonce.contacts.compare import Comparison
from tellonce.contacts.days import EARLIEST, LATEST, day_reader, is_day
from tellonce.contacts.exports import open_exports
from tellonce.contacts.tally import Tally
from tellonce.contacts.words import Words
from tellonce.engine.flows import current_deeds
from tellonce.model.cell import CellVerdict
from tellonce.model.contact_account import ContactsAccount, Watch
from tellonce.model.contacts import Contacts
from tellonce.model.errors import NothingRan, Place, Problem, UsageProblem
from tellonce.project import Project, load_project
from tellonce.runner.loading import load_sentences
from tellonce.runner.project import open_project
from tellonce.story.visible import visible
from tellonce.story.words import plural

__all__ = ["Asked", "read_in"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """files: exports; "-" is standard input.  since, until: days such as 2026-05-04, both included; "" for no limit.

    quotes: how many of each group to show.  run, cells: the run to compare with; "" and None without one.
    """

    files: tuple[str, ...]
    since: str = ""
    until: str = ""
    quotes: int = 0
    run: str = ""
    cells: Sequence[CellVerdict] | None = None


def read_in(root: Path, asked: Asked) -> ContactsAccount:
    """Everything that the exports tell. root: the project's.

    Raises UsageProblem for mistakes in the project, the days or the files, NothingRan when there is no contact at all.
    """
    project = load_project(root)
    section = _section(project)
    _insist_on_days(asked)
    sentences = load_sentences(open_project(root)).index
    features = _features(project, sentences)
    words = Words(project.blueprint, section)
    tally = Tally(words, day_reader(section), since=asked.since, until=asked.until, quotes=asked.quotes)
    notes: list[str] = []
    with ExitStack() as stack:
        for source, rows in open_exports(asked.files, section, stack):
            tally.count(source.shown, rows)
            notes += source.notes
    if not tally.heaps:
        raise NothingRan(_nothing(tally))
    watched = watched_by(features, sentences)
    notes += [
        f"{one.journey}:{one.line} says sentences of your own: nobody can tell what it watches"
        for one in watched.unclear
    ]
    suggestions = Suggestions(project.blueprint, project.personas, current_deeds().flows, sentences, features)
    comparison = Comparison(project.blueprint, words, watched, suggestions.of, asked.cells)
    return _account(project, asked, tally, comparison, notes)


def _account(
    project: Project, asked: Asked, tally: Tally, comparison: Comparison, notes: Sequence[str]
) -> ContactsAccount:
    groups = comparison.groups(tally)
    return ContactsAccount(
        service=project.blueprint.service,
        files=tuple(visible(name) for name in asked.files),
        run=asked.run,
        contacts=sum(group.contacts for group in groups),
        without_cause=sum(group.contacts for group in groups if not group.cause),
        no_journey=sum(group.contacts for group in groups if group.unwatched),
        scenario_missing=sum(group.contacts for group in groups if group.watch is Watch.NO_JOURNEY),
        outside=tally.outside,
        first=min(group.first for group in groups),
        last=max(group.last for group in groups),
        groups=groups,
        unread=tally.unread.total(),
        unread_why=dict(tally.unread.most_common()),
        unread_rows=tuple(tally.unread_rows),
        notes=tuple(notes),
    )


def _section(project: Project) -> Contacts:
    if project.blueprint.contacts is None:
        raise UsageProblem(
            Problem(
                what="the blueprint does not say how to read contacts",
                place=Place(file=project.blueprint_file.shown),
                hint="add 'contacts: {columns: {time: ..., about: ..., cause: ...}}', "
                "with the columns of your register's export",
            )
        )
    return project.blueprint.contacts


def _insist_on_days(asked: Asked) -> None:
    problems = [
        Problem(what=f"{flag} '{day}' is no day", bad=day, hint="write it as 2026-05-04")
        for flag, day in (("--since", asked.since), ("--until", asked.until))
        if day and not is_day(day)
    ]
    if not problems and (asked.since or EARLIEST) > (asked.until or LATEST):
        problems.append(Problem(what=f"--since {asked.since} is after --until {asked.until}", hint="swap them"))
    if problems:
        raise UsageProblem(problems)


def _features(project: Project, sentences: SentenceIndex) -> list[FeatureFile]:
    try:
        return load_features([project.journeys], project.root, sentences)
    except NothingRan:
        return []  # a project without journeys misses every one of them, and is told so


def _nothing(tally: Tally) -> str:
    """Why there is nothing to tell: rows that are wrong or outside are not silence."""
    lines = ["There is no contact in these files."]
    if tally.outside:
        lines.append(f"  outside   {plural(tally.outside, 'contact')} before --since or after --until")
    lines += [f"  unread    {plural(count, 'row')}: {why}" for why, count in tally.unread.most_common(10)]
    lines += [f"  first     {tally.unread_rows[0].place}"] if tally.unread_rows else []
    return "\n".join(lines)
