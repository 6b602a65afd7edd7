// What the journeys cost customers, run by run, and who was lost.
import { about, count, say } from "../../words";
import { day } from "./days";
import type { EffortPoint, Trends } from "./shape";

const COLUMNS = [
  ["contacts", 2],
  ["pages", 3],
  ["fields", 4],
  ["waited", 5],
  ["switches", 6],
  ["repeated", 7],
  ["transfers", 8],
] as const;

export function Effort({ trends }: { trends: Trends }) {
  if (!trends.effort.length) return null;
  return (
    <section aria-labelledby="trends-effort">
      <h2 id="trends-effort">{say("trends.effort")}</h2>
      <p class="soft">{say("trends.effort_note")}</p>
      <div class="scroller" role="group" tabIndex={0} aria-labelledby="trends-effort">
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">{say("word.journey")}</th>
              {COLUMNS.map(([name]) => (
                <th scope="col" class="number">
                  {say(`trends.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {trends.effort.map((one) => (
              <tr key={`${one.journey} ${one.persona}`}>
                <th scope="row">
                  {one.feature || one.journey} <span class="soft">{one.persona}</span>
                </th>
                {COLUMNS.map(([name, at]) => (
                  <Cell name={name} at={at} points={one.points} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Cell({ name, at, points }: { name: string; at: number; points: EffortPoint[] }) {
  const last = points.at(-1);
  if (!last) return <td class="number">–</td>;
  const spell = (point: EffortPoint) => (name === "waited" ? about(point[at]!) : count(point[at]!));
  // Compared per scenario: a journey that gained a scenario did not become harder by that.
  const before = points.at(-2);
  const each = (point: EffortPoint) => point[at]! / Math.max(1, point[1]);
  const apart = before && name !== "waited" ? each(last) - each(before) : 0;
  return (
    <td class="number">
      {spell(last)}
      {before && Math.abs(apart) > 0.01 && (
        <span class={apart > 0 ? "more-of-it" : "less-of-it"}>
          {say(apart > 0 ? "trends.more_than" : "trends.less_than", { before: spell(before) })}
        </span>
      )}
    </td>
  );
}

export function Lost({ trends }: { trends: Trends }) {
  if (!trends.lost.length) return null;
  const at = new Map(trends.runs.map((run) => [run.name, run.at]));
  return (
    <section aria-labelledby="trends-lost">
      <h2 id="trends-lost">{say("trends.lost_customers")}</h2>
      <ul class="lost">
        {trends.lost.map((one) => (
          <li>
            <b>{say("trends.gave_up", { persona: one.persona, time: about(one.after_s), doing: one.doing })}</b>
            <span class="soft">
              {one.scenario}, {day(at.get(one.run) ?? "")} {one.run}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Flaky({ trends }: { trends: Trends }) {
  if (!trends.flaky.length && !trends.retried.length) return null;
  const called = new Map(trends.touchpoints.map((one) => [one.key, one.called.replace(/^the /, "")]));
  return (
    <section aria-labelledby="trends-flaky">
      <h2 id="trends-flaky">{say("trends.come_and_go")}</h2>
      <p class="soft">{trends.flaky_rule}</p>
      <ul class="flaky-list">
        {trends.flaky.map((one) => (
          <li key={one.key}>
            <a href={one.route}>
              {called.get(one.touchpoint) ?? one.touchpoint}: {one.scenario}
            </a>
            <span class="soft">
              {one.persona}, {one.points.map(([, group]) => say(`group.${group}`)).join(", ")}
            </span>
          </li>
        ))}
        {trends.retried.map((one) => (
          <li>
            <b>{one.name}</b>
            <span class="soft">
              {say("trends.tried_again", { first: one.first, last: one.last, attempts: count(one.attempts), run: one.run })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
