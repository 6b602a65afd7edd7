// Her acts in the customer's lane, and the same as a table.
import { address } from "../../route";
import { say, sayMany } from "../../words";
import type { Does, Done } from "./acts";
import type { Drawing } from "./drawing";
import { wrap } from "./lettering";

interface Props {
  drawing: Drawing;
  does: Map<string, Does[]>;
  done?: Done | undefined;
  /** The only stage that is not faint; "" for all. */
  stage: string;
}

const INSET = 12;
const LINE = 15;
const LINES = 5;
const MOST_OF_ACT = 3;
const SIZE = 11.5;

export function ActsDrawn({ drawing, does, done, stage }: Props) {
  const place = drawing.acts;
  if (!place) return null;
  return (
    <g aria-hidden="true">
      {drawing.stages.map((one) => {
        const here = does.get(one.name) ?? [];
        const act = done?.stage === one.name ? done.says : "";
        if (!here.length && !act) return null;
        const room = place.width - 2 * INSET;
        const acted = act ? wrap(act, room, here.length ? MOST_OF_ACT : LINES, SIZE, 650) : [];
        const others = here.length > 1 ? wrap(sayMany("blueprint.more_plans", here.length - 1), room, 1, SIZE) : [];
        const left = LINES - acted.length - others.length;
        const said = here.length ? wrap(here[0]!.says, room, left, SIZE) : [];
        return (
          <g
            class={`bp-act${act ? " done" : ""}${stage && stage !== one.name ? " faint" : ""}`}
            data-stage={one.name}
            transform={`translate(${one.x} ${place.y})`}
          >
            <rect width={place.width} height={place.height} rx={9} />
            <text>
              {[...acted.map((words) => ["bp-acted", words]), ...said.map((words) => ["bp-planned", words]), ...others.map((words) => ["bp-others", words])].map(
                ([kind, words], n) => (
                  <tspan class={kind!} x={INSET} y={21 + LINE * n}>
                    {words}
                  </tspan>
                ),
              )}
            </text>
          </g>
        );
      })}
    </g>
  );
}

/** Folded where it is of every journey, for that is long. */
export function ActsTable({ drawing, does, done, stage }: Props) {
  const rows = drawing.stages.filter((one) => (!stage || one.name === stage) && (does.get(one.name)?.length || done?.stage === one.name));
  if (!rows.length) return null;
  const acted = rows.some((one) => one.name === done?.stage);
  const table = (
    <div class="scroller" role="region" tabIndex={0} aria-label={say("blueprint.acts")}>
      <table class="bp-table bp-acts">
        <thead>
          <tr>
            <th scope="col">{say("blueprint.stage")}</th>
            {acted && <th scope="col">{say("blueprint.act")}</th>}
            <th scope="col">{say("journey.planned")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => (
            <tr>
              <th scope="row">{one.name}</th>
              {acted && <td>{done?.stage === one.name && <b>{done.says}</b>}</td>}
              <td>
                <ul>
                  {(does.get(one.name) ?? []).map((each) => (
                    <li>
                      {each.says} <a href={address("journey", [each.key])}>{each.feature}</a>
                    </li>
                  ))}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
  return (
    <details class="bp-list bp-acts-told" open={done !== undefined}>
      <summary>
        <h2>{say("blueprint.acts")}</h2>
      </summary>
      {table}
    </details>
  );
}

/** What was done to tell the change that is played, and in which stage that was. */
export function DoneSaid({ done }: { done: Done }) {
  const words = { act: done.says, stage: done.stage };
  return <p class="bp-done">{say(done.stage ? "blueprint.act_in" : "blueprint.act_nowhere", words)}</p>;
}
