// The same as the drawing, as a table: who knew when, or without a change what every place came to.
import { address } from "../../route";
import { called, index, spot, verdictOf } from "../../run";
import { promiseOf } from "../../shared/sooner";
import { Icon } from "../../shared/Verdict";
import { about, count, say } from "../../words";
import type { ChangeRow } from "./changes";
import type { Drawing, PlaceId } from "./drawing";
import { systemId, touchpointId } from "./drawing";
import type { Play, State } from "./playing";
import type { Look } from "./looks";
import type { Total } from "./totals";

const laneOf = (key: string) => say(`blueprint.lane.${spot(key)?.third_party ? "third_party" : spot(key)?.lane}`);

interface Row {
  id: PlaceId;
  name: string;
  lane: string;
  knew_s: number | null;
  promised: string;
  link: string;
}

/** Those that learnt first stand first; who never did stand last. */
function rowsOf(drawing: Drawing, played: Play, change: ChangeRow): Row[] {
  const touchpoints = drawing.cards
    .filter(({ key }) => played.cells.has(key))
    .map(({ key }): Row => {
      const cell = played.cells.get(key)!;
      const link = address("cell", [...change.key.split("/"), change.fact, key]);
      const promised = promiseOf(cell, say("blueprint.within", { time: cell.promised }));
      return { id: touchpointId(key), name: called(key), lane: laneOf(key), knew_s: cell.reached_s, promised, link };
    });
  const systems = drawing.systems
    .filter(({ key }) => played.systems.has(key))
    .map(({ key }): Row => {
      const name = index().blueprint.systems[key]?.called ?? key;
      return { id: systemId(key), name, lane: say("blueprint.a_system"), knew_s: played.systems.get(key)![0], promised: "", link: "" };
    });
  const when = (row: Row) => row.knew_s ?? Infinity;
  return [...systems, ...touchpoints].sort((a, b) => (when(a) === when(b) ? 0 : when(a) - when(b)));
}

export function WhoKnew(props: { drawing: Drawing; played: Play; states: Map<PlaceId, State>; change: ChangeRow }) {
  const { played, states } = props;
  return (
    <div class="bp-list">
      <h2 id="bp-knew">{say("blueprint.who_knew_when")}</h2>
      <div class="scroller" role="region" tabIndex={0} aria-labelledby="bp-knew">
        <table class="bp-table bp-knew">
          <thead>
            <tr>
              <th scope="col">{say("blueprint.place")}</th>
              <th scope="col">{say("word.lane")}</th>
              <th scope="col">{say("blueprint.knew")}</th>
              <th scope="col">{say("blueprint.promised")}</th>
              <th scope="col">{say("blueprint.at_this_moment")}</th>
            </tr>
          </thead>
          <tbody>
            {rowsOf(props.drawing, played, props.change).map((row) => {
              const state = states.get(row.id)!;
              const cell = row.id.startsWith("touchpoint:") ? played.cells.get(row.id.slice(11)) : undefined;
              return (
                <tr key={row.id} class={`${state.tone}${state.knows ? " knows" : ""}`} data-row={row.id}>
                  <th scope="row">{row.link ? <a href={row.link}>{row.name}</a> : row.name}</th>
                  <td data-l={say("word.lane")}>{row.lane}</td>
                  <td data-l={say("blueprint.knew")}>
                    {row.knew_s === null ? say("blueprint.never") : say(row.link ? "blueprint.after" : "blueprint.by", { time: about(row.knew_s) })}
                  </td>
                  <td data-l={say("blueprint.promised")}>{row.promised}</td>
                  <td data-l={say("blueprint.at_this_moment")}>
                    <span class={`bp-state ${state.tone}`}>
                      {cell && state.tone && (state.tone === "kept" ? <Icon verdict={verdictOf("on_time")} /> : <Icon verdict={verdictOf(cell.verdict)} />)} {state.says}
                    </span>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {played.broken.length > 0 && (
        <>
          <h3>{say("blueprint.where_it_stopped")}</h3>
          <ul class="bp-stopped">
            {played.broken.map((one) => (
              <li>{say("blueprint.between", { how: one.how })}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

export function EveryPlace(props: { drawing: Drawing; totals: Map<string, Total>; looks: Map<PlaceId, Look>; choose: (place: string) => void }) {
  const shown = props.drawing.cards.filter(({ key }) => !props.looks.get(touchpointId(key))?.faint);
  return (
    <div class="bp-list">
      <h2 id="bp-places">{say("blueprint.every_place")}</h2>
      <div class="scroller" role="region" tabIndex={0} aria-labelledby="bp-places">
        <table class="bp-table bp-knew">
          <thead>
            <tr>
              <th scope="col">{say("word.touchpoint")}</th>
              <th scope="col">{say("blueprint.stage")}</th>
              <th scope="col">{say("word.lane")}</th>
              <th scope="col">{say("word.owner")}</th>
              <th scope="col">{say("blueprint.promised")}</th>
              <th scope="col">{say("blueprint.came_of_it")}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((card) => {
              const total = props.totals.get(card.key);
              const about_it = spot(card.key)!;
              return (
                <tr key={card.key} class={total?.worst.group ?? ""}>
                  <th scope="row">
                    <button type="button" class="bp-link" onClick={() => props.choose(touchpointId(card.key))}>
                      {called(card.key)}
                    </button>
                    {about_it.moment && <span class="truth"> {say("word.moment_of_truth")}</span>}
                  </th>
                  <td data-l={say("blueprint.stage")}>{about_it.stage}</td>
                  <td data-l={say("word.lane")}>{laneOf(card.key)}</td>
                  <td data-l={say("word.owner")}>{about_it.owner}</td>
                  <td data-l={say("blueprint.promised")}>{say("blueprint.within", { time: card.promise })}</td>
                  <td data-l={say("blueprint.came_of_it")}>
                    {total ? (
                      <span class={`bp-state ${total.worst.group}`}>
                        <Icon verdict={total.worst} /> {groupsOf(total)}
                      </span>
                    ) : (
                      <span class="bp-none">{say("blueprint.not_asked")}</span>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}

const GROUPS = ["broken", "not-seen", "still-waiting", "kept"] as const;

/** "2 broken, 5 kept" */
export function groupsOf(total: Total): string {
  return GROUPS.filter((group) => total.groups[group])
    .map((group) => say("blueprint.so_many", { n: count(total.groups[group]), group: say(`group.${group}`) }))
    .join(", ");
}
