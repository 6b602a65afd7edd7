// Where things are in this page: the same addresses as html/anchors.py writes.
import { address } from "../route";
import { firstCell, index } from "../run";

/** A cell's own page. scenario: its key.  change: which of its scenario, from 1. */
export function cellAddress(scenario: string, change: number, fact: string, touchpoint: string): string {
  return address("cell", [scenario, change, fact, touchpoint]);
}

/** The same for a cell of the index: row and cell by number. */
export function cellAddressOf(row: number, cell: number): string {
  const { scenarios, rows, facts, cells, touchpoints } = index();
  const scenario = scenarios.id[rows.scenario[row]!]!;
  return cellAddress(scenario, rows.change[row]!, facts[rows.fact[row]!]!, touchpoints[cells.touchpoint[cell]!]!);
}

export function scenarioAddress(scenario: string): string {
  return address("scenario", [scenario]);
}

/** The row that a cell belongs to. */
export function rowOf(cell: number): number {
  let low = 0;
  let high = index().rows.cells.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (firstCell(middle) <= cell) low = middle;
    else high = middle - 1;
  }
  return low;
}
