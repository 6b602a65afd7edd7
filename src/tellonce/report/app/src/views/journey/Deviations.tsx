import type { Plan } from "../../payload";
import { address } from "../../route";
import { say, sayMany } from "../../words";
import type { Stage } from "./stages";

/** Where the actual journey deviates from the planned one: a sentence each, which leads to where it is seen. */
export function Deviations({ plan, stages }: { plan: Plan; stages: Stage[] }) {
  const cells = new Map(stages.flatMap((stage) => stage.touches.map((one) => [one.key, one.href])));
  return (
    <section aria-labelledby="deviations-title">
      <h2 id="deviations-title">
        {say("journey.deviations")} <span class="n">{plan.deviations.length}</span>
      </h2>
      {plan.deviations.length ? (
        <ul class="deviation-list">
          {plan.deviations.map((one) => (
            <li class={one.kind.replaceAll(" ", "-")}>
              <span class="deviates">{say(`deviates.${one.kind.replaceAll(" ", "_")}`)}</span>{" "}
              <span>
                <a href={cells.get(one.touchpoint) || address("scenario", [one.scenario])}>{one.says}</a>
                {plan.scenarios > 1 && <span class="soft"> {sayMany("journeys.in_scenarios", one.scenarios)}</span>}
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
