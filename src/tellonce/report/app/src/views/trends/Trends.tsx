// How promises, journeys and customers fare over runs: #/trends?q=…&by=promise
import { loadMore } from "../../payload";
import { route } from "../../route";
import { Later } from "../../shared/Later";
import { say } from "../../words";
import { Answers } from "./Answers";
import { Effort, Flaky, Lost } from "./Effort";
import { Places } from "./Places";
import { Runs } from "./Runs";
import type { Trends as Shape } from "./shape";

export function Trends() {
  const { query } = route.value;
  return (
    <div class="trends">
      <h1>{say("trends.title")}</h1>
      <Later of="trends" load={loadMore}>
        {(more) => {
          const trends = more.trends as Shape | null;
          if (!trends || !trends.runs.length) return <p class="empty">{say("trends.nothing_yet")}</p>;
          return (
            <>
              <p class="soft">
                {trends.runs.length === 1 ? say("trends.first_run") : say("trends.how", { quantiles: trends.quantiles })}
              </p>
              <Runs runs={trends.runs} />
              <Places trends={trends} by={query.get("by") ?? ""} asked={query.get("q") ?? ""} />
              <Flaky trends={trends} />
              <Lost trends={trends} />
              <Effort trends={trends} />
              <Answers answers={trends.answers} />
            </>
          );
        }}
      </Later>
    </div>
  );
}
