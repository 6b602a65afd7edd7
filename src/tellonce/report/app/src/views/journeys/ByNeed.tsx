import { useMemo } from "preact/hooks";
import type { More } from "../../payload";
import { address } from "../../route";
import { index } from "../../run";
import { say, sayMany } from "../../words";
import { byJourney, rank, together, tone, type Lived, type LivedJourney } from "./lived";
import { JourneyLinks, Outcome, ScenarioLinks } from "./Outcome";
import { Paged, type Ways } from "./Paged";

/** A tag names a need by what follows. */
const TAG = "need.";

interface Served {
  key: string;
  tag: string;
  need: string;
  lives: string;
  /** Undefined when no scenario of this run shows it. */
  lived: Lived | undefined;
  journeys: LivedJourney[];
}

/** Each need, and what the scenarios that show it came to; by tag where the project declares no needs. */
export function ByNeed({ more, matches, only, shown }: Ways<More>) {
  const declared = Object.keys(more.needs).length > 0;
  const all = useMemo(() => needs(more), [more]);
  const found = all.filter(
    (one) =>
      (!only || (one.lived && tone(one.lived) === "broken")) &&
      matches([one.key, one.need, one.lives, ...one.journeys.map((journey) => journey.feature)].join(" ")),
  );
  return (
    <>
      {!declared && <p class="note">{say(all.length ? "journeys.no_needs" : "journeys.no_tags")}</p>}
      <Paged
        of={found}
        shown={shown}
        counted={declared ? "journeys.needs" : "journeys.tags"}
        card={(one) => <Card {...one} />}
      />
    </>
  );
}

function needs(more: More): Served[] {
  const run = index();
  const tagged = new Map<number, number[]>();
  run.scenarios.tags.forEach((tags, scenario) => {
    for (const tag of tags) {
      const mine = tagged.get(tag);
      if (mine) mine.push(scenario);
      else tagged.set(tag, [scenario]);
    }
  });
  const served = (tag: string, key: string, need: string, lives: string): Served => {
    const scenarios = tagged.get(run.tags.indexOf(tag));
    return { key, tag, need, lives, lived: scenarios && together(scenarios), journeys: scenarios ? byJourney(scenarios) : [] };
  };
  const declared = Object.entries(more.needs);
  if (declared.length) return declared.map(([key, { need, lives }]) => served(TAG + key, key, need, lives));
  return run.tags
    .map((tag) => served(tag, `@${tag}`, "", ""))
    .sort((a, b) => rank(a.lived!.worst) - rank(b.lived!.worst) || a.key.localeCompare(b.key));
}

function Card({ key, tag, need, lives, lived, journeys }: Served) {
  return (
    <li class={`card ${lived ? tone(lived) : "not-seen"}`} key={tag}>
      <div class="card-head">
        <h2>
          <span class="need-key">{key}</span> {need}
        </h2>
      </div>
      {lives && <p class="lives">{lives}</p>}
      {lived ? (
        <>
          <Outcome lived={lived} />
          <h3>{say("journeys.shown_by", { journeys: sayMany("journeys.count", journeys.length) })}</h3>
          <JourneyLinks journeys={journeys} />
          <details>
            <summary>{sayMany("count.scenarios", lived.scenarios.length)}</summary>
            <ScenarioLinks
              scenarios={lived.scenarios}
              heading={say("journeys.scenarios_of", { journey: need || key })}
              all={address("scenarios", [], { tag })}
            />
          </details>
        </>
      ) : (
        <p class="empty">{say("journeys.not_shown", { tag: `@${tag}` })}</p>
      )}
    </li>
  );
}
