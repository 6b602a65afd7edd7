"""Counts the cells of the blueprint: a touchpoint, a fact that it uses, a role that it serves."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from tellonce.authoring.catalogue.places import promise_in_words
from tellonce.authoring.watching import Watched
from tellonce.engine.flows import Flow
from tellonce.model.blueprint import Touchpoint
from tellonce.model.cell import CellVerdict
from tellonce.model.contact_account import WatchingScenario
from tellonce.model.coverage_account import CellWatch, Coverage, CoverageCell, CoverageRow
from tellonce.model.verdict import Verdict, worst
from tellonce.project import Project
from tellonce.story.words import group_of

__all__ = ["NOT_WATCHED", "cover"]

NOT_WATCHED = "not watched"


def cover(
    project: Project,
    watched: Watched,
    flows: Sequence[Flow],
    *,
    persona: str = "",
    run: str = "",
    verdicts: Sequence[CellVerdict] | None = None,
) -> Coverage:
    """Every cell, with who watches it or why nobody does.

    persona: only cells of her role, and only scenarios in which she changes the fact.  run, verdicts: a run to compare
    with; "" and None without one.
    """
    counting = _Counting(project, watched, flows, persona, verdicts)
    rows = tuple(row for key, spot in project.blueprint.touchpoints.items() if (row := counting.row(key, spot)).cells)
    cells, seen = sum(row.counted for row in rows), sum(row.watched for row in rows)
    used = {cell.fact for row in rows for cell in row.cells}
    changed = {fact for _, fact, who in (*watched.by_persona, *watched.unshown) if persona in ("", who)}
    facts = {key: fact.called for key, fact in project.blueprint.facts.items() if key in used}
    return Coverage(
        service=project.blueprint.service,
        persona=persona,
        run=run,
        cells=cells,
        watched=seen,
        percent=math.floor(1000 * seen / cells) / 10 if cells else 0.0,
        rows=rows,
        facts=facts,
        facts_never_changed=tuple(fact for fact in facts if fact not in changed),
        touchpoints_never_watched=tuple(row.touchpoint for row in rows if row.counted and not row.watched),
        personas_in_no_journey=tuple(
            name for name in project.personas if persona in ("", name) and not watched.takes_part.get(name)
        ),
        unclear=watched.unclear,
    )


class _Counting:
    def __init__(
        self,
        project: Project,
        watched: Watched,
        flows: Sequence[Flow],
        persona: str,
        verdicts: Sequence[CellVerdict] | None,
    ) -> None:
        self._blueprint, self._personas, self._persona = project.blueprint, project.personas, persona
        self._roles = {name: one.role for name, one in project.personas.items()}
        self._told = {fact for flow in flows for fact in flow.facts}
        self._watched, self._unshown = self._by_role(watched.by_persona), self._by_role(watched.unshown)
        self._verdicts = None if verdicts is None else self._in_run(verdicts)

    def row(self, key: str, spot: Touchpoint) -> CoverageRow:
        """One touchpoint; without cells where nobody who was asked for meets it."""
        return CoverageRow(
            touchpoint=key,
            called=spot.called,
            lane=spot.lane,
            owner=spot.owner,
            moment_of_truth=spot.moment_of_truth,
            promise=promise_in_words(spot.promise),
            cells=tuple(self._cells(key, spot)),
        )

    def _cells(self, key: str, spot: Touchpoint) -> Iterator[CoverageCell]:
        for fact in spot.fact_keys:
            for role in spot.serves:
                if self._persona and role != self._roles[self._persona]:
                    continue
                cell = (key, fact, role)
                scenarios, reason = self._watched.get(cell, ()), spot.promise.exempt.get(fact, "")
                watch = CellWatch.EXEMPT if reason else CellWatch.WATCHED if scenarios else CellWatch.UNWATCHED
                yield CoverageCell(
                    touchpoint=key,
                    fact=fact,
                    role=role,
                    watch=watch,
                    why=reason or ("" if scenarios else self._why(spot, cell)),
                    scenarios=() if reason else scenarios,
                    in_run="" if reason else self._run(cell),
                )

    def _why(self, spot: Touchpoint, cell: tuple[str, str, str]) -> str:
        _, fact, role = cell
        called = self._blueprint.facts[fact].called
        if fact not in self._told:
            return f"no flow in steps/ changes the {called}"
        whose = (
            f"{self._persona}'s {called}"
            if self._persona
            else f"the {called} of {'an' if role[:1] in 'aeiou' else 'a'} {role}"
        )
        if cell in self._unshown:
            shown = " and ".join(component.replace("_", " ") for component in spot.shown(fact))
            return f"shows nothing of this change: no scenario changes the {shown} in {whose}"
        return f"no scenario changes {whose}"

    def _by_role(
        self, cells: Mapping[tuple[str, str, str], tuple[WatchingScenario, ...]]
    ) -> Mapping[tuple[str, str, str], tuple[WatchingScenario, ...]]:
        found: dict[tuple[str, str, str], dict[WatchingScenario, None]] = {}
        for (touchpoint, fact, who), scenarios in cells.items():
            if self._persona in ("", who):
                found.setdefault((touchpoint, fact, self._roles[who]), {}).update(dict.fromkeys(scenarios))
        return {cell: tuple(scenarios) for cell, scenarios in found.items()}

    def _in_run(self, verdicts: Sequence[CellVerdict]) -> Mapping[tuple[str, str, str], str]:
        found: dict[tuple[str, str, str], list[Verdict]] = {}
        for one in verdicts:
            if self._persona in ("", one.persona) and one.persona in self._roles:
                found.setdefault((one.touchpoint, one.fact, self._roles[one.persona]), []).append(one.verdict)
        return {cell: group_of(bad).value for cell, some in found.items() if (bad := worst(some)) is not None}

    def _run(self, cell: tuple[str, str, str]) -> str:
        return "" if self._verdicts is None else self._verdicts.get(cell, NOT_WATCHED)
