// What each journey came to, from the index alone: how its scenarios ended, its promises, and the worst of it.
import type { GroupKey } from "../../payload";
import { address } from "../../route";
import { cellsOf, index } from "../../run";
import { say, sayMany } from "../../words";

export interface Lived {
  /** Numbers of scenarios, in the order of the file. */
  scenarios: number[];
  /** How many ended how, the worst first. */
  ended: [string, number][];
  personas: string[];
  promises: Record<GroupKey, number>;
  /** The number of the scenario that ended worst. */
  worst: number;
}

export interface LivedJourney extends Lived {
  journey: number;
  key: string;
  path: string;
  feature: string;
}

const ENDS = ["failed", "error", "cut off", "inconclusive", "passed", "skipped"];

interface Scores {
  /** Of each scenario, the number of its worst verdict; verdicts stand the worst first. */
  worst: Int16Array;
  promises: Record<GroupKey, Int32Array>;
  /** The first row of each scenario; rows stand in the order of their scenarios. */
  rows: Int32Array;
}

let scores: Scores | undefined;

function scored(): Scores {
  if (scores) return scores;
  const { scenarios, rows, cells, verdicts } = index();
  const many = scenarios.id.length;
  const made: Scores = {
    worst: new Int16Array(many).fill(verdicts.length),
    promises: {
      broken: new Int32Array(many),
      "not-seen": new Int32Array(many),
      "still-waiting": new Int32Array(many),
      kept: new Int32Array(many),
    },
    rows: new Int32Array(many + 1),
  };
  let cell = 0;
  rows.scenario.forEach((scenario, row) => {
    made.rows[scenario + 1] = row + 1;
    for (const end = cell + rows.cells[row]!; cell < end; cell++) {
      const verdict = cells.verdict[cell]!;
      made.worst[scenario] = Math.min(made.worst[scenario]!, verdict);
      made.promises[verdicts[verdict]!.group][scenario]!++;
    }
  });
  for (let n = 1; n <= many; n++) made.rows[n] = Math.max(made.rows[n]!, made.rows[n - 1]!);
  return (scores = made);
}

/** The smaller, the worse: how it ended, then its worst verdict. */
export function rank(scenario: number): number {
  const { scenarios, statuses } = index();
  return ENDS.indexOf(statuses[scenarios.status[scenario]!]!) * 100 + scored().worst[scenario]!;
}

/** Scenarios, those that ended worst first. */
export function worstFirst(scenarios: number[]): number[] {
  return [...scenarios].sort((a, b) => rank(a) - rank(b) || a - b);
}

/** Several scenarios taken together; at least one. */
export function together(scenarios: number[]): Lived {
  const run = index();
  const ended = new Map<string, number>();
  const personas = new Set<number>();
  const promises: Record<GroupKey, number> = { broken: 0, "not-seen": 0, "still-waiting": 0, kept: 0 };
  let worst = scenarios[0]!;
  for (const scenario of scenarios) {
    const end = run.statuses[run.scenarios.status[scenario]!]!;
    ended.set(end, (ended.get(end) ?? 0) + 1);
    for (const persona of run.scenarios.personas[scenario]!) personas.add(persona);
    for (const group in promises) promises[group as GroupKey] += scored().promises[group as GroupKey][scenario]!;
    if (rank(scenario) < rank(worst)) worst = scenario;
  }
  return {
    scenarios,
    ended: [...ended].sort((a, b) => ENDS.indexOf(a[0]) - ENDS.indexOf(b[0])),
    personas: [...personas].map((one) => run.personas[one]!),
    promises,
    worst,
  };
}

/** Scenarios by their journeys, the journey that ended worst first. */
export function byJourney(scenarios: Iterable<number>): LivedJourney[] {
  const run = index();
  const groups = new Map<number, number[]>();
  for (const scenario of scenarios) {
    const journey = run.scenarios.journey[scenario]!;
    const group = groups.get(journey);
    if (group) group.push(scenario);
    else groups.set(journey, [scenario]);
  }
  return [...groups]
    .map(([journey, group]) => {
      group.sort((a, b) => run.scenarios.line[a]! - run.scenarios.line[b]! || a - b);
      return { journey, ...run.journeys[journey]!, ...together(group) };
    })
    .sort((a, b) => rank(a.worst) - rank(b.worst) || a.journey - b.journey);
}

let all: LivedJourney[] | undefined;

