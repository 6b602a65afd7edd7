// Touchpoints as columns, and why a place of the matrix is empty.
import type { Index, Spot } from "../../payload";
import { called, index, spot } from "../../run";
import { say } from "../../words";
import type { Asked } from "./asked";

export interface Column {
  key: string;
  called: string;
  /** Its number in index().touchpoints; -1 for one that no cell of this run has. */
  number: number;
  spot: Spot | undefined;
}

/** Columns side by side that have something in common. */
export interface Band {
  title: string;
  first: number;
  count: number;
}

const LANES = ["customer", "frontstage", "backstage", "support", "third_party"];

let every: Column[] | undefined;

/** Every touchpoint of the blueprint, and those of the run that it lacks. */
export function everyColumn(): Column[] {
  const { blueprint, touchpoints } = index();
  every ??= [...new Set([...Object.keys(blueprint.touchpoints), ...touchpoints])].map((key) => ({
    key,
    called: called(key),
    number: touchpoints.indexOf(key),
    spot: spot(key),
  }));
  return every;
}

export function laneSaid(lane: string): string {
  return LANES.includes(lane) ? say(`lane.${lane}`) : lane;
}

/** The columns that are asked for, those of a band side by side. `met` says whether anything is in a column. */
export function columnsOf(asked: Asked, met: (column: Column) => boolean): { columns: Column[]; bands: Band[] } {
  const order = new Map<string, number>(asked.columns === "lane" ? LANES.map((lane, n) => [lane, n]) : []);
  const chosen = everyColumn().filter((column) => wanted(column, asked) && (asked.all || met(column)));
  for (const column of chosen) {
    const band = bandOf(column, asked);
    if (!order.has(band)) order.set(band, order.size);
  }
  const columns = chosen.sort((a, b) => order.get(bandOf(a, asked))! - order.get(bandOf(b, asked))!);
  const bands: Band[] = [];
  for (const [n, column] of columns.entries()) {
    const band = bandOf(column, asked);
    const title = asked.columns === "lane" ? laneSaid(band) : band || say("matrix.nobody");
    const last = bands.at(-1);
    if (last?.title === title) last.count++;
    else bands.push({ title, first: n, count: 1 });
  }
  return { columns, bands };
}

function bandOf(column: Column, asked: Asked): string {
  return column.spot?.[asked.columns] ?? "";
}

export function wanted(column: Column, asked: Asked): boolean {
  return (
    (!asked.touchpoint || column.key === asked.touchpoint) &&
    (!asked.owner || column.spot?.owner === asked.owner) &&
    (!asked.lane || column.spot?.lane === asked.lane)
  );
}

/** Why nobody looked: "hole" is what should have been watched. */
export type Hole = { kind: "hole" | "exempt" | "apart"; why: string };

/** Why a fact of a persona has no cell at a touchpoint. */
export function holeAt(column: Column, persona: number, fact: number): Hole {
  const known: Index = index();
  const key = known.facts[fact]!;
  const role = known.roles[persona] ?? "";
  const found = column.spot;
  if (!found) return { kind: "apart", why: say("matrix.apart_unknown") };
  if (!found.facts.includes(key)) return { kind: "apart", why: say("matrix.apart_fact") };
  const exempt = found.exempt[key];
  if (exempt !== undefined) return { kind: "exempt", why: say("matrix.exempt_because", { why: exempt }) };
  if (role && !found.serves.includes(role)) return { kind: "apart", why: say("matrix.apart_role", { role }) };
  return { kind: "hole", why: say("matrix.hole_why") };
}

const holes = new Map<string, Set<string>>();

/** The touchpoints that should have been watched for a fact of a persona, were a change of it followed. */
export function concernedBy(persona: number, fact: number): Set<string> {
  const key = `${persona}/${fact}`;
  let found = holes.get(key);
  if (!found) {
    found = new Set(everyColumn().filter((c) => holeAt(c, persona, fact).kind === "hole").map((c) => c.key));
    holes.set(key, found);
  }
  return found;
}

/** Touchpoints of the blueprint that no change of this run has anything to do with. */
export function neverMet(): Column[] {
  const { rows } = index();
  const concerned = new Set<string>();
  const seen = new Set<string>();
  for (let row = 0; row < rows.cells.length; row++) {
    const key = `${rows.persona[row]}/${rows.fact[row]}`;
    if (seen.has(key)) continue;
    seen.add(key);
    for (const touchpoint of concernedBy(rows.persona[row]!, rows.fact[row]!)) concerned.add(touchpoint);
  }
  return everyColumn().filter((column) => column.number < 0 && !concerned.has(column.key));
}
