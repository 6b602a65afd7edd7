// Living documentation: #/journeys?by=persona|need&q=…&only=broken&n=…
import { useMemo } from "preact/hooks";
import { loadMore, type More } from "../../payload";
import { address, route, setQuery } from "../../route";
import { Later } from "../../shared/Later";
import { say, sayMany } from "../../words";
import { index } from "../../run";
import { ByJourney } from "./ByJourney";
import { ByNeed } from "./ByNeed";
import { ByPersona } from "./ByPersona";
import { journeysLived } from "./lived";

const WAYS = ["journey", "persona", "need"] as const;
const MORE = 40;

export function Journeys() {
  const { query } = route.value;
  const by = WAYS.find((way) => way === query.get("by")) ?? "journey";
  const journeys = journeysLived();
  return (
    <section class="living documentation wide" aria-labelledby="journeys-title">
      <h1 id="journeys-title">{say("journeys.title")}</h1>
      <p class="lead">
        {say("journeys.lead", {
          journeys: sayMany("journeys.count", journeys.length),
          scenarios: sayMany("count.scenarios", index().scenarios.id.length),
        })}
      </p>
      <div class="journeys-asked">
        <nav class="switch" aria-label={say("journeys.by")}>
          {WAYS.map((way) => (
            <a
              href={address("journeys", [], { ...Object.fromEntries(query), by: way === "journey" ? "" : way, n: "" })}
              aria-current={way === by ? "true" : undefined}
            >
              {say(`journeys.by_${way}`)}
            </a>
          ))}
        </nav>
        <form role="search" onSubmit={(event) => event.preventDefault()}>
          <label>
            <span>{say(`journeys.search_${by}`)}</span>
            <input type="search" value={query.get("q") ?? ""} onInput={(event) => setQuery({ q: event.currentTarget.value, n: "" })} />
          </label>
          <label class="check">
            <input
              type="checkbox"
              checked={query.get("only") === "broken"}
              onChange={(event) => setQuery({ only: event.currentTarget.checked ? "broken" : "", n: "" })}
            />
            <span>{say("journeys.only_broken")}</span>
          </label>
        </form>
      </div>
      <Later of="more" load={loadMore}>
        {(more) => <Told by={by} more={more} />}
      </Later>
    </section>
  );
}

function Told({ by, more }: { by: (typeof WAYS)[number]; more: More }) {
  const { query } = route.value;
  const asked = (query.get("q") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const only = query.get("only") === "broken";
  const shown = Math.max(MORE, Number(query.get("n")) || 0);
  const View = by === "persona" ? ByPersona : by === "need" ? ByNeed : ByJourney;
  const matches = useMemo(
    () => (text: string) => {
      const low = text.toLowerCase();
      return asked.every((word) => low.includes(word));
    },
    [asked.join(" ")],
  );
  return <View more={more} matches={matches} only={only} shown={shown} />;
}
