import { address } from "../../route";
import { index } from "../../run";
import { Status } from "../../shared/Status";
import { say, sayMany } from "../../words";
import { breaks, sentence, tone, worstFirst, type Lived, type LivedJourney } from "./lived";

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

const BREAKS = 6;

/** All that broke, each sentence once: beyond the worst, which stands above. */
export function Breaks({ lived }: { lived: Lived }) {
  const { scenarios } = index();
  const others = breaks(lived).slice(1);
  if (!others.length) return null;
  return (
    <ul class="other-breaks">
      {others.slice(0, BREAKS).map((one) => (
        <li>
          <a href={address("scenario", [scenarios.id[one.scenario]!])}>{one.says}</a>{" "}
          <span class="soft">{sayMany("journeys.in_scenarios", one.many)}</span>
        </li>
      ))}
      {others.length > BREAKS && <li class="soft">{sayMany("journeys.more_breaks", others.length - BREAKS)}</li>}
    </ul>
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
