// What rows came to, each and several together.
import type { GroupKey } from "../../payload";
import { firstCell, index } from "../../run";
import type { Asked } from "./asked";
import { type Column, concernedBy, everyColumn, wanted } from "./places";
import { shareOf } from "./times";

/** What some cells came to. */
export interface Sum {
  /** Number of the worst verdict, or -1 without cells. */
  worst: number;
  /** The owner of the worst. */
  owner: string;
  counts: Record<GroupKey, number>;
  holes: number;
  /** The largest share of a promise that was used; -1 when nothing arrived. */
  share: number;
}

function blank(): Sum {
  return {
    worst: -1,
    owner: "",
    counts: { broken: 0, "not-seen": 0, "still-waiting": 0, kept: 0 },
    holes: 0,
    share: -1,
  };
}

function added(sum: Sum, one: Sum): void {
  if (one.worst >= 0 && (sum.worst < 0 || one.worst < sum.worst)) {
    sum.worst = one.worst;
    sum.owner = one.owner;
  }
  sum.counts.broken += one.counts.broken;
  sum.counts["not-seen"] += one.counts["not-seen"];
  sum.counts["still-waiting"] += one.counts["still-waiting"];
  sum.counts.kept += one.counts.kept;
  sum.holes += one.holes;
  sum.share = Math.max(sum.share, one.share);
}

/** What several came to together. */
export function sumOf(list: { sum: Sum }[]): Sum {
  const sum = blank();
  for (const one of list) added(sum, one.sum);
  return sum;
}

/** What each row came to at the touchpoints asked for, and which of them are holes. Kept until others are asked for. */
interface Sums {
  of: string;
  sums: Sum[];
  holes: Map<number, string[]>;
  columns: Map<string, Column>;
}

let held: Sums | undefined;

export function sumsOf(asked: Asked): Sums {
  const of = [asked.touchpoint, asked.owner, asked.lane].join("\n");
  if (held?.of === of) return held;
  const { rows, cells, touchpoints, verdicts, blueprint } = index();
  const columns = new Map(everyColumn().filter((column) => wanted(column, asked)).map((c) => [c.key, c]));
  const shown = touchpoints.map((key) => columns.has(key));
  const groups = verdicts.map((one) => one.group);
  const owners = touchpoints.map((key) => blueprint.touchpoints[key]?.owner ?? "");
  held = { of, sums: [], holes: new Map(), columns };
  for (let row = 0; row < rows.cells.length; row++) {
    const sum = blank();
    for (let cell = firstCell(row); cell < firstCell(row + 1); cell++) {
      const touchpoint = cells.touchpoint[cell]!;
      if (!shown[touchpoint]) continue;
      const number = cells.verdict[cell]!;
      sum.counts[groups[number]!]++;
      if (sum.worst < 0 || number < sum.worst) {
        sum.worst = number;
        sum.owner = owners[touchpoint]!;
      }
      sum.share = Math.max(sum.share, shareOf(cell) ?? -1);
    }
    const holes = holesOf(row, columns);
    if (holes.length) held.holes.set(row, holes);
    sum.holes = holes.length;
    held.sums.push(sum);
  }
  return held;
}

/** Touchpoints of `columns` that nobody watched though they use the fact. */
function holesOf(row: number, columns: Map<string, Column>): string[] {
  const { rows, cells, touchpoints } = index();
  const concerned = concernedBy(rows.persona[row]!, rows.fact[row]!);
  let met = 0;
  for (let cell = firstCell(row); cell < firstCell(row + 1); cell++) {
    if (concerned.has(touchpoints[cells.touchpoint[cell]!]!)) met++;
  }
  if (met === concerned.size) return [];
  const missing = new Set(concerned);
  for (let cell = firstCell(row); cell < firstCell(row + 1); cell++) {
    missing.delete(touchpoints[cells.touchpoint[cell]!]!);
  }
  return [...missing].filter((key) => columns.has(key));
}
