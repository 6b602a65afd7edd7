// Which scenarios are asked for, in which order. Worked out anew with each letter that is typed, for 50,000 of them.
import { firstCell, index } from "../../run";
import { scenarioTexts, words } from "../../shared/search";

export const SORTS = ["played", "worst", "longest"] as const;
export type Sort = (typeof SORTS)[number];

export interface Asked {
  q: string;
  status: string;
  persona: string;
  journey: string;
  tag: string;
  sort: Sort;
}

const GRAVE = ["failed", "error", "cut off", "inconclusive", "skipped", "passed"];

export function askedOf(query: URLSearchParams): Asked {
  const text = (name: string) => query.get(name) ?? "";
  const sort = text("sort") as Sort;
  return {
    q: text("q"),
    status: text("status"),
    persona: text("persona"),
    journey: text("journey"),
    tag: text("tag"),
    sort: SORTS.includes(sort) ? sort : "played",
  };
}

const orders = new Map<Sort, Int32Array>();

function order(sort: Sort): Int32Array {
  let found = orders.get(sort);
  if (!found) {
    const { scenarios, statuses } = index();
    found = Int32Array.from(scenarios.id, (_, n) => n);
    if (sort === "longest") found.sort((a, b) => scenarios.took[b]! - scenarios.took[a]! || a - b);
    if (sort === "worst") {
      const grave = statuses.map((status) => GRAVE.indexOf(status));
      const worst = worstCells();
      found.sort(
        (a, b) =>
          grave[scenarios.status[a]!]! - grave[scenarios.status[b]!]! || worst[a]! - worst[b]! || a - b,
      );
    }
    orders.set(sort, found);
  }
  return found;
}

/** The number of the worst verdict of each scenario. */
function worstCells(): Uint8Array {
  const { scenarios, rows, cells } = index();
  const worst = new Uint8Array(scenarios.id.length).fill(255);
  for (let row = 0; row < rows.cells.length; row++) {
    const scenario = rows.scenario[row]!;
    for (let cell = firstCell(row); cell < firstCell(row + 1); cell++) {
      if (cells.verdict[cell]! < worst[scenario]!) worst[scenario] = cells.verdict[cell]!;
    }
  }
  return worst;
}

/** Numbers of scenarios; and how many there would be of each status, were none asked for. */
export function matching(asked: Asked): { found: number[]; byStatus: number[] } {
  const { scenarios, statuses, personas, journeys, tags } = index();
  const numbered = (list: string[], value: string) => (value ? list.indexOf(value) : -2);
  const status = numbered(statuses, asked.status);
  const persona = numbered(personas, asked.persona);
  const tag = numbered(tags, asked.tag);
  const journey = asked.journey ? journeys.findIndex((one) => one.path === asked.journey) : -2;
  const wanted = words(asked.q);
  const texts = wanted.length ? scenarioTexts() : [];
  const found: number[] = [];
  const byStatus = statuses.map(() => 0);
  for (const n of order(asked.sort)) {
    if (journey !== -2 && scenarios.journey[n] !== journey) continue;
    if (persona !== -2 && !scenarios.personas[n]!.includes(persona)) continue;
    if (tag !== -2 && !scenarios.tags[n]!.includes(tag)) continue;
    if (wanted.length && !wanted.every((word) => texts[n]!.includes(word))) continue;
    byStatus[scenarios.status[n]!]!++;
    if (status === -2 || scenarios.status[n] === status) found.push(n);
  }
  return { found, byStatus };
}
