import { address } from "../../route";
import { index } from "../../run";
import { Status } from "../../shared/Status";
import { say } from "../../words";
import { sentence, tone, worstFirst, type Lived, type LivedJourney } from "./lived";

/** How the scenarios ended, and the worst of it in one sentence, which leads to where it happened. */
export function Outcome({ lived }: { lived: Lived }) {
  const { scenarios } = index();
  const well = tone(lived) === "kept";
  return (
    <div class={`outcome ${tone(lived)}`}>
      <p class="ended">
        {lived.ended.map(([status, many]) => (
          <>
            <Status status={status} many={many} />{" "}
          </>
        ))}
      </p>
      <p class="came">
        {well ? sentence(lived) : <a href={address("scenario", [scenarios.id[lived.worst]!])}>{sentence(lived)}</a>}
      </p>
    </div>
  );
}

const FEW = 12;

/** Some scenarios with their results, the worst first; all others are in the list of scenarios. */
export function ScenarioLinks({ scenarios, all, heading }: { scenarios: number[]; all: string; heading: string }) {
  const run = index();
  const shown = worstFirst(scenarios).slice(0, FEW);
  return (
    <>
      <ul class="scenario-links" aria-label={heading}>
        {shown.map((scenario) => {
          const status = run.statuses[run.scenarios.status[scenario]!]!;
          return (
            <li>
              <Status status={status} />{" "}
              <span>
                <a href={address("scenario", [run.scenarios.id[scenario]!])}>{run.scenarios.name[scenario]}</a>{" "}
                {status !== "passed" && run.scenarios.why[scenario] && <span class="why">{run.scenarios.why[scenario]}</span>}
              </span>
            </li>
          );
        })}
      </ul>
      {scenarios.length > FEW && (
        <p class="rest">
          <a href={all}>{say("journeys.all_scenarios", { scenarios: scenarios.length.toLocaleString(run.language) })}</a>
        </p>
      )}
    </>
  );
}

/** Journeys in few words: the worst first. */
export function JourneyLinks({ journeys }: { journeys: LivedJourney[] }) {
  return (
    <ul class="journey-links">
      {journeys.slice(0, FEW).map((journey) => (
        <li class={tone(journey)}>
          <a href={address("journey", [journey.key])}>{journey.feature}</a>{" "}
          <span class="ended">
            {journey.ended.map(([status, many]) => (
              <>
                <Status status={status} many={many} />{" "}
              </>
            ))}
          </span>
        </li>
      ))}
      {journeys.length > FEW && <li class="rest">{say("journeys.more_journeys", { journeys: (journeys.length - FEW).toLocaleString(index().language) })}</li>}
    </ul>
  );
}
