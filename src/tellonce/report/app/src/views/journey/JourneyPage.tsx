// One journey: its map, where it deviates from its plan, what it cost her, and its scenarios as they were run.
// #/journey/<journey>?open=<scenario>,<scenario>|all
import { loadMore, type More } from "../../payload";
import { address } from "../../route";
import { Later } from "../../shared/Later";
import { say, sayMany } from "../../words";
import { EffortTable, Lost } from "../journeys/Effort";
import { journeysLived, type LivedJourney } from "../journeys/lived";
import { Outcome } from "../journeys/Outcome";
import { AsRun } from "./AsRun";
import { Deviations } from "./Deviations";
import { JourneyMap } from "./JourneyMap";
import { stagesOf } from "./stages";

export function JourneyPage({ path }: { path: string[] }) {
  const journey = journeysLived().find((one) => one.key === path[0]);
  if (!journey) return <p class="empty">{say("page.not_found")}</p>;
  return (
    <article class="living journey-page" aria-labelledby="journey-title">
      <header>
        <p class="crumbs">
          <a href={address("journeys")}>{say("journeys.title")}</a>
        </p>
        <h1 id="journey-title">{journey.feature}</h1>
        <p class="of">
          {journey.personas.join(", ")}{" "}
          <span class="path">{journey.path}</span>
        </p>
        <Outcome lived={journey} />
      </header>
      <Later of={journey.key} load={loadMore}>
        {(more) => <Mapped journey={journey} more={more} />}
      </Later>
      <AsRun journey={journey} />
    </article>
  );
}

function Mapped({ journey, more }: { journey: LivedJourney; more: More }) {
  const plan = more.plans.find((one) => one.journey === journey.path);
  const efforts = more.efforts.filter((one) => one.journey === journey.path);
  const stages = stagesOf(journey, plan);
  return (
    <>
      {plan && <Deviations plan={plan} stages={stages} />}
      <section class="wide" aria-labelledby="map-title">
        <h2 id="map-title">{say("journey.map")}</h2>
        <p class="lead">
          {plan?.about}{" "}
          {!plan && say("journey.no_plan", { file: journey.path.replace(/\.feature$/, ".plan.yaml") })}{" "}
          {journey.scenarios.length > 1 && <span class="soft">{sayMany("journey.over_scenarios", journey.scenarios.length)}</span>}
        </p>
        {stages.length ? <JourneyMap stages={stages} name={journey.feature} /> : <p class="empty">{say("journey.nothing_met")}</p>}
      </section>
      {efforts.length > 0 && (
        <section class="wide" aria-labelledby="effort-title">
          <h2 id="effort-title">{say("effort.title")}</h2>
          <p class="lead">{say("effort.lead")}</p>
          <Lost efforts={efforts} />
          <EffortTable efforts={efforts} />
          {[...new Set(efforts.flatMap((one) => (one.effort.uncounted as string[] | undefined) ?? []))].slice(0, 4).map((why) => (
            <p class="note">{say("effort.uncounted", { why })}</p>
          ))}
        </section>
      )}
    </>
  );
}
