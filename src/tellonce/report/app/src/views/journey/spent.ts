// What was measured of what she did, by stage and by scenario.
import type { Effort } from "../../payload";

export interface Cost {
  acts: number;
  contacts: number;
  pages: number;
  fields: number;
  interactions: number;
  waited_s: number;
  longest_wait_s: number;
  repeated: number;
  transfers: number;
  gave_up: number;
}

const ADDED = ["contacts", "pages", "fields", "interactions", "waited_s", "longest_wait_s", "repeated", "transfers", "gave_up"] as const;
const FIRST = 3;

const nothing = (): Cost => ({
  acts: 0,
  contacts: 0,
  pages: 0,
  fields: 0,
  interactions: 0,
  waited_s: 0,
  longest_wait_s: 0,
  repeated: 0,
  transfers: 0,
  gave_up: 0,
});

function add(cost: Cost, act: number[]): void {
  cost.acts++;
  ADDED.forEach((name, n) => {
    const figure = act[FIRST + n]!;
    cost[name] = name === "longest_wait_s" ? Math.max(cost[name], figure) : cost[name] + figure;
  });
}

/** Stage -> what was done in it; "" for what can be given to none. scenario: the only one that counts. */
export function spentByStage(efforts: Effort[], scenario: number | undefined): Map<string, Cost> {
  const found = new Map<string, Cost>();
  for (const effort of efforts) {
    for (const act of effort.acts) {
      if (scenario !== undefined && act[0] !== scenario) continue;
      const stage = effort.stages[act[2]]!;
      const cost = found.get(stage) ?? nothing();
      found.set(stage, cost);
      add(cost, act);
    }
  }
  return found;
}

/** The same efforts of one scenario alone; who did nothing in it is left out. */
export function inScenario(efforts: Effort[], scenario: number): Effort[] {
  return efforts.flatMap((effort) => {
    const acts = effort.acts.filter((act) => act[0] === scenario);
    const lost = effort.lost.filter((one) => one.number === scenario);
    if (!acts.length && !lost.length) return [];
    const cost = nothing();
    for (const act of acts) add(cost, act);
    const beside = effort.beside.filter((one) => one[0] === scenario);
    const of = (n: 1 | 2 | 3) => beside.reduce((sum, one) => sum + one[n], 0);
    return [{ ...effort, acts, lost, effort: { ...cost, switches: of(1), refused_used: of(2), refused_reached: of(3) } }];
  });
}

/** The stage of one change of one scenario: "" where it can be given to none, undefined where nothing was measured. */
export function stageOfChange(efforts: Effort[], scenario: number, change: number): string | undefined {
  for (const effort of efforts)
    for (const act of effort.acts) if (act[0] === scenario && act[1] === change) return effort.stages[act[2]];
  return undefined;
}
