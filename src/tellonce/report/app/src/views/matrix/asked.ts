// What the address asks of the matrix: #/matrix?persona=…&verdict=broken&sort=slowest
import type { GroupKey, SinceKind } from "../../payload";
import { index } from "../../run";

export const SORTS = ["worst", "played", "slowest", "persona"] as const;
export const GROUPS = ["none", "persona", "journey", "fact", "owner"] as const;
export const BANDS = ["lane", "owner", "stage"] as const;
export const ROWS = ["changes", "facts"] as const;
export const FILTERS = ["persona", "fact", "touchpoint", "owner", "lane", "journey", "status"] as const;
export type Filter = (typeof FILTERS)[number];

/** More rows than this begin as one row per persona and fact. */
const MANY = 200;

export interface Asked extends Record<Filter, string> {
  q: string;
  /** Groups, verdicts and "hole". */
  verdict: string[];
  since: SinceKind[];
  sort: (typeof SORTS)[number];
  group: (typeof GROUPS)[number];
  columns: (typeof BANDS)[number];
  rows: (typeof ROWS)[number];
  /** Whether columns without anything are shown. */
  all: boolean;
  /** Which lines are unfolded. */
  open: Set<string>;
  panel: string;
  /** The cell that was gone to last. */
  at: string;
}

export function plainRows(): Asked["rows"] {
  return index().rows.cells.length > MANY ? "facts" : "changes";
}

export function askedOf(query: URLSearchParams): Asked {
  const text = (name: string) => query.get(name) ?? "";
  const list = (name: string) => text(name).split(",").filter(Boolean);
  const filters = Object.fromEntries(FILTERS.map((name) => [name, text(name)])) as Record<Filter, string>;
  return {
    ...filters,
    q: text("q"),
    verdict: list("verdict"),
    since: list("since") as SinceKind[],
    sort: one(SORTS, text("sort"), "worst"),
    group: one(GROUPS, text("group"), "none"),
    columns: one(BANDS, text("columns"), "lane"),
    rows: one(ROWS, text("rows"), plainRows()),
    all: text("all") === "1",
    open: new Set(list("open")),
    panel: text("panel"),
    at: text("at"),
  };
}

function one<T extends string>(known: readonly T[], said: string, otherwise: T): T {
  return (known as readonly string[]).includes(said) ? (said as T) : otherwise;
}

/** `list` with `value` in it, or without it when it was there; as the address has it. */
export function toggled(list: Iterable<string>, value: string): string {
  const held = new Set(list);
  if (!held.delete(value)) held.add(value);
  return [...held].join(",");
}

/** The groups in which a verdict is counted, and the sign that stands for each. */
export const SIGNS: [GroupKey, string][] = [
  ["broken", "stale"],
  ["not-seen", "unobserved"],
  ["still-waiting", "pending"],
  ["kept", "on_time"],
];
