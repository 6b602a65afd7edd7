"""`tellonce check`: everything that a run would refuse, and what only a check tells, without browser or service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tellonce.authoring.checks.ignoring import heed, ignores_in_lines
from tellonce.authoring.checks.one_file import Checked, Language, check_file
from tellonce.authoring.checks.placing import told
from tellonce.authoring.checks.report import Report
from tellonce.authoring.checks.rules import RULES, chosen_rules
from tellonce.authoring.checks.seen import Seen
from tellonce.authoring.checks.whole import of_the_whole
from tellonce.authoring.features import feature_paths
from tellonce.authoring.gherkin import journey_of
from tellonce.engine.flows import current_deeds
from tellonce.engine.protocol import RunOptions
from tellonce.model.errors import Problem, TellonceError, UsageProblem
from tellonce.model.finding import Finding
from tellonce.project import Project as Files
from tellonce.project import load_project
from tellonce.project.settings import CheckSettings, Settings, read_settings
from tellonce.runner.loading import load_hooks, load_sentences
from tellonce.runner.project import Project, load_object
from tellonce.runner.sharing_work import share

__all__ = ["check", "chosen", "read_language", "strictly"]

_CHUNK = 20
_WHOLE = frozenset(rule for rule in RULES if rule.startswith("TO4") or rule == "TO306")


@dataclass(slots=True)
class _Known:
    """What the project's own files say, as far as they can be read."""

    problems: list[Problem] = field(default_factory=list)
    settings: Settings = field(default_factory=Settings)
    language: Language = field(default_factory=Language)
    files: Files | None = None


def check(root: Path, paths: Sequence[Path], *, asked: frozenset[str], processes: int | None = None) -> Report:
    """Check these paths, and the project they are of.

    asked: rules; errors are told whether or not they are among them.  processes: as many as there are cores when None.
    Never raises for what stands in a file: that is a finding.
    """
    asked = asked | {rule.id for rule in RULES.values() if rule.severity == "error"}
    known = _read_project(root)
    files = feature_paths(paths)
    chunks = [files[start : start + _CHUNK] for start in range(0, len(files), _CHUNK)]

    def work(number: int) -> list[Checked] | list[Problem]:
        if number == 0:
            return [] if known.problems else _engine_problems(root, known.settings)
        return [check_file(path, root, known.language, asked=asked) for path in chunks[number - 1]]

    first, *done = share(work, len(chunks) + 1, processes=processes)
    known.problems += [one for one in first if isinstance(one, Problem)]
    checked = [one for chunk in done for one in chunk if isinstance(one, Checked)]
    findings = [finding for one in checked for finding in one.findings]
    findings += [told(problem) for problem in dict.fromkeys(known.problems)]
    notes = []
    if known.language.sentences is None:
        notes.append("The sentences were not checked: that needs a project whose own files have no mistake.")
    elif known.files is not None and asked & _WHOLE and _covers(files, root):
        if any(finding.severity == "error" for one in checked for finding in one.findings):
            notes.append("Nobody can tell yet what no journey uses: first mend the errors.")
        else:
            seen = Seen.together([one.seen for one in checked])
            more = [one for one in of_the_whole(known.files, current_deeds().flows, seen) if one.rule in asked]
            findings += _heeded(more, root, checked, asked)
    return Report(
        findings=tuple(sorted(dict.fromkeys(findings), key=lambda one: one.order)),
        files=len(files),
        scenarios=sum(one.scenarios for one in checked),
        notes=tuple(notes),
    )


def chosen(root: Path, *, select: tuple[str, ...] | None, ignore: tuple[str, ...] | None) -> frozenset[str]:
    """The rules to look for: flags over settings over all. Errors are always among them.

    Raises UsageProblem for a word that means no rule, and for an error that somebody wants to ignore.
    """
    settings = _settings(root)
    where = "[tool.tellonce.check]"
    wanted = chosen_rules(settings.select if select is None else select, flag=where if select is None else "--select")
    left_out = chosen_rules(settings.ignore if ignore is None else ignore, flag=where if ignore is None else "--ignore")
    errors = frozenset(rule.id for rule in RULES.values() if rule.severity == "error")
    if left_out & errors:
        raise UsageProblem(
            Problem(what=f"{rule} cannot be ignored: a run refuses it", hint="mend what it tells")
            for rule in sorted(left_out & errors)
        )
    return (wanted or frozenset(RULES)) - left_out | errors


