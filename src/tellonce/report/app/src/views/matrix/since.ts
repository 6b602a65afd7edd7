// What differs from the run before, cell by cell.
import { useEffect, useState } from "preact/hooks";
import { loadMore, type Since, type SinceKind } from "../../payload";
import { firstCell, index, scenarioNumber } from "../../run";

/** The kinds that are marked; a cell that is as it was has none. */
export const KINDS: SinceKind[] = ["broken", "mended", "unseen", "settled", "new", "gone"];

export interface Difference {
  earlier: Since["earlier"];
  /** Of each cell of the index. */
  of: Map<number, SinceKind>;
  /** Row and touchpoint of what is no more: "12 card-letter". */
  gone: Set<string>;
  /** What is no more and has no row either. */
  elsewhere: Since["cells"];
  counts: Map<SinceKind, number>;
  /** How many cells differ and are not told one by one. */
  leftOut: number;
}

/** The difference, once it is unpacked; undefined before, and where there is no earlier run. */
export function useDifference(): Difference | undefined {
  const [held, setHeld] = useState<Difference>();
  useEffect(() => {
    loadMore().then(
      ({ since }) => since?.cells && setHeld(differenceOf(since)),
      () => undefined,
    );
  }, []);
  return held;
}

function differenceOf(since: Since): Difference {
  const { rows, facts, touchpoints, cells } = index();
  const rowAt = new Map<string, number>();
  for (let row = 0; row < rows.cells.length; row++) {
    rowAt.set(`${rows.scenario[row]} ${rows.change[row]} ${facts[rows.fact[row]!]}`, row);
  }
  const found: Difference = {
    earlier: since.earlier,
    of: new Map(),
    gone: new Set(),
    elsewhere: [],
    counts: new Map(),
    leftOut: since.left_out ?? 0,
  };
  for (const one of since.cells) {
    const [scenario, change, fact, touchpoint, kind] = one;
    const row = rowAt.get(`${scenarioNumber(scenario)} ${change} ${fact}`);
    if (KINDS.includes(kind)) found.counts.set(kind, (found.counts.get(kind) ?? 0) + 1);
    if (row === undefined) {
      if (kind === "gone") found.elsewhere.push(one);
      continue;
    }
    if (kind === "gone") found.gone.add(`${row} ${touchpoint}`);
    const number = touchpoints.indexOf(touchpoint);
    for (let cell = firstCell(row); cell < firstCell(row + 1); cell++) {
      if (cells.touchpoint[cell] === number) found.of.set(cell, kind);
    }
  }
  return found;
}
