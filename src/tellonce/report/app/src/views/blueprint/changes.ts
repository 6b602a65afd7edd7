// The changes of the run as something to choose from: those that broke something first.
import type { VerdictWords } from "../../payload";
import { firstCell, index, scenarioNumber, verdict } from "../../run";

/** One fact of one change. key: "<scenario>/<which of its changes>", as in links. */
export interface ChangeRow {
  key: string;
  scenario: number;
  ordinal: number;
  fact: string;
  persona: string;
  name: string;
  worst: VerdictWords;
}

function changeRow(row: number): ChangeRow | undefined {
  const { rows, cells, facts, personas, scenarios } = index();
  if (!rows.cells[row]) return undefined;
  let worst = Infinity;
  const first = firstCell(row);
  for (let cell = first; cell < first + rows.cells[row]!; cell++) worst = Math.min(worst, cells.verdict[cell]!);
  const scenario = rows.scenario[row]!;
  return {
    key: `${scenarios.id[scenario]}/${rows.change[row]}`,
    scenario,
    ordinal: rows.change[row]!,
    fact: facts[rows.fact[row]!]!,
    persona: personas[rows.persona[row]!]!,
    name: scenarios.name[scenario]!,
    worst: verdict(worst),
  };
}

/** Those of one fact and persona, or ("") of all, the worst first; the order of the run among equals. */
export function changes(fact: string, persona: string): ChangeRow[] {
  const { rows, facts, personas, verdicts } = index();
  const [onlyFact, onlyPersona] = [facts.indexOf(fact), personas.indexOf(persona)];
  const found: ChangeRow[] = [];
  for (let row = 0; row < rows.scenario.length; row++) {
    if ((fact && rows.fact[row] !== onlyFact) || (persona && rows.persona[row] !== onlyPersona)) continue;
    const one = changeRow(row);
    if (one) found.push(one);
  }
  const weight = new Map(verdicts.map((one, n) => [one.key, n]));
  return found.sort((a, b) => weight.get(a.worst.key)! - weight.get(b.worst.key)!);
}

/** The one that a link names; of several facts the one asked for, else the one that fared worst. */
export function chosen(key: string, fact: string): ChangeRow | undefined {
  const [id = "", ordinal = ""] = key.split("/");
  const scenario = scenarioNumber(id);
  if (scenario === undefined) return undefined;
  const { rows, verdicts } = index();
  const mine: ChangeRow[] = [];
  rows.scenario.forEach((number, row) => {
    if (number !== scenario || String(rows.change[row]) !== ordinal) return;
    const one = changeRow(row);
    if (one) mine.push(one);
  });
  const weight = (one: ChangeRow) => verdicts.findIndex((words) => words.key === one.worst.key);
  return mine.find((one) => one.fact === fact) ?? mine.sort((a, b) => weight(a) - weight(b))[0];
}
