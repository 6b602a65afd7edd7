// What customers do in each stage: as planned, and of a change that is played, what was done to tell it.
import type { More, Plan, ScenarioDetail } from "../../payload";
import { index } from "../../run";
import { capitalised } from "../../shared/names";
import { stageOfChange } from "../journey/spent";
import { journeysLived } from "../journeys/lived";
import type { ChangeRow } from "./changes";

/** What one plan says of a stage. */
export interface Does {
  says: string;
  feature: string;
  /** Of the journey's page. */
  key: string;
}

/** stage: "" where it cannot be told. */
export interface Done {
  says: string;
  stage: string;
}

/** Stage -> what the plans say of it, each sentence once, in the order of the run. persona: whose journeys; "" for all. */
export function planned(plans: Plan[], persona: string): Map<string, Does[]> {
  const journeys = new Map(journeysLived().map((one) => [one.path, one]));
  const found = new Map<string, Does[]>();
  for (const plan of plans) {
    const journey = journeys.get(plan.journey);
    if (!journey || (persona && !journey.personas.includes(persona))) continue;
    for (const stage of plan.stages) {
      const here = found.get(stage.stage) ?? [];
      found.set(stage.stage, here);
      if (!here.some((one) => one.says === stage.does)) here.push({ says: stage.does, feature: journey.feature, key: journey.key });
    }
  }
  return found;
}

/** The same of the one journey that a change belongs to; empty where it has no plan. */
export function plannedOf(plans: Plan[], change: ChangeRow): Map<string, Does[]> {
  const { journeys, scenarios } = index();
  const path = journeys[scenarios.journey[change.scenario]!]!.path;
  return planned(plans.filter((one) => one.journey === path), "");
}

/** What she did to tell it: the sentence of its step. Undefined where the run does not say. */
export function doneFor(more: More, detail: ScenarioDetail, change: ChangeRow): Done | undefined {
  const told = detail.changes[change.ordinal - 1];
  const step = told && detail.steps.find((one) => one[5] === told.line);
  const says = step?.[1] ?? told?.step ?? "";
  if (!says) return undefined;
  return { says: capitalised(says), stage: stageOfChange(more.efforts, change.scenario, change.ordinal) ?? "" };
}
