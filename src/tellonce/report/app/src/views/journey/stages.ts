// The stages of a journey map: as planned, or those of the touchpoints where there is no plan.
import type { Met, Plan, VerdictWords } from "../../payload";
import { called, index, spot, verdictOf } from "../../run";
import { about, count, say } from "../../words";
import { spotted, type LivedJourney, type Spotted } from "../journeys/lived";
import type { Cost } from "./spent";

export interface Touch {
  key: string;
  called: string;
  channel: string;
  owner: string;
  moment: boolean;
  /** Undefined when nothing of the run concerned it. */
  verdict: VerdictWords | undefined;
  /** How it stood and when she met it, in words. */
  state: string;
  soonest_s: number | null;
  latest_s: number | null;
  deviates: string[];
  /** Its worst cell; empty without one. */
  href: string;
  kept: number;
  broken: number;
  unsure: number;
}

export interface Stage {
  name: string;
  /** "beyond": what no stage of the plan names. */
  kind: "planned" | "unplanned" | "beyond";
  does: string;
  thinks: string;
  feels: string;
  /** Of the curve, 5 is the best; 0 where nobody planned it. */
  height: number;
  moment: boolean;
  outOfOrder: boolean;
  /** Whether times are when the new value was there, rather than when anything came: more is known with a plan only, and
   * of all scenarios together. */
  ofValues: boolean;
  touches: Touch[];
}

/** scenario: the number of the only one that is looked at; undefined for all of them. spent: where she did something. */
export function stagesOf(
  journey: LivedJourney,
  plan: Plan | undefined,
  scenario: number | undefined,
  spent: Map<string, Cost>,
): Stage[] {
  const spots = spotted(scenario === undefined ? journey.scenarios : [scenario]);
  if (!plan) return asMet(spots, spent);
  if (scenario === undefined) return asPlanned(plan, spots);
  const stages = asPlanned(inOne(plan, spots, scenario), spots);
  for (const stage of stages) stage.ofValues = true;
  for (const touch of stages.flatMap((stage) => stage.touches)) if (!touch.verdict) touch.state = say("journey.not_concerned");
  return stages;
}

/** What was met of a plan in one scenario. */
function inOne(plan: Plan, spots: Map<string, Spotted>, scenario: number): Plan {
  const deviations = plan.deviations.filter((one) => one.scenarios.includes(scenario));
  const met = (one: Met): Met => {
    const spot = spots.get(one.touchpoint);
    return {
      ...one,
      verdict: spot ? index().verdicts[spot.verdict]!.key : null,
      due: spot?.due ?? 0,
      met_in: spot?.met ?? 0,
      soonest_s: spot?.soonest_s ?? null,
      latest_s: spot?.latest_s ?? null,
      deviates: one.deviates.filter((kind) => deviations.some((each) => each.touchpoint === one.touchpoint && each.kind === kind)),
    };
  };
  return {
    ...plan,
    deviations,
    stages: plan.stages.map((stage) => ({
      ...stage,
      out_of_order: deviations.some((one) => one.kind === "out of order" && one.stage === stage.stage),
      touchpoints: stage.touchpoints.map(met),
    })),
    beyond: plan.beyond.filter((one) => spots.has(one.touchpoint)).map(met),
  };
}

function asPlanned(plan: Plan, spots: Map<string, Spotted>): Stage[] {
  const stages: Stage[] = plan.stages.map((stage) => ({
    name: stage.stage,
    kind: "planned",
    does: stage.does,
    thinks: stage.thinks,
    feels: stage.feels,
    height: stage.height,
    moment: stage.moment,
    outOfOrder: stage.out_of_order,
    ofValues: false,
    touches: stage.touchpoints.map((met) => fromPlan(met, spots.get(met.touchpoint))),
  }));
  if (plan.beyond.length) {
    const touches = plan.beyond.map((met) => fromPlan(met, spots.get(met.touchpoint)));
    stages.push({ ...BLANK, name: say("journey.beyond"), kind: "beyond", touches });
  }
  return stages;
}

const BLANK = { does: "", thinks: "", feels: "", height: 0, moment: false, outOfOrder: false, ofValues: false };

