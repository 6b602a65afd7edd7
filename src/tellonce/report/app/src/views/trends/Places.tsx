// Touchpoints, or single promises, over runs: kept rate, time to reach, flaky, since when broken. Worst first.
import { address, setQuery } from "../../route";
import { verdictOf } from "../../run";
import { Icon } from "../../shared/Verdict";
import { about, count, say, sayMany } from "../../words";
import { day, percent } from "./days";
import type { Place, Point, Run, Trends } from "./shape";

export function Places({ trends, by, asked }: { trends: Trends; by: string; asked: string }) {
  const all = by === "promise" ? trends.promises : trends.touchpoints;
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  const found = all.filter((one) => {
    const text = `${one.called} ${one.owner} ${one.fact_called ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return (
    <section aria-labelledby="trends-places">
      <h2 id="trends-places">{say("trends.by_touchpoint")}</h2>
      <form class="asked" role="search" onSubmit={(event) => event.preventDefault()}>
        <label>
          {say("trends.search")}
          <input type="search" value={asked} onInput={(event) => setQuery({ q: event.currentTarget.value })} />
        </label>
        <label>
          {say("trends.each")}
          <select value={by} onChange={(event) => setQuery({ by: event.currentTarget.value }, "push")}>
            <option value="">{say("trends.each_touchpoint")}</option>
            <option value="promise">{say("trends.each_promise")}</option>
          </select>
        </label>
      </form>
      <p role="status" class="soft">
        {sayMany(by === "promise" ? "trends.promises_shown" : "trends.touchpoints_shown", found.length)}
      </p>
      <div class="scroller" role="group" tabIndex={0} aria-labelledby="trends-places">
        <table class="figures places">
          <thead>
            <tr>
              <th scope="col">{say("word.touchpoint")}</th>
              <th scope="col">{say("trends.now")}</th>
              <th scope="col">{say("trends.over_runs")}</th>
              <th scope="col" class="number">
                {say("trends.kept_rate")}
              </th>
              <th scope="col" class="number">
                {say("trends.median")}
              </th>
              <th scope="col" class="number">
                {say("trends.p95")}
              </th>
              <th scope="col">{say("word.owner")}</th>
            </tr>
          </thead>
          <tbody>
            {found.map((one) => (
              <Row key={`${one.key} ${one.fact ?? ""}`} place={one} runs={trends.runs} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row({ place, runs }: { place: Place; runs: Run[] }) {
  const last = place.points.at(-1);
  const state = !last || !last[2] ? "unobserved" : last[1] < last[2] ? "stale" : "on_time";
  return (
    <tr class={place.since ? "broken" : ""}>
      <th scope="row">
        <a href={address("matrix", [], { touchpoint: place.key })}>{place.called.replace(/^the /, "")}</a>
        {place.moment_of_truth && <span class="truth"> {say("word.moment_of_truth")}</span>}
        {place.fact_called && <span class="soft">{place.fact_called}</span>}
      </th>
      <td>
        <span class="with-icon">
          <Icon verdict={verdictOf(state)} />
          <span>
            {say(state === "stale" ? "group.broken" : state === "on_time" ? "group.kept" : "group.not-seen")}
            {place.since && (
              <span class="soft">{say("trends.since", { day: day(place.since.at), run: place.since.run })}</span>
            )}
            {place.flaky > 0 && <span class="flaky">{sayMany("trends.flaky", place.flaky)}</span>}
          </span>
        </span>
      </td>
      <td>
        <Squares points={place.points} runs={runs} />
      </td>
      <td class="number">{place.rate === null ? "–" : percent(place.rate)}</td>
      <td class="number">
        {about(last?.[3])}
        <Line values={place.points.map((point) => point[3])} />
      </td>
      <td class="number">{about(last?.[4])}</td>
      <td>{place.owner || say("first.nobody_owns_it")}</td>
    </tr>
  );
}

const SIDE = 12;

/** A square for each run: full and high when all was kept, notched when something broke, hollow when nothing is known. */
function Squares({ points, runs }: { points: Point[]; runs: Run[] }) {
  const broken = points.filter((point) => point[1] < point[2]).length;
  const at = new Map(points.map((point) => [point[0], point]));
  return (
    <svg
      class="squares"
      role="img"
      aria-label={say("trends.squares_label", { broken: count(broken), runs: count(points.length) })}
      width={runs.length * SIDE}
      height={SIDE + 6}
      viewBox={`0 0 ${runs.length * SIDE} ${SIDE + 6}`}
    >
      {runs.map((run, n) => {
        const point = at.get(n);
        const x = n * SIDE + 1;
        const side = SIDE - 2;
        if (!point || !point[2]) {
          return <rect class="unknown" x={x + 0.5} y={7.5} width={side - 1} height={side - 1} rx={2} />;
        }
        const [, kept, of] = point;
        const said = `${day(run.at)}, ${run.name}: ${say("trends.kept_of", { kept: count(kept), of: count(of) })}`;
        return kept < of ? (
          <g class="broken">
            <rect class="bad" x={x} y={1} width={side} height={SIDE + 4} rx={2} />
            <path class="cross" d={`M${x + 2.5} 5l5 8m0-8l-5 8`} />
            <title>{said}</title>
          </g>
        ) : (
          <rect class="good" x={x} y={7} width={side} height={side} rx={2}>
            <title>{said}</title>
          </rect>
        );
      })}
    </svg>
  );
}

/** How long the news took, run by run, on a scale from nothing to the longest; an ornament beside the number. */
function Line({ values }: { values: (number | null)[] }) {
  const known = values.filter((value): value is number => value !== null);
  if (known.length < 2) return null;
  const most = Math.max(...known) || 1;
  const step = 60 / (values.length - 1);
  const points = values
    .map((value, n) => (value === null ? "" : `${(n * step).toFixed(1)},${(15 - (value / most) * 13).toFixed(1)}`))
    .filter(Boolean)
    .join(" ");
  return (
    <svg class="line" aria-hidden="true" width={60} height={16} viewBox="0 0 60 16">
      <polyline points={points} />
    </svg>
  );
}
