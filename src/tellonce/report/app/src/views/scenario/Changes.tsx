import type { Cell, Change, ScenarioDetail } from "../../payload";
import { address } from "../../route";
import { called, index, spot, verdictOf } from "../../run";
import { promiseOf } from "../../shared/sooner";
import { Icon } from "../../shared/Verdict";
import { about, say } from "../../words";

/** What she told the company, one after the other, and who knew when: what is broken first, then as it was learnt. */
export function Changes({ number, detail }: { number: number; detail: ScenarioDetail }) {
  return (
    <section aria-labelledby="changes-title">
      <h2 id="changes-title">{say("scenario.changes")}</h2>
      {detail.changes.map((change, at) => (
        <One number={number} change={change} ordinal={at + 1} cells={detail.cells.filter((cell) => cell.change === at + 1)} />
      ))}
    </section>
  );
}

function One({ number, change, ordinal, cells }: { number: number; change: Change; ordinal: number; cells: Cell[] }) {
  const { blueprint, verdicts } = index();
  const facts = [...new Set(cells.map((cell) => cell.fact))];
  const values = facts.map((fact) => cells.find((cell) => cell.fact === fact)!);
  // Verdicts stand the worst first; of what is kept, whoever knew first.
  const worst = (cell: Cell) => (verdictOf(cell.verdict).group === "kept" ? verdicts.length : verdicts.findIndex((one) => one.key === cell.verdict));
  const sorted = [...cells].sort((a, b) => worst(a) - worst(b) || (a.reached_s ?? Infinity) - (b.reached_s ?? Infinity));
  return (
    <article class="told" id={`change-${ordinal}`}>
      <h3>{change.step || say("scenario.a_change")}</h3>
      <p class="told-when">
        {[
          change.told && say("scenario.told_at", { when: change.told }),
          change.told_hers && say("scenario.told_hers", { when: change.told_hers }),
          say(`scenario.outcome_${change.outcome || "none"}`),
        ]
          .filter(Boolean)
          .map((said) => (
            <>
              <span>{said}</span>{" "}
            </>
          ))}
      </p>
      {change.answer && <p class="company-answer">{say("scenario.answer", { answer: change.answer })}</p>}
      <ul class="values">
        {values.map((cell) => (
          <li>
            <span class="label">{blueprint.facts[cell.fact] ?? cell.fact}</span>{" "}
            <del>{cell.old || say("scenario.nothing")}</del> <span aria-hidden="true">→</span> <ins>{cell.new || say("scenario.nothing")}</ins>
          </li>
        ))}
      </ul>
      {sorted.length > 0 && (
        <>
          <h4>{say("scenario.who_knew")}</h4>
          <ul class="who-knew">
            {sorted.map((cell) => (
              <Knew cell={cell} several={facts.length > 1} href={address("cell", [index().scenarios.id[number]!, ordinal, cell.fact, cell.touchpoint])} />
            ))}
          </ul>
        </>
      )}
      {!sorted.length && <p class="empty">{say("scenario.no_cells")}</p>}
    </article>
  );
}

function Knew({ cell, several, href }: { cell: Cell; several: boolean; href: string }) {
  const verdict = verdictOf(cell.verdict);
  const owner = spot(cell.touchpoint)?.owner;
  return (
    <li class={verdict.group}>
      <a href={href}>
        <Icon verdict={verdict} />
        <span class="what">
          <b>{called(cell.touchpoint)}</b>{" "}
          {several && <span class="soft">{index().blueprint.facts[cell.fact] ?? cell.fact}</span>}{" "}
          {owner && <span class="by">{owner}</span>}
        </span>{" "}
        <span class="how">
          <b>{verdict.short}</b>{" "}
          <span class="by">
            {cell.reached_s === null
              ? say("scenario.of_promise", { promise: cell.promised })
              : promiseOf(cell, say("scenario.after_of", { time: about(cell.reached_s), promise: cell.promised }))}
          </span>
        </span>
      </a>
      {verdict.group !== "kept" && cell.says && <p class="says">{cell.says}</p>}
    </li>
  );
}