function asMet(spots: Map<string, Spotted>, spent: Map<string, Cost>): Stage[] {
  const stages = new Map<string, Stage>();
  for (const one of spots.values()) {
    const name = spot(one.touchpoint)?.stage || say("journey.no_stage");
    const stage = stages.get(name) ?? { ...BLANK, name, kind: "unplanned" as const, ofValues: true, touches: [] };
    stages.set(name, stage);
    const { due, met, soonest_s, latest_s } = one;
    stage.touches.push(touch(one.touchpoint, index().verdicts[one.verdict], { due, met, soonest_s, latest_s }, [], one));
  }
  for (const name of spent.keys())
    if (name && !stages.has(name)) stages.set(name, { ...BLANK, name, kind: "unplanned", ofValues: true, touches: [] });
  const order = [...new Set(Object.values(index().blueprint.touchpoints).map((one) => one.stage))];
  const at = (stage: Stage) => order.indexOf(stage.name) + 1 || order.length + 1;
  return [...stages.values()].sort((one, other) => at(one) - at(other));
}

function fromPlan(met: Met, seen: Spotted | undefined): Touch {
  const { due, met_in, soonest_s, latest_s } = met;
  const verdict = met.verdict ? verdictOf(met.verdict) : undefined;
  return touch(met.touchpoint, verdict, { due, met: met_in, soonest_s, latest_s }, met.deviates, verdict && seen);
}

interface When {
  due: number;
  met: number;
  soonest_s: number | null;
  latest_s: number | null;
}

function touch(key: string, verdict: VerdictWords | undefined, when: When, deviates: string[], seen: Spotted | undefined): Touch {
  const there = spot(key);
  return {
    key,
    called: called(key),
    channel: there?.channel ?? "",
    owner: there?.owner ?? "",
    moment: there?.moment ?? false,
    verdict,
    state: verdict ? stateOf(verdict, when, there?.kind ?? "emission") : say("journey.not_tried"),
    soonest_s: when.soonest_s,
    latest_s: when.latest_s,
    deviates,
    href: seen?.href ?? "",
    kept: seen?.promises.kept ?? 0,
    broken: seen?.promises.broken ?? 0,
    unsure: (seen?.promises["not-seen"] ?? 0) + (seen?.promises["still-waiting"] ?? 0),
  };
}

const AT_ONCE_S = 1;

/** The verdict in words, and when she met it: of what broke, that it came says nothing of when it was right. */
function stateOf(verdict: VerdictWords, when: When, kind: string): string {
  const kept = verdict.group === "kept";
  if (!when.due) return say("journey.unchanged", { verdict: verdict.short });
  const met = whenMet(when, kept ? kind : "");
  if (!met) return verdict.short;
  return say(kept ? "journey.state_kept" : "journey.state_met", { verdict: verdict.short, when: met });
}

/** When she met it, as met_words in story/deviations.py says it; empty when she never did. */
function whenMet({ due, met, soonest_s, latest_s }: When, kind: string): string {
  if (soonest_s === null || latest_s === null) return "";
  const [soonest, latest] = [about(soonest_s), about(latest_s)];
  let said =
    latest_s < AT_ONCE_S
      ? say("journey.at_once")
      : soonest === latest
        ? say("journey.after", { time: latest })
        : say("journey.after_between", { soonest, latest });
  if (kind === "state") said = say("journey.from_then_on", { when: said });
  return met === due ? said : say("journey.in_some", { when: said, met: count(met), due: count(due) });
}

/** The channels of all stages, in the order of the blueprint's touchpoints. */
export function channelsOf(stages: Stage[]): string[] {
  const met = new Set(stages.flatMap((stage) => stage.touches.map((one) => one.channel)));
  const order = new Set(Object.values(index().blueprint.touchpoints).map((one) => one.channel));
  return [...[...order].filter((one) => met.has(one)), ...[...met].filter((one) => !order.has(one))];
}

/** The touchpoint of a stage that came last; undefined when nothing of it was met. */
export function lastToCome(stage: Stage): Touch | undefined {
  let last: Touch | undefined;
  for (const one of stage.touches) if (one.latest_s !== null && one.latest_s > (last?.latest_s ?? -1)) last = one;
  return last;
}

export function promisesOf(stage: Stage): { kept: number; broken: number; unsure: number } {
  const sum = { kept: 0, broken: 0, unsure: 0 };
  for (const one of stage.touches) {
    sum.kept += one.kept;
    sum.broken += one.broken;
    sum.unsure += one.unsure;
  }
  return sum;
}
