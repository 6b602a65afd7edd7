// Heads of rows and columns: what a row is about, which touchpoint a column is.
import { index } from "../../run";
import { setQuery } from "../../route";
import { scenarioAddress } from "../../shared/addresses";
import { say, sayMany } from "../../words";
import { type Asked, toggled } from "./asked";
import { Tally } from "./Face";
import { factCalled, type Line } from "./lines";
import type { Place } from "./meetings";
import type { Column } from "./places";

/** What makes something one of the places that arrow keys lead to. */
export type Tab = { "data-at": string; tabIndex: number; onFocus: () => void };

export function ColumnHead({ column, only, tab }: { column: Column; only: boolean; tab: Tab }) {
  return (
    <button
      type="button"
      aria-pressed={only}
      title={`${column.called}: ${say(only ? "matrix.every_column" : "matrix.only_column")}`}
      onClick={() => setQuery({ touchpoint: only ? "" : column.key }, "push")}
      {...tab}
    >
      <span>
        {column.called}
        {column.spot?.moment && (
          <>
            <span class="star" aria-hidden="true">
              ★
            </span>
            <span class="hidden">, {say("word.moment_of_truth")}</span>
          </>
        )}
      </span>
    </button>
  );
}

/** What a row is about. */
export function RowHead({ line, asked, tab }: { line: Line; asked: Asked; tab?: Tab }) {
  const { rows, personas, facts, scenarios } = index();
  if (line.kind === "group") {
    return (
      <span class="m-about" {...tab}>
        <b>{line.title}</b> <span class="m-of">{sayMany("count.changes", line.rows)}</span> <Tally sum={line.sum} />
      </span>
    );
  }
  const first = line.kind === "fact" ? line.rows[0]! : line.row;
  const outcome = rows.outcome[first]!;
  const about = (
    <span class="m-what">
      <b>{personas[rows.persona[first]!]}</b> {factCalled(facts[rows.fact[first]!]!)}
    </span>
  );
  if (line.kind === "fact") {
    return (
      <button
        type="button"
        class="m-about"
        aria-expanded={line.open}
        onClick={() => setQuery({ open: toggled(asked.open, line.key) })}
        {...tab}
      >
        {about}
        <span class="m-of">{sayMany("count.changes", line.rows.length)}</span>
        <Tally sum={line.sum} />
      </button>
    );
  }
  const scenario = rows.scenario[first]!;
  return (
    <a class="m-about" href={scenarioAddress(scenarios.id[scenario]!)} title={scenarios.name[scenario]} {...tab}>
      {about}
      <span class="m-of">
        {outcome === "refused" && <i>{say("matrix.refused")} </i>}
        {scenarios.name[scenario]}
      </span>
      <Tally sum={line.sum} />
    </a>
  );
}

/** Of a row whose cells are all beside the screen: where they are. The keyboard gets there by End and the arrows. */
export function Elsewhere(props: {
  places: Map<string, Place>;
  columns: Column[];
  shown: readonly [number, number];
  go: (column: number) => void;
}) {
  const [first, end] = props.shown;
  if (!props.places.size) return null;
  const left: number[] = [];
  const right: number[] = [];
  for (const [n, column] of props.columns.entries()) {
    if (!props.places.has(column.key)) continue;
    if (n < first) left.push(n);
    else if (n < end) return null;
    else right.push(n);
  }
  return (
    <span class="m-elsewhere" aria-hidden="true">
      {left.length > 0 && <span onClick={() => props.go(left.at(-1)!)}>← {sayMany("matrix.to_the_left", left.length)}</span>}
      {right.length > 0 && <span onClick={() => props.go(right[0]!)}>{sayMany("matrix.to_the_right", right.length)} →</span>}
    </span>
  );
}
