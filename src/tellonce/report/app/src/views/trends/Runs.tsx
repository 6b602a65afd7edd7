// A bar for each run: what was broken, not seen or waiting, on a base of what was kept. The table beside it says the same.
import { count, say } from "../../words";
import { day } from "./days";
import type { Run } from "./shape";

const PARTS = ["broken", "not_seen", "waiting", "kept"] as const;
const STACKED = ["broken", "not_seen", "waiting"] as const;
const GROUP = { broken: "broken", not_seen: "not-seen", waiting: "still-waiting", kept: "kept" } as const;
const HEIGHT = 150;
const BASE = 6;
const STEP = 36;

export function Runs({ runs }: { runs: Run[] }) {
  const most = Math.max(10, ...runs.map((run) => run.broken + run.waiting + run.not_seen));
  const last = runs.at(-1)!;
  return (
    <section aria-labelledby="trends-runs">
      <h2 id="trends-runs">{say("trends.promises_by_run")}</h2>
      <p class="soft key">
        {(["broken", "not-seen", "still-waiting", "kept"] as const).map((group) => (
          <span class={group}>
            <i class="swatch-of" aria-hidden="true" /> {say(`group.${group}`)}
          </span>
        ))}
      </p>
      <div class="trend-runs" role="group" tabIndex={0} aria-labelledby="trends-runs">
        <svg
          class="bars"
          role="img"
          aria-label={say("trends.bars_label", { runs: runs.length, broken: last.broken, kept: last.kept })}
          viewBox={`0 0 ${runs.length * STEP} ${HEIGHT}`}
          width={runs.length * STEP}
          height={HEIGHT}
        >
          {runs.map((run, n) => {
            let top = HEIGHT - BASE - 2;
            const parts = STACKED.map((part) => {
              if (!run[part]) return null;
              const height = Math.max(4, (run[part] / most) * (HEIGHT - BASE - 26));
              top -= height;
              return (
                <rect class={`bar ${GROUP[part]}`} x={n * STEP + 4} y={top} width={STEP - 8} height={height}>
                  <title>{`${day(run.at)}, ${run.name}: ${count(run[part])} ${say(`group.${GROUP[part]}`)}`}</title>
                </rect>
              );
            });
            return (
              <g key={run.name}>
                {parts}
                <rect class={`bar ${run.kept ? "kept" : "not-seen"}`} x={n * STEP + 4} y={HEIGHT - BASE} width={STEP - 8} height={BASE}>
                  <title>{`${day(run.at)}, ${run.name}: ${count(run.kept)} ${say("group.kept")}`}</title>
                </rect>
                {run.broken > 0 && (
                  <text class="bar-number" x={n * STEP + STEP / 2} y={top - 5}>
                    {count(run.broken)}
                  </text>
                )}
              </g>
            );
          })}
        </svg>
      </div>
      <details class="as-table">
        <summary>{say("trends.as_table")}</summary>
        <div class="scroller" role="group" tabIndex={0} aria-label={say("trends.promises_by_run")}>
          <table class="figures">
            <thead>
              <tr>
                <th scope="col">{say("trends.run")}</th>
                {PARTS.map((part) => (
                  <th scope="col" class="number">
                    {say(`group.${GROUP[part]}`)}
                  </th>
                ))}
                <th scope="col" class="number">
                  {say("trends.lost_customers")}
                </th>
                <th scope="col" class="number">
                  {say("trends.retried_scenarios")}
                </th>
              </tr>
            </thead>
            <tbody>
              {[...runs].reverse().map((run) => (
                <tr key={run.name}>
                  <th scope="row">
                    {day(run.at)} <span class="soft">{run.name}</span>
                  </th>
                  {PARTS.map((part) => (
                    <td class="number">{count(run[part])}</td>
                  ))}
                  <td class="number">{count(run.lost)}</td>
                  <td class="number">{count(run.retried)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}
