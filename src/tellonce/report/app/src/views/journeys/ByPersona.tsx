import { useMemo } from "preact/hooks";
import type { More, Persona } from "../../payload";
import { index } from "../../run";
import { Constraints } from "../../shared/Constraints";
import { channelName, localeName } from "../../shared/names";
import { say, sayMany, whoItIs } from "../../words";
import { Lost } from "./Effort";
import { byJourney, together, tone, type Lived, type LivedJourney } from "./lived";
import { Breaks, JourneyLinks, Outcome } from "./Outcome";
import { Paged, type Ways } from "./Paged";

interface Hers {
  persona: Persona;
  lived: Lived;
  journeys: LivedJourney[];
}

/** Each persona: who she is, as far as the history tells, what broke for her, and her journeys. */
export function ByPersona({ more, matches, only, shown }: Ways<More>) {
  const all = useMemo(() => cast(more.personas), [more]);
  const found = all.filter(
    (one) => (!only || tone(one.lived) === "broken") && matches([one.persona.persona, one.persona.role, ...one.journeys.map((journey) => journey.feature)].join(" ")),
  );
  return (
    <Paged
      of={found}
      shown={shown}
      counted="count.personas"
      card={(one) => <Card {...one} lost={more.efforts.filter((effort) => effort.persona === one.persona.persona)} />}
    />
  );
}

function cast(personas: Persona[]): Hers[] {
  const run = index();
  const theirs = new Map<number, number[]>();
  run.scenarios.personas.forEach((all, scenario) => {
    for (const one of all) {
      const mine = theirs.get(one);
      if (mine) mine.push(scenario);
      else theirs.set(one, [scenario]);
    }
  });
  return personas.flatMap((persona) => {
    const scenarios = theirs.get(run.personas.indexOf(persona.persona));
    return scenarios ? [{ persona, lived: together(scenarios), journeys: byJourney(scenarios) }] : [];
  });
}

function Card({ persona, lived, journeys, lost }: Hers & { lost: More["efforts"] }) {
  return (
    <li class={`card ${tone(lived)}`} key={persona.persona}>
      <div class="card-head">
        <h2>{persona.persona}</h2>
        <p class="of">
          {[whoItIs(persona.role, persona.pronouns), persona.locale && localeName(persona.locale)]
            .filter(Boolean)
            .join(", ")}
        </p>
      </div>
      <Outcome lived={lived} />
      <Breaks lived={lived} />
      <Lost efforts={lost} />
      <dl class="in-brief">
        {persona.prefers.length > 0 && (
          <div>
            <dt>{say("journeys.prefers")}</dt>
            <dd>{persona.prefers.map(channelName).join(", ")}</dd>
          </div>
        )}
        {persona.refuses.length > 0 && (
          <div>
            <dt>{say("journeys.refuses")}</dt>
            <dd>{persona.refuses.map(channelName).join(", ")}</dd>
          </div>
        )}
        {Object.keys(persona.constraints).length > 0 && (
          <div class="across">
            <dt>{say("journeys.constraints")}</dt>
            <dd>
              <Constraints became={persona.constraints} />
            </dd>
          </div>
        )}
        {persona.barriers.length > 0 && (
          <div class="across">
            <dt>{say("journeys.barriers")}</dt>
            <dd>
              <ul class="barriers">
                {persona.barriers.map(([said, many]) => (
                  <li>
                    {said} <span class="soft">{sayMany("journeys.in_scenarios", many)}</span>
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        )}
      </dl>
      <h3>{say("journeys.hers", { journeys: sayMany("journeys.count", journeys.length) })}</h3>
      <JourneyLinks journeys={journeys} />
    </li>
  );
}
