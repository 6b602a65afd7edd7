// Which changes are shown, in which order, and what a row of several came to. All of it from columns of numbers: a run
// of 60,000 cells is put in order anew with each letter that is typed.
import type { GroupKey, SinceKind } from "../../payload";
import { firstCell, index, verdict } from "../../run";
import { folded, scenarioTexts, words } from "../../shared/search";
import { say } from "../../words";
import type { Asked } from "./asked";
import { type Column, concernedBy, everyColumn, wanted } from "./places";
import type { Difference } from "./since";
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

/** What each row came to at the touchpoints asked for, and which of them are holes. Kept until others are asked for. */
interface Sums {
  of: string;
  sums: Sum[];
  holes: Map<number, string[]>;
  columns: Map<string, Column>;
}

let held: Sums | undefined;

function sumsOf(asked: Asked): Sums {
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

function sumOf(list: Kept[]): Sum {
  const sum = blank();
  for (const one of list) added(sum, one.sum);
  return sum;
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

/** What stands where a line and a column meet. */
export interface Place {
  /** How many cells. */
  count: number;
  /** The worst cell and its row; -1 without cells. */
  cell: number;
  row: number;
  /** The worst verdict, and how many have it. */
  worst: number;
  same: number;
  /** The cell that used most of its promise of those that got the news, or -1. */
  slowest: number;
  fits: boolean;
  since: SinceKind | undefined;
  gone: boolean;
}

/** The places of lines by touchpoint, each worked out when it is first asked for; those without a cell are left out,
 * unless their cell is gone. */
export function placesOf(asked: Asked, difference: Difference | undefined): (line: Line) => Map<string, Place> {
  const known = new WeakMap<Line, Map<string, Place>>();
  return (line) => {
    let found = known.get(line);
    if (!found) known.set(line, (found = placesIn(line, asked, difference)));
    return found;
  };
}

function placesIn(line: Line, asked: Asked, difference: Difference | undefined): Map<string, Place> {
  const places = new Map<string, Place>();
  if (line.kind === "group") return places;
  const { cells, touchpoints } = index();
  const byNumber: (Place | undefined)[] = [];
  const some = picky(asked);
  const begun = (key: string): Place => {
    const place: Place = {
      count: 0, cell: -1, row: -1, worst: -1, same: 0, slowest: -1, fits: false, since: undefined, gone: false,
    };
    places.set(key, place);
    return place;
  };
  for (const row of line.kind === "fact" ? line.rows : [line.row]) {
    for (let cell = firstCell(row); cell < firstCell(row + 1); cell++) {
      const touchpoint = cells.touchpoint[cell]!;
      const found = (byNumber[touchpoint] ??= begun(touchpoints[touchpoint]!));
      const number = cells.verdict[cell]!;
      found.count++;
      if (found.worst < 0 || number < found.worst) {
        found.worst = number;
        found.same = 0;
        found.cell = cell;
        found.row = row;
      }
      if (number === found.worst) found.same++;
      found.slowest = slower(found.slowest, cell);
      found.fits ||= !some || fits(cell, asked, difference);
      found.since ??= difference?.of.get(cell);
    }
    if (difference?.gone.size) {
      for (const { key } of everyColumn()) {
        if (difference.gone.has(`${row} ${key}`)) {
          const found = places.get(key) ?? begun(key);
          found.gone = true;
          found.fits ||= asked.since.includes("gone");
        }
      }
    }
  }
  return places;
}

/** Of two cells the one that used more of its promise; -1 is none. */
function slower(now: number, cell: number): number {
  if (index().cells.reached[cell] == null) return now;
  if (now < 0) return cell;
  return (shareOf(cell) ?? -1) > (shareOf(now) ?? -1) ? cell : now;
}