/** Every journey of the run, the one that ended worst first. */
export function journeysLived(): LivedJourney[] {
  return (all ??= byJourney(index().scenarios.id.keys()));
}

/** How it ended as a whole: the name of a colour. */
export function tone(lived: Lived): GroupKey {
  const { scenarios, statuses } = index();
  const ended = statuses[scenarios.status[lived.worst]!]!;
  if (ended === "passed") return "kept";
  if (ended === "inconclusive") return lived.promises["still-waiting"] && !lived.promises["not-seen"] ? "still-waiting" : "not-seen";
  return ended === "skipped" ? "not-seen" : "broken";
}

/** What came of it, in one sentence: the worst of it, or that all was well. */
export function sentence(lived: Lived): string {
  const { scenarios, statuses } = index();
  const ended = statuses[scenarios.status[lived.worst]!]!;
  if (ended === "skipped") return say("journeys.not_run");
  if (ended !== "passed") return scenarios.why[lived.worst] || say("first.no_reason");
  const { broken, kept } = lived.promises;
  const others = broken + lived.promises["not-seen"] + lived.promises["still-waiting"];
  if (others) return say("journeys.some_kept", { kept, promises: sayMany("count.promises", kept + others) });
  return kept ? sayMany("journeys.all_kept", kept) : say("journeys.as_written");
}

export interface Break {
  says: string;
  /** The number of the first scenario in which it broke, and in how many it did. */
  scenario: number;
  many: number;
}

/** What broke in some scenarios, each sentence once, the worst first. */
export function breaks(lived: Lived): Break[] {
  const { scenarios, statuses } = index();
  const found = new Map<string, Break>();
  for (const scenario of worstFirst(lived.scenarios)) {
    const ended = statuses[scenarios.status[scenario]!]!;
    const says = scenarios.why[scenario]!;
    if (ended === "passed" || ended === "skipped" || !says) continue;
    const known = found.get(says);
    if (known) known.many++;
    else found.set(says, { says, scenario, many: 1 });
  }
  return [...found.values()];
}

/** One touchpoint over some scenarios. */
export interface Spotted {
  touchpoint: string;
  /** The number of the worst verdict. */
  verdict: number;
  promises: Record<GroupKey, number>;
  soonest_s: number | null;
  latest_s: number | null;
  /** In how many scenarios an accepted change concerned it, and in how many of them the new value was there. */
  due: number;
  met: number;
  /** Of the worst cell. */
  href: string;
}

/** The touchpoints of some scenarios by their keys, in the order of the blueprint. */
export function spotted(scenarios: number[]): Map<string, Spotted> {
  const { rows, cells, verdicts, touchpoints, facts, blueprint, scenarios: told } = index();
  const found = new Map<string, Spotted & { in: number; there: number }>();
  for (const scenario of scenarios) {
    for (let row = scored().rows[scenario]!; row < scored().rows[scenario + 1]!; row++) {
      for (const cell of cellsOf(row)) {
        const touchpoint = touchpoints[cells.touchpoint[cell]!]!;
        const verdict = cells.verdict[cell]!;
        let spot = found.get(touchpoint);
        if (!spot) {
          const promises = { broken: 0, "not-seen": 0, "still-waiting": 0, kept: 0 };
          spot = { touchpoint, verdict: verdicts.length, promises, soonest_s: null, latest_s: null, due: 0, met: 0, href: "", in: -1, there: -1 };
          found.set(touchpoint, spot);
        }
        spot.promises[verdicts[verdict]!.group]++;
        if (rows.outcome[row] === "accepted") {
          if (spot.in !== scenario) spot.due++;
          spot.in = scenario;
        }
        const reached = cells.reached[cell] ?? null;
        if (reached !== null) {
          if (spot.there !== scenario) spot.met++;
          spot.there = scenario;
          spot.soonest_s = Math.min(spot.soonest_s ?? reached, reached);
          spot.latest_s = Math.max(spot.latest_s ?? reached, reached);
        }
        if (verdict < spot.verdict) {
          spot.verdict = verdict;
          spot.href = address("cell", [told.id[scenario]!, rows.change[row]!, facts[rows.fact[row]!]!, touchpoint]);
        }
      }
    }
  }
  const order = Object.keys(blueprint.touchpoints);
  const at = (key: string) => (order.indexOf(key) + 1 || order.length + 1);
  return new Map([...found].sort((a, b) => at(a[0]) - at(b[0])));
}
