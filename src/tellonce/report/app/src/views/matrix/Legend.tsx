// What the signs mean, and which touchpoints this run never met.
import { index } from "../../run";
import { Icon } from "../../shared/Verdict";
import { say, sayMany } from "../../words";
import { Bar, Mark } from "./Face";
import { neverMet } from "./places";
import { type Difference, KINDS } from "./since";

export function Legend({ difference }: { difference: Difference | undefined }) {
  const { verdicts, cells } = index();
  const seen = new Set(cells.verdict);
  return (
    <section class="m-legend" aria-labelledby="matrix-legend">
      <h2 id="matrix-legend">{say("matrix.legend")}</h2>
      <ul>
        {verdicts.map((one, n) =>
          seen.has(n) || one.group === "kept" ? (
            <li key={one.key}>
              <Icon verdict={one} />
              <span>
                <b>{one.short}</b> {one.meaning}
              </span>
            </li>
          ) : null,
        )}
        <li>
          <span class="m-swatch hole" aria-hidden="true" />
          <span>
            <b>{say("matrix.hole")}</b> {say("matrix.hole_means")}
          </span>
        </li>
        <li>
          <span class="m-swatch exempt" aria-hidden="true" />
          <span>
            <b>{say("matrix.exempt")}</b> {say("matrix.exempt_means")}
          </span>
        </li>
        <li>
          <span class="m-swatch apart" aria-hidden="true" />
          <span>
            <b>{say("matrix.apart")}</b> {say("matrix.apart_means")}
          </span>
        </li>
        <li>
          <span class="m-sample">
            <Bar share={0.5} />
          </span>
          <span>
            <b>{say("matrix.bar")}</b> {say("matrix.bar_means")}
          </span>
        </li>
        {difference &&
          KINDS.filter((kind) => difference.counts.has(kind)).map((kind) => (
            <li key={kind}>
              <Mark kind={kind} />
              <span>
                <b aria-hidden="true">{say(`matrix.since_${kind}`)}</b> {say(`matrix.since_${kind}_means`)}
              </span>
            </li>
          ))}
      </ul>
    </section>
  );
}

export function NeverMet() {
  const never = neverMet();
  if (!never.length) return null;
  return (
    <section class="m-never" aria-labelledby="matrix-never">
      <h2 id="matrix-never">{say("matrix.never")}</h2>
      <p>{sayMany("matrix.never_means", never.length)}</p>
      <ul>
        {never.map((one) => (
          <li key={one.key}>
            {one.called} <span class="path">{one.spot?.owner}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
