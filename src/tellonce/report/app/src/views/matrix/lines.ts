// Which changes are shown, in which order, and what a row of several came to. All of it from columns of numbers: a run
// of 60,000 cells is put in order anew with each letter that is typed.
import { firstCell, index, verdict } from "../../run";
import { folded, scenarioTexts, words } from "../../shared/search";
import { say } from "../../words";
import type { Asked } from "./asked";
import { everyColumn } from "./places";
import type { Difference } from "./since";
import { type Sum, sumOf, sumsOf } from "./sums";

export type Line =
  | { kind: "group"; key: string; title: string; rows: number; sum: Sum }
  | { kind: "fact"; key: string; rows: number[]; sum: Sum; open: boolean }
  | { kind: "change"; key: number; row: number; sum: Sum; within: boolean };

export interface Found {
  lines: Line[];
  /** How many changes. */
  rows: number;
  /** Every touchpoint that has something to show. */
  met: Set<string>;
  sum: Sum;
}

/** What a row is called in addresses: the same in the next run. */
export function rowKey(row: number): string {
  const { scenarios, rows, facts } = index();
  return `${scenarios.id[rows.scenario[row]!]}.${rows.change[row]}.${facts[rows.fact[row]!]}`;
}

export function factCalled(key: string): string {
  return index().blueprint.facts[key] ?? key;
}

/** Whether a cell is among the verdicts and differences asked for. */
export function fits(cell: number, asked: Asked, difference: Difference | undefined): boolean {
  if (asked.verdict.length) {
    const found = verdict(index().cells.verdict[cell]!);
    if (!asked.verdict.includes(found.group) && !asked.verdict.includes(found.key)) return false;
  }
  return !asked.since.length || (!!difference && asked.since.includes(difference.of.get(cell)!));
}

/** Whether only some cells of a row are asked for. */
export function picky(asked: Asked): boolean {
  return asked.verdict.length > 0 || asked.since.length > 0;
}

/** Changes that are asked for, put in order. */
export function linesOf(asked: Asked, difference: Difference | undefined): Found {
  const known = index();
  const { rows, cells, scenarios, touchpoints } = known;
  const { sums, holes, columns } = sumsOf(asked);
  const shown = touchpoints.map((key) => columns.has(key));
  const persona = asked.persona ? known.personas.indexOf(asked.persona) : -2;
  const fact = asked.fact ? known.facts.indexOf(asked.fact) : -2;
  const status = asked.status ? known.statuses.indexOf(asked.status) : -2;
  const journey = asked.journey ? known.journeys.findIndex((one) => one.path === asked.journey) : -2;
  const said = rowMatcher(asked.q);
  const some = picky(asked);
  const met = new Set<string>();
  const seen = new Uint8Array(touchpoints.length);
  const kept: Kept[] = [];

  for (let row = 0; row < rows.cells.length; row++) {
    const scenario = rows.scenario[row]!;
    if (persona !== -2 && rows.persona[row] !== persona) continue;
    if (fact !== -2 && rows.fact[row] !== fact) continue;
    if (status !== -2 && scenarios.status[scenario] !== status) continue;
    if (journey !== -2 && scenarios.journey[scenario] !== journey) continue;
    if (said && !said(row)) continue;
    let any = false;
    const end = firstCell(row + 1);
    for (let cell = firstCell(row); cell < end; cell++) {
      const touchpoint = cells.touchpoint[cell]!;
      if (shown[touchpoint] && (!some || fits(cell, asked, difference))) {
        any = true;
        seen[touchpoint] = 1;
      }
    }
    const missed = holes.get(row);
    if (missed && (!some || asked.verdict.includes("hole"))) {
      any = true;
      for (const hole of missed) met.add(hole);
    }
    if (asked.since.includes("gone") && difference?.gone.size) {
      for (const key of columns.keys()) {
        if (difference.gone.has(`${row} ${key}`)) {
          any = true;
          met.add(key);
        }
      }
    }
    if (any) kept.push({ row, sum: sums[row]! });
  }
  for (const [n, key] of touchpoints.entries()) if (seen[n]) met.add(key);
  return { lines: put(kept, asked), rows: kept.length, met, sum: sumOf(kept) };
}

