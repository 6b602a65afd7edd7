// Commands to type, for a shell.
import { index } from "../run";

/** Plays one scenario alone. Not by -k, which takes an expression: a name may hold "and" or a comma. */
export function runScenario(number: number): string {
  const { scenarios, journeys, rules } = index();
  const path = journeys[scenarios.journey[number]!]!.path;
  const id = [path, rules[scenarios.rule[number]!], scenarios.name[number]!].filter(Boolean).join("::");
  return `tellonce run ${quoted(id)}`;
}

/** One word of a shell, whatever it holds: what a project is called must not run when it is pasted. */
export function quoted(text: string): string {
  const line = text.replace(/[\r\n]+/g, " ");
  return /^[\w@%+=:,./][\w@%+=:,./-]*$/.test(line) ? line : `'${line.replaceAll("'", `'\\''`)}'`;
}
