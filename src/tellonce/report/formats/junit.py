"""junit.xml: what continuous integration servers read. One suite per journey, one case per scenario.

What they read of it: Jenkins' junit step groups by `classname` up to its last dot, follows `name` from run to run, and
shows message, text, standard output and properties. GitLab shows `classname` as the suite, `name`, the text of a
failure and not its message, links `file`, reads `[[ATTACHMENT|path]]` in standard output, and drops all but the first
case of one name. GitHub's reporters put a remark at `file` and `line`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from xml.etree.ElementTree import Element, SubElement

from tellonce.ledger.evidence import KEPT
from tellonce.model.cell import CellVerdict
from tellonce.model.verdict import Outcome
from tellonce.report.account import Account, ScenarioAccount, worst_first
from tellonce.report.formats.xml_text import document, xml_text
from tellonce.report.links import Links, links_of
from tellonce.story.block import block
from tellonce.story.headline import happens_to_her, headline
from tellonce.story.visible import cut, one_line
from tellonce.story.words import WORDS, about_s

__all__ = ["junit", "xunit"]

_SAYS = {"failed": "broken", "inconclusive": "inconclusive", "error": "error", "cut off": "cut-off"}
_MOST_ATTACHED = 20
_Counts = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Places:
    """below: what comes before a path of the project.  run: the run's folder, from the project's.

    links: into the run's page; None where nobody said where people open it.
    """

    below: str
    run: str
    links: Links | None


def junit(account: Account, below: str = "") -> bytes:
    """The document in UTF-8. Case names carry no times, values or line numbers: a server can follow them over runs.

    below: what comes before a path of the project in the repository, with a slash at its end.
    """
    return _document(account, below, strict=False)


def xunit(account: Account, below: str = "") -> bytes:
    """The same within the schema by which Jenkins' xUnit plugin refuses files (junit-10.xsd).

    It knows no properties, file and line of a case, and no skipped of the whole; the suite has the file instead, and
    the case's standard output where people open its page.
    """
    return _document(account, below, strict=True)


def _document(account: Account, below: str, *, strict: bool) -> bytes:
    counts = _counted(account.scenarios)
    if account.troubles:
        counts |= {"tests": str(int(counts["tests"]) + 1), "errors": str(int(counts["errors"]) + 1)}
    if strict:
        del counts["skipped"]
    return document(Element("testsuites", {"name": "tellonce", **counts}), _suites(account, below, strict=strict))


def _suites(account: Account, below: str, *, strict: bool) -> Iterator[Element]:
    places = _Places(below=below, run=account.place, links=links_of(account) if account.page else None)
    journeys: dict[str, list[ScenarioAccount]] = {}
    for scenario in account.scenarios:
        journeys.setdefault(scenario.started.journey, []).append(scenario)
    for journey, scenarios in journeys.items():
        suite = Element(
            "testsuite",
            {
                "name": xml_text(journey),
                **({"file": xml_text(f"{below}{journey}")} if strict else {}),
                "timestamp": xml_text(scenarios[0].started.wall),
                **_counted(tuple(scenarios)),
            },
        )
        names = _names(scenarios)
        for scenario in scenarios:
            _case(suite, scenario, names[scenario.id], places, strict=strict)
        yield suite
    if account.troubles:
        suite = Element("testsuite", name="the run itself", tests="1", failures="0", errors="1", skipped="0")
        case = SubElement(suite, "testcase", name="the run went through to its end", classname="tellonce.run", time="0")
        error = SubElement(case, "error", message=xml_text(one_line(account.troubles[0], 400)), type="cut-off")
        error.text = xml_text("\n".join(account.troubles))
        yield suite


def _counted(scenarios: tuple[ScenarioAccount, ...]) -> _Counts:
    statuses = [scenario.status for scenario in scenarios]
    return {
        "tests": str(len(statuses)),
        "failures": str(statuses.count("failed") + statuses.count("inconclusive")),
        "errors": str(statuses.count("error") + statuses.count("cut off")),
        "skipped": str(statuses.count("skipped")),
        "time": f"{sum(scenario.took_s for scenario in scenarios):.3f}",
    }


def _names(scenarios: list[ScenarioAccount]) -> dict[str, str]:
    """Scenario id -> a name that no other case of the journey has: its own, with its rule where two share that."""
    plain = {one.id: _attempt(one, one.started.name) for one in scenarios}
    shared = {name for name, times in Counter(plain.values()).items() if times > 1}
    return {one.id: _attempt(one, _whole(one)) if plain[one.id] in shared else plain[one.id] for one in scenarios}


def _whole(scenario: ScenarioAccount) -> str:
    inside = scenario.id.partition("::")[2] or scenario.id
    bare = re.sub(r"#\d+$", "", inside).strip() if _tried_before(scenario) else inside
    return bare.replace("::", ": ")


def _attempt(scenario: ScenarioAccount, name: str) -> str:
    attempt = _tried_before(scenario)
    return f"{name} (attempt {attempt})" if attempt else name


def _tried_before(scenario: ScenarioAccount) -> str:
    """Which attempt it is, "" for the first: a second equal row of examples has its #2 in its name too."""
    attempt = re.search(r"#(\d+)$", scenario.id)
    return attempt[1] if attempt and not scenario.started.name.endswith(attempt[0]) else ""


