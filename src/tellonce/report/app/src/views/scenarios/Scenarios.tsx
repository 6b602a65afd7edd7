// Every scenario of the run, to be searched: #/scenarios?q=…&status=…&persona=…
import { useMemo } from "preact/hooks";
import { index } from "../../run";
import { address, route, setQuery } from "../../route";
import { Windowed } from "../../shared/Windowed";
import { say, sayMany } from "../../words";

export function Scenarios() {
  const { query } = route.value;
  const asked = query.get("q") ?? "";
  const status = query.get("status") ?? "";
  const found = useMemo(() => matching(asked, status), [asked, status]);
  const { scenarios, statuses, journeys, personas } = index();
  return (
    <section class="scenarios" aria-labelledby="scenarios-title">
      <h1 id="scenarios-title">{say("scenarios.title")}</h1>
      <form class="asked" role="search" onSubmit={(event) => event.preventDefault()}>
        <label>
          {say("scenarios.search")}
          <input type="search" value={asked} onInput={(event) => setQuery({ q: event.currentTarget.value })} />
        </label>
        <label>
          {say("scenarios.status")}
          <select value={status} onChange={(event) => setQuery({ status: event.currentTarget.value }, "push")}>
            <option value="">{say("scenarios.any")}</option>
            {statuses.map((one) => (
              <option value={one}>{say(`status.${one.replace(" ", "-")}`)}</option>
            ))}
          </select>
        </label>
      </form>
      <p role="status">{sayMany("count.scenarios", found.length)}</p>
      <Windowed
        count={found.length}
        height={72}
        label={say("scenarios.title")}
        row={(n) => {
          const scenario = found[n]!;
          const ended = statuses[scenarios.status[scenario]!]!;
          return (
            <a class="scenario-row" href={address("scenario", [scenarios.id[scenario]!])}>
              <span class={`status ${ended.replace(" ", "-")}`}>{say(`status.${ended.replace(" ", "-")}`)}</span>
              <b>{scenarios.name[scenario]}</b>
              <span class="path">
                {journeys[scenarios.journey[scenario]!]!.feature},{" "}
                {scenarios.personas[scenario]!.map((one) => personas[one]).join(", ")}
              </span>
              <span class="why">{scenarios.why[scenario]}</span>
            </a>
          );
        }}
      />
    </section>
  );
}

let texts: string[] | undefined;

function matching(asked: string, status: string): number[] {
  const { scenarios, journeys, personas, statuses } = index();
  texts ??= scenarios.name.map((name, n) =>
    [name, journeys[scenarios.journey[n]!]!.feature, ...scenarios.personas[n]!.map((one) => personas[one]!), scenarios.why[n]]
      .join("\n")
      .toLowerCase(),
  );
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = statuses.indexOf(status);
  const found: number[] = [];
  for (let n = 0; n < texts.length; n++) {
    if ((!status || scenarios.status[n] === wanted) && words.every((word) => texts![n]!.includes(word))) found.push(n);
  }
  return found;
}
