import type { Deviation } from "../../payload";
import { address } from "../../route";
import { index } from "../../run";
import { say, sayMany } from "../../words";
import type { Stage } from "./stages";

/** Where the actual journey deviates from the planned one: a sentence each, which leads to where it is seen. */
export function Deviations({ deviations, stages, several }: { deviations: Deviation[]; stages: Stage[]; several: boolean }) {
  const cells = new Map(stages.flatMap((stage) => stage.touches.map((one) => [one.key, one.href])));
  return (
    <section aria-labelledby="deviations-title">
      <h2 id="deviations-title">
        {say("journey.deviations")} <span class="n">{deviations.length}</span>
      </h2>
      {deviations.length ? (
        <ul class="deviation-list">
          {deviations.map((one) => (
            <li class={one.kind.replaceAll(" ", "-")}>
              <span class="deviates">{say(`deviates.${one.kind.replaceAll(" ", "_")}`)}</span>{" "}
              <span>
                <a href={cells.get(one.touchpoint) || address("scenario", [index().scenarios.id[one.scenarios[0]!]!])}>{one.says}</a>
                {several && <span class="soft"> {sayMany("journeys.in_scenarios", one.scenarios.length)}</span>}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <p class="empty">{say("journey.no_deviations")}</p>
      )}
    </section>
  );
}
