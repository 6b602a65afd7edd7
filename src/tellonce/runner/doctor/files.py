"""The project's own files: can they be read, do they fit together, which settings of the environment do they use?"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tellonce.authoring.features import load_features
from tellonce.model.errors import NothingRan, UsageProblem
from tellonce.project import Project, load_project
from tellonce.project.environment import VARIABLE
from tellonce.runner.doctor.finding import Finding, ok, problem, unchecked, warning
from tellonce.runner.loading import load_sentences
from tellonce.runner.project import open_project

__all__ = ["environment", "features", "letters", "nothing_more", "ports_of_two_runs", "project_files", "reports_folder"]

_SECRET = re.compile(r"PASS|SECRET|TOKEN|KEY|CREDENTIAL|PWD|AUTH", re.IGNORECASE)
_SHOWN = 3


def project_files(root: Path) -> tuple[Project | None, list[Finding]]:
    """Blueprint, personas, plans, settings and steps: the project when all is well, and what was found."""
    try:
        project = load_project(root)
        load_sentences(open_project(root))
    except UsageProblem as mistakes:
        return None, [_mistakes("project", mistakes)]
    touchpoints, personas = len(project.blueprint.touchpoints), len(project.personas)
    said = f"{project.blueprint.service}: {_count(touchpoints, 'touchpoint')}, {_count(personas, 'persona')}"
    return project, [ok("project", said)]


def features(root: Path) -> Iterator[Finding]:
    """The journeys, as `tellonce run` checks them before it starts. Call it for a project whose files are well."""
    try:
        found = load_features([root / "journeys"], root, load_sentences(open_project(root)).index)
    except NothingRan:
        yield problem("journeys", "there is no journey yet: not one *.feature file", "write one under journeys/")
    except UsageProblem as mistakes:
        yield _mistakes("journeys", mistakes)
    else:
        scenarios = sum(len(one.scenarios()) for one in found)
        yield ok("journeys", f"{_count(scenarios, 'scenario')} in {_count(len(found), 'journey')}")


def _mistakes(check: str, mistakes: UsageProblem) -> Finding:
    number = len(mistakes.problems)
    first = "\n".join(str(one).splitlines()[0] for one in mistakes.problems[:_SHOWN])
    more = f"\n… and {number - _SHOWN} more" if number > _SHOWN else ""
    return problem(
        check,
        f"{number} mistake{'' if number == 1 else 's'} in the project's files:\n{first}{more}",
        "mend them; tellonce run tells each whole, and starts nothing before they are mended",
    )


def environment(root: Path, values: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Which ${NAME:-default} the files use, and what each is now. A secret's value is never shown."""
    found: dict[str, str | None] = {}
    for path in (root / "fixtures" / "blueprint.yaml", *sorted((root / "fixtures" / "personas").glob("*.yaml"))):
        text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
        for one in VARIABLE.finditer(text):
            if found.get(one["name"]) is None:
                found[one["name"]] = one["default"]
    if not found:
        yield ok("settings", "the files use no setting of the environment")
        return
    unset = [name for name, default in found.items() if default is None and name not in values]
    if unset:
        what = f"{', '.join(unset)} {'is' if len(unset) == 1 else 'are'} not set, and the files give no default"
        yield problem("settings", what, f"export {unset[0]}=..., or write ${{{unset[0]}:-a default}}")
    shown = [
        f"{name}={_shown(name, values[name])}" if name in values else f"{name}={_shown(name, default)} (default)"
        for name, default in found.items()
        if name in values or default is not None
    ]
    if shown:
        yield ok("settings", "\n".join(shown))


def _shown(name: str, value: str | None) -> str:
    if not value:
        return "(empty)"
    if _SECRET.search(name):
        return "(not shown)"
    parts = urlsplit(value)
    if parts.password:
        host = f"{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}"
        return urlunsplit(parts._replace(netloc=f"{parts.username or ''}:(not shown)@{host}"))
    return value


def letters(root: Path) -> str:
    """Every letter beyond ASCII that personas, blueprint and journeys use, each once."""
    paths = [root / "fixtures" / "blueprint.yaml", *(root / "fixtures" / "personas").glob("*.y*ml")]
    paths += (root / "journeys").rglob("*.feature")
    texts = (path.read_text(encoding="utf-8", errors="ignore") for path in paths if path.is_file())
    return "".join(sorted({sign for text in texts for sign in text if ord(sign) > 127 and sign.isalpha()}))


def ports_of_two_runs(project: Project, root: Path) -> Iterator[Finding]:
    """Could two runs on this machine have ports of their own? Only where the blueprint lets the environment say."""
    if not project.blueprint.start:
        return
    text = (root / "fixtures" / "blueprint.yaml").read_text(encoding="utf-8", errors="replace")
    fixed = [
        f"{name} ({said})"
        for name, said in project.blueprint.addresses.items()
        if re.search(r":\d{2,5}\b", said)
        and re.search(rf"^\s*{re.escape(name)}\s*:[^\n]*[:@/\w.]:\d{{2,5}}", text, re.MULTILINE)
        and not re.search(rf"^\s*{re.escape(name)}\s*:[^\n]*\$\{{", text, re.MULTILINE)
    ]
    if fixed:
        yield warning(
            "two runs",
            f"two runs at once on this machine would meet at the same ports: {', '.join(fixed)}",
            "let the environment choose: web: http://127.0.0.1:${BANK_PORT:-8025}",
        )
    else:
        yield ok("two runs", "two runs at once can have ports of their own, by the settings above")


def reports_folder(project: Project) -> Iterator[Finding]:
    """May a run's folder and its evidence be written?"""
    folder = project.reports
    trial = folder / f".doctor-{os.getpid()}" / "evidence"
    try:
        trial.mkdir(parents=True)
        (trial / "trial").write_bytes(b"trial")
        (trial / "trial").unlink()
    except OSError as error:
        where = error.filename or folder
        yield problem(
            "reports",
            f"nothing can be written to {folder}: {error.strerror} ({where})",
            f"give yourself the right: chmod u+rwx {folder}, or run as its owner",
        )
    else:
        yield ok("reports", f"{folder} can be written to")
    finally:
        for path in (trial, trial.parent):
            if path.is_dir():
                path.rmdir()


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def nothing_more(names: str) -> Finding:
    """What is not looked at in a project with mistakes."""
    said = f"{names} are not looked at: the project's files have mistakes"
    return unchecked("the rest", said, "mend them, then ask again")
