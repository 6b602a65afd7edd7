import { useMemo } from "preact/hooks";
import type { Effort, More, Plan } from "../../payload";
import { address } from "../../route";
import { say, sayMany } from "../../words";
import { EffortLine, Lost } from "./Effort";
import { journeysLived, tone, type LivedJourney } from "./lived";
import { Outcome, ScenarioLinks } from "./Outcome";
import { Paged, type Ways } from "./Paged";

/** Each journey: whose it is, what came of it, and its scenarios; the one that ended worst first. */
export function ByJourney({ more, matches, only, shown }: Ways<More>) {
  const plans = useMemo(() => new Map(more.plans.map((plan) => [plan.journey, plan])), [more]);
  const efforts = useMemo(() => grouped(more.efforts), [more]);
  const journeys = journeysLived().filter(
    (journey) => (!only || tone(journey) === "broken") && matches([journey.feature, journey.path, ...journey.personas].join(" ")),
  );
  return (
    <Paged
      of={journeys}
      shown={shown}
      counted="journeys.count"
      card={(journey) => <Card journey={journey} plan={plans.get(journey.path)} efforts={efforts.get(journey.path) ?? []} />}
    />
  );
}

function Card({ journey, plan, efforts }: { journey: LivedJourney; plan: Plan | undefined; efforts: Effort[] }) {
  return (
    <li class={`card ${tone(journey)}`} key={journey.key}>
      <div class="card-head">
        <h2>
          <a href={address("journey", [journey.key])}>{journey.feature}</a>
        </h2>
        <p class="of">{journey.personas.join(", ") || say("journeys.nobody")}</p>
      </div>
      <Outcome lived={journey} />
      <Lost efforts={efforts} />
      <dl class="in-brief">
        <div>
          <dt>{say("journeys.plan")}</dt>
          <dd>
            {!plan ? (
              <span class="soft">{say("journeys.no_plan")}</span>
            ) : plan.deviations.length ? (
              <strong class="off">{sayMany("journeys.deviations", plan.deviations.length)}</strong>
            ) : (
              say("journeys.as_planned")
            )}
          </dd>
        </div>
        {efforts.length > 0 && (
          <div>
            <dt>{say("journeys.effort")}</dt>
            <dd>
              <EffortLine efforts={efforts} />
            </dd>
          </div>
        )}
      </dl>
      <details>
        <summary>{sayMany("count.scenarios", journey.scenarios.length)}</summary>
        <ScenarioLinks
          scenarios={journey.scenarios}
          heading={say("journeys.scenarios_of", { journey: journey.feature })}
          all={address("scenarios", [], { journey: journey.path })}
        />
      </details>
    </li>
  );
}

export function grouped(efforts: Effort[]): Map<string, Effort[]> {
  const found = new Map<string, Effort[]>();
  for (const effort of efforts) found.set(effort.journey, [...(found.get(effort.journey) ?? []), effort]);
  return found;
}
