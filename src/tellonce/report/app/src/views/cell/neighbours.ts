// The cells that broke, in the order of the run: who reads one wants the next.
import { cellsOf, index, verdict } from "../../run";
import { address } from "../../route";

let broken: string[] | undefined;

export function cellAddress(scenario: string, change: number | string, fact: string, touchpoint: string): string {
  return address("cell", [scenario, change, fact, touchpoint]);
}

/** Addresses of the broken cells before and after this one; at, of: which of how many, 0 when this one is kept. */
export function neighbours(here: string): { before?: string; after?: string; at: number; of: number } {
  broken ??= all();
  const at = broken.indexOf(here);
  const found: { before?: string; after?: string; at: number; of: number } = { at: at + 1, of: broken.length };
  const before = at > 0 ? broken[at - 1] : undefined;
  const after = at >= 0 ? broken[at + 1] : undefined;
  if (before) found.before = before;
  if (after) found.after = after;
  return found;
}

function all(): string[] {
  const { rows, cells, scenarios, facts, touchpoints } = index();
  const found: string[] = [];
  for (let row = 0; row < rows.scenario.length; row++) {
    for (const cell of cellsOf(row)) {
      if (verdict(cells.verdict[cell]!).group !== "broken") continue;
      found.push(
        cellAddress(
          scenarios.id[rows.scenario[row]!]!,
          rows.change[row]!,
          facts[rows.fact[row]!]!,
          touchpoints[cells.touchpoint[cell]!]!,
        ),
      );
    }
  }
  return found;
}
