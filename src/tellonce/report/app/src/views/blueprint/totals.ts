// What a run came to at each touchpoint, counted from the index.
import type { GroupKey, VerdictWords } from "../../payload";
import { firstCell, index, verdict } from "../../run";

export interface Total {
  groups: Record<GroupKey, number>;
  worst: VerdictWords;
}

/** Touchpoint -> its verdicts, of one fact and one persona or ("") of all. */
export function totals(fact: string, persona: string): Map<string, Total> {
  const { rows, cells, facts, personas, touchpoints } = index();
  const counts = new Map<number, Map<number, number>>();
  const [onlyFact, onlyPersona] = [facts.indexOf(fact), personas.indexOf(persona)];
  for (let row = 0; row < rows.scenario.length; row++) {
    if (fact && rows.fact[row] !== onlyFact) continue;
    if (persona && rows.persona[row] !== onlyPersona) continue;
    const first = firstCell(row);
    for (let cell = first; cell < first + rows.cells[row]!; cell++) {
      const place = counts.get(cells.touchpoint[cell]!) ?? new Map<number, number>();
      counts.set(cells.touchpoint[cell]!, place);
      place.set(cells.verdict[cell]!, (place.get(cells.verdict[cell]!) ?? 0) + 1);
    }
  }
  return new Map([...counts].map(([place, verdicts]) => [touchpoints[place]!, total(verdicts)]));
}

function total(verdicts: Map<number, number>): Total {
  const groups = { broken: 0, "not-seen": 0, "still-waiting": 0, kept: 0 };
  for (const [number, many] of verdicts) groups[verdict(number).group] += many;
  // Verdicts are numbered by weight, the worst first.
  return { groups, worst: verdict(Math.min(...verdicts.keys())) };
}