def _case(suite: Element, scenario: ScenarioAccount, name: str, places: _Places, *, strict: bool) -> None:
    started = scenario.started
    case = SubElement(
        suite,
        "testcase",
        name=xml_text(name),
        classname=xml_text(started.journey.removesuffix(".feature").replace("/", ".")),
        time=f"{scenario.took_s:.3f}",
    )
    page = places.links.scenario(scenario.id) if places.links else ""
    if not strict:
        case.set("file", xml_text(f"{places.below}{started.journey}"))
        case.set("line", str(started.line))
        _properties(case, scenario, page)
    told = sorted((c for c in scenario.cells if c.verdict.outcome is not Outcome.PASSING), key=worst_first)
    if scenario.status == "skipped":
        skipped = SubElement(case, "skipped", message=xml_text(one_line(scenario.message, 400)))
        skipped.text = xml_text(cut(scenario.message))
    elif scenario.status in _SAYS:
        tag = "failure" if scenario.status in ("failed", "inconclusive") else "error"
        consequence = _consequence(scenario, told)
        found = SubElement(case, tag, message=xml_text(consequence), type=_SAYS[scenario.status])
        first = [consequence] if told and consequence != one_line(headline(told[0])) else []
        blocks = [block(cell, scenario.cells) for cell in told]
        found.text = xml_text("\n\n".join([*first, *blocks, *([cut(scenario.message)] if scenario.message else [])]))
    said = [*map(_cell_line, scenario.cells), *_attached(scenario, told, places)]
    if strict and page:
        said.append(f"open in the report: {page}")
    if said:
        SubElement(case, "system-out").text = xml_text("\n".join(said))


def _properties(case: Element, scenario: ScenarioAccount, page: str) -> None:
    """page: its address, told whole; "" where there is none."""
    said = [(f"{one.persona}: {name}", state) for one in scenario.customers for name, state in one.constraints.items()]
    people = dict.fromkeys(one.persona for one in scenario.customers)
    said = [("persona", ", ".join(people)), ("feature", scenario.started.feature), *said]
    said += [("tag", tag) for tag in scenario.started.tags]
    properties = SubElement(case, "properties")
    for name, value in said:
        if value:
            SubElement(properties, "property", name=xml_text(one_line(name)), value=xml_text(one_line(value, 400)))
    if page:
        SubElement(properties, "property", name="url", value=xml_text(page))


def _consequence(scenario: ScenarioAccount, told: list[CellVerdict]) -> str:
    if told and scenario.status in ("failed", "inconclusive"):
        return one_line(happens_to_her(told[0]), 400)
    return one_line(scenario.why or "no reason was given", 400)


def _cell_line(cell: CellVerdict) -> str:
    after = f" after {about_s(cell.reached_after_s)}" if cell.reached_after_s is not None else ""
    where = one_line(f"{cell.fact_called} at {cell.touchpoint_called} ({cell.owner})", 400)
    return f"{cell.id}  {WORDS[cell.verdict].short}{after}  {where}"


def _attached(scenario: ScenarioAccount, told: list[CellVerdict], places: _Places) -> list[str]:
    """Files that show what went wrong, from the top of the repository as GitLab wants it; none of what went well."""
    if not places.run or scenario.status in ("passed", "skipped"):
        return []
    kept = [evidence for cell in told for evidence in cell.evidence] + scenario.evidence
    paths = dict.fromkeys(evidence.path for evidence in kept if KEPT.fullmatch(evidence.path))
    folder = places.run if PurePath(places.run).is_absolute() else f"{places.below}{places.run}"
    return [f"[[ATTACHMENT|{folder}/{path}]]" for path in [*paths][:_MOST_ATTACHED]]
