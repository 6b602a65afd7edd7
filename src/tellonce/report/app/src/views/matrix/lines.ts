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
  | { kind: "change"; key: string; row: number; sum: Sum; within: boolean };

export interface Found {
  lines: Line[];
  /** How many changes. */
  rows: number;
  /** Every touchpoint that has something to show. */
  met: Set<string>;
  sum: Sum;
}

/** What a row is asked for by its own words: one per row. */
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
  for (const group of Object.keys(sum.counts) as GroupKey[]) sum.counts[group] += one.counts[group];
  sum.holes += one.holes;
  sum.share = Math.max(sum.share, one.share);
}

/** Changes that are asked for, put in order. */
export function linesOf(asked: Asked, difference: Difference | undefined): Found {
  const known = index();
  const { rows, cells, scenarios } = known;
  const columns = new Map(everyColumn().filter((column) => wanted(column, asked)).map((c) => [c.key, c]));
  const shown = known.touchpoints.map((key) => columns.has(key));
  const groups = known.verdicts.map((one) => one.group);
  const owners = known.touchpoints.map((key) => known.blueprint.touchpoints[key]?.owner ?? "");
  const persona = asked.persona ? known.personas.indexOf(asked.persona) : -2;
  const fact = asked.fact ? known.facts.indexOf(asked.fact) : -2;
  const status = asked.status ? known.statuses.indexOf(asked.status) : -2;
  const journey = asked.journey ? known.journeys.findIndex((one) => one.path === asked.journey) : -2;
  const said = rowMatcher(asked.q);
  const some = picky(asked);
  const met = new Set<string>();
  const kept: { row: number; sum: Sum }[] = [];

  for (let row = 0; row < rows.cells.length; row++) {
    const scenario = rows.scenario[row]!;
    if (persona !== -2 && rows.persona[row] !== persona) continue;
    if (fact !== -2 && rows.fact[row] !== fact) continue;
    if (status !== -2 && scenarios.status[scenario] !== status) continue;
    if (journey !== -2 && scenarios.journey[scenario] !== journey) continue;
    if (said && !said(row)) continue;
    const sum = blank();
    let any = false;
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
      if (!some || fits(cell, asked, difference)) {
        any = true;
        met.add(known.touchpoints[touchpoint]!);
      }
    }
    const holes = holesOf(row, columns);
    sum.holes = holes.length;
    if (holes.length && (!some || asked.verdict.includes("hole"))) {
      any = true;
      for (const hole of holes) met.add(hole);
    }
    if (asked.since.includes("gone") && difference) {
      for (const key of columns.keys()) {
        if (difference.gone.has(`${row} ${key}`)) {
          any = true;
          met.add(key);
        }
      }
    }
    if (any) kept.push({ row, sum });
  }
  return { lines: put(kept, asked), rows: kept.length, met, sum: sumOf(kept) };
}

/** Touchpoints of `columns` that nobody watched though they use the fact. */
function holesOf(row: number, columns: Map<string, Column>): string[] {
  const { rows, cells, touchpoints } = index();
  const concerned = concernedBy(rows.persona[row]!, rows.fact[row]!);
  if (!concerned.size) return [];
  const watched = new Set<string>();
  for (let cell = firstCell(row); cell < firstCell(row + 1); cell++) {
    watched.add(touchpoints[cells.touchpoint[cell]!]!);
  }
  const holes: string[] = [];
  for (const key of concerned) if (!watched.has(key) && columns.has(key)) holes.push(key);
  return holes;
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
    key: rowKey(one.row),
    row: one.row,
    sum: one.sum,
    within,
  });
  if (asked.rows === "changes") return sorted([...kept]).map((one) => change(one, false));
  const groups = new Map<string, Kept[]>();
  for (const one of kept) {
    const key = `${personas[rows.persona[one.row]!]}.${facts[rows.fact[one.row]!]}`;
    const list = groups.get(key);
    if (list) list.push(one);
    else groups.set(key, [one]);
  }
  const lines = [...groups].map(([key, list]) => ({ key, list, sum: sumOf(list), row: list[0]!.row }));
  return sorted(lines).flatMap(({ key, list, sum }): Line[] => {
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
  /** Cells by number, the worst first. */
  cells: number[];
  /** Their rows. */
  rows: number[];
  worst: number;
  /** How many have that verdict. */
  same: number;
  slowest: number;
  fits: boolean;
  since: SinceKind | undefined;
  gone: boolean;
}

/** The places of a line by touchpoint; those without a cell are left out, unless their cell is gone. */
export function placesOf(line: Line, asked: Asked, difference: Difference | undefined): Map<string, Place> {
  const places = new Map<string, Place>();
  if (line.kind === "group") return places;
  const { cells, touchpoints } = index();
  const place = (key: string): Place => {
    let found = places.get(key);
    if (!found) {
      found = { cells: [], rows: [], worst: -1, same: 0, slowest: -1, fits: false, since: undefined, gone: false };
      places.set(key, found);
    }
    return found;
  };
  for (const row of line.kind === "fact" ? line.rows : [line.row]) {
    for (let cell = firstCell(row); cell < firstCell(row + 1); cell++) {
      const found = place(touchpoints[cells.touchpoint[cell]!]!);
      const number = cells.verdict[cell]!;
      if (found.worst < 0 || number < found.worst) {
        found.worst = number;
        found.same = 0;
        found.cells.unshift(cell);
        found.rows.unshift(row);
      } else {
        found.cells.push(cell);
        found.rows.push(row);
      }
      if (number === found.worst) found.same++;
      found.slowest = slower(found.slowest, cell);
      found.fits ||= fits(cell, asked, difference);
      found.since ??= difference?.of.get(cell);
    }
    if (difference?.gone.size) {
      for (const { key } of everyColumn()) {
        if (difference.gone.has(`${row} ${key}`)) {
          const found = place(key);
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