function rowMatcher(q: string): ((row: number) => boolean) | undefined {
  const asked = words(q);
  if (!asked.length) return undefined;
  const { rows, personas, facts, touchpoints, cells } = index();
  const texts = scenarioTexts();
  const names = facts.map((key) => folded(factCalled(key)));
  const whose = personas.map(folded);
  const places = new Map(everyColumn().map((column) => [column.key, folded(column.called)]));
  const at = asked.map((word) => touchpoints.map((key) => places.get(key)?.includes(word) ?? false));
  return (row) =>
    asked.every((word, n) => {
      if (texts[rows.scenario[row]!]!.includes(word)) return true;
      if (names[rows.fact[row]!]!.includes(word) || whose[rows.persona[row]!]!.includes(word)) return true;
      for (let cell = firstCell(row); cell < firstCell(row + 1); cell++) if (at[n]![cells.touchpoint[cell]!]) return true;
      return false;
    });
}

type Kept = { row: number; sum: Sum };

function put(kept: Kept[], asked: Asked): Line[] {
  const { rows, personas, facts, journeys, scenarios } = index();
  const title = (one: Kept): string => {
    if (asked.group === "persona") return personas[rows.persona[one.row]!]!;
    if (asked.group === "fact") return factCalled(facts[rows.fact[one.row]!]!);
    if (asked.group === "journey") return journeys[scenarios.journey[rows.scenario[one.row]!]!]!.feature;
    return one.sum.owner || say("matrix.nobody");
  };
  if (asked.group === "none") return ordered(kept, asked);
  const groups = new Map<string, Kept[]>();
  for (const one of kept) {
    const key = title(one);
    const list = groups.get(key);
    if (list) list.push(one);
    else groups.set(key, [one]);
  }
  const titled = [...groups].map(([key, list]) => ({ key, list, sum: sumOf(list) }));
  titled.sort((a, b) => compare(a, b, asked) || 0);
  return titled.flatMap(({ key, list, sum }): Line[] => [
    { kind: "group", key: `g ${key}`, title: key, rows: list.length, sum },
    ...ordered(list, asked),
  ]);
}

function ordered(kept: Kept[], asked: Asked): Line[] {
  const { rows, personas, facts } = index();
  const whose = (row: number) => personas[rows.persona[row]!]!;
  const sorted = <T extends { sum: Sum; row: number }>(list: T[]): T[] =>
    asked.sort === "played"
      ? list
      : list.sort((a, b) => {
          if (asked.sort === "persona") return whose(a.row).localeCompare(whose(b.row)) || a.row - b.row;
          return compare(a, b, asked) || a.row - b.row;
        });
  const change = (one: Kept, within: boolean): Line => ({
    kind: "change",
    key: one.row,
    row: one.row,
    sum: one.sum,
    within,
  });
  if (asked.rows === "changes") return sorted([...kept]).map((one) => change(one, false));
  const groups = new Map<number, Kept[]>();
  for (const one of kept) {
    const key = rows.persona[one.row]! * facts.length + rows.fact[one.row]!;
    const list = groups.get(key);
    if (list) list.push(one);
    else groups.set(key, [one]);
  }
  const lines = [...groups.values()].map((list) => ({ list, sum: sumOf(list), row: list[0]!.row }));
  return sorted(lines).flatMap(({ list, sum, row }): Line[] => {
    const key = `${whose(row)}.${facts[rows.fact[row]!]}`;
    const open = asked.open.has(key);
    return [
      { kind: "fact", key, rows: list.map((one) => one.row), sum, open },
      ...(open ? sorted([...list]).map((one) => change(one, true)) : []),
    ];
  });
}

/** Order of two sums: the worse first, or what used more of its promise. */
function compare(a: { sum: Sum }, b: { sum: Sum }, asked: Asked): number {
  if (asked.sort === "slowest") return b.sum.share - a.sum.share;
  if (asked.sort !== "worst") return 0;
  const last = index().verdicts.length;
  const [x, y] = [a.sum, b.sum].map((sum) => (sum.worst < 0 ? last : sum.worst)) as [number, number];
  return x - y || b.sum.counts.broken - a.sum.counts.broken || b.sum.holes - a.sum.holes;
}