def strictly(root: Path) -> bool:
    """Whether the project's settings want warnings to fail."""
    return _settings(root).strict


def _settings(root: Path) -> CheckSettings:
    """Those of the project; the defaults where they have a mistake, which is told as a finding."""
    try:
        return read_settings(root).check
    except UsageProblem:
        return CheckSettings()


def read_language(root: Path) -> Language:
    """What the project can say; nothing when its files have mistakes."""
    known = _read_project(root)
    return known.language if not known.problems else Language()


def _read_project(root: Path) -> _Known:
    """Settings, blueprint, personas, plans, steps and hooks: the mistakes of all of them at once."""
    known = _Known()
    try:
        known.settings = read_settings(root)
    except UsageProblem as error:
        known.problems += error.problems
    settings = known.settings
    project = Project(root=root, engine=settings.engine, vocabulary=settings.vocabulary, reports=settings.reporters)
    for load in (load_sentences, load_hooks):
        try:
            loaded = load(project)
        except UsageProblem as error:
            known.problems += error.problems
        except TellonceError as error:
            known.problems.append(Problem(what=str(error)))
        else:
            if load is load_sentences:
                index = loaded.index  # type: ignore[union-attr]  # the registry
                flows = {id(flow.function): flow for flow in current_deeds().flows}
                known.language = Language(sentences=index, flows=flows)
    if known.language.sentences is not None and settings.vocabulary == Settings().vocabulary:
        try:
            known.files = load_project(root)
        except UsageProblem as error:  # read by the vocabulary without a mistake a moment ago
            known.problems += error.problems
        else:
            slugs = {"-".join(name.casefold().split()): name for name in known.files.personas}
            known.language = Language(sentences=known.language.sentences, flows=known.language.flows, slugs=slugs)
    return known


def _engine_problems(root: Path, settings: Settings) -> list[Problem]:
    """What the engine refuses before it starts anything: probes, addresses, personas that cannot be embodied."""
    try:
        make = load_object(settings.engine, what="engine")
        make(root, RunOptions(run="check", folder=root / "reports" / "check"), "check")
    except UsageProblem as error:
        return list(error.problems)
    except TellonceError as error:
        return [Problem(what=str(error))]
    return []


def _covers(files: Sequence[Path], root: Path) -> bool:
    """Whether these are all the journeys of the project: of a part nobody can say what the others use."""
    return set(feature_paths([root / "journeys"])) <= set(files)


def _heeded(
    findings: Sequence[Finding], root: Path, checked: Sequence[Checked], asked: frozenset[str]
) -> list[Finding]:
    """Without those that a comment in their file ignores."""
    by_file: dict[str, list[Finding]] = {}
    for finding in findings:
        by_file.setdefault(finding.place.file, []).append(finding)
    journeys = {one.journey: one for one in checked}
    kept: list[Finding] = []
    for name in sorted({*by_file, *_own_files(root), *(one.journey for one in checked if one.ignores)}):
        lines = _lines(root / name)
        ignores = journeys[name].ignores if name in journeys else ignores_in_lines(lines)
        kept += heed(by_file.get(name, []), ignores, name, asked=asked & _WHOLE, lines=lines)
    told_by_file = {one for each in checked for one in each.findings}
    return [one for one in kept if one not in told_by_file and one.rule in asked]


def _own_files(root: Path) -> list[str]:
    """Files in which a comment may stand that ignores something."""
    found = [root / "fixtures" / "blueprint.yaml", *(root / "fixtures" / "personas").glob("*.yaml")]
    found += [*(root / "steps").glob("*.py"), *(root / "steps").glob("*.yaml")]
    return [journey_of(path, root) for path in found if "tellonce: ignore" in "\n".join(_lines(path))]


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
