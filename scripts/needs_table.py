"""Which journey shows which need, at which touchpoints, and which faults break it: docs/reference/needs.md.

`python -m scripts.needs_table` writes the page; with --check it writes nothing and ends with 1 when the page is old.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

from scripts.journeys_read import ROOT, Lived, Need, lived_through, read_needs

from tellonce.model.errors import UsageProblem

__all__ = ["NO_JOURNEY", "PAGE", "main", "make_page", "needs_page"]

PAGE = ROOT / "docs" / "reference" / "needs.md"
NO_JOURNEY = "No journey yet."


def make_page() -> str:
    """The page as it should be now. Raises UsageProblem for mistakes in the project."""
    scenarios, called = lived_through()
    return needs_page(read_needs(), scenarios, called)


def needs_page(needs: Mapping[str, Need], scenarios: Sequence[Lived], called: Mapping[str, str]) -> str:
    """The whole page. called: touchpoint -> what people call it."""
    parts = [
        "# Needs",
        "",
        "What Northbank's customers need, the journeys that show it, the touchpoints where it is seen, and the",
        "faults that break it. Written by `python -m scripts.needs_table` from `fixtures/needs.yaml`, the tags of",
        "the journeys, the blueprint and `benchmarks/harms.py`; a test fails when it is old.",
        "",
        "- A feature or scenario says by `@need.S1` which need it shows.",
        "- Its touchpoints are those that use a fact its steps change and serve her role, and those its steps name.",
        "- Its faults are those that harm one of these cells. One in **bold** is proved there: `@catches.<fault>`.",
        "",
        "| need | what it is | journeys | scenarios | touchpoints | faults |",
        "|---|---|---|---|---|---|",
        *(_overview(key, need, _of(key, scenarios)) for key, need in needs.items()),
    ]
    for key, need in needs.items():
        parts += ["", f"## {key}: {need.need}", "", need.lives, "", *_section(_of(key, scenarios), called)]
    return "\n".join(parts) + "\n"


def _of(key: str, scenarios: Iterable[Lived]) -> list[Lived]:
    return [scenario for scenario in scenarios if key in scenario.needs]


def _overview(key: str, need: Need, shown: Sequence[Lived]) -> str:
    anchor = re.sub(r"[^\w\- ]", "", f"{key}: {need.need}".casefold()).replace(" ", "-")
    counts = (
        {scenario.journey for scenario in shown},
        shown,
        {key for scenario in shown for key in scenario.touchpoints},
        {fault for scenario in shown for fault in scenario.faults},
    )
    numbers = " | ".join(str(len(found)) for found in counts)
    return f"| [{key}](#{anchor}) | {need.need} | {numbers} |"


def _section(shown: Sequence[Lived], called: Mapping[str, str]) -> Iterator[str]:
    if not shown:
        yield NO_JOURNEY
        return
    yield "| journey | scenarios | touchpoints | faults that break it |"
    yield "|---|---|---|---|"
    alike: dict[object, list[Lived]] = {}
    for scenario in shown:
        alike.setdefault((scenario.journey, scenario.touchpoints, frozenset(scenario.faults)), []).append(scenario)
    for same in alike.values():
        first = same[0]
        link = f"[{first.journey.removeprefix('journeys/').removesuffix('.feature')}](../../{first.journey})"
        names = "<br>".join(scenario.name.replace("|", "/") for scenario in same)
        touchpoints = ", ".join(called[key] for key in first.touchpoints) or "none"
        caught = {fault for scenario in same for fault in scenario.catches}
        faults = ", ".join(f"**{fault}**" if fault in caught else fault for fault in first.faults)
        yield f"| {link} | {names} | {touchpoints} | {faults or 'none'} |"


def main() -> int:
    """0 when the page is as it should be, or was written; 1 with --check when it is old."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 when the page is old")
    made = make_page()
    if parser.parse_args().check:
        old = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != made
        print("docs/reference/needs.md is old: python -m scripts.needs_table" if old else "It is as it should be.")
        return int(old)
    PAGE.write_text(made, encoding="utf-8")
    print(f"Wrote {PAGE.relative_to(ROOT)}: {made.count(NO_JOURNEY)} needs without a journey")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except UsageProblem as problem:
        print(problem, file=sys.stderr)
        sys.exit(2)
