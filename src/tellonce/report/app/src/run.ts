// The run that this page is about: the index, and what views ask of it.
import type { GroupKey, Index, Spot, VerdictWords } from "./payload";

let held: Index | undefined;

export function hold(index: Index): void {
  held = index;
}

/** The index; main.tsx holds it before any view is shown. */
export function index(): Index {
  if (!held) throw new Error("the index is not there yet");
  return held;
}

export function verdict(number: number): VerdictWords {
  return index().verdicts[number]!;
}

export function verdictOf(key: string): VerdictWords {
  return index().verdicts.find((one) => one.key === key)!;
}

/** A touchpoint of the blueprint; an old history may name one that the blueprint lacks. */
export function spot(key: string): Spot | undefined {
  return index().blueprint.touchpoints[key];
}

/** "the card letter" without its article, as headings say it. */
export function called(key: string): string {
  return (spot(key)?.called ?? key).replace(/^(the|a|an|her|his|their) /, "");
}

let numbers: Map<string, number> | undefined;

/** The number of a scenario by the key in a link, of two under one key the first, which has its cells; undefined when
 * this run has none. */
export function scenarioNumber(key: string): number | undefined {
  numbers ??= new Map(index().scenarios.id.map((id, number) => [id, number] as const).reverse());
  return numbers.get(key);
}

let firsts: Int32Array | undefined;

/** The number of a row's first cell. */
export function firstCell(row: number): number {
  if (!firsts) {
    const counts = index().rows.cells;
    firsts = new Int32Array(counts.length + 1);
    for (let n = 0; n < counts.length; n++) firsts[n + 1] = firsts[n]! + counts[n]!;
  }
  return firsts[row]!;
}

/** The numbers of a row's cells. */
export function cellsOf(row: number): number[] {
  return Array.from({ length: index().rows.cells[row]! }, (_, n) => firstCell(row) + n);
}

const ORDER: GroupKey[] = ["broken", "not-seen", "still-waiting", "kept"];

/** The worst of some groups; "kept" for none. */
export function worstGroup(groups: Iterable<GroupKey>): GroupKey {
  let worst = ORDER.length - 1;
  for (const group of groups) worst = Math.min(worst, ORDER.indexOf(group));
  return ORDER[worst]!;
}
