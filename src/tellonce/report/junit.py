"""junit.xml: what continuous integration servers read. One suite per journey, one case per scenario."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from tellonce.model.cell import CellVerdict
from tellonce.model.verdict import Outcome
from tellonce.report.account import Account, ScenarioAccount, worst_first
from tellonce.story.block import block
from tellonce.story.headline import happens_to_her
from tellonce.story.visible import cut, one_line, visible
from tellonce.story.words import WORDS, about_s

__all__ = ["junit"]

_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SAYS = {"failed": "broken", "inconclusive": "inconclusive", "error": "error", "cut off": "cut-off"}


def junit(account: Account) -> bytes:
    """The document in UTF-8. Case names carry no times, values or line numbers: a server can follow them over runs."""
    journeys: dict[str, list[ScenarioAccount]] = {}
    for scenario in account.scenarios:
        journeys.setdefault(scenario.started.journey, []).append(scenario)
    root = Element("testsuites", {"name": "tellonce", **_counted(account.scenarios)})
    for journey, scenarios in journeys.items():
        suite = SubElement(
            root,
            "testsuite",
            {"name": _xml(journey), "timestamp": _xml(scenarios[0].started.wall), **_counted(tuple(scenarios))},
        )
        for scenario in scenarios:
            _case(suite, scenario)
    if account.troubles:
        suite = SubElement(root, "testsuite", name="the run itself", tests="1", failures="0", errors="1", skipped="0")
        case = SubElement(suite, "testcase", name="the run went through to its end", classname="tellonce.run", time="0")
        error = SubElement(case, "error", message=_xml(one_line(account.troubles[0], 400)), type="cut-off")
        error.text = _xml("\n".join(account.troubles))
    indent(root)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _counted(scenarios: tuple[ScenarioAccount, ...]) -> dict[str, str]:
    statuses = [scenario.status for scenario in scenarios]
    return {
        "tests": str(len(statuses)),
        "failures": str(statuses.count("failed") + statuses.count("inconclusive")),
        "errors": str(statuses.count("error") + statuses.count("cut off")),
        "skipped": str(statuses.count("skipped")),
        "time": f"{sum(scenario.took_s for scenario in scenarios):.3f}",
    }


def _case(suite: Element, scenario: ScenarioAccount) -> None:
    started = scenario.started
    attempt = re.search(r"#(\d+)$", started.scenario)
    case = SubElement(
        suite,
        "testcase",
        name=_xml(started.name + (f" (attempt {attempt[1]})" if attempt else "")),
        classname=_xml(started.journey.removesuffix(".feature").replace("/", ".")),
        time=f"{scenario.took_s:.3f}",
    )
    said = [(one.persona, *found) for one in scenario.customers for found in one.constraints.items()]
    if said:
        properties = SubElement(case, "properties")
        for persona, constraint, state in said:
            SubElement(properties, "property", name=_xml(f"{persona}: {constraint}"), value=_xml(one_line(state, 400)))
    told = sorted((c for c in scenario.cells if c.verdict.outcome is not Outcome.PASSING), key=worst_first)
    if scenario.status == "skipped":
        SubElement(case, "skipped", message=_xml(one_line(scenario.message, 400)))
    elif scenario.status in _SAYS:
        tag = "failure" if scenario.status in ("failed", "inconclusive") else "error"
        found = SubElement(case, tag, message=_xml(_consequence(scenario, told)), type=_SAYS[scenario.status])
        blocks = [block(cell, scenario.cells) for cell in told]
        found.text = _xml("\n\n".join([*blocks, *([cut(scenario.message)] if scenario.message else [])]))
    if scenario.cells:
        SubElement(case, "system-out").text = _xml("\n".join(_cell_line(cell) for cell in scenario.cells))


def _consequence(scenario: ScenarioAccount, told: list[CellVerdict]) -> str:
    if told and scenario.status in ("failed", "inconclusive"):
        return one_line(happens_to_her(told[0]), 400)
    return one_line(scenario.why or "no reason was given", 400)


def _cell_line(cell: CellVerdict) -> str:
    after = f" after {about_s(cell.reached_after_s)}" if cell.reached_after_s is not None else ""
    words = WORDS[cell.verdict]
    return f"{cell.id}  {words.short}{after}  {cell.fact_called} at {cell.touchpoint_called} ({cell.owner})"


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", visible(text))
