// One journey: its map, where it deviates from its plan, what it cost her, and its scenarios as they were run.
// #/journey/<journey>?scenario=<scenario>&open=<scenario>,<scenario>|all
import { loadMore, type More } from "../../payload";
import { address, route, setQuery } from "../../route";
import { index, scenarioNumber } from "../../run";
import { Later } from "../../shared/Later";
import { Nothing } from "../../shared/Nothing";
import { Prose, useDescribed } from "../../shared/Prose";
import { say, sayMany } from "../../words";
import { EffortTable, Lost } from "../journeys/Effort";
import { journeysLived, worstFirst, type LivedJourney } from "../journeys/lived";
import { Outcome } from "../journeys/Outcome";
import { AsRun } from "./AsRun";
import { Deviations } from "./Deviations";
import { JourneyMap } from "./JourneyMap";
import { inScenario, spentByStage } from "./spent";
import { stagesOf } from "./stages";

export function JourneyPage({ path }: { path: string[] }) {
  const journey = journeysLived().find((one) => one.key === path[0]);
  const described = useDescribed(journey?.path ?? "");
  if (!journey) return <Nothing />;
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
        <Prose text={described?.description} />
        <Outcome lived={journey} />
      </header>
      <Later of={journey.key} load={loadMore}>
        {(more) => <Mapped journey={journey} more={more} />}
      </Later>
      <AsRun journey={journey} described={described} />
    </article>
  );
}

function Mapped({ journey, more }: { journey: LivedJourney; more: More }) {
  const plan = more.plans.find((one) => one.journey === journey.path);
  const efforts = more.efforts.filter((one) => one.journey === journey.path);
  const asked = scenarioNumber(route.value.query.get("scenario") ?? "");
  const one = asked !== undefined && journey.scenarios.includes(asked) ? asked : undefined;
  const spent = spentByStage(efforts, one);
  const stages = stagesOf(journey, plan, one, spent);
  const byStage = efforts.some((effort) => effort.acts.length > 0);
  const ofOne = one !== undefined && byStage;
  const told = ofOne ? inScenario(efforts, one) : efforts;
  const deviations = plan?.deviations.filter((deviation) => one === undefined || deviation.scenarios.includes(one));
  return (
    <>
      {deviations && <Deviations deviations={deviations} stages={stages} several={one === undefined && journey.scenarios.length > 1} />}
      <section class="wide" aria-labelledby="map-title">
        <h2 id="map-title">{say("journey.map")}</h2>
        <p class="lead">
          {plan?.about}{" "}
          {!plan && say("journey.no_plan", { file: journey.path.replace(/\.feature$/, ".plan.yaml") })}{" "}
          {one === undefined && journey.scenarios.length > 1 && (
            <span class="soft">{sayMany("journey.over_scenarios", journey.scenarios.length)}</span>
          )}
        </p>
        {journey.scenarios.length > 1 && <Choose journey={journey} chosen={one} />}
        {stages.length ? <JourneyMap stages={stages} name={journey.feature} spent={spent} /> : <p class="empty">{say("journey.nothing_met")}</p>}
      </section>
      {told.length > 0 && (
        <section class="wide" aria-labelledby="effort-title">
          <h2 id="effort-title">{say("effort.title")}</h2>
          <p class="lead">
            {say(ofOne ? "effort.lead_one" : "effort.lead")} {byStage ? stages.length > 0 && say("effort.by_stage") : one !== undefined && say("journey.effort_of_all")}
          </p>
          <Lost efforts={told} />
          <EffortTable efforts={told} usual={!ofOne} />
          {[...new Set(efforts.flatMap((effort) => (effort.effort.uncounted as string[] | undefined) ?? []))].slice(0, 4).map((why) => (
            <p class="note">{say("effort.uncounted", { why })}</p>
          ))}
        </section>
      )}
    </>
  );
}

const OFFERED = 100;

/** Whether the map shows all scenarios together or one of them; of very many, those that ended worst are offered. */
function Choose({ journey, chosen }: { journey: LivedJourney; chosen: number | undefined }) {
  const { scenarios } = index();
  const offered = journey.scenarios.length > OFFERED ? worstFirst(journey.scenarios).slice(0, OFFERED) : journey.scenarios;
  const all = chosen === undefined || offered.includes(chosen) ? offered : [...offered, chosen];
  return (
    <p class="choose">
      <label>
        <span>{say("journey.shown")}</span>{" "}
        <select
          value={chosen === undefined ? "" : scenarios.id[chosen]!}
          onChange={(event) => setQuery({ scenario: event.currentTarget.value }, "push")}
        >
          <option value="">{say("journey.all_together")}</option>
          {all.map((one) => (
            <option value={scenarios.id[one]!}>{scenarios.name[one]}</option>
          ))}
        </select>
      </label>
    </p>
  );
}
