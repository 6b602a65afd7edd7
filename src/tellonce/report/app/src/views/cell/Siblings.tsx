import type { Cell, ScenarioDetail } from "../../payload";
import { promiseOf } from "../../shared/sooner";
import { Icon } from "../../shared/Verdict";
import { called, index, verdictOf } from "../../run";
import { about, say } from "../../words";
import { cellAddress } from "./neighbours";

/** The same change at every other touchpoint, who knew first at the top. */
export function Siblings({ cell, detail, scenario }: { cell: Cell; detail: ScenarioDetail; scenario: string }) {
  const same = detail.cells
    .filter((one) => one.change === cell.change && one.fact === cell.fact)
    .sort((a, b) => (a.reached_s ?? Infinity) - (b.reached_s ?? Infinity));
  return (
    <>
      <p class="note">{say("cell.who_knew_about", { fact: index().blueprint.facts[cell.fact] ?? cell.fact })}</p>
      <ol class="knew">
        {same.map((one) => {
          const verdict = verdictOf(one.verdict);
          const here = one.touchpoint === cell.touchpoint;
          return (
            <li class={verdict.group}>
              <span class="at">{one.reached_s === null ? say("cell.never") : about(one.reached_s)}</span>
              <Icon verdict={verdict} />
              {here ? (
                <b aria-current="page">{called(one.touchpoint)}</b>
              ) : (
                <a href={cellAddress(scenario, one.change, one.fact, one.touchpoint)}>{called(one.touchpoint)}</a>
              )}
              <span class="short">{verdict.short}</span>
              <span class="note">{promiseOf(one, say("cell.promise_within", { promise: one.promised }))}</span>
            </li>
          );
        })}
      </ol>
    </>
  );
}
